/* The library: does every routine last as long, and massage as much, as it is meant to, and is it a
 * good massage? What a user would lose: a routine that does something else than its page says. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "protocol/limits.h"
#include "tests/tap.h"

enum {
    WITHIN_percent = 5,
    ROUTINE_most_bytes = 160,
    LIBRARY_most_bytes = 1300,
    HEATS_most = 4,
    ROWS = 3,
    ROW_zones = 2,
    DOWN_least_ticks = 150, /* A31: 1.5 s from one row to the next one down */
    SOFT_least_ticks = 50,  /* A1: no strength comes in less than half a second */
};

#define A(number) (UINT64_C(1) << (number))

/* The table of the product's page: seconds and motor seconds within 5 %, peak in percent at level 5,
 * heat stage by stage as far as it changes (0 ends it; off as -1), and the rules it comes from. */
static const struct promise {
    const char *name;
    unsigned total_s, motor_s, peak_percent;
    int heat_mC[HEATS_most];
    uint64_t from;
} promises[] = {
    {"first-time", 720, 480, 30, {37000}, A(1) | A(19)},
    {"classic", 1230, 720, 55, {40000, 38000, 39000}, A(30) | A(31) | A(32)},
    {"shiatsu", 840, 555, 60, {39000}, A(3)},
    {"kneading", 840, 600, 55, {39000}, A(4)},
    {"circulation", 840, 520, 50, {39000}, A(5) | A(6)},
    {"lymph-drain", 840, 645, 30, {37000}, A(13) | A(14)},
    {"recovery", 780, 515, 25, {38000}, A(8) | A(9) | A(10) | A(11) | A(12)},
    {"reshape", 1680, 720, 50, {40000, -1}, A(24) | A(25) | A(26) | A(27)},
    {"warm-towel", 660, 0, 0, {40000}, A(32)},
    {"ankle", 660, 480, 35, {38000}, A(33)},
    {"cool-down", 330, 290, 25, {-1}, A(32)},
    {"office", 320, 210, 45, {38000}, A(34)},
};
enum { PROMISES = sizeof promises / sizeof promises[0] };

static struct routine_program programs[PROMISES]; /* in the same order */

static bool load_all(void)
{
    struct diagnostics diagnostics;
    bool all = true;
    for (unsigned i = 0; i < PROMISES; i++) {
        bool loaded = routine_load(promises[i].name, &programs[i], &diagnostics);
        diagnostics_print(&diagnostics, stderr);
        ok(loaded && diagnostics.count == 0, "%s loads without a warning", promises[i].name);
        all = all && loaded;
    }
    return all;
}

/* --- the table --------------------------------------------------------------------------------- */

static bool is_near(uint32_t ticks, unsigned wanted_s)
{
    long off = labs((long)ticks - (long)wanted_s * ROUTINE_TICKS_s);
    return off <= (long)wanted_s * ROUTINE_TICKS_s * WITHIN_percent / 100;
}

static unsigned peak_permille(const struct routine_totals *totals)
{
    unsigned peak = 0;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        peak = totals->peak_permille[zone] > peak ? totals->peak_permille[zone] : peak;
    return peak;
}

/* The setpoints of the stages before the last, each that differs from the one before it. */
static void read_heats(const struct routine_program *program, int heat_mC[HEATS_most])
{
    unsigned count = 0;
    int last = 0;
    memset(heat_mC, 0, HEATS_most * sizeof *heat_mC);
    for (unsigned i = 0; i < program->stage_count && count < HEATS_most; i++) {
        const struct program_stage *stage = &program->stages[i];
        int heat = stage->heat == 0 ? -1 : (int)routine_heat_to_mC(stage->heat);
        if (stage->kind != STAGE_SETTLE && heat != last)
            heat_mC[count++] = last = heat;
    }
}

static void test_table(void)
{
    for (unsigned i = 0; i < PROMISES; i++) {
        const struct promise *promise = &promises[i];
        const struct routine_program *program = &programs[i];
        const struct routine_totals *totals = &program->totals;
        int heat_mC[HEATS_most];
        read_heats(program, heat_mC);
        is_str(program->name, promise->name, "its own name");
        ok(is_near(totals->duration_ticks, promise->total_s), "%s lasts %u s: %u", promise->name,
           promise->total_s, (unsigned)totals->duration_ticks / ROUTINE_TICKS_s);
        ok(is_near(totals->motor_ticks, promise->motor_s), "its motors move %u s: %u",
           promise->motor_s, (unsigned)totals->motor_ticks / ROUTINE_TICKS_s);
        is_int(peak_permille(totals), 10 * promise->peak_percent, "its peak");
        for (unsigned h = 0; h < HEATS_most; h++)
            is_int(heat_mC[h], promise->heat_mC[h], "its heat, number %u", h + 1);
        ok((program->references & promise->from) == promise->from, "it cites what it comes from");
    }
}

