/* adc.h: the converter: one input a frame, eight times over, and the panel's ladder.
 *
 * Main begins a frame's conversions in its tick 0; the first is thrown away, for the multiplexer has just
 * changed. The tick's interrupt (clock.c) begins one more in each of the ticks 1 to 9 and adds up those of 1
 * to 8; the ladder's is the last. A conversion takes 104 us (prescaler 128).
 * Owns: the converter, AVCC as reference (AREF's capacitor stays charged). Context: main.
 */
#ifndef AVR_HW_ADC_H
#define AVR_HW_ADC_H

#include <stdbool.h>
#include <stdint.h>

/* Begins a frame's conversions of an input (board.h's ANALOG_INPUTS). */
void adc_begin(uint8_t channel);

/* The conversions of the frame before, in tick 0 and before adc_begin(): the sum of eight, and the ladder's. */
struct adc_frame {
    uint16_t counts8, ladder_counts;
};
struct adc_frame adc_take(void);

#endif
