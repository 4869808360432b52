/* heat_optimum.h: how fast a leg could be warmed at all: the bang-bang optimum.
 *
 * Full power whenever the pad's sensor reads below LIMIT_PAD_CONTROL_mC and the skin's below the setpoint,
 * by a controller that needs no time to see and to switch, on the virtual kit's own physics
 * (host/kit/thermal.h). No controller that keeps these limits is faster
 * (Pontryagin's principle for a plant that heat only warms: the largest admissible input is
 * the fastest; Kirk, Optimal Control Theory, 1970, ch. 5).
 * Owns: nothing. Context: tests. Errors: a negative time means never within the time given.
 */
#ifndef TESTS_EVIDENCE_HEAT_OPTIMUM_H
#define TESTS_EVIDENCE_HEAT_OPTIMUM_H

#include "host/kit/kit.h"

struct heat_optimum {
    double reached_s;   /* the sensor is first this near the setpoint */
    double recovered_s; /* and again, from the cuff's opening */
};

/* What is asked: near_K from the setpoint, where the displays show error_K more than the sensors have. The
 * cuff stays closed until hold_s after that, is open for open_s, and then closed. */
struct heat_task {
    double setpoint_C, near_K, error_K, hold_s, open_s, within_s;
};

struct heat_optimum heat_optimum(const struct kit_options *kit, const struct heat_task *task);

#endif
