/* AHAP: the events. */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "host/calf/interchange/ahap.h"

#define DEFAULT_INTENSITY \
    1.0 /* J: nothing said is full strength, and a person chooses the percent */

/* So that no file, however hostile, takes more than seconds. */
enum { TOGETHER_MAX_ticks = 100 * 3600 * ROUTINE_TICKS_s };

struct event {
    uint32_t tick, ticks;
    uint32_t attack, release; /* in ticks */
    double intensity;
    bool is_transient, is_audio;
};

/* --- events ------------------------------------------------------------------------------------ */

static bool read_parameter(struct import *import, const struct json_object *parameter,
                           const char *where, struct event *event)
{
    const char *name = json_tree_text(parameter, "ParameterID");
    double seconds = 0, ignored;
    if (strcmp(name, "HapticIntensity") == 0)
        return import_number(import, parameter, where, "ParameterValue", 0, 1, &event->intensity);
    if (strcmp(name, "AttackTime") == 0 || strcmp(name, "ReleaseTime") == 0) {
        if (!import_number(import, parameter, where, "ParameterValue", 0, 1, &seconds))
            return false;
        *(name[0] == 'A' ? &event->attack : &event->release) =
            (uint32_t)(seconds * ROUTINE_TICKS_s);
        return true;
    }
    if (strcmp(name, "HapticSharpness") == 0)
        import->frequency = true;
    else if (strncmp(name, "Audio", 5) != 0)
        import->unknown++;
    return import_number(import, parameter, where, "ParameterValue", -1e9, 1e9, &ignored);
}

static bool read_event(struct import *import, const struct json_object *object, size_t index,
                       struct event *event)
{
    const char *kind = json_tree_text(object, "EventType");
    const struct json_object *parameters = json_tree_get(object, "EventParameters");
    char where[IMPORT_WHERE_BYTES], place[2 * IMPORT_WHERE_BYTES];
    ahap_where(where, index, "Event");
    *event = (struct event){.intensity = DEFAULT_INTENSITY};
    event->is_transient = strcmp(kind, "HapticTransient") == 0;
    event->is_audio = strncmp(kind, "Audio", 5) == 0;
    if (!event->is_transient && !event->is_audio && strcmp(kind, "HapticContinuous") != 0)
        return import_complain(import, where, "this EventType is not known");
    if (!import_ticks(import, object, where, "Time", &event->tick))
        return false;
    if (!event->is_transient && !event->is_audio &&
        !import_ticks(import, object, where, "EventDuration", &event->ticks))
        return false;
    for (size_t i = 0; i < json_tree_length(parameters) && !event->is_audio; i++) {
        snprintf(place, sizeof place, "%s.EventParameters[%zu]", where, i);
        if (!read_parameter(import, json_tree_at(parameters, i), place, event))
            return false;
    }
    return true;
}

static uint32_t event_end(const struct event *event)
{
    return event->tick +
           (event->is_transient ? ENVELOPE_FELT_ticks : event->ticks + event->release);
}

/* Its own envelope: up within the attack, down within the release after its duration. */
static double shape_at(const struct event *event, uint32_t tick)
{
    if (tick < event->attack)
        return tick / (double)event->attack;
    if (tick <= event->ticks)
        return 1;
    return 1 - (tick - event->ticks) / (double)(event->release + 1);
}

static void put_event(struct import *import, const double *control, const struct event *event)
{
    if (event->is_audio) {
        import->audio++;
        return;
    }
    if (event->is_transient) {
        import_put_transient(import, event->tick, event->intensity * control[event->tick]);
        return;
    }
    for (uint32_t tick = event->tick; tick < event_end(event); tick++)
        envelope_put(&import->envelope, tick,
                     event->intensity * shape_at(event, tick - event->tick) * control[tick]);
}

/* Checks everything and finds the end. */
static bool check_pattern(struct import *import, const struct json_object *pattern, uint32_t *end)
{
    struct event event;
    uint64_t together = 0;
    *end = 0;
    for (size_t i = 0; i < json_tree_length(pattern); i++) {
        const struct json_object *entry = json_tree_at(pattern, i);
        const struct json_object *object = json_tree_get(entry, "Event");
        if (object && !read_event(import, object, i, &event))
            return false;
        if (object && !event.is_audio && event_end(&event) > *end)
            *end = event_end(&event);
        together += object ? event.ticks : 0;
        if (together > TOGETHER_MAX_ticks)
            return import_complain(import, "Pattern", "its events are 100 hours long together");
        bool controls = json_tree_get(entry, "Parameter") || json_tree_get(entry, "ParameterCurve");
        if (!object && controls && !ahap_check_control(import, entry, i))
            return false;
        import->unknown += !object && !controls;
    }
    return *end > 0 || import_complain(import, "Pattern", "there is no haptic event in it");
}

static void put_events(struct import *import, const struct json_object *pattern,
                       const double *control)
{
    struct import once = *import; /* what is read again is counted once */
    struct event event;
    for (size_t i = 0; i < json_tree_length(pattern); i++) {
        const struct json_object *object = json_tree_get(json_tree_at(pattern, i), "Event");
        if (object && read_event(&once, object, i, &event))
            put_event(import, control, &event);
    }
}

bool import_ahap(struct import *import, const struct json_object *root)
{
    const struct json_object *pattern = json_tree_get(root, "Pattern");
    uint32_t end;
    if (!json_object_is_type(pattern, json_type_array))
        return import_complain(import, "Pattern", "the list of events is missing");
    if (!check_pattern(import, pattern, &end))
        return false;
    if (end > ENVELOPE_MAX_TICKS)
        return import_complain(import, "Pattern", "it lasts longer than 30 minutes");
    double *control = ahap_control(pattern, end);
    bool good = control && envelope_begin(&import->envelope, end);
    if (good)
        put_events(import, pattern, control);
    free(control);
    return good || import_complain(import, "Pattern", "no memory left");
}
