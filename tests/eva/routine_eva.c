/* Any bytes as an operation of a routine, of any length that an upload can have; any number. */
#include "tests/eva/eva.h"

#include "protocol/routine.h"

static uint8_t program[ROUTINE_MAX_BYTES];

static void read(void)
{
    struct routine_step step;
    uint8_t length = eva_u8(0, ROUTINE_MAX_BYTES);
    eva_bytes(program, sizeof program);
    routine_read(program, length, eva_u8(0, UINT8_MAX), &step);
    eva_must(step.next <= UINT8_MAX);
}

static void write(void)
{
    static uint8_t number[3];
    struct routine_header header = routine_header(program);
    routine_put_header(program, &header);
    uint8_t bytes = routine_put_number(number, eva_u16(0, UINT16_MAX) << 5UL);
    eva_must(bytes >= 1 && bytes <= sizeof number);
}

int main(void)
{
    read();
    write();
    return 0;
}
