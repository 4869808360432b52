/* parser.h: from text to script: which lines there are, what belongs to what, what they say.
 *
 * Owns: nothing. Context: host.
 * Errors: complains about each bad line once and goes on with the next one.
 */
#ifndef HOST_CALF_LANGUAGE_PARSER_H
#define HOST_CALF_LANGUAGE_PARSER_H

#include "host/calf/language/script.h"

/* Reads a text that source_check has passed. The script is only good for compiling if no errors
 * were added to the source's diagnostics. */
void parse_script(const struct source *source, struct script *script);

#endif
