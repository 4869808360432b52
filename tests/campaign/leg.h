/* leg.h: what a leg under the kit truly gets, by the model's own temperatures and not by what the firmware counts.
 *
 * Owns: nothing; the campaign owns its struct leg_log, its peer is the caller's. Context: tests.
 */
#ifndef TESTS_CAMPAIGN_LEG_H
#define TESTS_CAMPAIGN_LEG_H

#include <stdbool.h>

#include "tests/kit/peer.h"

/* Unsafe: skin above this for longer than that; the trip's threshold and the sensors' worst error make 43.3. */
#define LEG_UNSAFE_C 43.5
#define LEG_UNSAFE_s 1.0

struct leg_log {
    struct peer *peer;
    double skin_C, pad_C;  /* the highest so far */
    double unsafe_s;       /* of skin above LEG_UNSAFE_C */
    double dose_CEM43;     /* by the formula, not by dose.h's table */
    double hot_s;          /* heated, with skin above LIMIT_HOT_SKIN by the sensors' worst error */
    float pad_J;           /* at the last look */
    uint64_t moved_before; /* moving_cycles of the peer's outputs at the beginning */
};

/* Begins with this moment. */
void leg_log_begin(struct leg_log *log, struct peer *peer);

/* Lets time pass and looks at the truth once a second, or more often. */
void leg_log_run_s(struct leg_log *log, double seconds);

/* Seconds in which any motor was driven. */
double leg_log_moved_s(const struct leg_log *log);

/* Has the skin been too hot for too long? Or also had more dose than anyone may? */
bool leg_log_is_too_hot(const struct leg_log *log);
bool leg_log_is_unsafe(const struct leg_log *log);

/* Makes leg and pad as warm as this, at once, and the sensors with them: minutes that need not be simulated. */
void leg_warm(struct peer *peer, double skin_C, double pad_C);

#endif
