/* An envelope as text of the language. */
#include "host/calf/interchange/pattern.h"

#include "host/calf/language/values.h"

enum { GAP_ticks = ROUTINE_TICKS_s, TRY_least_s = 60, STRENGTH_percent = 40 };

static void print_ramp(FILE *out, unsigned percent, unsigned before, uint32_t ticks)
{
    char time[VALUE_TEXT_BYTES];
    value_print_ticks(ticks, time);
    if (percent == before)
        fprintf(out, "  rest %s\n", time);
    else
        fprintf(out, "  ramp here to %u%% over %s\n", percent, time);
}

/* Returns how long it lasts. */
static uint32_t print_ramps(FILE *out, const struct envelope_ramps *ramps)
{
    uint32_t tick = 0, ticks = 0, rest = 0;
    unsigned before = ramps->first_percent;
    if (before > 0) { /* it begins at once: as fast as can be said */
        print_ramp(out, before, 0, 1);
        ticks++;
    }
    for (unsigned i = 0; i < ramps->count; i++) {
        const struct envelope_ramp *ramp = &ramps->list[i];
        uint32_t lasts = ramp->tick - tick;
        tick = ramp->tick;
        ticks += lasts;
        if (ramp->percent == before) { /* several such are one rest */
            rest += lasts;
            continue;
        }
        if (rest > 0)
            print_ramp(out, before, before, rest);
        rest = 0;
        print_ramp(out, ramp->percent, before, lasts);
        before = ramp->percent;
    }
    if (rest > 0 && before > 0)
        print_ramp(out, before, before, rest);
    if (before > 0) {
        print_ramp(out, 0, before, 1);
        ticks++;
    }
    return ticks;
}

void pattern_print(FILE *out, const char *name, const char *from,
                   const struct envelope_ramps *ramps)
{
    fputs("# Imported from ", out);
    for (; *from != '\0'; from++) /* the name of a file may contain anything */
        fputc((unsigned char)*from < ' ' || *from == 0x7F ? '?' : *from, out);
    fprintf(out,
            ".\n# The pattern can be copied into other routines, and played at other zones and\n"
            "# strengths; the stage below is one to try it.\n\n"
            "routine   %s\nleg       each\n\npattern   %s\n",
            name, name);
    uint32_t ticks = print_ramps(out, ramps);
    uint32_t lasts_s = (ticks + GAP_ticks + ROUTINE_TICKS_s - 1) / ROUTINE_TICKS_s;
    lasts_s = lasts_s < TRY_least_s           ? TRY_least_s
              : lasts_s > ROUTINE_MAX_STAGE_s ? ROUTINE_MAX_STAGE_s
                                              : lasts_s;
    fprintf(out, "\nstage     try %u:%02u\n  repeat fill\n    play %s on all %d%% gap 1s\n",
            lasts_s / 60, lasts_s % 60, name, STRENGTH_percent);
}
