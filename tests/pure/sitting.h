/* sitting.h: a session on a test bench: a routine loaded, a leg declared, and frames that pass.
 *
 * Owns: nothing; the test owns its struct sitting. Context: tests.
 */
#ifndef TESTS_PURE_SITTING_H
#define TESTS_PURE_SITTING_H

#include "avr/core/session.h"
#include "tests/pure/routine_maker.h"

enum {
    SITTING_FRAMES_s = 100,
    SITTING_SECONDS = 20, /* of a simple routine's one stage */
    SITTING_ALL_ZONES = 0x3F,
    SITTING_FULL_q10 = 1024, /* the gate's caps on a leg's strength */
    SITTING_HALF_q10 = 512,
    SITTING_HEAT_38C = 80, /* as a routine writes them */
    SITTING_HEAT_40C = 100,
};

struct sitting {
    struct session session;
    struct session_inputs inputs;
    struct routine_maker maker;
};

/* One massage stage: all zones at 100 % after a second of rest, until its end. */
void sitting_make_simple(struct sitting *sitting, uint8_t heat);

/* One massage stage: all zones at 100 % for a second, then a wait, then all at 50 % until its
 * end. */
void sitting_make_wait(struct sitting *sitting, uint8_t op, uint8_t value, uint8_t timeout_s);

/* Loads the maker's routine. */
void sitting_upload(struct sitting *sitting);

/* Idle, healthy, 30 C everywhere, with the maker's routine loaded and the left leg declared. */
void sitting_begin(struct sitting *sitting, uint16_t cap_q10);

/* The same, with the routine just started on a practised leg. */
void sitting_begin_playing(struct sitting *sitting, uint8_t level);

void sitting_frames(struct sitting *sitting, uint32_t count);

/* Is some zone's strength above zero? */
bool sitting_moves(const struct sitting *sitting);

/* Is nothing on, motors or warmth? */
bool sitting_rests(const struct sitting *sitting);

#endif
