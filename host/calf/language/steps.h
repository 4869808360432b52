/* steps.h: what the verbs of massage are on the skin: keyframes.
 *
 * Each begins and ends with its zones at zero, but for step and move, and takes exactly steps_ticks().
 * Owns: nothing. Context: host. Errors: none; the parser has checked every value.
 */
#ifndef HOST_CALF_LANGUAGE_STEPS_H
#define HOST_CALF_LANGUAGE_STEPS_H

#include "host/calf/language/emitter.h"
#include "host/calf/language/script.h"

/* How long the statement takes on the routine's clock; 0 for what is no step and no rest. */
uint64_t steps_ticks(const struct statement *statement);

/* Does the step repeat, and so take one of the levels of repeats that the device has? */
bool steps_repeats(const struct statement *statement);

/* Writes a press, roll, stroke, sweep, pulse, hold, step or move. */
void steps_emit(struct emitter *emitter, const struct statement *statement);

/* How long a stroke or sweep takes from one station to the next, in ticks. */
uint32_t steps_stroke_spacing_ticks(const struct statement *stroke);

#endif
