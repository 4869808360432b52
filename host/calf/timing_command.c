/* The command timing: the figures of a record, its steps as CSV, or two records compared. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/json.h"
#include "host/calf/say.h"
#include "host/calf/timing.h"

enum { FASTEST_ppm = 2000 };

/* Such a drift no clock has, but a virtual kit that is not paced to wall time. */
static bool runs_by_itself(const struct timing *timing, const struct timing_summary *summary)
{
    return fabs(summary->fit.drift_ppm) > FASTEST_ppm && strncmp(timing->link, "serial", 6) != 0;
}

static void print_errors(const struct timing *timing, const struct timing_summary *summary)
{
    printf("steps   %zu, %zu missing\n", timing->steps_count, timing->missing);
    printf("error   min %" PRId64 ", median %" PRId64 ", p99 %" PRId64 ", max %" PRId64
           " us: actual less planned start, by the device's clock\n",
           summary->error_min_us, summary->error_median_us, summary->error_p99_us,
           summary->error_max_us);
    printf("late    %zu of %zu, by more than %d us\n", summary->late, timing->steps_count,
           TIMING_LATE_us);
}

static void print_figures(const char *path, const struct timing *timing,
                          const struct timing_summary *summary)
{
    printf("record  %s\n", path);
    printf("session %s, %s leg, level %s: %s\n", timing->routine, timing->leg, timing->level,
           timing->end[0] ? timing->end : "the record was cut off");
    if (timing->steps_count == 0)
        printf("steps   no steps in this record\n");
    else
        print_errors(timing, summary);
    if (runs_by_itself(timing, summary))
        printf("drift   the kit's time was not wall time (--speed)\n");
    else
        printf("drift   %+.2f ppm: the device's clock against the host's\n",
               summary->fit.drift_ppm);
    printf("delay   p50 %" PRId64 ", p99 %" PRId64 " us: events beyond the fastest\n",
           summary->delay_p50_us, summary->delay_p99_us);
}

static void print_figures_json(const char *path, const struct timing *timing,
                               const struct timing_summary *summary)
{
    printf("{\"record\":");
    json_string(stdout, path);
    printf(",\"routine\":");
    json_string(stdout, timing->routine);
    printf(",\"end\":");
    json_string(stdout, timing->end);
    printf(",\"count\":%zu,\"missing\":%zu,\"error_min_us\":%" PRId64
           ",\"error_median_us\":%" PRId64 ",\"error_p99_us\":%" PRId64 ",\"error_max_us\":%" PRId64
           ",\"late\":%zu,\"late_limit_us\":%d,\"drift_ppm\":%.3f,\"offset_us\":%.0f"
           ",\"offset_at_us\":%" PRId64 ",\"delay_p50_us\":%" PRId64 ",\"delay_p99_us\":%" PRId64
           "}\n",
           timing->steps_count, timing->missing, summary->error_min_us, summary->error_median_us,
           summary->error_p99_us, summary->error_max_us, summary->late, TIMING_LATE_us,
           summary->fit.drift_ppm, summary->fit.offset_us, summary->fit.origin_us,
           summary->delay_p50_us, summary->delay_p99_us);
}

static void print_steps(const struct timing *timing, const struct timing_summary *summary)
{
    printf("step,planned_us,actual_us,error_us,host_us,delay_us\n");
    for (size_t i = 0; i < timing->steps_count; i++) {
        const struct timing_step *step = &timing->steps[i];
        struct clock_pair pair = {step->actual_us, step->host_us};
        printf("%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%lld\n", step->number,
               step->planned_us, step->actual_us, step->actual_us - step->planned_us, step->host_us,
               llround(clock_fit_delay_us(&summary->fit, &pair)));
    }
}

/* --- comparing -------------------------------------------------------------------------------- */

/* The next line that does not belong to the host, without its host time. False at the end. */
static bool next_line(FILE *file, char **line, size_t *size)
{
    ssize_t length;
    do {
        length = getline(line, size, file);
    } while (length >= 0 && strncmp(*line, "# host", 6) == 0);
    if (length < 0)
        return false;
    char *first = strchr(*line, ','), *second = first ? strchr(first + 1, ',') : NULL;
    if ((*line)[0] != '#' && second)
        memmove(first, second, strlen(second) + 1);
    return true;
}

static int compare_files(FILE *a, FILE *b, const char *name_a, const char *name_b)
{
    char *line_a = NULL, *line_b = NULL;
    size_t size_a = 0, size_b = 0;
    unsigned long lines = 0;
    bool more_a, more_b, same;
    do {
        more_a = next_line(a, &line_a, &size_a);
        more_b = next_line(b, &line_b, &size_b);
        same = more_a == more_b && (!more_a || strcmp(line_a, line_b) == 0);
        lines += more_a && same;
    } while (same && more_a);

    int code = EXIT_OK;
    if (same)
        printf("the same but for the host's times: %lu lines\n", lines);
    else
        code = fail(EXIT_OTHER, "%s and %s differ after %lu lines\n  %s  %s", name_a, name_b, lines,
                    more_a ? line_a : "(end)\n", more_b ? line_b : "(end)");
    free(line_a);
    free(line_b);
    return code;
}

static int compare(const char *name_a, const char *name_b)
{
    FILE *a = fopen(name_a, "r");
    if (!a)
        return fail(EXIT_OTHER, "%s: %s", name_a, strerror(errno));
    FILE *b = fopen(name_b, "r");
    int code = b ? compare_files(a, b, name_a, name_b)
                 : fail(EXIT_OTHER, "%s: %s", name_b, strerror(errno));
    fclose(a);
    if (b)
        fclose(b);
    return code;
}

int command_timing(const struct options *options, struct arguments *arguments)
{
    bool csv = arguments_flag(arguments, "--csv");
    const char *other = arguments_value(arguments, "--compare"), *path = arguments_next(arguments);
    struct timing timing;
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    if (!path) {
        arguments->wrong = true;
        say("timing: which record?");
        return EXIT_USAGE;
    }
    if (other)
        return compare(path, other);
    int code = timing_read(&timing, path);
    if (code != EXIT_OK)
        return code;
    struct timing_summary summary = timing_summarize(&timing);
    if (csv)
        print_steps(&timing, &summary);
    else if (options->json)
        print_figures_json(path, &timing, &summary);
    else
        print_figures(path, &timing, &summary);
    timing_free(&timing);
    return EXIT_OK;
}
