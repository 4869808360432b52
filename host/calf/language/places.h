/* places.h: reading zones, rows, columns, and the ways from one to the next.
 *
 * Each adds stations, masks of zones, to the statement.
 * Owns: nothing. Context: host. Errors: complains and returns false; one complaint per line.
 */
#ifndef HOST_CALF_LANGUAGE_PLACES_H
#define HOST_CALF_LANGUAGE_PLACES_H

#include "host/calf/language/lexer.h"
#include "host/calf/language/script.h"

/* Takes the tokens of KIND_ZONES, KIND_ON_ZONES, KIND_PAIR, KIND_PATH or KIND_SWEEP. */
bool places_take(const struct script *script, struct line *line, enum argument_kind kind,
                 struct statement *statement);

#endif
