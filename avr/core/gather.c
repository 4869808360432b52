#include "avr/core/gather.h"

#include <string.h>

/* A number of two bytes has a sign; modulo 2^32 it is multiplied like any other. */
static uint32_t number_at(const void *at, uint8_t how)
{
    if (how & sizeof(int16_t))
        return (uint32_t)(int32_t)(*(const int16_t *)at);
    return *(const uint32_t *)at;
}

__attribute__((noinline)) void gather(void *to, const struct device *device,
                                      const struct source *sources, uint8_t count)
{
    uint8_t *out = to;
    for (; count > 0; count--, sources++) {
        const uint8_t *in = (const uint8_t *)device + flash_u16(&sources->offset);
        uint8_t bytes = flash_u8(&sources->how);
        uint32_t product;
        if (bytes & (GATHER_TIMES_10 | GATHER_TIMES_1000)) {
            product = number_at(in, bytes) * (bytes & GATHER_TIMES_10 ? 10U : 1000U);
            in = (const uint8_t *)&product;
            bytes = sizeof product;
        }
        memcpy(out, in, bytes);
        out += bytes;
    }
}
