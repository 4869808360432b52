#include "host/calf/live.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/calf/monotonic.h"

/* ECMA-48: cursor up n lines, erase to the end of the line, of the screen, the whole screen. */
#define UP_LINES "\r\033[%dA"
#define ERASE_LINE "\033[K\n"
#define ERASE_BELOW "\033[J"
#define ERASE_ALL "\033[2J\033[H"

enum { REDRAW_us = 100000 };

void live_begin(struct live *live, bool draws)
{
    *live = (struct live){0};
    terminal_open(&live->terminal, draws);
}

/* A frame goes out in one write, so that the terminal never shows half of one. */
struct frame {
    char text[VIEW_LINES * (VIEW_LINE_BYTES + sizeof ERASE_LINE) + 64];
    size_t length;
};

static void add(struct frame *frame, const char *text)
{
    size_t length = strlen(text);
    memcpy(frame->text + frame->length, text, length); /* it has room for all the lines */
    frame->length += length;
}

static void send_frame(const struct frame *frame)
{
    const char *at = frame->text, *end = at + frame->length;
    while (at < end) {
        ssize_t count = write(STDOUT_FILENO, at, (size_t)(end - at));
        if (count <= 0)
            return; /* nobody looks any more */
        at += count;
    }
}

/* Puts the cursor where the view begins. A terminal that changed its size has moved its lines
 * about, so there everything is drawn anew. */
static void go_to_start(struct live *live, struct frame *frame)
{
    int columns, rows;
    char up[32];
    terminal_size(&columns, &rows);
    snprintf(up, sizeof up, UP_LINES, live->lines);
    if (live->lines > 0 && (columns != live->columns || rows != live->rows))
        add(frame, ERASE_ALL);
    else if (live->lines > 0)
        add(frame, up);
    live->columns = columns;
    live->rows = rows;
}

void live_draw(struct live *live, struct view *view, bool now)
{
    char lines[VIEW_LINES][VIEW_LINE_BYTES];
    int64_t time_us = monotonic_us();
    if (!live->terminal.screen || (!now && time_us - live->drawn_us < REDRAW_us))
        return;
    live->drawn_us = time_us;
    view->unicode = live->terminal.unicode;
    view->keys = live->terminal.keys;

    struct frame frame = {.length = 0};
    go_to_start(live, &frame);
    int count = view_compose(view, live->columns, live->rows - 1, lines); /* the cursor needs one */
    for (int i = 0; i < count; i++) {
        add(&frame, lines[i]);
        add(&frame, ERASE_LINE);
    }
    add(&frame, ERASE_BELOW);
    send_frame(&frame);
    live->lines = count;
}

void live_end(struct live *live)
{
    terminal_close(&live->terminal);
}
