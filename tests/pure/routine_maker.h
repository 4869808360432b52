/* routine_maker.h: writes routines for the tests, byte by byte or at random.
 *
 * Owns: nothing; the caller owns the maker and its bytes. Context: tests. Errors: what does not fit is
 * not written; the totals in the header are then wrong, which routine_check finds.
 */
#ifndef TESTS_PURE_ROUTINE_MAKER_H
#define TESTS_PURE_ROUTINE_MAKER_H

#include "protocol/routine.h"

struct routine_maker {
    uint8_t bytes[ROUTINE_MAX_BYTES];
    uint8_t length;
    uint8_t stage_at; /* place of the open stage's length byte */
    uint16_t total_s;
};

/* Begins a routine with a header that allows everything: ceiling 100 %, levels to 5, both legs. */
void make_header(struct routine_maker *maker);

/* Appends bytes as they are. */
void make_bytes(struct routine_maker *maker, const uint8_t *bytes, uint8_t count);
#define MAKE(maker, ...) \
    make_bytes((maker), (const uint8_t[]){__VA_ARGS__}, sizeof(uint8_t[]){__VA_ARGS__})

void make_number(struct routine_maker *maker, uint32_t number);
void make_rest(struct routine_maker *maker, uint32_t ticks);
void make_key(struct routine_maker *maker, uint8_t op, uint8_t zones, uint8_t percent,
              uint32_t ramp_ticks);

/* Opens a stage; what follows are its steps, until the next stage or the end. */
void make_stage(struct routine_maker *maker, uint8_t kind, uint16_t duration_s, uint8_t heat);

/* Closes the routine: END, and the header's total. */
void make_end(struct routine_maker *maker);

/* A valid routine of one to five stages of 1 to 8 s: repeats within repeats, waits, heat and marks. Its
 * ramps last at most 600 ticks, so a zone that leaves zero does so with the first tick. */
void make_random(struct routine_maker *maker, uint32_t *state);

/* The same with no wait longer than wait_s; usually up to 200 s. */
void make_random_waiting(struct routine_maker *maker, uint32_t *state, uint8_t wait_s);

#endif
