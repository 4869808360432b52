#include "tests/bench/growth.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/bench/figures.h"
#include "tests/bench/run_cost.h"
#include "tests/bench/scenes.h"

enum {
    POINTS_max = 16,
    WIDTH = 360,
    HEIGHT = 200,
    LEFT = 56,
    BOTTOM = 36,
    TOP = 30,
    RIGHT = 16,
    MEASURE_s = 5,
    FRAMES_s = 100,
    SESSIONS_step = 500,
    SESSIONS_max = 4000,
    TRIES = 3,
    PATH_BYTES = 200,
};

struct plot {
    const char *file, *title, *x, *y;
    unsigned count;
    double xs[POINTS_max], ys[POINTS_max];
};

static double most(const double *values, unsigned count)
{
    double most = 0;
    for (unsigned i = 0; i < count; i++)
        most = fmax(most, values[i]);
    return most;
}

static double across(const struct plot *plot, double x)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * x / most(plot->xs, plot->count);
}

static double up(const struct plot *plot, double y)
{
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * y / most(plot->ys, plot->count);
}

static void draw(const struct plot *plot)
{
    FILE *svg = fopen(plot->file, "w");
    if (!svg) {
        perror(plot->file);
        exit(1);
    }
    fprintf(svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
            "height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
            "<text x=\"%d\" y=\"18\" font-size=\"13\">%s</text>\n"
            "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888\"/>\n",
            WIDTH, HEIGHT, WIDTH, HEIGHT, LEFT, plot->title, LEFT, TOP, HEIGHT - BOTTOM,
            WIDTH - RIGHT);
    for (unsigned i = 0; i < plot->count; i++)
        fprintf(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#b5532a\"/>\n",
                across(plot, plot->xs[i]), up(plot, plot->ys[i]));
    double x_end = most(plot->xs, plot->count), y_end = most(plot->ys, plot->count);
    fprintf(svg,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.4g</text>\n"
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>\n"
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.4g</text>\n"
            "<text x=\"%d\" y=\"%d\">%s</text>\n"
            "<text transform=\"translate(14 %d) rotate(-90)\">%s</text>\n</svg>\n",
            LEFT - 5, TOP + 8, y_end, LEFT - 5, HEIGHT - BOTTOM, WIDTH - RIGHT,
            HEIGHT - BOTTOM + 14, x_end, LEFT, HEIGHT - 8, plot->x, HEIGHT - BOTTOM, plot->y);
    fclose(svg);
}

static void add(struct plot *plot, double x, double y)
{
    plot->xs[plot->count] = x;
    plot->ys[plot->count++] = y;
}

static double awake_cycles_per_frame(struct peer *peer)
{
    uint64_t slept = kit_slept_cycles(peer->kit), began = kit_cycles(peer->kit);
    peer_run_s(peer, MEASURE_s);
    slept = kit_slept_cycles(peer->kit) - slept;
    return (double)(kit_cycles(peer->kit) - began - slept) / (MEASURE_s * FRAMES_s);
}

/* --- The plots ----------------------------------------------------------------------------------- */

/* Rests of one tick fill a routine to any length. */
static double upload_ms(unsigned rests)
{
    struct peer_routine routine;
    struct peer *peer = scene_idle();
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, 60, 0);
    for (unsigned i = 0; i < rests; i++)
        peer_rest(&routine, 1);
    peer_end(&routine);
    uint64_t began = kit_cycles(peer->kit);
    if (peer_load(peer, &routine) != 0) {
        fprintf(stderr, "bench: a routine of %u bytes is refused\n", routine.length);
        exit(1);
    }
    double ms = (double)(kit_cycles(peer->kit) - began) / (double)PEER_CYCLES_ms;
    peer_free(peer);
    return ms;
}

static void draw_length(void)
{
    enum { OTHERS_bytes = ROUTINE_HEADER_BYTES + 7 };
    struct plot plot = {.file = "tests/bench/growth-length.svg",
                        .title = "Upload, by the routine's length",
                        .x = "bytes",
                        .y = "ms"};
    for (unsigned rests = 8; rests <= 80; rests += 8)
        add(&plot, OTHERS_bytes + 2 * rests, upload_ms(rests));
    draw(&plot);
}

static double driving(unsigned zones)
{
    struct peer_routine routine;
    struct peer *peer = scene_idle();
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, 60, 0);
    peer_repeat(&routine, ROUTINE_MAX_REPEAT);
    if (zones > 0)
        peer_key(&routine, ROUTINE_KEY, (uint8_t)((1U << zones) - 1), 80, 40);
    peer_rest(&routine, 40);
    if (zones > 0)
        peer_key(&routine, ROUTINE_KEY, (uint8_t)((1U << zones) - 1), 20, 40);
    peer_rest(&routine, 40);
    peer_again(&routine);
    peer_end(&routine);
    peer_play(peer, &routine);
    double cycles = awake_cycles_per_frame(peer);
    peer_free(peer);
    return cycles;
}

