/* Words that all forms of the preview share. */
#include "host/calf/preview/preview.h"

#include <string.h>

#include "host/calf/language/values.h"

enum { REFERENCES = 64, SECOND = ROUTINE_TICKS_s, MINUTE = 60 * SECOND };

static const char *const leg_words[] = {"no leg", "left leg", "right leg", "either leg"};

bool preview_is_whole(const struct preview *preview)
{
    return preview->from == 0 && preview->to == preview->timeline->ticks;
}

uint32_t preview_nice_ticks(uint32_t span_ticks, uint32_t parts)
{
    static const uint32_t nice[] = {1,           2,           5,           10,         20,
                                    50,          SECOND,      2 * SECOND,  5 * SECOND, 10 * SECOND,
                                    15 * SECOND, 20 * SECOND, 30 * SECOND, MINUTE,     2 * MINUTE,
                                    5 * MINUTE,  10 * MINUTE};
    unsigned i = 0;
    while (i + 1 < sizeof nice / sizeof *nice && (span_ticks + nice[i] - 1) / nice[i] > parts)
        i++;
    return nice[i];
}

const char *preview_time(char text[VALUE_TEXT_BYTES], uint32_t ticks, uint32_t step_ticks)
{
    unsigned minutes = ticks / MINUTE, seconds = ticks / SECOND % 60, part = ticks % SECOND;
    if (step_ticks % SECOND == 0 && part == 0)
        snprintf(text, VALUE_TEXT_BYTES, "%u:%02u", minutes, seconds);
    else if (step_ticks % 10 == 0 && part % 10 == 0)
        snprintf(text, VALUE_TEXT_BYTES, "%u:%02u.%u", minutes, seconds, part / 10);
    else
        snprintf(text, VALUE_TEXT_BYTES, "%u:%02u.%02u", minutes, seconds, part);
    return text;
}

bool preview_is_note(const struct timeline_event *event)
{
    return event->kind == TIMELINE_MARK || event->kind == TIMELINE_PROMPT ||
           event->kind == TIMELINE_WARM;
}

bool preview_shows(const struct preview *preview, const struct timeline_event *event)
{
    bool at_end = event->tick == preview->to && preview->to == preview->timeline->ticks;
    return event->tick >= preview->from && (event->tick < preview->to || at_end);
}

char preview_note_sign(unsigned number)
{
    static const char signs[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return number < sizeof signs - 1 ? signs[number] : '+';
}

void preview_note(const struct preview *preview, const struct timeline_event *event,
                  char text[PREVIEW_TEXT_BYTES])
{
    const struct routine_program *program = preview->program;
    char wait[VALUE_TEXT_BYTES], heat[VALUE_TEXT_BYTES];
    value_print_ticks((uint64_t)event->most_s * SECOND, wait);
    value_print_heat(event->heat, heat);
    if (event->kind == TIMELINE_MARK && event->number < program->mark_count)
        snprintf(text, PREVIEW_TEXT_BYTES, "%s", program->marks[event->number]);
    else if (event->kind == TIMELINE_PROMPT && event->number < program->prompt_count)
        snprintf(text, PREVIEW_TEXT_BYTES, "asks: %s (waits at most %s)",
                 program->prompts[event->number], wait);
    else if (event->kind == TIMELINE_WARM)
        snprintf(text, PREVIEW_TEXT_BYTES, "waits for %s, at most %s", heat, wait);
    else
        snprintf(text, PREVIEW_TEXT_BYTES, "mark %u", event->number);
}

void preview_facts(const struct preview *preview, char text[PREVIEW_TEXT_BYTES])
{
    const struct routine_program *program = preview->program;
    struct routine_header header = routine_header(program->bytes);
    size_t used = 0;
    text[0] = '\0';
    for (unsigned i = 0; i < REFERENCES && used + 8 < PREVIEW_TEXT_BYTES / 2; i++)
        if ((program->references >> i & 1) != 0)
            used += (size_t)snprintf(text + used, PREVIEW_TEXT_BYTES - used, "A%u ", i);
    if (used > 0)
        strcpy(text + used - 1, "; ");
    used = strlen(text);
    used += (size_t)snprintf(text + used, PREVIEW_TEXT_BYTES - used, "%s; level %u of at most %u",
                             leg_words[header.legs & 3], header.level_default, header.level_max);
    if (header.ceiling_percent < 100)
        snprintf(text + used, PREVIEW_TEXT_BYTES - used, "; ceiling %u %%", header.ceiling_percent);
}

void preview_strengths(const struct preview *preview, char text[PREVIEW_TEXT_BYTES])
{
    if (preview->level == 0)
        snprintf(text, PREVIEW_TEXT_BYTES, "strengths as the routine says");
    else
        snprintf(text, PREVIEW_TEXT_BYTES, "strengths at level %u, a quarter less at the ankle",
                 preview->level);
}
