#include "avr/hw/adc.h"

#include <avr/io.h>

void adc_begin(uint8_t channel)
{
    ADMUX = (uint8_t)(_BV(REFS0) | channel);
    ADCSRA |= _BV(ADSC);
}

bool adc_fetch(uint16_t *counts)
{
    if (ADCSRA & _BV(ADSC))
        return false;
    *counts = ADC;
    return true;
}
