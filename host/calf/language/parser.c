/* The parser: which verb a line has, whether it may stand there, and what belongs to it. */
#include "host/calf/language/parser.h"

#include <stdio.h>

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/patterns.h"
#include "host/calf/language/sentence.h"
#include "host/calf/language/suggest.h"
#include "host/calf/language/values.h"

enum {
    MAX_BLOCKS = 8, /* the margin, a stage, its repeats, and a few to complain about */
    NO_STATEMENT = 0xFFFF,
};

/* Lines with one indentation below one statement. */
struct block {
    uint32_t indent;
    uint16_t owner; /* NO_STATEMENT: the margin, or lines that belong to nothing */
};

struct parser {
    struct script *script;
    const struct source *source;
    struct line line;
    struct block blocks[MAX_BLOCKS];
    unsigned depth;    /* of the innermost block */
    uint16_t previous; /* the statement that a deeper line would belong to */
    uint32_t headers;  /* bits of the header's verbs seen so far */
    bool named;        /* the first line was read */
    bool playing;      /* the header is over */
};

/* --- nesting --------------------------------------------------------------------------------- */

/* The last statement now has no lines below it; some must have. */
static void check_body(const struct parser *parser)
{
    if (parser->previous == NO_STATEMENT)
        return;
    const struct statement *statement = &parser->script->statements[parser->previous];
    const struct verb_rule *rule = grammar_verb(statement->verb);
    if (rule->body != BODY_MUST)
        return;
    diagnose_error(parser->source, statement->span, "'%s' has no steps", rule->word);
    diagnose_hint(parser->source, "indent them below it");
}

static void close_block(struct parser *parser)
{
    uint16_t owner = parser->blocks[parser->depth--].owner;
    if (owner != NO_STATEMENT)
        parser->script->statements[owner].end = parser->script->count;
}

/* Opens a block for the line; false if that was wrong. Lines that belong to nothing get a block too,
 * or each of them would bring the same complaint. */
static bool open_block(struct parser *parser, struct span span, const char *complaint)
{
    const struct script *script = parser->script;
    if (parser->depth + 1 == MAX_BLOCKS) {
        diagnose_error(parser->source, span, "this is nested too deep");
        return false;
    }
    bool owned = parser->previous != NO_STATEMENT &&
                 grammar_verb(script->statements[parser->previous].verb)->body != BODY_NONE;
    parser->blocks[++parser->depth] = (struct block){
        .indent = parser->line.indent,
        .owner = owned ? parser->previous : NO_STATEMENT,
    };
    if (!owned)
        diagnose_error(parser->source, span, "%s", complaint);
    return owned;
}

/* Finds the block that the line belongs to, by its indentation. */
static bool enter_block(struct parser *parser, struct span span)
{
    uint32_t indent = parser->line.indent;
    if (indent > parser->blocks[parser->depth].indent)
        return open_block(parser, span, "this line is indented, but belongs to nothing");
    check_body(parser);
    parser->previous = NO_STATEMENT;
    while (indent < parser->blocks[parser->depth].indent)
        close_block(parser);
    return indent == parser->blocks[parser->depth].indent ||
           open_block(parser, span, "no line above is indented like this one");
}

/* --- verbs and their places -------------------------------------------------------------------- */

static enum verb find_verb(const struct source *source, struct span word)
{
    unsigned verb = 0;
    while (verb < VERB_COUNT && !source_is(source, word, grammar_verb(verb)->word))
        verb++;
    return (enum verb)verb;
}

/* The verb of the margin's line that the line being read belongs to. */
static enum verb root_verb(const struct parser *parser)
{
    uint16_t root = parser->depth > 0 ? parser->blocks[1].owner : NO_STATEMENT;
    return root == NO_STATEMENT ? VERB_UNKNOWN : parser->script->statements[root].verb;
}

