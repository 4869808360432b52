#include "host/kit/pins.h"

#include "host/kit/registers.h"

enum { LETTER_B = 'B', LETTER_C = 'C', LETTER_D = 'D' };

static const struct pin_place places[PIN_count] = {
#define AS_PLACE(net, port, bit, nano, direction) [PIN_##net] = {#net, LETTER_##port, bit},
    PINS(AS_PLACE)
#undef AS_PLACE
};

const struct pin_place *pin_place(enum pin pin)
{
    return &places[pin];
}

/* Ports B, C and D are three registers each, PIN, DDR and PORT, in that order from PINB. */
static unsigned first_register(enum pin pin)
{
    return REG_PINB + 3u * (unsigned)(places[pin].port - 'B');
}

bool pin_is_output(const uint8_t *data, enum pin pin)
{
    return data[first_register(pin) + 1] >> places[pin].bit & 1;
}

bool pin_driven_high(const uint8_t *data, enum pin pin)
{
    return pin_is_output(data, pin) && (data[first_register(pin) + 2] >> places[pin].bit & 1);
}
