/* Guessing verbs from keyframes. */
#include "host/calf/language/recognize.h"

#include <stdio.h>
#include <string.h>

#include "host/calf/language/steps.h"
#include "host/calf/language/values.h"

/* The operations from a place on. */
struct look {
    const struct routine_program *program;
    uint8_t end;
    unsigned count;
    struct routine_step steps[3 * STATEMENT_MAX_STATIONS + 4]; /* a stroke over all stations fits */
};

void recognize_print_zones(uint8_t zones, char text[RECOGNIZE_ZONES_BYTES])
{
    const struct place_rule *place;
    text[0] = '\0';
    for (unsigned i = 0; (place = grammar_place(i)); i++)
        if (place->zones == zones && !place->in_pattern) {
            strcpy(text, place->word);
            return;
        }
    for (unsigned i = 0; i < ZONE_COUNT; i++)
        if (zones >> i & 1)
            strcat(strcat(text, text[0] ? "+" : ""), grammar_place(i)->word);
}

void recognize_print_ticks(uint32_t ticks, char text[])
{
    unsigned hundredths = ticks % ROUTINE_TICKS_s;
    if (hundredths == 0 || ticks < 60 * ROUTINE_TICKS_s)
        value_print_ticks(ticks, text);
    else if (hundredths % 10 == 0)
        snprintf(text, VALUE_TEXT_BYTES, "%u.%us", ticks / ROUTINE_TICKS_s, hundredths / 10);
    else
        snprintf(text, VALUE_TEXT_BYTES, "%u.%02us", ticks / ROUTINE_TICKS_s, hundredths);
}

static struct look look_at(const struct routine_program *program, uint8_t at, uint8_t end)
{
    struct look look = {.program = program, .end = end};
    while (at < end && look.count < sizeof look.steps / sizeof look.steps[0]) {
        struct routine_step *step = &look.steps[look.count++];
        routine_read(program->bytes, program->length, at, step);
        at = step->next;
    }
    return look;
}

static bool is(const struct look *look, unsigned number, uint8_t op)
{
    return number < look->count && look->steps[number].op == op;
}

static bool is_fall(const struct look *look, unsigned number)
{
    return is(look, number, ROUTINE_KEY) && look->steps[number].value == 0;
}

/* Does the statement make these operations? What its last rest is longer becomes its gap. Returns the
 * place after them, or 0. */
static uint8_t confirm(const struct look *look, struct statement *statement, bool has_gap)
{
    struct emitter emitter;
    emit_begin(&emitter);
    steps_emit(&emitter, statement);
    uint8_t at = look->steps[0].at;
    uint32_t bytes = emitter.length - ROUTINE_HEADER_BYTES;
    if (at + bytes > look->end ||
        memcmp(emitter.bytes + ROUTINE_HEADER_BYTES, look->program->bytes + at, bytes) != 0)
        return 0;
    struct routine_step rest = {.next = (uint8_t)(at + bytes)};
    if (emitter.rest_ticks == 0 && (!has_gap || rest.next == look->end))
        return rest.next;
    routine_read(look->program->bytes, look->program->length, rest.next, &rest);
    bool rests = rest.op == ROUTINE_REST && rest.at < look->end;
    if (!rests)
        return emitter.rest_ticks == 0 ? rest.at : 0;
    uint32_t gap = rest.number - (uint32_t)emitter.rest_ticks;
    if (rest.number < emitter.rest_ticks || gap > TICKS_HOUR || (gap > 0 && !has_gap))
        return 0;
    statement->values[ARGUMENT_GAP] = gap;
    return rest.next;
}

static void print_option(FILE *out, const struct statement *statement, enum argument argument)
{
    const struct argument_rule *rule = grammar_argument(argument);
    char value[VALUE_TEXT_BYTES];
    uint32_t number = statement->values[argument];
    if (number == rule->fallback && argument != ARGUMENT_OVER && argument != ARGUMENT_FOR)
        return;
    if (rule->kind == KIND_TIME)
        recognize_print_ticks(number, value);
    else
        snprintf(value, sizeof value, "%u%s", number, rule->kind == KIND_PERCENT ? "%" : "");
    fprintf(out, " %s %s", rule->word, value);
}

static void print_options(FILE *out, const struct statement *statement, uint64_t options)
{
    for (unsigned i = 0; i < ARGUMENT_COUNT; i++)
        if (options >> i & 1)
            print_option(out, statement, (enum argument)i);
}

void recognize_print(const struct statement *statement, FILE *out)
{
    const struct verb_rule *rule = grammar_verb(statement->verb);
    const char *arrow = statement->verb == VERB_ROLL ? "<->" : "->";
    char zones[RECOGNIZE_ZONES_BYTES];
    fprintf(out, "%s ", rule->word);
    for (unsigned i = 0; i < statement->station_count; i++) {
        recognize_print_zones(statement->stations[i], zones);
        fprintf(out, "%s%s", i > 0 ? arrow : "", zones);
    }
    fprintf(out, " %u%%", statement->values[ARGUMENT_INTENSITY]);
    print_options(out, statement, rule->needs);
    print_options(out, statement, rule->allows & ~(uint64_t)GIVES_GAP);
    print_options(out, statement, rule->allows & GIVES_GAP);
}

