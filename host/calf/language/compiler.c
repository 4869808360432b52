/* The compiler: stages in order of play, the names beside them, the header last. */
#include "host/calf/language/compiler.h"

#include <string.h>

#include "host/calf/language/lines.h"
#include "host/calf/language/parser.h"
#include "host/calf/language/patterns.h"
#include "host/calf/language/timing.h"
#include "host/calf/language/values.h"
#include "host/calf/language/warnings.h"
#include "protocol/crc16.h"

enum { WHEN_BEFORE = 1, WHEN_AFTER = 2 }; /* values of KIND_WHEN */

/* --- stages ---------------------------------------------------------------------------------- */

/* What is written plays from top to bottom, so each kind of stage has its place. */
static void check_order(const struct script *script)
{
    bool massaged = false, settled = false, warmed_after = false;
    for (uint16_t i = 0; i < script->count; i = script->statements[i].end) {
        const struct statement *stage = &script->statements[i];
        if (grammar_verb(stage->verb)->place != PLACE_MARGIN)
            continue;
        uint32_t when = stage->verb == VERB_TOWEL ? stage->values[ARGUMENT_WHEN] : 0;
        if (settled)
            diagnose_error(script->source, stage->span, "nothing plays after 'settle'");
        else if (warmed_after && stage->verb != VERB_SETTLE)
            diagnose_error(script->source, stage->span, "only 'settle' plays after 'towel after'");
        else if (when == WHEN_BEFORE && massaged)
            diagnose_error(script->source, stage->span,
                           "'towel before' must stand above the first stage");
        else if (when == WHEN_AFTER && !massaged)
            diagnose_error(script->source, stage->span,
                           "'towel after' must stand below the last stage");
        massaged |= stage->verb == VERB_STAGE;
        settled |= stage->verb == VERB_SETTLE;
        warmed_after = when == WHEN_AFTER;
    }
}

static void name_stage(const struct compiler *compiler, const struct statement *statement,
                       struct program_stage *stage)
{
    static const char *const towels[] = {"towel", "towel before", "towel after"};
    if (statement->verb == VERB_STAGE)
        source_copy(compiler->script->source, statement->text, stage->name, sizeof stage->name);
    else if (statement->verb == VERB_TOWEL)
        snprintf(stage->name, sizeof stage->name, "%s", towels[statement->values[ARGUMENT_WHEN]]);
    else
        snprintf(stage->name, sizeof stage->name, "%s", grammar_verb(statement->verb)->word);
}

/* The time of all stages so far; 32 of them are far from filling 16 bits. */
static unsigned total_s(const struct routine_program *program)
{
    if (program->stage_count == 0)
        return 0;
    const struct program_stage *last = &program->stages[program->stage_count - 1];
    return (unsigned)last->begins_s + last->duration_s;
}

static const struct program_stage *add_stage(struct compiler *compiler,
                                             const struct statement *statement)
{
    unsigned begins_s = total_s(compiler->program);
    struct routine_program *program = compiler->program;
    struct program_stage *stage = &program->stages[program->stage_count++];
    const uint32_t *values = statement->values;
    name_stage(compiler, statement, stage);
    stage->kind = statement->verb == VERB_STAGE   ? STAGE_MASSAGE
                  : statement->verb == VERB_TOWEL ? STAGE_TOWEL
                  : statement->verb == VERB_SOAK  ? STAGE_SOAK
                                                  : STAGE_SETTLE;
    stage->heat =
        (uint8_t)(statement->verb == VERB_STAGE ? values[ARGUMENT_HEAT] : values[ARGUMENT_AT]);
    stage->duration_s = (uint16_t)values[ARGUMENT_DURATION];
    stage->begins_s = (uint16_t)begins_s;
    stage->place = statement->span;
    return stage;
}

/* Compiles a stage. Marks and prompts at the margin above it, from `above` on, happen as it begins. */
static void compile_stage(struct compiler *compiler, uint16_t above, uint16_t number)
{
    const struct statement *statement = &compiler->script->statements[number];
    const struct program_stage *stage = add_stage(compiler, statement);
    uint32_t at = emit_stage(&compiler->emitter, stage->kind, stage->duration_s, stage->heat);
    compile_lines(compiler, above, number);
    compile_lines(compiler, (uint16_t)(number + 1), statement->end);
    emit_stage_end(&compiler->emitter, at);
}

static void compile_stages(struct compiler *compiler)
{
    const struct script *script = compiler->script;
    uint16_t above = 0;
    for (uint16_t i = 0; i < script->count; i = script->statements[i].end) {
        const struct statement *statement = &script->statements[i];
        if (statement->verb == VERB_PATTERN && above == i)
            above = statement->end;
        if (grammar_verb(statement->verb)->place != PLACE_MARGIN)
            continue; /* a pattern, or a mark or prompt of the stage that follows */
        if (compiler->program->stage_count == ROUTINE_MAX_STAGES) {
            diagnose_error(script->source, statement->span, "more than %d stages",
                           ROUTINE_MAX_STAGES);
            return;
        }
        compile_stage(compiler, above, i);
        above = statement->end;
    }
    if (above < script->count)
        diagnose_error(script->source, script->statements[above].span,
                       "this happens as the stage below it begins, but there is none");
}

/* --- the whole routine ----------------------------------------------------------------------- */

