/* From characters to lines of tokens. */
#include "host/calf/language/lexer.h"

#include <string.h>

#include "host/calf/language/diagnostics.h"

struct lexer lexer_begin(const struct source *source)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF"; /* some editors begin with it */
    uint32_t at = 0;
    if (source->length >= 3 && memcmp(source->text, byte_order_mark, 3) == 0)
        at = 3;
    return (struct lexer){.source = source, .at = at, .line = 1};
}

/* The text ends with a newline, so there is always a character here. */
static char character(const struct lexer *lexer)
{
    return lexer->source->text[lexer->at];
}

static bool follows(const struct lexer *lexer, const char *text)
{
    size_t length = strlen(text);
    return lexer->source->length - lexer->at >= length &&
           memcmp(lexer->source->text + lexer->at, text, length) == 0;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool ends_word(const struct lexer *lexer)
{
    char byte = character(lexer);
    return is_blank(byte) || byte == '\n' || byte == '#' || byte == '"' || follows(lexer, "->") ||
           follows(lexer, "<->");
}

static void skip_blanks(struct lexer *lexer)
{
    while (is_blank(character(lexer)))
        lexer->at++;
}

static void skip_rest_of_line(struct lexer *lexer)
{
    while (character(lexer) != '\n')
        lexer->at++;
}

static struct span span_from(const struct lexer *lexer, uint32_t start)
{
    return (struct span){.line = lexer->line, .start = start, .length = lexer->at - start};
}

static void read_text(struct lexer *lexer, struct line *line)
{
    uint32_t start = lexer->at++;
    while (character(lexer) != '"' && character(lexer) != '\n')
        lexer->at++;
    if (character(lexer) == '"') {
        lexer->at++;
        return;
    }
    diagnose_error(lexer->source, span_from(lexer, start), "the text has no closing \"");
    line->broken = true;
}

/* Reads the token that begins here. */
static struct token read_token(struct lexer *lexer, struct line *line)
{
    struct token token = {.kind = TOKEN_WORD};
    uint32_t start = lexer->at;
    if (follows(lexer, "<->")) {
        token.kind = TOKEN_BETWEEN;
        lexer->at += 3;
    } else if (follows(lexer, "->")) {
        token.kind = TOKEN_TO;
        lexer->at += 2;
    } else if (character(lexer) == '"') {
        token.kind = TOKEN_TEXT;
        read_text(lexer, line);
    } else {
        if (character(lexer) >= '0' && character(lexer) <= '9')
            token.kind = TOKEN_NUMBER;
        while (!ends_word(lexer))
            lexer->at++;
    }
    token.span = span_from(lexer, start);
    return token;
}

/* A tab is as wide as each editor likes, so it cannot say what belongs to what. */
static void check_indent(struct lexer *lexer, struct span indent, struct line *line)
{
    line->indent = indent.length;
    if (!memchr(lexer->source->text + indent.start, '\t', indent.length))
        return;
    if (!lexer->tabs_told)
        diagnose_error(lexer->source, indent, "indent with spaces, not with tabs");
    lexer->tabs_told = true;
    line->broken = true;
}

static void read_tokens(struct lexer *lexer, struct line *line)
{
    unsigned count = 0;
    while (character(lexer) != '\n' && character(lexer) != '#' && !line->broken) {
        struct token token = read_token(lexer, line);
        if (count == LINE_MAX_TOKENS) {
            diagnose_error(lexer->source, token.span, "more than %d words in one line",
                           LINE_MAX_TOKENS);
            line->broken = true;
            break;
        }
        line->tokens[count++] = token;
        skip_blanks(lexer);
    }
    uint32_t end = lexer->at;
    if (count > 0)
        end = line->tokens[count - 1].span.start + line->tokens[count - 1].span.length;
    line->tokens[count] =
        (struct token){.kind = TOKEN_END, .span = {.line = lexer->line, .start = end}};
}

bool lexer_read_line(struct lexer *lexer, struct line *line)
{
    while (lexer->at < lexer->source->length) {
        uint32_t start = lexer->at;
        line->next = 0;
        line->broken = false;
        skip_blanks(lexer);
        bool says_something = character(lexer) != '\n' && character(lexer) != '#';
        if (says_something) {
            struct span indent = span_from(lexer, start);
            read_tokens(lexer, line);
            check_indent(lexer, indent, line);
        }
        skip_rest_of_line(lexer);
        lexer->at++;
        lexer->line++;
        if (says_something)
            return true;
    }
    return false;
}

struct token line_peek(const struct line *line)
{
    return line->tokens[line->next];
}

struct token line_take(struct line *line)
{
    struct token token = line->tokens[line->next];
    if (token.kind != TOKEN_END)
        line->next++;
    return token;
}
