/* format.h: a routine's text in the one way it is usually laid out.
 *
 * Words, their order and comments stay; blanks, indentation and empty lines become regular: a margin's
 * words in two columns, two blanks for each level, one empty line at most. What is laid out so stays as
 * it is.
 * Owns: nothing. Context: host. Errors: a text with errors is not laid out: they are in its diagnostics.
 */
#ifndef HOST_CALF_LANGUAGE_FORMAT_H
#define HOST_CALF_LANGUAGE_FORMAT_H

#include <stdio.h>

#include "host/calf/language/source.h"

/* Begins the source's diagnostics under that name, and prints the text; false if it has errors. */
bool format_print(const struct source *source, const char *name, FILE *out);

#endif
