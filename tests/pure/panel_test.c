/* The panel: a press counts once, a held STOP means it, and the lamp blinks the number it means. */
#include <string.h>

#include "avr/board.h"
#include "avr/core/buttons.h"
#include "avr/core/lamp.h"
#include "protocol/faults.h"
#include "tests/tap.h"

/* --- buttons ---------------------------------------------------------------------------------- */

enum { MODE_counts = 20, LEVEL_counts = 512, RELEASED_counts = 1023 };

static struct buttons buttons;

/* Presses reported in some frames at this voltage, each told by its enum button. */
static long presses(uint8_t button, uint8_t frames, uint16_t ladder_counts)
{
    long count = 0;
    for (; frames > 0; frames--)
        count += buttons_frame(&buttons, ladder_counts) == button;
    return count;
}

static void test_press(uint8_t button, uint16_t ladder_counts, const char *name)
{
    buttons_init(&buttons);
    is_int(presses(button, 2, ladder_counts), 0, "%s: 20 ms are a bounce", name);
    is_int(presses(button, 1, ladder_counts), 1, "30 ms are a press");
    is_int(presses(button, 200, ladder_counts), 0, "however long it lasts, it is one press");
    is_int(presses(button, 2, RELEASED_counts) + presses(button, 50, ladder_counts), 0,
           "a contact that chatters does not press twice");
    presses(button, 3, RELEASED_counts);
    is_int(presses(button, 10, ladder_counts), 1, "after a release it can be pressed again");
}

static void test_bounce(void)
{
    buttons_init(&buttons);
    long count = 0;
    for (uint8_t frame = 0; frame < 60; frame++)
        count += presses(BUTTON_MODE, 1, frame % 3 == 2 ? RELEASED_counts : MODE_counts);
    is_int(count, 0, "a wire that flickers every 30 ms never pauses a session");
}

static void test_ladder(void)
{
    static const struct {
        uint16_t counts;
        uint8_t want;
    } rows[] = {
        {0, BUTTON_MODE},
        {BOARD_LADDER_MODE_max_counts - 1, BUTTON_MODE},
        {BOARD_LADDER_MODE_max_counts, BUTTON_LEVEL},
        {BOARD_LADDER_LEVEL_max_counts - 1, BUTTON_LEVEL},
        {BOARD_LADDER_LEVEL_max_counts, BUTTON_NONE},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        buttons_init(&buttons);
        presses(BUTTON_NONE, 3, rows[row].counts);
        is_int(buttons.held, rows[row].want, "%u counts are the button that is there",
               rows[row].counts);
    }
}

static void test_stop_held(void)
{
    buttons_init(&buttons);
    long count = 0;
    for (uint16_t frame = 0; frame < 1000; frame++)
        count += buttons_stop_held(&buttons, true);
    is_int(count, 0, "a STOP that is down from the start, stuck, acknowledges nothing");
    buttons_stop_held(&buttons, false);
    for (uint16_t frame = 0; frame < 299; frame++)
        count += buttons_stop_held(&buttons, true);
    is_int(count, 0, "STOP for 2.99 s stops, but acknowledges no fault");
    ok(buttons_stop_held(&buttons, true), "after 3 s it does");
    for (uint16_t frame = 0; frame < 1000; frame++)
        count += buttons_stop_held(&buttons, true);
    is_int(count, 0, "once: a stuck button does not acknowledge fault after fault");
    buttons_stop_held(&buttons, false);
    for (uint16_t frame = 0; frame < 299; frame++)
        count += buttons_stop_held(&buttons, true);
    is_int(count, 0, "letting go begins the three seconds anew");
    ok(buttons_stop_held(&buttons, true), "and they can be held again");
}

/* --- lamp ------------------------------------------------------------------------------------- */

static struct lamp lamp;

enum { GAP_tenths = 5 /* a longer darkness ends a digit */, GIVE_UP_tenths = 200 };

/* How long the lamp stays as it has just become. */
static uint8_t hold(bool lit, uint32_t faults)
{
    uint8_t tenths = 0;
    do {
        lamp_tenth(&lamp, false, false, faults);
        tenths++;
    } while (lamp.attention == lit && tenths < GIVE_UP_tenths);
    return tenths;
}

/* One digit as a person counts it: slow blinks are tens, quick ones are units. Begins and ends
 * with the first tenth of a blink. */
static uint8_t count_digit(uint32_t faults)
{
    uint8_t blinks = 0, lit_tenths, dark_tenths;
    do {
        lit_tenths = hold(true, faults);
        dark_tenths = hold(false, faults);
        blinks++;
    } while (dark_tenths <= GAP_tenths);
    return lit_tenths > 3 ? (uint8_t)(10 * blinks) : blinks;
}

static uint8_t count_number(uint32_t faults)
{
    hold(false, faults);
    count_digit(faults); /* perhaps not from its beginning */
    uint8_t first = count_digit(faults);
    uint8_t second = count_digit(faults);
    return first == second ? first : (uint8_t)(first + second);
}

static void test_blinks(void)
{
    static const uint8_t numbers[] = {
        FAULT_NTC_OPEN,    FAULT_NTC_SHORT,      FAULT_OVER_TEMPERATURE,
        FAULT_NO_RISE,     FAULT_RISE_WHILE_OFF, FAULT_SUPPLY_HIGH,
        FAULT_HEATER_OPEN, FAULT_ILLEGAL_RESET,  FAULT_STORE_CORRUPT,
        FAULT_SELF_TEST,   FAULT_MOTOR,          FAULT_SENSORS_STALE,
    };
    for (uint8_t i = 0; i < sizeof numbers; i++) {
        memset(&lamp, 0, sizeof lamp);
        is_int(count_number(FAULT_BIT(numbers[i])), numbers[i],
               "fault %u is blinked as %u: without a PC it is all a person has", numbers[i],
               numbers[i]);
    }
    memset(&lamp, 0, sizeof lamp);
    is_int(count_number(FAULT_BIT(FAULT_SELF_TEST) | FAULT_BIT(FAULT_SUPPLY_LOW)), FAULT_SUPPLY_LOW,
           "of two faults the lower number is blinked, not a mixture");
}

/* Lit tenths in ten seconds. */
static long lit_tenths(bool session_is_open, bool waits, bool status)
{
    long lit = 0;
    memset(&lamp, 0, sizeof lamp);
    for (uint8_t tenth = 0; tenth < 100; tenth++) {
        lamp_tenth(&lamp, session_is_open, waits, 0);
        lit += status ? lamp.status : lamp.attention;
    }
    return lit;
}

static void test_steady(void)
{
    is_int(lit_tenths(true, false, true), 100, "the status lamp is on all through a session");
    is_int(lit_tenths(false, false, true), 5, "otherwise a flash every two seconds: it is alive");
    is_int(lit_tenths(true, true, false), 100, "the attention lamp calls the person steadily");
    is_int(lit_tenths(true, false, false), 0, "and is dark when there is nothing to do");
}

int main(void)
{
    test_press(BUTTON_MODE, MODE_counts, "MODE");
    test_press(BUTTON_LEVEL, LEVEL_counts, "LEVEL");
    test_bounce();
    test_ladder();
    test_stop_held();
    test_blinks();
    test_steady();
    return done();
}
