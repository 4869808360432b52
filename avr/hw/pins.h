/* pins.h: the pin list of board.h as registers and bits.
 *
 * PIN_SET(HEATER_POWER) and PIN_CLEAR(HEATER_POWER) become one sbi or cbi, so they need no atomic block.
 */
#ifndef AVR_HW_PINS_H
#define AVR_HW_PINS_H

#include <avr/io.h>
#include <stdint.h>

#include "avr/board.h"

enum pin_port { PIN_PORT_B, PIN_PORT_C, PIN_PORT_D };

#define AS_BIT(net, port, bit, nano, direction) PIN_BIT_##net = (bit),
#define AS_PORT(net, port, bit, nano, direction) PIN_OF_##net = PIN_PORT_##port,
enum pin_bits { PINS(AS_BIT) };
enum pin_ports { PINS(AS_PORT) };
#undef AS_BIT
#undef AS_PORT

/* The outputs among a port's pins, as its direction register wants them. */
#define PIN_DIRECTION_OUT 1
#define PIN_DIRECTION_IN 0
#define AS_DIRECTION_B(net, port, bit, nano, direction) \
    | ((int)PIN_OF_##net == PIN_PORT_B ? PIN_DIRECTION_##direction << (bit) : 0)
#define AS_DIRECTION_C(net, port, bit, nano, direction) \
    | ((int)PIN_OF_##net == PIN_PORT_C ? PIN_DIRECTION_##direction << (bit) : 0)
#define AS_DIRECTION_D(net, port, bit, nano, direction) \
    | ((int)PIN_OF_##net == PIN_PORT_D ? PIN_DIRECTION_##direction << (bit) : 0)
enum {
    PIN_DIRECTIONS_B = 0 PINS(AS_DIRECTION_B),
    PIN_DIRECTIONS_C = 0 PINS(AS_DIRECTION_C),
    PIN_DIRECTIONS_D = 0 PINS(AS_DIRECTION_D),
};
#undef AS_DIRECTION_B
#undef AS_DIRECTION_C
#undef AS_DIRECTION_D

static inline volatile uint8_t *pin_port(uint8_t port)
{
    return port == PIN_PORT_B ? &PORTB : port == PIN_PORT_C ? &PORTC : &PORTD;
}

#define PIN_SET(net) (*pin_port(PIN_OF_##net) |= _BV(PIN_BIT_##net))
#define PIN_CLEAR(net) (*pin_port(PIN_OF_##net) &= (uint8_t)~_BV(PIN_BIT_##net))
#define PIN_DRIVE(net, on)  \
    do {                    \
        if (on)             \
            PIN_SET(net);   \
        else                \
            PIN_CLEAR(net); \
    } while (0)

#endif
