/* warmth.h: a pad on a calf in two lumps, for the tests of what heats it and of what watches it.
 *
 * Heater -> pad -> skin -> blood at 36 C; pad -> room. Integers only. The constants are fitted to
 * the warm-up that is expected of the kit: skin from 32 C to about 38 in 6 min and 40 in 10 min at
 * 7.5 W, pad 6 K above it; the virtual kit has the finer model.
 * Owns: nothing; the test owns its struct warmth. Context: tests.
 */
#ifndef TESTS_PURE_WARMTH_H
#define TESTS_PURE_WARMTH_H

#include <stdbool.h>
#include <stdint.h>

struct warmth {
    int32_t pad_uC, skin_uC, room_uC;
    uint16_t full_mW; /* of the heater at 1000 permille */
    bool off_leg;     /* the cuff lies beside the leg: both sensors see the room */
};

/* A pad as cold as the room, and a leg whose skin has this temperature. 7.5 W. */
void warmth_init(struct warmth *warmth, int16_t room_cC, int16_t skin_cC);

/* ms pass (at most 1000) at this duty. */
void warmth_pass(struct warmth *warmth, uint16_t duty_permille, uint16_t ms);

int16_t warmth_pad_cC(const struct warmth *warmth);
int16_t warmth_skin_cC(const struct warmth *warmth);

#endif
