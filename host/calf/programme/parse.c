/* A programme's text, line by line. */
#include <string.h>

#include "host/calf/language/lexer.h"
#include "host/calf/language/operands.h"
#include "host/calf/language/suggest.h"
#include "host/calf/language/values.h"
#include "host/calf/programme/programme.h"

enum { DIGITS_most = 4 };

static const char *const verbs[] = {
#define AS_WORD(NAME, word, operands, help, example) word,
    PROGRAMME_VERBS(AS_WORD)
#undef AS_WORD
};

static const char *const examples[] = {
#define AS_EXAMPLE(NAME, word, operands, help, example) example,
    PROGRAMME_VERBS(AS_EXAMPLE)
#undef AS_EXAMPLE
};

static const char *const measures[] = {
#define AS_WORD(NAME, word, help) word,
    PROGRAMME_MEASURES(AS_WORD)
#undef AS_WORD
};

enum session_option { OPTION_LEVEL, OPTION_LEG, OPTION_AFTER, OPTION_TIMES, OPTION_COUNT };
static const char *const options[] = {"level", "leg", "after", "times"};

enum { LEG_WORDS = 3 }; /* a word's number, plus one, is its mask */
static const char *const leg_words[] = {"left", "right", "each"};

struct parser {
    const struct source *source;
    struct programme *programme;
    struct line line;
    uint32_t seen;   /* bits of the verbs so far */
    bool named;      /* the first line was read */
    bool in_session; /* what is indented belongs to the session above */
};

/* --- words ------------------------------------------------------------------------------------- */

/* The number of a word in a list, or `count`. */
static unsigned find_word(const struct source *source, struct span word, const char *const *list,
                          unsigned count)
{
    unsigned number = 0;
    while (number < count && !source_is(source, word, list[number]))
        number++;
    return number;
}

static void suggest(const struct source *source, struct span word, const char *const *list,
                    unsigned count, const char *example)
{
    struct suggestion near = suggest_begin(source->text + word.start, word.length);
    for (unsigned i = 0; i < count; i++)
        suggest_consider(&near, list[i]);
    if (near.best)
        diagnose_hint(source, "did you mean '%s'?", near.best);
    else
        diagnose_hint(source, "for example: %s", example);
}

static bool take_text(struct parser *parser, char *out, size_t size)
{
    struct span text;
    if (!operand_take_text(parser->source, &parser->line, (uint32_t)size - 1, &text))
        return false;
    source_copy(parser->source, text, out, size);
    return true;
}

/* --- numbers ----------------------------------------------------------------------------------- */

static bool take_number(struct parser *parser, const char *what, unsigned least, unsigned most,
                        struct span *span, unsigned *number)
{
    struct token token = line_take(&parser->line);
    const char *digits = parser->source->text + token.span.start;
    bool whole = token.kind == TOKEN_NUMBER && token.span.length <= DIGITS_most;
    *span = token.span;
    *number = 0;
    for (uint32_t i = 0; whole && i < token.span.length; i++) {
        whole = digits[i] >= '0' && digits[i] <= '9';
        *number = 10 * *number + (unsigned)(digits[i] - '0');
    }
    if (!whole) {
        complain_expected(parser->source, token, "a whole number");
        return false;
    }
    if (*number >= least && *number <= most)
        return true;
    diagnose_error(parser->source, token.span, "%s %u is not %u to %u", what, *number, least, most);
    return false;
}

/* 6 days */
static bool take_days(struct parser *parser, const char *what, struct span *span, uint16_t *days)
{
    unsigned number;
    if (!take_number(parser, what, 1, PROGRAMME_MAX_APART_days, span, &number))
        return false;
    struct token unit = line_take(&parser->line);
    if (!source_is(parser->source, unit.span, "days") &&
        !source_is(parser->source, unit.span, "day")) {
        complain_expected(parser->source, unit, "'days'");
        return false;
    }
    *days = (uint16_t)number;
    return true;
}

/* --- a session --------------------------------------------------------------------------------- */

static bool take_leg(struct parser *parser, struct programme_line *line)
{
    struct token token = line_take(&parser->line);
    unsigned number = find_word(parser->source, token.span, leg_words, LEG_WORDS);
    if (number == LEG_WORDS) {
        complain_expected(parser->source, token, "left, right or each");
        return false;
    }
    line->legs = (uint8_t)(number + 1);
    line->legs_place = token.span;
    line->has_legs = true;
    return true;
}

static bool take_option_value(struct parser *parser, enum session_option option,
                              struct programme_line *line)
{
    unsigned number;
    struct span span;
    switch (option) {
    case OPTION_LEG:
        return take_leg(parser, line);
    case OPTION_AFTER:
        return take_days(parser, "after", &line->after_place, &line->after_days);
    case OPTION_LEVEL:
        if (!take_number(parser, "level", 1, ROUTINE_MAX_LEVEL, &line->level_place, &number))
            return false;
        line->level = (uint8_t)number;
        line->has_level = true;
        return true;
    default:
        if (!take_number(parser, "times", 1, PROGRAMME_MAX_SESSIONS, &span, &number))
            return false;
        line->times = (uint8_t)number;
        return true;
    }
}

