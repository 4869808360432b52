/* Does the kit play what lint says of a routine? A few routines at random; make evidence plays a thousand, and
 * the library. SEED=n repeats a run, COUNT=n plays so many. */
#include <stdlib.h>

#include "avr/board.h"
#include "tests/kit/played.h"
#include "tests/tap.h"

_Static_assert(LINT_PAD_mOhm == BOARD_HEATER_mOhm, "lint's pad is the board's");

enum { COUNT = 20, SEED = 20260101 };

static uint32_t number_from(const char *name, uint32_t fallback)
{
    const char *text = getenv(name);
    return text && atol(text) > 0 ? (uint32_t)atol(text) : fallback;
}

/* A test of the test: what is off by the least is noticed. */
static void test_differences(const struct played *played, const uint8_t *program, uint8_t length,
                             const struct played_where *where)
{
    struct lint_bounds most = lint_bounds(program, length);
    struct played off[] = {*played, *played, *played, *played, *played, *played, *played};
    off[0].motor_ticks++;
    off[1].duration_ticks--;
    off[2].zone_ticks[ZONE_ANKLE_LATERAL]++;
    off[3].session_ticks = most.session_ticks + 1;
    off[4].dose_mCEM43 = (uint16_t)(most.dose_mCEM43 + 1);
    off[5].pad_J = most.pad_J + 0.1;
    off[6].motors_J = most.motors_J + 0.1;
    for (unsigned i = 0; i < sizeof off / sizeof off[0]; i++)
        ok(!played_as_lint_says(&off[i], program, length, where), "difference %u is noticed", i);
}

int main(void)
{
    uint32_t state = number_from("SEED", SEED), count = number_from("COUNT", COUNT);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t program[ROUTINE_MAX_BYTES];
        struct played_where where;
        uint32_t seed = state;
        uint8_t length = played_random(&state, program, &where);
        struct played played = play_routine(program, length, &where);
        ok(played_as_lint_says(&played, program, length, &where), "SEED=%lu COUNT=1: %u s",
           (unsigned long)seed, (unsigned)(played.session_ticks / ROUTINE_TICKS_s));
        if (i == 0)
            test_differences(&played, program, length, &where);
    }
    return done();
}
