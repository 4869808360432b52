/* value.h: a part's value as a number. */
#ifndef SCHEMATICS_NETLIST_VALUE_H
#define SCHEMATICS_NETLIST_VALUE_H

/* "10k", "100n", "50m", "1Meg", "19.1k", "220" in ohm, farad or henry; NAN if it is no number.
 * SPICE's prefixes: M and m are both milli, Meg is mega (ngspice manual, section 2.2). */
double value_parse(const char *text);

#endif
