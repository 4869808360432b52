/* follow.h: what comes of a session after something has gone wrong in it.
 *
 * First the session is recorded as it goes untroubled, 10 ms by 10 ms. A troubled one is then followed until its
 * state is the recorded one again, for then it stays so; or past the session's end. Half-way, if it has not come back,
 * a copy of it is put to the test: the leg is made as hot as the trip allows, and heat must go off.
 * Owns: struct record, shared between the runs. Context: tests.
 */
#ifndef TESTS_CAMPAIGN_FOLLOW_H
#define TESTS_CAMPAIGN_FOLLOW_H

#include "tests/campaign/campaign.h"
#include "tests/campaign/script.h"

enum { FOLLOW_MOMENTS_max = 2048, FOLLOW_MOTOR_unsafe_ms = 3000 };

enum outcome {
    OUTCOME_HARMLESS,  /* the same outputs */
    OUTCOME_DETECTED,  /* a fault is latched, or the chip was reset */
    OUTCOME_STOPPED,   /* no fault, but the session has ended otherwise, or was refused */
    OUTCOME_SILENT,    /* outputs as they should be, but no answer: the host notices */
    OUTCOME_OTHERWISE, /* other outputs, within all limits, and nobody has noticed */
    OUTCOME_TOO_WARM,  /* unsafe: true skin above 43.5 C for over a second */
    OUTCOME_NO_END, /* unsafe: a motor driven over 3 s after the session should have ended, or after the trouble */
    OUTCOME_AGAIN, /* unsafe: driven after a reset, though nobody has asked for it */
    OUTCOME_count,
};

struct moment {
    uint64_t state;
    float skin_C, pad_C;
    uint16_t motor_permille[ZONE_COUNT];
    bool heater;
};

struct record {
    struct moment moments[FOLLOW_MOMENTS_max];
    unsigned count;
    unsigned heat_from, heat_until; /* moments between which the heater is used */
    unsigned motor_until;           /* the last moment with a motor */
    unsigned replies;
    uint8_t state, end_reason; /* in the end */
    uint16_t variables_end;
};

/* Plays a new script to its end, in a run of its own, and returns what it was. */
struct record *follow_record(enum script_scene scene);

/* Follows a script in which something has just gone wrong. The result's class is the outcome; its latency is the time
 * from now to the first sign that the kit has noticed. */
enum outcome follow(struct script *script, const struct record *record,
                    struct campaign_result *result);

/* Makes the leg as hot as the trip allows, now, and waits until the heat is off. False: true skin got too warm. */
bool follow_hot_leg(struct script *script, const struct record *record);

/* The instants of a scene at which something goes wrong: at random, in order; half of them while the core is awake.
 * `visit` is called at each, with what has been drawn so far. */
void follow_instants(struct script *script, double from_ms, unsigned count, uint32_t *random,
                     void (*visit)(struct script *, void *context, uint32_t *random),
                     void *context);

#endif
