#include "avr/core/guard.h"

#include <stddef.h>

#include "avr/core/safety.h"

_Static_assert(offsetof(struct safety, latched) == 0 &&
                   offsetof(struct safety, trial.credit_frames) + 2 == GUARD_HEAD_bytes,
               "the guarded head of struct safety");

/* Makes the copy anew, or leaves the bits that either has and says in which they differ. */
static __attribute__((noinline)) uint8_t go_through(struct safety *safety, bool anew)
{
    uint8_t differ = 0;
    uint8_t *inverted = safety->guard.inverted;
    uint8_t *at = (uint8_t *)safety;
    uint8_t bytes = GUARD_HEAD_bytes;
    for (uint8_t leg = 0;; leg++) {
        for (; bytes > 0; bytes--, at++, inverted++) {
            if (anew) {
                *inverted = (uint8_t) ~*at;
                continue;
            }
            uint8_t copy = (uint8_t) ~*inverted;
            differ |= *at ^ copy;
            *at |= copy;
        }
        if (leg == USAGE_LEGS)
            return differ;
        at = (uint8_t *)&safety->legs[leg].kept;
        bytes = sizeof safety->legs[leg].kept;
    }
}

void guard_keep(struct safety *safety)
{
    if (!safety->guard.is_old)
        return;
    go_through(safety, true);
    safety->guard.is_old = false;
}

bool guard_check(struct safety *safety)
{
    if (safety->guard.is_old || go_through(safety, false) == 0)
        return true;
    safety->leg = LEG_NONE;
    safety->trial.credit_frames = 0;
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
        safety->legs[leg].kept.completed = 0;
    return false;
}
