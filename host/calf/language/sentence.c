/* Operands and options of a line. What a single one looks like is in operands.c and values.c. */
#include "host/calf/language/sentence.h"

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/operands.h"
#include "host/calf/language/suggest.h"
#include "host/calf/language/values.h"

static bool has(uint64_t bits, unsigned argument)
{
    return (bits >> argument & 1) != 0;
}

static enum argument find_option(const struct source *source, const struct verb_rule *rule,
                                 struct span word)
{
    unsigned option = 0;
    while (option < ARGUMENT_COUNT && !(has(rule->needs | rule->allows, option) &&
                                        source_is(source, word, grammar_argument(option)->word)))
        option++;
    return (enum argument)option;
}

static void complain_unknown_option(const struct source *source, const struct verb_rule *rule,
                                    struct token found)
{
    uint64_t options = rule->needs | rule->allows;
    struct suggestion near = suggest_begin(source->text + found.span.start, found.span.length);
    for (unsigned option = 0; option < ARGUMENT_COUNT; option++)
        if (has(options, option))
            suggest_consider(&near, grammar_argument(option)->word);

    char quote[QUOTE_BYTES];
    source_copy(source, found.span, quote, sizeof quote);
    if (found.kind != TOKEN_WORD || options == 0)
        diagnose_error(source, found.span, "'%s' was complete before %s", rule->word, quote);
    else
        diagnose_error(source, found.span, "'%s' has no '%s'", rule->word, quote);
    if (near.best)
        diagnose_hint(source, "did you mean '%s'?", near.best);
    else
        diagnose_hint(source, "for example: %s", rule->example);
}

/* The ceiling stands in the header, so it is known before any intensity. In a pattern they are only
 * parts of the one that it is played with. */
static bool check_ceiling(const struct script *script, struct span span,
                          const struct statement *statement, enum argument argument)
{
    uint32_t percent = statement->values[argument];
    bool strength = argument == ARGUMENT_INTENSITY || argument == ARGUMENT_RAMP_TO;
    if (!strength || script->in_pattern || percent <= script->ceiling_percent)
        return true;
    diagnose_error(script->source, span, "intensity %u%% is above the routine's ceiling of %u%%",
                   percent, script->ceiling_percent);
    return false;
}

static bool take_options(struct script *script, struct line *line, const struct verb_rule *rule,
                         struct statement *statement, uint64_t *given)
{
    while (line_peek(line).kind != TOKEN_END) {
        struct token word = line_take(line);
        enum argument option = find_option(script->source, rule, word.span);
        if (option == ARGUMENT_NONE) {
            complain_unknown_option(script->source, rule, word);
            return false;
        }
        if (has(*given, option)) {
            diagnose_error(script->source, word.span, "a second '%s'",
                           grammar_argument(option)->word);
            return false;
        }
        *given |= UINT64_C(1) << option;
        struct span span = line_peek(line).span;
        if (!operand_take(script, line, option, statement) ||
            !check_ceiling(script, span, statement, option))
            return false;
    }
    return true;
}

static bool check_needed(const struct source *source, const struct line *line,
                         const struct verb_rule *rule, uint64_t given)
{
    for (unsigned option = 0; option < ARGUMENT_COUNT; option++) {
        if (!has(rule->needs & ~given, option))
            continue;
        diagnose_error(source, line_peek(line).span, "'%s' needs '%s'", rule->word,
                       grammar_argument(option)->word);
        diagnose_hint(source, "for example: %s", rule->example);
        return false;
    }
    return true;
}

static bool take_operands(struct script *script, struct line *line, const struct verb_rule *rule,
                          struct statement *statement)
{
    for (unsigned i = 0; i < VERB_MAX_OPERANDS && rule->operands[i] != ARGUMENT_NONE; i++) {
        struct span span = line_peek(line).span;
        if (!operand_take(script, line, rule->operands[i], statement))
            return false;
        if (!check_ceiling(script, span, statement, rule->operands[i]))
            return false;
    }
    return true;
}

bool sentence_take(struct script *script, struct line *line, struct statement *statement)
{
    const struct verb_rule *rule = grammar_verb(statement->verb);
    uint64_t given = 0;
    for (unsigned argument = 0; argument < ARGUMENT_COUNT; argument++)
        statement->values[argument] = grammar_argument(argument)->fallback;
    return take_operands(script, line, rule, statement) &&
           take_options(script, line, rule, statement, &given) &&
           check_needed(script->source, line, rule, given);
}
