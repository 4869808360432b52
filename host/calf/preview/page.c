/* A page of A4 to print and pin to the wall: where each part of it stands. */
#include "host/calf/preview/page.h"

#include <string.h>

#include "host/calf/preview/svg.h"

#define LEFT_mm 40.0
#define RIGHT_mm 259.0
#define TITLE_mm 6.5
#define TITLE_BASE_mm 19.0
#define FACTS_BASE_mm 25.5
#define STAGES_TOP_mm 30.0
#define STAGES_HEIGHT_mm 8.5
#define HEAT_HEIGHT_mm 17.0
#define HEAT_ALONE_HEIGHT_mm 62.0
#define LANE_STILL_HEIGHT_mm 6.0
#define AXIS_HEIGHT_mm 13.5 /* with the notes' flags */
#define CLOSE_UPS_HEIGHT_mm 38.0
#define LEGEND_BASE_mm 198.5
#define FOOT_BASE_mm 203.5
#define LANE_HEIGHT_MAX_mm 17.0

enum { STRENGTH_STEP = 20 };

double page_lanes_bottom(const struct page_lanes *lanes)
{
    return lanes->top + ZONE_COUNT * lanes->height + (ZONE_COUNT - 1) * lanes->gap;
}

double page_x(const struct page_lanes *lanes, uint32_t tick)
{
    return lanes->left +
           (lanes->right - lanes->left) * (tick - lanes->from) / (double)(lanes->to - lanes->from);
}

static unsigned top_percent(const struct preview *preview)
{
    uint16_t peak = 0;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        uint16_t here = timeline_peak(preview->timeline, zone, preview->from, preview->to);
        peak = here > peak ? here : peak;
    }
    unsigned steps = (peak + 10U * STRENGTH_STEP - 1) / (10 * STRENGTH_STEP);
    return STRENGTH_STEP * (steps > 0 ? steps : 1);
}

static bool has_motors(const struct preview *preview)
{
    return timeline_motor_ticks(preview->timeline, preview->from, preview->to) > 0;
}

static bool has_stage(const struct preview *preview, enum stage_kind kind, enum stage_kind other)
{
    for (unsigned i = 0; i < preview->program->stage_count; i++) {
        const struct program_stage *stage = &preview->program->stages[i];
        uint32_t begin = stage->begins_s * (uint32_t)ROUTINE_TICKS_s;
        if ((stage->kind == kind || stage->kind == other) && begin < preview->to &&
            begin + stage->duration_s * (uint32_t)ROUTINE_TICKS_s > preview->from)
            return true;
    }
    return false;
}

static bool has_note(const struct preview *preview)
{
    for (uint32_t i = 0; i < preview->timeline->event_count; i++)
        if (preview_is_note(&preview->timeline->events[i]) &&
            preview_shows(preview, &preview->timeline->events[i]))
            return true;
    return false;
}

/* 0 when there is no heat; where no motor moves it has the room of the lanes. */
static double heat_height(const struct preview *preview)
{
    for (uint32_t tick = preview->from; tick < preview->to; tick++)
        if (preview->timeline->heat[tick] > 0)
            return has_motors(preview) ? HEAT_HEIGHT_mm : HEAT_ALONE_HEIGHT_mm;
    return 0;
}

static void draw_head(const struct page *page)
{
    const struct routine_program *program = page->preview->program;
    const struct preview *preview = page->preview;
    char facts[PREVIEW_TEXT_BYTES], text[2 * PREVIEW_TEXT_BYTES], from[VALUE_TEXT_BYTES],
        to[VALUE_TEXT_BYTES];
    preview_time(to, preview->timeline->ticks, ROUTINE_TICKS_s);
    double used =
        svg_text(page->out, "strong", SVG_END, PAGE_RIGHT_mm, TITLE_BASE_mm, TITLE_mm, 60, to);
    svg_text(page->out, "strong", SVG_START, PAGE_MARGIN_mm, TITLE_BASE_mm, TITLE_mm,
             (PAGE_RIGHT_mm - PAGE_MARGIN_mm - used - TITLE_mm) / 1.12, /* bold is wider */
             program->title[0] ? program->title : program->name);
    preview_facts(preview, facts);
    snprintf(text, sizeof text, "%s; %s", program->name, facts);
    svg_text(page->out, "faint", SVG_START, PAGE_MARGIN_mm, FACTS_BASE_mm, PAGE_TEXT_mm, 230, text);
    if (preview_is_whole(preview)) {
        snprintf(text, sizeof text, "minutes");
    } else {
        preview_time(from, preview->from, ROUTINE_TICKS_s);
        preview_time(to, preview->to, ROUTINE_TICKS_s);
        snprintf(text, sizeof text, "here %s to %s", from, to);
    }
    svg_text(page->out, "faint", SVG_END, PAGE_RIGHT_mm, FACTS_BASE_mm, PAGE_TEXT_mm, 80, text);
}

