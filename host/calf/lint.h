/* lint.h: what a routine will do, counted by playing it, and whether that is within the limits.
 *
 * The totals come from protocol/routine.c, the code that the device plays with.
 * Owns: nothing. Context: host. Errors: each refusal is in `diagnostics` and names its limit.
 */
#ifndef HOST_CALF_LINT_H
#define HOST_CALF_LINT_H

#include <stdio.h>

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/program.h"

/* What the heat asked for amounts to, if the skin had the setpoint all the time. */
struct lint_heat {
    uint32_t hot_ticks;   /* setpoint above HOT_SKIN_mC */
    uint32_t dose_mCEM43; /* on setpoint + SENSOR_ERROR_mC, as the device counts */
};

/* What `send`, `run` and `lint` begin with: finds a routine by path or library name, reads, compiles
 * and checks it. False: diagnostics has the errors, and `program` must not be used. */
bool routine_load(const char *word, struct routine_program *program,
                  struct diagnostics *diagnostics);

/* Plays the routine for its heat. Waits for warmth are left out: until they end the skin is cooler. */
void lint_count_heat(const struct routine_program *program, struct lint_heat *heat);

/* Adds an error for each limit of protocol/limits.h that the routine would break, at the stage in which
 * it would. `source` is what the program was compiled from. */
void lint_check(const struct routine_program *program, const struct source *source);

/* Prints stages and totals, for people or as a JSON object. */
void lint_print(const struct routine_program *program, FILE *out);
void lint_print_json(const struct routine_program *program, FILE *out);

#endif
