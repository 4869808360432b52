/* What is astray between pad and skin is found at the corners of room, pad, supply and blanket, and no good kit
 * is blamed there: controller and watch on the kit's model of the warmth, a second at a time. */
#include <math.h>

#include "avr/core/control.h"
#include "avr/core/heat_watch.h"
#include "host/kit/ntc.h"
#include "host/kit/thermal.h"
#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/tap.h"

enum { STEPS_s = 4, SESSION_s = 1200, WARM_s = 900, DISAGREE_cC = 1500 };

enum ill { WELL, SKIN_FROZEN, SKIN_DETACHED, CUFF_OFF, PAD_DETACHED, SWAPPED };

struct course {
    double ambient_C, pad_Ohm, supply_V, skin_C, perfusion, setpoint_C;
    double apart_K; /* the skin's sensor reads so much too high, the pad's so much too low */
    bool blanket;
    int rest_at_s, rest_s; /* a pause */
    enum ill ill;
    int ill_at_s;
};

struct result {
    int found_s;   /* after it went ill; -1: not */
    bool disagree; /* the level check would have been there first, or as well */
    bool cold;     /* after 12 min the session says that warmth does not come */
    double hottest_C, least_K,
        most_K; /* true skin; the sensors' pad above skin, less what was expected */
};

struct leg {
    struct thermal thermal;
    struct ntc skin, pad;
    double frozen_C;
};

static void pass(const struct course *course, struct leg *leg, enum ill ill, uint16_t permille)
{
    const struct thermal_input input = {
        .heater_W = course->supply_V * course->supply_V / course->pad_Ohm * permille / 1000,
        .ambient_C = course->ambient_C,
        .perfusion = course->perfusion,
        .on_leg = ill != CUFF_OFF,
        .blanket = course->blanket,
    };
    for (int step = 0; step < STEPS_s; step++) {
        thermal_step(&leg->thermal, &input, 1.0 / STEPS_s, NULL);
        double skin_C = thermal_between_C(&leg->thermal), pad_C = leg->thermal.pad_C;
        if (ill == CUFF_OFF) /* as in the kit: both hang at the pad, the skin's half in the air */
            skin_C = (pad_C + course->ambient_C) / 2;
        ntc_follow(&leg->skin, ill == SKIN_DETACHED ? course->ambient_C : skin_C, 1.0 / STEPS_s);
        ntc_follow(&leg->pad, ill == PAD_DETACHED ? course->ambient_C : pad_C, 1.0 / STEPS_s);
    }
}

static int16_t to_cC(double celsius)
{
    return (int16_t)lround(celsius * 100);
}

static void read_sensors(const struct course *course, const struct leg *leg, enum ill ill,
                         int16_t *skin_cC, int16_t *pad_cC)
{
    double skin_C = ill == SKIN_FROZEN ? leg->frozen_C : leg->skin.bead_C;
    *skin_cC = to_cC((ill == SWAPPED ? leg->pad.bead_C : skin_C) + course->apart_K);
    *pad_cC = to_cC((ill == SWAPPED ? skin_C : leg->pad.bead_C) - course->apart_K);
}

static struct result play(const struct course *course)
{
    struct result result = {.found_s = -1};
    struct heat_watch watch = {0};
    struct control control;
    struct leg leg;
    heat_watch_init(&watch);
    control_reset(&control);
    thermal_init(&leg.thermal, course->ambient_C, course->skin_C, course->perfusion);
    leg.skin.bead_C = leg.frozen_C = thermal_between_C(&leg.thermal);
    leg.pad.bead_C = leg.thermal.pad_C;
    heat_watch_second(&watch, to_cC(leg.skin.bead_C), to_cC(leg.pad.bead_C),
                      0); /* the switches are proven */
    int until_s = course->ill_at_s + SESSION_s;
    for (int second = 0; second < until_s && result.found_s < 0; second++) {
        enum ill ill = second < course->ill_at_s ? WELL : course->ill;
        int16_t skin_cC, pad_cC;
        if (ill == WELL)
            leg.frozen_C = leg.skin.bead_C;
        read_sensors(course, &leg, ill, &skin_cC, &pad_cC);
        bool rests = second >= course->rest_at_s && second < course->rest_at_s + course->rest_s;
        uint16_t permille =
            control_second(&control, rests ? 0 : to_cC(course->setpoint_C), skin_cC, pad_cC);
        heat_watch_second(&watch, skin_cC, pad_cC, permille);
        pass(course, &leg, ill, permille);
        double astray_K = (pad_cC - skin_cC - (watch.expected_q5_cC >> 5)) / 100.0;
        result.least_K =
            fmin(result.least_K, second < 60 ? 0 : astray_K); /* a cold cuff is far below */
        result.most_K = fmax(result.most_K, astray_K);
        result.hottest_C = fmax(result.hottest_C, leg.thermal.tissue_C[0]);
        result.cold |= second == LIMIT_HEAT_WAIT_s && skin_cC < to_cC(course->setpoint_C - 1.5);
        result.disagree |= pad_cC > skin_cC + DISAGREE_cC;
        if (watch.present || skin_cC >= LIMIT_cC(SKIN_TRIP) || pad_cC >= LIMIT_cC(PAD_TRIP))
            result.found_s = second - course->ill_at_s;
    }
    return result;
}

