#include "avr/core/control.h"

#include <stdbool.h>

#include "protocol/limits.h"

enum {
    SECONDS_PER_MINUTE = 60,
    OUTER_GAIN = 50,  /* degrees of pad per degree of skin */
    INTEGRAL_s = 100, /* the integral acts as fast as the gain after this time */
    INTEGRAL_PART = INTEGRAL_s / OUTER_GAIN,
    INTEGRAL_MAX_mC = 6000,
    INNER_mC_FULL_DUTY = 200, /* pad this far below its target: full power */
    DUTY_FULL = 1000,
};

static int32_t clamp(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

void control_reset(struct control *control)
{
    control->target_mC = 0;
    control->integral_mCs = 0;
}

/* Towards the setpoint: freely to 38 C, then by the slew; from where the skin is. */
static void slew_target(struct control *control, int32_t setpoint_mC, int32_t skin_mC)
{
    if (control->target_mC == 0)
        control->target_mC = skin_mC;
    int32_t free_mC = setpoint_mC < LIMIT_WARM_UP_FREE_mC ? setpoint_mC : LIMIT_WARM_UP_FREE_mC;
    if (control->target_mC < free_mC)
        control->target_mC = free_mC;
    control->target_mC += LIMIT_WARM_UP_SLEW_mC_min / SECONDS_PER_MINUTE;
    if (control->target_mC > setpoint_mC)
        control->target_mC = setpoint_mC;
}

uint16_t control_second(struct control *control, int32_t setpoint_mC, int32_t skin_mC,
                        int32_t pad_mC)
{
    if (setpoint_mC == 0) {
        control_reset(control);
        return 0;
    }
    slew_target(control, setpoint_mC, skin_mC);
    int32_t error_mC = control->target_mC - skin_mC;
    int32_t pad_target_mC =
        control->target_mC + error_mC * OUTER_GAIN + control->integral_mCs / INTEGRAL_PART;
    int32_t duty =
        (pad_target_mC < LIMIT_PAD_CONTROL_mC ? pad_target_mC : LIMIT_PAD_CONTROL_mC) - pad_mC;
    duty = clamp(duty * DUTY_FULL / INNER_mC_FULL_DUTY, 0, DUTY_FULL);

    /* integrate only where the heater can follow: not while it is at an end and would go further */
    bool saturated = (duty == DUTY_FULL && error_mC > 0) || (duty == 0 && error_mC < 0) ||
                     (pad_target_mC >= LIMIT_PAD_CONTROL_mC && error_mC > 0);
    if (!saturated)
        control->integral_mCs =
            clamp(control->integral_mCs + error_mC, 0, (int32_t)INTEGRAL_MAX_mC * INTEGRAL_PART);
    return (uint16_t)duty;
}
