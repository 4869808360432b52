/* Where on the leg: zones and rows, pairs, paths, sweeps. */
#include "host/calf/language/places.h"

#include <stdio.h>
#include <string.h>

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/suggest.h"
#include "host/calf/language/values.h"

/* The first of the names that are joined by +. */
static struct span first_name(const struct source *source, struct span names)
{
    const char *plus = memchr(source->text + names.start, '+', names.length);
    if (plus)
        names.length = (uint32_t)(plus - (source->text + names.start));
    return names;
}

static const struct place_rule *find_place(const struct source *source, struct span word)
{
    const struct place_rule *place;
    for (unsigned i = 0; (place = grammar_place(i)); i++)
        if (source_is(source, word, place->word))
            break;
    return place;
}

static void complain_unknown_place(const struct script *script, struct span word)
{
    const struct place_rule *place;
    struct suggestion near = suggest_begin(script->source->text + word.start, word.length);
    for (unsigned i = 0; (place = grammar_place(i)); i++)
        if (script->in_pattern || !place->in_pattern)
            suggest_consider(&near, place->word);
    char quote[QUOTE_BYTES];
    source_copy(script->source, word, quote, sizeof quote);
    diagnose_error(script->source, word, "no zone is called '%s'", quote);
    if (near.best)
        diagnose_hint(script->source, "did you mean '%s'?", near.best);
    else
        diagnose_hint(script->source,
                      "places are upper, mid, ankle, medial, lateral, all, or one zone "
                      "such as upper-medial");
}

/* Adds the zones of one name. */
static bool add_place(const struct script *script, struct span word, uint8_t *zones)
{
    const struct source *source = script->source;
    const struct place_rule *place = find_place(source, word);
    if (!place) {
        complain_unknown_place(script, word);
        return false;
    }
    if (place->in_pattern && !script->in_pattern) {
        diagnose_error(source, word, "'%s' has a meaning only in a pattern", place->word);
        return false;
    }
    *zones |= place->zones;
    return true;
}

/* Is it `upper medial`, and upper-medial is meant? */
static bool is_split(const struct script *script, struct span first, struct span second)
{
    const struct source *source = script->source;
    char quote[QUOTE_BYTES], joined[2 * QUOTE_BYTES];
    source_copy(source, first, quote, sizeof quote);
    size_t used = (size_t)snprintf(joined, sizeof joined, "%s-", quote);
    source_copy(source, second, quote, sizeof quote);
    snprintf(joined + used, sizeof joined - used, "%s", quote);
    const struct place_rule *place = grammar_place(0);
    for (unsigned i = 1; place && strcmp(place->word, joined) != 0; i++)
        place = grammar_place(i);
    if (!place)
        return false;
    first.length = second.start + second.length - first.start;
    diagnose_error(source, first, "a zone's name is one word");
    diagnose_hint(source, "did you mean '%s'?", joined);
    return true;
}

/* Takes a zone, row, column, `all`, in a pattern `here`, or several joined by +. */
static bool take_place(const struct script *script, struct line *line, uint8_t *zones)
{
    struct token token = line_take(line);
    if (token.kind != TOKEN_WORD) {
        complain_expected(script->source, token, "a zone, a row, a column or 'all'");
        return false;
    }
    uint32_t end = token.span.start + token.span.length;
    *zones = 0;
    for (;;) {
        struct span name = first_name(script->source, token.span);
        if (!add_place(script, name, zones))
            return false;
        token.span.start = name.start + name.length;
        if (token.span.start == end)
            return line_peek(line).kind != TOKEN_WORD ||
                   !is_split(script, name, line_peek(line).span);
        token.span.start++;
        token.span.length = end - token.span.start;
    }
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

static bool take_station(const struct script *script, struct line *line,
                         struct statement *statement)
{
    struct span span = line_peek(line).span;
    uint8_t zones;
    return take_place(script, line, &zones) && add_station(script->source, span, statement, zones);
}

static bool take_pair(const struct script *script, struct line *line, struct statement *statement)
{
    return take_station(script, line, statement) &&
           take_arrow(script->source, line, TOKEN_BETWEEN) && take_station(script, line, statement);
}

/* A stroke from ankle to upper passes mid, also when nobody says so. */
static bool take_path(const struct script *script, struct line *line, struct statement *statement)
{
    const struct source *source = script->source;
    if (!take_station(script, line, statement))
        return false;
    do {
        if (!take_arrow(source, line, TOKEN_TO))
            return false;
        struct span span = line_peek(line).span;
        uint8_t from = statement->stations[statement->station_count - 1], to;
        if (!take_place(script, line, &to))
            return false;
        uint8_t between = grammar_zones_between(from, to);
        if (between != 0 && !add_station(source, span, statement, between))
            return false;
        if (!add_station(source, span, statement, to))
            return false;
    } while (line_peek(line).kind == TOKEN_TO);
    return true;
}

/* Takes `on` and the zones that a pattern is played on. */
static bool take_on_zones(const struct script *script, struct line *line,
                          struct statement *statement)
{
    struct token token = line_take(line);
    if (!source_is(script->source, token.span, "on")) {
        complain_expected(script->source, token, "'on' and the zones to play it on");
        return false;
    }
    return take_station(script, line, statement);
}

/* Takes `down` or `up`, and perhaps the zones to which the sweep keeps. */
static bool take_sweep(const struct script *script, struct line *line, struct statement *statement)
{
    const struct source *source = script->source;
    struct token way = line_take(line);
    bool down = source_is(source, way.span, "down");
    if (!down && !source_is(source, way.span, "up")) {
        complain_expected(source, way, "down or up");
        return false;
    }
    uint8_t zones = ZONES_ALL;
    struct span span = line_peek(line).span;
    if (line_peek(line).kind == TOKEN_WORD && !take_place(script, line, &zones))
        return false;
    for (unsigned i = 0; i < GRAMMAR_ROWS; i++) {
        uint8_t row = grammar_row(down ? i : GRAMMAR_ROWS - 1 - i) & zones;
        if (row != 0)
            statement->stations[statement->station_count++] = row;
    }
    if (statement->station_count > 1)
        return true;
    diagnose_error(source, span, "a sweep needs more rows than one: a column, or all");
    return false;
}

bool places_take(const struct script *script, struct line *line, enum argument_kind kind,
                 struct statement *statement)
{
    switch (kind) {
    case KIND_PAIR:
        return take_pair(script, line, statement);
    case KIND_PATH:
        return take_path(script, line, statement);
    case KIND_SWEEP:
        return take_sweep(script, line, statement);
    case KIND_ON_ZONES:
        return take_on_zones(script, line, statement);
    default:
        return take_station(script, line, statement);
    }
}
