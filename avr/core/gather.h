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

struct source {
    uint16_t offset; /* in struct device */
    uint8_t bytes;
};

/* A member; and all from one to another that follow each other there as in the message. */
#define FROM(member)                                                          \
    {                                                                         \
        offsetof(struct device, member), sizeof(((struct device *)0)->member) \
    }
#define FROM_TO(first, last)                                                     \
    {                                                                            \
        offsetof(struct device, first), offsetof(struct device, last) +          \
                                            sizeof(((struct device *)0)->last) - \
                                            offsetof(struct device, first)       \
    }

struct device;

/* Puts what `count` rows in flash name to `to`, one behind the other. */
void gather(void *to, const struct device *device, const struct source *sources, uint8_t count);

/* All of a list. */
#define GATHER(to, device, sources) \
    gather(to, device, sources, sizeof(sources) / sizeof((sources)[0]))

#endif
