/* compiler.h: from a routine's text to the bytes that the device plays.
 *
 * Pure: no files, no memory of its own, no state. Context: host.
 * Errors: every one is in `diagnostics`; no input, however broken, does more than that.
 */
#ifndef HOST_CALF_LANGUAGE_COMPILER_H
#define HOST_CALF_LANGUAGE_COMPILER_H

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/program.h"

/* Compiles a text; `name` is what diagnostics call it (a path). Begins `diagnostics` afresh. True:
 * `program` holds a routine that routine_check accepts, and diagnostics at most warnings. False: at
 * least one error, and `program` must not be used. */
bool routine_compile(const char *text, size_t length, const char *name,
                     struct routine_program *program, struct diagnostics *diagnostics);

#endif
