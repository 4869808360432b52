/* calls.h: where the core's cycles went: a tree of calls, and in it the cycles of each instruction.
 *
 * Calls, returns and interrupts are told from the instructions and the stack pointer, so that code
 * without debugging information (library functions, shared prologues) is counted as well.
 * Owns: struct calls, freed by calls_free(). Context: calls_step() is a tracer for kit_trace().
 * Errors: a tree that does not fit in memory ends the program.
 */
#ifndef TESTS_PROFILE_CALLS_H
#define TESTS_PROFILE_CALLS_H

#include "host/kit/machine.h"

enum { CALLS_DEPTH_max = 64, CALLS_ENTRY_cycles = 4 /* of an interrupt; simavr takes none */ };

/* A function that was reached in one particular way. */
struct call {
    int parent;      /* -1: main's own, or an interrupt */
    uint16_t site;   /* the instruction that called it */
    uint16_t target; /* its first instruction */
    uint8_t vector;  /* of an interrupt; 0: a call */
};

/* Cycles of one instruction in one call. */
struct spent {
    int call;
    uint16_t at;
    uint64_t cycles;
    uint64_t times;
};

struct calls {
    struct call *tree;
    int tree_size, tree_room;
    struct spent *spent; /* a hash table; call < 0: free */
    unsigned spent_used, spent_room;
    struct {
        int call;
        uint16_t stack; /* SP inside it */
    } frames[CALLS_DEPTH_max];
    int depth;
    uint64_t cycles; /* awake, in all */
};

void calls_init(struct calls *calls);
void calls_free(struct calls *calls);
void calls_step(void *calls, const struct machine_step *step);

#endif
