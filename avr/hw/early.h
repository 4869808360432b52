/* early.h: what must happen before main and before the variables have their values.
 *
 * The registers are tested with 0x55 and 0xAA: a core that fails stands still, with its pins still floating, that is
 * off. All of the RAM is tested by a March C- (every byte read and inverted, twice upwards, twice downwards, and read
 * once more): a kit that fails says so (fault 17). Of what is in RAM only the one kept word survives it.
 * Owns: .init3, MCUSR, GPIOR1 (until its flags are taken), GPIOR2. Context: reset.
 */
#ifndef AVR_HW_EARLY_H
#define AVR_HW_EARLY_H

#include <stdbool.h>
#include <stdint.h>

/* MCUSR as it was at the reset (datasheet 11.9.1). A hint: some bootloaders clear it. Taken once,
 * before interrupts are on: the register is the clock's then. */
uint8_t early_take_reset_flags(void);

/* Has the RAM passed? Kept in a register of its own, which neither bad RAM nor a skipped test sets. */
bool early_tests_passed(void);

/* One word that outlives a reset, and hardly ever a power cut: the one that was kept before it, or `otherwise`. */
uint16_t early_kept_word(uint16_t otherwise);
void early_keep_word(uint16_t word);

#endif
