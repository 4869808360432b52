/* What a routine's text becomes: bytes, names, totals. If this fails, a person feels something else
 * than what the routine says. */
#include <string.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/grammar.h"
#include "host/calf/lint.h"
#include "protocol/crc16.h"
#include "tests/host/routine_writer.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 4096, STAGE_HEAD_BYTES = 5 /* with a duration below 128 s */ };

static struct diagnostics diagnostics;

static bool compile(const char *text, struct routine_program *program)
{
    return routine_compile(text, strlen(text), "test.calf", program, &diagnostics);
}

/* --- verbs: each the shortest bytes, worked out by hand from routine.h ------------------------- */

static void bytes_to_hex(const uint8_t *bytes, size_t count, char *hex, size_t size)
{
    size_t at = 0;
    hex[0] = '\0';
    for (size_t i = 0; i < count && at + 4 < size; i++)
        at += (size_t)snprintf(hex + at, size - at, i > 0 ? " %02X" : "%02X", bytes[i]);
}

/* The bytes of a one-minute stage with these lines. */
static void test_lines(const char *lines, const char *want)
{
    char text[TEXT_BYTES], hex[3 * ROUTINE_MAX_BYTES];
    struct routine_program program;
    int first_line = (int)strcspn(lines, "\n"); /* a test's name is one line */
    snprintf(text, sizeof text, "routine test\nstage a 1:00 heat 38.0\n%s\n", lines);
    if (!ok(compile(text, &program), "compiles: %.*s", first_line, lines)) {
        diagnostics_print(&diagnostics, stderr);
        return;
    }
    size_t head = ROUTINE_HEADER_BYTES + STAGE_HEAD_BYTES;
    bytes_to_hex(program.bytes + head, program.length - head - 1, hex, sizeof hex);
    is_str(hex, want, "its bytes");
}

static void test_verbs(void)
{
    test_lines("  press upper 30% attack 0.8s hold 0.4s release 0.8s gap 1s",
               "C3 1E 50 02 78 43 00 50 02 B4 01");
    test_lines("  press upper-medial 30%", "C1 1E 50 02 78 41 00 50 02 50");
    test_lines("  roll medial<->lateral 40% over 1.2s times 6 gap 0.3s",
               "03 06 D5 28 3C 6A 00 3C BB 55 00 3C 6A 28 3C BB 04 6A 00 3C 02 5A");
    test_lines("  roll upper<->ankle 40% over 1.01s",
               "C3 28 32 70 00 32 B1 43 00 33 70 28 33 B2 70 00 32 B1");
    test_lines("  stroke ankle->upper 30% over 1.8s overlap 40% gap 0.6s",
               "F0 1E 21 B0 70 00 21 4C 1E 21 B0 4C 00 21 43 1E 21 B0 43 00 21 02 5D");
    test_lines("  stroke ankle->mid->upper 30% over 1.8s gap 0.6s",
               "F0 1E 21 B0 70 00 21 4C 1E 21 B0 4C 00 21 43 1E 21 B0 43 00 21 02 5D");
    test_lines("  stroke upper-medial->upper-lateral 50% over 1s overlap 0%",
               "C1 32 00 B1 41 00 00 42 32 00 B1 42 00 00");
    test_lines("  sweep down 30% over 1.8s overlap 40% gap 0.6s",
               "C3 1E 21 B0 43 00 21 4C 1E 21 B0 4C 00 21 70 1E 21 B0 70 00 21 02 5D");
    test_lines("  sweep up medial 50% over 3s overlap 0%",
               "D0 32 00 02 64 50 00 00 44 32 00 02 64 44 00 00 41 32 00 02 64 41 00 00");
    test_lines("  pulse mid 40% on 0.3s off 0.5s times 8 gap 1s",
               "03 08 CC 28 00 9D 4C 00 00 B1 04 02 64");
    test_lines("  pulse upper-medial 7% on 10ms off 20ms", "C1 07 00 80 41 00 00 81");
    test_lines("  hold mid 40% for 5s", "CC 28 00 02 F4 03 4C 00 00");
    test_lines("  rest 1s\n  rest 2 s\n  rest 500ms", "02 DE 02");
    test_lines("  rest 0.64s\n  mark \"a\"\n  rest 10ms\n  mark \"b\"", "BF 07 00 80 07 01");
    test_lines("  heat 38.5\n  heat off\n  heat 30.1\n  heat 41.0", "05 55 05 00 05 01 05 6E");
    test_lines("  warm up to 38.0 within 6:00", "06 50 E8 02");
    test_lines("  prompt \"Ready?\"\n  prompt \"Now?\" within 2 min", "08 00 AC 02 08 01 78");
    test_lines("  repeat 3\n    rest 1s\n    mark \"a\"", "03 03 02 64 07 00 04");
    test_lines("  repeat 1\n    rest 1s", "02 64");
    test_lines("  repeat 2\n    repeat 3\n      rest 1s\n    rest 2s\n  rest 3s",
               "03 02 03 03 02 64 04 02 C8 01 04 02 AC 02");
}