/* --- every corner -------------------------------------------------------------------------------- */

struct tally {
    int runs, found, unnoticed, latest_s;
    double hottest_C, least_K, most_K;
};

static void add(struct tally *tally, const struct course *course)
{
    struct result result = play(course);
    tally->runs++;
    tally->found += result.found_s >= 0 || result.disagree;
    tally->unnoticed += result.found_s < 0 && !result.disagree && !result.cold;
    tally->latest_s = result.found_s > tally->latest_s ? result.found_s : tally->latest_s;
    tally->hottest_C = fmax(tally->hottest_C, result.hottest_C);
    tally->least_K = fmin(tally->least_K, result.least_K);
    tally->most_K = fmax(tally->most_K, result.most_K);
}

/* The bits of `corner` are the ends of what a kit is made for, or of what lies beyond. */
static void set_corner(struct course *course, unsigned corner, bool beyond)
{
    course->ambient_C = corner & 1 ? (beyond ? 35 : 30) : beyond ? 10 : 15;
    course->pad_Ohm = 3.3 * (corner & 2 ? (beyond ? 1.2 : 1.1) : beyond ? 0.8 : 0.9);
    course->supply_V = corner & 4 ? (beyond ? 5.5 : 5.25) : beyond ? 4.5 : 4.75;
    course->blanket = corner & 8;
}

static struct tally try_corners(const struct course *first, bool beyond)
{
    static const int rests_s[] = {0, 5, 15, 40, 200};
    static const double skins_C[] = {28, 32, 36}, setpoints_C[] = {36.0, 38.5, 41.0};
    static const double perfusions[] = {1, 0.4, 2.5};
    struct tally tally = {0};
    for (unsigned i = 0; i < 16 * 6; i++) {
        struct course course = *first;
        set_corner(&course, i, beyond);
        if (course.ill ==
            WELL) { /* each corner meets another leg, warmth, pause and pair of sensors */
            course.skin_C = skins_C[i % 3];
            course.setpoint_C = setpoints_C[i / 3 % 3];
            course.perfusion = perfusions[i / 5 % 3];
            course.rest_at_s = 100 + (int)i * 37 % 500;
            course.rest_s = rests_s[i % 5];
            course.apart_K = 0.78 * ((int)(i / 16 % 3) - 1);
        } else if (i >= 16) {
            break;
        }
        add(&tally, &course);
    }
    return tally;
}

static void test_good(bool beyond)
{
    struct course course = {.ill = WELL};
    struct tally tally = try_corners(&course, beyond);
    diag("pad above skin, less what is expected: %.1f to %.1f K; true skin at most %.1f C",
         tally.least_K, tally.most_K, tally.hottest_C);
    is_int(tally.found, 0, "no good kit is blamed, %s (%d courses)",
           beyond ? "nor one beyond what it is made for" : "at any corner", tally.runs);
    ok(tally.hottest_C < 42, "and none is hot");
}

/* An ill kit: in how many corners it is found, and that no skin gets hot in any. */
static int test_ill(enum ill ill, const char *what, int at_s, int least_found, int within_s)
{
    const struct course course = {
        .skin_C = 32, .perfusion = 1, .setpoint_C = 40, .ill = ill, .ill_at_s = at_s};
    struct tally tally = try_corners(&course, false);
    ok(tally.found >= least_found, "%s after %d s is found at %d of %d corners, %d at least", what,
       at_s, tally.found, tally.runs, least_found);
    ok(tally.latest_s <= within_s, "within %d s (%d)", within_s, tally.latest_s);
    ok(tally.hottest_C < 41.5, "the skin is %.1f C at most", tally.hottest_C);
    return tally.unnoticed;
}

int main(void)
{
    test_good(false);
    test_good(true);
    test_ill(SKIN_FROZEN, "a skin sensor that freezes", 0, 16, 1170);
    is_int(test_ill(SKIN_FROZEN, "one that does on the way", 150, 2, 1170), 0,
           "else the session says it");
    test_ill(SKIN_FROZEN, "one that does", WARM_s, 0,
             0); /* where it is right: the pad's limit guards */
    test_ill(SKIN_DETACHED, "a skin sensor in the air", 0, 16, 420);
    test_ill(SKIN_DETACHED, "one", WARM_s, 16, 60);
    is_int(test_ill(CUFF_OFF, "a cuff that is open", 0, 13, 1170), 0,
           "at the other corners the session says that warmth does not come");
    test_ill(CUFF_OFF, "one that comes open", WARM_s, 13, 1000);
    test_ill(PAD_DETACHED, "a pad sensor in the air", 0, 16, 120);
    test_ill(PAD_DETACHED, "one", WARM_s, 16,
             120); /* two of the minutes in which it is looked for */
    test_ill(SWAPPED, "exchanged sensors", 0, 15, 150);
    return done();
}
