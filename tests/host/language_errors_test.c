/* Wrong routines: what their writers are told, and that nothing worse ever happens.
 *
 * Each tests/host/bad/NAME.calf has beside it, in NAME.txt, exactly what calf says about it. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "tests/tap.h"

enum { SAID_BYTES = 16384 };

static struct diagnostics diagnostics;
static struct routine_program program;

/* What would be printed, as a string. */
static void said(char text[SAID_BYTES])
{
    FILE *out = fmemopen(text, SAID_BYTES, "w");
    diagnostics_print(&diagnostics, out);
    fclose(out);
}

static bool compile(const char *text, size_t length)
{
    return routine_compile(text, length, "test.calf", &program, &diagnostics);
}

static void is_refused(const char *text, size_t length, const char *want, const char *name)
{
    char got[SAID_BYTES] = "";
    ok(!compile(text, length), "refused: %s", name);
    said(got);
    is_str(got, want, "and in these words");
}

/* --- what writers are told ---------------------------------------------------------------------- */

static void read_file(const char *path, char text[SAID_BYTES])
{
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, SAID_BYTES - 1, file) : 0;
    text[length] = '\0';
    if (file)
        fclose(file);
}

static int is_calf(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".calf") == 0;
}

static void test_bad_files(void)
{
    static const char folder[] = "tests/host/bad";
    struct dirent **entries;
    int count = scandir(folder, &entries, is_calf, alphasort);
    ok(count > 0, "there are %d wrong routines", count);
    for (int i = 0; i < count; i++) {
        char path[300], want[SAID_BYTES] = "", got[SAID_BYTES] = "";
        int stem = snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name) - 5;
        bool good = routine_load(path, &program, &diagnostics);
        said(got);
        snprintf(path + stem, sizeof path - (size_t)stem, ".txt");
        read_file(path, want);
        ok(good == (strstr(want, "warning:") != NULL), "%s: refused, unless it only has a warning",
           path);
        is_str(got, want, "what is said of it");
        free(entries[i]);
    }
    free(entries);
}

static void test_list_is_bounded(void)
{
    char text[8192] = "routine many\n", got[SAID_BYTES] = "";
    for (unsigned i = 0; i < 100; i++)
        strcat(text, "stage a 0s\n  rest 1s\n");
    ok(!compile(text, strlen(text)), "a hundred wrong lines are refused");
    is_int(diagnostics.errors, 100, "all are counted");
    is_int(diagnostics.count, DIAGNOSTICS_MAX, "the first are kept");
    said(got);
    ok(strstr(got, "calf: test.calf: and 80 more\n"), "and the rest is mentioned");
}

static void test_warnings_leave_room(void)
{
    char text[8192] = "routine many\nsource A31\nstage a 1:00\n";
    for (unsigned i = 0; i < 15; i++)
        strcat(text, "  stroke upper->mid 40% over 0.5s\n");
    strcat(text, "stage b 1:00\n  rest 2:00\n");
    ok(!compile(text, strlen(text)), "fifteen warnings and an error are refused");
    is_int(diagnostics.list[diagnostics.count - 1].severity, SEVERITY_ERROR,
           "and the error is among what is kept");
}

static void test_json(void)
{
    static const char text[] = "routine json\nstage \"a\" 1:00\n";
    char got[SAID_BYTES] = "";
    compile(text, strlen(text));
    FILE *out = fmemopen(got, sizeof got, "w");
    diagnostics_print_json(&diagnostics, out);
    fclose(out);
    is_str(got,
           "[{\"severity\":\"error\",\"line\":2,\"column\":7,\"columns\":3,"
           "\"message\":\"expected a name of small letters, digits and hyphens, found \\\"a\\\"\","
           "\"hint\":\"\"},"
           "{\"severity\":\"error\",\"line\":2,\"column\":1,\"columns\":14,"
           "\"message\":\"'stage' has no steps\",\"hint\":\"indent them below it\"}]",
           "diagnostics as JSON");
}

/* --- what is no routine at all ------------------------------------------------------------------ */

