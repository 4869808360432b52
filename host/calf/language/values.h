/* values.h: the value of a number in a routine, and a number as a routine would write it.
 *
 * Exact integers throughout: a time that is no whole number of ticks, or a temperature finer than
 * 0.1 C, is an error and not rounded.
 * Owns: nothing. Context: host. Errors: complains about the token and returns false.
 */
#ifndef HOST_CALF_LANGUAGE_VALUES_H
#define HOST_CALF_LANGUAGE_VALUES_H

#include "host/calf/language/grammar.h"
#include "host/calf/language/lexer.h"

enum { VALUE_TEXT_BYTES = 24, QUOTE_BYTES = 41 };

/* Takes the tokens of a number of that argument's kind (KIND_TIME to KIND_HEAT, or KIND_REPEATS)
 * and checks its bounds. */
bool value_take(const struct source *source, struct line *line, enum argument argument,
                uint32_t *value);

/* Writes a time as 0.8s, 45s or 4:12.5. */
void value_print_ticks(uint64_t ticks, char text[VALUE_TEXT_BYTES]);

/* Writes a heat byte as 38.0 °C or off. */
void value_print_heat(uint32_t heat, char text[VALUE_TEXT_BYTES]);

/* Complains that something else stands where `wanted` was expected. */
void complain_expected(const struct source *source, struct token found, const char *wanted);

#endif
