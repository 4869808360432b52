/* Sessions of a leg in time: no clock that is set back, jumps or disagrees with another, and no power cut, gives
 * a leg more of them than it may have. */
#include <string.h>

#include "protocol/words.h"
#include "tests/pure/leg_days.h"
#include "tests/tap.h"

static struct days days;
static struct usage *const leg = &days.legs[0];

/* A minute has its seconds. */
static void test_seconds(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    uint8_t unit_min = days.calendar.unit_min;
    for (uint8_t second = 0; second < MINUTE_s - 1; second++)
        calendar_second(&days.calendar, days.legs);
    is_int((long)(days.calendar.now_min - NOON_min), 0, "59 seconds are no minute");
    calendar_second(&days.calendar, days.legs);
    is_int((long)(days.calendar.now_min - NOON_min), 1, "60 are one");
    is_int(days.calendar.unit_min, unit_min + 1, "of the running unit, too");
    for (uint8_t second = 0; second < MINUTE_s - 1; second++)
        calendar_second(&days.calendar, days.legs);
    is_int((long)(days.calendar.now_min - NOON_min), 1, "119 seconds are one still");
    calendar_second(&days.calendar, days.legs);
    is_int((long)(days.calendar.now_min - NOON_min), 2, "120 are two");
}

/* Whoever keeps what the legs have had is told when it has changed. */
static void test_units_are_told(void)
{
    long told = 0, early = 0;
    days_begin(&days);
    days_tell(&days, NOON_min);
    days.calendar.unit_min = 0;
    for (uint16_t second = 1; second <= 2 * USAGE_UNIT_min * MINUTE_s; second++) {
        bool is_full = calendar_second(&days.calendar, days.legs);
        told += is_full;
        early += is_full && second % (USAGE_UNIT_min * MINUTE_s) != 0;
    }
    is_int(told, 2, "80 min are two units, each is told");
    is_int(early, 0, "when it is full");
}

/* Time passes for a leg that is not in the cuff, too. */
static void test_both_legs(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_have_session(&days, leg);
    days_have_session(&days, &days.legs[1]);
    days_pass_min(&days, 3 * USAGE_UNIT_min);
    is_int(leg->kept.recent[0], USAGE_WEEK_units - 3,
           "after two hours the left leg is that further");
    is_int(days.legs[1].kept.recent[0], USAGE_WEEK_units - 3, "and so is the right one");
}

/* --- with a known time ------------------------------------------------------------------------ */

/* Six hours, and at most the unit in which it began. */
static void test_six_hours(void)
{
    long early = 0, late = 0, lies = 0;
    for (uint8_t after_min = 0; after_min < USAGE_UNIT_min; after_min++) {
        days_begin(&days);
        days_tell(&days, NOON_min);
        days_pass_min(&days, after_min);
        days_have_session(&days, leg);
        uint32_t min = 0;
        days_pass_min(&days, LIMIT_REST_s / MINUTE_s);
        uint32_t promised_min = LIMIT_REST_s / MINUTE_s + (uint32_t)days_wait_min(&days);
        for (min = LIMIT_REST_s / MINUTE_s; days_wait_min(&days) > 0; min++)
            days_pass_min(&days, 1);
        early += min < LIMIT_SESSIONS_APART_h * HOUR_min;
        late += min > LIMIT_SESSIONS_APART_h * HOUR_min + USAGE_UNIT_min;
        lies += min != promised_min;
    }
    is_int(early, 0, "a session never begins within six hours of the one before");
    is_int(late, 0, "nor has to wait for more than 40 min over that");
    is_int(lies, 0, "and the minutes that are told are those it takes");
}

/* The user would lose: six hours between sessions, to the warmth of a test before the leg was declared. */
static void test_waiting_leg(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_have_session(&days, leg);
    days_pass_min(&days, 30);
    ok(days_wait_min(&days) > 0, "a leg waits");
    days_heat_s(&days, LIMIT_SESSION_COUNTS_HEAT_s);
    ok(days_wait_min(&days) > 0, "whatever warms it meanwhile");
    is_int(leg->kept.recent[1], 0, "that is no session");
}

