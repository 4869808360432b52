/* Dose and usage: what a leg has had is never counted too low, and comes back only by resting. */
#include <string.h>

#include "protocol/dose.h"
#include "avr/core/usage.h"
#include "protocol/limits.h"
#include "protocol/words.h"
#include "tests/tap.h"

enum { FRAMES_s = 100, MINUTE_s = 60 };
#define COOL_cC 3300
#define WARM_cC 3850
#define HOT_cC 3860

static struct usage leg;

static void begin(uint8_t completed)
{
    memset(&leg, 0, sizeof leg);
    leg.kept.completed = completed;
}

static void pass(uint32_t seconds, int16_t skin_cC, bool heating)
{
    for (; seconds > 0; seconds--) {
        usage_rest(&leg, 1);
        usage_second(&leg, skin_cC, heating);
        leg.unanswered_s = 0; /* somebody is there */
    }
}

static bool hot_time_is_used(void)
{
    return usage_heat_rests(&leg) == NOTICE_HOT_TIME_USED;
}

static void move(uint32_t frames)
{
    for (; frames > 0; frames--)
        usage_motor_frame(&leg);
}

/* --- dose ------------------------------------------------------------------------------------- */

/* 1000 * R^(43 - T), R = 0.25 below 43 C and 0.5 above, from 36.0 to 48.0 C in tenths: a product
 * of the tenth roots of 4 and 2. */
static void test_dose_rate(void)
{
    const double root_of_4 = 1.148698354997035, root_of_2 = 1.0717734625362931;
    double true_rate = 1000.0 / 16384; /* 4^-7 */
    long too_low = 0, too_high = 0, uncounted = 0, unexact = 0;
    for (int16_t skin_cC = 3600; skin_cC <= 4800; skin_cC = (int16_t)(skin_cC + 10)) {
        double rate = dose_rate_mCEM43_min(skin_cC);
        if (skin_cC < 3700)
            uncounted += rate > 0 || true_rate > 0.25;
        else if (skin_cC <= 4700)
            too_low += rate < true_rate - 1e-6;
        too_high += rate > true_rate * 1.15 + 1;
        unexact += skin_cC % 50 == 0 && skin_cC <= 4700 && rate > true_rate + 0.99;
        true_rate *= skin_cC < 4300 ? root_of_4 : root_of_2;
    }
    is_int(too_low, 0, "from 37 to 47 C no dose is understated: skin would get more than it may");
    is_int(too_high, 0, "none is overstated by over 15 %% and one unit: warmth would end early");
    is_int(unexact, 0, "at each half degree it is the true one, rounded up");
    is_int(uncounted, 0, "only what is less than a 4000th of a minute per minute is left out");
    is_int(dose_rate_mCEM43_min(4300), 1000, "at 43 C a minute is a minute, by definition");
    is_int(dose_rate_mCEM43_min(4419), 2316, "2315.02 is rounded up: never a part too little");
    is_int(dose_rate_mCEM43_min(INT16_MAX), dose_rate_mCEM43_min(4700),
           "absurd heat does not wrap");
    is_int(dose_rate_mCEM43_min(-27400), 0, "and no reading is no dose");
}

static void test_dose_budget(void)
{
    begin(2);
    pass(7 * MINUTE_s, 4100, true);
    ok(!usage_dose_is_used(&leg), "at 41 C the dose allows more than 7 min of warmth");
    pass(28, 4100, true);
    ok(usage_dose_is_used(&leg), "but not more than the 7.5 min that the skin may have");
    is_int(leg.kept.hot_s, 7 * MINUTE_s + 28, "all of it is hot time too");

    pass(7198, COOL_cC, false);
    ok(usage_dose_is_used(&leg), "almost two hours of rest give no dose back");
    pass(1, 3630, false);
    pass(7199, COOL_cC, false);
    ok(usage_dose_is_used(&leg), "a second of dose in between starts the two hours anew");
    pass(1, COOL_cC, false);
    ok(!usage_dose_is_used(&leg), "two hours do");
    is_int(leg.kept.dose_mCEM43, 0, "and then give all of it");
}

static void test_dose_is_used_to_the_last_unit(void)
{
    begin(2);
    leg.kept.dose_mCEM43 = LIMIT_DOSE_MAX_mCEM43 - 1;
    ok(!usage_dose_is_used(&leg), "1.999 equivalent minutes are not two");
    leg.kept.dose_mCEM43 = LIMIT_DOSE_MAX_mCEM43;
    ok(usage_dose_is_used(&leg), "two are all");
}

/* One thousandth a minute: fractions must add up, or a mild warmth would count as none. */
static void test_small_doses_add_up(void)
{
    begin(2);
    pass(60 * MINUTE_s, 3620, false);
    is_int(leg.kept.dose_mCEM43, 60, "an hour at the mildest rate is sixty thousandths");
}

/* --- hot time --------------------------------------------------------------------------------- */

