/* kept.h: one word that outlives a reset, but not a power cut.
 *
 * Owns: two words of .noinit, the second the first one inverted: what stands there after a power-up is hardly ever
 * such a pair. Context: main.
 */
#ifndef AVR_HW_KEPT_H
#define AVR_HW_KEPT_H

#include <stdint.h>

/* The word noted before the reset; `otherwise` if there is none. */
uint16_t kept_word(uint16_t otherwise);

void kept_note(uint16_t word);

#endif
