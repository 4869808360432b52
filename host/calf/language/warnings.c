/* Looking at lines one by one for what their writer may not want. */
#include "host/calf/language/warnings.h"

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/steps.h"
#include "host/calf/language/values.h"

enum {
    ARTICLE_SLOWLY_DOWN = 31, /* A31: from the top slowly to the ankles, */
    SLOWLY_DOWN_ticks = 150,  /* no faster than 1.5 s from one row to the next */
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

void warn_of_lines(const struct script *script)
{
    for (uint16_t i = 0; i < script->count; i++) {
        const struct statement *statement = &script->statements[i];
        if (statement->verb == VERB_STROKE || statement->verb == VERB_SWEEP)
            warn_of_hurry(script, statement);
    }
}
