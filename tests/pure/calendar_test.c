/* Sessions of a leg in time: no clock that is set back, jumps or disagrees with another, and no power cut, gives
 * a leg more of them than it may have. */
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

/* A minute has its seconds. */
static void test_seconds(void)
{
    begin();
    tell(NOON_min);
    uint8_t unit_min = calendar.unit_min;
    for (uint8_t second = 0; second < MINUTE_s - 1; second++)
        calendar_second(&calendar, legs);
    is_int((long)(calendar.now_min - NOON_min), 0, "59 seconds are no minute");
    calendar_second(&calendar, legs);
    is_int((long)(calendar.now_min - NOON_min), 1, "60 are one");
    is_int(calendar.unit_min, unit_min + 1, "of the running unit, too");
}

/* --- with a known time ------------------------------------------------------------------------ */

/* Six hours, and at most the unit in which it began. */
static void test_six_hours(void)
{
    long early = 0, late = 0, lies = 0;
    for (uint8_t after_min = 0; after_min < USAGE_UNIT_min; after_min++) {
        begin();
        tell(NOON_min);
        pass_min(after_min);
        have_session(leg);
        uint32_t min = 0;
        pass_min(LIMIT_REST_s / MINUTE_s);
        uint32_t promised_min = LIMIT_REST_s / MINUTE_s + (uint32_t)wait_min();
        for (min = LIMIT_REST_s / MINUTE_s; wait_min() > 0; min++)
            pass_min(1);
        early += min < LIMIT_SESSIONS_APART_h * HOUR_min;
        late += min > LIMIT_SESSIONS_APART_h * HOUR_min + USAGE_UNIT_min;
        lies += min != promised_min;
    }
    is_int(early, 0, "a session never begins within six hours of the one before");
    is_int(late, 0, "nor has to wait for more than 40 min over that");
    is_int(lies, 0, "and the minutes that are told are those it takes");
}

static void test_it_goes_on(void)
{
    begin();
    tell(NOON_min);
    heat_s(LIMIT_SESSION_COUNTS_HEAT_s - 1);
    is_int(leg->kept.recent[0], 0, "4:59 min of heat are no session");
    heat_s(1);
    is_int(leg->kept.recent[0], USAGE_WEEK_units, "five are one");
    pass_min(19);
    is_int(wait_min(), 0, "which may go on for 20 min after its last warmth");
    move_s(leg, 59);
    is_int(leg->kept.recent[1], 0, "and is the same session still");
    pass_min(20);
    ok(wait_min() > 0, "after 20 min of rest the next is another one");
    is_int(usage_motor_left_s(leg), 0, "and the gate lets nothing move");
    is_int(usage_heat_rests(leg), NOTICE_HEAT_WAITS, "nor warm");
    is_int(usage_motor_left_s(&legs[1]), LIMIT_NEW_LEG_MOTOR_TIME_s, "the other leg has its own");
}

static void test_short_use_is_no_session(void)
{
    begin();
    tell(NOON_min);
    move_s(leg, LIMIT_SESSION_COUNTS_MOTOR_s - 1);
    pass_min(20);
    is_int(wait_min(), 0, "59 s of motors are no session: the next may begin");
    ok(have_session(leg), "and does");
    pass_min(20);
    ok(wait_min() > 0, "60 s are one");
}

