#include "host/calf/timing.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/exit.h"
#include "host/calf/record.h"

enum { FIRST_ROOM = 256 };

/* --- reading ---------------------------------------------------------------------------------- */

/* Makes room for one more element of an array. */
static bool grow(void **array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return true;
    size_t wider = *room ? 2 * *room : FIRST_ROOM;
    void *moved = realloc(*array, wider * size);
    if (!moved)
        return false;
    *array = moved;
    *room = wider;
    return true;
}

static void take_exchange(struct timing *timing, const char *value)
{
    struct clock_exchange exchange;
    if (record_number(&value, &exchange.device_us) && record_number(&value, &exchange.left_us) &&
        record_number(&value, &exchange.came_us) &&
        grow((void **)&timing->exchanges, timing->exchanges_count, &timing->exchanges_room,
             sizeof exchange))
        timing->exchanges[timing->exchanges_count++] = exchange;
}

static void take_note(void *context, const char *key, const char *value)
{
    struct timing *timing = context;
    if (strcmp(key, "host-exchange") == 0)
        take_exchange(timing, value);
    const struct {
        const char *key;
        char *text;
    } wanted[] = {
        {"routine", timing->routine}, {"leg", timing->leg},        {"level", timing->level},
        {"end", timing->end},         {"host-link", timing->link},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (strcmp(key, wanted[i].key) == 0)
            snprintf(wanted[i].text, TIMING_NAME_BYTES, "%s", value);
}

static void take_step(struct timing *timing, const struct record_row *row, const char **complaint)
{
    struct timing_step step = {.actual_us = row->device_us, .host_us = row->host_us};
    const char *fields = row->fields;
    int64_t expected = timing->steps_count ? timing->steps[timing->steps_count - 1].number + 1 : 0;
    if (!record_number(&fields, &step.planned_us) || !record_number(&fields, &step.number)) {
        *complaint = "a step has a planned time and a number";
    } else if (step.number < expected) {
        *complaint = "this step's number is not above the one before";
    } else if (!grow((void **)&timing->steps, timing->steps_count, &timing->steps_room,
                     sizeof step)) {
        *complaint = "no memory for more steps";
    } else {
        timing->missing += (size_t)(step.number - expected);
        timing->steps[timing->steps_count++] = step;
    }
}

static void take_row(void *context, const struct record_row *row, const char **complaint)
{
    struct timing *timing = context;
    if (strcmp(row->kind, "host") == 0) /* its device time is only the latest that was known */
        return;
    if (!grow((void **)&timing->pairs, timing->pairs_count, &timing->pairs_room,
              sizeof *timing->pairs)) {
        *complaint = "no memory for more rows";
        return;
    }
    timing->pairs[timing->pairs_count++] = (struct clock_pair){row->device_us, row->host_us};
    if (strcmp(row->kind, "step") == 0)
        take_step(timing, row, complaint);
}

int timing_read(struct timing *timing, const char *path)
{
    *timing = (struct timing){.steps = NULL};
    const struct record_reader reader = {take_note, take_row, timing};
    int code = record_read(path, &reader);
    if (code != EXIT_OK)
        timing_free(timing);
    return code;
}

void timing_free(struct timing *timing)
{
    free(timing->steps);
    free(timing->pairs);
    free(timing->exchanges);
    timing->steps = NULL;
    timing->pairs = NULL;
    timing->exchanges = NULL;
}

/* --- figures ---------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static int64_t percentile(const int64_t *sorted, size_t count, unsigned percent)
{
    size_t rank = (count * percent + 99) / 100;
    return sorted[rank > 0 ? rank - 1 : 0];
}

static void summarize_errors(const struct timing *timing, int64_t *values,
                             struct timing_summary *summary)
{
    size_t count = timing->steps_count;
    for (size_t i = 0; i < count; i++) {
        values[i] = timing->steps[i].actual_us - timing->steps[i].planned_us;
        summary->late += values[i] > TIMING_LATE_us;
    }
    qsort(values, count, sizeof *values, by_value);
    summary->error_min_us = values[0];
    summary->error_median_us = percentile(values, count, 50);
    summary->error_p99_us = percentile(values, count, 99);
    summary->error_max_us = values[count - 1];
}

static void summarize_delays(const struct timing *timing, int64_t *values,
                             struct timing_summary *summary)
{
    size_t count = timing->pairs_count;
    for (size_t i = 0; i < count; i++)
        values[i] = llround(clock_fit_delay_us(&summary->fit, &timing->pairs[i]));
    qsort(values, count, sizeof *values, by_value);
    summary->delay_p50_us = percentile(values, count, 50) - values[0];
    summary->delay_p99_us = percentile(values, count, 99) - values[0];
}

struct timing_summary timing_summarize(struct timing *timing)
{
    struct timing_summary summary = {0};
    summary.fit = timing->exchanges_count > 1
                      ? clock_fit_exchanges(timing->exchanges, timing->exchanges_count)
                      : clock_fit_pairs(timing->pairs, timing->pairs_count);
    int64_t *values = malloc((timing->pairs_count + 1) * sizeof *values); /* steps are events too */
    if (values && timing->steps_count > 0)
        summarize_errors(timing, values, &summary);
    if (values && timing->pairs_count > 0)
        summarize_delays(timing, values, &summary);
    free(values);
    return summary;
}
