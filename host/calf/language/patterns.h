/* patterns.h: what is written once under a name and played at several places and strengths.
 *
 * A pattern's zones are cut to those that it is played on, and its strengths are parts of the strength
 * that it is played with. It begins and ends with all zones at zero, as every step does.
 * Owns: nothing. Context: host. Errors: complains at the pattern or at the line that plays it.
 */
#ifndef HOST_CALF_LANGUAGE_PATTERNS_H
#define HOST_CALF_LANGUAGE_PATTERNS_H

#include "host/calf/language/lines.h"
#include "host/calf/language/script.h"

enum { PATTERN_NONE = 0xFFFF };

/* The number of the pattern's statement, or PATTERN_NONE. */
uint16_t pattern_find(const struct script *script, struct span name);

/* Checks all patterns as such: that each has a name of its own, and rests where a step begins and in the
 * end. */
void patterns_check(const struct script *script);

/* Warns of those that nothing plays. */
void patterns_warn(const struct script *script);

/* Compiles a `play`. */
void pattern_play(struct compiler *compiler, const struct statement *play);

#endif
