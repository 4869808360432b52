/* The lines of a stage, as operations. The shapes of the steps are in steps.c. */
#include "host/calf/language/lines.h"

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/patterns.h"
#include "host/calf/language/steps.h"

static uint8_t stage_kind(const struct compiler *compiler)
{
    return compiler->program->stages[compiler->program->stage_count - 1].kind;
}

/* Gives a mark or prompt its number and keeps its text. Beyond `most` the bytes do not fit either. */
static uint32_t keep_text(const struct compiler *compiler, const struct statement *statement,
                          char texts[][PROGRAM_TEXT_BYTES], uint8_t *count, unsigned most)
{
    if (*count == most)
        return 0;
    source_copy(compiler->script->source, statement->text, texts[*count], PROGRAM_TEXT_BYTES);
    return (*count)++;
}

static void compile_mark(struct compiler *compiler, const struct statement *statement)
{
    struct routine_program *program = compiler->program;
    uint32_t number =
        keep_text(compiler, statement, program->marks, &program->mark_count, PROGRAM_MAX_MARKS);
    emit_value(&compiler->emitter, ROUTINE_MARK, number);
}

static void compile_prompt(struct compiler *compiler, const struct statement *statement)
{
    struct routine_program *program = compiler->program;
    uint32_t number = keep_text(compiler, statement, program->prompts, &program->prompt_count,
                                PROGRAM_MAX_PROMPTS);
    emit_wait(&compiler->emitter, ROUTINE_PROMPT, number,
              statement->values[ARGUMENT_PROMPT_WITHIN]);
}

void lines_keep_step(const struct compiler *compiler, const struct statement *statement)
{
    struct routine_program *program = compiler->program;
    if (program->step_count == PROGRAM_MAX_STEPS || emit_overflows(&compiler->emitter))
        return;
    struct program_step *step = &program->steps[program->step_count++];
    source_copy(compiler->script->source, statement->span, step->text, sizeof step->text);
    step->line = statement->span.line;
    step->at = (uint8_t)compiler->emitter.step;
    step->stage = (uint8_t)(program->stage_count - 1);
}

static void compile_step(struct compiler *compiler, const struct statement *statement)
{
    if (stage_kind(compiler) != STAGE_MASSAGE) {
        diagnose_error(compiler->script->source, statement->span,
                       "motors move only in a 'stage', not in a towel, soak or settle");
    } else if (statement->verb == VERB_PLAY) {
        pattern_play(compiler, statement);
    } else {
        lines_check_depth(compiler, statement, steps_repeats(statement));
        steps_emit(&compiler->emitter, statement);
        if (statement->verb != VERB_MOVE)
            lines_keep_step(compiler, statement);
    }
}

static void compile_heat(struct compiler *compiler, const struct statement *statement)
{
    if (stage_kind(compiler) == STAGE_SETTLE)
        diagnose_error(compiler->script->source, statement->span, "'settle' is without heat");
    else if (statement->verb == VERB_HEAT)
        emit_value(&compiler->emitter, ROUTINE_HEAT, statement->values[ARGUMENT_SETPOINT]);
    else
        emit_wait(&compiler->emitter, ROUTINE_WARM, statement->values[ARGUMENT_TO],
                  statement->values[ARGUMENT_WARM_WITHIN]);
}

void lines_check_depth(const struct compiler *compiler, const struct statement *statement,
                       bool repeats)
{
    if (repeats && compiler->depth >= ROUTINE_MAX_DEPTH)
        diagnose_error(compiler->script->source, statement->span,
                       "repeats are nested more than %d deep (a step of several times is one)",
                       ROUTINE_MAX_DEPTH);
}

void lines_open_repeat(struct compiler *compiler, const struct statement *statement, uint32_t times)
{
    lines_check_depth(compiler, statement, times != 1);
    emit_repeat(&compiler->emitter, times);
    compiler->depth += times != 1;
}

void lines_close_repeat(struct compiler *compiler, uint32_t times)
{
    compiler->depth -= times != 1;
    emit_again(&compiler->emitter, times);
}

static void compile_repeat(struct compiler *compiler, uint16_t number)
{
    const struct statement *repeat = &compiler->script->statements[number];
    uint32_t times = repeat->values[ARGUMENT_REPEATS];
    lines_open_repeat(compiler, repeat, times);
    compile_lines(compiler, (uint16_t)(number + 1), repeat->end);
    lines_close_repeat(compiler, times);
}

static void compile_line(struct compiler *compiler, uint16_t number)
{
    const struct statement *statement = &compiler->script->statements[number];
    switch (statement->verb) {
    case VERB_REPEAT:
        compile_repeat(compiler, number);
        break;
    case VERB_PATTERN: /* played where it is named */
        break;
    case VERB_REST:
        emit_rest(&compiler->emitter, statement->values[ARGUMENT_SPAN]);
        break;
    case VERB_HEAT:
    case VERB_WARM:
        compile_heat(compiler, statement);
        break;
    case VERB_MARK:
        compile_mark(compiler, statement);
        break;
    case VERB_PROMPT:
        compile_prompt(compiler, statement);
        break;
    default:
        compile_step(compiler, statement);
        break;
    }
}

void compile_lines(struct compiler *compiler, uint16_t first, uint16_t end)
{
    for (uint16_t i = first; i < end; i = compiler->script->statements[i].end)
        compile_line(compiler, i);
}
