/* trial.h: what becomes of one changed source: it is compiled, linked into the library of the modules
 * under trial, and the tests are run with it until one notices.
 *
 * A test program finds these modules in libtrial.so, by LD_LIBRARY_PATH; so a mutant costs one compilation
 * and no linking of the tests. Every program runs in a process of its own with a time limit.
 * Owns: the files in the trial's folder. Context: host. Errors: exits when the folder cannot be written.
 */
#ifndef TESTS_MUTATION_TRIAL_H
#define TESTS_MUTATION_TRIAL_H

#include <stddef.h>

enum {
    TRIAL_LIMIT_s = 1,     /* of a CPU, for any test; and */
    TRIAL_LIMIT_times = 4, /* what it takes with nothing changed */
    TRIAL_SLOTS = 2        /* mutants tried at the same time: the cores of a small machine */
};

#define OUTCOMES(O)                                     \
    O(UNCOMPILED, "does not compile")                   \
    O(SAME, "the same machine code")                    \
    O(FAILED, "a test fails")                           \
    O(CRASHED, "a test crashes or a sanitizer objects") \
    O(TIMED_OUT, "a test does not end")                 \
    O(SURVIVED, "no test notices")

#define AS_OUTCOME(NAME, words) OUTCOME_##NAME,
enum outcome { OUTCOMES(AS_OUTCOME) OUTCOME_COUNT };
#undef AS_OUTCOME

struct trial {
    const char *compiler;     /* command line of the checked flavour, without -c, -o and source */
    const char *folder;       /* build/mutation */
    const char *const *files; /* the modules under trial */
    size_t file_count;
    const char *const *tests; /* programs */
    size_t test_count;
    double *cost_s; /* of each test, with nothing changed */
    size_t *order;  /* of the tests, for each slot; shared by the slots' processes */
};

/* Compiles what the trials have in common, and runs the tests with nothing changed. Exits if that fails. */
void trial_prepare(struct trial *trial);

/* Tries `source` in the place of files[file], in the slot's own folder. */
enum outcome trial_run(const struct trial *trial, size_t file, const char *source, unsigned slot);

#endif
