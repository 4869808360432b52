/* The validator: what it lets through plays safely, and what it refuses, it refuses for its reason. */
#include <stdlib.h>
#include <string.h>

#include "protocol/routine.h"
#include "tests/pure/routine_maker.h"
#include "tests/tap.h"

static struct routine_maker maker;
static uint8_t at; /* where routine_check saw the error */
static bool errors_seen[ROUTINE_ERROR_DECLARED + 1];

static enum routine_error check(void)
{
#ifdef __AVR__
    enum routine_error error = routine_check(maker.bytes, maker.length, &at);
#else /* in a block of its own, so that the sanitizer sees a byte read beyond it */
    uint8_t *block = malloc(maker.length ? maker.length : 1);
    memcpy(block, maker.bytes, maker.length);
    enum routine_error error = routine_check(block, maker.length, &at);
    free(block);
#endif
    errors_seen[error] = true;
    return error;
}

/* --- numbers and heat ------------------------------------------------------------------------ */

/* A rest that is read as another is a routine that drifts from what was drawn. */
static void test_numbers(void)
{
    static const struct {
        uint32_t number;
        uint8_t bytes;
    } rows[] = {{0, 1}, {127, 1}, {128, 2}, {16383, 2}, {16384, 3}, {2097151, 3}};
    for (uint8_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t program[4] = {ROUTINE_REST};
        struct routine_step step;
        uint8_t length = (uint8_t)(1 + routine_put_number(program + 1, rows[i].number));
        is_int(length - 1, rows[i].bytes, "%lu takes its bytes", (unsigned long)rows[i].number);
        is_int(routine_read(program, length, 0, &step), ROUTINE_ERROR_OK, "and can be read");
        is_int(step.number, rows[i].number, "and is the same");
        is_int(step.next, length, "and ends where it ends");
    }
}

static void test_short_rests(void)
{
    long wrong = 0;
    for (uint8_t ticks = 1; ticks <= 64; ticks++) {
        const uint8_t program[] = {(uint8_t)(ROUTINE_SHORT_REST + ticks - 1)};
        struct routine_step step;
        routine_read(program, sizeof program, 0, &step);
        wrong += step.op != ROUTINE_REST || step.number != ticks;
    }
    is_int(wrong, 0, "a rest in one byte is read with its ticks");
}

static void test_reading_past_the_end(void)
{
    static const uint8_t program[] = {ROUTINE_END};
    struct routine_step step;
    is_int(routine_read(program, sizeof program, sizeof program, &step), ROUTINE_ERROR_TRUNCATED,
           "behind the last byte there is no operation");
}

/* One tenth too much is 41.1 C on a leg. */
static void test_heat(void)
{
    is_int(routine_heat_to_mC(0), 0, "heat 0 is off");
    is_int(routine_heat_to_mC(1), 30100, "heat 1 is 30.1 C");
    is_int(routine_heat_to_mC(ROUTINE_HEAT_MAX), 41000, "the highest heat is 41.0 C");
}

static void test_header(void)
{
    static const struct routine_header in = {.ceiling_percent = 60,
                                             .level_default = 2,
                                             .level_max = 4,
                                             .legs = 1,
                                             .motor_s = 0xABCD,
                                             .total_s = 0x0E10};
    static const uint8_t wanted[] = {0x01, 60, 0x42, 0x01, 0xCD, 0xAB, 0x10, 0x0E};
    uint8_t bytes[ROUTINE_HEADER_BYTES];
    routine_put_header(bytes, &in);
    is_bytes(bytes, wanted, sizeof wanted, "the header's bytes are PROTOCOL.md's");
    struct routine_header out = routine_header(bytes);
    is_int(out.ceiling_percent, 60, "and read back: ceiling");
    is_int(out.level_default * 16 + out.level_max, 0x24, "levels");
    is_int(out.legs, 1, "legs");
    ok(out.motor_s == 0xABCD && out.total_s == 0x0E10, "times");
}

/* --- every error for its reason -------------------------------------------------------------- */

