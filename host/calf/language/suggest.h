/* suggest.h: which known word was probably meant.
 *
 * Feed every known word to suggest_consider and read `best` in the end.
 * Owns: nothing; the words must live as long as the struct. Context: host. Errors: none.
 */
#ifndef HOST_CALF_LANGUAGE_SUGGEST_H
#define HOST_CALF_LANGUAGE_SUGGEST_H

#include <stddef.h>

struct suggestion {
    const char *word; /* that was written; not ended by a zero */
    size_t length;
    const char *best;  /* the nearest so far, or NULL if none is near */
    unsigned distance; /* one more than what is near enough, until there is a best */
};

/* Looks for words near to this one: one slip for every three letters. */
struct suggestion suggest_begin(const char *word, size_t length);

/* Is this known word nearer? */
void suggest_consider(struct suggestion *suggestion, const char *known);

#endif
