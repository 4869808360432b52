/* bytecode_fuzz.c: any bytes are found to be a routine or not, without harm; the device thinks the same of
 * them; and what is found to be one plays to its end. */
#include <stdio.h>
#include <string.h>

#include "host/calf/language/decompile.h"
#include "host/calf/language/disassemble.h"
#include "protocol/limits.h"
#include "protocol/words.h"
#include "tests/fuzz/fuzz.h"

enum {
    PLAYED_MAX_s = 6,
    WAITED_MAX_s = 6,
    DAMAGE_BYTES = 2, /* of the input: where, and what stands there then */
};

/* The sum of all stages, wherever they stand: what the header should say. */
static uint32_t sum_of_stages_s(const uint8_t *bytes, uint8_t length)
{
    struct routine_step step = {.next = ROUTINE_HEADER_BYTES};
    uint32_t total_s = 0;
    while (step.next < length && routine_read(bytes, length, step.next, &step) == ROUTINE_ERROR_OK)
        total_s += step.op == ROUTINE_STAGE ? step.number : 0;
    return total_s;
}

/* Few bytes make a routine by chance, so the two that a fuzzer cannot guess are put right. */
static void correct_total(uint8_t *bytes, uint8_t length)
{
    struct routine_header header = routine_header(bytes);
    uint32_t total_s = sum_of_stages_s(bytes, length);
    header.total_s = total_s > UINT16_MAX ? 0 : (uint16_t)total_s;
    bytes[6] = (uint8_t)header.total_s;
    bytes[7] = (uint8_t)(header.total_s >> 8);
}

static uint32_t sum_of_waits_s(const uint8_t *bytes, uint8_t length)
{
    struct routine_step step = {.next = ROUTINE_HEADER_BYTES};
    uint32_t total_s = 0;
    while (step.next < length && routine_read(bytes, length, step.next, &step) == ROUTINE_ERROR_OK)
        total_s += step.op == ROUTINE_WARM || step.op == ROUTINE_PROMPT ? step.number : 0;
    return total_s;
}

static void check_place(const uint8_t *bytes, size_t size)
{
    uint8_t at = UINT8_MAX;
    uint16_t length = size > UINT16_MAX ? UINT16_MAX : (uint16_t)size;
    enum routine_error error = routine_check(bytes, length, &at);
    fuzz_must(error < ROUTINE_ERROR_DECLARED + 1, "the check's answer is one of the list");
    fuzz_must(error == ROUTINE_ERROR_OK || at <= length, "its place lies in the program");
}

/* Steps that no compiler writes may have no words; but they are printed without harm. */
static void print_program(const uint8_t *bytes, uint8_t length)
{
    static struct routine_program program;
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    program.length = length;
    memcpy(program.bytes, bytes, length);
    decompile_print(&program, nowhere);
    disassemble_print(&program, nowhere);
}

static void check_program(const uint8_t *bytes, uint8_t length)
{
    uint8_t at;
    bool valid = routine_check(bytes, length, &at) == ROUTINE_ERROR_OK;
    uint8_t refusal = fuzz_device_refuses(bytes, length);
    fuzz_must((refusal != REFUSAL_ROUTINE_INVALID) == valid,
              "the device finds the same as the host");
    if (!valid)
        return;
    bool declares_too_much = routine_header(bytes).motor_s > LIMIT_MOTOR_TIME_s;
    fuzz_must(refusal == (declares_too_much ? REFUSAL_MOTOR_TIME_USED : 0),
              "the device plays what is valid and declares at most 15 minutes of motors");
    print_program(bytes, length);
    if (routine_header(bytes).total_s <= PLAYED_MAX_s &&
        sum_of_waits_s(bytes, length) <= WAITED_MAX_s)
        fuzz_play(bytes, length, bytes[length / 2]);
}

/* Bytes as they come: nearly always no routine. */
static void check_any(const uint8_t *data, size_t size)
{
    uint8_t bytes[ROUTINE_MAX_BYTES];
    if (size < ROUTINE_MIN_BYTES || size > ROUTINE_MAX_BYTES)
        return;
    memcpy(bytes, data, size);
    correct_total(bytes, (uint8_t)size);
    check_program(bytes, (uint8_t)size);
}

/* A routine of which one byte is wrong. */
static void check_damaged(const uint8_t *data, size_t size)
{
    uint8_t bytes[ROUTINE_MAX_BYTES];
    if (size < DAMAGE_BYTES)
        return;
    uint8_t length = fuzz_mend(data + DAMAGE_BYTES, size - DAMAGE_BYTES, bytes);
    if (length == 0)
        return;
    bytes[data[0] % length] = data[1];
    correct_total(bytes, length);
    check_program(bytes, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_place(data, size);
    check_any(data, size);
    check_damaged(data, size);
    return 0;
}
