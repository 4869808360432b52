/* Is every rule of the article accounted for: by a test that exists and names it, or by a reason? What a
 * user would lose: a promise that nobody keeps, and nobody knows of. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/article.h"
#include "tests/tap.h"

enum { FILE_BYTES = 1 << 16, WORD_BYTES = 8 };

static const struct behaviour {
    unsigned number;
    const char *words, *file, *test;
} behaviours[] = {
#define AS_ROW(number, words, file, test) {number, words, file, test},
    ARTICLE_BEHAVIOURS(AS_ROW)
#undef AS_ROW
};
enum { BEHAVIOURS = sizeof behaviours / sizeof behaviours[0] };

static const struct {
    unsigned number;
    const char *reason;
} missing[] = {
#define AS_ROW(number, reason) {number, reason},
    ARTICLE_NOT_THERE(AS_ROW)
#undef AS_ROW
};
enum { MISSING = sizeof missing / sizeof missing[0] };

/* --- looking into a test's source ---------------------------------------------------------------- */

static bool is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

/* Does a stretch of text name the rule, as a word of its own? A1 is not in A19. */
static bool names_rule(const char *text, size_t length, unsigned number)
{
    char word[WORD_BYTES];
    size_t bytes = (size_t)snprintf(word, sizeof word, "A%u", number);
    for (size_t at = 0; at + bytes <= length; at++)
        if (memcmp(text + at, word, bytes) == 0 && (at == 0 || !is_letter(text[at - 1])) &&
            (at + bytes == length || !is_letter(text[at + bytes])))
            return true;
    return false;
}

/* A C test: the function, with the comment above it and its body. */
static bool finds_function(const char *source, const struct behaviour *behaviour)
{
    char head[128];
    snprintf(head, sizeof head, "\nstatic void %s(", behaviour->test);
    const char *function = strstr(source, head), *begin = function;
    if (!function)
        return false;
    while (begin > source && !(begin[0] == '\n' && begin[-1] == '\n'))
        begin--;
    const char *end = strstr(function, "\n}\n");
    return end && names_rule(begin, (size_t)(end - begin), behaviour->number);
}

/* A script's test: the line that has its name. */
static bool finds_line(const char *source, const struct behaviour *behaviour)
{
    const char *at = strstr(source, behaviour->test);
    return at && names_rule(at, strcspn(at, "\n"), behaviour->number);
}

static bool ends_in(const char *word, const char *ending)
{
    size_t length = strlen(word), tail = strlen(ending);
    return length > tail && strcmp(word + length - tail, ending) == 0;
}

static bool is_named(const char *source, const struct behaviour *behaviour)
{
    return ends_in(behaviour->file, ".t") ? finds_line(source, behaviour)
                                          : finds_function(source, behaviour);
}

/* --- the lists ------------------------------------------------------------------------------------ */

static bool read_file(const char *path, char text[FILE_BYTES])
{
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    size_t length = fread(text, 1, FILE_BYTES - 1, file);
    text[length] = '\0';
    fclose(file);
    return length > 0 && length < FILE_BYTES - 1;
}

/* Only what `make check` runs is a test: see the Makefile's ALL_TESTS. */
static bool is_run(const char *file)
{
    return strncmp(file, "tests/", 6) == 0 && (ends_in(file, "_test.c") || ends_in(file, ".t"));
}

static void test_behaviours(void)
{
    static char text[FILE_BYTES];
    for (unsigned i = 0; i < BEHAVIOURS; i++) {
        const struct behaviour *behaviour = &behaviours[i];
        ok(is_run(behaviour->file) && read_file(behaviour->file, text), "A%u: %s is a test",
           behaviour->number, behaviour->file);
        ok(is_named(text, behaviour), "and its %s names A%u", behaviour->test, behaviour->number);
        ok(strlen(behaviour->words) > 0, "for: %s", behaviour->words);
    }
}

static unsigned count_entries(unsigned number)
{
    unsigned count = 0;
    for (unsigned i = 0; i < BEHAVIOURS; i++)
        count += behaviours[i].number == number;
    for (unsigned i = 0; i < MISSING; i++)
        count += missing[i].number == number && strlen(missing[i].reason) > 0;
    return count;
}

static void test_every_rule(void)
{
    unsigned unknown = 0;
    for (unsigned number = 1; number <= ARTICLE_RULES; number++) {
        ok(article_rule(number) != NULL, "A%u has words", number);
        ok(count_entries(number) > 0, "and a test or a reason");
    }
    for (unsigned i = 0; i < BEHAVIOURS; i++)
        unknown += !article_rule(behaviours[i].number);
    for (unsigned i = 0; i < MISSING; i++)
        unknown += !article_rule(missing[i].number);
    is_int(unknown, 0, "and there are no others");
    ok(!article_rule(0) && !article_rule(ARTICLE_RULES + 1), "neither below nor above");
}

/* --- could it fail? ------------------------------------------------------------------------------- */

static void test_it_can_fail(void)
{
    static const char source[] =
        "\n/* The first times (A19). */\nstatic void test_a(void)\n{\n}\n"
        "\n/* A21 */\nstatic void test_b(void)\n{\n    ok(1, \"A22\");\n}\n"
        "like 'a line (A15)' \"$out\"\nlike 'another' # A16\n";
    static const struct {
        struct behaviour row;
        bool named;
    } rows[] = {
        {{19, "", "x_test.c", "test_a"}, true},  {{1, "", "x_test.c", "test_a"}, false},
        {{9, "", "x_test.c", "test_a"}, false},  {{21, "", "x_test.c", "test_a"}, false},
        {{21, "", "x_test.c", "test_b"}, true},  {{22, "", "x_test.c", "test_b"}, true},
        {{19, "", "x_test.c", "test_b"}, false}, {{19, "", "x_test.c", "test_c"}, false},
        {{15, "", "x.t", "a line"}, true},       {{16, "", "x.t", "a line"}, false},
        {{16, "", "x.t", "another"}, true},      {{15, "", "x.t", "no line"}, false},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++)
        is_int(is_named(source, &rows[i].row), rows[i].named, "A%u in %s of %s", rows[i].row.number,
               rows[i].row.test, rows[i].row.file);
    ok(!is_run("tests/tap.c") && !is_run("avr/main.c") && is_run("tests/host/usage.t"),
       "and what is no test is none");
}

int main(void)
{
    test_behaviours();
    test_every_rule();
    test_it_can_fail();
    return done();
}
