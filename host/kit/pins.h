/* pins.h: the board's digital pins, expanded from the one list in avr/board.h.
 *
 * Each write of the firmware to an output asks for all pins; inline, register and bit of a named one are constants.
 * Owns: nothing; plain data.
 */
#ifndef HOST_KIT_PINS_H
#define HOST_KIT_PINS_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/board.h"
#include "host/kit/registers.h"

enum pin {
#define AS_ENUM(net, port, bit, nano, direction) PIN_##net,
    PINS(AS_ENUM)
#undef AS_ENUM
        PIN_count
};

struct pin_place {
    const char *net; /* as on the schematic */
    char port;       /* 'B', 'C' or 'D' */
    uint8_t bit;
};

enum { PIN_PORT_B = 'B', PIN_PORT_C = 'C', PIN_PORT_D = 'D' };

static const struct pin_place pin_places[PIN_count] = {
#define AS_PLACE(net, port, bit, nano, direction) [PIN_##net] = {#net, PIN_PORT_##port, bit},
    PINS(AS_PLACE)
#undef AS_PLACE
};

/* Ports B, C and D are three registers each, PIN, DDR and PORT, in that order from PINB. */
static inline unsigned pin_first_register(enum pin pin)
{
    return REG_PINB + 3u * (unsigned)(pin_places[pin].port - PIN_PORT_B);
}

/* Whether the pin is an output, from the AVR's data space. */
static inline bool pin_is_output(const uint8_t *data, enum pin pin)
{
    return data[pin_first_register(pin) + 1] >> pin_places[pin].bit & 1;
}

/* Whether the AVR drives the pin high, from its data space. False for an input. */
static inline bool pin_driven_high(const uint8_t *data, enum pin pin)
{
    return pin_is_output(data, pin) &&
           (data[pin_first_register(pin) + 2] >> pin_places[pin].bit & 1);
}

#endif
