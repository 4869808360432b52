/* lint_bounds.h: the most that a routine can ask of a leg, a person's time and the supply.
 *
 * A routine says what is asked for; what it comes to depends on the leg, the room and the parts. So these are
 * upper bounds, which no kit exceeds that is in order and is not paused: each wait lasts as long as it may,
 * and at every tick the skin is as warm as it can be:
 *
 *   - while heat is on, at most LINT_OVERSHOOT_mC above the setpoint (tests/evidence/heat_evidence.c holds
 *     every corner of room, pad and supply to that), and in a wait for warmth not yet as warm as ends it;
 *   - after heat, or after warmer heat, as much as skin in a blanket with hardly any blood flow keeps of it
 *     (the same program checks that, too);
 *   - never below LINT_REST_mC, which a resting leg does not exceed.
 *
 * The pad takes its full power from the highest supply that the device allows whenever heat is on, as it does
 * while it warms up. A motor takes the current of standstill, at the highest level, in the window that a new
 * kit has: running it takes a third of that.
 * Owns: nothing, pure. Context: host. Errors: none; the routine must be valid.
 */
#ifndef HOST_CALF_LINT_BOUNDS_H
#define HOST_CALF_LINT_BOUNDS_H

#include "protocol/routine.h"

enum {
    LINT_OVERSHOOT_mC = 300,
    LINT_REST_mC = 37000,
    LINT_PAD_mOhm = 3300,    /* avr/board.h; a pad may have 10 % less */
    LINT_MOTOR_mOhm = 14000, /* winding of a can-type motor for 5 V (J); a tenth less likewise */
    LINT_PART_TOLERANCE_percent = 10,
};

struct lint_bounds {
    uint32_t session_ticks; /* with every wait at its longest */
    uint32_t motor_ticks;   /* exact, like routine_totals() */
    uint32_t hot_ticks;     /* displayed skin above HOT_SKIN_mC */
    uint32_t
        hot_heated_ticks; /* of these, up to the last tick with heat: beyond HOT_TIME_s heat would rest */
    uint32_t heat_ticks;    /* heat on, waits included */
    double dose_mCEM43;     /* as the device counts it, on displayed skin + SENSOR_ERROR_mC */
    double pad_J, motors_J; /* from the 5 V supply */
};

/* A routine being played at its worst. */
struct lint_walk {
    struct routine_player player;
    struct lint_bounds so_far;
    double level; /* share of strength at the routine's highest level */
    /* how much warmer than LINT_REST_mC the skin can be: what goes soon and what stays long */
    double soon_mC, long_mC;
    uint64_t dose_rates;             /* the sum of each tick's, in mCEM43 a minute */
    uint8_t rest_frames[ZONE_COUNT]; /* of a motor, up to those of a kick; then left of a kick */
};

void lint_walk_begin(struct lint_walk *walk, const uint8_t *program, uint8_t length);

/* Plays a tick, and those that are alike to it, together at most `most_ticks` (1 or more); adds what they can cost.
 * Returns how many it were, 0 when the routine is over. */
uint32_t lint_walk_on(struct lint_walk *walk, uint32_t most_ticks);

/* The highest temperature the skin's sensor can show now. */
int32_t lint_walk_skin_mC(const struct lint_walk *walk);

/* The bounds of a whole routine. */
struct lint_bounds lint_bounds(const uint8_t *program, uint8_t length);

#endif
