/* page.h: the parts of a preview's page. Internal to it: preview_print_page() is in preview.h.
 *
 * Lengths are millimetres from the top left corner of an A4 in landscape.
 */
#ifndef HOST_CALF_PREVIEW_PAGE_H
#define HOST_CALF_PREVIEW_PAGE_H

#include "host/calf/preview/preview.h"

#define PAGE_WIDTH_mm 297.0
#define PAGE_HEIGHT_mm 210.0
#define PAGE_MARGIN_mm 12.0
#define PAGE_RIGHT_mm (PAGE_WIDTH_mm - PAGE_MARGIN_mm)
#define PAGE_SMALL_mm 2.6 /* sizes of text */
#define PAGE_TEXT_mm 3.0
#define PAGE_LINE_mm 4.1

/* A stretch of time drawn as six lanes. */
struct page_lanes {
    double left, right; /* of the time axis */
    double top, height; /* of the first lane, and of each */
    double gap;         /* between two of them */
    uint32_t from, to;
    unsigned top_percent; /* the strength of a lane's full height */
};

struct page {
    const struct preview *preview;
    FILE *out;
    struct page_lanes lanes;                                 /* the overview's */
    double stages_top, stages_height, heat_top, heat_height; /* height 0: there is none */
};

/* The overview: a band of stages, the heat, six lanes, their axis, and flags for the notes. */
void page_draw_overview(const struct page *page);

/* Only the lanes' shapes, on their backgrounds. */
void page_draw_lanes(const struct page *page, const struct page_lanes *lanes);

/* Ticks and times under the lanes. */
void page_draw_axis(const struct page *page, const struct page_lanes *lanes);

/* How many different kinds of massage there are to show from near, at most so many; and they. */
unsigned page_count_close_ups(const struct preview *preview);
void page_draw_close_ups(const struct page *page, double top, double height);

/* The rows that the list of stages and notes needs, and it. */
unsigned page_list_rows(const struct preview *preview);
void page_draw_list(const struct page *page, double top, unsigned rows);
void page_draw_totals(const struct page *page, double top);

double page_lanes_bottom(const struct page_lanes *lanes);
double page_x(const struct page_lanes *lanes, uint32_t tick);

#endif
