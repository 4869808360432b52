/* Looking at lines one by one for what their writer may not want. */
#include "host/calf/language/warnings.h"

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/steps.h"
#include "host/calf/language/values.h"

enum {
    ARTICLE_SLOWLY_DOWN = 31, /* A31: from the top slowly to the ankles, */
    SLOWLY_DOWN_ticks = 150,  /* no faster than 1.5 s from one row to the next */
    FELT_ticks = 10,  /* a motor takes 0.08 s to two thirds of its speed (host/kit/motors.c; J), */
    APART_ticks = 10, /* and longer to come to rest: shorter pauses are not felt as such (J) */
};

/* Does the wave run down the leg, faster than A31 has it? */
static bool hurries_down(const struct statement *wave)
{
    if (steps_stroke_spacing_ticks(wave) >= SLOWLY_DOWN_ticks)
        return false;
    for (unsigned i = 1; i < wave->station_count; i++)
        if (grammar_rows_down(wave->stations[i - 1], wave->stations[i]) > 0)
            return true;
    return false;
}

static void warn_of_hurry(const struct script *script, const struct statement *wave)
{
    bool cites = (script->references >> ARTICLE_SLOWLY_DOWN & 1) != 0;
    if (!cites || !hurries_down(wave))
        return;
    char spacing[VALUE_TEXT_BYTES];
    value_print_ticks(steps_stroke_spacing_ticks(wave), spacing);
    diagnose_warning(script->source, wave->span,
                     "%s from one row to the next: A31 goes down slowly, in 1.5s or more", spacing);
}

/* How long the step is above zero at a time; 0: it is none of those that can be too short. */
static uint64_t push_ticks(const struct statement *statement)
{
    switch (statement->verb) {
    case VERB_PRESS:
        return steps_ticks(statement) - statement->values[ARGUMENT_GAP];
    case VERB_PULSE:
        return statement->values[ARGUMENT_ON];
    case VERB_HOLD:
        return statement->values[ARGUMENT_FOR];
    default:
        return 0;
    }
}

static void warn_of_shortness(const struct script *script, const struct statement *statement)
{
    uint64_t push = push_ticks(statement);
    char found[VALUE_TEXT_BYTES];
    if (push > 0 && push < FELT_ticks) {
        value_print_ticks(push, found);
        diagnose_warning(script->source, statement->span,
                         "too short to feel: a motor hardly moves in %s; 0.1s and more is felt",
                         found);
    } else if (statement->verb == VERB_PULSE && statement->values[ARGUMENT_TIMES] > 1 &&
               statement->values[ARGUMENT_OFF] < APART_ticks) {
        value_print_ticks(statement->values[ARGUMENT_OFF], found);
        diagnose_warning(script->source, statement->span,
                         "these pulses run together: a motor does not come to rest in %s", found);
    }
}

void warn_of_lines(const struct script *script)
{
    for (uint16_t i = 0; i < script->count; i++) {
        const struct statement *statement = &script->statements[i];
        if (statement->verb == VERB_STROKE || statement->verb == VERB_SWEEP)
            warn_of_hurry(script, statement);
        warn_of_shortness(script, statement);
    }
}
