/* A routine as CSV (RFC 4180, but lines end with a newline alone). The columns are in the manual page. */
#include "host/calf/interchange/export.h"

#define AS_WORDS(number, NAME, words) words,
static const char *const zone_names[] = {ZONES(AS_WORDS)};
#undef AS_WORDS

static const char *const event_names[] = {
    [TIMELINE_STAGE] = "stage",   [TIMELINE_HEAT] = "heat", [TIMELINE_MARK] = "mark",
    [TIMELINE_PROMPT] = "prompt", [TIMELINE_WARM] = "warm",
};

/* In double quotes, those within doubled. */
static void print_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

/* Does a zone bend at this tick, or jump at the next? `at` goes along with time. */
static bool zone_needs_row(const struct timeline_zone *line, uint32_t tick, uint32_t *at)
{
    bool bends = false;
    for (; *at < line->count && line->points[*at].tick <= tick; ++*at)
        bends = bends || line->points[*at].tick == tick;
    return bends || (*at + 1 < line->count && line->points[*at].tick == tick + 1 &&
                     line->points[*at + 1].tick == tick + 1);
}

static bool needs_row(const struct timeline *timeline, uint32_t tick, uint32_t at[ZONE_COUNT])
{
    bool needs = tick == timeline->ticks;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        if (zone_needs_row(&timeline->zones[zone], tick, &at[zone]))
            needs = true;
    return needs;
}

static void print_strengths(const struct timeline *timeline, uint32_t tick, FILE *out)
{
    fprintf(out, "%u", tick * ROUTINE_TICK_ms);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        fprintf(out, ",%u", tick < timeline->ticks ? timeline->permille[tick][zone] : 0U);
    int heat_mC = tick < timeline->ticks ? (int)routine_heat_to_mC(timeline->heat[tick]) : 0;
    fprintf(out, ",%d", heat_mC);
}

static void print_event(const struct export *export, const struct timeline_event *event, FILE *out)
{
    const struct routine_program *program = export->program;
    fprintf(out, ",%s,", event_names[event->kind]);
    if (event->kind == TIMELINE_STAGE && event->number < program->stage_count)
        print_quoted(out, program->stages[event->number].name);
    else if (event->kind == TIMELINE_MARK && event->number < program->mark_count)
        print_quoted(out, program->marks[event->number]);
    else if (event->kind == TIMELINE_PROMPT && event->number < program->prompt_count)
        print_quoted(out, program->prompts[event->number]);
    if (event->kind == TIMELINE_PROMPT || event->kind == TIMELINE_WARM)
        fprintf(out, ",%u\n", event->most_s);
    else
        fputs(",\n", out);
}

void export_csv(const struct export *export, FILE *out)
{
    const struct timeline *timeline = export->timeline;
    uint32_t at[ZONE_COUNT] = {0}, event = 0;
    fputs("time_ms", out);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        fprintf(out, ",%s_permille", zone_names[zone]);
    fputs(",heat_mC,event,text,wait_s\n", out);
    for (uint32_t tick = 0; tick <= timeline->ticks; tick++) {
        bool is_due = needs_row(timeline, tick, at);
        while (event < timeline->event_count && timeline->events[event].tick == tick) {
            print_strengths(timeline, tick, out);
            print_event(export, &timeline->events[event++], out);
            is_due = false;
        }
        if (is_due) {
            print_strengths(timeline, tick, out);
            fputs(",,,\n", out);
        }
    }
}
