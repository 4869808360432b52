#define _GNU_SOURCE /* NOLINT: its name is what it is. For asprintf */
#include "tests/mutation/mutants.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/mutation/tokens.h"

/* Where a sign is meant: between two operands, before one, or anywhere. */
enum place { BETWEEN, BEFORE, ANYWHERE };

static const struct {
    const char *sign;
    enum place place;
    const char *after[2];
} neighbours[] = {
    {"<", BETWEEN, {"<=", ">="}}, {"<=", BETWEEN, {"<", ">"}}, {">", BETWEEN, {">=", "<="}},
    {">=", BETWEEN, {">", "<"}},  {"==", BETWEEN, {"!="}},     {"!=", BETWEEN, {"=="}},
    {"&&", BETWEEN, {"||"}},      {"||", BETWEEN, {"&&"}},     {"+", BETWEEN, {"-"}},
    {"-", BETWEEN, {"+"}},        {"*", BETWEEN, {"/"}},       {"/", BETWEEN, {"*"}},
    {"%", BETWEEN, {"/"}},        {"&", BETWEEN, {"|"}},       {"|", BETWEEN, {"&"}},
    {"^", BETWEEN, {"|"}},        {"<<", BETWEEN, {">>"}},     {">>", BETWEEN, {"<<"}},
    {"!", BEFORE, {""}},          {"~", BEFORE, {""}},         {"-", BEFORE, {""}},
    {"++", ANYWHERE, {"--"}},     {"--", ANYWHERE, {"++"}},    {"+=", ANYWHERE, {"-="}},
    {"-=", ANYWHERE, {"+="}},     {"*=", ANYWHERE, {"/="}},    {"/=", ANYWHERE, {"*="}},
    {"|=", ANYWHERE, {"&="}},     {"&=", ANYWHERE, {"|="}},    {"^=", ANYWHERE, {"|="}},
    {"<<=", ANYWHERE, {">>="}},   {">>=", ANYWHERE, {"<<="}},
};

enum { TELLING_characters = 12 };

struct finder {
    const char *source;
    struct tokens tokens;
    struct mutants *found;
};

static void out_of_memory(void)
{
    perror("mutation");
    exit(2);
}

/* Replaces the tokens from first to last. */
__attribute__((format(printf, 4, 5))) static void add(struct finder *finder, size_t first,
                                                      size_t last, const char *after, ...)
{
    const struct token *from = &finder->tokens.list[first], *to = &finder->tokens.list[last];
    struct mutants *found = finder->found;
    struct mutant *list = realloc(found->list, (found->count + 1) * sizeof *list);
    if (!list)
        out_of_memory();
    found->list = list;
    struct mutant *mutant = &list[found->count++];
    *mutant = (struct mutant){.at = (size_t)(from->at - finder->source),
                              .length = (size_t)(to->at + to->length - from->at),
                              .line = from->line};
    va_list values;
    va_start(values, after);
    if (vasprintf(&mutant->after, after, values) < 0)
        out_of_memory();
    va_end(values);
}

static bool is_type(const struct token *token)
{
    return (token->length > 2 && strncmp(token->at + token->length - 2, "_t", 2) == 0) ||
           token_is(token, "int") || token_is(token, "long");
}

/* Does the token at `i` stand after an operand? A cast's ')' ends none. */
static bool after_operand(const struct tokens *tokens, size_t i)
{
    if (i == 0)
        return false;
    const struct token *before = &tokens->list[i - 1];
    if (token_is(before, ")"))
        return i < 2 || !is_type(before - 1);
    return before->kind != TOKEN_SIGN ? !token_is(before, "return") : token_is(before, "]");
}

static void swap_sign(struct finder *finder, size_t i)
{
    const struct token *token = &finder->tokens.list[i];
    enum place place = after_operand(&finder->tokens, i) ? BETWEEN : BEFORE;
    for (size_t k = 0; k < sizeof neighbours / sizeof neighbours[0]; k++) {
        if (!token_is(token, neighbours[k].sign) ||
            (neighbours[k].place != ANYWHERE && neighbours[k].place != place))
            continue;
        for (size_t n = 0; n < 2 && neighbours[k].after[n]; n++)
            add(finder, i, i, "%s", neighbours[k].after[n]);
    }
}

static void shift_number(struct finder *finder, size_t i)
{
    const struct token *token = &finder->tokens.list[i];
    char *end;
    unsigned long value = strtoul(token->at, &end, 0);
    int suffix = (int)(token->at + token->length - end);
    add(finder, i, i, "%lu%.*s", value + 1, suffix, end);
    if (value > 0)
        add(finder, i, i, "%lu%.*s", value - 1, suffix, end);
}

