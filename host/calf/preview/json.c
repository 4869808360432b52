/* The preview as JSON: the points that its lines are drawn through, and what stands beside them. */
#include "host/calf/json.h"

#include "host/calf/preview/preview.h"

#define AS_WORDS(number, NAME, words) [number] = words,
static const char *const zone_names[] = {ZONES(AS_WORDS)};
static const char *const kind_names[] = {STAGE_KINDS(AS_WORDS)};
#undef AS_WORDS

static const char *const event_names[] = {
    [TIMELINE_STAGE] = "stage",   [TIMELINE_HEAT] = "heat", [TIMELINE_MARK] = "mark",
    [TIMELINE_PROMPT] = "prompt", [TIMELINE_WARM] = "warm",
};

static uint32_t ticks_to_ms(uint32_t ticks)
{
    return ticks * ROUTINE_TICK_ms;
}

static void print_event(const struct preview *preview, const struct timeline_event *event,
                        FILE *out)
{
    const struct routine_program *program = preview->program;
    char text[PREVIEW_TEXT_BYTES];
    fprintf(out, "{\"at_ms\":%u,\"event\":\"%s\"", ticks_to_ms(event->tick),
            event_names[event->kind]);
    if (event->kind == TIMELINE_STAGE && event->number < program->stage_count) {
        const struct program_stage *stage = &program->stages[event->number];
        fputs(",\"name\":", out);
        json_string(out, stage->name);
        fprintf(out, ",\"kind\":\"%s\",\"duration_s\":%u", kind_names[stage->kind],
                stage->duration_s);
    } else if (preview_is_note(event)) {
        preview_note(preview, event, text);
        fputs(",\"text\":", out);
        json_string(out, text);
    }
    if (event->kind == TIMELINE_PROMPT || event->kind == TIMELINE_WARM)
        fprintf(out, ",\"wait_s\":%u", event->most_s);
    if (event->kind != TIMELINE_MARK && event->kind != TIMELINE_PROMPT)
        fprintf(out, ",\"heat_mC\":%d", (int)routine_heat_to_mC(event->heat));
    fputc('}', out);
}

static void print_zone(const struct preview *preview, unsigned zone, FILE *out)
{
    const struct timeline_zone *line = &preview->timeline->zones[zone];
    const char *before = "";
    fprintf(out, "\"%s\":[", zone_names[zone]);
    for (uint32_t i = 0; i < line->count; i++) {
        if (line->points[i].tick < preview->from || line->points[i].tick > preview->to)
            continue;
        fprintf(out, "%s[%u,%u]", before, ticks_to_ms(line->points[i].tick),
                line->points[i].permille);
        before = ",";
    }
    fputc(']', out);
}

void preview_print_json(const struct preview *preview, FILE *out)
{
    const struct timeline *timeline = preview->timeline;
    const char *before = "";
    fputs("{\"routine\":", out);
    json_string(out, preview->program->name);
    fputs(",\"title\":", out);
    json_string(out, preview->program->title);
    fprintf(out, ",\"crc\":%u,\"total_ms\":%u,\"from_ms\":%u,\"to_ms\":%u,\"level\":",
            preview->program->crc, ticks_to_ms(timeline->ticks), ticks_to_ms(preview->from),
            ticks_to_ms(preview->to));
    if (preview->level > 0)
        fprintf(out, "%u", preview->level);
    else
        fputs("null", out);
    fputs(",\"events\":[", out);
    for (uint32_t i = 0; i < timeline->event_count; i++) {
        if (timeline->events[i].tick < preview->from || timeline->events[i].tick > preview->to)
            continue;
        fputs(before, out);
        print_event(preview, &timeline->events[i], out);
        before = ",\n";
    }
    fputs("],\n\"zones_ms_permille\":{", out);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        fputs(zone > 0 ? ",\n" : "\n", out);
        print_zone(preview, zone, out);
    }
    fputs("}}\n", out);
}
