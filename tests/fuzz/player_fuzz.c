/* player_fuzz.c: any routine that passes the check plays like the naive player, within its bounds. */
#include "tests/fuzz/fuzz.h"

#include "protocol/crc16.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t program[ROUTINE_MAX_BYTES], at;
    uint8_t length = fuzz_mend(data, size, program);
    if (length > 0 && routine_check(program, length, &at) == ROUTINE_ERROR_OK)
        fuzz_play(program, length, crc16_block(CRC16_START, program, length));
    return 0;
}
