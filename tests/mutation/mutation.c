/* mutation.c: are the tests good enough to notice a mistake in the modules that matter most?
 *
 * mutation COMPILER FOLDER FILE... -- TEST...: makes every mutant of the files (mutants.h), tries each
 * against the tests (trial.h) in a process of its own, and prints what became of them; with the environment's
 * ONLY=word, of the files whose path contains that word. Fails if one
 * survives that tests/mutation/equivalent.txt does not explain, if that list explains one that does not
 * survive, or if the trial itself is not to be trusted: it plants sources whose outcome is known.
 * Owns: FOLDER. Context: host. Exit codes: 0 every mutant noticed or explained, 1 not so, 2 no result.
 */
#define _GNU_SOURCE /* NOLINT: its name is what it is. For asprintf */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/mutation/equivalent.h"
#include "tests/mutation/mutants.h"
#include "tests/mutation/trial.h"

#define AS_WORDS(NAME, words) words,
static const char *const outcome_words[] = {OUTCOMES(AS_WORDS)};
#undef AS_WORDS

/* Each is appended to a module, and its outcome is known. */
static const struct {
    const char *text;
    enum outcome outcome;
} planted[] = {
    {"\n#error planted\n", OUTCOME_UNCOMPILED},
    {"\n/* planted */\n", OUTCOME_SAME},
    {"\nint planted(void);\nint planted(void)\n{\n    return 1;\n}\n", OUTCOME_SURVIVED},
    {"\nvoid _exit(int);\n__attribute__((constructor)) static void planted(void)\n{\n"
     "    _exit(1);\n}\n",
     OUTCOME_FAILED},
    {"\nvoid abort(void);\n__attribute__((constructor)) static void planted(void)\n{\n"
     "    abort();\n}\n",
     OUTCOME_CRASHED},
    {"\n__attribute__((constructor)) static void planted(void)\n{\n    for (;;)\n"
     "        __asm__(\"\");\n}\n",
     OUTCOME_TIMED_OUT},
};

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;
    if (!file || getdelim(&text, &size, '\0', file) < 0) {
        perror(path);
        exit(2);
    }
    fclose(file);
    return text;
}

/* The mutants that are being tried now, a process each. */
struct slot {
    pid_t child; /* 0: free */
    size_t mutant;
};

static void begin(struct slot *slot, unsigned number, const struct trial *trial, size_t file,
                  const char *source)
{
    slot->child = fork();
    if (slot->child < 0) {
        perror("fork");
        exit(2);
    }
    if (slot->child == 0)
        _exit(trial_run(trial, file, source, number));
}

/* Waits until a slot is done, and stores its mutant's outcome. */
static void finish_one(struct slot slots[TRIAL_SLOTS], enum outcome *outcomes)
{
    int status;
    pid_t child = wait(&status);
    for (unsigned i = 0; i < TRIAL_SLOTS; i++) {
        if (slots[i].child != child || child <= 0)
            continue;
        if (!WIFEXITED(status) || WEXITSTATUS(status) >= OUTCOME_COUNT) {
            fprintf(stderr, "mutation: a trial ended without a result\n");
            exit(2);
        }
        outcomes[slots[i].mutant] = (enum outcome)WEXITSTATUS(status);
        slots[i].child = 0;
    }
}

static unsigned free_slot(struct slot slots[TRIAL_SLOTS], enum outcome *outcomes)
{
    for (;;) {
        for (unsigned i = 0; i < TRIAL_SLOTS; i++)
            if (slots[i].child == 0)
                return i;
        finish_one(slots, outcomes);
    }
}

static void wait_for_all(struct slot slots[TRIAL_SLOTS], enum outcome *outcomes)
{
    for (unsigned i = 0; i < TRIAL_SLOTS; i++)
        while (slots[i].child != 0)
            finish_one(slots, outcomes);
}

static void show_progress(const char *file, size_t tried, size_t count)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%s: %zu of %zu \033[K", file, tried, count);
}

static void try_all(const struct trial *trial, size_t file, const char *source,
                    const struct mutants *mutants, enum outcome *outcomes)
{
    struct slot slots[TRIAL_SLOTS] = {{0, 0}};
    for (size_t i = 0; i < mutants->count; i++) {
        unsigned number = free_slot(slots, outcomes);
        char *changed = mutants_apply(source, &mutants->list[i]);
        slots[number].mutant = i;
        begin(&slots[number], number, trial, file, changed);
        free(changed);
        show_progress(trial->files[file], i, mutants->count);
    }
    wait_for_all(slots, outcomes);
    show_progress("done", mutants->count, mutants->count);
    if (isatty(STDERR_FILENO))
        fputc('\n', stderr);
}

