/* svg.h: the few shapes that the guide's drawings are made of.
 *
 * Coordinates are pixels, to the right and down; colours are names or #rrggbb.
 * Owns: nothing; the caller's stream.
 */
#ifndef SCHEMATICS_GUIDE_SVG_H
#define SCHEMATICS_GUIDE_SVG_H

#include <stdio.h>

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

void svg_begin(FILE *out, int width, int height, const char *title);
void svg_end(FILE *out);

void svg_line(FILE *out, double x1, double y1, double x2, double y2, const char *colour,
              double width);
void svg_rect(FILE *out, double x, double y, double width, double height, const char *fill,
              const char *stroke);
void svg_circle(FILE *out, double x, double y, double radius, const char *fill, const char *stroke);

/* SVG's own path language, as in "M 10 10 h 20 v 5". */
__attribute__((format(printf, 5, 6))) void svg_path(FILE *out, const char *fill, const char *stroke,
                                                    double width, const char *format, ...);

__attribute__((format(printf, 7, 8))) void svg_text(FILE *out, double x, double y, int size,
                                                    enum svg_anchor anchor, const char *colour,
                                                    const char *format, ...);

/* The same in bold. */
__attribute__((format(printf, 7, 8))) void svg_bold(FILE *out, double x, double y, int size,
                                                    enum svg_anchor anchor, const char *colour,
                                                    const char *format, ...);

#endif