static void test_hot_time(void)
{
    begin(2);
    pass(LIMIT_HOT_TIME_s, WARM_cC, true);
    is_int(leg.kept.hot_s, 0, "at 38.5 C the 20 minutes do not run");
    pass(LIMIT_HOT_TIME_s - 1, HOT_cC, true);
    ok(!hot_time_is_used(), "above it, 19:59 min of heat are free");
    pass(1, HOT_cC, true);
    ok(hot_time_is_used(), "and 20:00 min are all");

    pass(LIMIT_REST_s - 2, COOL_cC, false);
    pass(1, COOL_cC, true);
    ok(hot_time_is_used(), "almost 20 min of rest are not enough");
    pass(LIMIT_REST_s - 1, COOL_cC, false);
    ok(hot_time_is_used(), "and a second of heat, however mild, starts them anew");
    pass(1, WARM_cC, false);
    ok(!hot_time_is_used(), "after 20:00 min the leg may be warmed again");
}

static void test_hot_skin_is_no_rest(void)
{
    begin(2);
    pass(LIMIT_HOT_TIME_s, HOT_cC, true);
    pass(LIMIT_REST_s, WARM_cC + 1, false);
    ok(hot_time_is_used(), "skin that stays above 38.5 C without heat does not rest");
    pass(LIMIT_REST_s - 1, WARM_cC, false);
    ok(hot_time_is_used(), "at 38.5 C it does,");
    pass(1, WARM_cC, false);
    ok(!hot_time_is_used(), "from its last hot second on");
}

/* The user would lose: a session, to the warmth of the one before it. */
static void test_heat_counts_anew(void)
{
    begin(2);
    pass(LIMIT_SESSION_COUNTS_HEAT_s - 1, COOL_cC, true);
    pass(LIMIT_REST_s, COOL_cC, false);
    pass(LIMIT_SESSION_COUNTS_HEAT_s - 1, COOL_cC, true);
    is_int(leg.kept.recent[0], 0, "twice 4:59 min of heat with a rest between are no session");
    pass(1, COOL_cC, true);
    is_int(leg.kept.recent[0], USAGE_WEEK_units, "5:00 min are");
}

/* --- motor time ------------------------------------------------------------------------------- */

static void test_motor_time(uint8_t completed, uint16_t limit_s)
{
    begin(completed);
    is_int(usage_motor_left_s(&leg), limit_s, "a leg with %u sessions may have %u s of motors",
           completed, limit_s);
    move((uint32_t)limit_s * FRAMES_s - 1);
    is_int(usage_motor_left_s(&leg), 1, "10 ms before that there is a second left");
    ok(!usage_motor_is_used(&leg), "which the gate lets it have");
    move(1);
    is_int(usage_motor_left_s(&leg), 0, "then none");
    ok(usage_motor_is_used(&leg), "as the gate sees it, too");
    pass(1199, COOL_cC, false);
    is_int(usage_motor_left_s(&leg), 0, "19:59 min of rest give none back");
    pass(1, COOL_cC, false);
    is_int(usage_motor_left_s(&leg), limit_s, "20:00 min give all");
}

static void test_nearly_a_second(void)
{
    begin(2);
    move(FRAMES_s - 2);
    ok(!usage_is_nearly_a_second(&leg), "after 98 frames two are missing to a second");
    move(1);
    ok(usage_is_nearly_a_second(&leg), "after 99 the next makes it full");
    move(1);
    ok(!usage_is_nearly_a_second(&leg), "and then another one begins");
}

static void test_motor_rest_is_in_one_piece(void)
{
    begin(2);
    move(500L * FRAMES_s);
    pass(1199, COOL_cC, false);
    move(1);
    pass(1199, COOL_cC, false);
    is_int(usage_motor_left_s(&leg), LIMIT_MOTOR_TIME_s - 500, "one twitch begins the rest anew");
}

static void test_counts_do_not_wrap(void)
{
    begin(2);
    leg.kept = (struct usage_leg){
        .motor_s = UINT16_MAX, .hot_s = UINT16_MAX, .dose_mCEM43 = UINT16_MAX, .completed = 2};
    move(FRAMES_s);
    pass(1, 4500, true);
    ok(leg.kept.motor_s == UINT16_MAX && leg.kept.hot_s == UINT16_MAX &&
           leg.kept.dose_mCEM43 == UINT16_MAX,
       "a full count stays full: wrapping would hand out a new budget");
    is_int(usage_motor_left_s(&leg), 0, "and means none is left");
}

/* --- waiting ---------------------------------------------------------------------------------- */

/* To the second, or the minutes that are told are not those it takes. */
static void test_wait_after_reset(void)
{
    static const struct {
        uint16_t rest_s, wait_min;
    } rows[] = {{0, 20}, {59, 20}, {60, 19}, {119, 19}, {1139, 2}, {1140, 1}, {1199, 1}};
    for (uint8_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin(2);
        leg.kept.marks = USAGE_USED;
        usage_begin(&leg, false);
        usage_rest(&leg, rows[i].rest_s);
        is_int(usage_wait_min(&leg, 0), rows[i].wait_min, "%u s after the reset so many minutes",
               rows[i].rest_s);
        is_int(usage_motor_left_s(&leg), 0, "in which nothing moves");
    }
    usage_rest(&leg, 1);
    is_int(usage_wait_min(&leg, 0), 0, "after 1200 s none");
    is_int(usage_motor_left_s(&leg), LIMIT_MOTOR_TIME_s, "and it may move");
}

