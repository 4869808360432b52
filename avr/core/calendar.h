/* calendar.h: what time it is at the earliest, and what its passing gives back to the legs.
 *
 * The kit has no clock of its own that outlives a power cut. It keeps the latest time it knows of, counts on
 * from there while it is on, and once after each reset a host may tell that it is later. So no minute passes
 * twice: two hosts that disagree can gain their difference once, never again. Only a person can make it forget a
 * time that was too late, and no leg gets anything by that.
 * Owns: its struct, pure. Context: main, once a second.
 */
#ifndef AVR_CORE_CALENDAR_H
#define AVR_CORE_CALENDAR_H

#include "avr/core/usage.h"

struct calendar {
    uint32_t now_min; /* since 1970, UTC, at least; 0: nobody has ever told. Kept */
    uint8_t unit_min; /* of the running USAGE_UNIT_min. Kept */
    uint8_t second;   /* of the running minute */
};

/* A second passes, for both legs. True if what is kept of them has changed. */
bool calendar_second(struct calendar *calendar, struct usage legs[USAGE_LEGS]);

/* A host tells the time. The first to do so after the reset is believed, unless it is more than LIMIT_CLOCK_SLACK_min
 * behind what is known, or after LIMIT_CLOCK_MAX_min: what has passed since, less LIMIT_CLOCK_SLACK_min, is rest for each
 * leg that was not used without a known time. Later ones are thanked and change nothing. anew: a person wants it to be
 * believed whatever was told before; nothing has passed then, nor, if it is set back, at the next start. 0, or an enum
 * refusal. */
uint8_t calendar_set(struct calendar *calendar, struct usage legs[USAGE_LEGS], uint32_t utc_min,
                     bool anew);

#endif
