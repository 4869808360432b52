/* What is the same on every machine, but takes long: warmth at the corners, clocks, a day of samples. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/figures.h"
#include "tests/evidence/clock_course.h"
#include "tests/evidence/heat_course.h"

enum { CRYSTAL_ppm = 100, LINE_max = 256 };

static void worst(struct figures *figures, enum figure figure, double value)
{
    figures->values[figure] = fmax(figures->values[figure], value);
}

/* A corner at which the pad cannot reach the setpoint counts for its overshoot only. */
static void measure_heat(struct figures *figures)
{
    for (unsigned corner = 0; corner < HEAT_CORNERS; corner++) {
        fprintf(stderr, "bench: warmth, corner %u of %d\n", corner + 1, HEAT_CORNERS);
        struct heat_course course = heat_course_play(corner);
        worst(figures, FIGURE_HEAT_OVER, course.overshoot_K);
        if (course.best.reached_s < 0)
            continue;
        bool is_there = !course.ended && course.reached_s > 0 && course.recovered_s > 0;
        worst(figures, FIGURE_HEAT_TIME,
              is_there ? course.reached_s / course.best.reached_s : INFINITY);
        worst(figures, FIGURE_HEAT_AGAIN,
              is_there ? course.recovered_s / course.best.recovered_s : INFINITY);
        worst(figures, FIGURE_HEAT_NEAR, course.deviation_K);
    }
}

static void measure_clocks(struct figures *figures)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        struct clock_course course;
        fprintf(stderr, "bench: clocks, crystal %+d ppm\n", sign * CRYSTAL_ppm);
        if (!clock_course_play(sign * CRYSTAL_ppm, 1, &course))
            exit(1);
        worst(figures, FIGURE_CLOCK_OFFSET, course.offset_error_us);
        worst(figures, FIGURE_CLOCK_DRIFT, course.drift_error_ppm);
    }
}

/* tests/host/memory_test counts what is allocated, and tells. */
static void measure_memory(struct figures *figures)
{
    static const char told[] = "# memory in use: ";
    char line[LINE_max];
    double quarter = NAN, day = NAN;
    FILE *test = popen("build/tests/host/memory_test", "r");
    while (test && fgets(line, sizeof line, test))
        if (strncmp(line, told, sizeof told - 1) == 0)
            sscanf(line + sizeof told - 1, "%lf bytes after 15 minutes, %lf", &quarter, &day);
    if (!test || pclose(test) != 0 || isnan(day)) {
        fprintf(stderr, "bench: build/tests/host/memory_test fails\n");
        exit(1);
    }
    figures->values[FIGURE_MEMORY] = fmax(0, (day / quarter - 1) * 100);
}

void figures_measure_long(struct figures *figures)
{
    measure_memory(figures);
    measure_clocks(figures);
    measure_heat(figures);
}
