#include "host/calf/interchange/envelope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FINEST 0.01  /* a percent is the finest strength of the language */
#define ROUGH 0.05   /* ramps that stray further say little of the samples */
#define SILENT 0.005 /* rounds to 0 % */

bool envelope_begin(struct envelope *envelope, uint32_t ticks)
{
    envelope->ticks = ticks;
    envelope->samples = calloc(ticks + 1U, sizeof *envelope->samples);
    return envelope->samples != NULL;
}

void envelope_free(struct envelope *envelope)
{
    free(envelope->samples);
    *envelope = (struct envelope){0};
}

void envelope_put(struct envelope *envelope, uint32_t tick, double strength)
{
    if (tick <= envelope->ticks && strength > envelope->samples[tick])
        envelope->samples[tick] = strength < 1 ? strength : 1;
}

unsigned envelope_count_short(const struct envelope *envelope)
{
    unsigned count = 0;
    uint32_t began = 0;
    bool moves = false;
    for (uint32_t tick = 0; tick <= envelope->ticks; tick++) {
        bool now = tick < envelope->ticks && envelope->samples[tick] >= SILENT;
        if (now && !moves)
            began = tick;
        if (!now && moves && tick - began < ENVELOPE_FELT_ticks)
            count++;
        moves = now;
    }
    return count;
}

bool envelope_is_silent(const struct envelope *envelope)
{
    for (uint32_t tick = 0; tick <= envelope->ticks; tick++)
        if (envelope->samples[tick] >= SILENT)
            return false;
    return true;
}

/* --- as few ramps ------------------------------------------------------------------------------ */

struct stretch {
    uint32_t from, to;
    uint32_t furthest; /* where it is furthest from its straight line, */
    double off;        /* and how far */
};

static struct stretch measure(const double *samples, uint32_t from, uint32_t to)
{
    struct stretch stretch = {from, to, from + (to - from) / 2, 0};
    double slope = (samples[to] - samples[from]) / (double)(to - from);
    for (uint32_t tick = from + 1; tick < to; tick++) {
        double here = fabs(samples[tick] - samples[from] - slope * (tick - from));
        if (here > stretch.off) {
            stretch.off = here;
            stretch.furthest = tick;
        }
    }
    if (to - from > ROUTINE_MAX_RAMP_ticks)
        stretch.off = INFINITY; /* no ramp is that long */
    return stretch;
}

/* Splits the worst stretch at its worst place, again and again, until all are good enough or there are
 * `most`: Douglas and Peucker, Cartographica 10(2), 1973, but the worst first. Returns how many. */
static unsigned split(const double *samples, uint32_t ticks, unsigned most,
                      struct stretch list[ENVELOPE_MAX_RAMPS], double *worst_off)
{
    unsigned count = 1, worst;
    list[0] = measure(samples, 0, ticks);
    for (;;) {
        worst = 0;
        for (unsigned i = 1; i < count; i++)
            if (list[i].off > list[worst].off)
                worst = i;
        *worst_off = list[worst].off;
        if (list[worst].off <= FINEST / 2 || count == most)
            return count;
        struct stretch whole = list[worst];
        memmove(&list[worst + 2], &list[worst + 1], (count - worst - 1) * sizeof *list);
        list[worst] = measure(samples, whole.from, whole.furthest);
        list[worst + 1] = measure(samples, whole.furthest, whole.to);
        count++;
    }
}

/* The mean of so many samples around each. */
static void smooth(const struct envelope *envelope, uint32_t width, double *out)
{
    double sum = 0;
    uint32_t ticks = envelope->ticks, half = width / 2, count = 0;
    for (uint32_t i = 0; i < half && i <= ticks; i++, count++)
        sum += envelope->samples[i];
    for (uint32_t tick = 0; tick <= ticks; tick++) {
        if (tick + half <= ticks) {
            sum += envelope->samples[tick + half];
            count++;
        }
        if (tick > half) {
            sum -= envelope->samples[tick - half - 1];
            count--;
        }
        out[tick] = fmax(0, sum / count);
    }
}

/* How far the ramps are from the samples, on average. */
static unsigned mean_off_permille(const struct envelope *envelope,
                                  const struct envelope_ramps *ramps)
{
    uint32_t tick = 0;
    double from = ramps->first_percent / 100.0, sum = 0;
    for (unsigned i = 0; i < ramps->count; i++) {
        const struct envelope_ramp *ramp = &ramps->list[i];
        uint32_t begin = tick;
        double to = ramp->percent / 100.0;
        for (; tick < ramp->tick; tick++)
            sum += fabs(envelope->samples[tick] -
                        (from + (to - from) * (tick - begin) / (double)(ramp->tick - begin)));
        from = to;
    }
    return (unsigned)lround(1000 * sum / envelope->ticks);
}

bool envelope_simplify(const struct envelope *envelope, unsigned most, struct envelope_ramps *ramps)
{
    struct stretch list[ENVELOPE_MAX_RAMPS];
    double *samples = calloc(envelope->ticks + 1U, sizeof *samples), off;
    if (!samples)
        return false;
    /* What is too rough for so few ramps is smoothed until it is not. */
    uint32_t width = 0;
    do {
        smooth(envelope, width, samples);
        ramps->count = split(samples, envelope->ticks, most, list, &off);
        width = width > 0 ? 2 * width : ENVELOPE_FELT_ticks;
    } while (off > ROUGH && width < envelope->ticks / 4);
    ramps->first_percent = (uint8_t)lround(100 * samples[0]);
    for (unsigned i = 0; i < ramps->count; i++)
        ramps->list[i] =
            (struct envelope_ramp){list[i].to, (uint8_t)lround(100 * samples[list[i].to])};
    free(samples);
    ramps->off_permille = mean_off_permille(envelope, ramps);
    return true;
}