/* Do the known ones end as they must? Otherwise no outcome means anything. */
static void try_planted(const struct trial *trial)
{
    char *source = read_file(trial->files[0]);
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++) {
        char *changed;
        if (asprintf(&changed, "%s%s", source, planted[i].text) < 0)
            exit(2);
        enum outcome outcome = trial_run(trial, 0, changed, 0);
        free(changed);
        printf("planted, and found: %s\n", outcome_words[outcome]);
        if (outcome == planted[i].outcome)
            continue;
        fprintf(stderr, "mutation: that one should be: %s\n", outcome_words[planted[i].outcome]);
        exit(2);
    }
    free(source);
}

static void print_row(const char *name, const unsigned counts[OUTCOME_COUNT], unsigned unexplained)
{
    printf("%-28s", name);
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        printf(" %6u", counts[i]);
    printf(" %6u\n", unexplained);
    fflush(stdout);
}

/* Tries the mutants of one file and adds up. Returns whether each is noticed or explained. */
static bool try_file(const struct trial *trial, size_t file, struct equivalents *known,
                     unsigned totals[OUTCOME_COUNT], unsigned *unexplained_sum)
{
    const char *path = trial->files[file];
    char *source = read_file(path);
    struct mutants mutants;
    mutants_find(source, &mutants);
    enum outcome *outcomes = calloc(mutants.count, sizeof *outcomes);
    if (!outcomes)
        exit(2);
    try_all(trial, file, source, &mutants, outcomes);

    unsigned counts[OUTCOME_COUNT] = {0}, unexplained = 0;
    for (size_t i = 0; i < mutants.count; i++) {
        counts[outcomes[i]]++;
        totals[outcomes[i]]++;
        if (outcomes[i] != OUTCOME_SURVIVED)
            continue;
        char *words = mutants_describe(source, &mutants.list[i]);
        if (!equivalents_explain(known, path, words)) {
            printf("%s:%u: survives: %s\n", path, mutants.list[i].line, words);
            unexplained++;
        }
        free(words);
    }
    print_row(path, counts, unexplained);
    free(outcomes);
    mutants_free(&mutants);
    free(source);
    *unexplained_sum += unexplained;
    return unexplained == 0;
}

static void print_legend(void)
{
    printf("\n%-28s", "");
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        printf(" %5c:", 'A' + (int)i);
    printf(" unexpl.\n");
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        printf("  %c  %s\n", 'A' + (int)i, outcome_words[i]);
    fflush(stdout);
}

int main(int count, char **words)
{
    int split = 3;
    while (split < count && strcmp(words[split], "--") != 0)
        split++;
    if (split >= count - 1 || split == 3) {
        fprintf(stderr, "usage: mutation COMPILER FOLDER FILE... -- TEST...\n");
        return 2;
    }
    struct trial trial = {
        .compiler = words[1],
        .folder = words[2],
        .files = (const char *const *)words + 3,
        .file_count = (size_t)(split - 3),
        .tests = (const char *const *)words + split + 1,
        .test_count = (size_t)(count - split - 1),
    };
    struct equivalents known;
    equivalents_read("tests/mutation/equivalent.txt", &known);
    trial_prepare(&trial);
    try_planted(&trial);
    print_legend();

    bool good = true, any = false;
    unsigned totals[OUTCOME_COUNT] = {0}, unexplained = 0;
    const char *given = getenv("ONLY"), *only = given ? given : "";
    for (size_t file = 0; file < trial.file_count; file++)
        if (strstr(trial.files[file], only)) {
            good &= try_file(&trial, file, &known, totals, &unexplained);
            any = true;
        }
    if (!any) {
        fprintf(stderr, "mutation: no file under trial has '%s' in its path\n", only);
        return 2;
    }
    good &= equivalents_all_needed(&known, only);
    print_row("together", totals, unexplained);
    unsigned killed = totals[OUTCOME_FAILED] + totals[OUTCOME_CRASHED] + totals[OUTCOME_TIMED_OUT];
    printf("\nmutants that mean something else: %u; noticed %u, equivalent %u, unexplained %u\n",
           killed + totals[OUTCOME_SURVIVED], killed, totals[OUTCOME_SURVIVED] - unexplained,
           unexplained);
    return good ? 0 : 1;
}
