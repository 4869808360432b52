#include "host/calf/device_clock.h"

/* The number congruent to t_us modulo 2^32 that is nearest to `about_us`. */
static int64_t nearest(uint32_t t_us, int64_t about_us)
{
    return about_us + (int32_t)(t_us - (uint32_t)about_us);
}

int64_t device_clock_unwrap(struct device_clock *clock, uint32_t t_us)
{
    int64_t stamp_us = nearest(t_us, clock->now_us);
    if (stamp_us > clock->now_us)
        clock->now_us = stamp_us;
    return stamp_us;
}

int64_t device_clock_anchor(struct device_clock *clock, uint32_t t_us, uint32_t uptime_ms)
{
    clock->now_us = nearest(t_us, (int64_t)uptime_ms * 1000);
    return clock->now_us;
}

void device_clock_begin(struct device_clock *clock, uint32_t uptime_ms)
{
    clock->now_us = (int64_t)uptime_ms * 1000;
}
