/* mutants.h: the small mistakes that one could make in a C source: an operator for its neighbour, a
 * constant off by one, a condition turned round, a statement forgotten.
 *
 * Works on tokens, not on a parse tree: some of what it makes does not compile, which the caller finds
 * out by compiling. The operators are those of Offutt et al., "An experimental determination of sufficient
 * mutant operators" (ACM TOSEM 5(2), 1996), with constants and statement deletion added.
 * Owns: struct mutants, on the heap. Context: host. Errors: exits with a message when memory is out.
 */
#ifndef TESTS_MUTATION_MUTANTS_H
#define TESTS_MUTATION_MUTANTS_H

#include <stddef.h>

struct mutant {
    size_t at, length; /* what is replaced, in bytes of the source */
    char *after;       /* by this */
    unsigned line;     /* from 1 */
};

struct mutants {
    struct mutant *list;
    size_t count;
};

void mutants_find(const char *source, struct mutants *mutants);
void mutants_free(struct mutants *mutants);

/* The source with one mutant in it; free() it. */
char *mutants_apply(const char *source, const struct mutant *mutant);

/* The mutant in words, `a < b  =>  a <= b` of its line, white space folded; free() it. It names
 * the mutant in the list of equivalent ones, so that other lines may move. */
char *mutants_describe(const char *source, const struct mutant *mutant);

#endif
