/* The page's overview: stages, heat, zones over time. */
#include <string.h>

#include "host/calf/preview/page.h"
#include "host/calf/preview/svg.h"

#define FLAG_mm 3.2
#define HEAT_BOTTOM_C 30.0
#define HEAT_TOP_C 42.0
#define BOLD 1.1 /* so much wider */

enum { FLAG_ROWS = 2 };

#define AS_WORDS(number, NAME, words) [number] = words,
static const char *const zone_names[] = {ZONES(AS_WORDS)};
#undef AS_WORDS

static const char *const kind_classes[] = {
    [STAGE_MASSAGE] = "massage",
    [STAGE_TOWEL] = "warmth",
    [STAGE_SOAK] = "warmth",
    [STAGE_SETTLE] = "settle",
};

static uint32_t clamp_tick(const struct page *page, uint32_t tick)
{
    const struct preview *preview = page->preview;
    return tick < preview->from ? preview->from : tick > preview->to ? preview->to : tick;
}

/* --- stages ------------------------------------------------------------------------------------ */

static void draw_stage(const struct page *page, unsigned number)
{
    const struct program_stage *stage = &page->preview->program->stages[number];
    uint32_t begins = stage->begins_s * (uint32_t)ROUTINE_TICKS_s;
    uint32_t begin = clamp_tick(page, begins);
    uint32_t end = clamp_tick(page, begins + stage->duration_s * (uint32_t)ROUTINE_TICKS_s);
    double left = page_x(&page->lanes, begin), right = page_x(&page->lanes, end);
    double middle = (left + right) / 2, top = page->stages_top, room = right - left - 1;
    char text[PROGRAM_NAME_BYTES + 8], lasts[VALUE_TEXT_BYTES];
    if (begin == end)
        return;
    svg_rect(page->out, kind_classes[stage->kind], left, top, right - left, page->stages_height);
    svg_line(page->out, "edge", left, top, left, page_lanes_bottom(&page->lanes));
    snprintf(text, sizeof text, "%u %s", number + 1, stage->name);
    double size = svg_text_width(PAGE_TEXT_mm, text) > room / BOLD ? PAGE_SMALL_mm : PAGE_TEXT_mm;
    if (svg_text_width(size, text) > room / BOLD && room < 4 * PAGE_TEXT_mm)
        snprintf(text, sizeof text, "%u", number + 1);
    svg_text(page->out, "strong", SVG_MIDDLE, middle, top + 3.7, size, room / BOLD, text);
    preview_time(lasts, stage->duration_s * (uint32_t)ROUTINE_TICKS_s, ROUTINE_TICKS_s);
    if (svg_text_width(PAGE_SMALL_mm, lasts) <= room)
        svg_text(page->out, "faint", SVG_MIDDLE, middle, top + 7.2, PAGE_SMALL_mm, room, lasts);
}

/* --- heat -------------------------------------------------------------------------------------- */

static double heat_y(const struct page *page, double heat_C)
{
    return page->heat_top +
           page->heat_height * (HEAT_TOP_C - heat_C) / (HEAT_TOP_C - HEAT_BOTTOM_C);
}

static uint32_t heat_ends(const struct page *page, uint32_t tick)
{
    const struct timeline *timeline = page->preview->timeline;
    uint32_t end = tick;
    while (end < page->preview->to && timeline->heat[end] == timeline->heat[tick])
        end++;
    return end;
}

static void draw_setpoint(const struct page *page, uint32_t tick, uint32_t end)
{
    double heat_C = routine_heat_to_mC(page->preview->timeline->heat[tick]) / 1000.0;
    double left = page_x(&page->lanes, tick), right = page_x(&page->lanes, end);
    double y = heat_y(page, heat_C);
    char text[VALUE_TEXT_BYTES];
    svg_rect(page->out, "heat", left, y, right - left, heat_y(page, HEAT_BOTTOM_C) - y);
    svg_line(page->out, "setpoint", left, y, right, y);
    snprintf(text, sizeof text, "%.1f °C", heat_C);
    if (svg_text_width(PAGE_SMALL_mm, text) + 1 <= right - left)
        svg_text(page->out, "strong", SVG_START, left + 1, y + PAGE_SMALL_mm + 0.6, PAGE_SMALL_mm,
                 right - left, text);
}

