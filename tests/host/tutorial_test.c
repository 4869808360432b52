/* The page on the language: is every example of it a routine that plays, does it teach every
 * instruction, and does a mistake look as it is shown? What a user would lose: their first hour. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/grammar.h"
#include "host/calf/lint.h"
#include "host/calf/programme/programme.h"
#include "tests/tap.h"

#define RAMP_DOWN "  rest 1s\n  ramp here to 0% over 1s\n  rest 1s\n" /* how a pattern ends */
#define PAGE "host/routines/README.md"

enum { PAGE_BYTES = 1 << 16, BLOCKS_least = 9, TEXT_BYTES = 4096 };

static char page[PAGE_BYTES],
    tutorial[PAGE_BYTES]; /* the page, and what stands above the reference */
static struct diagnostics diagnostics;
static struct routine_program program;
static struct programme programme;

static bool read_page(void)
{
    FILE *file = fopen(PAGE, "r");
    if (!file)
        return false;
    size_t length = fread(page, 1, sizeof page - 1, file);
    fclose(file);
    const char *reference = strstr(page, "\n# Reference");
    if (length == 0 || !reference)
        return false;
    memcpy(tutorial, page, (size_t)(reference - page));
    return true;
}

/* --- examples ------------------------------------------------------------------------------------ */

/* Copies the next block of the page that is fenced as ```KIND, and moves on; false: there is none. */
static bool next_block(const char **at, const char *kind, char text[TEXT_BYTES])
{
    char fence[32];
    snprintf(fence, sizeof fence, "\n```%s\n", kind);
    const char *begin = strstr(*at, fence);
    if (!begin)
        return false;
    begin += strlen(fence);
    const char *end = strstr(begin, "\n```\n");
    if (!end || end - begin + 2 > TEXT_BYTES)
        return false;
    memcpy(text, begin, (size_t)(end - begin) + 1);
    text[end - begin + 1] = '\0';
    *at = end;
    return true;
}

static bool plays(const char *text, const char *name)
{
    bool good = routine_compile(text, strlen(text), name, &program, &diagnostics);
    if (good)
        lint_check(&program, &(struct source){text, strlen(text), &diagnostics});
    diagnostics_print(&diagnostics, stderr);
    return good && diagnostics.count == 0;
}

static void test_routines(void)
{
    char text[TEXT_BYTES];
    const char *at = page;
    unsigned blocks = 0;
    while (next_block(&at, "calf", text)) {
        blocks++;
        ok(plays(text, PAGE), "example %u of a routine plays, without a warning", blocks);
        ok(program.totals.motor_ticks > 0, "and moves something");
    }
    ok(blocks >= BLOCKS_least, "there are %u of them", blocks);
}

static void test_programmes(void)
{
    char text[TEXT_BYTES];
    const char *at = page;
    unsigned blocks = 0;
    while (next_block(&at, "programme", text)) {
        blocks++;
        bool good = programme_parse(text, strlen(text), PAGE, &programme, &diagnostics) &&
                    programme_check(&programme, &(struct source){text, strlen(text), &diagnostics});
        diagnostics_print(&diagnostics, stderr);
        ok(good && diagnostics.count == 0, "example %u of a programme is one", blocks);
    }
    ok(blocks > 0, "there is one");
}

/* Is the word in the tutorial's examples, as an instruction: first in its line? */
static bool is_taught(const char *word, const char *kind)
{
    char text[TEXT_BYTES];
    const char *at = tutorial;
    while (next_block(&at, kind, text))
        for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
            const char *first = line + strspn(line, " ");
            if (strncmp(first, word, strlen(word)) == 0 && first[strlen(word)] == ' ')
                return true;
        }
    return false;
}

static void test_everything_is_taught(void)
{
    for (unsigned verb = 0; verb < VERB_COUNT; verb++)
        ok(is_taught(grammar_verb((enum verb)verb)->word, "calf"), "the tutorial uses '%s'",
           grammar_verb((enum verb)verb)->word);
#define AS_TEST(NAME, word, operands, help, example) \
    ok(is_taught(word, "programme"), "the tutorial uses '%s' in a programme", word);
    PROGRAMME_VERBS(AS_TEST)
#undef AS_TEST
}

/* --- the reference's examples -------------------------------------------------------------------- */

