/* What stands at one instant: it is done within one tick, so there is a limit to it, also where a repeat begins
 * again. */
#include "protocol/routine.h"
#include "tests/pure/routine_maker.h"
#include "tests/tap.h"

static struct routine_maker maker;

static enum routine_error check(void)
{
    uint8_t at;
    return routine_check(maker.bytes, maker.length, &at);
}

static void begin(void)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 9, 0);
}

/* A repeat, inside another, whose last instant has `last` keyframes and whose first has `first`: they
 * meet. */
static enum routine_error check_meeting(uint8_t first, uint8_t last)
{
    begin();
    MAKE(&maker, ROUTINE_REPEAT, 1);
    make_rest(&maker, 1);
    MAKE(&maker, ROUTINE_REPEAT, 2);
    for (; first > 0; first--)
        make_key(&maker, ROUTINE_KEY, 1, 1, 0);
    make_rest(&maker, 1);
    for (; last > 0; last--)
        make_key(&maker, ROUTINE_KEY, 1, 1, 0);
    MAKE(&maker, ROUTINE_AGAIN);
    make_rest(&maker, 1);
    MAKE(&maker, ROUTINE_AGAIN);
    make_end(&maker);
    return check();
}

/* The same with operations that are no keyframes. */
static enum routine_error check_meeting_operations(uint8_t first, uint8_t last)
{
    begin();
    MAKE(&maker, ROUTINE_REPEAT, 2);
    for (; first > 0; first--)
        MAKE(&maker, ROUTINE_HEAT, 1);
    make_rest(&maker, 1);
    for (; last > 0; last--)
        MAKE(&maker, ROUTINE_HEAT, 1);
    MAKE(&maker, ROUTINE_AGAIN);
    make_rest(&maker, 1);
    make_end(&maker);
    return check();
}

/* What is due at one instant is done within one tick: unbounded, it would delay the next one. */
static void test_instants(void)
{
    is_int(check_meeting(8, 0), ROUTINE_ERROR_OK, "8 keyframes at one instant may be");
    is_int(check_meeting(9, 0), ROUTINE_ERROR_TOO_MANY_KEYS, "9 may not");
    is_int(check_meeting(4, 4), ROUTINE_ERROR_OK, "4 and 4 may meet where a repeat begins again");
    is_int(check_meeting(4, 5), ROUTINE_ERROR_TOO_MANY_KEYS, "4 and 5 may not");

    begin();
    for (uint8_t i = 0; i < ROUTINE_MAX_NOW - 2; i++)
        MAKE(&maker, ROUTINE_HEAT, 1);
    make_rest(&maker, 1);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_OK, "16 operations at one instant, stage and rest included");

    begin();
    for (uint8_t i = 0; i < ROUTINE_MAX_NOW - 1; i++)
        MAKE(&maker, ROUTINE_HEAT, 1);
    make_rest(&maker, 1);
    make_end(&maker);
    is_int(check(), ROUTINE_ERROR_TOO_MANY_NOW, "17 are too many");

    is_int(check_meeting_operations(7, 7), ROUTINE_ERROR_OK,
           "7 and 7 may meet, the rest and the end of the repeat included");
    is_int(check_meeting_operations(0, 14), ROUTINE_ERROR_OK,
           "14, the end of the repeat and its first are 16");
    is_int(check_meeting_operations(0, 16), ROUTINE_ERROR_TOO_MANY_NOW,
           "16 are too many when the end comes to them");
    is_int(check_meeting_operations(7, 8), ROUTINE_ERROR_TOO_MANY_NOW, "7 and 8 may not");
}

/* The rest included. */
static enum routine_error check_after_wait(uint8_t operations)
{
    begin();
    MAKE(&maker, ROUTINE_HEAT, 1, ROUTINE_PROMPT, 1, 5);
    for (; operations > 1; operations--)
        MAKE(&maker, ROUTINE_HEAT, 1);
    make_rest(&maker, 1);
    make_end(&maker);
    return check();
}

/* Time passes in a wait, so what stands behind it is another instant. */
static void test_wait_is_between(void)
{
    is_int(check_after_wait(ROUTINE_MAX_NOW), ROUTINE_ERROR_OK, "16 operations may follow a wait");
    is_int(check_after_wait(ROUTINE_MAX_NOW + 1), ROUTINE_ERROR_TOO_MANY_NOW, "17 may not");
}

int main(void)
{
    test_instants();
    test_wait_is_between();
    return done();
}
