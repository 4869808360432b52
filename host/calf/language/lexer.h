/* lexer.h: a routine's text as lines of tokens.
 *
 * The language is made of lines: one instruction each, nested by indentation. So the lexer hands out
 * a line at a time, and the parser takes its tokens one after the other.
 * Owns: nothing. Context: host. Errors: one complaint per line, and line->broken.
 */
#ifndef HOST_CALF_LANGUAGE_LEXER_H
#define HOST_CALF_LANGUAGE_LEXER_H

#include "host/calf/language/source.h"

enum { LINE_MAX_TOKENS = 40 };

enum token_kind {
    TOKEN_END,     /* the place after the last one */
    TOKEN_WORD,    /* press, upper-medial */
    TOKEN_NUMBER,  /* begins with a digit: 30%, 0.8s, 1:30, 37.0 */
    TOKEN_TEXT,    /* "in quotes"; the quotes belong to its span */
    TOKEN_TO,      /* -> */
    TOKEN_BETWEEN, /* <-> */
};

struct token {
    enum token_kind kind;
    struct span span;
};

struct line {
    struct token tokens[LINE_MAX_TOKENS + 1]; /* TOKEN_END is the last */
    unsigned next;                            /* the token to be taken next */
    uint32_t indent;                          /* blanks before the first token */
    bool broken;                              /* and complained about */
};

struct lexer {
    const struct source *source;
    uint32_t at;
    uint32_t line;
    bool tabs_told; /* one complaint about them is enough */
};

/* At the beginning of a text that source_check has passed. */
struct lexer lexer_begin(const struct source *source);

/* Reads the next line that has tokens; false at the end of the text. */
bool lexer_read_line(struct lexer *lexer, struct line *line);

/* The token that would be taken next. */
struct token line_peek(const struct line *line);

/* Takes the next token; TOKEN_END again and again at the end. */
struct token line_take(struct line *line);

#endif