/* A routine around the example of an instruction. */
static void write_around(const struct verb_rule *rule, char text[TEXT_BYTES])
{
    const char *body = rule->body == BODY_MUST ? "  rest 1s\n" : "";
    bool header = rule->place == PLACE_HEADER, pattern = rule->place == PLACE_PATTERN;
    bool inside = rule->place == PLACE_INSIDE || rule->place == PLACE_STAGE;
    bool names = strcmp(rule->word, "routine") == 0, defines = strcmp(rule->word, "pattern") == 0;
    int used = 0;
    if (!names)
        used += snprintf(text + used, TEXT_BYTES - (size_t)used, "routine a\n");
    if (header)
        used += snprintf(text + used, TEXT_BYTES - (size_t)used, "%s\n", rule->example);
    if (!defines)
        used += snprintf(text + used, TEXT_BYTES - (size_t)used, "pattern ease\n  %s\n%s",
                         pattern ? rule->example : "ramp here to 100% over 1s", RAMP_DOWN);
    if (defines)
        used +=
            snprintf(text + used, TEXT_BYTES - (size_t)used, "%s\n%s", rule->example, RAMP_DOWN);
    else if (!header && !inside && !pattern)
        used += snprintf(text + used, TEXT_BYTES - (size_t)used, "%s\n%s", rule->example, body);
    if (strcmp(rule->word, "settle") == 0)
        return;
    used += snprintf(text + used, TEXT_BYTES - (size_t)used, "stage b 10:00\n  rest 1s\n");
    if (inside)
        snprintf(text + used, TEXT_BYTES - (size_t)used, "  %s\n%s%s", rule->example,
                 body[0] ? "  " : "", body);
}

static void test_reference(void)
{
    for (unsigned verb = 0; verb < VERB_COUNT; verb++) {
        char text[TEXT_BYTES];
        const struct verb_rule *rule = grammar_verb((enum verb)verb);
        write_around(rule, text);
        if (!ok(routine_compile(text, strlen(text), rule->word, &program, &diagnostics),
                "the reference's example compiles: %s", rule->example))
            diagnostics_print(&diagnostics, stderr);
        ok(strstr(page, rule->example) != NULL, "and is on the page");
    }
}

static void test_reference_of_programmes(void)
{
#define AS_EXAMPLE(NAME, word, operands, help, example) {PROGRAMME_VERB_##NAME, example},
    static const struct {
        enum programme_verb verb;
        const char *example;
    } rows[] = {PROGRAMME_VERBS(AS_EXAMPLE)};
#undef AS_EXAMPLE
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[TEXT_BYTES];
        snprintf(text, sizeof text, "%s%s\n%s",
                 rows[i].verb == PROGRAMME_VERB_PROGRAMME ? "" : "programme a\n", rows[i].example,
                 rows[i].verb == PROGRAMME_VERB_SESSION ? "" : "session office after 9 days\n");
        ok(programme_parse(text, strlen(text), "reference", &programme, &diagnostics),
           "the reference's example is read: %s", rows[i].example);
        diagnostics_print(&diagnostics, stderr);
    }
}

/* --- the mistake ---------------------------------------------------------------------------------- */

/* The tutorial's mistake is one letter of its last routine. */
static void test_mistake(void)
{
    char text[TEXT_BYTES], shown[TEXT_BYTES] = "", last[TEXT_BYTES] = "";
    const char *at = tutorial;
    while (next_block(&at, "calf", text))
        strcpy(last, text);
    char *slip = strstr(last, "press upper");
    if (!ok(slip != NULL, "the last example has the line with the mistake"))
        return;
    memmove(slip + strlen("press up"), slip + strlen("press upp"),
            strlen(slip + strlen("press upp")) + 1);
    ok(!routine_compile(last, strlen(last), "evening.calf", &program, &diagnostics),
       "'uper' for 'upper' is one");
    FILE *out = fmemopen(shown, sizeof shown - 1, "w");
    diagnostics_print(&diagnostics, out);
    fclose(out);
    ok(strlen(shown) > 0 && strstr(tutorial, shown) != NULL, "and looks as the page shows it");
    if (!strstr(tutorial, shown))
        diag("%s", shown);
}

int main(void)
{
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    if (ok(read_page(), "there is a page: " PAGE)) {
        test_routines();
        test_programmes();
        test_everything_is_taught();
        test_reference();
        test_reference_of_programmes();
        test_mistake();
    }
    return done();
}
