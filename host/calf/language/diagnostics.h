/* diagnostics.h: what is wrong with a routine, said so that its writer can mend it.
 *
 * Each diagnostic keeps its own copy of the source line, so the list outlives the text. It is in order
 * of lines and bounded: what finds no place is counted, and warnings leave places for errors.
 * Owns: nothing outside the struct. Context: host. Errors: none.
 */
#ifndef HOST_CALF_LANGUAGE_DIAGNOSTICS_H
#define HOST_CALF_LANGUAGE_DIAGNOSTICS_H

#include <stdio.h>

#include "host/calf/language/source.h"

enum {
    DIAGNOSTICS_MAX = 20,
    DIAGNOSTICS_MAX_WARNINGS = 10, /* and notes */
    DIAGNOSTIC_TEXT_BYTES = 200,
    DIAGNOSTIC_EXCERPT_BYTES = 121,
};

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct diagnostic {
    enum severity severity;
    uint32_t line; /* 0: the file as a whole, and then no columns either */
    uint32_t column;
    uint32_t columns;       /* how many characters it is about; 0: the place before `column` */
    uint32_t excerpt_skips; /* characters of the line before the excerpt */
    char excerpt[DIAGNOSTIC_EXCERPT_BYTES];
    char message[DIAGNOSTIC_TEXT_BYTES];
    char hint[DIAGNOSTIC_TEXT_BYTES]; /* empty: none */
    const char *limit;                /* its name in protocol/limits.h, or "": none is broken */
};

struct diagnostics {
    char file[512];
    unsigned count;  /* in the list */
    unsigned errors; /* all of them, also those without a place in the list */
    unsigned unlisted;
    struct diagnostic *last; /* for its hint; NULL if it found no place */
    struct diagnostic list[DIAGNOSTICS_MAX];
};

/* Empties the list; `file` is the name that stands before every message. */
void diagnostics_begin(struct diagnostics *diagnostics, const char *file);

/* Adds an error or a warning about a stretch of a text; printf style. */
void diagnose_error(const struct source *source, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diagnose_warning(const struct source *source, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds what is about the file as a whole. */
void diagnose_file(struct diagnostics *diagnostics, enum severity severity, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a line of help to what was said last. */
void diagnose_hint(const struct source *source, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void diagnose_file_hint(struct diagnostics *diagnostics, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Notes which limit of protocol/limits.h was said to be broken last; "": none. */
void diagnose_limit(const struct source *source, const char *limit);

/* What a message says of that limit: ", the limit for ...", or "" for none. */
const char *diagnose_limit_words(const char *limit);

/* Prints everything as `calf: file:line:column: message`, each with its source line and a caret. */
void diagnostics_print(const struct diagnostics *diagnostics, FILE *out);

/* The same as a JSON array of objects. */
void diagnostics_print_json(const struct diagnostics *diagnostics, FILE *out);

#endif
