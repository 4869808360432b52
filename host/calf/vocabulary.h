/* vocabulary.h: the protocol's numbers in words, expanded from protocol/words.h and faults.h.
 *
 * Errors: a number that is in no list is "unknown"; a word that is in none is -1.
 */
#ifndef HOST_CALF_VOCABULARY_H
#define HOST_CALF_VOCABULARY_H

#include <stdint.h>

#include "protocol/words.h"

const char *state_words(unsigned state);
const char *leg_words(unsigned leg);
const char *zone_words(unsigned zone);
const char *stage_kind_words(unsigned kind);
const char *end_words(unsigned reason);
const char *notice_words(unsigned notice);
const char *refusal_words(unsigned refusal);
const char *reset_words(unsigned cause);
const char *test_words(unsigned test);
const char *press_words(unsigned press);

const char *fault_title(unsigned fault);
const char *fault_meaning(unsigned fault);
const char *fault_remedy(unsigned fault);

/* The number in the list that a message's field is explained by: its help begins with the list's
 * name ("STATES"). NULL when the field is a plain number. */
const char *vocabulary_lookup(const char *field_help, unsigned number);

int leg_number(const char *words);  /* left or right only */
int zone_number(const char *words); /* ZONE_COUNT for "all" */

#endif
