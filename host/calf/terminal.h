/* terminal.h: the terminal while a session is watched: single keys, its size, its state restored.
 *
 * Owns: the terminal's line settings from open to close; the struct must outlive a watch.
 * Errors: false when there is no terminal; nothing is changed then.
 */
#ifndef HOST_CALF_TERMINAL_H
#define HOST_CALF_TERMINAL_H

#include <stdbool.h>
#include <termios.h>

struct terminal {
    struct termios before;
    bool keys;    /* standard input gives single keys */
    bool screen;  /* standard output is a terminal */
    bool unicode; /* which shows more than ASCII */
};

/* Takes over what there is of a terminal: keys unechoed; and, if something `draws` on it, no cursor
 * and no wrapping. */
void terminal_open(struct terminal *terminal, bool draws);

/* Puts everything back as it was. */
void terminal_close(struct terminal *terminal);

/* The next key that was pressed, or 0. Escape sequences of other keys are swallowed. */
char terminal_key(const struct terminal *terminal);

/* Its size; 80 x 24 when it does not say. */
void terminal_size(int *columns, int *rows);

#endif
