/* gate.h: the gate on a test bench: a healthy kit on a practised left leg, whose readings a test
 * spoils.
 *
 * Owns: nothing; the test owns its struct gate. Context: tests.
 */
#ifndef TESTS_PURE_GATE_H
#define TESTS_PURE_GATE_H

#include "avr/core/safety.h"

struct gate {
    struct safety safety;
    struct sense sense;
    struct safety_request request;
    struct safety_permit permit;
    uint16_t wanted_permille[ZONE_COUNT]; /* as the request has them */
    uint16_t heater_on_mA, heater_off_mA; /* what a cycle measures, by whether the heater was on */
    uint8_t frames;                       /* since the last cycle of readings */
};

/* Skin 30 C, pad 28 C, 5.0 V, 1.5 A when heating; the heater's switches are proven; nothing is asked for
 * yet. */
void gate_init(struct gate *gate);

/* Asks for this duty of every motor and of the heater from now on. */
void gate_ask(struct gate *gate, uint16_t motor_permille, uint16_t heater_permille);

/* 10 ms pass and the gate is asked; every tenth time a cycle of readings is complete. */
void gate_frames(struct gate *gate, uint32_t count);

/* 100 ms pass, a cycle of readings is complete, and the gate is asked once instead of ten times:
 * the same to everything but motor time. */
void gate_cycles(struct gate *gate, uint32_t count);

/* 10 ms pass without a new reading. */
void gate_blind_frame(struct gate *gate);

bool gate_heats(const struct gate *gate); /* both switches */
bool gate_moves(const struct gate *gate); /* some motor */

#endif
