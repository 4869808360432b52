/* answers.h: the person at the terminal, as the self-test asks them.
 *
 * Questions go to stderr, answers come from stdin, a line each; nothing waits: the walk goes on meanwhile.
 * Owns: its struct; stdin's file status is left alone.
 */
#ifndef HOST_CALF_SELFTEST_ANSWERS_H
#define HOST_CALF_SELFTEST_ANSWERS_H

#include "host/calf/selftest/selftest.h"

struct answers {
    struct question asked; /* the one that stands on the screen */
    bool is_asked;
    bool ended; /* stdin has */
    char line[SELFTEST_TEXT];
    size_t length;
};

/* A struct person's answer(); the context is a struct answers. */
enum asked answers_give(void *context, const struct question *question, char *answer, size_t size);

#endif
