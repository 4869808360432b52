#include "tests/evidence/clock_course.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND_bytes = 1024, FOLDER_bytes = 64 };

struct fit {
    double drift_ppm, offset_us, offset_at_us;
};

/* A number of `calf timing --json`. */
static double number_of(const char *json, const char *name)
{
    const char *at = strstr(json, name);
    return at ? strtod(at + strlen(name) + 2, NULL) : NAN;
}

/* The first line that a command prints. */
static bool first_line(const char *command, char *line, int size)
{
    FILE *output = popen(command, "r");
    if (!output)
        return false;
    bool printed = fgets(line, size, output) != NULL;
    return pclose(output) == 0 && printed;
}

/* When SYNC first rose, in microseconds of true time; negative: never. */
static double first_sync_us(FILE *vcd)
{
    char line[128], name[64], letter, code = '\0';
    double now_us = 0;
    while (fgets(line, sizeof line, vcd)) {
        if (sscanf(line, "$var wire 1 %c %63s", &letter, name) == 2 && strcmp(name, "SYNC") == 0)
            code = letter;
        else if (line[0] == '#')
            now_us = strtod(line + 1, NULL) / 1000;
        else if (line[0] == '1' && line[1] == code)
            return now_us;
    }
    return -1;
}

/* Reads the trace while it is written, since it is too long to be kept, and leaves the time in a file: the process
 * that does, or what fork() says. */
static pid_t watch_trace(const char *trace, const char *result)
{
    char line[128];
    if (mkfifo(trace, 0600) != 0)
        return -1;
    pid_t watcher = fork();
    if (watcher != 0)
        return watcher;
    FILE *vcd = fopen(trace, "r"), *out = fopen(result, "w");
    if (!vcd || !out)
        _exit(1);
    fprintf(out, "%.3f\n", first_sync_us(vcd));
    fclose(out);
    while (fgets(line, sizeof line, vcd))
        continue;
    _exit(0);
}

static bool play(const char *folder, int ppm, int seed)
{
    char command[COMMAND_bytes], trace[FOLDER_bytes + 8], result[FOLDER_bytes + 8];
    snprintf(trace, sizeof trace, "%s/trace", folder);
    snprintf(result, sizeof result, "%s/sync", folder);
    pid_t watcher = watch_trace(trace, result);
    if (watcher < 0)
        return false;
    snprintf(
        command, sizeof command,
        "build/calf --sim='--eeprom practised --seed %d --jitter 8 --fault clock-ppm=%d "
        "--vcd %s/trace' --record %s run classic --leg left --acknowledge --plain >%s/log 2>&1",
        seed, ppm, folder, folder, folder);
    bool is_played = system(command) == 0;
    kill(watcher, SIGTERM); /* without a kit it would wait for the trace for ever */
    waitpid(watcher, NULL, 0);
    return is_played;
}

static bool read_fit(const char *folder, struct fit *fit, double *step_us, double *true_us)
{
    char command[COMMAND_bytes], line[COMMAND_bytes];
    snprintf(command, sizeof command, "build/calf --json timing %s/*.csv", folder);
    if (!first_line(command, line, sizeof line))
        return false;
    fit->drift_ppm = number_of(line, "drift_ppm");
    fit->offset_us = number_of(line, "offset_us");
    fit->offset_at_us = number_of(line, "offset_at_us");
    snprintf(command, sizeof command, "build/calf timing --csv %s/*.csv | sed -n 2p | cut -d, -f3",
             folder);
    if (!first_line(command, line, sizeof line))
        return false;
    *step_us = strtod(line, NULL);
    snprintf(command, sizeof command, "cat %s/sync", folder);
    if (!first_line(command, line, sizeof line))
        return false;
    *true_us = strtod(line, NULL);
    return *true_us > 0;
}

bool clock_course_play(int ppm, int seed, struct clock_course *course)
{
    char folder[FOLDER_bytes] = "/tmp/calf-clock-XXXXXX", command[COMMAND_bytes];
    struct fit fit;
    double step_us, true_us;
    if (!mkdtemp(folder) || !play(folder, ppm, seed) ||
        !read_fit(folder, &fit, &step_us, &true_us)) {
        fprintf(stderr, "%+d ppm: the session is not played or its record not read, see %s\n", ppm,
                folder);
        return false;
    }
    double slope = 1 / (1 + ppm / 1e6) - 1;
    double true_offset_us = true_us - step_us - slope * (step_us - fit.offset_at_us);
    course->drift_ppm = fit.drift_ppm;
    course->drift_error_ppm = fabs(fit.drift_ppm - ppm);
    course->offset_error_us = fabs(fit.offset_us - true_offset_us);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0;
}
