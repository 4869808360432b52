/* emitter.h: bytecode, one operation at a time, as short as it can be said.
 *
 * Rests are held back and added up until something else happens, so two that follow each other
 * become one operation.
 * Owns: the bytes. Context: host. Errors: what does not fit is only counted; see emit_overflows().
 */
#ifndef HOST_CALF_LANGUAGE_EMITTER_H
#define HOST_CALF_LANGUAGE_EMITTER_H

#include "protocol/routine.h"

struct emitter {
    uint8_t bytes[ROUTINE_MAX_BYTES];
    uint32_t length; /* may be more than the bytes hold */
    uint32_t step;   /* where the last KEY_STEP stands */
    uint64_t rest_ticks;
};

/* Begins after the header, whose place is left free. */
void emit_begin(struct emitter *emitter);

/* A stage's head. Returns where it stands, for emit_stage_end(). */
uint32_t emit_stage(struct emitter *emitter, uint8_t kind, uint32_t duration_s, uint8_t heat);

/* What was emitted since is the stage's body. */
void emit_stage_end(struct emitter *emitter, uint32_t stage);

/* Lets time pass. */
void emit_rest(struct emitter *emitter, uint64_t ticks);

/* A keyframe; op is ROUTINE_KEY or ROUTINE_KEY_STEP. */
void emit_key(struct emitter *emitter, enum routine_op op, uint8_t zones, uint32_t percent,
              uint32_t ramp_ticks);

/* A repeat, unless it is only once. Call both with the same count. */
void emit_repeat(struct emitter *emitter, uint32_t times);
void emit_again(struct emitter *emitter, uint32_t times);

/* HEAT, MARK: an operation with a value. */
void emit_value(struct emitter *emitter, enum routine_op op, uint32_t value);

/* WARM, PROMPT: one with a value and its longest wait. */
void emit_wait(struct emitter *emitter, enum routine_op op, uint32_t value, uint32_t wait_s);

/* The end of the program. */
void emit_end(struct emitter *emitter);

/* Is it longer than the device holds? */
bool emit_overflows(const struct emitter *emitter);

#endif
