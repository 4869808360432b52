/* lint_evidence.c: the whole library and a thousand routines at random, played on kits: do they come to what lint
 * says? Times, peaks and durations must be equal, hot time, dose, energy and waits within their bounds; the
 * table shows how tight these are. Skin that was warm must cool within its bound. SEED=n repeats a run, COUNT=n plays so many at random. */
#include <stdlib.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "tests/kit/played.h"
#include "tests/tap.h"

enum { COUNT = 1000, SEED = 1, BATCH = 50, COURSE_HEAT_s = 1200, COURSE_AFTER_s = 900 };

/* --- the library ------------------------------------------------------------------------------- */

/* Where the bounds are nearest: dose where hardly any heat is lost, energy where most of it is. */
static const struct played_where places[] = {
    {"warm room, blanket", 30, 36, 2.97, 5.25, 0.4, true, false},
    {"cold room", 15, 30, 2.97, 5.25, 1.5, false, true},
};

static double percent_of(double kit, double most)
{
    return most > 0 ? 100 * kit / most : 0;
}

static void print_row(const char *name, const struct played_where *where,
                      const struct played *played, const struct lint_bounds *most)
{
    printf("# %-12s %-18s %5u %5u %5u %3.0f%% %6.2f %3.0f%% %6.2f %3.0f%% %6.3f %3.0f%%\n", name,
           where->name, (unsigned)(played->session_ticks / ROUTINE_TICKS_s),
           (unsigned)(played->motor_ticks / ROUTINE_TICKS_s), played->hot_s,
           percent_of(played->hot_s, most->hot_ticks / (double)ROUTINE_TICKS_s),
           played->dose_mCEM43 / 1000.0, percent_of(played->dose_mCEM43, most->dose_mCEM43),
           played->pad_J / 1000, percent_of(played->pad_J, most->pad_J), played->motors_J / 1000,
           percent_of(played->motors_J, most->motors_J));
    fflush(stdout);
}

static void test_routine(const char *name)
{
    static struct routine_program program;
    static struct diagnostics diagnostics;
    if (!routine_load(name, &program, &diagnostics)) {
        ok(false, "%s is accepted", name);
        return;
    }
    struct lint_bounds most = lint_bounds(program.bytes, program.length);
    for (unsigned i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct played played = play_routine(program.bytes, program.length, &places[i]);
        print_row(name, &places[i], &played, &most);
        ok(played_as_lint_says(&played, program.bytes, program.length, &places[i]),
           "%s, %s: as lint says", name, places[i].name);
    }
}

static void test_library(void)
{
    static struct library library;
    library_list(&library);
    ok(library.count > 0, "the library has %u routines", library.count);
    printf("# %-12s %-18s %5s %5s %10s %11s %11s %11s\n", "routine", "where", "s", "motor",
           "hot s of %", "CEM43 of %", "pad kJ of %", "motors kJ %");
    for (unsigned i = 0; i < library.count; i++)
        test_routine(library.names[i]);
}

/* --- warm skin ------------------------------------------------------------------------------- */

/* As long as hot skin may last, then cooler or without heat: where warmth stays longest. */
static const struct {
    uint8_t heat, then;
} courses[] = {{70, 0}, {80, 0}, {90, 0}, {100, 0}, {100, 80}, {110, 0}, {110, 90}};

static struct peer *begin_course(unsigned course, const struct played_where *where,
                                 struct peer_routine *routine)
{
    struct kit_options options = peer_options();
    options.ambient_C = where->ambient_C;
    options.skin_C = where->skin_C;
    options.pad_Ohm = where->pad_Ohm;
    options.supply_V = where->supply_V;
    options.perfusion = where->perfusion;
    options.blanket = where->blanket;
    peer_begin(routine);
    peer_stage(routine, STAGE_SOAK, COURSE_HEAT_s, courses[course].heat);
    peer_stage(routine, STAGE_TOWEL, COURSE_AFTER_s, courses[course].then);
    peer_end(routine);
    struct peer *peer = peer_new(&options);
    peer_play(peer, routine);
    return peer;
}

/* The highest that the sensor showed above what lint thinks possible; below zero: never that much. */
static int32_t course_excess_mC(unsigned course, const struct played_where *where)
{
    struct peer_routine routine;
    struct lint_walk walk;
    int32_t excess_mC = INT32_MIN;
    struct peer *peer = begin_course(course, where, &routine);
    lint_walk_begin(&walk, routine.bytes, routine.length);
    for (unsigned second = 1; second < COURSE_HEAT_s + COURSE_AFTER_s; second++) {
        for (uint32_t ticks = 0; ticks < ROUTINE_TICKS_s;)
            ticks += lint_walk_on(&walk, ROUTINE_TICKS_s - ticks);
        int32_t most_mC = lint_walk_skin_mC(&walk);
        peer_run_s(peer, 1);
        int32_t over_mC = peer_readings(peer).skin_mC - most_mC;
        excess_mC = over_mC > excess_mC ? over_mC : excess_mC;
        peer_forget_events(peer);
    }
    peer_free(peer);
    return excess_mC;
}

static void test_warm_skin(void)
{
    static const struct played_where place = {"blanket", 30, 34, 2.97, 5.25, 0.4, true, false};
    for (unsigned i = 0; i < sizeof courses / sizeof courses[0]; i++) {
        int32_t excess_mC = course_excess_mC(i, &place);
        ok(excess_mC <= 0, "20 min at %.1f C, then %.1f: %.2f C below lint's bound, at least",
           routine_heat_to_mC(courses[i].heat) / 1000.0,
           routine_heat_to_mC(courses[i].then) / 1000.0, -excess_mC / 1000.0);
        fflush(stdout);
    }
}

/* --- routines at random ------------------------------------------------------------------------ */

static uint32_t number_from(const char *name, uint32_t fallback)
{
    const char *text = getenv(name);
    return text && atol(text) > 0 ? (uint32_t)atol(text) : fallback;
}

/* One routine at random; false, and its seed, if the kit plays another. */
static bool plays_as_lint_says(uint32_t *state)
{
    uint8_t program[ROUTINE_MAX_BYTES];
    struct played_where where;
    uint32_t seed = *state;
    uint8_t length = played_random(state, program, &where);
    struct played played = play_routine(program, length, &where);
    bool same = played_as_lint_says(&played, program, length, &where);
    if (!same)
        diag("again with: SEED=%lu COUNT=1", (unsigned long)seed);
    return same;
}

static void test_random(uint32_t seed, uint32_t count)
{
    uint32_t state = seed, wrong = 0;
    printf("# SEED=%lu COUNT=%lu\n", (unsigned long)seed, (unsigned long)count);
    for (uint32_t i = 1; i <= count; i++) {
        wrong += !plays_as_lint_says(&state);
        if (i % BATCH != 0 && i != count)
            continue;
        ok(wrong == 0, "%lu of %lu routines at random: %lu not as lint says", (unsigned long)i,
           (unsigned long)count, (unsigned long)wrong);
        fflush(stdout);
        wrong = 0;
    }
}

int main(void)
{
    setenv("CALFKIT_ROUTINES", "host/routines", 0); /* or those of the caller */
    if (!getenv("SEED")) {
        test_warm_skin();
        test_library();
    }
    test_random(number_from("SEED", SEED), number_from("COUNT", COUNT));
    return done();
}
