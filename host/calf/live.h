/* live.h: the view on a terminal: drawn in place, at most ten times a second, without flicker.
 *
 * Owns: the terminal, from begin to end. Without one every call does nothing.
 */
#ifndef HOST_CALF_LIVE_H
#define HOST_CALF_LIVE_H

#include "host/calf/terminal.h"
#include "host/calf/view.h"

struct live {
    struct terminal terminal;
    int64_t drawn_us; /* when, on this computer's clock */
    int lines;        /* on the screen, below which the cursor stands */
    int columns, rows;
};

/* `draws`: the view is wanted; otherwise only the keys are. */
void live_begin(struct live *live, bool draws);

/* Draws the view if it is time to, or if `now`. */
void live_draw(struct live *live, struct view *view, bool now);

/* Leaves what is drawn on the screen, and gives the terminal back. */
void live_end(struct live *live);

#endif