static void change_word(struct finder *finder, size_t i)
{
    const struct token *token = &finder->tokens.list[i];
    int length = (int)token->length;
    if (token_is(token, "true") || token_is(token, "false"))
        add(finder, i, i, "%s", token_is(token, "true") ? "false" : "true");
    else if (strncmp(token->at, "LIMIT_", 6) == 0) {
        add(finder, i, i, "(%.*s + 1)", length, token->at);
        add(finder, i, i, "(%.*s - 1)", length, token->at);
    } else if (token_is(token, "if") || token_is(token, "while")) {
        size_t open = i + 1, close = tokens_closing(&finder->tokens, open);
        const char *from = finder->tokens.list[open].at;
        int condition = (int)(finder->tokens.list[close].at + 1 - from);
        add(finder, open, close, "(!%.*s)", condition, from);
    }
}

/* Where the statement ends that begins at `first`: its semicolon, or 0 if it is a compound one. */
static size_t end_of_statement(const struct tokens *tokens, size_t first)
{
    for (size_t i = first; i < tokens->count; i++) {
        if (token_is(&tokens->list[i], "("))
            i = tokens_closing(tokens, i);
        else if (token_is(&tokens->list[i], "{"))
            return 0;
        else if (token_is(&tokens->list[i], ";"))
            return i;
    }
    return 0;
}

static bool is_control(const struct token *token)
{
    return token_is(token, "if") || token_is(token, "while") || token_is(token, "for") ||
           token_is(token, "switch");
}

/* Forgets the statements of a body, one at a time. */
static void drop_statements(struct finder *finder, size_t open, size_t close)
{
    const struct tokens *tokens = &finder->tokens;
    bool begins = true;
    for (size_t i = open + 1; i < close; i++) {
        const struct token *token = &tokens->list[i];
        if (is_control(token)) {
            i = tokens_closing(tokens, i + 1);
            begins = true;
            continue;
        }
        if (token_is(token, "case") || token_is(token, "default")) {
            while (!token_is(&tokens->list[i], ":"))
                i++;
            begins = true;
            continue;
        }
        size_t end = begins && token->kind == TOKEN_WORD && !token_is(token, "else")
                         ? end_of_statement(tokens, i)
                         : 0;
        if (end > 0) {
            add(finder, i, end, ";");
            i = end;
        }
        begins = end > 0 || token_is(token, ";") || token_is(token, "{") || token_is(token, "}") ||
                 token_is(token, "else");
    }
}

void mutants_find(const char *source, struct mutants *mutants)
{
    struct finder finder = {.source = source, .found = mutants};
    *mutants = (struct mutants){0};
    tokens_read(source, &finder.tokens);
    int depth = 0;
    for (size_t i = 0; i < finder.tokens.count; i++) {
        const struct token *token = &finder.tokens.list[i];
        if (token->kind == TOKEN_SIGN)
            swap_sign(&finder, i);
        else if (token->kind == TOKEN_NUMBER)
            shift_number(&finder, i);
        else if (token->kind == TOKEN_WORD)
            change_word(&finder, i);
        if (token_is(token, "{") && depth++ == 0 && i > 0 && token_is(token - 1, ")"))
            drop_statements(&finder, i, tokens_closing(&finder.tokens, i));
        depth -= token_is(token, "}");
    }
    tokens_free(&finder.tokens);
}

void mutants_free(struct mutants *mutants)
{
    for (size_t i = 0; i < mutants->count; i++)
        free(mutants->list[i].after);
    free(mutants->list);
    *mutants = (struct mutants){0};
}

char *mutants_apply(const char *source, const struct mutant *mutant)
{
    char *text;
    if (asprintf(&text, "%.*s%s%s", (int)mutant->at, source, mutant->after,
                 source + mutant->at + mutant->length) < 0)
        out_of_memory();
    return text;
}

/* Folds each run of white space to one space, in place. */
static void fold(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (!isspace((unsigned char)*from))
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    while (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
}

/* The beginning of the line that `at` is in, or of one further up when that line says too little to be
 * known again by, as `break;` does. */
static size_t telling_line(const char *source, size_t at)
{
    size_t from = at, words = 0;
    while (from > 0 && (source[from - 1] != '\n' || words < TELLING_characters)) {
        from--;
        words += from < at && isspace((unsigned char)source[from]) == 0;
    }
    return from;
}

char *mutants_describe(const char *source, const struct mutant *mutant)
{
    size_t end = mutant->at + mutant->length;
    size_t from = telling_line(source, mutant->at + strcspn(source + mutant->at, "\n"));
    size_t to = end + strcspn(source + end, "\n");
    char *text;
    if (asprintf(&text, "%.*s[%.*s => %s]%.*s", (int)(mutant->at - from), source + from,
                 (int)mutant->length, source + mutant->at, mutant->after, (int)(to - end),
                 source + end) < 0)
        out_of_memory();
    fold(text);
    return text;
}