static void test_it_goes_on(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_heat_s(&days, LIMIT_SESSION_COUNTS_HEAT_s - 1);
    is_int(leg->kept.recent[0], 0, "4:59 min of heat are no session");
    days_heat_s(&days, 1);
    is_int(leg->kept.recent[0], USAGE_WEEK_units, "five are one");
    days_pass_min(&days, 19);
    is_int(days_wait_min(&days), 0, "which may go on for 20 min after its last warmth");
    days_move_s(leg, 59);
    is_int(leg->kept.recent[1], 0, "and is the same session still");
    days_pass_min(&days, 20);
    ok(days_wait_min(&days) > 0, "after 20 min of rest the next is another one");
    is_int(usage_motor_left_s(leg), 0, "and the gate lets nothing move");
    is_int(usage_heat_rests(leg), NOTICE_HEAT_WAITS, "nor warm");
    is_int(usage_motor_left_s(&days.legs[1]), LIMIT_NEW_LEG_MOTOR_TIME_s,
           "the other leg has its own");
}

static void test_short_use_is_no_session(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_move_s(leg, LIMIT_SESSION_COUNTS_MOTOR_s - 1);
    days_pass_min(&days, 20);
    is_int(days_wait_min(&days), 0, "59 s of motors are no session: the next may begin");
    ok(days_have_session(&days, leg), "and does");
    days_pass_min(&days, 20);
    ok(days_wait_min(&days) > 0, "60 s are one");
}

/* Minute by minute for three weeks, a session whenever it may be: what comes out is what the limits say. */
static void test_day_and_week(void)
{
    enum { MOST = 40 };
    static uint32_t begun_min[MOST];
    uint32_t count = 0, notices = 0, wrong_notices = 0;
    days_begin(&days);
    days_tell(&days, NOON_min);
    for (uint32_t now_min = 0; now_min < 21UL * DAY_min; now_min += 20) {
        if (days_wait_min(&days) == 0 && count < MOST) {
            bool told = usage_is_frequent(leg);
            uint32_t in_week = 0;
            for (uint32_t i = 0; i < count; i++)
                in_week += now_min - begun_min[i] < 7UL * DAY_min;
            notices += told;
            wrong_notices += told != (in_week >= LIMIT_SESSIONS_NOTICE - 1);
            days_have_session(&days, leg);
            begun_min[count++] = now_min;
        }
        days_pass_min(&days, 20);
    }
    long apart = 0, day = 0, week = 0;
    for (uint32_t i = 0; i < count; i++) {
        apart += i >= 1 && begun_min[i] - begun_min[i - 1] < 6 * HOUR_min;
        day += i >= 2 && begun_min[i] - begun_min[i - 2] < DAY_min;
        week += i >= 7 && begun_min[i] - begun_min[i - 7] < 7UL * DAY_min;
    }
    is_int(apart, 0, "no two are less than six hours apart");
    is_int(day, 0, "no three fall into 24 hours");
    is_int(week, 0, "no eight into seven days");
    ok(count >= 20 && count <= 21, "and a leg gets what it may: %lu in three weeks",
       (unsigned long)count);
    ok(notices > 0, "the fourth in seven days is told");
    is_int((long)wrong_notices, 0, "and only those");
}

/* --- power cuts and hosts' clocks ------------------------------------------------------------- */

static void test_off_counts_as_time(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_have_session(&days, leg);
    days_pass_min(&days, 30);
    days_power_cycle(&days);
    is_int(days_tell(&days, NOON_min + 5 * HOUR_min), 0, "five hours later, by the host's clock,");
    ok(days_wait_min(&days) > 0, "is too early");
    days_power_cycle(&days);
    days_tell(&days, NOON_min + 6 * HOUR_min + 50);
    is_int(days_wait_min(&days), 0,
           "six hours and fifty minutes are enough, though the kit was off");
    is_int(usage_motor_left_s(leg), LIMIT_NEW_LEG_MOTOR_TIME_s, "and it has all of its motor time");
}

static void test_clock_set_back(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_have_session(&days, leg);
    days_pass_min(&days, 10);
    uint8_t recent = leg->kept.recent[0];
    days_power_cycle(&days);
    is_int(days_tell(&days, NOON_min + 9 - LIMIT_CLOCK_SLACK_min), REFUSAL_CLOCK_BEHIND,
           "a time well before the one it knows is no time");
    is_int(leg->kept.recent[0], recent, "nothing has passed by it");
    is_int(days_wait_min(&days), LIMIT_REST_s / MINUTE_s, "and the leg waits as without a clock");
    is_int(days_tell(&days, NOON_min + 10 - LIMIT_CLOCK_SLACK_min), 0,
           "one by a slow clock is the time it knows");
    is_int(leg->kept.recent[0], recent, "by which nothing has passed either");
    is_int(days_wait_min(&days), 0, "the session goes on");
    is_int(days_tell(&days, NOON_min + 100UL * DAY_min), 0,
           "a jump ahead while it is on is thanked");
    is_int(leg->kept.recent[0], recent, "and not believed");
    is_int((long)(days.calendar.now_min - NOON_min), 10, "its own seconds are");
}

