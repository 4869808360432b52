#include "host/calf/avrdude.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/calf/signals.h"

enum { WORDS_max = 20, WORD_BYTES = 64, OPERATION_BYTES = 4200 };

/* The words of a command line; they are somebody else's. */
struct line {
    const char *words[WORDS_max + 1];
    int count;
};

static void add(struct line *line, const char *word)
{
    line->words[line->count++] = word;
}

/* In the child: becomes avrdude; `silent`: unheard. */
static void become(struct line *line, bool silent)
{
    int nowhere = silent ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
    if (nowhere >= 0) {
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
    } else {
        dup2(STDERR_FILENO, STDOUT_FILENO); /* stdout is for results */
    }
    signals_release();
    execvp("avrdude", (char *const *)line->words);
    _exit(errno == ENOENT ? AVRDUDE_MISSING : 126);
}

static int run(struct line *line, bool silent)
{
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        become(line, silent);
    if (child < 0)
        return AVRDUDE_MISSING;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ; /* Ctrl-C reaches avrdude too, which ends by it */
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* avrdude -p m328p -c PROGRAMMER [-P PORT] [-b BAUD]: option letters by its manual page. */
static void begin(struct line *line, const struct avrdude *how, char baud[WORD_BYTES])
{
    *line = (struct line){.count = 0};
    add(line, "avrdude");
    add(line, "-p");
    add(line, "m328p");
    add(line, "-c");
    add(line, how->programmer);
    if (how->port) {
        add(line, "-P");
        add(line, how->port);
    }
    if (how->baud > 0) {
        snprintf(baud, WORD_BYTES, "%u", how->baud);
        add(line, "-b");
        add(line, baud);
    }
    if (how->quiet)
        add(line, "-qq");
}

int avrdude_try(const struct avrdude *how)
{
    struct line line;
    char baud[WORD_BYTES];
    begin(&line, how, baud);
    return run(&line, true);
}

int avrdude_flash(const struct avrdude *how, const char *hex)
{
    struct line line;
    char baud[WORD_BYTES], operation[OPERATION_BYTES];
    begin(&line, how, baud);
    snprintf(operation, sizeof operation, "flash:w:%s:i", hex);
    if (strcmp(how->programmer, "arduino") == 0)
        add(&line, "-D"); /* a bootloader erases page by page */
    add(&line, "-U");
    add(&line, operation);
    return run(&line, false);
}

int avrdude_fuses(const struct avrdude *how, unsigned low, unsigned high, unsigned extended)
{
    struct line line;
    char baud[WORD_BYTES], operations[3][WORD_BYTES];
    begin(&line, how, baud);
    snprintf(operations[0], WORD_BYTES, "lfuse:w:0x%02X:m", low);
    snprintf(operations[1], WORD_BYTES, "hfuse:w:0x%02X:m", high);
    snprintf(operations[2], WORD_BYTES, "efuse:w:0x%02X:m", extended);
    for (int i = 0; i < 3; i++) {
        add(&line, "-U");
        add(&line, operations[i]);
    }
    return run(&line, false);
}
