/* preview.h: a routine to look at: for a terminal, as a page, or as JSON.
 *
 * Pure but for the stream written to. Strengths are percent of each zone's calibrated window.
 * Owns: nothing. Context: host. Errors: none; what cannot be written is main's to notice.
 */
#ifndef HOST_CALF_PREVIEW_PREVIEW_H
#define HOST_CALF_PREVIEW_PREVIEW_H

#include <stdio.h>

#include "host/calf/language/values.h"
#include "host/calf/preview/timeline.h"

struct preview {
    const struct routine_program *program;
    const struct timeline *timeline;
    uint32_t from, to; /* the ticks to show: from < to <= timeline->ticks */
    unsigned level;    /* that the strengths are scaled with; 0: as written */
};

/* How a terminal shows it. */
struct preview_style {
    int columns;
    bool color, unicode;
};

void preview_print(const struct preview *preview, const struct preview_style *style, FILE *out);

/* A page of A4 in landscape, as SVG 1.1. */
void preview_print_page(const struct preview *preview, FILE *out);

void preview_print_json(const struct preview *preview, FILE *out);

/* --- for those who draw ------------------------------------------------------------------------ */

enum { PREVIEW_TEXT_BYTES = 192 };

/* Is the routine shown as a whole? */
bool preview_is_whole(const struct preview *preview);

/* The distance of ticks on a time axis: the first of 0.1 s, 0.2 s, ... 10 min that makes at most so
 * many parts of the span. In ticks of the player. */
uint32_t preview_nice_ticks(uint32_t span_ticks, uint32_t parts);

/* A time of the routine as 4:12, with as many digits as `step_ticks` needs. Returns `text`. */
const char *preview_time(char text[VALUE_TEXT_BYTES], uint32_t ticks, uint32_t step_ticks);

/* Marks, prompts and warm-ups are notes. Is it one, is it in the stretch that is shown, the sign of the
 * n-th that is (+ when the alphabet is used up), and its words? */
bool preview_is_note(const struct timeline_event *event);
bool preview_shows(const struct preview *preview, const struct timeline_event *event);
char preview_note_sign(unsigned number);
void preview_note(const struct preview *preview, const struct timeline_event *event,
                  char text[PREVIEW_TEXT_BYTES]);

/* "A3 A4; either leg; level 2 of at most 5; ceiling 100 %" */
void preview_facts(const struct preview *preview, char text[PREVIEW_TEXT_BYTES]);

/* "as the routine says", "at level 2, ankle a quarter less" */
void preview_strengths(const struct preview *preview, char text[PREVIEW_TEXT_BYTES]);

#endif
