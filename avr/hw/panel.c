#include "avr/hw/panel.h"

#include <avr/interrupt.h>
#include <avr/io.h>

#include "avr/hw/hw.h"
#include "avr/hw/pins.h"

void panel_init(void)
{
    EICRA = _BV(ISC11) | _BV(ISC01); /* falling edges; before DDRD, INT1's pin is a motor */
    PORTB = 0;
    PORTC = 0;
    PORTD = _BV(PIN_BIT_STOP_BUTTON) | _BV(PORTD0); /* pull-ups: STOP, and RXD while unplugged */
    DDRB = pin_directions(PIN_PORT_B);
    DDRC = pin_directions(PIN_PORT_C);
    DDRD = pin_directions(PIN_PORT_D);
    EIFR = _BV(INTF0);
    EIMSK = _BV(INT0);
    ACSR = _BV(ACD); /* the comparator is not used: off, saves 70 uA */
}

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

void panel_pump_arm(void)
{
    PINB = _BV(PIN_BIT_HEATER_ARM); /* writing a one to PIN toggles PORT (datasheet 14.2.2) */
}

void panel_sync(bool on)
{
    PIN_DRIVE(SYNC, on);
}
