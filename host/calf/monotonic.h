/* monotonic.h: this computer's clock that never jumps. */
#ifndef HOST_CALF_MONOTONIC_H
#define HOST_CALF_MONOTONIC_H

#include <stdint.h>

/* Microseconds since some start. */
int64_t monotonic_us(void);

/* What is left until then in milliseconds, rounded up, for poll(): 0 when it is over. */
int monotonic_ms_until(int64_t deadline_us);

#endif
