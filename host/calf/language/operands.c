/* Names, texts, zones and the other arguments that are no numbers (those are in values.c). */
#include "host/calf/language/operands.h"

#include <string.h>

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/program.h"
#include "host/calf/language/suggest.h"
#include "host/calf/language/values.h"

/* --- names and texts ------------------------------------------------------------------------- */

static bool is_name_character(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-';
}

static bool take_name(const struct source *source, struct line *line, struct span *name)
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

static bool take_text(const struct source *source, struct line *line, struct span *text)
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
    if (text->length >= PROGRAM_TEXT_BYTES) {
        diagnose_error(source, token.span, "a text has at most %d bytes", PROGRAM_TEXT_BYTES - 1);
        return false;
    }
    return true;
}

/* --- places ---------------------------------------------------------------------------------- */

/* Takes a zone, row, column or `all`. */
static bool take_place(const struct source *source, struct line *line, uint8_t *zones)
{
    struct token token = line_take(line);
    const struct place_rule *place;
    if (token.kind != TOKEN_WORD) {
        complain_expected(source, token, "a zone, a row, a column or 'all'");
        return false;
    }
    for (unsigned i = 0; (place = grammar_place(i)); i++) {
        if (source_is(source, token.span, place->word)) {
            *zones = place->zones;
            return true;
        }
    }
    struct suggestion near = suggest_begin(source->text + token.span.start, token.span.length);
    for (unsigned i = 0; (place = grammar_place(i)); i++)
        suggest_consider(&near, place->word);
    char quote[QUOTE_BYTES];
    source_copy(source, token.span, quote, sizeof quote);
    diagnose_error(source, token.span, "no zone is called '%s'", quote);
    if (near.best)
        diagnose_hint(source, "did you mean '%s'?", near.best);
    else
        diagnose_hint(source, "places are upper, mid, ankle, medial, lateral, all, or one zone "
                              "such as upper-medial");
    return false;
}

static bool take_arrow(const struct source *source, struct line *line, enum token_kind arrow)
{
    struct token token = line_take(line);
    if (token.kind == arrow)
        return true;
    complain_expected(source, token, arrow == TOKEN_TO ? "->" : "<->");
    return false;
}

static bool add_station(const struct source *source, struct span span, struct statement *statement,
                        uint8_t zones)
{
    unsigned count = statement->station_count;
    if (count > 0 && (statement->stations[count - 1] & zones) != 0) {
        diagnose_error(source, span, "a zone stands on both sides of the arrow");
        return false;
    }
    if (count == STATEMENT_MAX_STATIONS) {
        diagnose_error(source, span, "a stroke has at most %d stations", STATEMENT_MAX_STATIONS);
        return false;
    }
    statement->stations[statement->station_count++] = zones;
    return true;
}

static bool take_station(const struct source *source, struct line *line,
                         struct statement *statement)
{
    struct span span = line_peek(line).span;
    uint8_t zones;
    return take_place(source, line, &zones) && add_station(source, span, statement, zones);
}

static bool take_pair(const struct source *source, struct line *line, struct statement *statement)
{
    return take_station(source, line, statement) && take_arrow(source, line, TOKEN_BETWEEN) &&
           take_station(source, line, statement);
}

/* A stroke from ankle to upper passes mid, also when nobody says so. */
static bool take_path(const struct source *source, struct line *line, struct statement *statement)
{
    if (!take_station(source, line, statement))
        return false;
    do {
        if (!take_arrow(source, line, TOKEN_TO))
            return false;
        struct span span = line_peek(line).span;
        uint8_t from = statement->stations[statement->station_count - 1], to;
        if (!take_place(source, line, &to))
            return false;
        uint8_t between = grammar_zones_between(from, to);
        if (between != 0 && !add_station(source, span, statement, between))
            return false;
        if (!add_station(source, span, statement, to))
            return false;
    } while (line_peek(line).kind == TOKEN_TO);
    return true;
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

static bool take_references(const struct source *source, struct line *line, uint64_t *references)
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
        return take_name(source, line, &statement->text);
    case KIND_TEXT:
        return take_text(source, line, &statement->text);
    case KIND_ZONES:
        return take_station(source, line, statement);
    case KIND_PAIR:
        return take_pair(source, line, statement);
    case KIND_PATH:
        return take_path(source, line, statement);
    case KIND_REPEATS:
        return take_repeats(source, line, value);
    case KIND_LEG:
        return take_leg(source, line, value);
    case KIND_WHEN:
        return take_when(source, line, value);
    case KIND_UP:
        return take_up(source, line);
    case KIND_REFERENCES:
        return take_references(source, line, &script->references);
    default:
        return value_take(source, line, argument, value);
    }
}