/* The stage in which the routine becomes too long, of one that is. */
static const struct program_stage *overlong_stage(const struct routine_program *program)
{
    const struct program_stage *stage = program->stages;
    while (stage->begins_s + stage->duration_s <= ROUTINE_MAX_TOTAL_s)
        stage++;
    return stage;
}

static bool check_whole(const struct compiler *compiler, struct diagnostics *diagnostics)
{
    unsigned duration_s = total_s(compiler->program);
    char total[VALUE_TEXT_BYTES];
    value_print_ticks((uint64_t)duration_s * ROUTINE_TICKS_s, total);
    if (compiler->program->stage_count == 0)
        diagnose_file(diagnostics, SEVERITY_ERROR, "nothing in this file plays");
    if (duration_s > ROUTINE_MAX_TOTAL_s)
        diagnose_error(compiler->script->source, overlong_stage(compiler->program)->place,
                       "with this the stages together last %s, longer than %d:00", total,
                       ROUTINE_MAX_TOTAL_s / 60);
    if (emit_overflows(&compiler->emitter))
        diagnose_file(diagnostics, SEVERITY_ERROR,
                      "too much for the device: %u bytes, and it holds %d",
                      compiler->emitter.length, ROUTINE_MAX_BYTES);
    return diagnostics->errors == 0;
}

/* The parser has seen to it that they fit. */
static void copy_about(const struct script *script, char about[PROGRAM_ABOUT_BYTES])
{
    size_t length = 0;
    for (unsigned i = 0; i < script->about_count; i++) {
        if (i > 0)
            about[length++] = ' ';
        source_copy(script->source, script->about[i], about + length, PROGRAM_ABOUT_BYTES - length);
        length += script->about[i].length;
    }
}

/* The header declares the motor time, which only playing tells. */
static void finish(const struct compiler *compiler)
{
    const struct script *script = compiler->script;
    struct routine_program *program = compiler->program;
    struct routine_header header = {
        .ceiling_percent = script->ceiling_percent,
        .level_default = script->level_default,
        .level_max = script->level_max,
        .legs = script->legs,
        .total_s = (uint16_t)total_s(program),
    };
    program->length = (uint8_t)compiler->emitter.length;
    memcpy(program->bytes, compiler->emitter.bytes, program->length);
    routine_totals(program->bytes, program->length, &program->totals);
    header.motor_s =
        (uint16_t)((program->totals.motor_ticks + ROUTINE_TICKS_s - 1) / ROUTINE_TICKS_s);
    routine_put_header(program->bytes, &header);
    program->crc = crc16_block(CRC16_START, program->bytes, program->length);
    program->references = script->references;
    source_copy(script->source, script->name, program->name, sizeof program->name);
    source_copy(script->source, script->title, program->title, sizeof program->title);
    source_copy(script->source, script->author, program->author, sizeof program->author);
    copy_about(script, program->about);
}

/* The stage that a byte of its steps belongs to. */
static unsigned stage_at(const struct routine_program *program, uint8_t at)
{
    unsigned stage = 0;
    struct routine_step step = {.next = ROUTINE_HEADER_BYTES};
    for (; stage + 1U < program->stage_count; stage++) {
        routine_read(program->bytes, program->length, step.next, &step);
        step.next = (uint8_t)(step.next + step.bytes);
        if (at < step.next)
            break;
    }
    return stage;
}

/* The device would refuse a routine that this finds fault with. Too much at one instant is found only
 * here; anything else that the parser and the compiler let pass would be a defect of theirs. */
static void check_as_device(const struct routine_program *program, const struct source *source)
{
    static const char *const words[] = {
#define AS_WORDS(NAME, in_words) in_words,
        ROUTINE_ERRORS(AS_WORDS)
#undef AS_WORDS
    };
    uint8_t at;
    enum routine_error error = routine_check(program->bytes, program->length, &at);
    if (error == ROUTINE_ERROR_OK)
        return;
    if (error == ROUTINE_ERROR_TOO_MANY_KEYS || error == ROUTINE_ERROR_TOO_MANY_NOW ||
        error == ROUTINE_ERROR_TWICE_NOW)
        diagnose_error(source, program->stages[stage_at(program, at)].place,
                       "too much for the device in this stage: %s", words[error]);
    else
        diagnose_file(source->diagnostics, SEVERITY_ERROR, "the device would refuse byte %u: %s",
                      at, words[error]);
}

static void compile_script(struct script *script, struct routine_program *program,
                           struct diagnostics *diagnostics)
{
    struct compiler compiler = {.script = script, .program = program};
    check_order(script);
    timing_resolve(script);
    patterns_check(script);
    warn_of_lines(script);
    emit_begin(&compiler.emitter);
    compile_stages(&compiler);
    emit_end(&compiler.emitter);
    if (!check_whole(&compiler, diagnostics))
        return;
    patterns_warn(script);
    finish(&compiler);
    check_as_device(program, script->source);
}

bool routine_compile(const char *text, size_t length, const char *name,
                     struct routine_program *program, struct diagnostics *diagnostics)
{
    struct source source = {.text = text, .length = length, .diagnostics = diagnostics};
    struct script script;
    diagnostics_begin(diagnostics, name);
    memset(program, 0, sizeof *program);
    if (!source_check(&source))
        return false;
    parse_script(&source, &script);
    if (diagnostics->errors == 0)
        compile_script(&script, program, diagnostics);
    return diagnostics->errors == 0;
}
