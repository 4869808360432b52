/* decompile.h: from the bytes of a routine back to a text that compiles to the same play.
 *
 * Steps are said with the verb that makes exactly their keyframes, where there is one; with `step` and
 * `move` where there is none. What the bytes do not hold comes from the names beside them.
 * Owns: nothing. Context: host. Errors: none of its own, but some programs that no compiler writes cannot
 * be said (steps that a stage cuts short): compile the text, and compare with plays_alike().
 */
#ifndef HOST_CALF_LANGUAGE_DECOMPILE_H
#define HOST_CALF_LANGUAGE_DECOMPILE_H

#include <stdio.h>

#include "host/calf/language/program.h"

/* Prints a valid program as text. Its names may be empty: then stages, marks and prompts are numbered. */
void decompile_print(const struct routine_program *program, FILE *out);

/* Do two valid programs play the same, tick by tick, but for the numbers of marks and prompts? */
bool plays_alike(const struct routine_program *one, const struct routine_program *other);

#endif
