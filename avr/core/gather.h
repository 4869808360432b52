/* gather.h: brings together what a message tells, by a list of where the device keeps it.
 *
 * A reply or an event is mostly a copy of what stands in struct device, in another order. A row of a list takes three
 * bytes of program; the instructions that it stands for take twelve in the mean.
 * Owns: nothing. Context: main.
 */
#ifndef AVR_CORE_GATHER_H
#define AVR_CORE_GATHER_H

#include <stddef.h>
#include <stdint.h>

#include "protocol/flash.h"

/* How it goes into the message: so many bytes as they are; or a number of 2 or 4 bytes, times ten or thousand, in
 * four bytes. */
enum { GATHER_TIMES_1000 = 0x40, GATHER_TIMES_10 = 0x80 };

struct source {
    uint16_t offset; /* in struct device */
    uint8_t how;
};

#define SOURCE_BYTES(member) sizeof(((struct device *)0)->member)
#define AS_IT_IS(member)                                      \
    {                                                         \
        offsetof(struct device, member), SOURCE_BYTES(member) \
    }
#define TIMES(factor, member)                                                         \
    {                                                                                 \
        offsetof(struct device, member), SOURCE_BYTES(member) | GATHER_TIMES_##factor \
    }

struct device;

/* Puts what `count` rows in flash name to `to`, one behind the other. */
void gather(void *to, const struct device *device, const struct source *sources, uint8_t count);

/* All of a list. */
#define GATHER(to, device, sources) \
    gather(to, device, sources, sizeof(sources) / sizeof((sources)[0]))

#endif
