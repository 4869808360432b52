/* The reference part of host/routines/README.md, from the parser's own lists. */
#include "host/calf/language/compiler.h"
#include "host/calf/language/grammar.h"
#include "host/calf/language/values.h"
#include "host/calf/programme/programme.h"
#include "host/docs/tables.h"

/* --- verbs --------------------------------------------------------------------------------------- */

static bool has(uint64_t bits, unsigned argument)
{
    return (bits >> argument & 1) != 0;
}

static void print_capitals(FILE *out, const char *word)
{
    for (; *word != '\0'; word++)
        fputc(*word >= 'a' && *word <= 'z' ? *word - 'a' + 'A' : *word, out);
}

/* press ZONES INTENSITY [attack ...]: operands at their places, then options in any order. */
static void print_form(FILE *out, const struct verb_rule *rule)
{
    fprintf(out, "`%s", rule->word);
    for (unsigned i = 0; i < VERB_MAX_OPERANDS && rule->operands[i] != ARGUMENT_NONE; i++) {
        fputc(' ', out);
        if (rule->operands[i] == ARGUMENT_UP)
            fputs("up", out);
        else
            print_capitals(out, grammar_argument(rule->operands[i])->word);
    }
    for (unsigned option = 0; option < ARGUMENT_COUNT; option++)
        if (has(rule->needs, option))
            fprintf(out, " %s ...", grammar_argument((enum argument)option)->word);
    for (unsigned option = 0; option < ARGUMENT_COUNT; option++)
        if (has(rule->allows, option))
            fprintf(out, " [%s ...]", grammar_argument((enum argument)option)->word);
    fputs("`", out);
}

static void print_verbs_at(FILE *out, const char *where, uint32_t places)
{
    fprintf(out, "\n%s\n\n| instruction | what it says | example |\n|---|---|---|\n", where);
    for (unsigned verb = 0; verb < VERB_COUNT; verb++) {
        const struct verb_rule *rule = grammar_verb((enum verb)verb);
        if (!has(places, rule->place))
            continue;
        fputs("| ", out);
        print_form(out, rule);
        fprintf(out, " | %s%s | `%s` |\n", rule->help,
                rule->body == BODY_MUST ? "; its lines are indented below it" : "", rule->example);
    }
}

static void print_verbs(FILE *out)
{
    print_verbs_at(out, "**The header**, above all that plays:", 1U << PLACE_HEADER);
    print_verbs_at(out, "**At the left margin**, in the order of play:",
                   1U << PLACE_MARGIN | 1U << PLACE_DEFINITION);
    print_verbs_at(out, "**Inside a stage or a pattern:**", 1U << PLACE_INSIDE);
    print_verbs_at(out, "**Only inside a stage:**", 1U << PLACE_STAGE);
    print_verbs_at(out, "**Only inside a pattern:**", 1U << PLACE_PATTERN);
    print_verbs_at(out, "**At the margin or inside a stage:**", 1U << PLACE_PLAYING);
    fputc('\n', out);
}

/* --- arguments ----------------------------------------------------------------------------------- */

static void print_value(FILE *out, const struct argument_rule *rule, uint32_t value)
{
    char text[VALUE_TEXT_BYTES];
    switch (rule->kind) {
    case KIND_TIME:
        value_print_ticks(value, text);
        break;
    case KIND_SECONDS:
        value_print_ticks((uint64_t)value * ROUTINE_TICKS_s, text);
        break;
    case KIND_HEAT:
        value_print_heat(value, text);
        break;
    default:
        snprintf(text, sizeof text, "%u%s", value, rule->kind == KIND_PERCENT ? "%" : "");
        break;
    }
    fputs(text, out);
}

static bool is_measured(enum argument_kind kind)
{
    return kind == KIND_TIME || kind == KIND_SECONDS || kind == KIND_PERCENT ||
           kind == KIND_COUNT || kind == KIND_HEAT || kind == KIND_REPEATS;
}

