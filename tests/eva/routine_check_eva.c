/* Any bytes as a routine of any length that an upload can have. */
#include "tests/eva/eva.h"

#include "protocol/routine.h"

static uint8_t program[ROUTINE_MAX_BYTES];

int main(void)
{
    uint8_t at, length = eva_u8(0, ROUTINE_MAX_BYTES);
    eva_bytes(program, sizeof program);
    enum routine_error error = routine_check(program, length, &at);
    eva_must(error <= ROUTINE_ERROR_DECLARED);
    return 0;
}
