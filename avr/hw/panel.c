#include "avr/hw/panel.h"

#include <avr/interrupt.h>
#include <avr/io.h>

#include "avr/hw/hw.h"
#include "avr/hw/pins.h"

ISR(INT0_vect)
{
    hw_cut();
    GPIOR0 |= _BV(FLAG_STOP);
}

bool panel_take_stop(void)
{
    bool pressed = GPIOR0 & _BV(FLAG_STOP);
    GPIOR0 &= (uint8_t)~_BV(FLAG_STOP);
    return pressed;
}

bool panel_stop_is_down(void)
{
    return !(PIND & _BV(PIN_BIT_STOP_BUTTON));
}

void panel_status_led(bool on)
{
    PIN_DRIVE(LED_STATUS, on);
}

void panel_heat_led(bool on)
{
    PIN_DRIVE(LED_HEAT, on);
}

void panel_attention_led(bool on)
{
    PIN_DRIVE(LED_ATTENTION, on);
}

void panel_ntc_power(bool on)
{
    PIN_DRIVE(NTC_POWER, on);
}

void panel_sync(bool on)
{
    PIN_DRIVE(SYNC, on);
}
