/* trial.h: outputs on trial: one by itself for the self-test, and the proof of the heater's two switches.
 *
 * A trial spends credit, which rest earns back slowly, so that no chain of requests makes a massage or warmth
 * of it. Part of the gate: safety.c is the only user.
 * Owns: its struct, pure. Context: main, once per frame of 10 ms.
 */
#ifndef AVR_CORE_TRIAL_H
#define AVR_CORE_TRIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/words.h"

enum { TRIAL_PROOF_frames = 140 }; /* how long the switches' proof takes, each switch half of it */

struct safety_permit;

struct trial {
    uint16_t credit_frames; /* of one motor; a test of the heater costs four times as much */
    uint8_t proof_frames;   /* of the proof so far */
    uint8_t permitted;      /* enum test: what the last frame was allowed */
};

/* With all credit, and nothing proven. So it is after a power-up, or a kit could not be tested as it is built; a hand at the
 * plug gains a motor on no leg by it, but no warmth beyond LIMIT_TEST_WARM_mC (evasion "tests and power cuts"). */
void trial_init(struct trial *trial);

/* After a reset no more credit than was left before it. */
void trial_take_over(struct trial *trial, uint16_t credit_frames);

/* A leg is declared: the switches must be proven afresh. */
void trial_begin_proof(struct trial *trial);

/* Allows the one output that `test` names, at full duty, if there is credit for it; the heater only where
 * it may_warm. Fills a permit that is all off. */
void trial_permit(struct trial *trial, uint8_t test, bool may_warm, struct safety_permit *permit);

/* True: heat is wanted, and the switches are proven. While they are not and it is wanted: fills the permit with
 * one of them alone. Current then is fault 11: the other one conducts though it is off. A proof that is
 * interrupted, because heat is not wanted any more, begins anew. */
bool trial_prove(struct trial *trial, bool wanted, struct safety_permit *permit);

/* A second passes: earns credit. */
void trial_second(struct trial *trial);

/* Is there credit for so long a test? */
bool trial_has_credit(const struct trial *trial, uint8_t test, uint16_t duration_ms);

#endif
