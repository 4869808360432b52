#include "avr/core/control.h"

#include <stdbool.h>

#include "protocol/limits.h"

enum {
    SECONDS_PER_MINUTE = 60,
    OUTER_GAIN = 75,    /* degrees of pad per degree of skin */
    ERROR_MAX_cC = 200, /* five times what asks for all or nothing: the products fit in 16 bits */
    INTEGRAL_s = 150,   /* the integral acts as fast as the gain after this time */
    INTEGRAL_PART = INTEGRAL_s / OUTER_GAIN,
    INTEGRAL_MAX_cC = 600,
    INNER_cC_FULL_DUTY = 20, /* pad this far below its target: full power */
    DUTY_FULL = 1000,
    SLEW_cC_s = LIMIT_WARM_UP_SLEW_mC_min / 10 / SECONDS_PER_MINUTE, /* rounded down */
};

static __attribute__((noinline)) int16_t clamp(int16_t value, int16_t low, int16_t high)
{
    return value < low ? low : value > high ? high : value;
}

void control_reset(struct control *control)
{
    control->target_cC = 0;
    control->integral_cCs = 0;
}

/* Towards the setpoint: freely to 38 C, then by the slew; from where the skin is. */
static void slew_target(struct control *control, int16_t setpoint_cC, int16_t skin_cC)
{
    int16_t target_cC = control->target_cC;
    if (target_cC == 0)
        target_cC = skin_cC;
    if (target_cC < LIMIT_cC(WARM_UP_FREE))
        target_cC = LIMIT_cC(WARM_UP_FREE);
    target_cC = (int16_t)(target_cC + SLEW_cC_s);
    control->target_cC = target_cC < setpoint_cC ? target_cC : setpoint_cC;
}

uint16_t control_second(struct control *control, int16_t setpoint_cC, int16_t skin_cC,
                        int16_t pad_cC)
{
    if (setpoint_cC == 0) {
        control_reset(control);
        return 0;
    }
    slew_target(control, setpoint_cC, skin_cC);
    int16_t error_cC = clamp((int16_t)(control->target_cC - skin_cC), -ERROR_MAX_cC, ERROR_MAX_cC);
    int16_t pad_target_cC = (int16_t)(control->target_cC + error_cC * OUTER_GAIN +
                                      control->integral_cCs / INTEGRAL_PART);
    bool is_limited = pad_target_cC >= LIMIT_cC(PAD_CONTROL);
    int16_t short_cC = (int16_t)((is_limited ? LIMIT_cC(PAD_CONTROL) : pad_target_cC) - pad_cC);
    uint16_t duty =
        (uint16_t)(clamp(short_cC, 0, INNER_cC_FULL_DUTY) * (DUTY_FULL / INNER_cC_FULL_DUTY));

    /* integrate only where the heater can follow: not while it is at an end and would go further */
    bool saturated = error_cC > 0 ? is_limited || duty == DUTY_FULL : duty == 0;
    if (!saturated)
        control->integral_cCs =
            clamp((int16_t)(control->integral_cCs + error_cC), 0, INTEGRAL_MAX_cC * INTEGRAL_PART);
    return duty;
}
