/* The self-test's hands: probing, driving one output, asking the person, and the walk itself. */
#include <string.h>

#include "host/calf/faults.h"
#include "host/calf/say.h"
#include "host/calf/selftest/selftest.h"
#include "host/calf/signals.h"
#include "host/calf/told_time.h"
#include "host/calf/vocabulary.h"
#include "protocol/faults.h"

enum {
    POLL_ms = 50,
    HOLD_ms = 1000, /* asked for at each renewal: so long it lasts without us at most */
    RENEW_ms = 400,
    READY_ms = 3000,  /* a device that was just reset has measured everything by then */
    WHOLE_CYCLES = 2, /* the second measurement that ends while an output is driven is all of it */
};

static int64_t now_us(const struct selftest *test)
{
    return test->device->link->now_us(test->device->link);
}

static bool end_walk(struct selftest *test, int code)
{
    if (test->code == EXIT_OK)
        test->code = code;
    return false;
}

static bool goes_on(struct selftest *test)
{
    if (test->code == EXIT_OK && signals_count() > 0)
        test->code = EXIT_STOPPED;
    return test->code == EXIT_OK;
}

void selftest_progress(const struct selftest *test, const char *doing)
{
    if (test->progress)
        test->progress(item_name(test->item), doing);
}

bool selftest_wait(struct selftest *test, unsigned span_ms)
{
    int64_t end_us = now_us(test) + span_ms * INT64_C(1000);
    while (goes_on(test) && now_us(test) < end_us)
        if (!device_listen(test->device, end_us))
            return end_walk(test, device_explain(test->device, "selftest", ANSWER_LOST));
    return goes_on(test);
}

bool selftest_probe(struct selftest *test, struct msg_probe_reply *probe)
{
    struct device *device = test->device;
    enum answer answer = device_ask_plain(device, MESSAGE_PROBE);
    if (answer == ANSWER_DONE &&
        message_get_probe_reply(probe, device->reply, device->reply_length))
        return goes_on(test);
    return end_walk(test, device_explain(device, "selftest", answer));
}

/* --- driving ---------------------------------------------------------------------------------- */

/* The leg of the last session is still declared; after a power-up none is. */
static void say_leg_rests(char *why, size_t size, uint16_t wait_min)
{
    char span[TOLD_TIME_BYTES] = "";
    if (wait_min > 0 && wait_min < UINT16_MAX)
        told_time_span(span, wait_min);
    snprintf(
        why, size,
        "not tested: %s%s%s; with the cuff on the table, switch the kit off and on, and test again",
        refusal_words(REFUSAL_LEG_RESTS), span[0] ? ", in " : "", span);
}

/* Why the device does not drive it, for the report. */
static bool block_refused(struct selftest *test)
{
    struct msg_refused refused = test->device->refused;
    struct msg_status_reply status;
    char why[SELFTEST_TEXT];
    snprintf(why, sizeof why, "not tested: %s", refusal_words(refused.reason));
    if (refused.reason == REFUSAL_LEG_RESTS)
        say_leg_rests(why, sizeof why, refused.detail);
    if (refused.reason == REFUSAL_WRONG_STATE || refused.reason == REFUSAL_FAULT_LATCHED) {
        if (device_ask_status(test->device, &status) != ANSWER_DONE)
            return end_walk(test, device_explain(test->device, "selftest", ANSWER_SILENT));
        for (unsigned fault = 0; fault < FAULT_END; fault++)
            if (status.faults & FAULT_BIT(fault))
                snprintf(why, sizeof why,
                         "not tested: F%02u %s is latched; `calf ack` once it is mended", fault,
                         fault_title(fault));
    }
    selftest_block(test, why);
    return false;
}

static bool ask_for(struct selftest *test, uint8_t output, unsigned span_ms)
{
    struct msg_test request = {
        .test = output, .test_inverted = (uint8_t)~output, .duration_ms = (uint16_t)span_ms};
    uint8_t message[LENGTH_TEST];
    uint8_t length = message_put_test(message, device_sequence(test->device), &request);
    enum answer answer = device_ask(test->device, message, length);
    if (answer == ANSWER_DONE)
        return true;
    return answer == ANSWER_REFUSED
               ? block_refused(test)
               : end_walk(test, device_explain(test->device, "selftest", answer));
}

/* Something has switched it off: a fault, STOP, or a reading that forbids it. */
static void note_cut(struct selftest *test, struct driven *driven)
{
    struct msg_status_reply status;
    driven->cut = true;
    if (device_ask_status(test->device, &status) == ANSWER_DONE)
        driven->faults = status.faults;
}

static void note_extremes(struct driven *driven, const struct msg_probe_reply *probe)
{
    if (probe->heater_mA > driven->heater_most_mA)
        driven->heater_most_mA = probe->heater_mA;
    if (probe->supply_mV < driven->supply_least_mV)
        driven->supply_least_mV = probe->supply_mV;
}

