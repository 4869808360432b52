/* What depends on this machine: the virtual kit's speed, and the host's work on routines. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <simavr/sim_avr.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "tests/bench/figures.h"
#include "tests/bench/scenes.h"

enum { PLAY_s = 120, IDLE_s = 60, LINTS = 50, COMPILES = 10, LINE_max = 512, SOME_TESTS = 90 };

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* --- The virtual kit ----------------------------------------------------------------------------- */

static double speed(struct peer *peer, double seconds)
{
    double began_s = cpu_s();
    peer_run_s(peer, seconds);
    return seconds / (cpu_s() - began_s);
}

static void do_not_wait(struct avr_t *avr, avr_cycle_count_t cycles)
{
    (void)avr, (void)cycles;
}

/* The same firmware in simavr alone: no board, no physics, nobody on the line. */
static double bare_speed(double seconds)
{
    static struct firmware firmware;
    char why[LINE_max];
    avr_t *avr = avr_make_mcu_by_name("atmega328p");
    if (!avr || !firmware_load(&firmware, FIGURES_FIRMWARE, why, sizeof why)) {
        fprintf(stderr, "bench: no bare simavr\n");
        exit(1);
    }
    avr_init(avr);
    memcpy(avr->flash, firmware.flash, sizeof firmware.flash);
    avr->codeend = firmware.used_bytes;
    avr->frequency = MACHINE_CLOCK_Hz;
    avr->sleep = do_not_wait;
    double began_s = cpu_s();
    while ((double)avr->cycle < seconds * MACHINE_CLOCK_Hz)
        avr_run(avr);
    double spent_s = cpu_s() - began_s;
    avr_terminate(avr);
    free(avr);
    return seconds / spent_s;
}

static void measure_kit(struct figures *figures)
{
    struct peer *playing = scene_playing(), *idle = scene_idle();
    figures->values[FIGURE_KIT_SPEED] = speed(playing, PLAY_s);
    figures->values[FIGURE_KIT_SHARE] = speed(idle, IDLE_s) / bare_speed(IDLE_s);
    peer_free(playing);
    peer_free(idle);
}

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
        double began_s = cpu_s();
        for (unsigned times = 0; times < COMPILES; times++)
            routine_compile(text, length, path, &program, &diagnostics);
        compiled_s += (cpu_s() - began_s) / COMPILES;
        if (program.length > bytes) {
            bytes = program.length;
            largest = i;
        }
    }
    double began_s = cpu_s();
    for (unsigned times = 0; times < LINTS; times++)
        routine_load(library.names[largest], &program, &diagnostics);
    figures->values[FIGURE_LINT] = (cpu_s() - began_s) / LINTS * 1e3;
    figures->values[FIGURE_COMPILE] = compiled_s * 1e3;
}

/* --- make check ---------------------------------------------------------------------------------- */

/* prove's last lines, as make check keeps them: "Files=91, Tests=7027, ... = 59.66 CPU)". 0: there was none, or
 * only of some tests. */
static double last_check_s(void)
{
    char line[LINE_max];
    double cpu = 0;
    FILE *log = fopen("build/check.log", "r");
    while (log && fgets(line, sizeof line, log)) {
        bool is_sum = strncmp(line, "Files=", 6) == 0 && strtol(line + 6, NULL, 10) > SOME_TESTS;
        cpu = is_sum ? strtod(strrchr(line, '=') + 1, NULL) : cpu;
    }
    if (log)
        fclose(log);
    return cpu / 2;
}

void figures_measure_timed(struct figures *figures)
{
    measure_kit(figures);
    measure_routines(figures);
    figures->values[FIGURE_CHECK] = last_check_s();
}
