/* Item heater: at rest, each switch alone, both, and what the thermistors make of ten seconds of warmth. */
#include "host/calf/selftest/selftest.h"

enum {
    ALONE_ms = 400,     /* three measurements; fault 11 would take five */
    ARM_FALLS_ms = 300, /* the charge pump holds for 150 ms at most */
    DRIFT_ms = 4000,
    HEAT_ms = 10000,
    AFTER_ms = 8000, /* the bead's lag of some seconds, three times */
    FALL_ms = 6000,
    /* mA as the firmware converts them, which takes the rail for 5 V: it hardly depends on the supply.
     * 3.3 Ohm +-10 % draws 1,380 to 1,680; shunt, amplifier and converter together +-8 %. */
    OFF_mA = 150,
    OPEN_mA = 400,
    LEAST_mA = 1250,
    MOST_mA = 1850,
    SAGS_mV = 300, /* more than 0.2 Ohm in supply and cable */
    /* 10 s of 7.5 W warm a pad of 23 J/K by 3 K, and a heavy one with a slow bead still by 0.7 (C) */
    RISE_mC = 500,
    SWAPPED_SHARE =
        4, /* the skin's half of a cuff gets a quarter of the pad's warmth and more (J) */
    STILL_RISES_mC_s = 150, /* half of what full power does to it */
};

/* A thermistor's change over a span, in mC a second. */
struct slope {
    double skin_mC_s, pad_mC_s;
};

static struct slope slope_of(const struct msg_probe_reply *from, const struct msg_probe_reply *to,
                             unsigned span_ms)
{
    return (struct slope){1000.0 * (to->skin_mC - from->skin_mC) / span_ms,
                          1000.0 * (to->pad_mC - from->pad_mC) / span_ms};
}

/* One switch alone must draw nothing. False: the item is over. */
static bool try_alone(struct selftest *test, uint8_t output, enum selftest_finding finding)
{
    struct driven driven;
    if (!selftest_drive(test, output, ALONE_ms, &driven))
        return false;
    if (driven.samples == 0) {
        selftest_block(test, "the device does not drive it: is the pad warm from before?");
        return false;
    }
    if (driven.heater_most_mA <= OFF_mA)
        return true;
    selftest_found(test, finding, 0, "%u mA", driven.heater_most_mA);
    return false;
}

static void judge_supply(struct selftest *test, uint16_t before_mV, const struct driven *driven)
{
    int sag_mV = before_mV - driven->supply_least_mV;
    if (sag_mV > SAGS_mV)
        selftest_found(test, FOUND_SUPPLY_SAGS, 0, "by %.2f V", sag_mV / 1000.0);
}

/* Both switches, for a moment: is the pad there, and is it the right one? */
static bool try_both(struct selftest *test, uint16_t before_mV)
{
    struct driven driven;
    if (!selftest_drive(test, TEST_HEATER, ALONE_ms, &driven))
        return false;
    unsigned current_mA = driven.samples > 0 ? driven.heater_mA : driven.heater_most_mA;
    selftest_measured(test, "%u mA", current_mA);
    if (current_mA < OPEN_mA)
        selftest_found(test, FOUND_HEATER_OPEN, 0, "%u mA", current_mA);
    else if (current_mA < LEAST_mA)
        selftest_found(test, FOUND_HEATER_WEAK, 0, "%u mA", current_mA);
    else if (current_mA > MOST_mA)
        selftest_found(test, FOUND_HEATER_STRONG, 0, "%u mA", current_mA);
    else
        judge_supply(test, before_mV, &driven);
    return test->results[test->item].outcome != WRONG;
}

static void judge_rise(struct selftest *test, double skin_mC, double pad_mC)
{
    selftest_measured(test, "pad %+.1f K, skin %+.1f K in %d s", pad_mC / 1000, skin_mC / 1000,
                      HEAT_ms / 1000);
    bool swapped = skin_mC >= RISE_mC && skin_mC > pad_mC && pad_mC * SWAPPED_SHARE > skin_mC;
    if (!swapped && pad_mC < RISE_mC)
        selftest_found(test, FOUND_NO_RISE, 0, "%+.1f K", pad_mC / 1000);
    else if (swapped)
        selftest_found(test, FOUND_NTC_SWAPPED, 0, "skin %+.1f K, pad %+.1f K", skin_mC / 1000,
                       pad_mC / 1000);
}

static void judge_fall(struct selftest *test, const struct slope *after)
{
    if (after->pad_mC_s > STILL_RISES_mC_s)
        selftest_found(test, FOUND_NO_FALL, 0, "%+.1f K in a minute", after->pad_mC_s * 60 / 1000);
}

/* Warmth up, and down again. What the pad did before, it may do by itself. */
static void try_warmth(struct selftest *test)
{
    struct msg_probe_reply before, begin, end, later, last;
    struct driven driven;
    selftest_progress(test, "at rest");
    if (!selftest_probe(test, &before) || !selftest_wait(test, DRIFT_ms) ||
        !selftest_probe(test, &begin))
        return;
    selftest_progress(test, "10 s of warmth; please watch the LED across the pad");
    if (!selftest_drive(test, TEST_HEATER, HEAT_ms, &driven))
        return;
    judge_supply(test, begin.supply_mV, &driven);
    if (driven.cut) {
        selftest_block(test, "the device has ended it: see `calf status`");
        return;
    }
    if (!selftest_probe(test, &end))
        return;
    struct slope drift = slope_of(&before, &begin, DRIFT_ms);
    judge_rise(test, end.skin_mC - begin.skin_mC - drift.skin_mC_s * HEAT_ms / 1000,
               end.pad_mC - begin.pad_mC - drift.pad_mC_s * HEAT_ms / 1000);
    selftest_progress(test, "and down again");
    if (!selftest_wait(test, AFTER_ms) || !selftest_probe(test, &later) ||
        !selftest_wait(test, FALL_ms) || !selftest_probe(test, &last))
        return;
    struct slope after = slope_of(&later, &last, FALL_ms);
    judge_fall(test, &after);
}

static void ask_led(struct selftest *test)
{
    struct question question = {ASK_HEATER_LED, 0,
                                "Did the LED across the pad light? Enter: yes.  Else no:"};
    char answer[SELFTEST_TEXT];
    if (selftest_ask(test, &question, TEST_NONE, answer, sizeof answer) == ASKED_ANSWERED &&
        answer[0] == 'n')
        selftest_found(test, FOUND_HEATER_LED, 0, "%s", "");
}

void selftest_do_HEATER(struct selftest *test)
{
    struct msg_probe_reply rest;
    if (!selftest_wait(test, ARM_FALLS_ms) || !selftest_probe(test, &rest))
        return;
    if (rest.heater_mA > OFF_mA) {
        selftest_found(test, FOUND_HEATER_AT_REST, 0, "%u mA", rest.heater_mA);
        return;
    }
    if (!try_alone(test, TEST_HEATER_POWER, FOUND_ARM_SHORT) ||
        !selftest_wait(test, ARM_FALLS_ms) ||
        !try_alone(test, TEST_HEATER_ARM, FOUND_LOW_SIDE_SHORT) ||
        !selftest_wait(test, ARM_FALLS_ms) || !try_both(test, rest.supply_mV))
        return;
    try_warmth(test);
    if (test->code == EXIT_OK && test->results[test->item].outcome != BLOCKED)
        ask_led(test);
}
