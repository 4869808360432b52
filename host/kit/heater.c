#include "host/kit/heater.h"

#include <math.h>

/* Charge pump of 47 nF, two Schottky diodes, 470 nF and twice 200 kOhm. Its free numbers are fitted to
 * the schematic as simulated in SPICE, and tests/schematics/truth_test.c holds them to it: one lone edge
 * leaves 0.44 V on the gate, toggling at 500 Hz 3.3 V, and after the last edge of a pin that sticks
 * high the pad's current lasts 79 ms with a transistor of the least threshold. */
static const double PUMP_DECAY_us = 47e3; /* 100 kOhm x 470 nF */
static const double PUMP_SHARE = 0.0942;  /* of the difference, moved by each rising edge */
static const double PUMP_LIMIT_V = 4.67;
static const double SWITCH_THRESHOLD_V =
    0.65; /* where a least IRLZ44N ends the last of the current */

/* A 50 C bimetal of the KSD9700 class; its reset is some 10 K lower. */
static const double BIMETAL_OPENS_C = 50.0;
static const double BIMETAL_CLOSES_C = 40.0;

static bool path_is_closed(const struct heater *heater)
{
    const struct heater_faults *faults = &heater->faults;
    bool conducts = faults->fet_short || (heater->power_pin && !faults->fet_open);
    return conducts && !faults->open && !faults->bimetal_open && !heater->bimetal_tripped;
}

bool heater_is_armed(const struct heater *heater)
{
    if (heater->faults.arm_switch_short)
        return true;
    return !heater->faults.arm_switch_open && heater->pump_V > SWITCH_THRESHOLD_V &&
           !heater->stop_pressed;
}

bool heater_is_on(const struct heater *heater)
{
    return heater_is_armed(heater) && path_is_closed(heater);
}

/* How long the pump still holds the switch on, if nobody pumps. */
static double hold_us(const struct heater *heater)
{
    if (heater->faults.arm_switch_short)
        return INFINITY;
    return heater_is_armed(heater) ? PUMP_DECAY_us * log(heater->pump_V / SWITCH_THRESHOLD_V) : 0;
}

void heater_advance(struct heater *heater, double now_us)
{
    double elapsed_us = now_us - heater->now_us;
    if (elapsed_us <= 0)
        return;
    if (path_is_closed(heater))
        heater->on_s += fmin(elapsed_us, hold_us(heater)) * 1e-6;
    heater->pump_V *= exp(-elapsed_us / PUMP_DECAY_us);
    heater->now_us = now_us;
}

void heater_set_arm_pin(struct heater *heater, bool level)
{
    if (level && !heater->arm_pin)
        heater->pump_V += (PUMP_LIMIT_V - heater->pump_V) * PUMP_SHARE;
    heater->arm_pin = level;
}

void heater_set_pad_temperature(struct heater *heater, double pad_C)
{
    if (pad_C > BIMETAL_OPENS_C)
        heater->bimetal_tripped = true;
    else if (pad_C < BIMETAL_CLOSES_C)
        heater->bimetal_tripped = false;
}

double heater_current_A(const struct heater *heater, double supply_V)
{
    return heater_is_on(heater) ? supply_V / heater->pad_Ohm : 0;
}

double heater_take_on_s(struct heater *heater)
{
    double on_s = heater->on_s;
    heater->on_s = 0;
    return on_s;
}
