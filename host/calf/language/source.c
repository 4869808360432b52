/* A routine's text: is it one, and where in it is what? */
#include "host/calf/language/source.h"

#include <string.h>

#include "host/calf/language/diagnostics.h"

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0U) == 0x80U;
}

/* Bytes of the character that begins here, or 0 if it is not well-formed UTF-8 (Unicode 15, table
 * 3-7: no overlong forms, no surrogates, nothing beyond U+10FFFF). */
static size_t character_bytes(const char *text, size_t left)
{
    unsigned first = (unsigned char)text[0];
    size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (bytes == 1)
        return 1;
    if (first < 0xC2 || first > 0xF4 || bytes > left)
        return 0;
    for (size_t i = 1; i < bytes; i++)
        if (!is_continuation(text[i]))
            return 0;
    unsigned second = (unsigned char)text[1];
    bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return overlong || beyond ? 0 : bytes;
}

/* C0 controls except those of plain text, DEL, and C1 (0xC2 0x80 to 0xC2 0x9F): they could drive the
 * terminal that shows the line. */
static bool is_control(const char *text, size_t bytes)
{
    unsigned char first = (unsigned char)text[0];
    if (bytes == 1)
        return (first < 0x20 && !strchr("\t\n\r", first)) || first == 0x7F || first == 0;
    return bytes == 2 && first == 0xC2 && (unsigned char)text[1] < 0xA0;
}

static bool check_characters(const struct source *source)
{
    unsigned line = 1;
    for (size_t at = 0; at < source->length;) {
        const char *here = source->text + at;
        size_t bytes = character_bytes(here, source->length - at);
        if (bytes == 0 || is_control(here, bytes)) {
            diagnose_file(source->diagnostics, SEVERITY_ERROR,
                          "not a text in UTF-8: byte 0x%02X in line %u", (unsigned char)*here,
                          line);
            return false;
        }
        line += *here == '\n';
        at += bytes;
    }
    return true;
}

bool source_check(const struct source *source)
{
    if (source->length == 0) {
        diagnose_file(source->diagnostics, SEVERITY_ERROR, "the file is empty");
        return false;
    }
    if (source->length > SOURCE_MAX_BYTES) {
        diagnose_file(source->diagnostics, SEVERITY_ERROR, "longer than %d KiB: that is no routine",
                      SOURCE_MAX_BYTES / 1024);
        return false;
    }
    if (!check_characters(source))
        return false;
    if (source->text[source->length - 1] != '\n') {
        struct span last = source_line(source, (uint32_t)source->length - 1);
        last.start += last.length;
        last.length = 0;
        diagnose_error(source, last, "the last line has no end: the file may have been cut off");
        diagnose_hint(source, "if it is complete, add a newline");
        return false;
    }
    return true;
}

uint32_t source_column(const struct source *source, uint32_t at)
{
    uint32_t column = 1;
    while (at > 0 && source->text[at - 1] != '\n')
        column += !is_continuation(source->text[--at]);
    return column;
}

struct span source_line(const struct source *source, uint32_t at)
{
    struct span line = {.line = 1, .start = at};
    while (line.start > 0 && source->text[line.start - 1] != '\n')
        line.start--;
    for (uint32_t i = 0; i < line.start; i++)
        line.line += source->text[i] == '\n';
    while (line.start + line.length < source->length &&
           source->text[line.start + line.length] != '\n')
        line.length++;
    return line;
}

bool source_is(const struct source *source, struct span span, const char *word)
{
    return strlen(word) == span.length && memcmp(source->text + span.start, word, span.length) == 0;
}

void source_copy(const struct source *source, struct span span, char *out, size_t size)
{
    size_t length = span.length;
    if (length > size - 1) {
        length = size - 1;
        while (length > 0 && is_continuation(source->text[span.start + length]))
            length--;
    }
    memcpy(out, source->text + span.start, length);
    out[length] = '\0';
}

struct span span_join(struct span first, struct span last)
{
    first.length = last.start + last.length - first.start;
    return first;
}