/* A swatch and its words; returns where the next one stands. */
static double draw_swatch(const struct page *page, double x, const char *class, const char *words)
{
    svg_rect(page->out, class, x, LEGEND_BASE_mm - 2.4, 4, 2.4);
    double width =
        svg_text(page->out, "faint", SVG_START, x + 5, LEGEND_BASE_mm, PAGE_SMALL_mm, 90, words);
    return x + 5 + width + 5;
}

static void draw_foot(const struct page *page)
{
    const struct routine_program *program = page->preview->program;
    char strengths[PREVIEW_TEXT_BYTES], text[2 * PREVIEW_TEXT_BYTES];
    double x = PAGE_MARGIN_mm;
    if (has_motors(page->preview)) {
        x = draw_swatch(page, x, "medial", "medial zones");
        x = draw_swatch(page, x, "lateral", "lateral zones");
    }
    if (page->heat_height > 0)
        x = draw_swatch(page, x, "heat", "setpoint of the skin");
    if (has_stage(page->preview, STAGE_MASSAGE, STAGE_MASSAGE))
        x = draw_swatch(page, x, "massage", "massage");
    if (has_stage(page->preview, STAGE_TOWEL, STAGE_SOAK))
        x = draw_swatch(page, x, "warmth", "warmth alone");
    if (has_stage(page->preview, STAGE_SETTLE, STAGE_SETTLE))
        x = draw_swatch(page, x, "settle", "to settle");
    if (has_note(page->preview))
        draw_swatch(page, x, "flag", "mark, prompt or wait");
    preview_strengths(page->preview, strengths);
    snprintf(text, sizeof text, "A lane's height is %u %% of the zone's calibrated window; %s. ",
             page->lanes.top_percent, strengths);
    size_t used = has_motors(page->preview) ? strlen(text) : 0;
    snprintf(text + used, sizeof text - used,
             "Drawn by stepping the device's own player through the %u bytes of this program, CRC "
             "%04x.",
             program->length, program->crc);
    svg_text(page->out, "faint", SVG_START, PAGE_MARGIN_mm, FOOT_BASE_mm, PAGE_SMALL_mm,
             PAGE_RIGHT_mm - PAGE_MARGIN_mm, text);
}

void preview_print_page(const struct preview *preview, FILE *out)
{
    unsigned rows = page_list_rows(preview);
    unsigned close_ups = page_count_close_ups(preview);
    double list_top = LEGEND_BASE_mm - 5.5 - rows * PAGE_LINE_mm;
    double close_ups_top = list_top - (close_ups > 0 ? CLOSE_UPS_HEIGHT_mm : 0);
    struct page page = {
        .preview = preview,
        .out = out,
        .lanes = {LEFT_mm, RIGHT_mm, 0, 0, 1.2, preview->from, preview->to, top_percent(preview)},
        .stages_top = STAGES_TOP_mm,
        .stages_height = STAGES_HEIGHT_mm,
        .heat_top = STAGES_TOP_mm + STAGES_HEIGHT_mm + 2,
        .heat_height = heat_height(preview),
    };
    page.lanes.top = page.heat_top + (page.heat_height > 0 ? page.heat_height + 2 : 0);
    double room = close_ups_top - AXIS_HEIGHT_mm - page.lanes.top;
    page.lanes.height = (room - (ZONE_COUNT - 1) * page.lanes.gap) / ZONE_COUNT;
    double most = has_motors(preview) ? LANE_HEIGHT_MAX_mm : LANE_STILL_HEIGHT_mm;
    if (page.lanes.height > most)
        page.lanes.height = most;
    svg_begin(out, PAGE_WIDTH_mm, PAGE_HEIGHT_mm,
              preview->program->title[0] ? preview->program->title : preview->program->name);
    draw_head(&page);
    page_draw_overview(&page);
    if (close_ups > 0)
        page_draw_close_ups(&page, close_ups_top, CLOSE_UPS_HEIGHT_mm);
    page_draw_list(&page, list_top, rows);
    page_draw_totals(&page, list_top);
    draw_foot(&page);
    svg_end(out);
}
