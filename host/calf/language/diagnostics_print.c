/* Printing diagnostics, for people and as JSON. */
#include "host/calf/language/diagnostics.h"

#include "host/calf/json.h"

static const char *const severity_words[] = {
    [SEVERITY_NOTE] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

static void print_times(FILE *out, char character, size_t times)
{
    while (times-- > 0)
        fputc(character, out);
}

/* Bytes of a string that are not the first of a character do not move the caret. */
static size_t width(const char *text)
{
    size_t characters = 0;
    for (; *text; text++)
        characters += ((unsigned char)*text & 0xC0U) != 0x80U;
    return characters;
}

static void print_excerpt(const struct diagnostic *diagnostic, FILE *out)
{
    size_t before = diagnostic->column - 1 - diagnostic->excerpt_skips;
    size_t shown = width(diagnostic->excerpt);
    size_t carets = diagnostic->columns > 0 ? diagnostic->columns : 1;
    if (before + carets > shown && before < shown)
        carets = shown - before;
    fprintf(out, "  %s\n  ", diagnostic->excerpt);
    print_times(out, ' ', before);
    print_times(out, '^', carets);
    fputc('\n', out);
}

static void print_one(const char *file, const struct diagnostic *diagnostic, FILE *out)
{
    fprintf(out, "calf: %s:", file);
    if (diagnostic->line > 0)
        fprintf(out, "%u:%u:", diagnostic->line, diagnostic->column);
    if (diagnostic->severity != SEVERITY_ERROR)
        fprintf(out, " %s:", severity_words[diagnostic->severity]);
    fprintf(out, " %s\n", diagnostic->message);
    if (diagnostic->line > 0)
        print_excerpt(diagnostic, out);
    if (diagnostic->hint[0])
        fprintf(out, "  %s\n", diagnostic->hint);
}

void diagnostics_print(const struct diagnostics *diagnostics, FILE *out)
{
    for (unsigned i = 0; i < diagnostics->count; i++)
        print_one(diagnostics->file, &diagnostics->list[i], out);
    if (diagnostics->unlisted > 0)
        fprintf(out, "calf: %s: and %u more\n", diagnostics->file, diagnostics->unlisted);
}

void diagnostics_print_json(const struct diagnostics *diagnostics, FILE *out)
{
    fputc('[', out);
    for (unsigned i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = &diagnostics->list[i];
        fprintf(out, "%s{\"severity\":\"%s\",\"line\":%u,\"column\":%u,\"columns\":%u",
                i > 0 ? "," : "", severity_words[diagnostic->severity], diagnostic->line,
                diagnostic->column, diagnostic->columns);
        fputs(",\"message\":", out);
        json_string(out, diagnostic->message);
        fputs(",\"hint\":", out);
        json_string(out, diagnostic->hint);
        if (diagnostic->limit[0] != '\0')
            fprintf(out, ",\"limit\":\"%s\"", diagnostic->limit);
        fputc('}', out);
    }
    fputc(']', out);
}
