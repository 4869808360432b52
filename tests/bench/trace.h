/* trace.h: what only a look at every instruction can tell.
 *
 * Owns: its struct. Context: trace_step() is a tracer for kit_trace().
 */
#ifndef TESTS_BENCH_TRACE_H
#define TESTS_BENCH_TRACE_H

#include "host/kit/kit.h"

enum { TRACE_ENTRY_cycles = 4 /* of an interrupt; simavr takes none (datasheet 7.7.1) */ };

struct trace {
    const struct kit *kit;
    uint64_t entries; /* interrupts so far */
    /* the longest stretch with interrupts off, and the instruction that ended it */
    uint64_t off_since;
    uint32_t off_longest_cycles;
    uint16_t off_longest_at;
    bool is_off, in_interrupt;
    /* the stack, in bytes */
    uint16_t entry_stack, last_stack;
    unsigned stack_steps;
    uint16_t main_bytes, interrupt_bytes;
    /* a function's first return */
    uint16_t watched;       /* its address; 0: none */
    uint16_t watched_stack; /* while it runs, SP in it */
    uint64_t watched_cycle, watched_entries;
    /* asking again and again whether the EEPROM is free */
    uint16_t asked_at;
    uint64_t asked_cycle, eeprom_wait_cycles;
};

/* Begins to trace a kit that has power, for as long as it has. */
void trace_begin(struct trace *trace, struct kit *kit);

/* Watches for the next return of a function. */
void trace_watch(struct trace *trace, uint16_t function);

/* Main's deepest stack with the deepest interrupt on top, in bytes. */
unsigned trace_stack_bytes(const struct trace *trace);

#endif