/* The user would lose: every later time, to a host that was years ahead once; or a rest, to one who helps that. */
static void test_forget(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_have_session(&days, leg);
    days_power_cycle(&days);
    days_tell(&days, NOON_min + 3650UL * DAY_min);
    days_have_session(&days, leg);
    struct usage_leg before = leg->kept;
    days_power_cycle(&days);
    is_int(days_tell(&days, NOON_min + HOUR_min), REFUSAL_CLOCK_BEHIND,
           "after years it is too early");
    is_int(calendar_set(&days.calendar, days.legs, LIMIT_CLOCK_MAX_min + 1, true),
           REFUSAL_BAD_VALUE, "nobody makes it believe what is no time");
    is_int(calendar_set(&days.calendar, days.legs, NOON_min + HOUR_min, true), 0,
           "a person makes it believe");
    is_int((long)(days.calendar.now_min - NOON_min), HOUR_min, "that it is so late");
    before.marks |= USAGE_UNTIMED;
    is_bytes((const uint8_t *)&leg->kept, (const uint8_t *)&before, sizeof before,
             "and the leg gets nothing by it");
    days_tell(&days, NOON_min + 7UL * DAY_min);
    is_bytes((const uint8_t *)&leg->kept, (const uint8_t *)&before, sizeof before,
             "nor by another host");
    calendar_set(&days.calendar, days.legs, NOON_min + 7UL * DAY_min, true);
    is_bytes((const uint8_t *)&leg->kept, (const uint8_t *)&before, sizeof before,
             "nor by a person who jumps ahead");
    days_pass_min(&days, 20);
    ok(days_wait_min(&days) > 5 * HOUR_min, "it waits for its six hours");
}

/* A clock that a person sets marks a leg only where it goes back. */
static void test_set_anew(void)
{
    static const struct {
        int8_t later_min;
        uint8_t marks;
    } rows[] = {{1, 0}, {0, 0}, {-1, USAGE_UNTIMED}};
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        days_begin(&days);
        days_tell(&days, NOON_min);
        calendar_set(&days.calendar, days.legs, NOON_min - 1 + (uint8_t)(rows[row].later_min + 1),
                     true);
        is_int(leg->kept.marks, rows[row].marks, "a clock set %d min later", rows[row].later_min);
        is_int(days.legs[1].kept.marks, rows[row].marks, "marks both legs alike");
    }
}

/* Of what has passed between two tellings, the slack of two clocks is not believed; and a clock that is no more behind
 * than that is taken for the kit's own. */
static void test_slack(void)
{
    const uint8_t slack_min = LIMIT_CLOCK_SLACK_min;
    for (uint8_t i = 0; i <= 2 * slack_min + 2; i++) {
        days_begin(&days);
        days_tell(&days, NOON_min);
        uint8_t unit_min = days.calendar.unit_min;
        days_power_cycle(&days);
        is_int(days_tell(&days, NOON_min - slack_min + i), 0, "%d minutes later", i - slack_min);
        int gained_min = i > 2 * slack_min ? i - 2 * slack_min : 0;
        is_int(days.calendar.unit_min - unit_min, gained_min, "%d count for its sessions",
               gained_min);
        is_int(leg->rest_s, MINUTE_s * gained_min, "and as its rest");
        is_int((long)(days.calendar.now_min - NOON_min), i > slack_min ? i - slack_min : 0,
               "and the kit's time never goes back");
    }
}

/* The user would lose: a week, to a host that was a week behind, and to whoever helped it to be believed. */
static void test_forget_and_remember(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_have_session(&days, leg);
    days_power_cycle(&days);
    struct usage_leg before = leg->kept;
    calendar_set(&days.calendar, days.legs, NOON_min - 7UL * DAY_min, true);
    calendar_set(&days.calendar, days.legs, NOON_min - 7UL * DAY_min + 1, true);
    days_power_cycle(&days);
    is_int(days_tell(&days, NOON_min), 0, "after it was set back the true time comes again");
    is_bytes((const uint8_t *)&leg->kept, (const uint8_t *)&before, sizeof before,
             "by which the leg gets nothing");
    days_power_cycle(&days);
    days_tell(&days, NOON_min + DAY_min);
    is_int(days_wait_min(&days), 0, "but a day is a day then");
}

