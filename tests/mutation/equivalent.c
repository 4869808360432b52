#define _GNU_SOURCE /* NOLINT: its name is what it is. For asprintf */
#include "tests/mutation/equivalent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char reason_mark[] = "  -- ";

static void add(struct equivalents *known, const char *path, unsigned number, char *line)
{
    char *reason = strstr(line, reason_mark);
    if (!reason || reason[sizeof reason_mark - 1] == '\0' || !strchr(line, ':')) {
        fprintf(stderr, "%s:%u: no mutant with its reason; write FILE: WORDS%sREASON\n", path,
                number, reason_mark);
        exit(2);
    }
    *reason = '\0';
    struct equivalent *list = realloc(known->list, (known->count + 1) * sizeof *list);
    char *mutant = strdup(line);
    if (!list || !mutant) {
        perror("mutation");
        exit(2);
    }
    known->list = list;
    known->list[known->count++] = (struct equivalent){.mutant = mutant};
}

void equivalents_read(const char *path, struct equivalents *known)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(2);
    }
    *known = (struct equivalents){0};
    char *line = NULL;
    size_t size = 0;
    for (unsigned number = 1; getline(&line, &size, file) >= 0; number++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '#' && line[0] != '\0')
            add(known, path, number, line);
    }
    free(line);
    fclose(file);
}

bool equivalents_explain(struct equivalents *known, const char *file, const char *words)
{
    char *mutant;
    bool explained = false;
    if (asprintf(&mutant, "%s: %s", file, words) < 0)
        exit(2);
    for (size_t i = 0; i < known->count && !explained; i++) {
        explained = !known->list[i].needed && strcmp(known->list[i].mutant, mutant) == 0;
        known->list[i].needed |= explained;
    }
    free(mutant);
    return explained;
}

static bool is_about(const char *mutant, const char *word)
{
    const char *found = strstr(mutant, word);
    return found && found < strchr(mutant, ':');
}

bool equivalents_all_needed(const struct equivalents *known, const char *word)
{
    bool all = true;
    for (size_t i = 0; i < known->count; i++) {
        if (known->list[i].needed || !is_about(known->list[i].mutant, word))
            continue;
        printf("tests/mutation/equivalent.txt: no such survivor: %s\n", known->list[i].mutant);
        all = false;
    }
    return all;
}
