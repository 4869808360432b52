/* divide.h: the divisions of the busy paths, by multiplication with the reciprocal.
 *
 * The AVR has no division: libgcc's takes 600 cycles for 32 bits and 200 for 16. All of these are exact in the
 * range they name. Context: any.
 */
#ifndef AVR_CORE_DIVIDE_H
#define AVR_CORE_DIVIDE_H

#include <stdint.h>

#define DIVIDE_BY_1000_END (1UL << 20)

/* value / 1000, for values below DIVIDE_BY_1000_END. */
uint16_t divide_by_1000(uint32_t value);

/* A fortieth of any value. */
uint16_t divide_by_40(uint16_t value);

/* A tenth of 0 to 1000, rounded up. */
uint8_t divide_by_10_up(uint16_t value);

#endif
