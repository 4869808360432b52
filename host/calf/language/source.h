/* source.h: a routine's text, and places in it.
 *
 * Lines are counted from 1, columns from 1 in characters of UTF-8 (a tab is one).
 * Owns: nothing; the text and the list of diagnostics belong to the caller.
 * Errors: none; what is wrong with a text is said through diagnostics.h.
 */
#ifndef HOST_CALF_LANGUAGE_SOURCE_H
#define HOST_CALF_LANGUAGE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diagnostics;

enum { SOURCE_MAX_BYTES = 65536 };

struct source {
    const char *text;
    size_t length;                   /* at most SOURCE_MAX_BYTES */
    struct diagnostics *diagnostics; /* where complaints about this text go */
};

/* A stretch of one line. Line 0 means the file as a whole. */
struct span {
    uint32_t line;
    uint32_t start; /* byte in the text */
    uint32_t length;
};

/* Complains once and returns false if the text is empty, too long, not UTF-8, contains control
 * characters, or does not end with a newline (then it may have been cut off). */
bool source_check(const struct source *source);

/* The column of a byte of the text. */
uint32_t source_column(const struct source *source, uint32_t at);

/* The line that contains a byte of the text, without its newline. */
struct span source_line(const struct source *source, uint32_t at);

/* Is this stretch exactly that word? */
bool source_is(const struct source *source, struct span span, const char *word);

/* Copies a stretch as a string, cut at a character's end if it is longer than size - 1 bytes. */
void source_copy(const struct source *source, struct span span, char *out, size_t size);

/* The stretch from the first byte of one to the last of another on the same line. */
struct span span_join(struct span first, struct span last);

#endif