/* What the lists and the manual show must be right. */
static void test_examples(void)
{
    static const char *const frames[] = {
        [PLACE_HEADER] = "routine a\n%s\nsettle 1:00\n",
        [PLACE_MARGIN] = "routine a\n%s\n  rest 1s\n",
        [PLACE_DEFINITION] = "routine a\n%s\n  press here 100%%\n"
                             "stage b 1:00\n  play ease on mid 40%%\n",
        [PLACE_INSIDE] = "routine a\nstage b 1:00\n  %s\n%s",
        [PLACE_STAGE] = "routine a\npattern ease\n  press here 100%%\n"
                        "stage b 1:00\n  play ease on mid 40%%\n  %s\n",
        [PLACE_PATTERN] = "routine a\npattern ease\n  %s\n  ramp here to 0%% over 1s\n"
                          "stage b 1:00\n  play ease on mid 40%%\n",
        [PLACE_PLAYING] = "routine a\nstage b 1:00\n  %s\n  rest 1s\n",
    };
    for (unsigned verb = VERB_ROUTINE + 1; verb < VERB_COUNT; verb++) {
        const struct verb_rule *rule = grammar_verb((enum verb)verb);
        char text[TEXT_BYTES];
        struct routine_program program;
        snprintf(text, sizeof text, frames[rule->place], rule->example,
                 rule->body == BODY_MUST ? "    rest 1s\n" : "");
        if (!ok(compile(text, &program) && diagnostics.count == 0, "an example: %s", rule->example))
            diagnostics_print(&diagnostics, stderr);
    }
}

/* As many whole bodies as fit beside the rest of the stage; what is left over is quiet. */
static void test_fill(void)
{
    test_lines("  repeat fill\n    rest 7s", "03 08 02 BC 05 04");
    test_lines("  rest 4s\n  repeat fill\n    rest 7s\n  rest 1s",
               "02 90 03 03 07 02 BC 05 04 02 64");
    test_lines("  repeat fill\n    rest 1:00", "02 F0 2E");
    test_lines("  repeat fill\n    repeat 2\n      rest 10s\n    rest 1s",
               "03 02 03 02 02 E8 07 04 02 64 04");
}

/* --- a whole routine --------------------------------------------------------------------------- */

static const char whole[] = "\xEF\xBB\xBF"
                            "routine   lymph-drain   # as in the design\r\n"
                            "title     \"Top-to-bottom drainage\"\n"
                            "about     \"Light, slow,\"\n"
                            "author    \"M. Lindqvist\"\n"
                            "about     \"and towards the heart.\"\n"
                            "source    A13 A14 A31\n"
                            "leg       left\n"
                            "level     default 2 max 3\n"
                            "ceiling   30%\n"
                            "\n"
                            "towel     before 2:00 at 37.0\n"
                            "mark      \"begin\"\n"
                            "stage     clear 3:00 heat 37.0\n"
                            "  repeat fill\n"
                            "    press  upper 30% attack 0.8s hold 0.4s release 0.8s gap 1s\n"
                            "    press  mid 20%\n"
                            "settle    1:00\n";

static void test_whole(void)
{
    static const char want[] = "01 1E 32 01 90 00 68 01 " /* header: motor time 144 s of 360 s */
                               "01 01 00 78 46 "          /* towel before */
                               "01 00 1A B4 01 46 07 00 " /* clear, and its mark */
                               "03 24 C3 1E 50 02 78 43 00 50 02 B4 01 " /* fill, press upper */
                               "CC 14 50 02 78 4C 00 50 02 50 04 "       /* press mid */
                               "01 03 00 3C 00 00";                      /* settle */
    struct routine_program program;
    char hex[3 * ROUTINE_MAX_BYTES];
    if (!ok(compile(whole, &program), "a whole routine compiles, also with CRLF and a BOM")) {
        diagnostics_print(&diagnostics, stderr);
        return;
    }
    bytes_to_hex(program.bytes, program.length, hex, sizeof hex);
    is_str(hex, want, "its bytes");
    is_int(program.crc, crc16_block(CRC16_START, program.bytes, program.length), "its CRC");
    is_str(program.name, "lymph-drain", "its name");
    is_str(program.title, "Top-to-bottom drainage", "its title");
    is_str(program.about, "Light, slow, and towards the heart.", "what it is about, as one text");
    is_str(program.author, "M. Lindqvist", "its author");
    is_int((long)program.references, 1L << 13 | 1L << 14 | 1L << 31, "what it cites");
    is_int(program.stage_count, 3, "its stages");
    is_str(program.stages[0].name, "towel before", "the name of a towel");
    is_str(program.stages[1].name, "clear", "the name of a stage");
    is_str(program.stages[2].name, "settle", "the name of the end");
    is_int(program.stages[2].begins_s, 300, "when the end begins");
    is_int(program.stages[1].place.line, 13, "where the stage is written");
    is_str(program.marks[0], "begin", "the mark's words");
    is_str(program_step(&program, 70)->text,
           "press  upper 30% attack 0.8s hold 0.4s release 0.8s gap 1s", "an even step's words");
    is_str(program_step(&program, 71)->text, "press  mid 20%", "an odd step's words");
    is_int(program_step(&program, 71)->line, 16, "and its line");
    ok(!program_step(&program, 72), "there is no step beyond the last");
}