/* Why the verb may not stand here, or NULL. */
static const char *misplaced(const struct parser *parser, enum verb_place place)
{
    bool inside = parser->depth > 0, in_pattern = root_verb(parser) == VERB_PATTERN;
    switch (place) {
    case PLACE_HEADER:
        return inside || parser->playing ? "belongs to the header, above all that plays" : NULL;
    case PLACE_MARGIN:
    case PLACE_DEFINITION:
        return inside ? "must not be indented" : NULL;
    case PLACE_PATTERN:
        return in_pattern
                   ? NULL
                   : "must be inside a pattern: indented, below a line such as 'pattern ease'";
    case PLACE_PLAYING:
        return in_pattern ? "cannot be part of a pattern" : NULL;
    case PLACE_STAGE:
        if (in_pattern)
            return "cannot be part of a pattern";
        __attribute__((fallthrough));
    default:
        return inside ? NULL
                      : "must be inside a stage: indented, below a line such as 'stage upper 4:00'";
    }
}

/* Names all that may stand here. */
static void suggest_verbs(const struct parser *parser)
{
    char list[DIAGNOSTIC_TEXT_BYTES] = "";
    size_t used = 0;
    for (unsigned verb = 0; verb < VERB_COUNT; verb++) {
        const struct verb_rule *rule = grammar_verb(verb);
        if (!misplaced(parser, rule->place) && used < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? ", " : "",
                                     rule->word);
    }
    diagnose_hint(parser->source, "here may stand %s", list);
}

static bool complain_unknown_verb(const struct parser *parser, struct span word)
{
    const struct source *source = parser->source;
    struct suggestion near = suggest_begin(source->text + word.start, word.length);
    for (unsigned verb = 0; verb < VERB_COUNT; verb++)
        suggest_consider(&near, grammar_verb(verb)->word);
    char quote[QUOTE_BYTES];
    source_copy(source, word, quote, sizeof quote);
    diagnose_error(source, word, "no instruction is called '%s'", quote);
    if (pattern_find(parser->script, word) != PATTERN_NONE)
        diagnose_hint(source, "play the pattern like this: play %s on upper 40%%", quote);
    else if (near.best)
        diagnose_hint(source, "did you mean '%s'?", near.best);
    else
        suggest_verbs(parser);
    return false;
}

static bool check_place(const struct parser *parser, const struct verb_rule *rule, struct span word)
{
    const char *why = misplaced(parser, rule->place);
    if (why)
        diagnose_error(parser->source, word, "'%s' %s", rule->word, why);
    return !why;
}

static bool check_named(struct parser *parser, enum verb verb, struct span word)
{
    bool named = parser->named || verb == VERB_ROUTINE;
    parser->named = true; /* one complaint is enough */
    if (named)
        return true;
    diagnose_error(parser->source, word, "the first line gives the routine its name");
    diagnose_hint(parser->source, "for example: %s", grammar_verb(VERB_ROUTINE)->example);
    return false;
}

static bool check_verb(struct parser *parser, enum verb verb, struct span word)
{
    if (parser->line.broken) /* and complained about */
        return false;
    if (verb == VERB_UNKNOWN)
        return complain_unknown_verb(parser, word);
    return check_named(parser, verb, word) && check_place(parser, grammar_verb(verb), word);
}

/* --- lines ----------------------------------------------------------------------------------- */

/* They are read as one text, with blanks between. */
static void keep_about(const struct parser *parser, const struct statement *about)
{
    struct script *script = parser->script;
    uint32_t bytes = about->text.length;
    for (unsigned i = 0; i < script->about_count; i++)
        bytes += script->about[i].length + 1;
    if (script->about_count == SCRIPT_MAX_ABOUT || bytes >= PROGRAM_ABOUT_BYTES)
        diagnose_error(parser->source, about->span,
                       "these lines are too long together: more than %d bytes",
                       PROGRAM_ABOUT_BYTES - 1);
    else
        script->about[script->about_count++] = about->text;
}

