/* told_time.h: the time that is told to the device, and what it makes of it: how long a leg still rests.
 *
 * Context: host. Errors: said on stderr.
 */
#ifndef HOST_CALF_TOLD_TIME_H
#define HOST_CALF_TOLD_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "host/calf/device.h"

/* Reads what --now takes: "none", or a time of UTC such as 2026-12-01T18:00, as minutes since 1970. */
bool told_time_read(const char *word, uint32_t *utc_min);

/* Tells the device what time it is, if its options do not forbid it. A device that knows a later time keeps to
 * that; a hint tells so. */
enum answer told_time_tell(struct device *device);

/* Says for how long the leg must rest, and why. wait_min is LEG_RESTS' detail, or USAGE_REPLY's. */
void told_time_say_rest(const struct device *device, uint16_t wait_min);

/* Minutes as "5 h 12 min". Returns `text`. */
enum { TOLD_TIME_BYTES = 24 };
const char *told_time_span(char text[TOLD_TIME_BYTES], uint16_t minutes);

#endif