/* Minute by minute for three weeks, a session whenever it may be: what comes out is what the limits say. */
static void test_day_and_week(void)
{
    enum { MOST = 40 };
    static uint32_t begun_min[MOST];
    uint32_t count = 0, notices = 0, wrong_notices = 0;
    begin();
    tell(NOON_min);
    for (uint32_t now_min = 0; now_min < 21UL * DAY_min; now_min += 20) {
        if (wait_min() == 0 && count < MOST) {
            bool told = usage_is_frequent(leg);
            uint32_t in_week = 0;
            for (uint32_t i = 0; i < count; i++)
                in_week += now_min - begun_min[i] < 7UL * DAY_min;
            notices += told;
            wrong_notices += told != (in_week >= LIMIT_SESSIONS_NOTICE - 1);
            have_session(leg);
            begun_min[count++] = now_min;
        }
        pass_min(20);
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
    begin();
    tell(NOON_min);
    have_session(leg);
    pass_min(30);
    power_cycle();
    is_int(tell(NOON_min + 5 * HOUR_min), 0, "five hours later, by the host's clock,");
    ok(wait_min() > 0, "is too early");
    power_cycle();
    tell(NOON_min + 6 * HOUR_min + 50);
    is_int(wait_min(), 0, "six hours and fifty minutes are enough, though the kit was off");
    is_int(usage_motor_left_s(leg), LIMIT_NEW_LEG_MOTOR_TIME_s, "and it has all of its motor time");
}

static void test_clock_set_back(void)
{
    begin();
    tell(NOON_min);
    have_session(leg);
    pass_min(10);
    uint8_t recent = leg->kept.recent[0];
    power_cycle();
    is_int(tell(NOON_min + 9), REFUSAL_CLOCK_BEHIND, "a time before the one it knows is no time");
    is_int(leg->kept.recent[0], recent, "nothing has passed by it");
    is_int(wait_min(), LIMIT_REST_s / MINUTE_s, "and the leg waits as without a clock");
    is_int(tell(NOON_min + 10), 0, "the time it knows is one");
    is_int(leg->kept.recent[0], recent, "by which nothing has passed either");
    is_int(wait_min(), 0, "the session goes on");
    is_int(tell(NOON_min + 100UL * DAY_min), 0, "a jump ahead while it is on is thanked");
    is_int(leg->kept.recent[0], recent, "and not believed");
    is_int((long)(calendar.now_min - NOON_min), 10, "its own seconds are");
}

/* A host is a week ahead. Taking turns, the two gain that week once and never again. */
static void test_two_hosts(void)
{
    uint32_t sessions = 0, real_min = NOON_min;
    begin();
    for (uint8_t turn = 0; turn < 40; turn++) {
        power_cycle();
        tell(turn & 1 ? real_min + 7UL * DAY_min : real_min);
        sessions += legs->standing & USAGE_TIMED && have_session(leg);
        pass_min(30);
        real_min += 30;
    }
    ok(sessions <= 4, "in 20 hours, and a week once: %lu timed sessions", (unsigned long)sessions);
}

/* What was used without a time was used just now, whatever the next host says. */
static void test_untimed_use(void)
{
    begin();
    tell(NOON_min);
    have_session(&legs[1]);
    power_cycle();
    pass_min(20);
    have_session(leg); /* who knows when */
    power_cycle();
    tell(NOON_min + 2UL * DAY_min);
    is_int(leg->kept.recent[0], USAGE_WEEK_units, "two days are no rest for it");
    is_int(calendar.unit_min, 0, "nor a part of a unit");
    is_int(usage_wait_min(&legs[1], 0), 0, "but for the other leg they are");
    pass_min(20);
    ok(wait_min() >= 5 * HOUR_min, "it waits for its six hours from then");
    power_cycle();
    tell(NOON_min + 2UL * DAY_min + 7 * HOUR_min);
    is_int(wait_min(), 0, "which may pass while it is off: since then the time is known");
}

static void test_long_off(void)
{
    begin();
    tell(NOON_min);
    leg->kept.dose_mCEM43 = 1999;
    memset(leg->kept.recent, USAGE_WEEK_units, sizeof leg->kept.recent);
    power_cycle();
    leg->kept.marks = USAGE_USED;
    tell(NOON_min + 7UL * DAY_min + 2 * USAGE_UNIT_min);
    is_int(wait_min(), 0, "after a week nothing is left of seven sessions");
    is_int(leg->kept.dose_mCEM43, 0, "nor of the dose");
    begin();
    tell(NOON_min);
    leg->kept.dose_mCEM43 = 1999;
    power_cycle();
    tell(NOON_min + 120);
    is_int(leg->kept.dose_mCEM43, 1999, "two hours by two clocks may be less");
    begin();
    tell(NOON_min);
    leg->kept.dose_mCEM43 = 1999;
    power_cycle();
    tell(NOON_min + 123);
    is_int(leg->kept.dose_mCEM43, 0, "with three minutes to spare they are two hours");
    begin();
    tell(NOON_min);
    memset(leg->kept.recent, USAGE_WEEK_units, sizeof leg->kept.recent);
    power_cycle();
    is_int(tell(UINT32_MAX), REFUSAL_BAD_VALUE, "the end of time is no time");
    is_int(tell(NOON_min * MINUTE_s), REFUSAL_BAD_VALUE, "nor are seconds minutes");
    is_int(leg->kept.recent[0], USAGE_WEEK_units, "nothing has passed by them");
    is_int(tell(LIMIT_CLOCK_MAX_min), 0, "the end of the century is a time");
    is_int(leg->kept.recent[0], 0, "and long enough");
    power_cycle();
    is_int(tell(NOON_min), REFUSAL_CLOCK_BEHIND, "this side of it nothing counts any more");
}

int main(void)
{
    test_seconds();
    test_six_hours();
    test_it_goes_on();
    test_short_use_is_no_session();
    test_day_and_week();
    test_off_counts_as_time();
    test_clock_set_back();
    test_two_hosts();
    test_untimed_use();
    test_long_off();
    return done();
}
