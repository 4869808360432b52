/* AHAP: the dynamic parameters and curves that multiply all intensities. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/interchange/ahap.h"

void ahap_where(char where[IMPORT_WHERE_BYTES], size_t index, const char *what)
{
    snprintf(where, IMPORT_WHERE_BYTES, "Pattern[%zu].%s", index, what);
}

static bool is_intensity_control(const struct json_object *object)
{
    return strcmp(json_tree_text(object, "ParameterID"), "HapticIntensityControl") == 0;
}

/* --- checking ---------------------------------------------------------------------------------- */

static bool check_curve(struct import *import, const struct json_object *curve, size_t index)
{
    const struct json_object *points = json_tree_get(curve, "ParameterCurveControlPoints");
    char where[IMPORT_WHERE_BYTES], place[2 * IMPORT_WHERE_BYTES];
    uint32_t tick, before = 0;
    double value;
    ahap_where(where, index, "ParameterCurve");
    if (!import_ticks(import, curve, where, "Time", &tick))
        return false;
    if (!json_object_is_type(points, json_type_array))
        return import_complain(import, where, "ParameterCurveControlPoints is missing");
    for (size_t i = 0; i < json_tree_length(points); i++) {
        const struct json_object *point = json_tree_at(points, i);
        snprintf(place, sizeof place, "%s.ParameterCurveControlPoints[%zu]", where, i);
        if (!import_ticks(import, point, place, "Time", &tick) ||
            !import_number(import, point, place, "ParameterValue", 0, 1, &value))
            return false;
        if (tick < before)
            return import_complain(import, place, "its time is before that of the one above it");
        before = tick;
    }
    return true;
}

bool ahap_check_control(struct import *import, const struct json_object *entry, size_t index)
{
    const struct json_object *curve = json_tree_get(entry, "ParameterCurve");
    const struct json_object *single = json_tree_get(entry, "Parameter");
    const struct json_object *either = curve ? curve : single;
    char where[IMPORT_WHERE_BYTES];
    uint32_t tick;
    double value;
    if (strcmp(json_tree_text(either, "ParameterID"), "HapticSharpnessControl") == 0)
        import->frequency = true;
    else if (!is_intensity_control(either))
        import->unknown++;
    else if (curve)
        return check_curve(import, curve, index);
    else {
        ahap_where(where, index, "Parameter");
        return import_ticks(import, single, where, "Time", &tick) &&
               import_number(import, single, where, "ParameterValue", 0, 1, &value);
    }
    return true;
}

/* --- computing --------------------------------------------------------------------------------- */

/* A Parameter is a curve of one point. */
struct control {
    const struct json_object *points; /* or NULL: `value` from the beginning on */
    double value;
    uint32_t tick;
    size_t index; /* in the file, which decides between those that begin together */
};

static double number_of(const struct json_object *object, const char *name)
{
    double number = json_tree_number(json_tree_get(object, name));
    return number < 0 ? 0 : number;
}

static double value_of(const struct json_object *object)
{
    return fmin(number_of(object, "ParameterValue"), 1);
}

static int compare(const void *a, const void *b)
{
    const struct control *first = a, *second = b;
    if (first->tick != second->tick)
        return first->tick < second->tick ? -1 : 1;
    return first->index < second->index ? -1 : first->index > second->index;
}

static size_t collect(const struct json_object *pattern, struct control *controls)
{
    size_t count = 0;
    for (size_t i = 0; i < json_tree_length(pattern); i++) {
        const struct json_object *entry = json_tree_at(pattern, i);
        const struct json_object *curve = json_tree_get(entry, "ParameterCurve");
        const struct json_object *either = curve ? curve : json_tree_get(entry, "Parameter");
        if (json_tree_get(entry, "Event") || !is_intensity_control(either))
            continue;
        controls[count++] = (struct control){
            .points = json_tree_get(curve, "ParameterCurveControlPoints"),
            .value = value_of(either),
            .tick = (uint32_t)lround(number_of(either, "Time") * ROUTINE_TICKS_s),
            .index = i,
        };
    }
    qsort(controls, count, sizeof *controls, compare);
    return count;
}

/* Straight between the curve's points, then as its last one; before the first one as it was. */
static void fill(double *control, const struct control *from, uint32_t to)
{
    double before = from->tick > 0 ? control[from->tick - 1] : 1;
    size_t next = 0, count = json_tree_length(from->points);
    double next_s = 0, last_s = 0, last = before;
    for (uint32_t tick = from->tick; tick < to; tick++) {
        double time_s = (tick - from->tick) / (double)ROUTINE_TICKS_s;
        while (next < count &&
               (next_s = number_of(json_tree_at(from->points, next), "Time")) <= time_s) {
            last_s = next_s;
            last = value_of(json_tree_at(from->points, next++));
        }
        double value = last;
        if (next > 0 && next < count)
            value += (value_of(json_tree_at(from->points, next)) - last) * (time_s - last_s) /
                     (next_s - last_s);
        control[tick] = from->points ? value : from->value;
    }
}

double *ahap_control(const struct json_object *pattern, uint32_t ticks)
{
    struct control *controls = calloc(json_tree_length(pattern) + 1, sizeof *controls);
    double *control = calloc(ticks + 1U, sizeof *control);
    if (!controls || !control) {
        free(controls);
        free(control);
        return NULL;
    }
    for (uint32_t tick = 0; tick <= ticks; tick++)
        control[tick] = 1;
    size_t count = collect(pattern, controls);
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count || controls[i + 1].tick > ticks;
        if (controls[i].tick <= ticks)
            fill(control, &controls[i], is_last ? ticks + 1 : controls[i + 1].tick);
    }
    free(controls);
    return control;
}
