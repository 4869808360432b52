#include "tests/kit/assemble.h"

#include <string.h>

void asm_begin(struct firmware *firmware)
{
    memset(firmware->flash, 0xFF, sizeof firmware->flash);
    firmware->used_bytes = 0;
}

void asm_word(struct firmware *firmware, uint16_t opcode)
{
    firmware->flash[firmware->used_bytes++] = (uint8_t)opcode;
    firmware->flash[firmware->used_bytes++] = (uint8_t)(opcode >> 8);
}

static void load_immediate(struct firmware *firmware, unsigned reg, uint8_t value)
{
    asm_word(firmware,
             (uint16_t)(0xE000 | (value & 0xF0u) << 4 | (reg - 16) << 4 | (value & 0x0Fu)));
}

static void store_direct(struct firmware *firmware, uint16_t address, unsigned reg)
{
    asm_word(firmware, (uint16_t)(0x9200 | reg << 4));
    asm_word(firmware, address);
}

static void load_direct(struct firmware *firmware, unsigned reg, uint16_t address)
{
    asm_word(firmware, (uint16_t)(0x9000 | reg << 4));
    asm_word(firmware, address);
}

void asm_store(struct firmware *firmware, uint16_t address, uint8_t value)
{
    load_immediate(firmware, 16, value);
    store_direct(firmware, address, 16);
}

void asm_copy(struct firmware *firmware, uint16_t to, uint16_t from)
{
    load_direct(firmware, 17, from);
    store_direct(firmware, to, 17);
}

void asm_wait(struct firmware *firmware, uint16_t address, unsigned bit, int while_set)
{
    unsigned skip_if_done = while_set ? 0xFC00u : 0xFE00u; /* SBRC, SBRS */
    load_direct(firmware, 18, address);
    asm_word(firmware, (uint16_t)(skip_if_done | 18u << 4 | bit));
    asm_word(firmware, 0xCFFC); /* RJMP back to the LDS */
}

void asm_load_z(struct firmware *firmware, uint16_t z, uint8_t value)
{
    load_immediate(firmware, 30, (uint8_t)z);
    load_immediate(firmware, 31, (uint8_t)(z >> 8));
    load_immediate(firmware, 16, value);
}

void asm_stop(struct firmware *firmware)
{
    asm_word(firmware, 0xCFFF); /* RJMP to itself */
}
