/* upset.h: what a particle, a spike or a wild jump does to the chip; and whether two chips are in the same state.
 *
 * Owns: nothing. Context: tests, between two runs of the kit.
 */
#ifndef TESTS_CAMPAIGN_UPSET_H
#define TESTS_CAMPAIGN_UPSET_H

#include "host/kit/kit.h"

enum { UPSET_REGISTERS = 32, UPSET_FLASH_bytes = FIRMWARE_FLASH_bytes };

/* Inverts a bit of the data space: a core register, an I/O register with its effect on the peripheral, RAM. */
void upset_bit(struct kit *kit, uint16_t address, unsigned bit);

/* The I/O registers that the simulated chip has, and how many: their bits are flipped. The others (power
 * reduction, clock prescaler, calibration) do nothing in simavr. */
unsigned upset_io_count(void);
uint16_t upset_io_address(unsigned index);

/* Inverts a bit of SREG. */
void upset_sreg(struct kit *kit, unsigned bit);

/* The core goes on elsewhere, as it stands. */
void upset_jump(struct kit *kit, uint16_t address);

/* Replaces instruction words in flash by others; `words` at most 16. Keeps what was there in `kept`, unless it is
 * NULL. */
void upset_flash(struct kit *kit, uint16_t address, const uint16_t *words, unsigned count,
                 uint16_t *kept);
uint16_t upset_flash_word(const struct kit *kit, uint16_t address);

/* Erased flash does nothing up to its end, where the chip's counter begins anew; simavr would give up. */
void upset_let_counter_wrap(struct kit *kit);

/* Whether the core sleeps; where it is. */
bool upset_is_asleep(const struct kit *kit);
uint16_t upset_where(const struct kit *kit);

/* A firmware that cannot go on in the simulator (an opcode that there is none of, asleep with interrupts off) stands
 * still from here on instead, with interrupts off: the worst that the chip may do. False: it can go on. */
bool upset_stand_still(struct kit *kit);

/* A watchdog interrupt that nobody has served by the next time-out becomes a reset (datasheet, WDTCSR), which
 * simavr leaves out. To be called more often than the watchdog comes. */
void upset_let_watchdog_reset(struct kit *kit);

/* A number that is the same when core, registers, RAM, EEPROM, flash, timers and outputs are. What lies below the stack is
 * left out: nothing lives there. `variables_end` is the address behind the variables. Warmth is left out, too. */
uint64_t upset_state(const struct kit *kit, uint16_t variables_end);

#endif
