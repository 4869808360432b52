/* Laying out a routine line by line. */
#include "host/calf/language/format.h"

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/lexer.h"
#include "host/calf/language/parser.h"

enum {
    INDENT = 2,
    VERB_COLUMNS = 10, /* of a line at the margin */
    MAX_DEPTH = 8,     /* the parser allows no more */
};

struct layout {
    const struct source *source;
    FILE *out;
    uint32_t indents[MAX_DEPTH]; /* of the blocks that the line is in, as written */
    unsigned depth;
    uint32_t indent; /* of the line of code before, as written */
    bool printed;    /* anything at all */
    bool gap;        /* empty lines were left out since */
};

/* A line as it is written, without blanks at its end. */
struct raw_line {
    uint32_t number, start, end;
    uint32_t indent;
    bool code; /* it begins with a word */
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* Takes the line that begins at `at`, and returns the place of the next one. */
static uint32_t take_line(const struct source *source, uint32_t at, struct raw_line *line)
{
    uint32_t next = at;
    while (source->text[next] != '\n')
        next++;
    line->start = at;
    line->end = next;
    while (line->start < line->end && is_blank(source->text[line->start]))
        line->start++;
    while (line->end > line->start && is_blank(source->text[line->end - 1]))
        line->end--;
    line->indent = line->start - at;
    line->code = line->start < line->end && source->text[line->start] != '#';
    return next + 1;
}

static void put_bytes(struct layout *layout, uint32_t start, uint32_t end)
{
    fwrite(layout->source->text + start, 1, end - start, layout->out);
}

/* Ends the line before, leaves an empty one if there was one, and indents. */
static void begin_line(struct layout *layout, unsigned depth)
{
    if (layout->printed && layout->gap)
        fputc('\n', layout->out);
    layout->printed = true;
    layout->gap = false;
    fprintf(layout->out, "%*s", (int)(INDENT * depth), "");
}

/* The depth of a line with that indentation, of those before it. */
static unsigned depth_of(const struct layout *layout, uint32_t indent)
{
    unsigned depth = layout->depth;
    if (indent > layout->indents[depth])
        return depth + 1;
    while (depth > 0 && indent < layout->indents[depth])
        depth--;
    return depth;
}

static bool is_arrow(enum token_kind kind)
{
    return kind == TOKEN_TO || kind == TOKEN_BETWEEN;
}

/* Blanks between two words: none at an arrow, as many as make columns after the first at the margin. */
static int blanks_between(const struct token *before, const struct token *after, bool fills_column)
{
    if (is_arrow(before->kind) || is_arrow(after->kind))
        return 0;
    int left = fills_column ? VERB_COLUMNS - (int)before->span.length : 1;
    return left > 1 ? left : 1;
}

static void put_code(struct layout *layout, const struct raw_line *raw)
{
    struct lexer lexer = {.source = layout->source, .at = raw->start, .line = raw->number};
    struct line line;
    lexer_read_line(&lexer, &line);
    layout->depth = depth_of(layout, raw->indent);
    layout->indents[layout->depth] = layout->indent = raw->indent;
    begin_line(layout, layout->depth);
    uint32_t end = raw->start;
    for (const struct token *token = line.tokens; token->kind != TOKEN_END; token++) {
        if (token > line.tokens)
            fprintf(
                layout->out, "%*s",
                blanks_between(token - 1, token, layout->depth == 0 && token == line.tokens + 1),
                "");
        end = token->span.start + token->span.length;
        put_bytes(layout, token->span.start, end);
    }
    while (end < raw->end && is_blank(layout->source->text[end]))
        end++;
    if (end < raw->end) {
        fputs("  ", layout->out);
        put_bytes(layout, end, raw->end);
    }
    fputc('\n', layout->out);
}

/* A comment belongs to what follows it, or, if it is indented so, to the block before. */
static void put_comment(struct layout *layout, const struct raw_line *raw, uint32_t next)
{
    struct raw_line line = {.code = false};
    while (next < layout->source->length && !line.code)
        next = take_line(layout->source, next, &line);
    unsigned depth = line.code ? depth_of(layout, line.indent) : 0;
    if (depth < layout->depth && raw->indent >= layout->indent)
        depth = layout->depth;
    begin_line(layout, depth);
    put_bytes(layout, raw->start, raw->end);
    fputc('\n', layout->out);
}

static bool has_errors(const struct source *source, const char *name)
{
    static struct script script;
    diagnostics_begin(source->diagnostics, name);
    if (source_check(source))
        parse_script(source, &script);
    return source->diagnostics->errors > 0;
}

bool format_print(const struct source *source, const char *name, FILE *out)
{
    struct layout layout = {.source = source, .out = out};
    struct raw_line line = {.number = 0};
    if (has_errors(source, name))
        return false;
    for (uint32_t at = lexer_begin(source).at; at < source->length;) {
        line.number++;
        at = take_line(source, at, &line);
        if (line.start == line.end)
            layout.gap = true;
        else if (line.code)
            put_code(&layout, &line);
        else
            put_comment(&layout, &line, at);
    }
    return true;
}
