/* Checking patterns where they are written, and playing them where they are used. */
#include "host/calf/language/patterns.h"

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/steps.h"

/* Where and how strongly a pattern is being played. */
struct playing {
    struct compiler *compiler;
    const struct statement *play;
    uint8_t raised; /* zones above zero, on which the next ramp is no step of its own */
};

uint16_t pattern_find(const struct script *script, struct span name)
{
    char wanted[PROGRAM_NAME_BYTES];
    source_copy(script->source, name, wanted, sizeof wanted);
    for (uint16_t i = 0; i < script->count; i = script->statements[i].end)
        if (script->statements[i].verb == VERB_PATTERN &&
            source_is(script->source, script->statements[i].text, wanted))
            return i;
    return PATTERN_NONE;
}

/* --- checking -------------------------------------------------------------------------------- */

/* The zones above zero after a line, of those before it. Complains if a step is to begin there that
 * wants rest. */
static uint8_t check_line(const struct script *script, uint16_t number, uint8_t raised);

static uint8_t check_lines(const struct script *script, uint16_t owner, uint8_t raised)
{
    const struct statement *statements = script->statements;
    for (uint16_t i = (uint16_t)(owner + 1); i < statements[owner].end; i = statements[i].end)
        raised = check_line(script, i, raised);
    return raised;
}

static uint8_t zones_of(const struct statement *statement)
{
    uint8_t zones = 0;
    for (unsigned i = 0; i < statement->station_count; i++)
        zones |= statement->stations[i];
    return zones;
}

/* The zones that are above zero after the lines below the owner, of those before; no complaints. */
static uint8_t raised_after(const struct script *script, uint16_t owner, uint8_t raised)
{
    const struct statement *statements = script->statements;
    for (uint16_t i = (uint16_t)(owner + 1); i < statements[owner].end; i++) {
        if (statements[i].verb != VERB_RAMP)
            continue;
        if (statements[i].values[ARGUMENT_RAMP_TO] > 0)
            raised |= zones_of(&statements[i]);
        else
            raised &= (uint8_t)~zones_of(&statements[i]);
    }
    return raised;
}

static uint8_t check_line(const struct script *script, uint16_t number, uint8_t raised)
{
    const struct statement *statement = &script->statements[number];
    switch (statement->verb) {
    case VERB_RAMP:
        if (statement->values[ARGUMENT_RAMP_TO] > 0)
            return raised | zones_of(statement);
        return raised & (uint8_t)~zones_of(statement);
    case VERB_REST:
        return raised;
    case VERB_REPEAT: /* its first line follows its last one too */
        if (statement->values[ARGUMENT_REPEATS] > 1)
            raised |= raised_after(script, number, raised);
        return check_lines(script, number, raised);
    default:
        if ((raised & zones_of(statement)) != 0)
            diagnose_error(script->source, statement->span,
                           "'%s' begins at rest, but a ramp has raised its zones",
                           grammar_verb(statement->verb)->word);
        return raised;
    }
}

static void check_fill(const struct script *script, uint16_t pattern)
{
    for (uint16_t i = (uint16_t)(pattern + 1); i < script->statements[pattern].end; i++)
        if (script->statements[i].verb == VERB_REPEAT &&
            script->statements[i].values[ARGUMENT_REPEATS] == 0)
            diagnose_error(script->source, script->statements[i].span,
                           "a pattern has no time of its own to fill: say how often");
}

static void warn_unless_played(const struct script *script, uint16_t pattern)
{
    for (uint16_t i = pattern; i < script->count; i++)
        if (script->statements[i].verb == VERB_PLAY &&
            script->statements[i].values[ARGUMENT_PATTERN] == pattern)
            return;
    diagnose_warning(script->source, script->statements[pattern].span,
                     "nothing plays this pattern");
    char name[PROGRAM_NAME_BYTES];
    source_copy(script->source, script->statements[pattern].text, name, sizeof name);
    diagnose_hint(script->source, "for example: play %s on upper 40%%", name);
}

void patterns_check(const struct script *script)
{
    for (uint16_t i = 0; i < script->count; i = script->statements[i].end) {
        const struct statement *pattern = &script->statements[i];
        if (pattern->verb != VERB_PATTERN)
            continue;
        if (pattern_find(script, pattern->text) != i)
            diagnose_error(script->source, pattern->span, "a second pattern of this name");
        check_fill(script, i);
        if (check_lines(script, i, 0) != 0) {
            diagnose_error(script->source, pattern->span,
                           "this pattern does not end at rest: a ramp has raised zones");
            diagnose_hint(script->source, "end it with a line such as: ramp here to 0%% over 1s");
        }
    }
}

