/* Items buttons and leds: both need a person. */
#include <stdio.h>
#include <string.h>

#include "host/calf/selftest/selftest.h"
#include "host/calf/vocabulary.h"

enum { PRESS_LIMIT_ms = 20000, LOOK_ms = 50, STOP_BUTTON = 0, BUTTONS = 3 };

/* In the order of the findings: STOP, then as PRESSES has them. */
static const char *const buttons[BUTTONS] = {"STOP", "MODE", "LEVEL"};

static bool is_pressed(const struct msg_probe_reply *probe, unsigned button)
{
    return button == STOP_BUTTON ? probe->stop : probe->button == button;
}

/* Waits until the button is, or is no longer, pressed; `other`: another one was meanwhile. False: it did not come
 * to that; the person has given up, or time is over. */
static bool await_button(struct selftest *test, unsigned button, bool pressed, bool *other)
{
    struct question question = {pressed ? ASK_PRESS : ASK_RELEASE, button, ""};
    char answer[SELFTEST_TEXT];
    snprintf(question.words, sizeof question.words, "%s %s%s",
             pressed ? "Press and hold" : "Let go of", buttons[button],
             pressed ? "  (Enter: it is pressed, and nothing happens)" : "");
    for (unsigned waited_ms = 0; waited_ms < PRESS_LIMIT_ms; waited_ms += LOOK_ms) {
        struct msg_probe_reply probe;
        if (!selftest_probe(test, &probe))
            return false;
        if (is_pressed(&probe, button) == pressed)
            return true;
        *other |= button != STOP_BUTTON && probe.button != PRESSED_NONE;
        if (*other && pressed)
            return false;
        enum asked asked =
            test->person.answer(test->person.context, &question, answer, sizeof answer);
        if (asked != ASKED_WAIT || !selftest_wait(test, LOOK_ms))
            return false;
    }
    return false;
}

/* All of them let go, before the next is asked for. */
static bool await_rest(struct selftest *test, bool *other)
{
    bool at_rest = true;
    for (unsigned button = 0; at_rest && button < BUTTONS; button++)
        at_rest = await_button(test, button, false, other);
    return at_rest;
}

static void try_button(struct selftest *test, unsigned button)
{
    bool other = false, unused = false;
    if (await_button(test, button, true, &other))
        selftest_measured(test, "%s", buttons[button]);
    else if (other)
        selftest_found(test, FOUND_LADDER_SWAPPED, 0, "%s was pressed", buttons[button]);
    else if (test->code == EXIT_OK)
        selftest_found(test, FOUND_STOP_SILENT + button, 0, "%s", "");
    await_rest(test, &unused);
}

static bool is_stuck(struct selftest *test)
{
    struct msg_probe_reply probe;
    bool stuck = false;
    if (!selftest_wait(test, 100) || !selftest_probe(test, &probe))
        return true;
    for (unsigned button = 0; button < BUTTONS; button++) {
        if (!is_pressed(&probe, button))
            continue;
        selftest_found(test, FOUND_STOP_STUCK + button, 0, "%s", "");
        stuck = true;
    }
    return stuck;
}

void selftest_do_BUTTONS(struct selftest *test)
{
    if (is_stuck(test))
        return;
    if (!test->person.answer) {
        selftest_skip(test, "none is stuck; that each works needs a person to press it");
        return;
    }
    for (unsigned button = 0; button < BUTTONS && test->code == EXIT_OK; button++) {
        struct result *result = &test->results[test->item];
        try_button(test, button);
        if (result->count > 0 && result->found[0].finding == FOUND_LADDER_SWAPPED)
            return; /* the other one is no news */
    }
}

/* --- LEDs ------------------------------------------------------------------------------------- */

enum { LEDS = 3 };

static const char *const leds[LEDS] = {"status", "heat", "attention"};

/* The LED that the person sees: the one expected for "", LEDS for none, more for what is no answer. */
static unsigned led_seen(const char *answer, unsigned expected)
{
    unsigned led = 0;
    if (answer[0] == '\0')
        return expected;
    if (strcmp(answer, "none") == 0)
        return LEDS;
    while (led < LEDS && strcmp(leds[led], answer) != 0)
        led++;
    return led < LEDS ? led : LEDS + 1;
}

/* False: there is nobody to say. */
static bool try_led(struct selftest *test, unsigned led)
{
    struct question question = {ASK_LED, TEST_LED_STATUS + led, ""};
    char answer[SELFTEST_TEXT];
    snprintf(question.words, sizeof question.words,
             "Which LED is lit? Enter: %s.  Else status, heat, attention or none:", leds[led]);
    unsigned seen;
    do {
        if (selftest_ask(test, &question, (uint8_t)question.subject, answer, sizeof answer) !=
            ASKED_ANSWERED)
            return false;
        seen = led_seen(answer, led);
    } while (seen > LEDS);
    if (seen == led)
        selftest_measured(test, "%s", leds[led]);
    else if (seen == LEDS)
        selftest_found(test, FOUND_LED_DARK, led, "%s", leds[led]);
    else
        selftest_found(test, FOUND_LED_SWAPPED, led, "%s in place of %s", leds[seen], leds[led]);
    return true;
}

void selftest_do_LEDS(struct selftest *test)
{
    unsigned led = 0;
    while (led < LEDS && try_led(test, led))
        led++;
    if (led < LEDS && test->results[test->item].outcome == GOOD && test->code == EXIT_OK)
        selftest_skip(test, "needs a person to look");
}