static void test_no_text(void)
{
    static char huge[SOURCE_MAX_BYTES + 1];
    memset(huge, '\n', sizeof huge);
    is_refused("", 0, "calf: test.calf: the file is empty\n", "nothing");
    is_refused("\x7F\x45LF\x02", 5, "calf: test.calf: not a text in UTF-8: byte 0x7F in line 1\n",
               "a program");
    is_refused("routine a\n\0\n", 12, "calf: test.calf: not a text in UTF-8: byte 0x00 in line 2\n",
               "a zero byte");
    is_refused("\xC0\xAF\n", 3, "calf: test.calf: not a text in UTF-8: byte 0xC0 in line 1\n",
               "an overlong form");
    is_refused("# \xED\xA0\x80\n", 6, "calf: test.calf: not a text in UTF-8: byte 0xED in line 1\n",
               "a surrogate");
    is_refused("# \xC2\x9BK\n", 6, "calf: test.calf: not a text in UTF-8: byte 0xC2 in line 1\n",
               "a control sequence of terminals");
    is_refused("# \xE2\x82", 4, "calf: test.calf: not a text in UTF-8: byte 0xE2 in line 1\n",
               "a character cut in two");
    is_refused(huge, sizeof huge, "calf: test.calf: longer than 64 KiB: that is no routine\n",
               "a huge file");
    is_refused("# only words\n\n", 14, "calf: test.calf: nothing in this file plays\n",
               "nothing but comments");
    is_refused("routine a\nsettle 1:0", 20,
               "calf: test.calf:2:11: the last line has no end: the file may have been cut off\n"
               "  settle 1:0\n"
               "            ^\n"
               "  if it is complete, add a newline\n",
               "a file that was cut off");
}

static void test_no_file(void)
{
    static const struct {
        const char *word, *want;
    } rows[] = {
        {"tests/host", "calf: tests/host: a folder, not a text\n"},
        {"no/such.calf", "calf: no/such.calf: No such file or directory\n"},
        {"/dev/zero", "calf: /dev/zero: no ordinary file, not a text\n"},
        {"clasic", "calf: clasic: no such file, and no routine of this name\n"
                   "  did you mean 'classic'?\n"},
        {"", "calf: : no such file, and no routine of this name\n"
             "  'calf list' shows those of the library\n"},
    };
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char got[SAID_BYTES] = "";
        ok(!routine_load(rows[i].word, &program, &diagnostics), "no routine: '%s'", rows[i].word);
        said(got);
        is_str(got, rows[i].want, "and in these words");
    }
}

/* --- damaged routines: under the sanitizers, surviving is the test ------------------------------- */

static void test_every_prefix(void)
{
    static char text[SOURCE_MAX_BYTES + 1];
    size_t length;
    unsigned wrong = 0;
    if (!ok(library_read("host/routines/classic.calf", text, &length, &diagnostics),
            "the classic routine can be read"))
        return;
    for (size_t cut = 0; cut < length; cut++)
        if (compile(text, cut) && text[cut - 1] != '\n')
            wrong++;
    is_int(wrong, 0, "no routine is accepted that was cut within a line");
}

/* Accepted or not: routine_compile lets nothing pass that the device would refuse. */
static void test_random_damage(void)
{
    enum { ROUNDS = 4000 };
    static const char whole[] =
        "routine a\nsource A31\nlevel default 1 max 2\nceiling 50%\npattern e\n"
        "  repeat 2\n    ramp here to 60% over 0.5s\n  ramp here to 0% over 1s\n"
        "  pulse here 80% on 0.3s off 0.2s\ntowel 10s at 38.0\n"
        "stage b 0:40 heat 38.0\n  play e on upper 50% times 2\n  sweep up 30% over 3s\n  repeat "
        "fill\n    press upper 50% hold 1s\n"
        "    roll medial<->lateral 40% over 1s times 2\n  mark \"c\"\nsettle 10s\n";
    static const char alphabet[] = " \n\t\"#%->:.0159aemprst\xC3\xBC";
    uint32_t seed = 19980610, refused = 0, unsaid = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        char text[sizeof whole];
        memcpy(text, whole, sizeof whole);
        for (unsigned slips = 1 + tap_random(&seed) % 3; slips > 0; slips--)
            text[tap_random(&seed) % (sizeof whole - 2)] =
                alphabet[tap_random(&seed) % (sizeof alphabet - 1)];
        bool good = compile(text, sizeof whole - 1);
        refused += !good;
        unsaid += good != (diagnostics.errors == 0) || (!good && diagnostics.count == 0);
        for (unsigned i = 0; i < diagnostics.count; i++)
            unsaid += strncmp(diagnostics.list[i].message, "the device would", 16) == 0;
    }
    ok(refused > ROUNDS / 4 && refused < ROUNDS, "of %d damaged routines %lu are refused",
       (int)ROUNDS, (unsigned long)refused);
    is_int(unsaid, 0, "each with its reason, and none only by the device's own check");
}

int main(void)
{
    test_bad_files();
    test_list_is_bounded();
    test_warnings_leave_room();
    test_json();
    test_no_text();
    test_no_file();
    test_every_prefix();
    test_random_damage();
    return done();
}
