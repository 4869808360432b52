/* pattern.h: an imported envelope as text of the language: a routine with a pattern and a stage to try
 * it.
 *
 * Owns: nothing. Context: host. Errors: none; the stream remembers its own.
 */
#ifndef HOST_CALF_INTERCHANGE_PATTERN_H
#define HOST_CALF_INTERCHANGE_PATTERN_H

#include <stdio.h>

#include "host/calf/interchange/envelope.h"

/* Prints it. `from` is the file it comes from, for a remark. */
void pattern_print(FILE *out, const char *name, const char *from,
                   const struct envelope_ramps *ramps);

#endif