/* The instructions that have it: `press`, `hold`; whether some can do without. */
static bool print_users(FILE *out, unsigned argument)
{
    const char *comma = "";
    bool optional = false;
    for (unsigned verb = 0; verb < VERB_COUNT; verb++) {
        const struct verb_rule *rule = grammar_verb((enum verb)verb);
        bool uses = has(rule->needs | rule->allows, argument);
        for (unsigned i = 0; i < VERB_MAX_OPERANDS; i++)
            uses |= rule->operands[i] == argument;
        optional |= has(rule->allows, argument);
        if (!uses)
            continue;
        fprintf(out, "%s%s", comma, rule->word);
        comma = ", ";
    }
    return optional;
}

static void print_arguments(FILE *out)
{
    fputs("| word | of | written as | from | to | if not given |\n|---|---|---|---|---|---|\n",
          out);
    for (unsigned argument = 0; argument < ARGUMENT_COUNT; argument++) {
        const struct argument_rule *rule = grammar_argument((enum argument)argument);
        fprintf(out, "| %s | ", rule->word);
        bool optional = print_users(out, argument);
        fprintf(out, " | %s | ", grammar_kind(rule->kind));
        if (is_measured(rule->kind)) {
            print_value(out, rule, rule->least);
            fputs(" | ", out);
            print_value(out, rule, rule->most);
        } else {
            fputs(" | ", out);
        }
        fputs(" | ", out);
        if (is_measured(rule->kind) && optional)
            print_value(out, rule, rule->fallback);
        fputs(" |\n", out);
    }
}

static void print_places(FILE *out)
{
    const struct place_rule *place;
    fputs("| place | its zones |\n|---|---|\n", out);
    for (unsigned i = 0; (place = grammar_place(i)); i++) {
        const char *comma = "";
        fprintf(out, "| %s | ", place->word);
        if (place->in_pattern)
            fputs("in a pattern: the zones that it is played on", out);
        for (unsigned zone = 0; zone < ZONE_COUNT && !place->in_pattern; zone++)
            if (has(place->zones, zone)) {
                fprintf(out, "%s%s", comma, grammar_place(zone)->word);
                comma = ", ";
            }
        fputs(" |\n", out);
    }
}

/* --- what a line takes --------------------------------------------------------------------------- */

/* The bytes of a routine whose only stage has this line; 0 if it cannot stand there. */
static unsigned bytes_with(const char *line)
{
    char text[512];
    struct routine_program program;
    struct diagnostics diagnostics;
    int length = snprintf(text, sizeof text, "routine a\nstage b 30:00\n  rest 1s\n  %s\n", line);
    bool good = routine_compile(text, (size_t)length, "size", &program, &diagnostics);
    return good ? program.length : 0;
}

static void print_sizes(FILE *out)
{
    fputs("| line | bytes |\n|---|---|\n", out);
    for (unsigned verb = 0; verb < VERB_COUNT; verb++) {
        const struct verb_rule *rule = grammar_verb((enum verb)verb);
        bool is_step = rule->place == PLACE_INSIDE && rule->body == BODY_NONE;
        unsigned bytes = is_step ? bytes_with(rule->example) : 0;
        if (bytes > 0)
            fprintf(out, "| `%s` | %u |\n", rule->example, bytes - bytes_with(""));
    }
}

/* --- programmes ---------------------------------------------------------------------------------- */

static void print_programme(FILE *out)
{
    fputs("| instruction | what it says | example |\n|---|---|---|\n", out);
#define AS_ROW(NAME, word, operands, help, example) \
    fprintf(out, "| `%s %s` | %s | `%s` |\n", word, operands, help, example);
    PROGRAMME_VERBS(AS_ROW)
#undef AS_ROW
}

static const struct table tables[] = {
    {"verbs", print_verbs}, {"arguments", print_arguments}, {"places", print_places},
    {"sizes", print_sizes}, {"programme", print_programme},
};

const struct table *tables_of_language(unsigned number)
{
    return number < sizeof tables / sizeof tables[0] ? &tables[number] : NULL;
}