void patterns_warn(const struct script *script)
{
    for (uint16_t i = 0; i < script->count; i = script->statements[i].end)
        if (script->statements[i].verb == VERB_PATTERN)
            warn_unless_played(script, i);
}

/* --- playing --------------------------------------------------------------------------------- */

/* The part of a line's strength; what is above zero stays so. */
static uint32_t part_percent(const struct statement *play, uint32_t percent)
{
    uint32_t part = (percent * play->values[ARGUMENT_INTENSITY] + 50) / 100;
    return percent > 0 && part == 0 ? 1 : part;
}

static void complain_no_zones(const struct compiler *compiler, const struct statement *play,
                              const struct statement *line)
{
    char words[PROGRAM_TEXT_BYTES];
    source_copy(compiler->script->source, line->span, words, sizeof words);
    diagnose_error(compiler->script->source, play->span,
                   "line %u of the pattern has no zone left here: %s", line->span.line, words);
}

/* The line as it is played: on the zones and at the strength of the `play`. */
static bool fit_line(const struct playing *playing, const struct statement *line,
                     struct statement *fitted)
{
    *fitted = *line;
    for (unsigned i = 0; i < line->station_count; i++) {
        fitted->stations[i] &= playing->play->stations[0];
        if (fitted->stations[i] == 0) {
            complain_no_zones(playing->compiler, playing->play, line);
            return false;
        }
    }
    fitted->values[ARGUMENT_INTENSITY] =
        part_percent(playing->play, line->values[ARGUMENT_INTENSITY]);
    fitted->values[ARGUMENT_RAMP_TO] = part_percent(playing->play, line->values[ARGUMENT_RAMP_TO]);
    return true;
}

/* A ramp from rest is a step; those that follow it until rest again belong to it. */
static void play_ramp(struct playing *playing, const struct statement *ramp)
{
    uint32_t percent = ramp->values[ARGUMENT_RAMP_TO], ticks = ramp->values[ARGUMENT_RAMP_OVER];
    bool begins = playing->raised == 0 && percent > 0;
    struct emitter *emitter = &playing->compiler->emitter;
    emit_key(emitter, begins ? ROUTINE_KEY_STEP : ROUTINE_KEY, ramp->stations[0], percent, ticks);
    emit_rest(emitter, ticks);
    if (begins)
        lines_keep_step(playing->compiler, playing->play);
    if (percent > 0)
        playing->raised |= ramp->stations[0];
    else
        playing->raised &= (uint8_t)~ramp->stations[0];
}

static void play_lines(struct playing *playing, uint16_t owner);

static void play_line(struct playing *playing, uint16_t number)
{
    struct compiler *compiler = playing->compiler;
    const struct statement *line = &compiler->script->statements[number];
    struct statement fitted;
    if (line->verb == VERB_REST) {
        emit_rest(&compiler->emitter, line->values[ARGUMENT_SPAN]);
    } else if (line->verb == VERB_REPEAT) {
        uint32_t times = line->values[ARGUMENT_REPEATS];
        lines_open_repeat(compiler, playing->play, times);
        play_lines(playing, number);
        lines_close_repeat(compiler, times);
    } else if (fit_line(playing, line, &fitted)) {
        if (line->verb == VERB_RAMP) {
            play_ramp(playing, &fitted);
            return;
        }
        lines_check_depth(compiler, playing->play, steps_repeats(&fitted));
        steps_emit(&compiler->emitter, &fitted);
        lines_keep_step(compiler, playing->play);
    }
}

static void play_lines(struct playing *playing, uint16_t owner)
{
    const struct statement *statements = playing->compiler->script->statements;
    for (uint16_t i = (uint16_t)(owner + 1); i < statements[owner].end; i = statements[i].end)
        play_line(playing, i);
}

void pattern_play(struct compiler *compiler, const struct statement *play)
{
    struct playing playing = {.compiler = compiler, .play = play};
    uint32_t times = play->values[ARGUMENT_TIMES];
    lines_open_repeat(compiler, play, times);
    play_lines(&playing, (uint16_t)play->values[ARGUMENT_PATTERN]);
    lines_close_repeat(compiler, times);
    emit_rest(&compiler->emitter, play->values[ARGUMENT_GAP]);
}
