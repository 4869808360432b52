/* lint.h: what a routine will do, counted by playing it, and whether that is within the limits.
 *
 * Both come from protocol/player.c, the code that the device plays with: what is certain from routine_totals(),
 * and the most that it can come to from lint_bounds.h. What passes here, a kit in order plays on a rested leg to its
 * end, with all its heat.
 * Owns: nothing. Context: host. Errors: each refusal is in `diagnostics` and names its limit.
 */
#ifndef HOST_CALF_LINT_H
#define HOST_CALF_LINT_H

#include <stdio.h>

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/program.h"

/* What `send`, `run` and `lint` begin with: finds a routine by path or library name, reads, compiles
 * and checks it. False: diagnostics has the errors, and `program` must not be used. */
bool routine_load(const char *word, struct routine_program *program,
                  struct diagnostics *diagnostics);

/* Adds an error for each limit of protocol/limits.h that the routine would break, at the stage in which
 * it would. `source` is what the program was compiled from. */
void lint_check(const struct routine_program *program, const struct source *source);

/* Prints stages and totals, for people or as a JSON object. */
void lint_print(const struct routine_program *program, FILE *out);
void lint_print_json(const struct routine_program *program, FILE *out);

#endif
