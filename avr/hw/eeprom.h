/* eeprom.h: one byte at a time, nobody waits; and how long a byte takes, by the clock.
 *
 * A write takes 3.4 ms in the chip (datasheet 8.4.2); a power cut meanwhile leaves that byte undefined. It is timed
 * by the chip's own RC oscillator, 8 MHz +-10 % (table 29-9), which has nothing in common with the crystal: so each
 * record that is written also holds the two against each other.
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

/* Has a write been under way for more than 100 ms, seen at least every 150 ms? Then nothing is kept any more. */
bool eeprom_is_stuck(void);

/* Have the writes since the last call taken what they should, 3 to 5 ticks of 1 ms, as far as one was seen to end?
 * The quickest counts: main may have looked late at others. And is none stuck? Else the crystal is at most at 0.8 or at least
 * at 1.4 times its frequency, or ticks are lost or too many. */
bool eeprom_pace_is_plausible(void);

#endif