static void draw_zones(void)
{
    struct plot plot = {.file = "tests/bench/growth-zones.svg",
                        .title = "Playing, by the zones that ramp",
                        .x = "zones",
                        .y = "cycles in 10 ms"};
    for (unsigned zones = 0; zones <= ZONE_COUNT; zones++)
        add(&plot, zones, driving(zones));
    draw(&plot);
}

static void draw_telemetry(void)
{
    struct plot plot = {.file = "tests/bench/growth-telemetry.svg",
                        .title = "Idle, by telemetry",
                        .x = "samples in a second",
                        .y = "cycles in 10 ms"};
    static const int periods_ms[] = {0, 1000, 500, 200, 100, 66, 50};
    struct peer *peer = scene_idle();
    for (unsigned i = 0; i < sizeof periods_ms / sizeof *periods_ms; i++) {
        peer_change_setting(peer, SETTING_sample_period_ms, periods_ms[i]);
        add(&plot, periods_ms[i] ? 1000.0 / periods_ms[i] : 0, awake_cycles_per_frame(peer));
    }
    draw(&plot);
    peer_free(peer);
}

/* --- Sessions kept --------------------------------------------------------------------------------- */

/* The first record that was made once more, as one of long ago. */
static void keep_session(const char *folder, unsigned number)
{
    char path[PATH_BYTES];
    glob_t made;
    snprintf(path, sizeof path, "%s/*-short.csv", folder);
    if (glob(path, 0, NULL, &made) != 0) {
        fprintf(stderr, "bench: no record in %s\n", folder);
        exit(1);
    }
    snprintf(path, sizeof path, "%s/2020-01-01T%06uZ-kept.csv", folder, number);
    if (link(made.gl_pathv[0], path) != 0)
        perror(path);
    globfree(&made);
}

static void forget_sessions(const char *folder)
{
    char command[PATH_BYTES];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0)
        fprintf(stderr, "bench: %s is left\n", folder);
}

/* The cheapest of some runs: another program on the machine can only make one dearer. */
static struct run_cost short_session(const char *folder)
{
    const char *const run[] = {
        "build/calf", "--record", folder,          "--sim", "run", "tests/host/routines/short.calf",
        "--leg",      "left",     "--acknowledge", NULL};
    struct run_cost least = run_cost(run);
    for (unsigned i = 1; i < TRIES; i++) {
        struct run_cost cost = run_cost(run);
        least.cpu_ms = fmin(least.cpu_ms, cost.cpu_ms);
        least.memory_kB = fmin(least.memory_kB, cost.memory_kB);
    }
    return least;
}

/* A program's peak counts the memory of the one that has forked it (Linux: it outlives exec): there must be less of it. */
static void check_floor(double memory_kB)
{
    static const char *const nothing[] = {"/bin/true", NULL};
    if (run_cost(nothing).memory_kB < memory_kB)
        return;
    fprintf(stderr, "bench: calf's memory is less than the bench's own\n");
    exit(1);
}

static void draw_sessions(void)
{
    struct plot time = {.file = "tests/bench/growth-sessions.svg",
                        .title = "calf run, 3 s, by the sessions kept",
                        .x = "records in the folder",
                        .y = "ms of CPU"};
    struct plot memory = time;
    char folder[] = "/tmp/calf-bench-XXXXXX";
    memory.file = "tests/bench/growth-memory.svg";
    memory.title = "calf run, 3 s: its memory, likewise";
    memory.y = "MB at most";
    if (!mkdtemp(folder)) {
        perror(folder);
        exit(1);
    }
    for (unsigned kept = 0; kept <= SESSIONS_max; kept += SESSIONS_step) {
        struct run_cost cost = short_session(folder);
        check_floor(cost.memory_kB);
        add(&time, kept, cost.cpu_ms);
        add(&memory, kept, cost.memory_kB / 1e3);
        for (unsigned number = kept; number < kept + SESSIONS_step; number++)
            keep_session(folder, number);
    }
    forget_sessions(folder);
    draw(&time);
    draw(&memory);
}

void growth_draw(void)
{
    setenv("KIT_FIRMWARE", FIGURES_FIRMWARE, 0);
    draw_sessions(); /* first: see check_floor() */
    draw_length();
    draw_zones();
    draw_telemetry();
}
