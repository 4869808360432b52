/* Sessions of a leg where no time is known, and what counts as one: short use between power cuts, a record that
 * is lost, heat that nobody answers for. */
#include <string.h>

#include "avr/core/calendar.h"
#include "protocol/words.h"
#include "tests/tap.h"

enum { HOUR_min = 60, DAY_min = 24 * 60, MINUTE_s = 60, FRAMES_s = 100, COOL_cC = 3300 };
#define NOON_min 29927520UL /* 2026-11-26 */

static struct calendar calendar;
static struct usage legs[USAGE_LEGS];
static struct usage *const leg = &legs[0];

/* A kit that has never been told the time, with a leg that was never used. */
static void begin(void)
{
    memset(&calendar, 0, sizeof calendar);
    memset(legs, 0, sizeof legs);
}

/* Only what is kept outlives it. */
static void power_cycle(void)
{
    struct usage_leg kept[USAGE_LEGS] = {legs[0].kept, legs[1].kept};
    calendar.second = 0;
    memset(legs, 0, sizeof legs);
    for (uint8_t i = 0; i < USAGE_LEGS; i++) {
        legs[i].kept = kept[i];
        usage_begin(&legs[i], false);
    }
}

static uint8_t tell(uint32_t utc_min)
{
    return calendar_set(&calendar, legs, utc_min);
}

static void pass_min(uint32_t minutes)
{
    for (; minutes > 0; minutes--) {
        calendar.second = MINUTE_s - 1; /* the others change nothing else */
        calendar_second(&calendar, legs);
        for (uint8_t i = 0; i < USAGE_LEGS; i++)
            usage_rest(&legs[i], MINUTE_s);
    }
}

static void move_s(struct usage *used, uint16_t seconds)
{
    for (uint32_t frame = 0; frame < (uint32_t)seconds * FRAMES_s; frame++)
        usage_motor_frame(used);
}

static void heat_s(uint16_t seconds)
{
    for (; seconds > 0; seconds--) {
        usage_rest(leg, 1);
        usage_second(leg, COOL_cC, true);
        leg->unanswered_s = 0;
    }
}

static uint16_t wait_min(void)
{
    return usage_wait_min(leg, calendar.unit_min);
}

/* A session of a minute, if it may be. */
static bool have_session(struct usage *used)
{
    if (usage_wait_min(used, calendar.unit_min) > 0)
        return false;
    if (used->kept.motor_s < LIMIT_SESSION_COUNTS_MOTOR_s - 1)
        used->kept.motor_s = LIMIT_SESSION_COUNTS_MOTOR_s - 1;
    move_s(used, 1);
    return true;
}

/* --- without a clock -------------------------------------------------------------------------- */

static void test_without_clock(void)
{
    begin();
    ok(have_session(leg), "a leg that was never used may begin at once");
    power_cycle();
    is_int(wait_min(), 20, "after a power-up it rests 20 min");
    is_int(usage_motor_left_s(leg), 0, "from motors");
    is_int(usage_heat_rests(leg), NOTICE_HEAT_WAITS, "and from heat");
    usage_cool(leg);
    pass_min(19);
    is_int(wait_min(), 1, "to the last minute");
    pass_min(1);
    is_int(wait_min(), 0, "then it may move");
    is_int(usage_motor_left_s(leg), LIMIT_NEW_LEG_MOTOR_TIME_s, "with all of its motor time");
    is_int(usage_heat_rests(leg), NOTICE_HEAT_WAITS, "but not warm: cool before that was not cool");
    usage_cool(leg);
    is_int(usage_heat_rests(leg), 0, "until both sensors have been");
    ok(have_session(leg), "one session");
    pass_min(20);
    ok(have_session(leg), "two");
    is_int(wait_min(), 0, "the second may go on");
    pass_min(20);
    is_int(wait_min(), USAGE_FOR_EVER, "a third there is not");
    ok(!have_session(leg), "whenever it is asked for");
    is_int(usage_motor_left_s(&legs[1]), LIMIT_NEW_LEG_MOTOR_TIME_s,
           "the other leg has its own two");
    is_int(leg->kept.marks, USAGE_USED | USAGE_UNTIMED, "and all that was without a time");
}

/* Heat of less than five minutes, between power cuts, adds up to a session all the same. */
static void test_heat_between_cuts(void)
{
    begin();
    heat_s(LIMIT_SESSION_COUNTS_HEAT_s - 1);
    power_cycle();
    tell(NOON_min);
    heat_s(1);
    is_int(leg->kept.recent[0], USAGE_WEEK_units, "a cut does not make less of it");
}

static void test_lost_record(void)
{
    begin();
    usage_begin(leg, true);
    is_int(wait_min(), 20, "a leg of which nothing can be read waits");
    pass_min(20);
    usage_cool(leg);
    is_int(usage_heat_rests(leg), NOTICE_HOT_TIME_USED, "and has had its dose");
    tell(NOON_min);
    ok(wait_min() > 23 * HOUR_min && wait_min() < 25 * HOUR_min,
       "and both sessions of a day, however late a host says it is");
    pass_min(25 * HOUR_min);
    is_int(wait_min(), 0, "for a day");
}

/* --- is somebody there? ----------------------------------------------------------------------- */

static void test_unanswered(void)
{
    begin();
    for (uint16_t second = 0; second < LIMIT_UNANSWERED_s - 1; second++)
        usage_second(leg, COOL_cC, true);
    usage_second(leg, COOL_cC, false);
    is_int(usage_heat_rests(leg), 0, "4:59 min of heat go unanswered, and rests are no heat");
    usage_second(leg, COOL_cC, true);
    is_int(usage_heat_rests(leg), NOTICE_UNANSWERED, "five minutes do not");
    ok(usage_motor_left_s(leg) > 0, "the motors play on");
}

/* --- first sessions --------------------------------------------------------------------------- */

static void test_completed_once(void)
{
    begin();
    usage_complete(leg);
    is_int(leg->kept.completed, 0, "what does not count is not completed");
    leg->kept.completed = 1;
    have_session(leg);
    usage_complete(leg);
    usage_complete(leg);
    is_int(leg->kept.completed, 2, "two routines within 20 min are one session");
    ok(usage_is_new(leg), "and its second session is gentle to its end");
    pass_min(20);
    ok(!usage_is_new(leg), "the third is not");
    leg->kept.completed = UINT8_MAX;
    have_session(leg);
    usage_complete(leg);
    is_int(leg->kept.completed, UINT8_MAX, "a full count stays full");
}

/* --- what is written down --------------------------------------------------------------------- */

static void test_checkpoint_counts(void)
{
    begin();
    move_s(leg, 1);
    struct usage_leg record = usage_checkpoint(leg, true, COOL_cC);
    is_int(record.recent[0], USAGE_WEEK_units, "a cut in the first minute leaves a session");
    is_int(record.marks, USAGE_USED | USAGE_COUNTED | USAGE_UNTIMED, "and says all about it");
    is_int(leg->kept.recent[0], 0, "which is not one yet");
    have_session(leg);
    record = usage_checkpoint(leg, true, COOL_cC);
    is_int(record.recent[1], 0, "nor two later");
}

int main(void)
{
    test_without_clock();
    test_heat_between_cuts();
    test_lost_record();
    test_unanswered();
    test_completed_once();
    test_checkpoint_counts();
    return done();
}
