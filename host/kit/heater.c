#include "host/kit/heater.h"

#include <math.h>

/* Charge pump of 100 nF, two Schottky diodes, 1 uF and 47 kOhm. Its two free numbers are fitted to
 * the circuit as simulated in SPICE: one lone edge leaves 0.67 V on the gate, and after toggling at
 * 500 Hz it takes 73 ms to fall to 1.0 V. */
static const double PUMP_DECAY_us = 47e3; /* 47 kOhm x 1 uF */
static const double PUMP_SHARE = 0.1043;  /* of the difference, moved by each rising edge */
static const double PUMP_LIMIT_V = 6.42;
static const double SWITCH_THRESHOLD_V =
    1.0; /* least of an IRLZ44N: the longest that it may hold */

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
