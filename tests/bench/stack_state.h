/* stack_state.h: what is known of the registers and of the stack pointer before an instruction, whatever came
 * before: so much as an AVR compiler's code needs to find its frame again.
 *
 * Owns: nothing, pure. Context: tests. Errors: none; what is not known is never taken for known.
 */
#ifndef TESTS_BENCH_STACK_STATE_H
#define TESTS_BENCH_STACK_STATE_H

#include "tests/bench/instruction.h"

enum {
    STATE_FIRST = 26, /* of the registers that are followed: X, Y, Z */
    STATE_REGISTERS = 6,
    STATE_XL = 26,
    STATE_YL = 28,
    STATE_YH = 29,
    STATE_ZL = 30,
    STATE_ZH = 31,
    STATE_SPL = 0x3D, /* I/O addresses */
    STATE_SPH = 0x3E,
};

enum { CARRY_CLEAR, CARRY_SET, CARRY_UNKNOWN };

/* What is not known is 0, so that equal states are equal bytes. */
struct stack_state {
    uint16_t pc, sp;
    uint8_t value[STATE_REGISTERS];
    uint8_t known; /* a bit each */
    uint8_t carry;
};

/* Does what the instruction does to the registers. */
void state_do(struct stack_state *state, const struct instruction *instruction);

/* Forgets these, a bit per register. */
void state_forget(struct stack_state *state, uint32_t registers);

/* Is a pair known, by its lower register? Then its word is. */
bool state_knows(const struct stack_state *state, unsigned low);
uint16_t state_word(const struct stack_state *state, unsigned low);

#endif