static void test_size(void)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < PROMISES; i++) {
        sum += programs[i].length;
        ok(programs[i].length <= ROUTINE_most_bytes, "%s: %u bytes of at most %d", promises[i].name,
           programs[i].length, (int)ROUTINE_most_bytes);
    }
    ok(sum <= LIBRARY_most_bytes, "together %u bytes of at most %d", sum, (int)LIBRARY_most_bytes);
}

/* No routine without a row above: the folder and the table are the same list. */
static void test_complete(void)
{
    struct library library;
    library_list(&library);
    is_int(library.count, PROMISES, "the folder has as many routines as the table");
    for (unsigned i = 0; i < library.count; i++) {
        unsigned row = 0;
        while (row < PROMISES && strcmp(promises[row].name, library.names[i]) != 0)
            row++;
        ok(row < PROMISES, "%s has a row", library.names[i]);
    }
}

/* --- good massage ------------------------------------------------------------------------------- */

/* What is seen as a routine plays. */
struct watched {
    unsigned hurries;   /* how often a lower row began too soon after a higher one */
    unsigned first_row; /* that moved; ROWS: none */
    uint32_t first_ticks[ROUTINE_MAX_STAGES][ROWS]; /* when a row first moved in a stage, from 1 */
    uint8_t step_zones[ROUTINE_MAX_STAGES];         /* those in which steps began */
};

static bool row_moves(const struct routine_player *player, unsigned row)
{
    return player_permille(player, (uint8_t)(ROW_zones * row)) > 0 ||
           player_permille(player, (uint8_t)(ROW_zones * row + 1)) > 0;
}

static void watch(const struct routine_program *program, struct watched *watched)
{
    struct routine_player player;
    bool moves[ROWS] = {false};
    unsigned last_row = ROWS;
    uint32_t tick = 0, last_tick = 0;
    uint8_t events;
    *watched = (struct watched){.first_row = ROWS};
    player_begin(&player, program->bytes, program->length);
    while (!((events = player_tick(&player, true)) & PLAYER_END)) {
        tick++;
        if (events & PLAYER_STEP)
            watched->step_zones[player.stage] |= player.step_zones;
        for (unsigned row = 0; row < ROWS; row++) {
            bool moved = moves[row];
            moves[row] = row_moves(&player, row);
            if (moved || !moves[row])
                continue;
            uint32_t *first_tick = &watched->first_ticks[player.stage][row];
            *first_tick = *first_tick == 0 ? tick : *first_tick;
            watched->first_row = watched->first_row == ROWS ? row : watched->first_row;
            watched->hurries += last_row < row && tick - last_tick < DOWN_least_ticks;
            last_row = row;
            last_tick = tick;
        }
    }
}

/* A1: the level is low until somebody raises it, and no strength comes suddenly. */
static void test_soft_start(void)
{
    for (unsigned i = 0; i < PROMISES; i++) {
        const struct routine_program *program = &programs[i];
        struct routine_header header = routine_header(program->bytes);
        struct routine_step step = {.next = ROUTINE_HEADER_BYTES};
        uint32_t shortest_ticks = ROUTINE_MAX_RAMP_ticks;
        while (step.next < program->length &&
               routine_read(program->bytes, program->length, step.next, &step) == 0)
            if ((step.op == ROUTINE_KEY || step.op == ROUTINE_KEY_STEP) && step.value > 0)
                shortest_ticks = step.number < shortest_ticks ? step.number : shortest_ticks;
        ok(header.level_default <= 2, "%s begins at level %u", program->name, header.level_default);
        ok(shortest_ticks >= SOFT_least_ticks, "its softest and its hardest attack take %u0 ms",
           (unsigned)shortest_ticks);
    }
    is_int(routine_header(programs[0].bytes).level_default, 1, "the first time is at level 1");
}

/* A31: from the top, then slowly to the ankles. */
static void test_order(void)
{
    for (unsigned i = 0; i < PROMISES; i++) {
        struct watched watched;
        watch(&programs[i], &watched);
        is_int(watched.hurries, 0, "%s takes 1.5 s from row to row", programs[i].name);
        if (watched.first_row != ROWS)
            is_int(watched.first_row, strcmp(programs[i].name, "ankle") == 0 ? 2 : 0,
                   "and begins at the top, unless it is for the ankle alone");
    }
}

static const struct routine_program *find(const char *name)
{
    unsigned i = 0;
    while (strcmp(promises[i].name, name) != 0)
        i++;
    return &programs[i];
}

static unsigned begins_with(const struct program_step *step, const char *verb)
{
    return strncmp(step->text, verb, strlen(verb)) == 0;
}

static unsigned count_steps(const char *name, const char *verb)
{
    const struct routine_program *program = find(name);
    unsigned count = 0;
    for (unsigned i = 0; i < program->step_count; i++)
        count += begins_with(&program->steps[i], verb);
    return count;
}

