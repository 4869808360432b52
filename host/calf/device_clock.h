/* device_clock.h: the device's 32-bit microseconds, which wrap after 71 minutes, as 64 bits.
 *
 * Stamps come nearly in order. uptime_ms, where a message carries it, tells how often they wrapped.
 */
#ifndef HOST_CALF_DEVICE_CLOCK_H
#define HOST_CALF_DEVICE_CLOCK_H

#include <stdint.h>

struct device_clock {
    int64_t now_us; /* the latest stamp, since the device's reset */
};

/* The stamp in 64 bits: the one nearest to the latest. Becomes the latest if it is later. */
int64_t device_clock_unwrap(struct device_clock *clock, uint32_t t_us);

/* The same for a stamp that came along with an uptime: the one nearest to that. */
int64_t device_clock_anchor(struct device_clock *clock, uint32_t t_us, uint32_t uptime_ms);

/* The device has been reset, or was met, with this uptime. */
void device_clock_begin(struct device_clock *clock, uint32_t uptime_ms);

#endif
