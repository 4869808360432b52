#include "avr/core/heat_watch.h"

#include <stdbool.h>

#include "protocol/faults.h"

enum {
    RISE_WINDOW_s = 60,
    RISE_cC = 150,
    RISE_ABOVE_SKIN_cC = 50, /* a pad that is heated is warmer than the leg: 1 K and more (C) */
    RISE_DUTY_permille = 500,
    OFF_SETTLE_s = 20, /* heat stored in the pad spreads */
    OFF_WINDOW_s = 30,
    OFF_RISE_cC = 100,
    OFF_ABOVE_SKIN_cC = 100, /* a leg warms the skin side first */
};

static void set_present(struct heat_watch *watch, uint8_t bit, bool is_present)
{
    watch->present = (uint8_t)(is_present ? watch->present | bit : watch->present & ~bit);
}

/* F04: a minute at over half duty, the pad hardly warmer, and not warmer than what it warms. */
static void watch_rise(struct heat_watch *watch, int16_t skin_cC, int16_t pad_cC,
                       uint16_t heater_permille)
{
    if (heater_permille == 0) {
        set_present(watch, FAULT_BIT(FAULT_NO_RISE), false);
        watch->rise_s = 0;
        return;
    }
    if (watch->rise_s == 0) {
        watch->rise_cC = pad_cC;
        watch->duty_permille_s = 0;
    }
    watch->duty_permille_s = (uint16_t)(watch->duty_permille_s + heater_permille);
    if (++watch->rise_s < RISE_WINDOW_s)
        return;
    watch->rise_s = 0;
    set_present(watch, FAULT_BIT(FAULT_NO_RISE),
                watch->duty_permille_s > RISE_DUTY_permille * RISE_WINDOW_s &&
                    pad_cC < watch->rise_cC + RISE_cC && pad_cC < skin_cC + RISE_ABOVE_SKIN_cC);
}

/* F06: without heat the pad gets warmer, and from its own side. */
static void watch_off(struct heat_watch *watch, int16_t skin_cC, int16_t pad_cC,
                      uint16_t heater_permille)
{
    if (heater_permille > 0) {
        watch->off_s = 0; /* and the fault is not there: it forbids heat */
        return;
    }
    watch->off_s++;
    if (watch->off_s == OFF_SETTLE_s)
        watch->off_cC = pad_cC;
    if (watch->off_s < OFF_SETTLE_s + OFF_WINDOW_s)
        return;
    watch->off_s = OFF_SETTLE_s;
    set_present(watch, FAULT_BIT(FAULT_RISE_WHILE_OFF),
                pad_cC > watch->off_cC + OFF_RISE_cC && pad_cC > skin_cC + OFF_ABOVE_SKIN_cC);
    watch->off_cC = pad_cC;
}

void heat_watch_second(struct heat_watch *watch, int16_t skin_cC, int16_t pad_cC,
                       uint16_t heater_permille)
{
    watch_rise(watch, skin_cC, pad_cC, heater_permille);
    watch_off(watch, skin_cC, pad_cC, heater_permille);
}
