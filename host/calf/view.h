/* view.h: what a session looks like, composed as lines of text for a given width. Pure: no
 * terminal.
 */
#ifndef HOST_CALF_VIEW_H
#define HOST_CALF_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "host/calf/language/program.h"
#include "host/calf/session.h"

enum { VIEW_LINES = 12, VIEW_LINE_BYTES = 512 };

/* What is shown beside the session itself. */
struct view {
    const struct session *session;
    const struct routine_program *program;
    uint8_t leg;
    int64_t round_trip_us; /* of the link */
    uint32_t repeats, frames_lost;
    const char *news; /* the latest, or "" */
    bool unicode;
    bool keys; /* somebody can press some */
};

/* Composes at most `rows` lines; returns how many. None is wider than `columns` characters. */
int view_compose(const struct view *view, int columns, int rows,
                 char lines[VIEW_LINES][VIEW_LINE_BYTES]);

#endif