static bool take_options(struct parser *parser, struct programme_line *line)
{
    const struct source *source = parser->source;
    unsigned given = 0;
    while (line_peek(&parser->line).kind != TOKEN_END) {
        struct token word = line_take(&parser->line);
        unsigned option = find_word(source, word.span, options, OPTION_COUNT);
        char quote[QUOTE_BYTES];
        source_copy(source, word.span, quote, sizeof quote);
        if (option == OPTION_COUNT) {
            diagnose_error(source, word.span, "'session' has no '%s'", quote);
            suggest(source, word.span, options, OPTION_COUNT, examples[PROGRAMME_VERB_SESSION]);
            return false;
        }
        if (given >> option & 1) {
            diagnose_error(source, word.span, "a second '%s'", quote);
            return false;
        }
        given |= 1U << option;
        if (!take_option_value(parser, (enum session_option)option, line))
            return false;
    }
    return true;
}

static bool take_session(struct parser *parser, struct span span)
{
    struct programme *programme = parser->programme;
    struct programme_line line = {.times = 1, .advice = PROGRAMME_NO_ADVICE};
    if (programme->line_count == PROGRAMME_MAX_LINES) {
        diagnose_error(parser->source, span, "more than %d lines of sessions", PROGRAMME_MAX_LINES);
        return false;
    }
    if (!operand_take_name(parser->source, &parser->line, &line.routine_place) ||
        !take_options(parser, &line))
        return false;
    source_copy(parser->source, line.routine_place, line.routine, sizeof line.routine);
    programme->lines[programme->line_count++] = line;
    return true;
}

/* --- the other verbs ---------------------------------------------------------------------------- */

static bool take_advice(struct parser *parser, struct span span)
{
    struct programme *programme = parser->programme;
    bool of_session = parser->line.indent > 0;
    uint8_t number = programme->advice_count;
    if (number == PROGRAMME_MAX_ADVICE) {
        diagnose_error(parser->source, span, "more than %d pieces of advice", PROGRAMME_MAX_ADVICE);
        return false;
    }
    if (!take_text(parser, programme->advice[number], PROGRAMME_TEXT_BYTES))
        return false;
    programme->advice_is_general[number] = !of_session;
    programme->advice_count++;
    if (!of_session || programme->line_count == 0)
        return true;
    struct programme_line *line = &programme->lines[programme->line_count - 1];
    if (line->advice != PROGRAMME_NO_ADVICE) {
        diagnose_error(parser->source, span, "a second advice for this session");
        return false;
    }
    line->advice = (int8_t)number;
    return true;
}

static bool take_measures(struct parser *parser)
{
    do {
        struct token token = line_take(&parser->line);
        unsigned number = find_word(parser->source, token.span, measures, PROGRAMME_MEASURE_COUNT);
        if (number == PROGRAMME_MEASURE_COUNT) {
            complain_expected(parser->source, token, "tightness or circumference");
            suggest(parser->source, token.span, measures, PROGRAMME_MEASURE_COUNT,
                    examples[PROGRAMME_VERB_MEASURE]);
            return false;
        }
        parser->programme->measures |= (uint8_t)(1U << number);
    } while (line_peek(&parser->line).kind != TOKEN_END);
    return true;
}

/* Several lines are one text. */
static bool take_about(struct parser *parser, struct span span)
{
    char *about = parser->programme->about;
    size_t length = strlen(about), left = PROGRAM_ABOUT_BYTES - length;
    if (length > 0 && left > 2) {
        strcat(about, " ");
        length++;
        left--;
    }
    if (left <= 2) {
        diagnose_error(parser->source, span, "what the programme is about has at most %d bytes",
                       PROGRAM_ABOUT_BYTES - 1);
        return false;
    }
    return take_text(parser, about + length, left);
}

static bool take_programme_name(struct parser *parser)
{
    struct span name;
    if (!operand_take_name(parser->source, &parser->line, &name))
        return false;
    source_copy(parser->source, name, parser->programme->name, sizeof parser->programme->name);
    return true;
}

static bool take_operands(struct parser *parser, enum programme_verb verb, struct span span)
{
    struct programme *programme = parser->programme;
    struct span apart;
    switch (verb) {
    case PROGRAMME_VERB_PROGRAMME:
        return take_programme_name(parser);
    case PROGRAMME_VERB_TITLE:
        return take_text(parser, programme->title, sizeof programme->title);
    case PROGRAMME_VERB_ABOUT:
        return take_about(parser, span);
    case PROGRAMME_VERB_SOURCE:
        return operand_take_references(parser->source, &parser->line, &programme->references);
    case PROGRAMME_VERB_APART:
        return take_days(parser, "apart", &apart, &programme->apart_days);
    case PROGRAMME_VERB_MEASURE:
        return take_measures(parser);
    case PROGRAMME_VERB_ADVICE:
        return take_advice(parser, span);
    default:
        return take_session(parser, span);
    }
}

