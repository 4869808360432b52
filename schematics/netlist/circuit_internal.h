/* circuit_internal.h: what circuit.c, circuit_keep.c and circuit_run.c share. For these files only.
 *
 * Owns: the layout of struct circuit.
 */
#ifndef SCHEMATICS_NETLIST_CIRCUIT_INTERNAL_H
#define SCHEMATICS_NETLIST_CIRCUIT_INTERNAL_H

#include "schematics/netlist/circuit.h"

enum { CIRCUIT_RESULTS_max = 64, CIRCUIT_WORDS_max = 32 };

struct circuit {
    char **lines; /* parts and cards, without title and .end */
    size_t line_count;
    char wrong[160]; /* the first mistake, "" so far */
    struct circuit_result {
        char name[32];
        double value;
    } results[CIRCUIT_RESULTS_max];
    unsigned result_count;
};

/* A part's line taken apart: its name, nodes, and value or model; then parameters. */
struct circuit_words {
    char *text; /* freed by whoever took the line apart */
    char *word[CIRCUIT_WORDS_max];
    unsigned count;
};

/* The memory, or the end of the program without it. */
void *circuit_must(void *memory);

/* Notes a mistake, if it is the first one. */
__attribute__((format(printf, 2, 3))) void circuit_spoil(struct circuit *circuit,
                                                         const char *format, ...);

bool circuit_is_part(const char *line);
struct circuit_words circuit_take_apart(const char *line);
void circuit_remove_line(struct circuit *circuit, size_t line);

/* How many of a part's words are nodes: all between its name and its value or model. */
unsigned circuit_node_count(const struct circuit_words *words);

#endif
