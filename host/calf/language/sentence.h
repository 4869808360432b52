/* sentence.h: reading what follows a verb in its line, as the verb's row in grammar.h says.
 *
 * Owns: nothing. Context: host. Errors: complains once and returns false.
 */
#ifndef HOST_CALF_LANGUAGE_SENTENCE_H
#define HOST_CALF_LANGUAGE_SENTENCE_H

#include "host/calf/language/lexer.h"
#include "host/calf/language/script.h"

/* Takes all tokens that are left in the line: first the operands of the statement's verb, then its
 * options in any order. What is not given gets its value from grammar.h. */
bool sentence_take(struct script *script, struct line *line, struct statement *statement);

#endif