static void begin_statement(struct statement *statement, enum verb verb,
                            const struct routine_step *key)
{
    *statement = (struct statement){.verb = verb, .station_count = 1, .stations = {key->zones}};
    for (unsigned i = 0; i < ARGUMENT_COUNT; i++)
        statement->values[i] = grammar_argument((enum argument)i)->fallback;
    statement->values[ARGUMENT_INTENSITY] = key->value;
}

/* KEY_STEP, REST, KEY to zero: a press, or a hold if it is at once there and away. */
static uint8_t guess_press(const struct look *look, struct statement *statement)
{
    const struct routine_step *steps = look->steps;
    if (!is(look, 0, ROUTINE_KEY_STEP) || !is(look, 1, ROUTINE_REST) || !is_fall(look, 2))
        return 0;
    bool holds = steps[0].number == 0 && steps[2].number == 0;
    begin_statement(statement, holds ? VERB_HOLD : VERB_PRESS, &steps[0]);
    statement->values[ARGUMENT_FOR] = steps[1].number;
    statement->values[ARGUMENT_ATTACK] = steps[0].number;
    statement->values[ARGUMENT_HOLD] = steps[1].number - steps[0].number;
    statement->values[ARGUMENT_RELEASE] = steps[2].number;
    return steps[1].number < steps[0].number || steps[1].number > TICKS_HOUR
               ? 0
               : confirm(look, statement, !holds);
}

static uint8_t guess_pulse(const struct look *look, struct statement *statement)
{
    const struct routine_step *steps = look->steps;
    if (!is(look, 0, ROUTINE_REPEAT) || !is(look, 1, ROUTINE_KEY_STEP) ||
        !is(look, 2, ROUTINE_REST) || !is_fall(look, 3) || !is(look, 4, ROUTINE_REST))
        return 0;
    begin_statement(statement, VERB_PULSE, &steps[1]);
    statement->values[ARGUMENT_TIMES] = steps[0].number;
    statement->values[ARGUMENT_ON] = steps[2].number;
    statement->values[ARGUMENT_OFF] = steps[4].number;
    return confirm(look, statement, true);
}

static uint8_t guess_roll(const struct look *look, struct statement *statement)
{
    bool several = is(look, 0, ROUTINE_REPEAT);
    const struct routine_step *steps = look->steps + several;
    if (look->count < several + 4U || !is(look, several, ROUTINE_KEY_STEP) ||
        steps[1].op != ROUTINE_KEY || !is_fall(look, several + 3))
        return 0;
    begin_statement(statement, VERB_ROLL, &steps[0]);
    statement->station_count = 2;
    statement->stations[1] = steps[1].zones;
    statement->values[ARGUMENT_TIMES] = several ? look->steps[0].number : 1;
    statement->values[ARGUMENT_OVER] = steps[0].number + steps[3].number;
    return confirm(look, statement, true);
}

/* KEY_STEP, REST, then pairs of falling and rising, the last a fall alone. */
static bool follow_stroke(const struct look *look, struct statement *statement)
{
    unsigned at = 1;
    uint32_t fade = look->steps[0].number, wave = 0;
    begin_statement(statement, VERB_STROKE, &look->steps[0]);
    while (is(look, at, ROUTINE_REST) && is_fall(look, at + 1)) {
        wave += look->steps[at].number;
        at += 2;
        if (!is(look, at, ROUTINE_KEY) || look->steps[at].value == 0)
            break;
        uint8_t from = statement->stations[statement->station_count - 1];
        uint8_t to = look->steps[at++].zones;
        if (statement->station_count == STATEMENT_MAX_STATIONS || (from & to) != 0 ||
            grammar_zones_between(from, to) != 0)
            return false;
        statement->stations[statement->station_count++] = to;
    }
    statement->values[ARGUMENT_OVER] = wave + fade;
    return statement->station_count > 1;
}

static uint8_t guess_stroke(const struct look *look, struct statement *statement)
{
    const struct argument_rule *rule = grammar_argument(ARGUMENT_OVERLAP);
    if (!is(look, 0, ROUTINE_KEY_STEP) || !follow_stroke(look, statement))
        return 0;
    /* several shares give the same fade: the usual one first */
    statement->values[ARGUMENT_OVERLAP] = rule->fallback;
    uint8_t next = confirm(look, statement, true);
    for (uint32_t overlap = rule->least; next == 0 && overlap <= rule->most; overlap++) {
        statement->values[ARGUMENT_OVERLAP] = overlap;
        next = confirm(look, statement, true);
    }
    return next;
}

static bool within_bounds(const struct statement *statement)
{
    const struct verb_rule *rule = grammar_verb(statement->verb);
    for (unsigned i = 0; i < ARGUMENT_COUNT; i++) {
        const struct argument_rule *argument = grammar_argument((enum argument)i);
        bool given = (rule->needs | rule->allows) >> i & 1 || i == ARGUMENT_INTENSITY;
        if (given &&
            (statement->values[i] < argument->least || statement->values[i] > argument->most))
            return false;
    }
    return true;
}

uint8_t recognize_step(const struct routine_program *program, uint8_t at, uint8_t end,
                       struct statement *statement)
{
    static uint8_t (*const guesses[])(const struct look *, struct statement *) = {
        guess_press, guess_pulse, guess_roll, guess_stroke};
    struct look look = look_at(program, at, end);
    for (unsigned i = 0; i < sizeof guesses / sizeof guesses[0]; i++) {
        uint8_t next = guesses[i](&look, statement);
        if (next != 0 && within_bounds(statement))
            return next;
    }
    return 0;
}
