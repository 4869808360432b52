#include "tests/bench/instruction.h"

enum { X = 26, Y = 28, Z = 30, FLASH_MASK = 0x7FFE, NOTHING = 0 };

static uint16_t word_at(const uint8_t *flash, uint16_t address)
{
    address &= FLASH_MASK;
    return (uint16_t)(flash[address] | flash[address + 1] << 8);
}

/* --- what is written ------------------------------------------------------------------------- */

/* The register in bits 8 to 4, or of the upper sixteen in bits 7 to 4. */
static uint8_t of_all(uint16_t opcode)
{
    return opcode >> 4 & 0x1F;
}

static uint8_t of_upper(uint16_t opcode)
{
    return (uint8_t)(16 + (opcode >> 4 & 0x0F));
}

/* ADIW, SBIW */
static uint8_t of_pairs(uint16_t opcode)
{
    return (uint8_t)(24 + 2 * (opcode >> 4 & 3));
}

static uint32_t one(uint8_t reg)
{
    return 1UL << reg;
}

static uint32_t pair(uint8_t reg)
{
    return 3UL << reg;
}

/* The pointer that a load or store of 0x9000 to 0x93FF moves. */
static uint32_t moved_pointer(uint16_t opcode)
{
    switch (opcode & 0x0F) {
    case 1: /* Z+, -Z; of LPM below */
    case 2:
        return pair(Z);
    case 5:
    case 7:
        return opcode < 0x9200 ? pair(Z) : NOTHING; /* LPM, ELPM Z+ */
    case 9:
    case 10:
        return pair(Y);
    case 13:
    case 14:
        return pair(X);
    default:
        return NOTHING;
    }
}

static uint32_t written_below_0x4000(uint16_t opcode)
{
    if (opcode < 0x0100)
        return NOTHING; /* NOP */
    if (opcode < 0x0200)
        return pair((uint8_t)(2 * (opcode >> 4 & 0x0F))); /* MOVW */
    if (opcode < 0x0400)
        return pair(0); /* MULS, MULSU, FMUL */
    unsigned group = opcode >> 10;
    bool compares = group == 1 || group == 4 || group == 5 || group >= 12; /* CPC CPSE CP CPI */
    return compares ? NOTHING : one(of_all(opcode));
}

static uint32_t written_at_0x9000(uint16_t opcode)
{
    if (opcode < 0x9200)
        return one(of_all(opcode)) | moved_pointer(opcode); /* LDS, LD, LPM, POP */
    if (opcode < 0x9400)
        return moved_pointer(opcode); /* STS, ST, PUSH */
    if (opcode < 0x9600)              /* COM NEG SWAP INC ASR LSR ROR DEC; not BSET, RET, JMP */
        return (opcode & 0x0F) < 8 || (opcode & 0x0F) == 10 ? one(of_all(opcode)) : NOTHING;
    if (opcode < 0x9800)
        return pair(of_pairs(opcode));
    return opcode >= 0x9C00 ? pair(0) : NOTHING; /* MUL; not CBI, SBI */
}

static uint32_t written(uint16_t opcode)
{
    if (opcode < 0x4000)
        return written_below_0x4000(opcode);
    if (opcode < 0x8000)
        return one(of_upper(opcode)); /* SBCI SUBI ORI ANDI */
    if ((opcode & 0xD000) == 0x8000)
        return opcode & 0x0200 ? NOTHING : one(of_all(opcode)); /* STD, LDD */
    if (opcode < 0xA000)
        return written_at_0x9000(opcode);
    if (opcode < 0xB800)
        return one(of_all(opcode)); /* IN */
    if ((opcode & 0xF000) == 0xE000)
        return one(of_upper(opcode));                                   /* LDI */
    return (opcode & 0xFE00) == 0xF800 ? one(of_all(opcode)) : NOTHING; /* BLD */
}

/* --- where it goes --------------------------------------------------------------------------- */

static bool has_operand(uint16_t opcode)
{
    bool is_direct = (opcode & 0xFC0F) == 0x9000;    /* LDS, STS */
    return is_direct || (opcode & 0xFE0C) == 0x940C; /* JMP, CALL */
}

