#include "avr/hw/image.h"

#include <avr/pgmspace.h>
#include <util/crc16.h>

#define CRC_START 0xFFFFU

extern const uint8_t _image_end; /* by avr/image.ld: behind the CRC */

/* Its value comes with the build, after linking: host/image/main.c. */
static const uint16_t image_crc __attribute__((used, section(".image_crc"))) = 0;

static uint16_t next;
static uint16_t crc_so_far = CRC_START;
static bool is_good;

/* flatten: else the CRC would be a call for every byte. */
__attribute__((noinline, flatten)) bool image_check(uint16_t bytes)
{
    uint16_t at = next, crc = crc_so_far;
    do {
        crc = _crc_ccitt_update(crc, pgm_read_byte(at++));
        if (at == (uint16_t)&_image_end) {
            is_good = crc == 0;
            crc = CRC_START;
            at = 0;
            break;
        }
    } while (--bytes > 0);
    next = at;
    crc_so_far = crc;
    return is_good;
}
