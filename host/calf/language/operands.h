/* operands.h: reading the arguments of a line into its statement, by their rows in grammar.h.
 *
 * Owns: nothing. Context: host. Errors: complains and returns false; one complaint per line.
 */
#ifndef HOST_CALF_LANGUAGE_OPERANDS_H
#define HOST_CALF_LANGUAGE_OPERANDS_H

#include "host/calf/language/lexer.h"
#include "host/calf/language/script.h"

/* Takes one argument's tokens. References go to the script, everything else to the statement. */
bool operand_take(struct script *script, struct line *line, enum argument argument,
                  struct statement *statement);

#endif
