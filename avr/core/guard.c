#include "avr/core/guard.h"

#include <stddef.h>

#include "avr/core/safety.h"
#include "protocol/faults.h"

_Static_assert(offsetof(struct safety, latched) == 0 &&
                   offsetof(struct safety, trial.credit_frames) + 2 == GUARD_HEAD_bytes,
               "the guarded head of struct safety");

enum pass { KEEP, LOOK, UNITE };

/* Makes the copy anew, says in which bits they are alike, or leaves those that either has. A loop each: the first two are gone
 * through while a request may wait. */
static __attribute__((noinline)) uint8_t go_through(struct safety *safety, enum pass pass)
{
    uint8_t alike = UINT8_MAX;
    uint8_t *inverted = safety->guard.inverted;
    uint8_t *at = (uint8_t *)safety;
    uint8_t bytes = GUARD_HEAD_bytes;
    for (uint8_t leg = 0;; leg++) {
        if (pass == KEEP)
            for (; bytes > 0; bytes--)
                *inverted++ = (uint8_t) ~*at++;
        else if (pass == LOOK)
            for (; bytes > 0; bytes--)
                alike = (uint8_t)(alike & (*inverted++ ^ *at++));
        else
            for (; bytes > 0; bytes--)
                *at++ |= (uint8_t) ~*inverted++;
        if (leg == USAGE_LEGS)
            return alike;
        at = (uint8_t *)&safety->legs[leg].kept;
        bytes = sizeof safety->legs[leg].kept;
    }
}

void guard_keep(struct safety *safety)
{
    if (!safety->guard.is_old)
        return;
    go_through(safety, KEEP);
    safety->guard.is_old = false;
}

__attribute__((noinline)) bool guard_check(struct safety *safety)
{
    if (safety->guard.is_old || go_through(safety, LOOK) == UINT8_MAX)
        return true;
    go_through(safety, UNITE);
    safety->leg = LEG_NONE;
    safety->trial.credit_frames = 0;
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++) {
        safety->legs[leg].kept.completed = 0;
        safety->legs[leg].kept.marks = USAGE_USED | USAGE_UNTIMED; /* no session goes on */
    }
    safety_raise(safety, FAULT_SELF_TEST);
    return false;
}

__attribute__((noinline)) bool guard_open(struct safety *safety)
{
    bool good = guard_check(safety);
    safety->guard.is_old = true;
    return good;
}
