/* equivalent.h: the mutants that no test can notice, each with its reason: tests/mutation/equivalent.txt.
 *
 * A line is FILE: WORDS: REASON, where WORDS are mutants_describe()'s and the reason stands after the
 * last "  -- ". Lines that begin with # and empty ones say nothing.
 * Owns: struct equivalents, on the heap. Context: host. Errors: exits when the list cannot be read.
 */
#ifndef TESTS_MUTATION_EQUIVALENT_H
#define TESTS_MUTATION_EQUIVALENT_H

#include <stdbool.h>
#include <stddef.h>

struct equivalent {
    char *mutant; /* FILE: WORDS */
    bool needed;  /* a mutant so named has survived */
};

struct equivalents {
    struct equivalent *list;
    size_t count;
};

void equivalents_read(const char *path, struct equivalents *known);

/* Is there a reason why this one survives? A line explains one mutant: two that read the same need it twice. */
bool equivalents_explain(struct equivalents *known, const char *file, const char *words);

/* Is each line about a mutant that survived, of the files whose path contains the word? Prints those that are not. */
bool equivalents_all_needed(const struct equivalents *known, const char *word);

#endif
