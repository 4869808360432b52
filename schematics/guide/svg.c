#include "schematics/guide/svg.h"

#include <stdarg.h>

static void put_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '&')
            fputs("&amp;", out);
        else if (*text == '<')
            fputs("&lt;", out);
        else if (*text == '>')
            fputs("&gt;", out);
        else
            fputc(*text, out);
    }
}

void svg_begin(FILE *out, int width, int height, const char *title)
{
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d "
            "%d\" "
            "font-family=\"Helvetica, Arial, sans-serif\">\n<title>",
            width, height, width, height);
    put_escaped(out, title);
    fputs("</title>\n", out);
    svg_rect(out, 0, 0, width, height, "white", "none");
}

void svg_end(FILE *out)
{
    fputs("</svg>\n", out);
}

void svg_line(FILE *out, double x1, double y1, double x2, double y2, const char *colour,
              double width)
{
    fprintf(out,
            "<line x1=\"%g\" y1=\"%g\" x2=\"%g\" y2=\"%g\" stroke=\"%s\" stroke-width=\"%g\"/>\n",
            x1, y1, x2, y2, colour, width);
}

void svg_rect(FILE *out, double x, double y, double width, double height, const char *fill,
              const char *stroke)
{
    fprintf(out, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"%s\" stroke=\"%s\"/>\n",
            x, y, width, height, fill, stroke);
}

void svg_circle(FILE *out, double x, double y, double radius, const char *fill, const char *stroke)
{
    fprintf(out, "<circle cx=\"%g\" cy=\"%g\" r=\"%g\" fill=\"%s\" stroke=\"%s\"/>\n", x, y, radius,
            fill, stroke);
}

void svg_path(FILE *out, const char *fill, const char *stroke, double width, const char *format,
              ...)
{
    va_list values;
    va_start(values, format);
    fputs("<path d=\"", out);
    vfprintf(out, format, values);
    fprintf(out, "\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%g\"/>\n", fill, stroke, width);
    va_end(values);
}

static void put_text(FILE *out, double x, double y, int size, enum svg_anchor anchor,
                     const char *colour, const char *weight, const char *format, va_list values)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    char text[256];
    vsnprintf(text, sizeof text, format, values);
    fprintf(out,
            "<text x=\"%g\" y=\"%g\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\" "
            "font-weight=\"%s\">",
            x, y, size, anchors[anchor], colour, weight);
    put_escaped(out, text);
    fputs("</text>\n", out);
}

void svg_text(FILE *out, double x, double y, int size, enum svg_anchor anchor, const char *colour,
              const char *format, ...)
{
    va_list values;
    va_start(values, format);
    put_text(out, x, y, size, anchor, colour, "normal", format, values);
    va_end(values);
}

void svg_bold(FILE *out, double x, double y, int size, enum svg_anchor anchor, const char *colour,
              const char *format, ...)
{
    va_list values;
    va_start(values, format);
    put_text(out, x, y, size, anchor, colour, "bold", format, values);
    va_end(values);
}
