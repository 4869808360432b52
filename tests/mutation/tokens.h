/* tokens.h: a C source as a row of tokens, without comments, strings and preprocessor lines.
 *
 * Owns: struct tokens, on the heap; the source belongs to the caller and must outlive it. Context:
 * host. Errors: exits with a message when memory is out.
 */
#ifndef TESTS_MUTATION_TOKENS_H
#define TESTS_MUTATION_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_SIGN };

struct token {
    const char *at;
    size_t length;
    unsigned line;
    enum token_kind kind;
};

struct tokens {
    struct token *list;
    size_t count;
};

void tokens_read(const char *source, struct tokens *tokens);
void tokens_free(struct tokens *tokens);

bool token_is(const struct token *token, const char *text);

/* The token number of the bracket that closes the one at `open`, or the last token's. */
size_t tokens_closing(const struct tokens *tokens, size_t open);

#endif