/* A host is a week ahead. Taking turns, the two gain that week once and never again. */
static void test_two_hosts(void)
{
    uint32_t sessions = 0, real_min = NOON_min;
    days_begin(&days);
    for (uint8_t turn = 0; turn < 40; turn++) {
        days_power_cycle(&days);
        days_tell(&days, turn & 1 ? real_min + 7UL * DAY_min : real_min);
        sessions += days.legs->standing & USAGE_TIMED && days_have_session(&days, leg);
        days_pass_min(&days, 30);
        real_min += 30;
    }
    ok(sessions <= 4, "in 20 hours, and a week once: %lu timed sessions", (unsigned long)sessions);
}

/* What was used without a time was used just now, whatever the next host says. */
static void test_untimed_use(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    days_have_session(&days, &days.legs[1]);
    days_power_cycle(&days);
    days_pass_min(&days, 20);
    days_have_session(&days, leg); /* who knows when */
    days_power_cycle(&days);
    days_tell(&days, NOON_min + 2UL * DAY_min);
    is_int(leg->kept.recent[0], USAGE_WEEK_units, "two days are no rest for it");
    is_int(days.calendar.unit_min, 0, "nor a part of a unit");
    is_int(usage_wait_min(&days.legs[1], 0), 0, "but for the other leg they are");
    days_pass_min(&days, 20);
    ok(days_wait_min(&days) >= 5 * HOUR_min, "it waits for its six hours from then");
    days_power_cycle(&days);
    days_tell(&days, NOON_min + 2UL * DAY_min + 7 * HOUR_min);
    is_int(days_wait_min(&days), 0, "which may pass while it is off: since then the time is known");
}

static void test_long_off(void)
{
    days_begin(&days);
    days_tell(&days, NOON_min);
    leg->kept.dose_mCEM43 = 1999;
    memset(leg->kept.recent, USAGE_WEEK_units, sizeof leg->kept.recent);
    days_power_cycle(&days);
    leg->kept.marks = USAGE_USED;
    days_tell(&days, NOON_min + 7UL * DAY_min + 2 * USAGE_UNIT_min);
    is_int(days_wait_min(&days), 0, "after a week nothing is left of seven sessions");
    is_int(leg->kept.dose_mCEM43, 0, "nor of the dose");
    days_begin(&days);
    days_tell(&days, NOON_min);
    leg->kept.dose_mCEM43 = 1999;
    days_power_cycle(&days);
    days_tell(&days, NOON_min + 120);
    is_int(leg->kept.dose_mCEM43, 1999, "two hours by two clocks may be less");
    days_begin(&days);
    days_tell(&days, NOON_min);
    leg->kept.dose_mCEM43 = 1999;
    days_power_cycle(&days);
    days_tell(&days, NOON_min + 123);
    is_int(leg->kept.dose_mCEM43, 0, "with three minutes to spare they are two hours");
    days_begin(&days);
    days_tell(&days, NOON_min);
    memset(leg->kept.recent, USAGE_WEEK_units, sizeof leg->kept.recent);
    days_power_cycle(&days);
    is_int(days_tell(&days, UINT32_MAX), REFUSAL_BAD_VALUE, "the end of time is no time");
    is_int(days_tell(&days, NOON_min * MINUTE_s), REFUSAL_BAD_VALUE, "nor are seconds minutes");
    is_int(days_tell(&days, LIMIT_CLOCK_MAX_min + 1), REFUSAL_BAD_VALUE, "nor is the next century");
    is_int(leg->kept.recent[0], USAGE_WEEK_units, "nothing has passed by them");
    is_int(days_tell(&days, LIMIT_CLOCK_MAX_min), 0, "the end of the century is a time");
    is_int(leg->kept.recent[0], 0, "and long enough");
    days_power_cycle(&days);
    is_int(days_tell(&days, NOON_min), REFUSAL_CLOCK_BEHIND,
           "this side of it nothing counts any more");
}

int main(void)
{
    test_seconds();
    test_units_are_told();
    test_both_legs();
    test_six_hours();
    test_waiting_leg();
    test_it_goes_on();
    test_short_use_is_no_session();
    test_day_and_week();
    test_off_counts_as_time();
    test_clock_set_back();
    test_forget();
    test_set_anew();
    test_slack();
    test_forget_and_remember();
    test_two_hosts();
    test_untimed_use();
    test_long_off();
    return done();
}
