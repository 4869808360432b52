#include "avr/hw/eeprom.h"

#include <avr/io.h>
#include <util/atomic.h>

bool eeprom_ready(void)
{
    return !(EECR & _BV(EEPE));
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
}
