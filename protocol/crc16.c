#include "protocol/crc16.h"

/* flatten: to save flash the compiler would make avr-libc's update a function of its own, and a call for
 * each byte costs as much again. */
__attribute__((noinline, flatten)) uint16_t crc16_block(uint16_t crc, const uint8_t *bytes,
                                                        uint16_t length)
{
    if (length > 0)
        do
            crc = crc16_update(crc, *bytes++);
        while (--length > 0);
    return crc;
}