static enum instruction_kind kind_of(uint16_t opcode)
{
    if ((opcode & 0xFE0E) == 0x940C || (opcode & 0xF000) == 0xC000)
        return JUMPS;
    if ((opcode & 0xFE0E) == 0x940E || (opcode & 0xF000) == 0xD000)
        return CALLS;
    if ((opcode & 0xF800) == 0xF000)
        return BRANCHES;
    bool skips = (opcode & 0xFC00) == 0x1000 || (opcode & 0xFD00) == 0x9900 ||
                 (opcode & 0xFC08) == 0xFC00; /* CPSE; SBIC, SBIS; SBRC, SBRS */
    if (skips)
        return SKIPS;
    switch (opcode) {
    case 0x9508: /* RET, RETI */
    case 0x9518:
        return RETURNS;
    case 0x9409:
        return JUMPS_INDIRECTLY;
    case 0x9509:
        return CALLS_INDIRECTLY;
    default:
        return GOES_ON;
    }
}

static uint16_t target_of(const struct instruction *instruction, uint16_t address)
{
    uint16_t opcode = instruction->opcode;
    int words = 0;
    if (instruction->bytes == 4) /* the highest bits are 0 in a small flash */
        return (uint16_t)(instruction->operand * 2);
    if (instruction->kind == BRANCHES)
        words = (opcode >> 3 & 0x3F) - (opcode >> 3 & 0x40);
    else if (instruction->kind == JUMPS || instruction->kind == CALLS)
        words = (opcode & 0x7FF) - (opcode & 0x800);
    return (uint16_t)(address + 2 + 2 * words) & FLASH_MASK;
}

/* --- arithmetic ------------------------------------------------------------------------------ */

static void take_immediate(struct instruction *instruction, enum arithmetic does)
{
    instruction->does = does;
    instruction->to = of_upper(instruction->opcode);
    instruction->value =
        (uint8_t)((instruction->opcode >> 4 & 0xF0) | (instruction->opcode & 0x0F));
}

static void take_word(struct instruction *instruction, enum arithmetic does)
{
    instruction->does = does;
    instruction->to = of_pairs(instruction->opcode);
    instruction->value =
        (uint8_t)((instruction->opcode >> 2 & 0x30) | (instruction->opcode & 0x0F));
}

static void take_registers(struct instruction *instruction, enum arithmetic does)
{
    instruction->does = does;
    instruction->to = of_all(instruction->opcode);
    instruction->from = (uint8_t)((instruction->opcode >> 5 & 0x10) | (instruction->opcode & 0x0F));
}

static void take_arithmetic(struct instruction *instruction)
{
    static const enum arithmetic by_registers[16] = {[2] = SBC, [3] = ADD, [6] = SUB, [7] = ADC};
    uint16_t opcode = instruction->opcode;
    if (opcode < 0x4000 && by_registers[opcode >> 10] != OTHER)
        take_registers(instruction, by_registers[opcode >> 10]);
    else if (opcode >> 12 == 4)
        take_immediate(instruction, SBCI);
    else if (opcode >> 12 == 5)
        take_immediate(instruction, SUBI);
    else if (opcode >> 12 == 14)
        take_immediate(instruction, LDI);
    else if (opcode >> 8 == 0x96)
        take_word(instruction, ADIW);
    else if (opcode >> 8 == 0x97)
        take_word(instruction, SBIW);
}

struct instruction instruction_at(const uint8_t *flash, uint16_t address)
{
    struct instruction instruction = {.opcode = word_at(flash, address), .bytes = 2};
    if (has_operand(instruction.opcode)) {
        instruction.operand = word_at(flash, (uint16_t)(address + 2));
        instruction.bytes = 4;
    }
    instruction.kind = kind_of(instruction.opcode);
    instruction.target = target_of(&instruction, address);
    instruction.writes = written(instruction.opcode);
    take_arithmetic(&instruction);
    return instruction;
}

/* --- questions ------------------------------------------------------------------------------- */

bool instruction_is_push(const struct instruction *instruction)
{
    return (instruction->opcode & 0xFE0F) == 0x920F;
}

bool instruction_is_pop(const struct instruction *instruction)
{
    return (instruction->opcode & 0xFE0F) == 0x900F;
}

bool instruction_is_sei(const struct instruction *instruction)
{
    return instruction->opcode == 0x9478;
}

static int io_register(uint16_t opcode, uint16_t of, uint8_t io)
{
    uint16_t at = (uint16_t)((opcode >> 5 & 0x30) | (opcode & 0x0F));
    return (opcode & 0xF800) == of && at == io ? of_all(opcode) : -1;
}

int instruction_in(const struct instruction *instruction, uint8_t io)
{
    return io_register(instruction->opcode, 0xB000, io);
}

int instruction_out(const struct instruction *instruction, uint8_t io)
{
    return io_register(instruction->opcode, 0xB800, io);
}

bool instruction_stores_to(const struct instruction *instruction, uint16_t first, uint16_t last)
{
    return (instruction->opcode & 0xFE0F) == 0x9200 && instruction->operand >= first &&
           instruction->operand <= last;
}
