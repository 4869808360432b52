/* svg.h: the few shapes that a page needs, as SVG 1.1. Lengths are millimetres, y goes down.
 *
 * Text is escaped; characters that XML 1.0 does not allow become U+FFFD. Widths of text are estimated,
 * since only the viewer knows its font: rather too wide than too narrow.
 * Owns: nothing. Context: host. Errors: none; the stream remembers its own.
 */
#ifndef HOST_CALF_PREVIEW_SVG_H
#define HOST_CALF_PREVIEW_SVG_H

#include <stdio.h>

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

/* Begins and ends a page of that size. */
void svg_begin(FILE *out, double width_mm, double height_mm, const char *title);
void svg_end(FILE *out);

/* Shapes take their look from a class of the style sheet in svg.c. */
void svg_rect(FILE *out, const char *class, double x, double y, double width, double height);
void svg_line(FILE *out, const char *class, double x1, double y1, double x2, double y2);

/* A line through points: begin, points, end. */
void svg_path_begin(FILE *out, const char *class);
void svg_path_point(FILE *out, double x, double y);
void svg_path_end(FILE *out);

/* Text on a baseline, cut with an ellipsis if it is wider than `room_mm`. Returns its estimated width. */
double svg_text(FILE *out, const char *class, enum svg_anchor anchor, double x, double y,
                double size_mm, double room_mm, const char *text);

/* How wide a text is, about. */
double svg_text_width(double size_mm, const char *text);

/* Escapes text for XML. */
void svg_escape(FILE *out, const char *text);

#endif
