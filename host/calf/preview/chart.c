/* The preview in a terminal: the chart, and what stands around it. */
#include "host/calf/preview/chart.h"

#include <string.h>

#include "protocol/limits.h"

void chart_color(const struct chart *chart, enum chart_color color)
{
    if (chart->style->color)
        fprintf(chart->out, "\033[%dm", color);
}

static void print_note_list(const struct chart *chart)
{
    const struct timeline *timeline = chart->preview->timeline;
    char text[PREVIEW_TEXT_BYTES], time[VALUE_TEXT_BYTES];
    unsigned notes = 0;
    for (uint32_t i = 0; i < timeline->event_count; i++) {
        const struct timeline_event *event = &timeline->events[i];
        if (!preview_is_note(event) || !preview_shows(chart->preview, event))
            continue;
        preview_note(chart->preview, event, text);
        fprintf(chart->out, "%s%*s", notes == 0 ? "\n" : "", CHART_MARGIN, "");
        chart_color(chart, CHART_MAGENTA);
        fputc(preview_note_sign(notes++), chart->out);
        chart_color(chart, CHART_PLAIN);
        fprintf(chart->out, "  %7s  %s\n", preview_time(time, event->tick, ROUTINE_TICKS_s), text);
    }
}

static bool has_room_for_names(const struct chart *chart)
{
    const struct routine_program *program = chart->preview->program;
    for (unsigned i = 0; i < program->stage_count; i++) {
        int begin, end;
        chart_stage_cells(chart, i, &begin, &end);
        if (begin < end && (int)strlen(program->stages[i].name) >= end - begin)
            return false;
    }
    return true;
}

static void print_stage_list(const struct chart *chart)
{
    const struct routine_program *program = chart->preview->program;
    char begins[VALUE_TEXT_BYTES], lasts[VALUE_TEXT_BYTES];
    fputc('\n', chart->out);
    for (unsigned i = 0; i < program->stage_count; i++) {
        const struct program_stage *stage = &program->stages[i];
        int begin, end;
        chart_stage_cells(chart, i, &begin, &end);
        if (begin == end && !preview_is_whole(chart->preview))
            continue;
        preview_time(begins, stage->begins_s * (uint32_t)ROUTINE_TICKS_s, ROUTINE_TICKS_s);
        preview_time(lasts, stage->duration_s * (uint32_t)ROUTINE_TICKS_s, ROUTINE_TICKS_s);
        fprintf(chart->out, "%*sstage %2u  %7s for %5s  %s\n", CHART_MARGIN, "", i + 1, begins,
                lasts, stage->name);
    }
}

/* --- totals ------------------------------------------------------------------------------------ */

static void print_totals(const struct chart *chart)
{
    const struct routine_totals *totals = &chart->preview->program->totals;
    char text[VALUE_TEXT_BYTES];
    value_print_ticks(totals->duration_ticks, text);
    fprintf(chart->out, "\n%*stotal %s", CHART_MARGIN, "", text);
    if (totals->wait_s > 0) {
        value_print_ticks((uint64_t)totals->wait_s * ROUTINE_TICKS_s, text);
        fprintf(chart->out, " and waits of at most %s", text);
    }
    value_print_ticks(totals->motor_ticks, text);
    fprintf(chart->out, "; motors %s of at most %d:00", text, LIMIT_MOTOR_TIME_s / 60);
    value_print_ticks(totals->heat_ticks, text);
    if (totals->heat_ticks > 0)
        fprintf(chart->out, "; heat %s", text);
    fputc('\n', chart->out);
}

static void print_scale(const struct chart *chart)
{
    char text[VALUE_TEXT_BYTES], strengths[PREVIEW_TEXT_BYTES];
    value_print_ticks(chart->cell_ticks, text);
    preview_strengths(chart->preview, strengths);
    chart_color(chart, CHART_FAINT);
    fprintf(chart->out, "%*sa column is %s, drawn by its %s", CHART_MARGIN, "", text,
            chart_shows_mean(chart) ? "mean" : "peak");
    if (chart->preview->level > 0)
        fprintf(chart->out, "\n%*s%s", CHART_MARGIN, "", strengths);
    chart_color(chart, CHART_PLAIN);
    fputc('\n', chart->out);
}

static void print_title(const struct chart *chart)
{
    const struct routine_program *program = chart->preview->program;
    char facts[PREVIEW_TEXT_BYTES];
    preview_facts(chart->preview, facts);
    chart_color(chart, CHART_BOLD);
    fprintf(chart->out, "%s%s%s", program->name, program->title[0] ? ": " : "", program->title);
    chart_color(chart, CHART_PLAIN);
    fprintf(chart->out, "\n%*s%s\n\n", CHART_MARGIN, "", facts);
}

/* The least time of a column with which so much fits: whole tenths, or from 10 s on whole seconds. */
static uint32_t choose_cell_ticks(uint32_t span_ticks, uint32_t columns)
{
    uint32_t ticks = (span_ticks + columns - 1) / columns;
    uint32_t step = ticks > 10 * ROUTINE_TICKS_s ? ROUTINE_TICKS_s : ticks > 10 ? 10 : 1;
    return (ticks + step - 1) / step * step;
}

void preview_print(const struct preview *preview, const struct preview_style *style, FILE *out)
{
    int columns = style->columns < CHART_COLUMNS_LEAST  ? CHART_COLUMNS_LEAST
                  : style->columns > CHART_COLUMNS_MOST ? CHART_COLUMNS_MOST
                                                        : style->columns;
    int room = columns - CHART_MARGIN - CHART_LABEL_WIDTH - CHART_FIGURES_WIDTH;
    uint32_t span = preview->to - preview->from;
    struct chart chart = {preview, style, out, choose_cell_ticks(span, (uint32_t)room), 0};
    chart.cells = (int)((span + chart.cell_ticks - 1) / chart.cell_ticks);
    print_title(&chart);
    chart_print_rows(&chart);
    print_scale(&chart);
    if (!has_room_for_names(&chart))
        print_stage_list(&chart);
    print_note_list(&chart);
    print_totals(&chart);
}