/* Six hours from the last session, and a day from the last but one. */
static void test_longest_wait(void)
{
    const uint8_t day_units = 24 * 60 / USAGE_UNIT_min, six_hours_units = 6 * 60 / USAGE_UNIT_min;
    begin(2);
    leg.standing = USAGE_TIMED;
    leg.kept.recent[0] = USAGE_WEEK_units;
    leg.kept.recent[1] = (uint8_t)(USAGE_WEEK_units - day_units);
    is_int(usage_wait_min(&leg, 0), (six_hours_units + 1) * USAGE_UNIT_min,
           "a day that is nearly over does not shorten the six hours");
    leg.kept.recent[0] = (uint8_t)(USAGE_WEEK_units - six_hours_units);
    leg.kept.recent[1] = USAGE_WEEK_units - 10;
    is_int(usage_wait_min(&leg, 0), (day_units - 10 + 1) * USAGE_UNIT_min,
           "nor six hours that are nearly over the day");
    is_int(usage_wait_min(&leg, 7), (day_units - 10 + 1) * USAGE_UNIT_min - 7,
           "of which some minutes are gone");
}

/* A record that cannot be read is all that a leg may have in a day, and no more. */
static void test_lost(void)
{
    begin(2);
    usage_begin(&leg, true);
    is_int(leg.kept.dose_mCEM43, LIMIT_DOSE_MAX_mCEM43, "what is lost counts as all of the dose");
    for (uint8_t i = 0; i < LIMIT_SESSIONS_PER_WEEK; i++)
        is_int(leg.kept.recent[i], i < LIMIT_SESSIONS_PER_DAY ? USAGE_WEEK_units : 0,
               "session %d of the day's two", i + 1);
}

/* --- what is written down --------------------------------------------------------------------- */

/* A cut just before the next checkpoint must not leave a record that is too generous. */
static void test_checkpoint(void)
{
    long motor_short = 0, hot_short = 0, dose_short = 0;
    for (int16_t skin_cC = 3400; skin_cC <= 4400; skin_cC = (int16_t)(skin_cC + 10)) {
        for (int16_t later_cC = 0; later_cC <= 50; later_cC = (int16_t)(later_cC + 50)) {
            begin(2);
            leg.motor_part_frames = 99;
            leg.dose_part = 59;
            struct usage_leg record = usage_checkpoint(&leg, true, skin_cC);
            pass(MINUTE_s, (int16_t)(skin_cC + later_cC), true);
            move(60L * FRAMES_s);
            motor_short += record.motor_s < leg.kept.motor_s - 1; /* the part of a second */
            hot_short += record.hot_s < leg.kept.hot_s;
            dose_short += record.dose_mCEM43 < leg.kept.dose_mCEM43;
        }
    }
    is_int(motor_short, 0, "a checkpoint covers the coming minute's motor time");
    is_int(hot_short, 0, "and its hot time, half a degree warmer included");
    is_int(dose_short, 0, "and its dose");

    begin(2);
    is_int(
        usage_checkpoint(&leg, true, 4200).dose_mCEM43, dose_rate_mCEM43_min(4355),
        "charged is the worst sensor and half a degree more: not so much that warmth ends early");
    is_int(usage_checkpoint(&leg, true, 3650).hot_s, 0,
           "a skin that cannot be hot within the "
           "minute is charged no hot time");
    is_int(usage_checkpoint(&leg, true, 3651).hot_s, MINUTE_s, "one that can is charged it");

    is_int(usage_checkpoint(&leg, true, COOL_cC).marks, USAGE_USED | USAGE_COUNTED | USAGE_UNTIMED,
           "it is marked as used, who knows when");
    leg.standing = USAGE_TIMED;
    is_int(usage_checkpoint(&leg, true, COOL_cC).marks, USAGE_USED | USAGE_COUNTED,
           "or at a known time");

    move(FRAMES_s);
    struct usage_leg record = usage_checkpoint(&leg, false, HOT_cC);
    is_bytes(&record, &leg.kept, sizeof record, "a leg that is not in use is charged nothing");
}

int main(void)
{
    test_dose_rate();
    test_dose_budget();
    test_dose_is_used_to_the_last_unit();
    test_small_doses_add_up();
    test_hot_time();
    test_hot_skin_is_no_rest();
    test_heat_counts_anew();
    test_motor_time(0, LIMIT_NEW_LEG_MOTOR_TIME_s);
    test_motor_time(1, LIMIT_NEW_LEG_MOTOR_TIME_s);
    test_motor_time(2, LIMIT_MOTOR_TIME_s);
    test_nearly_a_second();
    test_motor_rest_is_in_one_piece();
    test_counts_do_not_wrap();
    test_wait_after_reset();
    test_longest_wait();
    test_lost();
    test_checkpoint();
    return done();
}