static void draw_heat(const struct page *page)
{
    const struct page_lanes *lanes = &page->lanes;
    char text[VALUE_TEXT_BYTES];
    for (double grid_C = 34; grid_C <= HEAT_TOP_C; grid_C += 4) {
        double y = heat_y(page, grid_C);
        svg_line(page->out, "grid", lanes->left, y, lanes->right, y);
        snprintf(text, sizeof text, "%.0f °C", grid_C);
        svg_text(page->out, "faint", SVG_END, lanes->left - 1.5, y + 0.9, PAGE_SMALL_mm, 12, text);
    }
    svg_text(page->out, "", SVG_START, PAGE_MARGIN_mm, page->heat_top + page->heat_height / 2 + 1,
             PAGE_TEXT_mm, 25, "heat");
    for (uint32_t tick = page->preview->from; tick < page->preview->to;) {
        uint32_t end = heat_ends(page, tick);
        if (page->preview->timeline->heat[tick] > 0)
            draw_setpoint(page, tick, end);
        tick = end;
    }
    svg_rect(page->out, "frame", lanes->left, page->heat_top, lanes->right - lanes->left,
             page->heat_height);
}

/* --- lanes ------------------------------------------------------------------------------------- */

static void draw_shape(const struct page *page, const struct page_lanes *lanes, unsigned zone,
                       double bottom)
{
    const struct timeline *timeline = page->preview->timeline;
    const struct timeline_zone *line = &timeline->zones[zone];
    double per_permille = lanes->height / (10.0 * lanes->top_percent);
    if (timeline_peak(timeline, zone, lanes->from, lanes->to) == 0)
        return;
    svg_path_begin(page->out, zone % 2 == 0 ? "medial" : "lateral");
    svg_path_point(page->out, page_x(lanes, lanes->from), bottom);
    svg_path_point(page->out, page_x(lanes, lanes->from),
                   bottom - per_permille * timeline->permille[lanes->from][zone]);
    for (uint32_t i = 0; i < line->count; i++)
        if (line->points[i].tick > lanes->from && line->points[i].tick < lanes->to)
            svg_path_point(page->out, page_x(lanes, line->points[i].tick),
                           bottom - per_permille * line->points[i].permille);
    svg_path_point(page->out, page_x(lanes, lanes->to),
                   bottom - per_permille * timeline->permille[lanes->to - 1][zone]);
    svg_path_point(page->out, page_x(lanes, lanes->to), bottom);
    svg_path_end(page->out);
}

void page_draw_lanes(const struct page *page, const struct page_lanes *lanes)
{
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        double top = lanes->top + zone * (lanes->height + lanes->gap);
        svg_rect(page->out, "lane", lanes->left, top, lanes->right - lanes->left, lanes->height);
        svg_line(page->out, "grid", lanes->left, top + lanes->height / 2, lanes->right,
                 top + lanes->height / 2);
        draw_shape(page, lanes, zone, top + lanes->height);
        svg_line(page->out, "axis", lanes->left, top + lanes->height, lanes->right,
                 top + lanes->height);
    }
}

