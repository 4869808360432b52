/* Laying routines out: nothing but blanks may change, and what is laid out stays so. If this fails, a
 * writer loses a comment, or a step. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/format.h"
#include "host/calf/language/library.h"
#include "tests/host/routine_writer.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 8192 };

static struct diagnostics diagnostics;

/* False if the text has errors. */
static bool format(const char *text, char result[TEXT_BYTES])
{
    const struct source source = {text, strlen(text), &diagnostics};
    FILE *out = fmemopen(result, TEXT_BYTES, "w");
    bool good = format_print(&source, "test.calf", out);
    fclose(out);
    return good;
}

static void test_layout(void)
{
    static const char text[] = "\xEF\xBB\xBF\n\n# First,  as it is.   \r\n"
                               "routine a   #  here too\t\r\n"
                               "about   \"Two  blanks stay.\"\n"
                               "\n\n\n"
                               "pattern ease\n"
                               "      press   here 50%#close\n"
                               "   \n"
                               "      # of the pattern\n"
                               " # of the stage\n"
                               "stage b   2 min  heat 38.0\n"
                               "    repeat   2\n"
                               "            stroke ankle -> mid->upper 30%   over 1.8s\n"
                               "            roll medial <->lateral 40% over 1s\n"
                               "    play ease on upper 40%\n"
                               "# the end\n"
                               "    # of all\n"
                               "\n\n";
    static const char want[] = "# First,  as it is.\n"
                               "routine   a  #  here too\n"
                               "about     \"Two  blanks stay.\"\n"
                               "\n"
                               "pattern   ease\n"
                               "  press here 50%  #close\n"
                               "\n"
                               "  # of the pattern\n"
                               "# of the stage\n"
                               "stage     b 2 min heat 38.0\n"
                               "  repeat 2\n"
                               "    stroke ankle->mid->upper 30% over 1.8s\n"
                               "    roll medial<->lateral 40% over 1s\n"
                               "  play ease on upper 40%\n"
                               "# the end\n"
                               "  # of all\n";
    char got[TEXT_BYTES] = "", again[TEXT_BYTES] = "";
    ok(format(text, got), "a routine is laid out");
    is_str(got, want, "like this");
    ok(format(got, again), "and once more");
    is_str(again, got, "is the same");
}

static void test_errors(void)
{
    char got[TEXT_BYTES] = "";
    ok(!format("routine a\nstage b 1:00\n  pres upper 40%\n", got),
       "what has errors is left alone");
    is_int(diagnostics.errors, 1, "and they are told");
    ok(!format("routine a\nsettle 1:0", got), "also what was cut off");
}

/* NULL, or what is wrong with the text laid out. */
static const char *wrong_with(const char *text)
{
    static char once[TEXT_BYTES], twice[TEXT_BYTES];
    struct routine_program before, after;
    memset(once, 0, sizeof once);
    memset(twice, 0, sizeof twice);
    if (!format(text, once) || !format(once, twice))
        return "it is refused";
    if (strcmp(once, twice) != 0)
        return "it changes once more";
    bool compiled = routine_compile(text, strlen(text), "before", &before, &diagnostics);
    if (routine_compile(once, strlen(once), "after", &after, &diagnostics) != compiled)
        return "it compiles no more";
    if (compiled &&
        (before.length != after.length || memcmp(before.bytes, after.bytes, after.length) != 0))
        return "its bytes change";
    unsigned comments = 0;
    for (const char *at = text; *at; at++)
        comments += *at == '#';
    for (const char *at = once; *at; at++)
        comments -= *at == '#';
    return comments == 0 ? NULL : "a comment is lost";
}

static void test_library(void)
{
    struct library library;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    ok(library.count > 0, "there is a library");
    for (unsigned i = 0; i < library.count; i++) {
        char path[PATH_MAX], text[SOURCE_MAX_BYTES + 1] = "";
        size_t length;
        ok(library_find(library.names[i], path, &diagnostics) &&
               library_read(path, text, &length, &diagnostics),
           "%s can be read", library.names[i]);
        is_str(wrong_with(text), NULL, "laid out it is the same routine");
    }
}

static void test_random_routines(void)
{
    enum { ROUTINES = 300 };
    uint32_t seed = 20261125;
    unsigned wrong = 0;
    for (unsigned i = 0; i < ROUTINES; i++) {
        char text[TEXT_BYTES];
        uint32_t from = seed;
        write_routine(&seed, text, sizeof text);
        const char *why = wrong_with(text);
        if (why && wrong++ == 0)
            diag("seed %lu: %s", (unsigned long)from, why);
    }
    is_int(wrong, 0, "%d random routines stay the same routines", (int)ROUTINES);
}

int main(void)
{
    test_layout();
    test_errors();
    test_library();
    test_random_routines();
    return done();
}
