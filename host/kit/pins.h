/* pins.h: the board's digital pins, expanded from the one list in avr/board.h.
 *
 * Owns: nothing; plain data.
 */
#ifndef HOST_KIT_PINS_H
#define HOST_KIT_PINS_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/board.h"

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

/* Where a pin is, and what its net is called. */
const struct pin_place *pin_place(enum pin pin);

/* Whether the AVR drives the pin high, from its data space. False for an input. */
bool pin_driven_high(const uint8_t *data, enum pin pin);

/* Whether the pin is an output, from the AVR's data space. */
bool pin_is_output(const uint8_t *data, enum pin pin);

#endif
