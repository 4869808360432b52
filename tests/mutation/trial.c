#include "tests/mutation/trial.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PATH_bytes = 256,
    COMMAND_bytes = 4096,
    SANITIZER_EXIT = 66,
    POLL_ns = 1000000,
    BUILD_LIMIT_s = 60,
    WALL_LIMIT_s = 120
};

static void stop_with(const char *what)
{
    perror(what);
    exit(2);
}

__attribute__((format(printf, 3, 4))) static void print_to(char *text, size_t size,
                                                           const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length = vsnprintf(text, size, format, values);
    va_end(values);
    if (length < 0 || (size_t)length >= size) {
        fprintf(stderr, "mutation: a path or command is too long: %s\n", text);
        exit(2);
    }
}

/* The last part of a path. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void write_source(const char *path, const char *source)
{
    FILE *file = fopen(path, "w");
    if (!file || fputs(source, file) < 0 || fclose(file) != 0)
        stop_with(path);
}

static bool same_files(const char *one, const char *other)
{
    FILE *a = fopen(one, "r"), *b = fopen(other, "r");
    if (!a || !b)
        stop_with(a ? other : one);
    int c;
    do
        c = fgetc(a);
    while (c == fgetc(b) && c != EOF);
    bool same = c == EOF && feof(b);
    fclose(a);
    fclose(b);
    return same;
}

/* Waits for a child, no longer than the limit. Its wait status, or -1 after killing it. */
static int wait_for(pid_t child)
{
    struct timespec pause = {.tv_nsec = POLL_ns}, now, start;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (waitpid(child, &status, WNOHANG) == 0) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - start.tv_sec > WALL_LIMIT_s) {
            kill(-child, SIGKILL);
            waitpid(child, &status, 0);
            return -1;
        }
        nanosleep(&pause, NULL);
    }
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU ? -1 : status;
}

/* Runs a shell command without its output. Its wait status, or -1 when it took more than this time of a CPU:
 * what does not end is told from what waits for one. */
static int run(const char *command, int limit_s)
{
    pid_t child = fork();
    if (child < 0)
        stop_with("fork");
    if (child == 0) {
        setpgid(0, 0);
        setrlimit(RLIMIT_CPU, &(struct rlimit){(rlim_t)limit_s, RLIM_INFINITY});
        int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, STDIN_FILENO);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    return wait_for(child);
}

/* Of a compiler. */
static bool succeeds(const char *command)
{
    int status = run(command, BUILD_LIMIT_s);
    if (status == -1) {
        fprintf(stderr, "mutation: this takes too long: %s\n", command);
        exit(2);
    }
    return status == 0;
}

static void must_run(const char *command)
{
    if (!succeeds(command)) {
        fprintf(stderr, "mutation: this failed: %s\n", command);
        exit(2);
    }
}

static void compile(char *command, const struct trial *trial, const char *source,
                    const char *object, const char *also)
{
    print_to(command, COMMAND_bytes, "%s %s -fPIC -c %s -o %s", trial->compiler, also, source,
             object);
}

/* Without sanitizers and debug information: two sources that mean the same give the same bytes. */
static const char bare[] = "-O2 -g0 -fno-sanitize=all";

static void compile_originals(const struct trial *trial)
{
    char command[COMMAND_bytes], object[PATH_bytes];
    for (size_t i = 0; i < trial->file_count; i++) {
        print_to(object, sizeof object, "%s/%s.o", trial->folder, base_name(trial->files[i]));
        compile(command, trial, trial->files[i], object, "-g0");
        must_run(command);
        print_to(object, sizeof object, "%s/%s.bare.o", trial->folder, base_name(trial->files[i]));
        compile(command, trial, trial->files[i], object, bare);
        must_run(command);
    }
}

static enum outcome judge(int status)
{
    if (status == -1)
        return OUTCOME_TIMED_OUT;
    if (WIFSIGNALED(status) || WEXITSTATUS(status) > SANITIZER_EXIT ||
        WEXITSTATUS(status) == SANITIZER_EXIT)
        return OUTCOME_CRASHED;
    return WEXITSTATUS(status) == 0 ? OUTCOME_SURVIVED : OUTCOME_FAILED;
}

