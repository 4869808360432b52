#include "avr/hw/arm.h"

#include "avr/hw/hw.h"

enum {
    HALF_PERIODS = 15 /* a frame has ten ticks; the next round may come some milliseconds late */
};

static uint8_t signed_to; /* the last of the checks that have signed in a row */
static uint8_t half_periods_left;

void arm_sign(uint8_t check)
{
    signed_to = check == ARM_STATE || check == (uint8_t)(signed_to + 1) ? check : 0;
}

bool arm_take_round(void)
{
    if (signed_to != ARM_CHECKS)
        return false;
    signed_to = 0;
    half_periods_left = HALF_PERIODS;
    return true;
}

__attribute__((always_inline)) inline void arm_pump(void)
{
    if (half_periods_left == 0 || (GPIOR0 & _BV(FLAG_CUT)))
        return;
    half_periods_left--;
    PINB = _BV(PIN_BIT_HEATER_ARM); /* writing a one to PIN toggles PORT (datasheet 14.2.2) */
}