/* A13, A14: the rows are emptied from the top down, and each stroke goes towards the heart. */
static void test_drainage(void)
{
    const struct routine_program *program = find("lymph-drain");
    struct watched watched;
    watch(program, &watched);
    uint32_t(*first)[ROWS] = watched.first_ticks;
    ok(first[1][0] > 0 && first[1][1] == 0 && first[1][2] == 0, "first only the upper row");
    ok(first[2][1] > 0 && first[2][1] < first[2][0] && first[2][2] == 0,
       "then the middle one, towards the upper");
    ok(first[3][2] > 0 && first[3][2] < first[3][1] && first[3][1] < first[3][0],
       "then the ankle, by the middle to the upper");
    is_int(routine_header(program->bytes).ceiling_percent, 30, "light: at most 30 %%");
}

/* A3: shiatsu presses, zone by zone. */
static void test_shiatsu(void)
{
    is_int(count_steps("shiatsu", "press"), ZONE_COUNT, "A3: shiatsu presses each zone by itself");
    is_int(find("shiatsu")->step_count, ZONE_COUNT, "and does nothing else");
}

/* A4: kneading rolls between the two sides of a row. */
static void test_kneading(void)
{
    is_int(count_steps("kneading", "roll"), ROWS, "A4: kneading rolls each row");
    is_int(find("kneading")->step_count, ROWS, "and does nothing else");
}

/* A5: a wave towards the heart. A6: with heat. */
static void test_circulation(void)
{
    struct watched watched;
    watch(find("circulation"), &watched);
    ok(watched.first_ticks[2][2] < watched.first_ticks[2][1] &&
           watched.first_ticks[2][1] < watched.first_ticks[2][0],
       "A5: circulation is a wave from the ankle up");
    ok(find("circulation")->stages[2].heat > 0, "A6: with heat while the motors move");
}

/* A8 to A12: gentle (A8), ten (A10) to fifteen minutes (A11), not too strong (A12). */
static void test_recovery(void)
{
    const struct routine_program *recovery = find("recovery");
    is_int(count_steps("recovery", "roll"), recovery->step_count, "A8: recovery only cross-fades");
    ok(recovery->totals.duration_ticks >= 600 * ROUTINE_TICKS_s, "A10: for ten minutes or more");
    ok(recovery->totals.duration_ticks <= 900 * ROUTINE_TICKS_s, "A11: and fifteen at most");
    is_int(routine_header(recovery->bytes).ceiling_percent, 40, "A12: never above 40 %%");
}

/* A24 to A27: a soak of 15 minutes (A24) without motors (A25), then along the leg (A26). */
static void test_reshape(void)
{
    const struct routine_program *reshape = find("reshape");
    struct watched watched;
    watch(reshape, &watched);
    is_int(reshape->stages[0].kind, STAGE_SOAK, "A24: reshape soaks first");
    is_int(reshape->stages[0].duration_s, 900, "for fifteen minutes");
    is_int(watched.step_zones[0], 0, "A25: no motor moves in the soak");
    is_int(reshape->stages[1].heat, 0, "then the heat is off");
    is_int(count_steps("reshape", "sweep"), reshape->step_count,
           "A26: and it sweeps along the leg");
}

/* A32: a warm towel before and after. */
static void test_towels(void)
{
    const struct routine_program *classic = find("classic");
    is_int(classic->stages[0].kind, STAGE_TOWEL, "A32: classic has a warm towel before");
    is_int(classic->stages[classic->stage_count - 2].kind, STAGE_TOWEL, "and after");
    is_int(find("warm-towel")->totals.motor_ticks, 0, "and warm-towel is nothing else");
}

/* A33: the ankle by itself. A34: short enough to take along. */
static void test_short_ones(void)
{
    struct watched watched;
    watch(find("ankle"), &watched);
    is_int((watched.step_zones[1] | watched.step_zones[2]) & 0x0F, 0,
           "A33: the ankle's routine leaves the other rows alone");
    ok(find("office")->totals.duration_ticks < 360 * ROUTINE_TICKS_s,
       "A34: the office's takes five minutes");
}

/* A28 to A30: what a leg may have, and what it may have in its first two sessions (A19). */
static void test_limits(void)
{
    for (unsigned i = 0; i < PROMISES; i++)
        ok(programs[i].totals.motor_ticks <= LIMIT_MOTOR_TIME_s * ROUTINE_TICKS_s,
           "%s is within a leg's fifteen minutes", promises[i].name);
    ok(find("first-time")->totals.motor_ticks <= LIMIT_NEW_LEG_MOTOR_TIME_s * ROUTINE_TICKS_s,
       "and the first time within a new leg's ten");
}

int main(void)
{
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    test_complete();
    if (load_all()) {
        test_table();
        test_size();
        test_soft_start();
        test_order();
        test_drainage();
        test_shiatsu();
        test_kneading();
        test_circulation();
        test_recovery();
        test_reshape();
        test_towels();
        test_short_ones();
        test_limits();
    }
    return done();
}