static void draw_lane_words(const struct page *page)
{
    const struct preview *preview = page->preview;
    const struct page_lanes *lanes = &page->lanes;
    char text[VALUE_TEXT_BYTES], time[VALUE_TEXT_BYTES];
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        double middle = lanes->top + zone * (lanes->height + lanes->gap) + lanes->height / 2;
        uint32_t ticks = timeline_zone_ticks(preview->timeline, zone, preview->from, preview->to);
        uint16_t peak = timeline_peak(preview->timeline, zone, preview->from, preview->to);
        svg_text(page->out, "", SVG_START, PAGE_MARGIN_mm, middle + 1, PAGE_TEXT_mm, 27,
                 zone_names[zone]);
        if (peak == 0)
            continue;
        snprintf(text, sizeof text, "%u %%", (peak + 5U) / 10U);
        svg_text(page->out, "strong", SVG_END, lanes->right + 11, middle + 1, PAGE_TEXT_mm, 12,
                 text);
        preview_time(time, (ticks + ROUTINE_TICKS_s / 2) / ROUTINE_TICKS_s * ROUTINE_TICKS_s,
                     ROUTINE_TICKS_s);
        svg_text(page->out, "", SVG_END, PAGE_RIGHT_mm, middle + 1, PAGE_TEXT_mm, 14, time);
    }
    if (timeline_motor_ticks(preview->timeline, preview->from, preview->to) == 0) {
        svg_text(page->out, "faint", SVG_MIDDLE, (lanes->left + lanes->right) / 2,
                 lanes->top + lanes->height / 2 + 1, PAGE_TEXT_mm, 60, "no motor moves");
        return;
    }
    svg_text(page->out, "faint", SVG_END, lanes->right + 11, lanes->top - 0.8, PAGE_SMALL_mm, 11,
             "peak");
    svg_text(page->out, "faint", SVG_END, PAGE_RIGHT_mm, lanes->top - 0.8, PAGE_SMALL_mm, 14,
             "moves");
}

void page_draw_axis(const struct page *page, const struct page_lanes *lanes)
{
    double y = page_lanes_bottom(lanes), width = lanes->right - lanes->left;
    uint32_t step = preview_nice_ticks(lanes->to - lanes->from, (uint32_t)(width / 13));
    char text[VALUE_TEXT_BYTES];
    for (uint32_t tick = (lanes->from + step - 1) / step * step; tick <= lanes->to; tick += step) {
        double x = page_x(lanes, tick);
        svg_line(page->out, "axis", x, y, x, y + 1.2);
        svg_text(page->out, "faint", SVG_MIDDLE, x, y + 4, PAGE_SMALL_mm, 20,
                 preview_time(text, tick, step));
    }
}

/* --- notes ------------------------------------------------------------------------------------- */

/* Each note's line goes through the lanes; its flag stands below the axis where there is room, so that
 * flags never cover one another. */
static void draw_notes(const struct page *page)
{
    const struct timeline *timeline = page->preview->timeline;
    double bottom = page_lanes_bottom(&page->lanes), free_from[FLAG_ROWS] = {0};
    unsigned notes = 0;
    for (uint32_t i = 0; i < timeline->event_count; i++) {
        const struct timeline_event *event = &timeline->events[i];
        char sign[2] = {0};
        if (!preview_is_note(event) || !preview_shows(page->preview, event))
            continue;
        sign[0] = preview_note_sign(notes++);
        double x = page_x(&page->lanes, event->tick);
        svg_line(page->out, "note", x, page->stages_top + page->stages_height, x, bottom);
        for (unsigned row = 0; row < FLAG_ROWS; row++) {
            double y = bottom + 4.9 + row * (FLAG_mm + 0.4);
            if (x - FLAG_mm / 2 < free_from[row])
                continue;
            svg_rect(page->out, "flag", x - FLAG_mm / 2, y, FLAG_mm, FLAG_mm);
            svg_text(page->out, "strong white", SVG_MIDDLE, x, y + 2.5, PAGE_SMALL_mm, FLAG_mm,
                     sign);
            free_from[row] = x + FLAG_mm / 2 + 0.3;
            break;
        }
    }
}

void page_draw_overview(const struct page *page)
{
    if (page->heat_height > 0)
        draw_heat(page);
    page_draw_lanes(page, &page->lanes);
    for (unsigned i = 0; i < page->preview->program->stage_count; i++)
        draw_stage(page, i);
    svg_rect(page->out, "frame", page->lanes.left, page->stages_top,
             page->lanes.right - page->lanes.left, page->stages_height);
    svg_text(page->out, "", SVG_START, PAGE_MARGIN_mm, page->stages_top + 5.2, PAGE_TEXT_mm, 25,
             "stages");
    draw_lane_words(page);
    page_draw_axis(page, &page->lanes);
    draw_notes(page);
}
