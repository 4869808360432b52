/* adc.h: one conversion at a time, started and fetched by main; 104 us each (prescaler 128).
 *
 * Owns: the converter, AVCC as reference (AREF's capacitor stays charged). Context: main.
 */
#ifndef AVR_HW_ADC_H
#define AVR_HW_ADC_H

#include <stdbool.h>
#include <stdint.h>

/* Begins to convert an input (board.h's ANALOG_INPUTS). The last result must have been fetched: the
 * multiplexer changes here. */
void adc_begin(uint8_t channel);

/* Fetches the last conversion, 0 to 1023; false while it is not finished. */
bool adc_fetch(uint16_t *counts);

#endif
