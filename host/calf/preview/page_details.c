/* What stands below the page's overview: close-ups, the list of stages and notes, totals. */
#include <string.h>

#include "host/calf/lint_bounds.h"
#include "host/calf/preview/page.h"
#include "host/calf/preview/svg.h"
#include "protocol/limits.h"

#define CLOSE_UP_GAP_mm 8.0
#define CLOSE_UP_LABEL_mm 6.0
#define LIST_RIGHT_mm 206.0
#define TOTALS_LEFT_mm 216.0

enum {
    CLOSE_UPS_MOST = 4,
    CLOSE_UP_s = 20,  /* by which kinds of massage are told apart */
    CLOSE_UPS_s = 60, /* that fit beside one another */
    LIST_COLUMNS_MOST = 3,
    LIST_ROWS_LEAST = 8, /* as the totals need */
    LIST_ROWS_MOST = 10,
    ROUGH_s = 120, /* in a shorter stretch single strokes can be seen anyway */
};

/* --- close-ups --------------------------------------------------------------------------------- */

static uint32_t stage_begin(const struct preview *preview, unsigned stage)
{
    return preview->program->stages[stage].begins_s * (uint32_t)ROUTINE_TICKS_s;
}

/* The stage's beginning, so long or shorter. */
static uint32_t close_up_ticks(const struct preview *preview, unsigned stage, uint32_t most_s)
{
    uint32_t lasts_s = preview->program->stages[stage].duration_s;
    return (lasts_s < most_s ? lasts_s : most_s) * ROUTINE_TICKS_s;
}

static bool looks_like(const struct preview *preview, unsigned stage, unsigned other)
{
    const struct timeline *timeline = preview->timeline;
    uint32_t ticks = close_up_ticks(preview, stage, CLOSE_UP_s);
    return ticks == close_up_ticks(preview, other, CLOSE_UP_s) &&
           memcmp(timeline->permille[stage_begin(preview, stage)],
                  timeline->permille[stage_begin(preview, other)],
                  ticks * sizeof *timeline->permille) == 0;
}

/* The massage stages that begin differently. Returns how many, also beyond those in the list. */
static unsigned find_close_ups(const struct preview *preview, unsigned stages[ROUTINE_MAX_STAGES])
{
    unsigned count = 0;
    if (preview->to - preview->from <= ROUGH_s * ROUTINE_TICKS_s)
        return 0;
    for (unsigned i = 0; i < preview->program->stage_count; i++) {
        uint32_t begin = stage_begin(preview, i),
                 end = begin + close_up_ticks(preview, i, CLOSE_UP_s);
        bool is_new = begin >= preview->from && end <= preview->to &&
                      timeline_motor_ticks(preview->timeline, begin, end) > 0;
        for (unsigned k = 0; k < count && is_new; k++)
            is_new = !looks_like(preview, i, stages[k]);
        if (is_new)
            stages[count++] = i;
    }
    return count;
}

unsigned page_count_close_ups(const struct preview *preview)
{
    unsigned stages[ROUTINE_MAX_STAGES];
    return find_close_ups(preview, stages);
}

static void draw_close_up(const struct page *page, unsigned stage, const struct page_lanes *lanes)
{
    static const char *const short_names[ZONE_COUNT] = {"UM", "UL", "MM", "ML", "AM", "AL"};
    char text[PREVIEW_TEXT_BYTES], time[VALUE_TEXT_BYTES];
    snprintf(text, sizeof text, "%u %s from %s", stage + 1,
             page->preview->program->stages[stage].name,
             preview_time(time, lanes->from, ROUTINE_TICKS_s));
    svg_text(page->out, "strong", SVG_START, lanes->left, lanes->top - 1.3, PAGE_SMALL_mm,
             (lanes->right - lanes->left) / 1.1, text);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        svg_text(page->out, "faint", SVG_END, lanes->left - 1,
                 lanes->top + zone * (lanes->height + lanes->gap) + lanes->height / 2 + 0.8, 2.2, 6,
                 short_names[zone]);
    page_draw_lanes(page, lanes);
    page_draw_axis(page, lanes);
}

