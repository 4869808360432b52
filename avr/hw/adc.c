#include "avr/hw/adc.h"

#include <avr/io.h>

void adc_init(void)
{
    ADMUX = _BV(REFS0);                                        /* AVCC */
    DIDR0 = _BV(ADC3D) | _BV(ADC2D) | _BV(ADC1D) | _BV(ADC0D); /* no digital input there */
    ADCSRA = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0); /* 125 kHz */
}

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
