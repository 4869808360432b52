/* lamp.h: what the LEDs say.
 *
 * Status: on while a session is open, a short flash every two seconds otherwise. Attention: steady
 * when the routine asks the person something; a latched fault's number in blinks, tens slowly and
 * then units quickly.
 * Owns: its struct, pure. Context: main, ten times a second.
 */
#ifndef AVR_CORE_LAMP_H
#define AVR_CORE_LAMP_H

#include <stdbool.h>
#include <stdint.h>

struct lamp {
    uint8_t beat; /* counts tenths of a second */
    uint8_t blinks_left, tenths_left;
    bool units;
    bool status, attention; /* what to light now */
};

/* Moves on by a tenth of a second. faults: latched bits; asks: a prompt waits for an answer. */
void lamp_tenth(struct lamp *lamp, bool session_is_open, bool asks, uint32_t faults);

#endif