static void take_sample(struct driven *driven, const struct msg_probe_reply *probe)
{
    driven->samples++;
    driven->heater_mA = probe->heater_mA;
    driven->motor_mA = probe->motor_mA;
}

bool selftest_drive(struct selftest *test, uint8_t output, unsigned span_ms, struct driven *driven)
{
    struct msg_probe_reply probe;
    *driven = (struct driven){.supply_least_mV = UINT16_MAX};
    if (!selftest_probe(test, &probe))
        return false;
    uint8_t cycles = probe.cycles;
    unsigned whole = 0;
    bool was_driven = false;
    int64_t end_us = now_us(test) + span_ms * INT64_C(1000), renew_us = 0;
    while (now_us(test) < end_us) {
        if (now_us(test) >= renew_us) {
            renew_us = now_us(test) + RENEW_ms * INT64_C(1000);
            if (!ask_for(test, output, HOLD_ms))
                return false;
        }
        if (!selftest_wait(test, POLL_ms) || !selftest_probe(test, &probe))
            return false;
        note_extremes(driven, &probe);
        if (was_driven && probe.test != output) {
            note_cut(test, driven);
            return test->code == EXIT_OK;
        }
        was_driven = probe.test == output;
        if (was_driven && probe.cycles != cycles && ++whole >= WHOLE_CYCLES)
            take_sample(driven, &probe);
        cycles = probe.cycles;
    }
    return ask_for(test, TEST_NONE, POLL_ms);
}

/* --- asking ----------------------------------------------------------------------------------- */

enum asked selftest_ask(struct selftest *test, const struct question *question, uint8_t output,
                        char *answer, size_t size)
{
    int64_t renew_us = 0;
    if (!test->person.answer)
        return ASKED_NOBODY;
    for (;;) {
        if (output != TEST_NONE && now_us(test) >= renew_us) {
            renew_us = now_us(test) + RENEW_ms * INT64_C(1000);
            if (!ask_for(test, output, HOLD_ms))
                return ASKED_NOBODY;
        }
        enum asked asked = test->person.answer(test->person.context, question, answer, size);
        if (asked != ASKED_WAIT && output != TEST_NONE && !ask_for(test, TEST_NONE, POLL_ms))
            return ASKED_NOBODY;
        if (asked != ASKED_WAIT)
            return asked;
        if (!selftest_wait(test, POLL_ms))
            return ASKED_NOBODY;
    }
}

/* --- the walk --------------------------------------------------------------------------------- */

static void (*const walks[ITEM_COUNT])(struct selftest *test) = {
#define AS_ROW(name, word, help) [ITEM_##name] = selftest_do_##name,
    SELFTEST_ITEMS(AS_ROW)
#undef AS_ROW
};

/* A device that has just been reset still checks itself, and one that plays is left alone. */
static bool is_ready(struct selftest *test)
{
    struct msg_status_reply status = {.state = STATE_BOOT};
    int64_t limit_us = now_us(test) + READY_ms * INT64_C(1000);
    do {
        enum answer answer = device_ask_status(test->device, &status);
        if (answer != ANSWER_DONE)
            return end_walk(test, device_explain(test->device, "selftest", answer));
    } while ((status.state == STATE_BOOT ||
              test->device->clock.now_us < 2 * HOLD_ms / 4 * INT64_C(1000)) &&
             now_us(test) < limit_us && selftest_wait(test, POLL_ms));
    switch (status.state) {
    case STATE_IDLE:
    case STATE_ARMED:
    case STATE_STOPPED:
    case STATE_TESTING:
    case STATE_FAULT:
        return goes_on(test);
    default:
        return end_walk(test, fail(EXIT_REFUSED, "selftest: not while the device is in state '%s'",
                                   state_words(status.state)));
    }
}

/* Whatever has been driven is off: by itself within a second, or at once if the device hears us. */
static void switch_off(struct selftest *test)
{
    if (test->code != EXIT_LINK && device_ask_plain(test->device, MESSAGE_STOP) != ANSWER_DONE)
        say("selftest: the device did not answer to STOP; what it drives ends by itself in a "
            "second");
}

void selftest_walk(struct selftest *test)
{
    if (!is_ready(test))
        return;
    for (enum selftest_item item = 0; item < ITEM_COUNT && goes_on(test); item++) {
        if (test->results[item].outcome == NOT_WANTED)
            continue;
        test->item = item;
        test->results[item].outcome = GOOD;
        selftest_progress(test, item_help(item));
        walks[item](test);
        if (!goes_on(test))
            selftest_block(test, "broken off");
        else if (test->done)
            test->done(test, item);
    }
    switch_off(test);
}
