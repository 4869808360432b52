/* chart.h: the parts of a preview in a terminal. Internal to it: preview_print() is in preview.h.
 *
 * A column of characters is a stretch of time, a row is a zone.
 */
#ifndef HOST_CALF_PREVIEW_CHART_H
#define HOST_CALF_PREVIEW_CHART_H

#include "host/calf/preview/preview.h"

enum {
    CHART_MARGIN = 2,
    CHART_LABEL_WIDTH = 15,   /* the longest zone's name, and a blank */
    CHART_FIGURES_WIDTH = 17, /* "   55 %   11:40.5" */
    CHART_COLUMNS_LEAST = 50,
    CHART_COLUMNS_MOST = 400,
};

/* SGR parameters (ECMA-48, 8.3.117). */
enum chart_color {
    CHART_PLAIN = 0,
    CHART_BOLD = 1,
    CHART_FAINT = 2,
    CHART_RED = 31,
    CHART_BLUE = 34,
    CHART_MAGENTA = 35,
    CHART_CYAN = 36,
};

struct chart {
    const struct preview *preview;
    const struct preview_style *style;
    FILE *out;
    uint32_t cell_ticks; /* time of a column */
    int cells;           /* columns of the chart */
};

/* Changes the colour, if there is one. */
void chart_color(const struct chart *chart, enum chart_color color);

/* Prints the axis, stages, heat, zones, and a row of notes' signs. */
void chart_print_rows(const struct chart *chart);

/* The columns from which and to which a stage stands. */
void chart_stage_cells(const struct chart *chart, unsigned stage, int *begin, int *end);

/* Is a column drawn by its mean, or by its peak? */
bool chart_shows_mean(const struct chart *chart);

#endif
