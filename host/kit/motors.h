/* motors.h: six eccentric-mass motors behind low-side FETs: speed and current.
 *
 * Owns: nothing; state is the caller's.
 */
#ifndef HOST_KIT_MOTORS_H
#define HOST_KIT_MOTORS_H

#include <stdbool.h>

/* What is wrong with a motor; several may hold at once. */
struct motor_faults {
    bool open;      /* a wire is off: no current, no motion */
    bool shorted;   /* the winding: current up to what its fuse lets through, no motion */
    bool stalled;   /* blocked: the current of standstill */
    bool fet_short; /* runs at full power whatever the pin says */
};

struct motor {
    double speed; /* 0..1 of full speed at 5 V */
    struct motor_faults faults;
};

/* The speed after `step_s` at `duty` (0..1 of the PWM period) and `supply_V`. */
void motor_step(struct motor *motor, double duty, double supply_V, double step_s);

/* Mean supply current in ampere. At the start it is that of standstill and falls with speed. */
double motor_current_A(const struct motor *motor, double duty, double supply_V);

#endif
