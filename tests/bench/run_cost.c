#include "tests/bench/run_cost.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double ms(const struct timeval *time)
{
    return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

static void become(const char *const *arguments)
{
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    execv(arguments[0], (char *const *)arguments);
    _exit(127);
}

struct run_cost run_cost(const char *const *arguments)
{
    int status = -1;
    struct rusage used;
    pid_t child = fork();
    if (child == 0)
        become(arguments);
    if (child < 0 || wait4(child, &status, 0, &used) != child || status != 0) {
        fprintf(stderr, "bench: %s fails (%d)\n", arguments[0], status);
        exit(1);
    }
    return (struct run_cost){ms(&used.ru_utime) + ms(&used.ru_stime), (double)used.ru_maxrss};
}
