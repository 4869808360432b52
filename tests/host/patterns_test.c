/* Patterns: written once, played at several places and strengths. If this fails, a place gets what was
 * meant for another one, or more than it was to get. */
#include <string.h>

#include "host/calf/language/compiler.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 2048, STAGE_HEAD_BYTES = 5 };

static struct diagnostics diagnostics;

/* The bytes of a one-minute stage with these lines, below these patterns. */
static void test_play(const char *patterns, const char *lines, const char *want)
{
    char text[TEXT_BYTES], hex[3 * ROUTINE_MAX_BYTES] = "";
    struct routine_program program;
    snprintf(text, sizeof text, "routine test\nceiling 50%%\n%sstage a 1:00\n%s\n", patterns,
             lines);
    if (!ok(routine_compile(text, strlen(text), "test.calf", &program, &diagnostics),
            "compiles: %s", lines + 2)) {
        diagnostics_print(&diagnostics, stderr);
        return;
    }
    for (unsigned i = ROUTINE_HEADER_BYTES + STAGE_HEAD_BYTES; i + 1U < program.length; i++)
        sprintf(hex + strlen(hex), "%s%02X", hex[0] ? " " : "", program.bytes[i]);
    is_str(hex, want, "its bytes");
}

static const char ease[] = "pattern ease\n"
                           "  ramp here to 60% over 0.5s\n"
                           "  rest 0.4s\n"
                           "  ramp here to 100% over 0.3s\n"
                           "  ramp here to 0% over 1s\n";

static void test_ramps(void)
{
    test_play(ease, "  play ease on upper 50%", "C3 1E 32 02 5A 43 32 1E 9D 43 00 64 02 64");
    test_play(ease, "  play ease on ankle-medial 1%",
              "D0 01 32 02 5A 50 01 1E 9D 50 00 64 02 64"); /* above zero stays above zero */
    test_play(ease, "  play ease on mid 50% times 2 gap 1s",
              "03 02 CC 1E 32 02 5A 4C 32 1E 9D 4C 00 64 02 64 04 02 64");
    test_play("pattern tremor\n"
              "  repeat 3\n"
              "    ramp here to 100% over 0.2s\n"
              "    ramp here to 50% over 0.2s\n"
              "  ramp here to 0% over 0.2s\n",
              "  play tremor on all 40%", "03 03 FF 28 14 93 7F 14 14 93 04 7F 00 14 93");
}

/* A pattern's lines are those of a stage; its zones are cut to those that it is played on. */
static void test_steps(void)
{
    static const char both[] = "pattern both\n"
                               "  stroke ankle->upper 100% over 1.8s\n"
                               "  press here 50%\n";
    test_play(both, "  play both on medial 40%",
              "D0 28 21 B0 50 00 21 44 28 21 B0 44 00 21 41 28 21 B0 41 00 21 A0 "
              "D5 14 50 02 78 55 00 50 02 50");
    test_play("pattern rub\n  roll medial<->lateral 80% over 1.2s times 6 gap 0.3s\n",
              "  play rub on mid 50%",
              "03 06 C4 28 3C 48 00 3C BB 44 00 3C 48 28 3C BB 04 48 00 3C 02 5A");
    test_play("pattern tap\n  pulse here 100% on 0.3s off 0.5s times 8\n",
              "  play tap on upper 50%\n  play tap on mid 20%",
              "03 08 C3 32 00 9D 43 00 00 B1 04 03 08 CC 14 00 9D 4C 00 00 B1 04");
    test_play("pattern last\n  hold all 100% for 1s\n  rest 1s\n", "  play last on ankle 30%",
              "F0 1E 00 02 64 70 00 00 02 64");
}

/* People see the line that plays, with the strength that is felt. */
static void test_words(void)
{
    char text[TEXT_BYTES];
    struct routine_program program;
    snprintf(text, sizeof text, "routine test\n%sstage a 1:00\n  play ease on mid 40%% times 2\n",
             ease);
    ok(routine_compile(text, strlen(text), "test.calf", &program, &diagnostics), "compiles");
    is_int(program.totals.steps, 2, "a ramp from rest and those after it are one step");
    is_str(program_step(&program, 1)->text, "play ease on mid 40% times 2", "its words");
    is_int(program_step(&program, 1)->line, 8, "its line");
    is_int(program.totals.peak_permille[2], 400, "the strength of the pattern's 100 %%");
    is_int(program.totals.zone_ticks[0], 0, "other zones rest");
}

/* The order of segments and the direction of a stroke are two things (A13): down the leg, each stroke
 * towards the heart, is no hurry downwards. */
static void test_two_directions(void)
{
    static const char text[] = "routine test\nsource A13 A31\nstage a 1:00\n"
                               "  stroke mid->upper 30% over 1s\n"
                               "  stroke ankle->mid 30% over 1s\n"
                               "  sweep up 30% over 2s\n";
    struct routine_program program;
    ok(routine_compile(text, strlen(text), "test.calf", &program, &diagnostics), "compiles");
    is_int(diagnostics.count, 0, "segments go down while the strokes go up, without a warning");
    is_int(program.steps[0].at < program.steps[1].at, true, "in the order of the lines");
}

int main(void)
{
    test_ramps();
    test_steps();
    test_words();
    test_two_directions();
    return done();
}
