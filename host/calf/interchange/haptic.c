/* .haptic: an amplitude envelope of breakpoints, some of which have an emphasis: a tap. */
#include <stdio.h>

#include "host/calf/interchange/import.h"

struct breakpoint {
    uint32_t tick;
    double amplitude;
};

static const struct json_object *find(const struct json_object *root, const char *const *names)
{
    for (; root && *names; names++)
        root = json_tree_get(root, *names);
    return root;
}

static void where_of(char where[IMPORT_WHERE_BYTES], size_t index)
{
    snprintf(where, IMPORT_WHERE_BYTES, "signals.continuous.envelopes.amplitude[%zu]", index);
}

static bool read_breakpoint(struct import *import, const struct json_object *list, size_t index,
                            struct breakpoint *point)
{
    const struct json_object *object = json_tree_at(list, index);
    char where[IMPORT_WHERE_BYTES];
    where_of(where, index);
    return import_ticks(import, object, where, "time", &point->tick) &&
           import_number(import, object, where, "amplitude", 0, 1, &point->amplitude);
}

static bool put_emphasis(struct import *import, const struct json_object *list, size_t index,
                         uint32_t tick)
{
    const struct json_object *emphasis = json_tree_get(json_tree_at(list, index), "emphasis");
    char where[IMPORT_WHERE_BYTES + 16];
    double strength;
    if (!emphasis)
        return true;
    snprintf(where, sizeof where, "signals.continuous.envelopes.amplitude[%zu].emphasis", index);
    if (!import_number(import, emphasis, where, "amplitude", 0, 1, &strength))
        return false;
    import->frequency = import->frequency || json_tree_get(emphasis, "frequency");
    import_put_transient(import, tick, strength);
    return true;
}

/* A straight line from one breakpoint to the next. */
static void put_line(struct import *import, struct breakpoint from, struct breakpoint to)
{
    for (uint32_t tick = from.tick; tick <= to.tick; tick++) {
        double part =
            to.tick > from.tick ? (double)(tick - from.tick) / (double)(to.tick - from.tick) : 1;
        envelope_put(&import->envelope, tick,
                     from.amplitude + part * (to.amplitude - from.amplitude));
    }
}

static bool put_envelope(struct import *import, const struct json_object *list)
{
    struct breakpoint before = {0, 0}, point;
    char where[IMPORT_WHERE_BYTES];
    for (size_t i = 0; i < json_tree_length(list); i++) {
        if (!read_breakpoint(import, list, i, &point))
            return false;
        where_of(where, i);
        if (point.tick < before.tick)
            return import_complain(import, where, "its time is before that of the one above it");
        if (i > 0)
            put_line(import, before, point);
        if (!put_emphasis(import, list, i, point.tick))
            return false;
        before = point;
    }
    return true;
}

bool import_haptic(struct import *import, const struct json_object *root)
{
    static const char *const major[] = {"version", "major", NULL};
    static const char *const amplitude[] = {"signals", "continuous", "envelopes", "amplitude",
                                            NULL};
    static const char *const frequency[] = {"signals", "continuous", "envelopes", "frequency",
                                            NULL};
    const struct json_object *version = find(root, major), *list = find(root, amplitude);
    struct breakpoint last;
    if (json_tree_number(version) != 1)
        return import_complain(import, "version.major", "only version 1 can be read");
    if (json_tree_length(list) < 2)
        return import_complain(import, "signals.continuous.envelopes.amplitude",
                               "a list of two breakpoints and more is missing");
    import->frequency = json_tree_length(find(root, frequency)) > 0;
    if (!read_breakpoint(import, list, json_tree_length(list) - 1, &last))
        return false;
    import->clamped = 0; /* it is read again */
    if (!envelope_begin(&import->envelope, last.tick + ENVELOPE_FELT_ticks))
        return import_complain(import, "the envelope", "no memory left");
    return put_envelope(import, list);
}
