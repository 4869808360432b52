/* circuit.h: a SPICE netlist that a test reads, changes, drives and runs.
 *
 * Read from what KiCad exports; parts go by their references in the drawing and nets by the last
 * part of their names, as in schematics/netlist/netlist.h. `ngspice -b` does the work, on a deck under
 * build/spice/ that is kept when it fails, or when the environment has KEEP_DECKS.
 * Owns: its lines.
 * Errors: the first mistake (no such part, a syntax error) is kept in circuit_error(); circuit_run()
 * then fails and there are no results, so a test cannot pass on a circuit that it did not get.
 */
#ifndef SCHEMATICS_NETLIST_CIRCUIT_H
#define SCHEMATICS_NETLIST_CIRCUIT_H

#include <stdbool.h>
#include <stddef.h>

struct circuit;

/* Reads the file; never NULL (without memory the program ends). */
struct circuit *circuit_read(const char *path);
struct circuit *circuit_copy(const struct circuit *circuit);
void circuit_free(struct circuit *circuit);

/* --- What is in it --- */

bool circuit_has(const struct circuit *circuit, const char *reference);

/* Copies the net at a part's node, counted from 1; false if there is none. */
bool circuit_node(const struct circuit *circuit, const char *reference, unsigned node, char *net,
                  size_t net_size);

/* The value at the end of a part's line, as a number. */
double circuit_value(struct circuit *circuit, const char *reference);

/* --- Changing it --- */

void circuit_remove(struct circuit *circuit, const char *reference);
void circuit_set(struct circuit *circuit, const char *reference, const char *value);
void circuit_scale(struct circuit *circuit, const char *reference, double factor);
void circuit_swap(struct circuit *circuit, const char *reference, unsigned node, unsigned other);
void circuit_move(struct circuit *circuit, const char *reference, unsigned node, const char *net);

/* Gives a subcircuit parameters: "vto=%g", 1.0. */
__attribute__((format(printf, 3, 4))) void
circuit_parameter(struct circuit *circuit, const char *reference, const char *format, ...);

/* Leaves only the parts that are joined to one of the nets, directly or through other parts, without
 * passing through a net of `ends`. Both lists end with NULL. */
void circuit_keep(struct circuit *circuit, const char *const *nets, const char *const *ends);

/* Adds a line, or several: sources, .tran, .meas. */
__attribute__((format(printf, 2, 3))) void circuit_add(struct circuit *circuit, const char *format,
                                                       ...);

/* --- Running it --- */

/* False, with the reason in circuit_error(), if ngspice cannot make sense of it. A measurement that
 * finds nothing is no failure: circuit_result() is then NAN. */
bool circuit_run(struct circuit *circuit, const char *name);

const char *circuit_error(const struct circuit *circuit);

/* What `.meas tran NAME` found in the last run; NAN if nothing. */
double circuit_result(const struct circuit *circuit, const char *name);

#endif
