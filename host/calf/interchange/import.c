#include "host/calf/interchange/import.h"

#include <math.h>
#include <stdio.h>

#include "host/calf/say.h"

bool import_complain(const struct import *import, const char *where, const char *what)
{
    say("%s: %s: %s", import->file, where, what);
    return false;
}

bool import_number(struct import *import, const struct json_object *object, const char *where,
                   const char *name, double least, double most, double *number)
{
    const struct json_object *member = json_tree_get(object, name);
    char place[2 * IMPORT_WHERE_BYTES];
    if (!json_tree_is_number(member) || !isfinite(json_tree_number(member))) {
        snprintf(place, sizeof place, "%s.%s", where, name);
        return import_complain(import, place,
                               member ? "this is no number" : "this number is missing");
    }
    double value = json_tree_number(member);
    *number = value < least ? least : value > most ? most : value;
    import->clamped += *number< value || *number > value;
    return true;
}

bool import_ticks(struct import *import, const struct json_object *object, const char *where,
                  const char *name, uint32_t *ticks)
{
    double seconds;
    unsigned clamped = import->clamped;
    char place[2 * IMPORT_WHERE_BYTES];
    if (!import_number(import, object, where, name, 0, ROUTINE_MAX_STAGE_s, &seconds))
        return false;
    if (import->clamped > clamped) {
        snprintf(place, sizeof place, "%s.%s", where, name);
        return import_complain(import, place, "a time is 0 to 1800 seconds");
    }
    *ticks = (uint32_t)lround(seconds * ROUTINE_TICKS_s);
    return true;
}

void import_put_transient(struct import *import, uint32_t tick, double strength)
{
    import->transients++;
    for (uint32_t i = 0; i < ENVELOPE_FELT_ticks; i++)
        envelope_put(&import->envelope, tick + i, strength);
}
