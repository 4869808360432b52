#include "host/calf/kit_process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wordexp.h>

#include "host/calf/command.h"
#include "host/calf/say.h"
#include "host/calf/signals.h"

enum { END_LIMIT_ms = 2000, END_STEP_ms = 5, FD_DIGITS = 12 };

/* calf-sim stands beside calf; CALFKIT_SIM names another one. */
static int find_program(char *path)
{
    const char *named = getenv("CALFKIT_SIM");
    if (named && named[0] != '\0') {
        snprintf(path, PATH_MAX, "%s", named);
    } else {
        ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - sizeof "/calf-sim");
        if (length < 0)
            return fail(EXIT_OTHER, "/proc/self/exe: %s", strerror(errno));
        path[length] = '\0';
        strcpy(strrchr(path, '/'), "/calf-sim");
    }
    if (access(path, X_OK) != 0)
        return fail(EXIT_PORT, "the virtual kit's program %s: %s", path, strerror(errno));
    return EXIT_OK;
}

static int split_words(const char *options, wordexp_t *words)
{
    switch (wordexp(options, words, WRDE_NOCMD)) {
    case 0:
        return EXIT_OK;
    case WRDE_BADCHAR:
    case WRDE_SYNTAX:
    case WRDE_CMDSUB:
        return fail(EXIT_USAGE, "--sim: cannot make words of '%s'", options);
    default:
        return fail(EXIT_OTHER, "no memory");
    }
}

/* In the child: becomes the program, on a signal mask and a terminal's Ctrl-C of its own. */
static void become_kit(char *path, char *fd, const wordexp_t *words)
{
    char **argv = calloc(words->we_wordc + 4, sizeof *argv);
    if (!argv)
        _exit(EXIT_OTHER);
    argv[0] = path;
    argv[1] = "--fd";
    argv[2] = fd;
    memcpy(argv + 3, words->we_wordv, words->we_wordc * sizeof *argv);
    signals_release();
    setpgid(0, 0); /* Ctrl-C is for calf, which then still needs the kit */
    execv(path, argv);
    _exit(EXIT_OTHER);
}

int kit_process_start(const char *options, int *fd, pid_t *process)
{
    char path[PATH_MAX], number[FD_DIGITS];
    wordexp_t words;
    int ends[2];
    int code = find_program(path);
    if (code == EXIT_OK)
        code = split_words(options, &words);
    if (code != EXIT_OK)
        return code;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        wordfree(&words);
        return fail(EXIT_OTHER, "no socket for the virtual kit: %s", strerror(errno));
    }
    snprintf(number, sizeof number, "%d", ends[1]);
    *process = fork();
    if (*process == 0) {
        fcntl(ends[1], F_SETFD, 0);
        become_kit(path, number, &words);
    }
    wordfree(&words);
    close(ends[1]);
    *fd = ends[0];
    if (*process > 0)
        return EXIT_OK;
    close(ends[0]);
    return fail(EXIT_OTHER, "the virtual kit cannot be started: %s", strerror(errno));
}

int kit_process_await(pid_t process)
{
    const struct timespec step = {.tv_nsec = END_STEP_ms * 1000000L};
    int status = 0;
    pid_t ended = 0;
    for (int waited_ms = 0; ended == 0 && waited_ms < END_LIMIT_ms; waited_ms += END_STEP_ms) {
        ended = waitpid(process, &status, WNOHANG);
        if (ended == 0)
            nanosleep(&step, NULL);
    }
    if (ended == 0) {
        kill(process, SIGKILL);
        waitpid(process, &status, 0);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int command_sim(const struct options *options, struct arguments *arguments)
{
    char path[PATH_MAX], alone[] = "--pty";
    (void)options;
    int code = find_program(path);
    if (code != EXIT_OK)
        return code;
    char **argv = calloc((size_t)arguments->count + 2, sizeof *argv);
    if (!argv)
        return fail(EXIT_OTHER, "no memory");
    argv[0] = path;
    memcpy(argv + 1, arguments->words, (size_t)arguments->count * sizeof *argv);
    if (arguments->count == 0)
        argv[1] = alone;
    signals_release();
    execv(path, argv);
    code = fail(EXIT_OTHER, "%s: %s", path, strerror(errno));
    free(argv);
    return code;
}
