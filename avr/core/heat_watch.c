#include "avr/core/heat_watch.h"

#include <stdbool.h>

#include "protocol/faults.h"

enum {
    RISE_WINDOW_s = 60,
    RISE_cC = 150,
    RISE_ABOVE_SKIN_cC =
        50, /* a heated pad is above the skin: 1 K and more (C), with two bad sensors too */
    RISE_DUTY_permille = 650, /* a good kit at its setpoint in a room at 10 C needs up to 0.62 */
    OFF_SETTLE_s = 20,        /* heat stored in the pad spreads */
    OFF_WINDOW_s = 30,
    OFF_RISE_cC = 100,
    OFF_ABOVE_SKIN_cC = 100, /* a leg warms the skin side first */

    /* At full power the pad lies 8.1 K above the skin, half a minute late. Good kits at all corners of pad, supply,
     * room, leg and two sensors 1.6 K apart stay from 5.8 K below that to 2.6 above it (heat_corners_test.c). */
    FULL_ABOVE_SKIN_q4_permille = 13,
    TAU_BITS = 5,
    ABOVE_cC = 350,
    BELOW_cC = -750,
    FORGIVEN_cCs = 100, /* each second that is as expected */
    ASTRAY_cCs = 20000, /* 200 K for a second: a cold cuff put on a warm leg makes half of that */
    BEGIN_MAX_cC = 1000,
};

void heat_watch_init(struct heat_watch *watch)
{
    watch->off_s = OFF_SETTLE_s - 1;
}

static __attribute__((noinline)) void set_present(struct heat_watch *watch, uint8_t bit,
                                                  bool is_present)
{
    watch->present = (uint8_t)(is_present ? watch->present | bit : watch->present & ~bit);
}

/* F04: a minute at over 0.65 of full duty, the pad hardly warmer, and not warmer than what it warms. */
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
                watch->duty_permille_s > RISE_DUTY_permille * (uint16_t)RISE_WINDOW_s &&
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

/* F05: pad and skin stay apart by more, or by less, than the heat explains that was permitted. */
static void watch_flow(struct heat_watch *watch, int16_t above_cC, uint16_t heater_permille)
{
    if (watch->off_s >= OFF_SETTLE_s) { /* whatever there is, is where it begins */
        int16_t begin_cC = above_cC > BEGIN_MAX_cC    ? BEGIN_MAX_cC
                           : above_cC < -BEGIN_MAX_cC ? -BEGIN_MAX_cC
                                                      : above_cC;
        watch->expected_q5_cC = (int16_t)(begin_cC * (1 << TAU_BITS));
        watch->astray_cCs = 0;
        set_present(watch, FAULT_BIT(FAULT_DEFICIT), false);
        return;
    }
    watch->expected_q5_cC =
        (int16_t)(watch->expected_q5_cC - (watch->expected_q5_cC >> TAU_BITS) +
                  (int16_t)((uint16_t)(heater_permille * FULL_ABOVE_SKIN_q4_permille) >> 4));
    int16_t astray_cC = (int16_t)(above_cC - (watch->expected_q5_cC >> TAU_BITS));
    astray_cC = (int16_t)(astray_cC > 0 ? astray_cC - ABOVE_cC : BELOW_cC - astray_cC);
    if (astray_cC < 0)
        astray_cC = -FORGIVEN_cCs;
    else if (heater_permille == 0) /* a warm cuff that is taken off is no fault */
        return;
    int16_t sum_cCs = (int16_t)(watch->astray_cCs + astray_cC);
    if (sum_cCs > ASTRAY_cCs) { /* the heat is taken, and so it stays */
        sum_cCs = ASTRAY_cCs;
        set_present(watch, FAULT_BIT(FAULT_DEFICIT), true);
    }
    watch->astray_cCs = sum_cCs < 0 ? 0 : sum_cCs;
}

void heat_watch_second(struct heat_watch *watch, int16_t skin_cC, int16_t pad_cC,
                       uint16_t heater_permille)
{
    watch_rise(watch, skin_cC, pad_cC, heater_permille);
    watch_off(watch, skin_cC, pad_cC, heater_permille);
    watch_flow(watch, (int16_t)(pad_cC - skin_cC), heater_permille);
}
