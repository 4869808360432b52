#include "host/calf/preview/svg.h"

#include <stdbool.h>
#include <string.h>

/* What a page looks like. Tones differ in lightness, so that they differ on a grey printer too. */
static const char style[] =
    "text{font-family:'DejaVu Sans',Verdana,Arial,Helvetica,sans-serif;fill:#1a1a1a}"
    ".faint{fill:#5c5c5c}.strong{font-weight:bold}.white{fill:#fff}"
    ".paper{fill:#fff}.lane{fill:#f4f4f1}.frame{fill:none;stroke:#9a9a9a;stroke-width:.2}"
    ".grid{stroke:#d4d4d0;stroke-width:.15}.axis{stroke:#6e6e6e;stroke-width:.2}"
    ".edge{stroke:#9a9a9a;stroke-width:.25}"
    ".medial{fill:#27567f}.lateral{fill:#5d93b4}"
    ".massage{fill:#dce6ee}.warmth{fill:#f3dfcb}.settle{fill:#ececea}"
    ".heat{fill:#f0d2b4;stroke:none}.setpoint{fill:none;stroke:#a8480f;stroke-width:.5}"
    ".note{stroke:#7a1f5c;stroke-width:.25;stroke-dasharray:1 .7}.flag{fill:#7a1f5c}";

enum { CODE_BYTES = 5 };

/* Copies the character that begins here and returns its bytes; what is none, or is not allowed in
 * XML 1.0 (2.2), becomes U+FFFD. */
static size_t next_character(const char *at, char character[CODE_BYTES])
{
    unsigned char first = (unsigned char)at[0];
    size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2, i = 1;
    while (i < length && ((unsigned char)at[i] & 0xC0) == 0x80)
        i++;
    bool control = first < 0x20 && first != '\t' && first != '\n' && first != '\r';
    bool stray = first >= 0x80 && (first < 0xC2 || first > 0xF4);
    bool noncharacter = strncmp(at, "\xEF\xBF\xBE", 3) == 0 || strncmp(at, "\xEF\xBF\xBF", 3) == 0;
    bool surrogate = first == 0xED && (unsigned char)at[1] > 0x9F;
    if (i < length || control || stray || noncharacter || surrogate) {
        strcpy(character, "\xEF\xBF\xBD");
        return i;
    }
    memcpy(character, at, length);
    character[length] = '\0';
    return length;
}

/* A text of at most so many bytes. */
static void escape_bytes(FILE *out, const char *text, size_t bytes)
{
    char character[CODE_BYTES];
    for (const char *at = text; *at != '\0' && (size_t)(at - text) < bytes;) {
        at += next_character(at, character);
        switch (character[0]) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputs(character, out);
        }
    }
}

void svg_escape(FILE *out, const char *text)
{
    escape_bytes(out, text, strlen(text));
}

/* Of the em: measured on DejaVu Sans, the widest of the fonts named above. */
static double character_width(const char *character)
{
    unsigned char first = (unsigned char)character[0];
    if (first >= 0xE1)
        return 1.0; /* Han, kana, Hangul and symbols are about square */
    if (first >= 0x80)
        return 0.65;
    if (strchr("iljI.,:;'|!()[] ft/-", first))
        return 0.4;
    if (strchr("mwMW%@", first))
        return 0.98;
    return first >= 'A' && first <= 'Z' ? 0.72 : 0.64;
}

/* The bytes of a text that fit. */
static size_t fit(double size_mm, double room_mm, const char *text, double *width_mm)
{
    char character[CODE_BYTES];
    const char *at = text;
    *width_mm = 0;
    while (*at != '\0') {
        size_t length = next_character(at, character);
        double wider = *width_mm + size_mm * character_width(character);
        if (wider > room_mm)
            break;
        *width_mm = wider;
        at += length;
    }
    return (size_t)(at - text);
}

double svg_text_width(double size_mm, const char *text)
{
    double width_mm;
    fit(size_mm, 1e9, text, &width_mm);
    return width_mm;
}

void svg_begin(FILE *out, double width_mm, double height_mm, const char *title)
{
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%gmm\" "
            "height=\"%gmm\" viewBox=\"0 0 %g %g\">\n<title>",
            width_mm, height_mm, width_mm, height_mm);
    svg_escape(out, title);
    fprintf(out, "</title>\n<style type=\"text/css\">%s</style>\n", style);
    svg_rect(out, "paper", 0, 0, width_mm, height_mm);
}

void svg_end(FILE *out)
{
    fputs("</svg>\n", out);
}

void svg_rect(FILE *out, const char *class, double x, double y, double width, double height)
{
    fprintf(out, "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>\n",
            class, x, y, width, height);
}

void svg_line(FILE *out, const char *class, double x1, double y1, double x2, double y2)
{
    fprintf(out, "<line class=\"%s\" x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"/>\n", class,
            x1, y1, x2, y2);
}

void svg_path_begin(FILE *out, const char *class)
{
    fprintf(out, "<polyline class=\"%s\" points=\"", class);
}

void svg_path_point(FILE *out, double x, double y)
{
    fprintf(out, "%.2f,%.2f ", x, y);
}

void svg_path_end(FILE *out)
{
    fputs("\"/>\n", out);
}

double svg_text(FILE *out, const char *class, enum svg_anchor anchor, double x, double y,
                double size_mm, double room_mm, const char *text)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    double width_mm;
    size_t bytes = fit(size_mm, room_mm, text, &width_mm);
    bool cut = text[bytes] != '\0';
    if (cut)
        bytes = fit(size_mm, room_mm - size_mm, text, &width_mm);
    if (cut && bytes == 0)
        return 0;
    fprintf(out, "<text class=\"%s\" x=\"%.2f\" y=\"%.2f\" font-size=\"%.2f\" text-anchor=\"%s\">",
            class, x, y, size_mm, anchors[anchor]);
    escape_bytes(out, text, bytes);
    fputs(cut ? "…</text>\n" : "</text>\n", out);
    return width_mm + (cut ? size_mm : 0);
}
