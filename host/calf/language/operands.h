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

/* Takes a name of small letters, digits and hyphens, at most PROGRAM_NAME_BYTES - 1 of them. */
bool operand_take_name(const struct source *source, struct line *line, struct span *name);

/* Takes a text in quotes of 1 to `most_bytes`; the span is without its quotes. */
bool operand_take_text(const struct source *source, struct line *line, uint32_t most_bytes,
                       struct span *text);

/* Takes the rest of the line as rules of the article, A1 A2 ..., into bits. */
bool operand_take_references(const struct source *source, struct line *line, uint64_t *references);

#endif