/* --- lines -------------------------------------------------------------------------------------- */

static bool may_repeat(enum programme_verb verb)
{
    return verb == PROGRAMME_VERB_ADVICE || verb == PROGRAMME_VERB_SESSION;
}

/* May this line stand here? */
static bool check_line(struct parser *parser, enum programme_verb verb, struct span word)
{
    const struct source *source = parser->source;
    bool indented = parser->line.indent > 0;
    if (!parser->named && verb != PROGRAMME_VERB_PROGRAMME) {
        diagnose_error(source, word, "the first line gives the programme its name");
        diagnose_hint(source, "for example: %s", examples[PROGRAMME_VERB_PROGRAMME]);
    } else if (indented && verb != PROGRAMME_VERB_ADVICE) {
        diagnose_error(source, word, "'%s' must not be indented", verbs[verb]);
    } else if (indented && !parser->in_session) {
        diagnose_error(source, word, "this line is indented, but belongs to no session");
    } else if (!may_repeat(verb) && parser->programme->line_count > 0) {
        diagnose_error(source, word, "'%s' belongs above the sessions", verbs[verb]);
    } else if (!may_repeat(verb) && verb != PROGRAMME_VERB_ABOUT && (parser->seen >> verb & 1)) {
        diagnose_error(source, word, "a second '%s'", verbs[verb]);
    } else {
        return true;
    }
    return false;
}

static void read_line(struct parser *parser)
{
    const struct source *source = parser->source;
    struct token word = line_take(&parser->line);
    unsigned verb = find_word(source, word.span, verbs, PROGRAMME_VERB_COUNT);
    bool was_named = parser->named;
    if (parser->line.broken) /* and complained about */
        return;
    if (verb == PROGRAMME_VERB_COUNT) {
        char quote[QUOTE_BYTES];
        source_copy(source, word.span, quote, sizeof quote);
        diagnose_error(source, word.span, "no instruction is called '%s'", quote);
        suggest(source, word.span, verbs, PROGRAMME_VERB_COUNT, examples[PROGRAMME_VERB_SESSION]);
        return;
    }
    bool good = check_line(parser, (enum programme_verb)verb, word.span);
    parser->named = true; /* one complaint is enough */
    parser->seen |= 1U << verb;
    parser->in_session |= verb == PROGRAMME_VERB_SESSION;
    if (!good && was_named)
        return;
    if (good && take_operands(parser, (enum programme_verb)verb, word.span) &&
        line_peek(&parser->line).kind != TOKEN_END)
        complain_expected(source, line_peek(&parser->line), "the end of the line");
}

/* --- days --------------------------------------------------------------------------------------- */

/* Lays the sessions out, the first on day 1. */
static void lay_out(struct programme *programme, const struct source *source)
{
    unsigned day = 1;
    for (uint8_t i = 0; i < programme->line_count; i++) {
        struct programme_line *line = &programme->lines[i];
        if (line->after_days == 0)
            line->after_days = programme->apart_days;
        else if (line->after_days < programme->apart_days)
            diagnose_error(source, line->after_place, "sooner than the programme's %u days apart",
                           programme->apart_days);
        for (unsigned time = 0; time < line->times; time++) {
            if (programme->session_count == PROGRAMME_MAX_SESSIONS) {
                diagnose_error(source, line->routine_place, "more than %d sessions",
                               PROGRAMME_MAX_SESSIONS);
                return;
            }
            day += programme->session_count > 0 ? line->after_days : 0U;
            programme->sessions[programme->session_count++] =
                (struct programme_session){.line = i, .day = (uint16_t)day};
        }
    }
}

bool programme_parse(const char *text, size_t length, const char *name, struct programme *programme,
                     struct diagnostics *diagnostics)
{
    struct source source = {.text = text, .length = length, .diagnostics = diagnostics};
    struct parser parser = {.source = &source, .programme = programme};
    diagnostics_begin(diagnostics, name);
    memset(programme, 0, sizeof *programme);
    programme->apart_days = 1;
    if (!source_check(&source))
        return false;
    struct lexer lexer = lexer_begin(&source);
    while (lexer_read_line(&lexer, &parser.line))
        read_line(&parser);
    if (diagnostics->errors == 0 && programme->line_count == 0)
        diagnose_file(diagnostics, SEVERITY_ERROR, "a programme without a session");
    if (diagnostics->errors == 0)
        lay_out(programme, &source);
    return diagnostics->errors == 0;
}
