/* instruction.h: as much of an AVR instruction as its effect on the flow and on the stack pointer needs.
 *
 * Opcodes from the AVR Instruction Set Manual (DS40002198).
 * Owns: nothing, pure. Context: tests. Errors: none; what is no instruction is one that goes on.
 */
#ifndef TESTS_BENCH_INSTRUCTION_H
#define TESTS_BENCH_INSTRUCTION_H

#include <stdbool.h>
#include <stdint.h>

enum instruction_kind {
    GOES_ON,
    BRANCHES, /* to `target`, or goes on */
    JUMPS,    /* to `target` */
    CALLS,    /* `target` */
    SKIPS,    /* the next instruction, or not */
    RETURNS,
    JUMPS_INDIRECTLY, /* to Z */
    CALLS_INDIRECTLY,
};

/* The arithmetic with which compilers move a pointer. */
enum arithmetic { OTHER, LDI, SUBI, SBCI, SBIW, ADIW, SUB, SBC, ADD, ADC };

struct instruction {
    enum instruction_kind kind;
    uint16_t opcode, operand; /* the second word, if there is one */
    uint16_t bytes;           /* 2 or 4 */
    uint16_t target;          /* byte address */
    uint32_t writes;          /* a bit per register */
    enum arithmetic does;
    uint8_t to, from, value; /* of that arithmetic: registers, and what LDI to ADIW take */
};

/* Takes apart the instruction at a byte address of the flash. */
struct instruction instruction_at(const uint8_t *flash, uint16_t address);

bool instruction_is_push(const struct instruction *instruction);
bool instruction_is_pop(const struct instruction *instruction);
bool instruction_is_sei(const struct instruction *instruction);

/* IN register, io or OUT io, register: -1 if it is not, else the register. */
int instruction_in(const struct instruction *instruction, uint8_t io);
int instruction_out(const struct instruction *instruction, uint8_t io);

/* STS to one of the addresses from `first` to `last`? */
bool instruction_stores_to(const struct instruction *instruction, uint16_t first, uint16_t last);

#endif
