#include "host/calf/clock_fit.h"

#include <stdbool.h>
#include <stdlib.h>

struct point {
    double x, y;
};

static int by_device_time(const void *a, const void *b)
{
    const struct clock_pair *left = a, *right = b;
    if (left->device_us != right->device_us)
        return left->device_us < right->device_us ? -1 : 1;
    return (left->host_us > right->host_us) - (left->host_us < right->host_us);
}

static struct point point_of(const struct clock_pair *pair, int64_t origin_us)
{
    return (struct point){(double)(pair->device_us - origin_us),
                          (double)(pair->host_us - pair->device_us)};
}

/* Does the middle point lie on or above the line from `a` to `c`? */
static bool is_above(struct point a, struct point b, struct point c)
{
    return (b.x - a.x) * (c.y - a.y) <= (c.x - a.x) * (b.y - a.y);
}

/* Reduces the sorted pairs to the corners of their lower hull; returns how many. */
static size_t lower_hull(const struct clock_pair *pairs, size_t count, struct point *hull)
{
    size_t corners = 0;
    for (size_t i = 0; i < count; i++) {
        struct point point = point_of(&pairs[i], pairs[0].device_us);
        if (corners > 0 && hull[corners - 1].x == point.x)
            continue; /* sorted: the lower one came first */
        while (corners >= 2 && is_above(hull[corners - 2], hull[corners - 1], point))
            corners--;
        hull[corners++] = point;
    }
    return corners;
}

struct clock_fit clock_fit_pairs(struct clock_pair *pairs, size_t count)
{
    struct clock_fit fit = {0, 0, 0, 0};
    if (count == 0)
        return fit;
    qsort(pairs, count, sizeof *pairs, by_device_time);
    fit.origin_us = pairs[0].device_us;
    fit.offset_us = (double)(pairs[0].host_us - pairs[0].device_us);

    struct point *hull = calloc(count, sizeof *hull);
    size_t corners = hull ? lower_hull(pairs, count, hull) : 0;
    if (corners >= 2) {
        double mean = 0;
        for (size_t i = 0; i < count; i++)
            mean += (double)(pairs[i].device_us - fit.origin_us) / (double)count;
        size_t end = 1;
        while (end + 1 < corners && hull[end].x < mean)
            end++;
        struct point a = hull[end - 1], b = hull[end];
        fit.slope = (b.y - a.y) / (b.x - a.x);
        fit.offset_us = a.y - fit.slope * a.x;
        fit.drift_ppm = (1 / (1 + fit.slope) - 1) * 1e6;
    }
    free(hull);
    return fit;
}

/* From the answers; or, mirrored, from the questions, whose delays make the device seem late. */
static struct clock_fit fit_one_way(const struct clock_exchange *exchanges, size_t count,
                                    struct clock_pair *pairs, bool answers)
{
    for (size_t i = 0; i < count; i++) {
        int64_t device_us = exchanges[i].device_us;
        int64_t seen_us = answers ? exchanges[i].came_us : 2 * device_us - exchanges[i].left_us;
        pairs[i] = (struct clock_pair){device_us, seen_us};
    }
    return clock_fit_pairs(pairs, count);
}

struct clock_fit clock_fit_exchanges(const struct clock_exchange *exchanges, size_t count)
{
    struct clock_fit fit = {0, 0, 0, 0};
    struct clock_pair *pairs = malloc((count + 1) * sizeof *pairs);
    if (pairs && count > 0) {
        struct clock_fit questions = fit_one_way(exchanges, count, pairs, false);
        struct clock_fit answers = fit_one_way(exchanges, count, pairs, true);
        fit.origin_us = answers.origin_us;
        fit.slope = (answers.slope - questions.slope) / 2;
        fit.offset_us = (answers.offset_us - questions.offset_us) / 2;
        fit.drift_ppm = (1 / (1 + fit.slope) - 1) * 1e6;
    }
    free(pairs);
    return fit;
}

double clock_fit_delay_us(const struct clock_fit *fit, const struct clock_pair *pair)
{
    struct point point = point_of(pair, fit->origin_us);
    return point.y - (fit->offset_us + fit->slope * point.x);
}
