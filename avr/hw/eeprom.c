#include "avr/hw/eeprom.h"

#include <avr/io.h>
#include <util/atomic.h>

#include "avr/hw/clock.h"

enum { LEAST_ms = 3, MOST_ms = 5, STUCK_ms = 100, NONE_SEEN = 255 };

static bool is_timed; /* a write has begun, and nobody has seen its end */
static uint8_t begun_ms, quickest_ms = NONE_SEEN;

bool eeprom_ready(void)
{
    if (EECR & _BV(EEPE))
        return false;
    uint8_t took_ms = (uint8_t)((uint8_t)clock_ms() - begun_ms);
    if (is_timed && took_ms < quickest_ms)
        quickest_ms = took_ms;
    is_timed = false;
    return true;
}

uint8_t eeprom_read(uint16_t address)
{
    EEAR = address;
    EECR |= _BV(EERE);
    return EEDR;
}

void eeprom_write(uint16_t address, uint8_t byte)
{
    if (eeprom_read(address) == byte)
        return;
    EEDR = byte;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        EECR = _BV(EEMPE); /* EEPE must follow within four cycles */
        EECR |= _BV(EEPE);
    }
    begun_ms = (uint8_t)clock_ms();
    is_timed = true;
}

bool eeprom_is_stuck(void)
{
    return (EECR & _BV(EEPE)) && (uint8_t)((uint8_t)clock_ms() - begun_ms) > STUCK_ms;
}

bool eeprom_pace_is_plausible(void)
{
    uint8_t took_ms = quickest_ms;
    quickest_ms = NONE_SEEN;
    is_timed = false; /* nobody waits for the last one */
    return !eeprom_is_stuck() &&
           (took_ms == NONE_SEEN || (took_ms >= LEAST_ms && took_ms <= MOST_ms));
}
