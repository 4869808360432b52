/* outputs.h: what the firmware drives, read from its registers.
 *
 * Duties come from OCR, COM, WGM and PORT, never from pin edges: simavr 1.6 keeps the first duty of
 * timer 1 on the pin and shows OCR = TOP as constant low, where the chip is constant high.
 * Owns: nothing; pure functions over the AVR's data space.
 */
#ifndef HOST_KIT_OUTPUTS_H
#define HOST_KIT_OUTPUTS_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/words.h"

struct outputs {
    uint16_t motor_permille[ZONE_COUNT]; /* share of the PWM period the motor's FET is on */
    bool heater_power;
    bool heater_arm; /* the pin; only its edges pump charge */
    bool ntc_power;
    bool sync;
    bool led_status;
    bool led_heat;
    bool led_attention;
};

/* Whether writing the register at this data address can change an output. Of a 16-bit register only
 * the low byte counts: the chip, too, acts when that one is written. */
bool outputs_depend_on(uint16_t address);

/* The state of all outputs, from the AVR's data space (`data[0x25]` is PORTB). */
struct outputs outputs_read(const uint8_t *data);

/* Whether two states are the same. */
bool outputs_equal(const struct outputs *a, const struct outputs *b);

#endif
