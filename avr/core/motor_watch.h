/* motor_watch.h: is the current what the driven motors should draw?
 *
 * One shunt serves all motors, so it tells something only while a single one is driven, or none. Part of the
 * gate: safety.c is the only user.
 * Owns: its struct, pure. Context: main.
 */
#ifndef AVR_CORE_MOTOR_WATCH_H
#define AVR_CORE_MOTOR_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/words.h"

struct motor_watch {
    uint8_t
        driven; /* the zone that is driven alone; ZONE_COUNT: none is; else nothing can be told */
    uint8_t frames; /* for so long, as far as that matters */
    uint8_t off;    /* bits of the zones that are not driven any more */
};

/* These duties (NULL: none) stand for a frame of 10 ms; while it is unclear what they mean, in a test or after
 * a cut, they are not judged. Is any driven? */
bool motor_watch_frame(struct motor_watch *watch, const uint16_t permille[ZONE_COUNT],
                       bool unclear);

/* A measurement of 100 ms is complete. True: a motor is open or shorted, and from now on among `off`;
 * or current flows though none is driven. */
bool motor_watch_cycle(struct motor_watch *watch, uint16_t motor_mA);

#endif
