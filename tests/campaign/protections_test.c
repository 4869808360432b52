/* The firmware without each of its protections in turn: which tests miss it? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/campaign/campaign.h"
#include "tests/campaign/protections.h"
#include "tests/tap.h"

enum { COMMAND_max = 1024, LINE_max = 512, PATIENCE_s = 300 };

/* Those that the short form takes out: their tests are short. */
static const enum protection_id sample[] = {PROTECTION_dose};

enum { SAMPLE = sizeof sample / sizeof *sample };

static bool is_pure(const char *test)
{
    return strncmp(test, "pure/", 5) == 0;
}

/* The image and what runs on it, or a pure test of the code; by a make that takes no part in the one that runs this. */
static bool build(const struct protection *protection, const char *test)
{
    static const char make[] = "env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s";
    char command[COMMAND_max];
    if (is_pure(test))
        snprintf(command, sizeof command, "%s PURE_TEST=%s build/without/%s/pure_test", make,
                 test + 5, protection->name);
    else
        snprintf(command, sizeof command, "%s build/without/%s/calfkit.elf build/tests/%s", make,
                 protection->name, test);
    return system(command) == 0;
}

/* The first check of a test program that fails, or how it ended otherwise; false: none does, and it ends well. */
static bool find_failure(const struct protection *protection, const char *test, char *line)
{
    char command[COMMAND_max], program[COMMAND_max / 4];
    if (is_pure(test))
        snprintf(program, sizeof program, "build/without/%s/pure_test", protection->name);
    else
        snprintf(program, sizeof program, "build/tests/%s", test);
    snprintf(command, sizeof command,
             "{ KIT_FIRMWARE=build/without/%s/calfkit.elf timeout %d %s 2>/dev/null; echo \"ends "
             "with $?\"; } | "
             "grep -m 1 -e '^not ok' -e '^ends with [^0]'",
             protection->name, PATIENCE_s, program);
    FILE *out = popen(command, "r");
    bool found = out && fgets(line, LINE_max, out);
    line[found ? strcspn(line, "\n") : 0] = 0;
    if (out)
        pclose(out);
    return found;
}

/* The first of its tests that misses it, and by which check. False: something cannot be built. */
static bool find_missing(const struct protection *protection, char *missed, size_t size)
{
    char tests[COMMAND_max], line[LINE_max];
    snprintf(tests, sizeof tests, "%s", protection->tests);
    for (char *rest = tests, *test; !missed[0] && (test = strtok_r(rest, " ", &rest));) {
        if (!build(protection, test))
            return false;
        if (!find_failure(protection, test, line))
            continue;
        const char *check = strstr(line, " - ");
        snprintf(missed, size, "%s: %s", test, check ? check + 3 : line);
    }
    return true;
}

_Noreturn static void try_without(const struct protection *protection)
{
    struct campaign_result result = {.own = (uint16_t)(protection - protection_at(0)),
                                     .latency_cycles = CAMPAIGN_NO_LATENCY};
    char missed[CAMPAIGN_NOTE_bytes] = "";
    bool built = find_missing(protection, missed, sizeof missed);
    result.detected = missed[0];
    result.wrong = !built || !result.detected;
    if (!result.wrong)
        printf("# without %s: %s\n", protection->name, missed);
    fflush(stdout);
    campaign_end_with(&result, "without %s: %s", protection->name,
                      !built      ? "cannot be built"
                      : missed[0] ? missed
                                  : "no test misses it");
}

/* A reader would lose: the promise that the list is the firmware's. */
static void test_list(void)
{
    for (unsigned i = 0; i < PROTECTION_count; i++) {
        const struct protection *protection = protection_at(i);
        is_int(protection_finds(protection), 1, "%s stands once in %s", protection->name,
               protection->file);
    }
}

static void try(bool is_long)
{
    if (!is_long)
        test_list();
    campaign_expect(is_long ? PROTECTION_count : SAMPLE);
    for (unsigned i = 0; i < (is_long ? PROTECTION_count : SAMPLE); i++)
        if (campaign_run())
            try_without(protection_at(is_long ? i : sample[i]));
}

/* Which tests miss what. */
static void print(FILE *out, const struct campaign_result *results, unsigned runs)
{
    fputs("| without | which protects from | is missed by |\n|---|---|---|\n", out);
    for (unsigned i = 0; i < runs; i++) {
        const char *missed = strstr(results[i].note, ": ");
        const struct protection *protection = protection_at(results[i].own);
        fprintf(out, "| %s | %s | %s |\n", protection->name, protection->against,
                missed ? missed + 2 : "");
    }
}

int main(int count, char **arguments)
{
    static const struct campaign_class classes[] = {
        {"one taken out", "each in turn; the table above tells which tests miss it"}};
    const struct campaign campaign = {
        .name = "protections removed",
        .question =
            "The firmware is built without each of its protections in turn "
            "(tests/campaign/protections.h), and the tests that\nare named for it run on that "
            "image. *Detected*: at least one of them fails.",
        .classes = classes,
        .class_count = 1,
        .try = try,
        .print = print,
    };
    return campaign_main(&campaign, count, arguments);
}
