/* thermal.h: the warmth of pad, skin and calf, in one dimension.
 *
 * Heater -> pad -> contact -> skin surface -> tissue with blood perfusion -> core; pad -> ambient.
 * Constants are named, with unit and source, in thermal.c. Explicit steps: any up to 0.5 s is
 * stable.
 * Owns: nothing; pure functions on the caller's struct.
 */
#ifndef HOST_KIT_THERMAL_H
#define HOST_KIT_THERMAL_H

#include <stdbool.h>

enum { THERMAL_NODES = 16 };

struct thermal {
    double pad_C;
    double tissue_C[THERMAL_NODES]; /* [0] is the skin's surface; deeper ones lie further apart */
};

/* What acts on the leg and the pad during a step. */
struct thermal_input {
    double heater_W;
    double ambient_C;
    double perfusion; /* factor on blood flow, 1 for a rested adult */
    bool on_leg;      /* false: the cuff hangs in the air, pad and skin both lose to ambient */
    bool blanket;     /* over the cuff */
};

/* Where the heat of a step went, in joules; for energy balances. */
struct thermal_ledger {
    double heater_J, ambient_J, blood_J, core_J;
};

/* A bare leg with its skin at `skin_C`, in balance with the blood, and a pad at ambient. */
void thermal_init(struct thermal *thermal, double ambient_C, double skin_C, double perfusion);

/* Advances by `step_s`. Adds to `ledger` unless it is NULL. */
void thermal_step(struct thermal *thermal, const struct thermal_input *input, double step_s,
                  struct thermal_ledger *ledger);

/* What the skin's sensor lies in, between pad and skin. */
double thermal_between_C(const struct thermal *thermal);

/* Heat stored in pad and tissue, relative to 0 C, in joules. */
double thermal_stored_J(const struct thermal *thermal);

/* How deep below the surface a node is. */
double thermal_depth_m(unsigned node);

#endif
