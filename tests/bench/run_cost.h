/* run_cost.h: what a command costs its user: CPU time and memory of the process and of what it waited for.
 *
 * Owns: nothing. Context: tests. Errors: a command that fails ends the program.
 */
#ifndef TESTS_BENCH_RUN_COST_H
#define TESTS_BENCH_RUN_COST_H

struct run_cost {
    double cpu_ms;
    double memory_kB; /* the most at a time */
};

/* Runs it to its end, without input and output. `arguments` ends with NULL. */
struct run_cost run_cost(const char *const *arguments);

#endif