/* --- limits: up to each, and not a second further ------------------------------------------- */

static void test_limits(void)
{
    static const struct {
        const char *stages;
        unsigned errors;
    } rows[] = {
        {"stage a 15:00\n  hold all 40% for 15:00\n", 0},
        {"stage a 15:01\n  hold all 40% for 15:01\n", 1},
        {"towel 20:00 at 38.6\n", 0},
        {"towel 20:01 at 38.6\n", 1},
        {"towel 30:00 at 38.2\n", 0}, /* it may get 0.3 C warmer */
        {"towel 30:00 at 38.3\n", 1},
        {"towel 4:42 at 41.0\n", 0}, /* 2 CEM43 at 42.35 C */
        {"towel 4:43 at 41.0\n", 1},
        {"towel 1:00 at 41.0\n  warm up to 41.0 within 8:00\n", 0},
        {"towel 4:00 at 41.0\n  prompt \"Well?\" within 1:00\n", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[TEXT_BYTES];
        struct routine_program program;
        int first_line = (int)strcspn(rows[i].stages, "\n");
        snprintf(text, sizeof text, "routine limits\n%s", rows[i].stages);
        ok(compile(text, &program), "compiles: %.*s", first_line, rows[i].stages);
        lint_check(&program, &(struct source){text, strlen(text), &diagnostics});
        is_int(diagnostics.errors, rows[i].errors, "limits that it breaks");
    }
}

/* --- properties of random routines ------------------------------------------------------------- */

/* From its second side to the first. */
static bool rolls_on(const struct program_step *line)
{
    return strncmp(line->text, "roll", 4) == 0;
}

/* Plays a routine and says what is not as its text says, or NULL. */
static const char *play_and_compare(const struct routine_program *program)
{
    struct routine_player player;
    uint8_t events = 0;
    uint32_t steps = 0;
    player_begin(&player, program->bytes, program->length);
    while (!(events & PLAYER_END)) {
        events = player_tick(&player, false);
        if (!(events & PLAYER_STEP))
            continue;
        const struct program_step *line = program_step(program, steps++);
        struct routine_step key;
        if (!line || line->stage != player.stage)
            return "a step is played that no line accounts for";
        routine_read(program->bytes, program->length, line->at, &key);
        if (key.zones != player.step_zones || key.value != player.step_percent)
            return "a step belongs to another line";
        for (unsigned zone = 0; zone < ZONE_COUNT && !rolls_on(line); zone++)
            if (!(key.zones >> zone & 1) && player_permille(&player, (uint8_t)zone) > 0)
                return "a zone was not at rest when the next step began";
    }
    return program_step(program, steps) ? "a step did not fit into its stage" : NULL;
}

static void test_random_routines(void)
{
    enum { ROUTINES = 300, LEAST_GOOD = 100 };
    uint32_t seed = 20240711;
    unsigned good = 0, wrong = 0;
    for (unsigned i = 0; i < ROUTINES; i++) {
        char text[TEXT_BYTES];
        struct routine_program program;
        uint32_t from = seed;
        write_routine(&seed, text, sizeof text);
        if (!compile(text, &program))
            continue; /* some are too large, or fill less than nothing */
        good++;
        const char *complaint = play_and_compare(&program);
        if (complaint && wrong++ == 0)
            diag("seed %lu: %s", (unsigned long)from, complaint);
    }
    ok(good >= LEAST_GOOD, "%u of %d random routines compile", good, (int)ROUTINES);
    is_int(wrong, 0, "each plays exactly the steps it names, every one from rest");
}

int main(void)
{
    test_verbs();
    test_examples();
    test_fill();
    test_whole();
    test_limits();
    test_random_routines();
    return done();
}
