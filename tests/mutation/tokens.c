#include "tests/mutation/tokens.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Signs of more than one character, longest first. */
static const char *const signs[] = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>",
                                    "<=",  ">=",  "==",  "!=", "&&", "||", "+=", "-=",
                                    "*=",  "/=",  "%=",  "|=", "&=", "^="};

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static size_t quoted_length(const char *at)
{
    size_t length = 1;
    while (at[length] && at[length] != at[0])
        length += at[length] == '\\' && at[length + 1] ? 2 : 1;
    return at[length] ? length + 1 : length;
}

/* Of a comment, a preprocessor line or white space; 0: something else. */
static size_t skipped_length(const char *at)
{
    size_t length = 0;
    if (strncmp(at, "/*", 2) == 0) {
        const char *end = strstr(at + 2, "*/");
        return end ? (size_t)(end + 2 - at) : strlen(at);
    }
    if (strncmp(at, "//", 2) == 0)
        return strcspn(at, "\n");
    if (*at == '#') {
        while (at[length] && (at[length] != '\n' || at[length - 1] == '\\'))
            length++;
        return length;
    }
    return strspn(at, " \t\r\n");
}

static struct token token_at(const char *at)
{
    struct token token = {.at = at, .length = 1, .kind = TOKEN_SIGN};
    if (*at == '"' || *at == '\'') {
        token.kind = TOKEN_TEXT;
        token.length = quoted_length(at);
    } else if (is_word_char(*at)) {
        token.kind = isdigit((unsigned char)*at) ? TOKEN_NUMBER : TOKEN_WORD;
        while (is_word_char(at[token.length]))
            token.length++;
    } else {
        for (size_t i = 0; i < sizeof signs / sizeof signs[0] && token.length == 1; i++)
            if (strncmp(at, signs[i], strlen(signs[i])) == 0)
                token.length = strlen(signs[i]);
    }
    return token;
}

static void add(struct tokens *tokens, const struct token *token)
{
    struct token *list = realloc(tokens->list, (tokens->count + 1) * sizeof *list);
    if (!list) {
        perror("mutation");
        exit(2);
    }
    tokens->list = list;
    tokens->list[tokens->count++] = *token;
}

static unsigned lines_in(const char *at, size_t length)
{
    unsigned lines = 0;
    for (size_t i = 0; i < length; i++)
        lines += at[i] == '\n';
    return lines;
}

void tokens_read(const char *source, struct tokens *tokens)
{
    unsigned line = 1;
    *tokens = (struct tokens){0};
    while (*source) {
        size_t length = skipped_length(source);
        if (length == 0) {
            struct token token = token_at(source);
            token.line = line;
            add(tokens, &token);
            length = token.length;
        }
        line += lines_in(source, length);
        source += length;
    }
}

void tokens_free(struct tokens *tokens)
{
    free(tokens->list);
    *tokens = (struct tokens){0};
}

bool token_is(const struct token *token, const char *text)
{
    return token->length == strlen(text) && strncmp(token->at, text, token->length) == 0;
}

size_t tokens_closing(const struct tokens *tokens, size_t open)
{
    int depth = 0;
    for (size_t i = open; i < tokens->count; i++) {
        const struct token *token = &tokens->list[i];
        if (token_is(token, "(") || token_is(token, "{") || token_is(token, "["))
            depth++;
        else if (token_is(token, ")") || token_is(token, "}") || token_is(token, "]"))
            depth--;
        if (depth == 0)
            return i;
    }
    return tokens->count - 1;
}
