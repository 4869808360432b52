/* drive.h: from strength to duty: the zone's calibrated window, start kick, slew.
 *
 * A resting motor needs a push to start, so a start from rest begins with a kick at the window's
 * top, no longer than the rest was: short pulses must not add up to full strength. Afterwards the
 * duty may only rise by the slew per frame. It falls at once: off must be quick, and motor time must
 * end with the strength. Duty is zero exactly when strength is.
 * Owns: its struct, pure. Context: main, once per frame of 10 ms.
 */
#ifndef AVR_CORE_DRIVE_H
#define AVR_CORE_DRIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/words.h"

struct drive {
    uint16_t duty_permille[ZONE_COUNT];
    uint8_t kick_frames[ZONE_COUNT]; /* earned by rest, or left of a kick */
    uint8_t due_zones;               /* bits of those that another frame of the same would change */
};

/* From the settings. */
struct drive_windows {
    const int16_t *start_permille; /* by zone: where the motor begins to turn */
    const int16_t *max_permille;   /* by zone: the comfortable maximum */
    uint16_t kick_ms;
    uint16_t slew_permille; /* per frame */
};

/* Moves duties on by one frame towards strength (0 to 1000 of the window): those of the zones that are due, which are
 * to be all whose strength or window has changed. */
void drive_frame(struct drive *drive, const uint16_t *strength_permille,
                 const struct drive_windows *windows);

#endif
