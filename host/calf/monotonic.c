#include "host/calf/monotonic.h"

#include <time.h>

enum { LONGEST_WAIT_ms = 60000 };

int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int monotonic_ms_until(int64_t deadline_us)
{
    int64_t left_us = deadline_us - monotonic_us();
    if (left_us <= 0)
        return 0;
    int64_t left_ms = (left_us + 999) / 1000;
    return left_ms < LONGEST_WAIT_ms ? (int)left_ms : LONGEST_WAIT_ms;
}
