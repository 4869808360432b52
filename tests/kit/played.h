/* played.h: a routine played to its end on a kit of its own, and what that came to.
 *
 * Nothing is taken from the firmware's player: times and peaks are those of the timers' registers, durations
 * those of the device's stamps, hot time and dose what its gate has counted, energy what left the supply.
 * Owns: nothing. Context: tests. Errors: a kit that refuses the routine ends the test program as failed.
 */
#ifndef TESTS_KIT_PLAYED_H
#define TESTS_KIT_PLAYED_H

#include "host/calf/lint_bounds.h"
#include "tests/kit/peer.h"

/* Where it is played. */
struct played_where {
    const char *name;
    double ambient_C, skin_C, pad_Ohm, supply_V, perfusion;
    bool blanket;
    bool plain_motors; /* without kick and slew, so that a peak in strength is one in duty */
};

struct played {
    uint32_t motor_ticks, zone_ticks[ZONE_COUNT];
    uint16_t peak_permille[ZONE_COUNT]; /* of the PWM's duty */
    double edge_us;          /* how far a change of the motors was off whole ticks, at most */
    uint32_t duration_ticks; /* waits left out */
    uint32_t session_ticks;  /* waits included */
    uint16_t hot_s, dose_mCEM43;
    double pad_J, motors_J;
    uint8_t end_reason;
    bool faulty;
};

/* Plays a valid routine at its highest level on a practised leg. */
struct played play_routine(const uint8_t *program, uint8_t length,
                           const struct played_where *where);

/* Is that what lint says of the routine? Every difference is told with diag(). */
bool played_as_lint_says(const struct played *played, const uint8_t *program, uint8_t length,
                         const struct played_where *where);

/* A routine of some seconds at random, and somewhere at random to play it. The same state gives the same. */
uint8_t played_random(uint32_t *state, uint8_t program[ROUTINE_MAX_BYTES],
                      struct played_where *where);

#endif
