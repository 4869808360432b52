/* Item motors: each alone at full duty; its current tells most, the person the rest. */
#include <string.h>

#include "host/calf/selftest/selftest.h"
#include "host/calf/vocabulary.h"

enum {
    DRIVE_ms = 800, /* it has spun up after half of it (0.1 s to speed; J) */
    /* mA at 5 V, above rest. A can-type motor runs on 60 to 200 and takes 14 Ohm's 360 at standstill (J, from
     * the range of data sheets); the shunt's amplifier reads right within 10 %. */
    AT_REST_mA = 40,
    LEAST_mA = 30,
    STALLED_mA = 260,
    SHORTED_mA = 600,
};

static bool judge_current(struct selftest *test, unsigned zone, int current_mA)
{
    const char *name = zone_words(zone);
    if (current_mA >= LEAST_mA && current_mA < STALLED_mA)
        return true;
    enum selftest_finding finding = current_mA < LEAST_mA      ? FOUND_MOTOR_MISSING
                                    : current_mA >= SHORTED_mA ? FOUND_MOTOR_SHORTED
                                                               : FOUND_MOTOR_STALLED;
    selftest_found(test, finding, zone, "%s, %d mA", name, current_mA);
    return false;
}

/* Which zone moved? Asked again as long as the person wants to feel it once more. False: nobody is there. */
static bool judge_place(struct selftest *test, unsigned zone)
{
    struct question question = {ASK_ZONE, zone, ""};
    char answer[SELFTEST_TEXT];
    snprintf(question.words, sizeof question.words,
             "Which zone moved? Enter: %s.  Else its name, none, or again:", zone_words(zone));
    for (;;) {
        struct driven driven;
        if (selftest_ask(test, &question, TEST_NONE, answer, sizeof answer) != ASKED_ANSWERED)
            return false;
        int seen = zone_number(answer);
        if (answer[0] == '\0' || seen == (int)zone)
            return true;
        if (seen >= 0 && seen < ZONE_COUNT)
            selftest_found(test, FOUND_MOTOR_SWAPPED, zone, "%s in place of %s", answer,
                           zone_words(zone));
        else if (strcmp(answer, "none") == 0)
            selftest_found(test, FOUND_MOTOR_STILL, zone, "%s", zone_words(zone));
        else if (selftest_drive(test, (uint8_t)(TEST_MOTOR_UM + zone), DRIVE_ms, &driven))
            continue;
        return true;
    }
}

void selftest_do_MOTORS(struct selftest *test)
{
    struct msg_probe_reply rest;
    bool felt = true;
    if (!selftest_wait(test, 200) || !selftest_probe(test, &rest))
        return;
    if (rest.motor_mA > AT_REST_mA) {
        selftest_found(test, FOUND_MOTOR_AT_REST, 0, "%u mA", rest.motor_mA);
        return;
    }
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        struct driven driven;
        selftest_progress(test, zone_words(zone));
        if (!selftest_drive(test, (uint8_t)(TEST_MOTOR_UM + zone), DRIVE_ms, &driven))
            return;
        if (driven.samples == 0) {
            selftest_block(test, "the device has stopped the motor");
            return;
        }
        int current_mA = driven.motor_mA - rest.motor_mA;
        selftest_measured(test, "%s %d mA", zone_words(zone), current_mA);
        if (judge_current(test, zone, current_mA) && felt)
            felt = judge_place(test, zone);
    }
    if (!felt && test->code == EXIT_OK)
        selftest_leave_open(test, "that each sits in its zone needs a person to feel it");
}