/* One stage of 9 s, kind massage unless said otherwise, with these steps (up to 14 bytes). */
static const struct {
    uint8_t error, at, count, steps[14];
} bad_steps[] = {
    {ROUTINE_ERROR_OK, 6, 3, {0x7F, 100, 0}},
    {ROUTINE_ERROR_OK, 6, 4, {0x7F, 100, 0xF0, 0x2E}},
    {ROUTINE_ERROR_OK, 6, 4, {ROUTINE_WARM, 110, 0xD0, 0x05}},
    {ROUTINE_ERROR_OK, 6, 4, {ROUTINE_PROMPT, 255, 0xAC, 0x02}},
    {ROUTINE_ERROR_OK, 6, 5, {ROUTINE_REPEAT, 0xFF, 0x07, 0x80, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_OK, 6, 5, {ROUTINE_MARK, 1, 0x80, ROUTINE_MARK, 2}},
    {ROUTINE_ERROR_OK, 6, 8, {ROUTINE_MARK, 1, ROUTINE_PROMPT, 1, 1, ROUTINE_MARK, 2, 0x80}},
    {ROUTINE_ERROR_UNKNOWN_OP, 13, 1, {0x09}},
    {ROUTINE_ERROR_UNKNOWN_OP, 14, 2, {0x80, 0x3F}},
    {ROUTINE_ERROR_NUMBER, 13, 2, {ROUTINE_REST, 0}},
    {ROUTINE_ERROR_NUMBER, 13, 3, {ROUTINE_REST, 0x81, 0x00}},
    {ROUTINE_ERROR_NUMBER, 13, 5, {ROUTINE_REST, 0x81, 0x81, 0x81, 0x01}},
    {ROUTINE_ERROR_STAGE_BYTES, 14, 2, {0x80, ROUTINE_REST}},
    {ROUTINE_ERROR_STAGE_BYTES, 13, 1, {ROUTINE_END}},
    {ROUTINE_ERROR_STAGE_BYTES, 13, 5, {ROUTINE_STAGE, 0, 0, 1, 0}},
    {ROUTINE_ERROR_STAGE_BYTES, 15, 3, {ROUTINE_REPEAT, 2, 0x80}},
    {ROUTINE_ERROR_HEAT, 13, 2, {ROUTINE_HEAT, 111}},
    {ROUTINE_ERROR_HEAT, 13, 3, {ROUTINE_WARM, 111, 1}},
    {ROUTINE_ERROR_HEAT, 13, 3, {ROUTINE_WARM, 0, 1}},
    {ROUTINE_ERROR_NO_ZONE, 13, 3, {ROUTINE_KEY, 1, 0}},
    {ROUTINE_ERROR_NO_ZONE, 13, 3, {ROUTINE_KEY_STEP, 1, 0}},
    {ROUTINE_ERROR_PERCENT, 13, 3, {0x41, 101, 0}},
    {ROUTINE_ERROR_RAMP, 13, 4, {0x41, 1, 0xF1, 0x2E}},
    {ROUTINE_ERROR_REPEAT, 13, 4, {ROUTINE_REPEAT, 0, 0x80, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_REPEAT, 13, 5, {ROUTINE_REPEAT, 0x80, 0x08, 0x80, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_DEPTH, 19, 9, {3, 1, 3, 1, 3, 1, 3, 1, 0x80}},
    {ROUTINE_ERROR_NO_TIME, 15, 3, {ROUTINE_REPEAT, 2, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_NO_TIME, 18, 7, {3, 2, 0x80, 3, 2, ROUTINE_AGAIN, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_NO_TIME, 19, 7, {3, 2, 0x80, ROUTINE_AGAIN, 3, 2, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_UNMATCHED, 14, 2, {0x80, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_WAIT, 13, 3, {ROUTINE_WARM, 1, 0}},
    {ROUTINE_ERROR_WAIT, 13, 4, {ROUTINE_WARM, 1, 0xD1, 0x05}},
    {ROUTINE_ERROR_WAIT, 13, 4, {ROUTINE_PROMPT, 1, 0xAD, 0x02}},
    {ROUTINE_ERROR_WAIT_HERE, 15, 6, {ROUTINE_REPEAT, 2, ROUTINE_WARM, 1, 1, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_MARK, 13, 2, {ROUTINE_MARK, 128}},
    {ROUTINE_ERROR_TWICE_NOW, 15, 4, {ROUTINE_MARK, 1, ROUTINE_MARK, 2}},
    {ROUTINE_ERROR_TWICE_NOW, 16, 6, {0xC1, 1, 0, 0xC2, 1, 0}},
    {ROUTINE_ERROR_TWICE_NOW, 22, 10, {3, 2, 0xC1, 1, 0, 0x80, 0xC1, 0, 0, ROUTINE_AGAIN}},
    {ROUTINE_ERROR_TWICE_NOW, 23, 11, {3, 2, ROUTINE_MARK, 1, 3, 2, 0x80, 4, ROUTINE_MARK, 1, 4}},
    {ROUTINE_ERROR_TWICE_NOW, 19, 8, {3, 1, 0x80, 7, 1, ROUTINE_AGAIN, 7, 1}},
};

static void make_one_stage(uint8_t kind, uint16_t duration_s, uint8_t heat)
{
    make_header(&maker);
    make_stage(&maker, kind, duration_s, heat);
}

/* A wrong routine that is refused for a wrong reason leaves its writer looking in a wrong place. */
static void test_bad_steps(void)
{
    for (uint8_t i = 0; i < sizeof bad_steps / sizeof *bad_steps; i++) {
        make_one_stage(STAGE_MASSAGE, 9, 0);
        make_bytes(&maker, bad_steps[i].steps, bad_steps[i].count);
        make_end(&maker);
        is_int(check(), bad_steps[i].error, "row %d of the steps: its error", i);
        is_int(at, bad_steps[i].at, "at byte %d", bad_steps[i].at);
    }
}

/* A good routine of 14 bytes with some of them changed. */
static const struct {
    uint8_t error, at, place, byte;
} bad_bytes[] = {
    {ROUTINE_ERROR_OK, 6, 5, 0xFF},
    {ROUTINE_ERROR_FORMAT, 0, 0, 2},
    {ROUTINE_ERROR_CEILING, 1, 1, 0},
    {ROUTINE_ERROR_CEILING, 1, 1, 101},
    {ROUTINE_ERROR_LEVEL, 2, 2, 0x01},
    {ROUTINE_ERROR_LEVEL, 2, 2, 0x50},
    {ROUTINE_ERROR_LEVEL, 2, 2, 0x23},
    {ROUTINE_ERROR_LEVEL, 2, 2, 0x61},
    {ROUTINE_ERROR_LEGS, 3, 3, 0},
    {ROUTINE_ERROR_LEGS, 3, 3, 4},
    {ROUTINE_ERROR_DECLARED, 6, 6, 2},
    {ROUTINE_ERROR_DECLARED, 6, 7, 1},
    {ROUTINE_ERROR_OUTSIDE_STAGE, 8, 8, ROUTINE_AGAIN},
    {ROUTINE_ERROR_NO_END, 8, 8, ROUTINE_END},
    {ROUTINE_ERROR_STAGE_KIND, 8, 9, 4},
    {ROUTINE_ERROR_STAGE_BYTES, 8, 10, 1},
    {ROUTINE_ERROR_STAGE_DURATION, 8, 11, 0},
    {ROUTINE_ERROR_HEAT, 8, 12, 111},
    {ROUTINE_ERROR_TRUNCATED, 13, 13, ROUTINE_STAGE},
    {ROUTINE_ERROR_OUTSIDE_STAGE, 13, 13, 0x80},
};

static void test_bad_bytes(void)
{
    for (uint8_t i = 0; i < sizeof bad_bytes / sizeof *bad_bytes; i++) {
        make_one_stage(STAGE_TOWEL, 1, 110);
        make_end(&maker);
        maker.bytes[bad_bytes[i].place] = bad_bytes[i].byte;
        is_int(check(), bad_bytes[i].error, "row %d of the bytes: its error", i);
        is_int(at, bad_bytes[i].at, "at byte %d", bad_bytes[i].at);
    }
}

/* --- limits that take more than a row -------------------------------------------------------- */

static void test_length(void)
{
    make_header(&maker);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_OK, "an empty routine of 9 bytes is one");
    maker.length--;
    is_int(check(), ROUTINE_ERROR_LENGTH, "8 bytes are none");
    is_int(routine_check(maker.bytes, ROUTINE_MAX_BYTES + 1, &at), ROUTINE_ERROR_LENGTH,
           "nor are 193, whatever they hold");
    is_int(routine_check(maker.bytes, 256 + 9, &at), ROUTINE_ERROR_LENGTH,
           "nor 265, which is 9 in 8 bits");

    make_one_stage(STAGE_MASSAGE, 1, 0);
    while (maker.length < ROUTINE_MAX_BYTES - 1)
        make_rest(&maker, 1);
    make_end(&maker);
    is_int(maker.length, ROUTINE_MAX_BYTES, "192 bytes");
    is_int(check(), ROUTINE_ERROR_OK, "are a routine");
}

static void test_stages(void)
{
    make_header(&maker);
    for (uint8_t i = 0; i < ROUTINE_MAX_STAGES; i++)
        make_stage(&maker, STAGE_TOWEL, 1, 0);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_OK, "32 stages are enough");

    make_header(&maker);
    for (uint8_t i = 0; i <= ROUTINE_MAX_STAGES; i++)
        make_stage(&maker, STAGE_TOWEL, 1, 0);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_TOO_MANY_STAGES, "33 are too many");
}

static void test_durations(void)
{
    make_one_stage(STAGE_SOAK, ROUTINE_MAX_STAGE_s, 0);
    make_stage(&maker, STAGE_SOAK, ROUTINE_MAX_STAGE_s, 0);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_OK, "two stages of half an hour may be");

    make_one_stage(STAGE_SOAK, ROUTINE_MAX_STAGE_s + 1, 0);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_STAGE_DURATION, "one of a second more may not");

    make_one_stage(STAGE_SOAK, ROUTINE_MAX_STAGE_s, 0);
    make_stage(&maker, STAGE_SOAK, ROUTINE_MAX_STAGE_s, 0);
    make_stage(&maker, STAGE_SETTLE, 1, 0);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_TOTAL, "nor an hour and a second");
}

static void test_kinds(void)
{
    make_one_stage(STAGE_TOWEL, 1, 100);
    make_key(&maker, ROUTINE_KEY, 1, 1, 0);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_MOTORS_HERE, "a towel does not move");

    make_one_stage(STAGE_SETTLE, 1, 1);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_HEAT_HERE, "settling is without heat");

    make_one_stage(STAGE_SETTLE, 1, 0);
    MAKE(&maker, ROUTINE_HEAT, 1);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_HEAT_HERE, "also later on");

    make_one_stage(STAGE_SETTLE, 1, 0);
    MAKE(&maker, ROUTINE_WARM, 1, 1);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_HEAT_HERE, "and in a wait");

    make_one_stage(STAGE_SETTLE, 1, 0);
    MAKE(&maker, ROUTINE_HEAT, 0);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_OK, "to say that it is off does no harm");
}

