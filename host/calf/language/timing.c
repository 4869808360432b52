/* Adding up ticks, before anything is compiled. steps.c must let exactly this much time pass. */
#include "host/calf/language/timing.h"

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/steps.h"
#include "host/calf/language/values.h"

enum { NO_FILL = 0xFFFF };

static uint64_t bounded(uint64_t ticks)
{
    return ticks < TIMING_MANY_ticks ? ticks : TIMING_MANY_ticks;
}

static uint64_t body_ticks(const struct script *script, uint16_t owner);

static uint64_t play_ticks(const struct script *script, const struct statement *play)
{
    uint64_t once = body_ticks(script, (uint16_t)play->values[ARGUMENT_PATTERN]);
    return bounded(play->values[ARGUMENT_TIMES] * once + play->values[ARGUMENT_GAP]);
}

/* A fill that is not resolved yet takes no time. */
static uint64_t line_ticks(const struct script *script, uint16_t number)
{
    const struct statement *statement = &script->statements[number];
    if (statement->verb == VERB_PLAY)
        return play_ticks(script, statement);
    if (statement->verb != VERB_REPEAT)
        return steps_ticks(statement);
    return bounded(statement->values[ARGUMENT_REPEATS] * body_ticks(script, number));
}

static uint64_t body_ticks(const struct script *script, uint16_t owner)
{
    const struct statement *statements = script->statements;
    uint64_t sum = 0;
    for (uint16_t i = (uint16_t)(owner + 1); i < statements[owner].end; i = statements[i].end)
        sum = bounded(sum + line_ticks(script, i));
    return sum;
}

static bool is_fill(const struct statement *statement)
{
    return statement->verb == VERB_REPEAT && statement->values[ARGUMENT_REPEATS] == 0;
}

/* The stage's fill, or NO_FILL. It must stand directly in the stage, and there can be only one, or
 * nobody could say how the time is shared. */
static uint16_t find_fill(const struct script *script, uint16_t stage)
{
    const struct statement *statements = script->statements;
    uint16_t fill = NO_FILL, direct = (uint16_t)(stage + 1);
    for (uint16_t i = (uint16_t)(stage + 1); i < statements[stage].end; i++) {
        bool is_direct = i == direct;
        if (is_direct)
            direct = statements[i].end;
        if (!is_fill(&statements[i]))
            continue;
        if (!is_direct)
            diagnose_error(script->source, statements[i].span,
                           "'repeat fill' must stand directly in its stage, in no other repeat");
        else if (fill != NO_FILL)
            diagnose_error(script->source, statements[i].span,
                           "a stage has room for only one 'repeat fill'");
        else
            fill = i;
    }
    return fill;
}

/* Steps and repeats in which no time passes: the device could never get past them. */
static void check_time_passes(const struct script *script, uint16_t owner)
{
    const struct statement *statements = script->statements;
    for (uint16_t i = (uint16_t)(owner + 1); i < statements[owner].end; i++) {
        bool empty_repeat = statements[i].verb == VERB_REPEAT && body_ticks(script, i) == 0;
        bool empty_press = statements[i].verb == VERB_PRESS && steps_ticks(&statements[i]) == 0;
        if (empty_repeat && !is_fill(&statements[i]))
            diagnose_error(script->source, statements[i].span,
                           "no time passes in what this repeats");
        else if (empty_press)
            diagnose_error(script->source, statements[i].span, "this press takes no time");
    }
}

static void resolve_fill(struct script *script, uint16_t fill, uint64_t left_ticks)
{
    struct statement *statement = &script->statements[fill];
    uint64_t body = body_ticks(script, fill);
    char body_text[VALUE_TEXT_BYTES], left_text[VALUE_TEXT_BYTES];
    value_print_ticks(body, body_text);
    value_print_ticks(left_ticks, left_text);
    uint64_t times = body > 0 ? left_ticks / body : 0;
    if (body == 0) {
        diagnose_error(script->source, statement->span, "no time passes in what this repeats");
    } else if (times == 0) {
        diagnose_error(script->source, statement->span,
                       "this takes %s, but the stage has only %s left for it", body_text,
                       left_text);
    } else if (times > ROUTINE_MAX_REPEAT) {
        diagnose_error(script->source, statement->span,
                       "this takes %s and would fill %s in more than %d repeats", body_text,
                       left_text, ROUTINE_MAX_REPEAT);
    } else {
        statement->values[ARGUMENT_REPEATS] = (uint32_t)times;
    }
}

static void resolve_stage(struct script *script, uint16_t stage)
{
    const struct statement *statement = &script->statements[stage];
    uint64_t whole = (uint64_t)statement->values[ARGUMENT_DURATION] * ROUTINE_TICKS_s;
    uint16_t fill = find_fill(script, stage);
    uint64_t taken = body_ticks(script, stage);
    check_time_passes(script, stage);
    if (taken > whole) {
        char taken_text[VALUE_TEXT_BYTES], whole_text[VALUE_TEXT_BYTES];
        value_print_ticks(taken, taken_text);
        value_print_ticks(whole, whole_text);
        diagnose_error(script->source, statement->span, "its steps take %s%s, but it lasts only %s",
                       taken_text, taken == TIMING_MANY_ticks ? " and more" : "", whole_text);
    } else if (fill != NO_FILL) {
        resolve_fill(script, fill, whole - taken);
    }
}

void timing_resolve(struct script *script)
{
    for (uint16_t i = 0; i < script->count; i = script->statements[i].end) {
        enum verb_place place = grammar_verb(script->statements[i].verb)->place;
        if (place == PLACE_MARGIN)
            resolve_stage(script, i);
        else if (place == PLACE_DEFINITION)
            check_time_passes(script, i);
    }
}
