/* truth.h: the drawing compared with the firmware's pin map and constants and with the virtual kit.
 *
 * Owns: nothing. Works from the committed netlist, without KiCad.
 */
#ifndef TESTS_SCHEMATICS_TRUTH_H
#define TESTS_SCHEMATICS_TRUTH_H

#include <stdio.h>

#include "schematics/netlist/netlist.h"

/* Each writes a line for every disagreement, with what both sides say, and returns how many. */
unsigned truth_of_pins(const struct netlist *drawing, FILE *out);
unsigned truth_of_values(const struct netlist *drawing, FILE *out);
unsigned truth_of_zones(const struct netlist *drawing, FILE *out);

#endif
