#include "tests/bench/figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_max = 512,
    TOLERANCE_parts = 4 /* a quarter: how the code is laid out moves a figure */
};

#define AS_INFO(NAME, kind, bound, budget, held, decimals, unit, what, reference) \
    {#NAME, (unit), (what), (reference), kind, bound, (budget), (held), (decimals)},
static const struct figure_info infos[] = {FIGURES(AS_INFO)};
#undef AS_INFO

const struct figure_info *figure_info(enum figure figure)
{
    return &infos[figure];
}

bool figure_is_within(enum figure figure, double value, double bound)
{
    const struct figure_info *info = figure_info(figure);
    double scale = pow(10, info->decimals);
    double printed = round(value * scale) / scale;
    return info->bound == AT_MOST ? printed <= bound : printed >= bound;
}

bool figure_differs(enum figure figure, double value, double other)
{
    const struct figure_info *info = figure_info(figure);
    bool is_share = strcmp(info->unit, "%") == 0; /* what is missing from 100 % is what costs */
    double size = is_share ? 100 - other : fmax(fabs(other), info->budget);
    return fabs(value - other) > size / TOLERANCE_parts;
}

void figures_measure_exact(struct figures *figures)
{
    setenv("KIT_FIRMWARE", FIGURES_FIRMWARE, 0);
    measure_requests(figures);
    measure_outputs(figures);
    measure_core(figures);
    measure_upload(figures);
    measure_size(figures);
    measure_stack(figures);
}

void figures_print(const struct figures *figures, enum figure_kind kind, FILE *out)
{
    fprintf(out, "| figure | calfkit | budget | | elsewhere |\n|---|---|---|---|---|\n");
    for (enum figure figure = 0; figure < FIGURE_COUNT; figure++) {
        const struct figure_info *info = figure_info(figure);
        double value = figures->values[figure];
        if (info->kind != kind)
            continue;
        fprintf(out, "| %s | %.*f %s | %s %g | %s | %s |\n", info->what, info->decimals, value,
                info->unit, info->bound == AT_MOST ? "at most" : "at least", info->budget,
                figure_is_within(figure, value, info->budget) ? "ok" : "**over**", info->reference);
    }
}

bool figures_read(struct figures *figures, enum figure_kind kind, FILE *in)
{
    char line[LINE_max];
    enum figure figure = 0; /* "the same, ..." is not unique: rows come in the list's order */
    for (; figure < FIGURE_COUNT; figure++) {
        const struct figure_info *info = figure_info(figure);
        size_t length = strlen(info->what);
        if (info->kind != kind)
            continue;
        do {
            if (!fgets(line, sizeof line, in))
                return false;
        } while (strncmp(line, "| ", 2) != 0 || strncmp(line + 2, info->what, length) != 0);
        figures->values[figure] = strtod(line + 2 + length + 3, NULL);
    }
    return true;
}
