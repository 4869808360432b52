#include "host/kit/motors.h"

#include <math.h>

/* A can-type "gamepad" motor of 3 V to 5 V; all judgement, from the range of data sheets. */
static const double RATED_V = 5.0;
static const double STANDSTILL_A = 0.36; /* at rated voltage: winding resistance 14 ohm */
static const double RUNNING_A = 0.12;    /* at full speed */
static const double SHORTED_A = 2.0;     /* a shorted winding, until the polyfuse warms up */
static const double START_DRIVE = 0.22;  /* share of rated voltage that breaks static friction */
static const double KEEP_DRIVE = 0.14;   /* below this it stops again */
static const double RISE_s = 0.08;
static const double COAST_s = 0.16;

/* Share of the rated voltage that reaches the winding, on average. */
static double drive(const struct motor *motor, double duty, double supply_V)
{
    if (motor->faults.open)
        return 0;
    return (motor->faults.fet_short ? 1.0 : duty) * supply_V / RATED_V;
}

/* The speed at which the motor would settle. The dead band is wider at rest than in motion. */
static double settled_speed(const struct motor *motor, double drive_now)
{
    const struct motor_faults *faults = &motor->faults;
    double needed = motor->speed > 0.01 ? KEEP_DRIVE : START_DRIVE;
    if (faults->stalled || faults->shorted || drive_now < needed)
        return 0;
    return (drive_now - KEEP_DRIVE) / (1 - KEEP_DRIVE);
}

void motor_step(struct motor *motor, double duty, double supply_V, double step_s)
{
    double target = settled_speed(motor, drive(motor, duty, supply_V));
    double lag_s = target > motor->speed ? RISE_s : COAST_s;
    motor->speed += (target - motor->speed) * -expm1(-step_s / lag_s);
}

double motor_current_A(const struct motor *motor, double duty, double supply_V)
{
    double drive_now = drive(motor, duty, supply_V);
    if (motor->faults.shorted)
        return drive_now > 0 ? SHORTED_A * fmin(1, drive_now) : 0;
    double back_emf_A = (STANDSTILL_A - RUNNING_A) * motor->speed;
    return fmax(0, STANDSTILL_A * drive_now - back_emf_A);
}
