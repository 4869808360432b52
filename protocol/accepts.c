#include "protocol/accepts.h"

#include "protocol/flash.h"
#include "protocol/message.h"

#define AS_ROW(NAME, states, note) {MESSAGE_##NAME, (states)},
static const struct {
    uint8_t type;
    uint16_t states;
} rows[] FLASH_TABLE = {ACCEPTS(AS_ROW)};
#undef AS_ROW

enum { ROWS = sizeof rows / sizeof rows[0] };

uint16_t accepts_states(uint8_t type)
{
    for (uint8_t row = 0; row < ROWS; row++)
        if (flash_u8(&rows[row].type) == type)
            return flash_u16(&rows[row].states);
    return 0;
}

bool accepts_request(enum state state, uint8_t type)
{
    return ((unsigned)accepts_states(type) >> state & 1U) != 0;
}
