/* Collecting what is wrong. Printing it is in diagnostics_print.c. */
#include "host/calf/language/diagnostics.h"

#include <stdarg.h>
#include <string.h>

/* Characters of the line shown before the place it is about, when the line is too long. */
enum { EXCERPT_BEFORE = 60 };

void diagnostics_begin(struct diagnostics *diagnostics, const char *file)
{
    memset(diagnostics, 0, sizeof *diagnostics);
    snprintf(diagnostics->file, sizeof diagnostics->file, "%s", file);
}

/* Does a come before b? In order of lines, and at the end what is about the file as a whole. */
static bool is_before(const struct diagnostic *a, const struct diagnostic *b)
{
    return a->line - 1 < b->line - 1; /* line 0 wraps to the greatest */
}

/* Puts it into its place, after those of the same line, or only counts it. */
static void add(struct diagnostics *diagnostics, const struct diagnostic *diagnostic)
{
    bool is_error = diagnostic->severity == SEVERITY_ERROR;
    unsigned most = is_error ? DIAGNOSTICS_MAX : DIAGNOSTICS_MAX_WARNINGS;
    diagnostics->errors += is_error;
    diagnostics->last = NULL;
    if (diagnostics->count >= most) {
        diagnostics->unlisted++;
        return;
    }
    struct diagnostic *place = &diagnostics->list[diagnostics->count++];
    for (; place > diagnostics->list && is_before(diagnostic, place - 1); place--)
        *place = place[-1];
    *place = *diagnostic;
    diagnostics->last = place;
}

static uint32_t next_character(const struct source *source, uint32_t at, uint32_t end)
{
    do
        at++;
    while (at < end && ((unsigned char)source->text[at] & 0xC0U) == 0x80U);
    return at;
}

static uint32_t characters(const struct source *source, struct span span)
{
    uint32_t count = 0, end = span.start + span.length;
    for (uint32_t at = span.start; at < end; count++)
        at = next_character(source, at, end);
    return count;
}

/* Copies the part of the line that can be shown around the place. */
static void copy_excerpt(const struct source *source, struct span span,
                         struct diagnostic *diagnostic)
{
    struct span line = source_line(source, span.start);
    uint32_t end = line.start + line.length;
    if (line.length >= DIAGNOSTIC_EXCERPT_BYTES)
        while (diagnostic->excerpt_skips + EXCERPT_BEFORE < diagnostic->column) {
            line.start = next_character(source, line.start, end);
            diagnostic->excerpt_skips++;
        }
    line.length = end - line.start;
    source_copy(source, line, diagnostic->excerpt, sizeof diagnostic->excerpt);
    for (char *byte = diagnostic->excerpt; *byte; byte++)
        if (*byte == '\t' || *byte == '\r')
            *byte = ' ';
}

static void diagnose(const struct source *source, struct span span, enum severity severity,
                     const char *format, va_list arguments)
{
    struct diagnostic diagnostic = {
        .severity = severity,
        .limit = "",
        .line = span.line,
        .column = source_column(source, span.start),
        .columns = characters(source, span),
    };
    vsnprintf(diagnostic.message, sizeof diagnostic.message, format, arguments);
    copy_excerpt(source, span, &diagnostic);
    add(source->diagnostics, &diagnostic);
}

void diagnose_error(const struct source *source, struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diagnose(source, span, SEVERITY_ERROR, format, arguments);
    va_end(arguments);
}

void diagnose_warning(const struct source *source, struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diagnose(source, span, SEVERITY_WARNING, format, arguments);
    va_end(arguments);
}

void diagnose_file(struct diagnostics *diagnostics, enum severity severity, const char *format, ...)
{
    struct diagnostic diagnostic = {.severity = severity, .limit = ""};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(diagnostic.message, sizeof diagnostic.message, format, arguments);
    va_end(arguments);
    add(diagnostics, &diagnostic);
}

static void add_hint(struct diagnostics *diagnostics, const char *format, va_list arguments)
{
    struct diagnostic *last = diagnostics->last;
    if (last)
        vsnprintf(last->hint, sizeof last->hint, format, arguments);
}

void diagnose_hint(const struct source *source, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_hint(source->diagnostics, format, arguments);
    va_end(arguments);
}

void diagnose_file_hint(struct diagnostics *diagnostics, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_hint(diagnostics, format, arguments);
    va_end(arguments);
}

/* W(name in protocol/limits.h, "what it is for") */
#define LIMIT_WORDS(W)                             \
    W(SETPOINT_MAX_mC, "for the skin")             \
    W(MOTOR_TIME_s, "for a leg in one session")    \
    W(HOT_TIME_s, "for a leg before it rests")     \
    W(DOSE_MAX_mCEM43, "for a leg in one session") \
    W(HEAT_WAIT_s, "for a wait for warmth")        \
    W(PROMPT_WAIT_s, "for a wait for a person")

const char *diagnose_limit_words(const char *limit)
{
#define AS_WORDS(name, words)      \
    if (strcmp(limit, #name) == 0) \
        return ", the limit " words;
    LIMIT_WORDS(AS_WORDS)
#undef AS_WORDS
    return "";
}

void diagnose_limit(const struct source *source, const char *limit)
{
    struct diagnostic *last = source->diagnostics->last;
    if (last)
        last->limit = limit;
}