void page_draw_close_ups(const struct page *page, double top, double height)
{
    unsigned stages[ROUTINE_MAX_STAGES];
    unsigned all = find_close_ups(page->preview, stages);
    if (all == 0)
        return;
    unsigned count = all < CLOSE_UPS_MOST ? all : CLOSE_UPS_MOST;
    double room = PAGE_RIGHT_mm - PAGE_MARGIN_mm;
    double width = (room - (count - 1) * CLOSE_UP_GAP_mm) / count;
    char text[PREVIEW_TEXT_BYTES] = "From near: the first seconds of each kind of massage";
    uint32_t most_s = CLOSE_UPS_s / count;
    if (all > count)
        snprintf(text, sizeof text, "From near: the first seconds of %u of %u kinds of massage",
                 count, all);
    svg_text(page->out, "", SVG_START, PAGE_MARGIN_mm, top + 1.5, PAGE_TEXT_mm, room, text);
    for (unsigned i = 0; i < count; i++) {
        double left = PAGE_MARGIN_mm + i * (width + CLOSE_UP_GAP_mm);
        uint32_t from = stage_begin(page->preview, stages[i]);
        uint32_t ticks = close_up_ticks(page->preview, stages[i], most_s);
        struct page_lanes lanes = {
            .left = left + CLOSE_UP_LABEL_mm,
            .right = left + CLOSE_UP_LABEL_mm +
                     (width - CLOSE_UP_LABEL_mm) * ticks / (most_s * (double)ROUTINE_TICKS_s),
            .top = top + 7,
            .gap = 0.5,
            .from = from,
            .to = from + ticks,
            .top_percent = page->lanes.top_percent,
        };
        lanes.height = (height - 15) / ZONE_COUNT - lanes.gap;
        draw_close_up(page, stages[i], &lanes);
    }
}

/* --- the list ---------------------------------------------------------------------------------- */

static bool is_listed(const struct preview *preview, const struct timeline_event *event)
{
    return preview_shows(preview, event) &&
           (preview_is_note(event) || event->kind == TIMELINE_STAGE);
}

static unsigned count_listed(const struct preview *preview)
{
    unsigned lines = 0;
    for (uint32_t i = 0; i < preview->timeline->event_count; i++)
        lines += is_listed(preview, &preview->timeline->events[i]);
    return lines;
}

/* Few columns leave room for long texts. */
static unsigned list_columns(unsigned lines)
{
    unsigned columns = (lines + LIST_ROWS_LEAST - 1) / LIST_ROWS_LEAST;
    return columns < 1 ? 1 : columns < LIST_COLUMNS_MOST ? columns : LIST_COLUMNS_MOST;
}

unsigned page_list_rows(const struct preview *preview)
{
    unsigned lines = count_listed(preview), columns = list_columns(lines);
    unsigned rows = (lines + columns - 1) / columns;
    return rows < LIST_ROWS_LEAST ? LIST_ROWS_LEAST : rows < LIST_ROWS_MOST ? rows : LIST_ROWS_MOST;
}

static void stage_line(const struct preview *preview, const struct timeline_event *event,
                       char text[PREVIEW_TEXT_BYTES])
{
    const struct program_stage *stage = &preview->program->stages[event->number];
    char lasts[VALUE_TEXT_BYTES], heat[VALUE_TEXT_BYTES] = "no heat";
    preview_time(lasts, stage->duration_s * (uint32_t)ROUTINE_TICKS_s, ROUTINE_TICKS_s);
    if (stage->heat > 0)
        value_print_heat(stage->heat, heat);
    snprintf(text, PREVIEW_TEXT_BYTES, "%s, %s, %s", stage->name, lasts, heat);
}

static void draw_list_line(const struct page *page, const struct timeline_event *event, char sign,
                           double x, double y, double room)
{
    char text[PREVIEW_TEXT_BYTES], time[VALUE_TEXT_BYTES], number[8];
    if (event->kind == TIMELINE_STAGE) {
        snprintf(number, sizeof number, "%u", event->number + 1U);
        stage_line(page->preview, event, text);
        svg_text(page->out, "strong", SVG_MIDDLE, x + 2, y, PAGE_SMALL_mm, 6, number);
    } else {
        snprintf(number, sizeof number, "%c", sign);
        preview_note(page->preview, event, text);
        svg_rect(page->out, "flag", x + 0.4, y - 2.5, 3.2, 3.2);
        svg_text(page->out, "strong white", SVG_MIDDLE, x + 2, y, PAGE_SMALL_mm, 4, number);
    }
    preview_time(time, event->tick, ROUTINE_TICKS_s);
    svg_text(page->out, "faint", SVG_END, x + 16, y, PAGE_SMALL_mm, 12, time);
    svg_text(page->out, "", SVG_START, x + 18, y, PAGE_SMALL_mm, room - 20, text);
}

