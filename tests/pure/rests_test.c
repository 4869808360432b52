/* Sessions of a leg where no time is known, and what counts as one: short use between power cuts, a record that
 * is lost, heat that nobody answers for. */
#include <string.h>

#include "protocol/words.h"
#include "tests/pure/leg_days.h"
#include "tests/tap.h"

static struct days days;
static struct usage *const leg = &days.legs[0];

/* --- without a clock -------------------------------------------------------------------------- */

static void test_without_clock(void)
{
    days_begin(&days);
    ok(days_have_session(&days, leg), "a leg that was never used may begin at once");
    days_power_cycle(&days);
    is_int(days_wait_min(&days), 20, "after a power-up it rests 20 min");
    is_int(usage_motor_left_s(leg), 0, "from motors");
    is_int(usage_heat_rests(leg), NOTICE_HEAT_WAITS, "and from heat");
    usage_cool(leg);
    days_pass_min(&days, 19);
    is_int(days_wait_min(&days), 1, "to the last minute");
    days_pass_min(&days, 1);
    is_int(days_wait_min(&days), 0, "then it may move");
    is_int(usage_motor_left_s(leg), LIMIT_NEW_LEG_MOTOR_TIME_s, "with all of its motor time");
    is_int(usage_heat_rests(leg), NOTICE_HEAT_WAITS, "but not warm: cool before that was not cool");
    usage_cool(leg);
    is_int(usage_heat_rests(leg), 0, "until both sensors have been");
    ok(days_have_session(&days, leg), "one session");
    days_pass_min(&days, 20);
    ok(days_have_session(&days, leg), "two");
    is_int(days_wait_min(&days), 0, "the second may go on");
    days_pass_min(&days, 20);
    is_int(days_wait_min(&days), USAGE_FOR_EVER, "a third there is not");
    ok(!days_have_session(&days, leg), "whenever it is asked for");
    is_int(usage_motor_left_s(&days.legs[1]), LIMIT_NEW_LEG_MOTOR_TIME_s,
           "the other leg has its own two");
    is_int(leg->kept.marks, USAGE_USED | USAGE_UNTIMED, "and all that was without a time");
}

/* Heat of less than five minutes, between power cuts, adds up to a session all the same. */
static void test_heat_between_cuts(void)
{
    days_begin(&days);
    days_heat_s(&days, LIMIT_SESSION_COUNTS_HEAT_s - 1);
    days_power_cycle(&days);
    days_tell(&days, NOON_min);
    days_heat_s(&days, 1);
    is_int(leg->kept.recent[0], USAGE_WEEK_units, "a cut does not make less of it");
}

static void test_lost_record(void)
{
    days_begin(&days);
    usage_begin(leg, true);
    is_int(days_wait_min(&days), 20, "a leg of which nothing can be read waits");
    days_pass_min(&days, 20);
    usage_cool(leg);
    is_int(usage_heat_rests(leg), NOTICE_HOT_TIME_USED, "and has had its dose");
    days_tell(&days, NOON_min);
    ok(days_wait_min(&days) > 23 * HOUR_min && days_wait_min(&days) < 25 * HOUR_min,
       "and both sessions of a day, however late a host says it is");
    days_pass_min(&days, 25 * HOUR_min);
    is_int(days_wait_min(&days), 0, "for a day");
}

/* --- is somebody there? ----------------------------------------------------------------------- */

static void test_unanswered(void)
{
    days_begin(&days);
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
    days_begin(&days);
    usage_complete(leg);
    is_int(leg->kept.completed, 0, "what does not count is not completed");
    leg->kept.completed = 1;
    days_have_session(&days, leg);
    usage_complete(leg);
    usage_complete(leg);
    is_int(leg->kept.completed, 2, "two routines within 20 min are one session");
    ok(usage_is_new(leg), "and its second session is gentle to its end");
    days_pass_min(&days, 20);
    ok(!usage_is_new(leg), "the third is not");
    leg->kept.completed = UINT8_MAX;
    days_have_session(&days, leg);
    usage_complete(leg);
    is_int(leg->kept.completed, UINT8_MAX, "a full count stays full");
}

/* --- what is written down --------------------------------------------------------------------- */

static void test_checkpoint_counts(void)
{
    days_begin(&days);
    days_move_s(leg, 1);
    struct usage_leg record = usage_checkpoint(leg, true, COOL_cC);
    is_int(record.recent[0], USAGE_WEEK_units, "a cut in the first minute leaves a session");
    is_int(record.marks, USAGE_USED | USAGE_COUNTED | USAGE_UNTIMED, "and says all about it");
    is_int(leg->kept.recent[0], 0, "which is not one yet");
    days_have_session(&days, leg);
    record = usage_checkpoint(leg, true, COOL_cC);
    is_int(record.recent[1], 0, "nor two later");
    days_begin(&days);
    leg->standing = USAGE_WAITS;
    leg->rest_s = LIMIT_REST_s - 1;
    is_int(usage_checkpoint(leg, true, COOL_cC).marks, 0, "a leg that waits is not charged one");
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
