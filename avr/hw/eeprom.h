/* eeprom.h: one byte at a time, nobody waits.
 *
 * A write takes 3.4 ms in the chip (datasheet 8.4.2); a power cut meanwhile leaves that byte undefined.
 * Owns: the EEPROM registers. Context: main.
 */
#ifndef AVR_HW_EEPROM_H
#define AVR_HW_EEPROM_H

#include <stdbool.h>
#include <stdint.h>

/* Is no write under way? Reading and writing need this. */
bool eeprom_ready(void);

/* The byte at an address, 0 to 1023. */
uint8_t eeprom_read(uint16_t address);

/* Begins to write a byte; skipped when it stands there already. */
void eeprom_write(uint16_t address, uint8_t byte);

#endif
