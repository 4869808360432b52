/* Names, texts, zones and the other arguments that are no numbers (those are in values.c). */
#include "host/calf/language/operands.h"

#include <string.h>

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/patterns.h"
#include "host/calf/language/places.h"
#include "host/calf/language/program.h"
#include "host/calf/language/suggest.h"
#include "host/calf/language/values.h"

/* --- names and texts ------------------------------------------------------------------------- */

static bool is_name_character(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-';
}

bool operand_take_name(const struct source *source, struct line *line, struct span *name)
{
    struct token token = line_take(line);
    bool good = token.kind == TOKEN_WORD || token.kind == TOKEN_NUMBER;
    for (uint32_t i = 0; good && i < token.span.length; i++)
        good = is_name_character(source->text[token.span.start + i]);
    if (!good) {
        complain_expected(source, token, "a name of small letters, digits and hyphens");
        return false;
    }
    if (token.span.length >= PROGRAM_NAME_BYTES) {
        diagnose_error(source, token.span, "a name has at most %d letters", PROGRAM_NAME_BYTES - 1);
        return false;
    }
    *name = token.span;
    return true;
}

bool operand_take_text(const struct source *source, struct line *line, uint32_t most_bytes,
                       struct span *text)
{
    struct token token = line_take(line);
    if (token.kind != TOKEN_TEXT) {
        complain_expected(source, token, "a text in quotes");
        return false;
    }
    *text = token.span;
    text->start += 1;
    text->length -= 2;
    if (text->length == 0) {
        diagnose_error(source, token.span, "this text is empty");
        return false;
    }
    if (text->length > most_bytes) {
        diagnose_error(source, token.span, "this text has at most %u bytes", most_bytes);
        return false;
    }
    return true;
}

static void suggest_pattern(const struct script *script, struct span name)
{
    struct suggestion near = suggest_begin(script->source->text + name.start, name.length);
    char best[PROGRAM_NAME_BYTES] = "", known[PROGRAM_NAME_BYTES];
    for (uint16_t i = 0; i < script->count; i = script->statements[i].end) {
        if (script->statements[i].verb != VERB_PATTERN)
            continue;
        source_copy(script->source, script->statements[i].text, known, sizeof known);
        suggest_consider(&near, known);
        if (near.best == known)
            near.best = strcpy(best, known);
    }
    if (near.best)
        diagnose_hint(script->source, "did you mean '%s'?", near.best);
}

/* The name of a pattern; the value is the number of its statement. */
static bool take_pattern(const struct script *script, struct line *line, uint32_t *pattern)
{
    struct span name;
    char quote[QUOTE_BYTES];
    if (!operand_take_name(script->source, line, &name))
        return false;
    *pattern = pattern_find(script, name);
    if (*pattern != PATTERN_NONE)
        return true;
    source_copy(script->source, name, quote, sizeof quote);
    diagnose_error(script->source, name, "no pattern above this line is called '%s'", quote);
    suggest_pattern(script, name);
    return false;
}

/* --- words ----------------------------------------------------------------------------------- */

/* Takes one of some words; its number in the list is the value. */
static bool take_word(const struct source *source, struct line *line, const char *const words[],
                      unsigned count, const char *wanted, uint32_t *value)
{
    struct token token = line_take(line);
    for (unsigned i = 0; i < count; i++) {
        if (source_is(source, token.span, words[i])) {
            *value = i;
            return true;
        }
    }
    complain_expected(source, token, wanted);
    return false;
}

static bool take_leg(const struct source *source, struct line *line, uint32_t *legs)
{
    static const char *const words[] = {"left", "right", "each"};
    if (!take_word(source, line, words, 3, "left, right or each", legs))
        return false;
    ++*legs; /* left is bit 0, right is bit 1 */
    return true;
}

/* before, after, or nothing of the kind: then a time follows. */
static bool take_when(const struct source *source, struct line *line, uint32_t *when)
{
    static const char *const words[] = {"", "before", "after"};
    *when = 0;
    return line_peek(line).kind == TOKEN_NUMBER ||
           take_word(source, line, words, 3, "before, after or a time", when);
}

static bool take_up(const struct source *source, struct line *line)
{
    static const char *const words[] = {"up"};
    uint32_t up;
    return take_word(source, line, words, 1, "'up to' and a temperature", &up);
}

static bool take_repeats(const struct source *source, struct line *line, uint32_t *repeats)
{
    struct token token = line_peek(line);
    if (source_is(source, token.span, "fill")) {
        line_take(line);
        *repeats = 0;
        return true;
    }
    if (token.kind != TOKEN_NUMBER) {
        complain_expected(source, line_take(line), "how often: a number, or 'fill'");
        return false;
    }
    return value_take(source, line, ARGUMENT_REPEATS, repeats);
}

/* One rule of the article: A and its number, at most two digits. */
static bool take_reference(const struct source *source, struct line *line, uint64_t *references)
{
    const struct argument_rule *rule = grammar_argument(ARGUMENT_REFERENCES);
    struct token token = line_take(line);
    const char *text = source->text + token.span.start;
    bool formed = (token.span.length == 2 || token.span.length == 3) && text[0] == 'A';
    unsigned number = 0;
    for (uint32_t i = 1; formed && i < token.span.length; i++) {
        formed = text[i] >= '0' && text[i] <= '9';
        number = 10 * number + (unsigned)(text[i] - '0');
    }
    if (!formed || number < rule->least || number > rule->most) {
        complain_expected(source, token, "rules of the article, A1 to A34");
        return false;
    }
    *references |= UINT64_C(1) << number;
    return true;
}

bool operand_take_references(const struct source *source, struct line *line, uint64_t *references)
{
    do
        if (!take_reference(source, line, references))
            return false;
    while (line_peek(line).kind != TOKEN_END);
    return true;
}

bool operand_take(struct script *script, struct line *line, enum argument argument,
                  struct statement *statement)
{
    const struct source *source = script->source;
    uint32_t *value = &statement->values[argument];
    switch (grammar_argument(argument)->kind) {
    case KIND_NAME:
        return operand_take_name(source, line, &statement->text);
    case KIND_TEXT:
        return operand_take_text(source, line, grammar_argument(argument)->most, &statement->text);
    case KIND_ZONES:
    case KIND_ON_ZONES:
    case KIND_PAIR:
    case KIND_PATH:
    case KIND_SWEEP:
        return places_take(script, line, grammar_argument(argument)->kind, statement);
    case KIND_PATTERN:
        return take_pattern(script, line, value);
    case KIND_REPEATS:
        return take_repeats(source, line, value);
    case KIND_LEG:
        return take_leg(source, line, value);
    case KIND_WHEN:
        return take_when(source, line, value);
    case KIND_UP:
        return take_up(source, line);
    case KIND_REFERENCES:
        return operand_take_references(source, line, &script->references);
    default:
        return value_take(source, line, argument, value);
    }
}