static enum outcome run_test(const char *test, const char *folder, int limit_s)
{
    char command[COMMAND_bytes];
    print_to(command, sizeof command, "ASAN_OPTIONS=exitcode=%d LD_LIBRARY_PATH=%s exec %s",
             SANITIZER_EXIT, folder, test);
    return judge(run(command, limit_s));
}

/* Of a CPU, by all children that have ended. */
static double spent_s(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

/* Runs a test with nothing changed; returns what it takes. */
static double measured_s(const char *test, const char *folder)
{
    double before_s = spent_s();
    if (run_test(test, folder, BUILD_LIMIT_s) != OUTCOME_SURVIVED) {
        fprintf(stderr, "mutation: this fails with nothing changed: %s\n", test);
        exit(2);
    }
    return spent_s() - before_s;
}

/* The quick tests before the slow ones. */
static void order_tests(struct trial *trial)
{
    size_t count = trial->test_count;
    trial->cost_s = calloc(count, sizeof *trial->cost_s);
    trial->order = mmap(NULL, TRIAL_SLOTS * count * sizeof *trial->order, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!trial->cost_s || trial->order == MAP_FAILED)
        stop_with("mutation");
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        trial->cost_s[i] = measured_s(trial->tests[i], trial->folder);
        for (; at > 0 && trial->cost_s[trial->order[at - 1]] > trial->cost_s[i]; at--)
            trial->order[at] = trial->order[at - 1];
        trial->order[at] = i;
    }
    for (unsigned slot = 1; slot < TRIAL_SLOTS; slot++)
        memcpy(trial->order + slot * count, trial->order, count * sizeof *trial->order);
}

void trial_prepare(struct trial *trial)
{
    mkdir(trial->folder, 0777);
    compile_originals(trial);
    order_tests(trial);
}

/* The test that noticed comes first from then on: it is the likeliest to notice the next one, which stands nearby. */
static enum outcome run_tests(const struct trial *trial, const char *folder, unsigned slot)
{
    size_t *order = trial->order + slot * trial->test_count;
    for (size_t i = 0; i < trial->test_count; i++) {
        size_t test = order[i];
        int limit_s = TRIAL_LIMIT_s + (int)(TRIAL_LIMIT_times * trial->cost_s[test]);
        enum outcome outcome = run_test(trial->tests[test], folder, limit_s);
        if (outcome == OUTCOME_SURVIVED)
            continue;
        memmove(order + 1, order, i * sizeof *order);
        order[0] = test;
        return outcome;
    }
    return OUTCOME_SURVIVED;
}

static void link_library(const struct trial *trial, size_t file, const char *folder)
{
    char command[COMMAND_bytes], object[PATH_bytes];
    print_to(command, sizeof command, "%s -shared -o %s/libtrial.so %s/changed.o", trial->compiler,
             folder, folder);
    for (size_t i = 0; i < trial->file_count; i++) {
        if (i == file)
            continue;
        print_to(object, sizeof object, " %s/%s.o", trial->folder, base_name(trial->files[i]));
        strncat(command, object, sizeof command - strlen(command) - 1);
    }
    must_run(command);
}

/* Does the changed source mean something else at all? */
static bool is_the_same(const struct trial *trial, const char *name, const char *folder,
                        const char *source)
{
    char command[COMMAND_bytes], object[PATH_bytes], original[PATH_bytes];
    print_to(object, sizeof object, "%s/bare.o", folder);
    print_to(original, sizeof original, "%s/%s.bare.o", trial->folder, name);
    compile(command, trial, source, object, bare);
    must_run(command);
    return same_files(object, original);
}

enum outcome trial_run(const struct trial *trial, size_t file, const char *source, unsigned slot)
{
    char folder[PATH_bytes], path[PATH_bytes], object[PATH_bytes], command[COMMAND_bytes];
    const char *name = base_name(trial->files[file]);
    print_to(folder, sizeof folder, "%s/slot-%u", trial->folder, slot);
    mkdir(folder, 0777);
    print_to(path, sizeof path, "%s/%s", folder, name);
    write_source(path, source);

    print_to(object, sizeof object, "%s/changed.o", folder);
    compile(command, trial, path, object, "-g0");
    if (!succeeds(command))
        return OUTCOME_UNCOMPILED;
    link_library(trial, file, folder);
    enum outcome outcome = run_tests(trial, folder, slot);
    bool same = outcome == OUTCOME_SURVIVED && is_the_same(trial, name, folder, path);
    return same ? OUTCOME_SAME : outcome;
}
