/* warnings.h: what may be written, and is probably not what the writer wants.
 *
 * Owns: nothing. Context: host. Errors: none; each finding is a warning.
 */
#ifndef HOST_CALF_LANGUAGE_WARNINGS_H
#define HOST_CALF_LANGUAGE_WARNINGS_H

#include "host/calf/language/script.h"

/* Warns of single lines: of a push that is too short to feel, of pulses that run together, of a wave that
 * hurries down the leg though the routine cites A31. */
void warn_of_lines(const struct script *script);

#endif
