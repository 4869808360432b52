#include "protocol/accepts.h"

#include "protocol/flash.h"
#include "protocol/message.h"

/* By type; there are gaps, which are accepted nowhere. */
#define AS_STATES(NAME, states, note) [MESSAGE_##NAME] = (states),
static const uint16_t states_of[] FLASH_TABLE = {ACCEPTS(AS_STATES)};
#undef AS_STATES

enum { TYPES = sizeof states_of / sizeof states_of[0] };

uint16_t accepts_states(uint8_t type)
{
    return type < TYPES ? flash_u16(&states_of[type]) : 0;
}

bool accepts_request(enum state state, uint8_t type)
{
    return ((unsigned)accepts_states(type) >> state & 1U) != 0;
}
