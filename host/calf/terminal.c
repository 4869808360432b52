#include "host/calf/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* ECMA-48 and DEC private modes: cursor (25), wrapping at the right edge (7). */
#define HIDE_CURSOR "\033[?25l"
#define SHOW_CURSOR "\033[?25h"
#define WRAP_OFF "\033[?7l"
#define WRAP_ON "\033[?7h"

enum { ESCAPE = 27 };

void terminal_open(struct terminal *terminal, bool draws)
{
    const char *kind = getenv("TERM");
    *terminal = (struct terminal){0};
    setlocale(LC_CTYPE, "");
    terminal->unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    terminal->screen = draws && isatty(STDOUT_FILENO) && kind && strcmp(kind, "dumb") != 0;
    if (terminal->screen) {
        fputs(HIDE_CURSOR WRAP_OFF, stdout);
        fflush(stdout);
    }
    /* In the background the terminal is somebody else's. */
    if (tcgetpgrp(STDIN_FILENO) != getpgrp() || tcgetattr(STDIN_FILENO, &terminal->before) != 0)
        return;
    struct termios single = terminal->before;
    single.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    single.c_cc[VMIN] = 0;
    single.c_cc[VTIME] = 0;
    single.c_cc[VSUSP] = _POSIX_VDISABLE; /* a suspended calf would watch over nothing */
    terminal->keys = tcsetattr(STDIN_FILENO, TCSADRAIN, &single) == 0;
    if (terminal->keys)
        tcflush(STDIN_FILENO, TCIFLUSH); /* what was typed before was meant for something else */
}

void terminal_close(struct terminal *terminal)
{
    if (terminal->keys)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal->before);
    if (terminal->screen) {
        fputs(SHOW_CURSOR WRAP_ON, stdout);
        fflush(stdout);
    }
    *terminal = (struct terminal){0};
}

/* The rest of another key's sequence has come along with its first byte: CSI or SS3, parameters,
 * and a final byte (ECMA-48, 5.4). */
static void swallow_sequence(void)
{
    char byte;
    if (read(STDIN_FILENO, &byte, 1) != 1 || (byte != '[' && byte != 'O'))
        return;
    while (read(STDIN_FILENO, &byte, 1) == 1)
        if (byte >= '@' && byte <= '~')
            return;
}

char terminal_key(const struct terminal *terminal)
{
    char key;
    while (terminal->keys && read(STDIN_FILENO, &key, 1) == 1) {
        if (key != ESCAPE)
            return key;
        swallow_sequence();
    }
    return 0;
}

void terminal_size(int *columns, int *rows)
{
    struct winsize size;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
    *columns = known ? size.ws_col : 80;
    *rows = known ? size.ws_row : 24;
}
