/* What depends on this machine: the host's work on routines, the tests' time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "tests/bench/cpu_time.h"
#include "tests/bench/figures.h"

enum { LINTS = 50, COMPILES = 10, LINE_max = 512 };

/* --- Routines ------------------------------------------------------------------------------------ */

static void measure_routines(struct figures *figures)
{
    static struct library library;
    static struct routine_program program;
    static struct diagnostics diagnostics;
    static char text[SOURCE_MAX_BYTES + 1], path[PATH_MAX];
    unsigned largest = 0, bytes = 0;
    double compiled_s = 0;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    for (unsigned i = 0; i < library.count; i++) {
        size_t length;
        if (!library_find(library.names[i], path, &diagnostics) ||
            !library_read(path, text, &length, &diagnostics)) {
            fprintf(stderr, "bench: %s cannot be read\n", library.names[i]);
            exit(1);
        }
        double began_s = cpu_time_s();
        for (unsigned times = 0; times < COMPILES; times++)
            routine_compile(text, length, path, &program, &diagnostics);
        compiled_s += (cpu_time_s() - began_s) / COMPILES;
        if (program.length > bytes) {
            bytes = program.length;
            largest = i;
        }
    }
    double began_s = cpu_time_s();
    for (unsigned times = 0; times < LINTS; times++)
        routine_load(library.names[largest], &program, &diagnostics);
    figures->values[FIGURE_LINT] = (cpu_time_s() - began_s) / LINTS * 1e3;
    figures->values[FIGURE_COMPILE] = compiled_s * 1e3;
}

/* --- make check ---------------------------------------------------------------------------------- */

/* prove's last line, as make check keeps it: "Files=91, Tests=7027, ... = 59.66 CPU)". */
static double last_check_s(void)
{
    char line[LINE_max];
    double cpu_s = NAN;
    FILE *log = fopen("build/whole-check.log", "r");
    while (log && fgets(line, sizeof line, log))
        if (strncmp(line, "Files=", 6) == 0)
            cpu_s = strtod(strrchr(line, '=') + 1, NULL);
    if (log)
        fclose(log);
    return cpu_s / 2;
}

void figures_measure_timed(struct figures *figures)
{
    measure_kit(figures);
    measure_routines(figures);
    figures->values[FIGURE_CHECK] = last_check_s();
}
