/* The rows of the chart in a terminal. */
#include <string.h>

#include "host/calf/preview/chart.h"

enum { CELL_BYTES = 5 /* a character of UTF-8 and the final zero */, BLOCKS = 8 };

#define AS_WORDS(number, NAME, words) [number] = words,
static const char *const zone_names[] = {ZONES(AS_WORDS)};
#undef AS_WORDS

static void label(const struct chart *chart, const char *text)
{
    fprintf(chart->out, "%*s%-*s", CHART_MARGIN, "", CHART_LABEL_WIDTH, text);
}

static uint32_t cell_begin(const struct chart *chart, int cell)
{
    uint32_t tick = chart->preview->from + (uint32_t)cell * chart->cell_ticks;
    return tick < chart->preview->to ? tick : chart->preview->to;
}

static int cell_of(const struct chart *chart, uint32_t tick)
{
    return (int)((tick - chart->preview->from) / chart->cell_ticks);
}

/* --- rows that are written into a line of cells ------------------------------------------------ */

struct row {
    char cells[CHART_COLUMNS_MOST + 1][CELL_BYTES];
};

static void row_clear(const struct chart *chart, struct row *row)
{
    for (int i = 0; i <= chart->cells; i++)
        strcpy(row->cells[i], " ");
}

/* Writes ASCII or UTF-8 of one column a character into at most `room` cells. */
static void row_write(struct row *row, int cell, int room, const char *text)
{
    while (*text != '\0' && room-- > 0) {
        size_t length = 1;
        while (length < CELL_BYTES - 1 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length++;
        memcpy(row->cells[cell], text, length);
        row->cells[cell++][length] = '\0';
        text += length;
    }
}

static void row_print(const struct chart *chart, const struct row *row)
{
    int last = chart->cells;
    while (last > 0 && strcmp(row->cells[last - 1], " ") == 0)
        last--;
    for (int i = 0; i < last; i++)
        fputs(row->cells[i], chart->out);
}

/* --- the chart, row by row --------------------------------------------------------------------- */

static void print_axis(const struct chart *chart)
{
    const struct preview *preview = chart->preview;
    struct row row;
    char text[VALUE_TEXT_BYTES];
    uint32_t step = preview_nice_ticks(preview->to - preview->from, (uint32_t)chart->cells / 9 + 1);
    row_clear(chart, &row);
    uint32_t tick = (preview->from + step - 1) / step * step;
    for (; tick <= preview->to; tick += step) {
        int cell = cell_of(chart, tick);
        preview_time(text, tick, step);
        if (cell + (int)strlen(text) <= chart->cells)
            row_write(&row, cell, chart->cells - cell, text);
    }
    label(chart, "");
    chart_color(chart, CHART_FAINT);
    row_print(chart, &row);
    chart_color(chart, CHART_PLAIN);
    fputc('\n', chart->out);
}

static int cell_at_most(const struct chart *chart, uint32_t tick)
{
    return tick <= chart->preview->from ? 0
           : tick >= chart->preview->to ? chart->cells
                                        : cell_of(chart, tick);
}

void chart_stage_cells(const struct chart *chart, unsigned stage, int *begin, int *end)
{
    const struct program_stage *found = &chart->preview->program->stages[stage];
    uint32_t tick = found->begins_s * (uint32_t)ROUTINE_TICKS_s;
    *begin = cell_at_most(chart, tick);
    *end = cell_at_most(chart, tick + found->duration_s * (uint32_t)ROUTINE_TICKS_s);
}

static void print_stages(const struct chart *chart)
{
    const struct routine_program *program = chart->preview->program;
    struct row row;
    row_clear(chart, &row);
    for (unsigned i = 0; i < program->stage_count; i++) {
        int begin, end;
        chart_stage_cells(chart, i, &begin, &end);
        if (begin >= end)
            continue;
        row_write(&row, begin, 1, chart->style->unicode ? "▏" : "|");
        row_write(&row, begin + 1, end - begin - 1, program->stages[i].name);
    }
    label(chart, "stages");
    chart_color(chart, CHART_BOLD);
    row_print(chart, &row);
    chart_color(chart, CHART_PLAIN);
    fputc('\n', chart->out);
}

static void print_heat(const struct chart *chart)
{
    const struct timeline *timeline = chart->preview->timeline;
    struct row row;
    int before = -1, free_from = 0;
    row_clear(chart, &row);
    for (int i = 0; i < chart->cells && cell_begin(chart, i) < chart->preview->to; i++) {
        uint8_t heat = timeline->heat[cell_begin(chart, i)];
        char text[VALUE_TEXT_BYTES] = "off";
        if (heat > 0)
            row_write(&row, i, 1, i < free_from ? row.cells[i] : chart->style->unicode ? "━" : "=");
        if (heat > 0)
            snprintf(text, sizeof text, "%.1f", routine_heat_to_mC(heat) / 1000.0);
        if (heat != before && i >= free_from && i + (int)strlen(text) <= chart->cells &&
            (before >= 0 || heat > 0)) {
            row_write(&row, i, chart->cells - i, text);
            free_from = i + (int)strlen(text);
        }
        before = heat;
    }
    label(chart, chart->style->unicode ? "heat °C" : "heat C");
    if (chart->style->unicode)
        fputc(' ', chart->out); /* printf counts bytes, and the degree sign has two */
    chart_color(chart, CHART_RED);
    row_print(chart, &row);
    chart_color(chart, CHART_PLAIN);
    fputc('\n', chart->out);
}

/* What a column stands for is its mean as long as single strokes can be seen, else its peak. */
bool chart_shows_mean(const struct chart *chart)
{
    return chart->cell_ticks <= ROUTINE_TICKS_s;
}

static uint16_t cell_strength(const struct chart *chart, unsigned zone, uint32_t begin,
                              uint32_t end)
{
    const struct timeline *timeline = chart->preview->timeline;
    uint32_t sum = 0;
    if (!chart_shows_mean(chart))
        return timeline_peak(timeline, zone, begin, end);
    for (uint32_t tick = begin; tick < end; tick++)
        sum += timeline->permille[tick][zone];
    return (uint16_t)((sum + (end - begin) - 1) / (end - begin));
}

/* A strength as a character: a block, or tens of percent. */
static void print_strength(const struct chart *chart, uint16_t permille)
{
    static const char *const blocks[BLOCKS + 1] = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    if (chart->style->unicode)
        fputs(blocks[(permille * BLOCKS + PERMILLE_FULL - 1) / PERMILLE_FULL], chart->out);
    else if (permille == 0)
        fputc('.', chart->out);
    else
        fputc(permille > 950   ? '#'
              : permille < 150 ? '1'
                               : '0' + (permille + 50) / 100,
              chart->out);
}

static void print_zone(const struct chart *chart, unsigned zone)
{
    const struct preview *preview = chart->preview;
    const struct timeline *timeline = preview->timeline;
    char time[VALUE_TEXT_BYTES];
    uint16_t peak = timeline_peak(timeline, zone, preview->from, preview->to);
    value_print_ticks(timeline_zone_ticks(timeline, zone, preview->from, preview->to), time);
    label(chart, zone_names[zone]);
    chart_color(chart, zone % 2 == 0 ? CHART_CYAN : CHART_BLUE);
    for (int i = 0; i < chart->cells; i++) {
        uint32_t begin = cell_begin(chart, i), end = cell_begin(chart, i + 1);
        if (begin < end)
            print_strength(chart, cell_strength(chart, zone, begin, end));
        else
            fputc(' ', chart->out);
    }
    chart_color(chart, CHART_PLAIN);
    if (peak > 0)
        fprintf(chart->out, "  %3u %%  %8s", (peak + 5U) / 10U, time);
    fputc('\n', chart->out);
}

/* --- notes ------------------------------------------------------------------------------------- */

/* The note's number at its place; + where there are several. */
static void print_note_row(const struct chart *chart)
{
    const struct timeline *timeline = chart->preview->timeline;
    struct row row;
    unsigned notes = 0;
    row_clear(chart, &row);
    for (uint32_t i = 0; i < timeline->event_count; i++) {
        if (!preview_is_note(&timeline->events[i]) ||
            !preview_shows(chart->preview, &timeline->events[i]))
            continue;
        int cell = cell_of(chart, timeline->events[i].tick);
        char sign[2] = {preview_note_sign(notes++), '\0'};
        cell = cell < chart->cells ? cell : chart->cells - 1;
        row_write(&row, cell, 1, strcmp(row.cells[cell], " ") == 0 ? sign : "+");
    }
    if (notes == 0)
        return;
    label(chart, "notes");
    chart_color(chart, CHART_MAGENTA);
    row_print(chart, &row);
    chart_color(chart, CHART_PLAIN);
    fputc('\n', chart->out);
}

void chart_print_rows(const struct chart *chart)
{
    print_axis(chart);
    print_stages(chart);
    print_heat(chart);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        print_zone(chart, zone);
    print_note_row(chart);
}
