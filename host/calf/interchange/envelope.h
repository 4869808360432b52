/* envelope.h: how strong something vibrates over time, sampled at the player's tick, and as few ramps.
 *
 * Importers fill in samples of 0 to 1; the strongest of what they put at one tick counts.
 * Owns: memory; envelope_free() gives it back. Context: host. Errors: false when there is no memory.
 */
#ifndef HOST_CALF_INTERCHANGE_ENVELOPE_H
#define HOST_CALF_INTERCHANGE_ENVELOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/routine.h"

enum {
    ENVELOPE_MAX_TICKS = ROUTINE_MAX_STAGE_s * ROUTINE_TICKS_s,
    ENVELOPE_MAX_RAMPS = 40, /* of 4 bytes and more: a routine has no room for more of them */
    ENVELOPE_MIN_RAMPS = 4,
    /* What a motor needs to be felt: 2 1/2 times its rise of 80 ms (host/kit/motors.c). */
    ENVELOPE_FELT_ticks = 20,
};

struct envelope {
    double *samples; /* one for each tick, and one for the end */
    uint32_t ticks;
};

/* Where ramps meet. */
struct envelope_ramp {
    uint32_t tick; /* its end */
    uint8_t percent;
};

struct envelope_ramps {
    uint8_t first_percent; /* at the beginning */
    struct envelope_ramp list[ENVELOPE_MAX_RAMPS];
    unsigned count;
    unsigned off_permille; /* how far they are from the samples, on average */
};

/* Begins one that is still; `ticks` is at most ENVELOPE_MAX_TICKS. */
bool envelope_begin(struct envelope *envelope, uint32_t ticks);

void envelope_free(struct envelope *envelope);

/* Puts a strength at a tick, if it is stronger than what is there; beyond the end nothing. */
void envelope_put(struct envelope *envelope, uint32_t tick, double strength);

/* How many times it rises and falls again within less than a motor needs to be felt. */
unsigned envelope_count_short(const struct envelope *envelope);

/* Is there nothing in it that would make half a percent? */
bool envelope_is_silent(const struct envelope *envelope);

/* The fewest ramps within half a percent of the samples; if these are more than `most` (4 to
 * ENVELOPE_MAX_RAMPS), as many, of samples that are smoothed as far as it needs. */
bool envelope_simplify(const struct envelope *envelope, unsigned most,
                       struct envelope_ramps *ramps);

#endif
