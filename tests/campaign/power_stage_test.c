/* The power stage: each part of the heater's and the motors' paths broken, in each phase of a session. */
#include "tests/campaign/matrix.h"

#define ANY(n)                             \
    {                                      \
        F(n), F(n), F(n), F(n), F(n), F(n) \
    }
#define F(n) FAULT_BIT(n)
#define NONE 0
#define MOVING(n)                          \
    {                                      \
        F(n), F(n), F(n), NONE, F(n), F(n) \
    } /* not in a soak, in which no motor moves */

static const struct matrix_row rows[] = {
    {.name = "low-side FET short",
     .mishaps = {"heater-fet-short"},
     .faults = ANY(11),
     .within_s = 150,
     .hides = true,
     .meaning = "The arm switch still opens. F11: current while the low side is off."},
    {.name = "arm switch short",
     .mishaps = {"arm-short"},
     .faults = ANY(11),
     .within_s = 60,
     .hides = true,
     .next = true,
     .sampled = 1 << OFF,
     .meaning = "The low-side FET still opens and regulates. F11 as the next session proves the "
                "switches."},
    {.name = "both of them short",
     .mishaps = {"heater-fet-short", "arm-short"},
     .faults = ANY(11),
     .within_s = 60,
     .then_s = 600,
     .meaning = "Beyond firmware: F11 says to pull the plug; the pad's own size, its bimetal and "
                "fuse protect."},
    {.name = "low-side FET open",
     .mishaps = {"heater-fet-open"},
     .faults = ANY(10),
     .within_s = 60,
     .hides = true,
     .sampled = 1 << WARMING,
     .meaning = "F10, no heat."},
    {.name = "arm switch open",
     .mishaps = {"arm-open"},
     .faults = ANY(10),
     .within_s = 60,
     .hides = true,
     .sampled = 1 << WARMING,
     .meaning = "F10, no heat."},
    {.name = "pad open",
     .mishaps = {"heater-open"},
     .faults = ANY(10),
     .within_s = 60,
     .hides = true,
     .sampled = 1 << WARMING,
     .meaning = "F10, no heat."},
    {.name = "pad of 2 Ohm",
     .mishaps = {"pad-ohms=2"},
     .faults = ANY(11),
     .within_s = 60,
     .hides = true,
     .sampled = 1 << WARMING,
     .meaning = "F11: too much current."},
    {.name = "motor open",
     .mishaps = {"motor-open=mid-lateral"},
     .faults = MOVING(19),
     .within_s = 60,
     .hides = true,
     .sampled = 1 << WARMING,
     .meaning = "F19: that motor off, the session goes on."},
    {.name = "motor short",
     .mishaps = {"motor-short=mid-lateral"},
     .faults = MOVING(19),
     .within_s = 60,
     .hides = true,
     .sampled = 1 << WARMING,
     .meaning = "F19: that motor off, the session goes on."},
    {.name = "motor stalled",
     .mishaps = {"motor-stalled=mid-lateral"},
     .within_s = 60,
     .meaning = "it draws less than others when they start: only the self-test's question tells; "
                "it stays below "
                "0.4 A and 2 W"},
    {.name = "motor FET short",
     .mishaps = {"motor-fet-short=mid-lateral"},
     .faults = ANY(19),
     .within_s = 60,
     .sampled = 1 << PAUSED,
     .meaning = "F19; the supply's switch stops it."},
};

#undef MOVING
#undef ANY
#undef F

int main(int count, char **arguments)
{
    return matrix_main(
        "power stage",
        "Each part of the heater's and the motors' paths is broken in each phase of a "
        "session. It must be found in "
        "that session or\nas the next begins, and the skin never be too hot.",
        rows, sizeof rows / sizeof *rows, count, arguments);
}
