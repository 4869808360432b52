/* figures.h: the figures of tests/budgets.h as measured, and the table of them.
 *
 * Owns: struct figures. Errors: a kit that does not answer ends the program.
 */
#ifndef TESTS_BENCH_FIGURES_H
#define TESTS_BENCH_FIGURES_H

#include <stdbool.h>
#include <stdio.h>

#include "tests/budgets.h"

/* Under a fixed build id, as the campaigns: its bytes are stuffed and sent, and no commit may shift an instant by them. */
#define FIGURES_FIRMWARE "build/unnamed/calfkit.elf"

enum figure_kind { EXACT, LONG, TIMED };
enum figure_bound { AT_MOST, AT_LEAST };

struct figure_info {
    const char *name, *unit, *what, *reference;
    enum figure_kind kind;
    enum figure_bound bound;
    double budget, held;
    int decimals;
};

struct figures {
    double values[FIGURE_COUNT];
};

const struct figure_info *figure_info(enum figure figure);

/* Is a value, as it would be printed, within a bound of its kind? */
bool figure_is_within(enum figure figure, double value, double bound);

/* Are two measurements of it so far apart that they are not of the same firmware? */
bool figure_differs(enum figure figure, double value, double other);

/* The EXACT ones, some seconds' work: */
void measure_requests(struct figures *figures);
void measure_outputs(struct figures *figures);
void measure_core(struct figures *figures);
void measure_upload(struct figures *figures);
void measure_size(struct figures *figures);
void measure_stack(struct figures *figures);
void figures_measure_exact(struct figures *figures);

/* The LONG ones, two minutes' work: */
void figures_measure_long(struct figures *figures);

/* The TIMED ones, half a minute's work: */
void measure_kit(struct figures *figures);
void figures_measure_timed(struct figures *figures);

/* A table in Markdown of one kind. */
void figures_print(const struct figures *figures, enum figure_kind kind, FILE *out);

/* Reads the values of one kind back from such tables; false when one is missing. */
bool figures_read(struct figures *figures, enum figure_kind kind, FILE *in);

#endif
