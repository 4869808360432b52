/* Reading and writing a routine's bytes. routine_check.c checks them, player.c plays them. */
#include "protocol/routine.h"

enum {
    VARINT_MAX_BYTES = 3,
    ZONE_BITS = 0x3F,
    HEAT_BASE_cC = 3000,
    HEAT_STEP_cC = 10,
};

int16_t routine_heat_to_cC(uint8_t heat)
{
    return heat == 0 ? 0 : (int16_t)(HEAT_BASE_cC + heat * HEAT_STEP_cC);
}

int32_t routine_heat_to_mC(uint8_t heat)
{
    return routine_heat_to_cC(heat) * 10L;
}

void routine_put_header(uint8_t *program, const struct routine_header *header)
{
    program[0] = ROUTINE_FORMAT;
    program[1] = header->ceiling_percent;
    program[2] = (uint8_t)(header->level_default | header->level_max << 4);
    program[3] = header->legs;
    program[4] = (uint8_t)header->motor_s;
    program[5] = (uint8_t)(header->motor_s >> 8);
    program[6] = (uint8_t)header->total_s;
    program[7] = (uint8_t)(header->total_s >> 8);
}

uint8_t routine_put_number(uint8_t *out, uint32_t number)
{
    uint8_t bytes = 0;
    while (number > 0x7F) {
        out[bytes++] = (uint8_t)(0x80 | (number & 0x7F));
        number >>= 7;
    }
    out[bytes++] = (uint8_t)number;
    return bytes;
}

/* Moves step->next over a varint; step->number is 0 before. */
static enum routine_error read_number(const uint8_t *program, uint8_t length,
                                      struct routine_step *step)
{
    for (uint8_t group = 0; group < VARINT_MAX_BYTES; group++) {
        if (step->next >= length)
            return ROUTINE_ERROR_TRUNCATED;
        uint8_t byte = program[step->next++];
        step->number |= (uint32_t)(byte & 0x7F) << (7 * group);
        if (!(byte & 0x80))
            return byte == 0 && group > 0 ? ROUTINE_ERROR_NUMBER : ROUTINE_ERROR_OK;
    }
    return ROUTINE_ERROR_NUMBER;
}

static enum routine_error read_byte(const uint8_t *program, uint8_t length,
                                    struct routine_step *step, uint8_t *value)
{
    if (step->next >= length)
        return ROUTINE_ERROR_TRUNCATED;
    *value = program[step->next++];
    return ROUTINE_ERROR_OK;
}

static enum routine_error read_stage(const uint8_t *program, uint8_t length,
                                     struct routine_step *step)
{
    enum routine_error error = read_byte(program, length, step, &step->zones); /* its kind */
    if (error == ROUTINE_ERROR_OK)
        error = read_byte(program, length, step, &step->bytes);
    if (error == ROUTINE_ERROR_OK)
        error = read_number(program, length, step);
    if (error == ROUTINE_ERROR_OK)
        error = read_byte(program, length, step, &step->value); /* its heat */
    return error;
}

static enum routine_error read_value_and_number(const uint8_t *program, uint8_t length,
                                                struct routine_step *step)
{
    enum routine_error error = read_byte(program, length, step, &step->value);
    return error == ROUTINE_ERROR_OK ? read_number(program, length, step) : error;
}

enum routine_error routine_read(const uint8_t *program, uint8_t length, uint8_t at,
                                struct routine_step *step)
{
    *step = (struct routine_step){.at = at, .next = at};
    uint8_t byte;
    if (read_byte(program, length, step, &byte) != ROUTINE_ERROR_OK)
        return ROUTINE_ERROR_TRUNCATED;

    if (byte >= ROUTINE_SHORT_REST && byte < ROUTINE_KEY_STEP) {
        step->op = ROUTINE_REST;
        step->number = (uint32_t)(byte & ZONE_BITS) + 1;
        return ROUTINE_ERROR_OK;
    }
    if (byte >= ROUTINE_KEY) {
        step->op = byte & 0xC0;
        step->zones = byte & ZONE_BITS;
        return read_value_and_number(program, length, step);
    }
    step->op = byte;
    switch (byte) {
    case ROUTINE_END:
    case ROUTINE_AGAIN:
        return ROUTINE_ERROR_OK;
    case ROUTINE_STAGE:
        return read_stage(program, length, step);
    case ROUTINE_REST:
    case ROUTINE_REPEAT:
        return read_number(program, length, step);
    case ROUTINE_HEAT:
    case ROUTINE_MARK:
        return read_byte(program, length, step, &step->value);
    case ROUTINE_WARM:
    case ROUTINE_PROMPT:
        return read_value_and_number(program, length, step);
    default:
        return ROUTINE_ERROR_UNKNOWN_OP;
    }
}
