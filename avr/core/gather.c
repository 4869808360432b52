#include "avr/core/gather.h"

__attribute__((noinline)) void gather(void *to, const struct device *device,
                                      const struct source *sources, uint8_t count)
{
    uint8_t *next = to;
    do {
        const uint8_t *in = (const uint8_t *)device + flash_u16(&sources->offset);
        uint8_t bytes = flash_u8(&sources->bytes);
        uint8_t *out = next;
        next += bytes;
        do {
            *out++ = *in++;
        } while (--bytes > 0);
        sources++;
    } while (--count > 0);
}
