/* heater.h: the chain from the arm pin and the power pin to current in the pad.
 *
 * Charge pump -> arm switch (high side) -> STOP contact -> bimetal -> pad -> low-side FET -> shunt.
 * Owns: nothing; state is the caller's. Time is true time in microseconds.
 */
#ifndef HOST_KIT_HEATER_H
#define HOST_KIT_HEATER_H

#include <stdbool.h>

struct heater_faults {
    bool fet_short, fet_open, open, arm_switch_short, arm_switch_open, bimetal_open;
};

struct heater {
    double pump_V; /* on the arm switch's gate, at `now_us` */
    double now_us;
    double on_s; /* time with current since heater_take_on_s() */
    bool arm_pin, power_pin;
    bool stop_pressed;
    bool bimetal_tripped;
    double pad_Ohm;
    struct heater_faults faults;
};

/* Advances to `now_us` with pins and faults as they are; call it before changing any of them. */
void heater_advance(struct heater *heater, double now_us);

/* The arm pin changed: a rising edge pumps charge. */
void heater_set_arm_pin(struct heater *heater, bool level);

/* The bimetal on the pad opens and closes by itself. */
void heater_set_pad_temperature(struct heater *heater, double pad_C);

/* Whether the arm switch conducts. */
bool heater_is_armed(const struct heater *heater);

/* Whether current flows, and how much from `supply_V`. */
bool heater_is_on(const struct heater *heater);
double heater_current_A(const struct heater *heater, double supply_V);

/* Seconds with current since the last call. */
double heater_take_on_s(struct heater *heater);

#endif
