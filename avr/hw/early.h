/* early.h: what must happen before main and before the variables have their values.
 *
 * Owns: .init3, MCUSR. Context: reset.
 */
#ifndef AVR_HW_EARLY_H
#define AVR_HW_EARLY_H

#include <stdint.h>

/* MCUSR as it was at the reset (datasheet 11.9.1). A hint: some bootloaders clear it. */
uint8_t early_reset_flags(void);

#endif