static void keep_header(struct parser *parser, const struct statement *statement)
{
    struct script *script = parser->script;
    const uint32_t *values = statement->values;
    switch (statement->verb) {
    case VERB_ROUTINE:
        script->name = statement->text;
        break;
    case VERB_TITLE:
        script->title = statement->text;
        break;
    case VERB_AUTHOR:
        script->author = statement->text;
        break;
    case VERB_ABOUT:
        keep_about(parser, statement);
        break;
    case VERB_LEG:
        script->legs = (uint8_t)values[ARGUMENT_LEG];
        break;
    case VERB_CEILING:
        script->ceiling_percent = (uint8_t)values[ARGUMENT_CEILING];
        break;
    case VERB_LEVEL:
        script->level_default = (uint8_t)values[ARGUMENT_DEFAULT];
        script->level_max = (uint8_t)values[ARGUMENT_MAX];
        if (script->level_default > script->level_max)
            diagnose_error(parser->source, statement->span,
                           "the default level %u is above the highest, %u", script->level_default,
                           script->level_max);
        break;
    default: /* source: its references are in the script already */
        break;
    }
}

static void read_header(struct parser *parser, enum verb verb, struct span span)
{
    struct statement statement = {.verb = verb, .span = span};
    bool twice = (parser->headers >> verb & 1) != 0 && verb != VERB_ABOUT;
    parser->headers |= UINT32_C(1) << verb;
    if (twice)
        diagnose_error(parser->source, span, "a second '%s'", grammar_verb(verb)->word);
    else if (sentence_take(parser->script, &parser->line, &statement))
        keep_header(parser, &statement);
}

/* Adds the statement also if its line is wrong, because lines below may belong to it. */
static void read_statement(struct parser *parser, enum verb verb, struct span span, bool good)
{
    struct script *script = parser->script;
    struct statement *statement = &script->statements[script->count];
    *statement = (struct statement){.verb = verb, .span = span};
    parser->previous = script->count++;
    statement->end = script->count;
    parser->playing |= good;
    if (good)
        sentence_take(script, &parser->line, statement);
}

static void read_line(struct parser *parser)
{
    struct span word = parser->line.tokens[0].span, span = word;
    for (const struct token *token = parser->line.tokens; token->kind != TOKEN_END; token++)
        span = span_join(word, token->span);
    line_take(&parser->line);
    if (!enter_block(parser, word))
        return;
    enum verb verb = find_verb(parser->source, word);
    parser->script->in_pattern = root_verb(parser) == VERB_PATTERN;
    bool good = check_verb(parser, verb, word);
    if (grammar_verb(verb)->place != PLACE_HEADER)
        read_statement(parser, verb, span, good);
    else if (good)
        read_header(parser, verb, span);
}

void parse_script(const struct source *source, struct script *script)
{
    struct lexer lexer = lexer_begin(source);
    struct parser parser = {.script = script, .source = source, .previous = NO_STATEMENT};
    parser.blocks[0].owner = NO_STATEMENT;
    script->source = source;
    script->name = script->title = script->author = (struct span){0};
    script->about_count = 0;
    script->in_pattern = false;
    script->references = 0;
    script->legs = 1 << 0 | 1 << 1;
    script->level_default = (uint8_t)grammar_argument(ARGUMENT_DEFAULT)->fallback;
    script->level_max = (uint8_t)grammar_argument(ARGUMENT_MAX)->fallback;
    script->ceiling_percent = (uint8_t)grammar_argument(ARGUMENT_CEILING)->fallback;
    script->count = 0;

    while (lexer_read_line(&lexer, &parser.line)) {
        if (script->count == SCRIPT_MAX_STATEMENTS) {
            diagnose_error(source, parser.line.tokens[0].span,
                           "more than %d lines of stages and patterns", SCRIPT_MAX_STATEMENTS);
            break;
        }
        read_line(&parser);
    }
    check_body(&parser);
    while (parser.depth > 0)
        close_block(&parser);
}
