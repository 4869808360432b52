/* assemble.h: enough of an assembler for programs of a few instructions, to try out the machine
 * with.
 *
 * Opcodes from the AVR Instruction Set Manual.
 * Owns: nothing; writes into the caller's struct firmware.
 */
#ifndef TESTS_KIT_ASSEMBLE_H
#define TESTS_KIT_ASSEMBLE_H

#include <stdint.h>

#include "host/kit/firmware.h"

/* Begins an empty program. */
void asm_begin(struct firmware *firmware);

/* Register `address` = `value`; clobbers r16. LDI, STS: 3 cycles. */
void asm_store(struct firmware *firmware, uint16_t address, uint8_t value);

/* Data space: `to` = `from`; clobbers r17. LDS, STS: 4 cycles. */
void asm_copy(struct firmware *firmware, uint16_t to, uint16_t from);

/* Waits while `bit` of register `address` is set (or, with `while_set` 0, clear); clobbers r18. */
void asm_wait(struct firmware *firmware, uint16_t address, unsigned bit, int while_set);

/* Z = `z`; r16 = `value`. To be followed by asm_words() where single cycles count. */
void asm_load_z(struct firmware *firmware, uint16_t z, uint8_t value);

/* An opcode as it is. */
void asm_word(struct firmware *firmware, uint16_t opcode);

/* Stays here for ever. */
void asm_stop(struct firmware *firmware);

enum {
    ASM_SEI = 0x9478,
    ASM_CLI = 0x94F8,
    ASM_SLEEP = 0x9588,
    ASM_LPM_R17_Z = 0x9114,
    ASM_OUT_SPMCSR_R16 = 0xBF07,
};

#endif