/* The mildest and the strongest that a header may say. */
static void test_header_at_its_limits(void)
{
    static const uint8_t levels[] = {0x11, 0x51, 0x55}; /* highest, default */
    make_one_stage(STAGE_TOWEL, 1, 110);
    make_end(&maker);
    for (uint8_t i = 0; i < sizeof levels; i++) {
        maker.bytes[2] = levels[i];
        is_int(check(), ROUTINE_ERROR_OK, "levels 0x%x", levels[i]);
    }
    maker.bytes[1] = 1;
    is_int(check(), ROUTINE_ERROR_OK, "a ceiling of 1 %%");
}

/* The ceiling is the writer's promise to a sore leg. */
static void test_ceiling(void)
{
    make_one_stage(STAGE_MASSAGE, 1, 0);
    make_key(&maker, ROUTINE_KEY_STEP, 1, 30, 0);
    make_end(&maker);
    maker.bytes[1] = 30;
    is_int(check(), ROUTINE_ERROR_OK, "as strong as the ceiling");
    maker.bytes[1] = 29;
    is_int(check(), ROUTINE_ERROR_PERCENT, "but not stronger");
}

/* instants_test.c looks closer. */
static void test_too_much_at_one_instant(void)
{
    make_one_stage(STAGE_MASSAGE, 9, 0);
    for (uint8_t i = 0; i <= ROUTINE_MAX_KEYS; i++)
        make_key(&maker, ROUTINE_KEY, 1, 1, 0);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_TOO_MANY_KEYS, "9 keyframes");
    make_one_stage(STAGE_MASSAGE, 9, 0);
    for (uint8_t i = 0; i < ROUTINE_MAX_NOW; i++)
        MAKE(&maker, ROUTINE_HEAT, 1);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_TOO_MANY_NOW, "17 operations, the stage's own included");
}

