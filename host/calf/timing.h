/* timing.h: how exactly a session was played, from its record: planned against actual starts.
 *
 * Percentiles are nearest-rank: p99 is the smallest value that 99 % of all do not exceed.
 * Owns: what it has read, until timing_free(). Errors: said; an exit code is returned.
 */
#ifndef HOST_CALF_TIMING_H
#define HOST_CALF_TIMING_H

#include <stddef.h>
#include <stdint.h>

#include "host/calf/clock_fit.h"

enum { TIMING_LATE_us = 50, TIMING_NAME_BYTES = 64 };

/* One step: when it should have begun and when it did, on the device's clock. */
struct timing_step {
    int64_t planned_us, actual_us, host_us;
    int64_t number;
};

struct timing {
    char routine[TIMING_NAME_BYTES], leg[TIMING_NAME_BYTES], level[TIMING_NAME_BYTES],
        end[TIMING_NAME_BYTES], link[TIMING_NAME_BYTES];
    struct timing_step *steps;
    size_t steps_count, steps_room;
    struct clock_pair *pairs; /* of every event */
    size_t pairs_count, pairs_room;
    struct clock_exchange *exchanges;
    size_t exchanges_count, exchanges_room;
    size_t missing; /* steps whose numbers are skipped */
};

struct timing_summary {
    int64_t error_min_us, error_median_us, error_p99_us, error_max_us; /* actual - planned */
    size_t late;          /* by more than TIMING_LATE_us */
    struct clock_fit fit; /* by questions and answers; without any, by the events alone */
    int64_t delay_p50_us, delay_p99_us; /* of events, beyond the fastest one */
};

/* Reads a record. */
int timing_read(struct timing *timing, const char *path);

/* Works out the figures; sorts what it was given. Without a step they are 0. */
struct timing_summary timing_summarize(struct timing *timing);

void timing_free(struct timing *timing);

#endif
