/* lint_warnings.h: what a routine asks for that the kit can hardly give: more current than the supply has,
 * warmth sooner than the pad brings it.
 *
 * Owns: nothing. Context: host. Errors: none; each finding is a warning.
 */
#ifndef HOST_CALF_LINT_WARNINGS_H
#define HOST_CALF_LINT_WARNINGS_H

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/program.h"

/* W(minutes, skin in thousandths of a degree): the skin under the pad at full power, from 32 C in a room of
 * 23 C: the kit's model (host/kit/thermal.c, fitted to a one-dimensional model of a leg; a test compares
 * them). Model figures, not yet measured on a leg. */
#define LINT_WARM_UP(W) \
    W(0, 32000)         \
    W(1, 33400)         \
    W(2, 34900)         \
    W(3, 36000)         \
    W(4, 36700)         \
    W(5, 37400)         \
    W(6, 38000)         \
    W(7, 38500)         \
    W(8, 38900)         \
    W(9, 39300)         \
    W(10, 39700)        \
    W(11, 40050)        \
    W(12, 40350)

/* What the 5 V supply must give (avr/board.h; J where no part is named). */
enum {
    LINT_SUPPLY_mA = 3000,
    LINT_PAD_mA = 1515,          /* 3.3 Ohm */
    LINT_CONTROLLER_mA = 30,     /* the Nano with its lamps (J) */
    LINT_MOTOR_STARTS_mA = 321,  /* at standstill, 14 Ohm, in the window of a new kit (0.9) */
    LINT_MOTOR_RUNS_mA = 120,    /* at full speed (J) */
    LINT_MOTOR_STARTS_ticks = 8, /* about its time constant */
};

/* Notes the setpoints that the skin never comes to, by the model: as warm as it gets may be what is wanted, so
 * these are no warnings. */
void lint_note_warmth(const struct routine_program *program, struct diagnostics *diagnostics);

/* The duties between which a zone's strengths lie, as settings of the device, in permille. */
struct lint_windows {
    int32_t start[ZONE_COUNT], max[ZONE_COUNT];
};

/* Warns of zones that the routine uses and that cannot be within their calibrated window, for it is empty. */
void lint_warn_of_windows(const struct routine_program *program, const struct lint_windows *windows,
                          struct diagnostics *diagnostics);

/* Plays the routine and warns, at the stage in which it first happens. */
void lint_warn(const struct routine_program *program, const struct source *source);

#endif