/* An error nobody can reach is a check that does not work. Run after all tests above. */
static void test_all_errors_seen(void)
{
#define AS_TEST(NAME, words) \
    ok(errors_seen[ROUTINE_ERROR_##NAME], "%s was seen in a test above", #NAME);
    ROUTINE_ERRORS(AS_TEST)
#undef AS_TEST
}

/* --- properties ------------------------------------------------------------------------------ */

/* What the validator lets through must be takable apart to its END, within its bytes. */
static bool reads_to_its_end(void)
{
    struct routine_step step = {.op = ROUTINE_STAGE, .next = ROUTINE_HEADER_BYTES};
    while (step.op != ROUTINE_END)
        if (routine_read(maker.bytes, maker.length, step.next, &step) != ROUTINE_ERROR_OK)
            return false;
    return step.next == maker.length;
}

/* A cable that breaks during the upload must not leave a shorter routine that plays. */
static void test_truncated(void)
{
    uint32_t seed = 77, state = seed;
    long accepted = 0;
    make_random(&maker, &state);
    is_int(check(), ROUTINE_ERROR_OK, "a random routine is valid (seed %lu)", (unsigned long)seed);
    uint8_t whole = maker.length;
    for (maker.length = 0; maker.length < whole; maker.length++)
        accepted += check() == ROUTINE_ERROR_OK;
    is_int(accepted, 0, "and no part of it, from its beginning to somewhere");
}

static void test_mutated(void)
{
    enum { ROUTINES = 20, CHANGES = 100 };
    uint32_t seed = 2026, state = seed;
    long accepted = 0, unreadable = 0;
    for (uint8_t i = 0; i < ROUTINES; i++) {
        make_random(&maker, &state);
        for (uint8_t j = 0; j < CHANGES; j++) {
            uint8_t place = (uint8_t)((tap_random(&state) >> 8) % maker.length);
            uint8_t was = maker.bytes[place];
            maker.bytes[place] = (uint8_t)tap_random(&state);
            bool valid = check() == ROUTINE_ERROR_OK;
            accepted += valid;
            unreadable += valid && !reads_to_its_end();
            maker.bytes[place] = was;
        }
    }
    ok(accepted > 0, "some routines with one byte changed are valid still (seed %lu)",
       (unsigned long)seed);
    is_int(unreadable, 0, "and those can be read to their end");
}

int main(void)
{
    test_numbers();
    test_short_rests();
    test_reading_past_the_end();
    test_heat();
    test_header();
    test_bad_steps();
    test_bad_bytes();
    test_length();
    test_stages();
    test_durations();
    test_kinds();
    test_header_at_its_limits();
    test_ceiling();
    test_too_much_at_one_instant();
    test_all_errors_seen();
    test_truncated();
    test_mutated();
    return done();
}
