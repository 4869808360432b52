/* guard.h: what a flipped bit of RAM must not make unsafe is kept twice, one copy inverted.
 *
 * The latched faults, the declared leg, the credit of trials, and what each leg has had. They change with the
 * readings, ten times a second, with a second of motors, and by orders; the copy is held against them before they
 * change, and made anew afterwards. Part of the gate: safety.c is the only user.
 * Owns: its struct, pure. Context: main.
 */
#ifndef AVR_CORE_GUARD_H
#define AVR_CORE_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/usage.h"

enum {
    GUARD_HEAD_bytes = 8, /* of struct safety: up to the trials' credit */
    GUARD_BYTES = GUARD_HEAD_bytes + USAGE_LEGS * (int)sizeof(struct usage_leg),
};

struct safety;

struct guard {
    bool is_old; /* what is guarded has rightly changed since the copy was made */
    uint8_t inverted[GUARD_BYTES];
};

/* Makes the copy, if it is old. */
void guard_keep(struct safety *safety);

/* Are both copies the same, or the one old? Where they differ it is fault 17, which makes the copy anew, and the
 * stricter is left: every fault that either knows, no leg, no credit, new legs without a session that could go on,
 * and all that either says these have had. */
bool guard_check(struct safety *safety);

/* What is guarded changes by an order: the same before that, and then the copy is old. */
bool guard_open(struct safety *safety);

#endif
