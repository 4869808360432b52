/* flame.h: a tree of functions with their cycles, as a table and as a flame graph.
 *
 * Owns: struct flame, freed by flame_free(). Errors: a tree beyond memory ends the program.
 */
#ifndef TESTS_PROFILE_FLAME_H
#define TESTS_PROFILE_FLAME_H

#include <stdint.h>
#include <stdio.h>

struct flame_node {
    const char *function; /* the caller's string */
    int parent;
    int first_child, next_sibling; /* -1: none */
    uint64_t self, total;
};

struct flame {
    struct flame_node *nodes; /* the first is the root: everything */
    int size, room;
};

void flame_init(struct flame *flame, const char *root);
void flame_free(struct flame *flame);

/* The child of a node that stands for a function; made when it is not there yet. */
int flame_child(struct flame *flame, int node, const char *function);

/* Adds cycles to a node and, as total, to all above it. */
void flame_add(struct flame *flame, int node, uint64_t cycles);

/* A picture of it: each function as wide as its cycles, below it what called it. */
void flame_draw(const struct flame *flame, const char *title, FILE *svg);

#endif