void page_draw_list(const struct page *page, double top, unsigned rows)
{
    const struct timeline *timeline = page->preview->timeline;
    unsigned lines = count_listed(page->preview), columns = list_columns(lines);
    double width = (LIST_RIGHT_mm - PAGE_MARGIN_mm) / columns;
    unsigned line = 0, notes = 0, left_out = 0, places = rows * columns;
    for (uint32_t i = 0; i < timeline->event_count; i++) {
        const struct timeline_event *event = &timeline->events[i];
        if (!is_listed(page->preview, event))
            continue;
        char sign = preview_is_note(event) ? preview_note_sign(notes++) : ' ';
        if (lines > places && line + 1 >= places) {
            left_out++; /* its last place says so */
            continue;
        }
        unsigned column = line / rows;
        draw_list_line(page, event, sign, PAGE_MARGIN_mm + column * width,
                       top + (line % rows + 1) * PAGE_LINE_mm, width);
        line++;
    }
    if (left_out > 0) {
        char text[PREVIEW_TEXT_BYTES];
        snprintf(text, sizeof text, "and %u more: calf preview lists all", left_out);
        svg_text(page->out, "faint", SVG_START, PAGE_MARGIN_mm + (columns - 1) * width + 0.4,
                 top + rows * PAGE_LINE_mm, PAGE_SMALL_mm, width - 2, text);
    }
}

/* --- totals ------------------------------------------------------------------------------------ */

static double draw_total(const struct page *page, double y, const char *name, const char *text)
{
    svg_text(page->out, "faint", SVG_START, TOTALS_LEFT_mm, y, PAGE_SMALL_mm, 26, name);
    svg_text(page->out, "", SVG_END, PAGE_RIGHT_mm, y, PAGE_SMALL_mm, 48, text);
    return y + PAGE_LINE_mm;
}

static void draw_heat_totals(const struct page *page, double y)
{
    const struct routine_totals *totals = &page->preview->program->totals;
    char text[PREVIEW_TEXT_BYTES], time[VALUE_TEXT_BYTES];
    struct lint_bounds most =
        lint_bounds(page->preview->program->bytes, page->preview->program->length);
    preview_time(time, totals->heat_ticks, ROUTINE_TICKS_s);
    snprintf(text, sizeof text, "%s, at most %.1f °C", time,
             routine_heat_to_mC(totals->heat_max) / 1000.0);
    y = draw_total(page, y, "heat", text);
    uint32_t hot_s = (most.hot_heated_ticks + ROUTINE_TICKS_s - 1) / ROUTINE_TICKS_s;
    preview_time(time, hot_s * ROUTINE_TICKS_s, ROUTINE_TICKS_s);
    snprintf(text, sizeof text, "up to %s of at most %d:00", time, LIMIT_HOT_TIME_s / 60);
    y = draw_total(page, y, "skin over 38.5 °C", text);
    snprintf(text, sizeof text, "up to %.2f of at most %.2f CEM43", most.dose_mCEM43 / 1000.0,
             LIMIT_DOSE_MAX_mCEM43 / 1000.0);
    draw_total(page, y, "thermal dose", text);
}

void page_draw_totals(const struct page *page, double top)
{
    const struct routine_totals *totals = &page->preview->program->totals;
    char text[PREVIEW_TEXT_BYTES], time[VALUE_TEXT_BYTES];
    double y = top + PAGE_LINE_mm;
    svg_line(page->out, "edge", TOTALS_LEFT_mm - 5, top + 1, TOTALS_LEFT_mm - 5,
             top + 8 * PAGE_LINE_mm);
    preview_time(text, totals->duration_ticks, ROUTINE_TICKS_s);
    y = draw_total(page, y, "whole routine", text);
    if (totals->wait_s > 0) {
        preview_time(time, totals->wait_s * ROUTINE_TICKS_s, ROUTINE_TICKS_s);
        snprintf(text, sizeof text, "at most %s more", time);
        y = draw_total(page, y, "waits", text);
    }
    preview_time(time, totals->motor_ticks / ROUTINE_TICKS_s * ROUTINE_TICKS_s, ROUTINE_TICKS_s);
    snprintf(text, sizeof text, "%s of at most %d:00", time, LIMIT_MOTOR_TIME_s / 60);
    y = draw_total(page, y, "motors move", text);
    if (totals->motor_ticks > 0) {
        snprintf(text, sizeof text, "%u", totals->steps);
        y = draw_total(page, y, "steps", text);
    }
    if (totals->heat_ticks > 0)
        draw_heat_totals(page, y);
}
