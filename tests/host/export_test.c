/* export_test: do other programs get what is played, tick by tick? */
#include <json-c/json_tokener.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/interchange/export.h"
#include "host/calf/interchange/json_tree.h"
#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "tests/tap.h"

enum { STRAIGHT_permille = 6, COLUMNS = 11, LINE_BYTES = 512 };

static const char jumps[] = "routine jumps\nstage a 0:20 heat 38.0\n"
                            "  press upper 60% attack 0s hold 1s release 0s gap 1s\n"
                            "  hold mid 40% for 2s\n  heat 39.5\n  rest 1s\n"
                            "  press ankle 30% attack 0s hold 1s release 1s\n"
                            "  prompt \"Say \\ & on\"\n  mark \"on\"\n  hold all 50% for 3s\n";

static bool compile(const char *text, struct routine_program *program)
{
    struct diagnostics diagnostics;
    bool good = routine_compile(text, strlen(text), "test.calf", program, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    return good;
}

static char *write_with(void (*write)(const struct export *, FILE *), const struct export *export)
{
    char *text = NULL;
    size_t length;
    FILE *memory = open_memstream(&text, &length);
    write(export, memory);
    fclose(memory);
    return text;
}

/* --- hjif: our own reader ---------------------------------------------------------------------- */

/* Fills in what a channel's effects say, for each tick: the strength in permille. */
static bool read_effects(struct json_object *effects, double *permille, uint32_t ticks)
{
    for (size_t i = 0; i < json_tree_length(effects); i++) {
        struct json_object *effect = json_tree_at(effects, i);
        struct json_object *frames = json_tree_get(effect, "keyframes");
        double from_ms = json_tree_number(json_tree_get(effect, "position"));
        for (size_t k = 1; k < json_tree_length(frames); k++) {
            struct json_object *a = json_tree_at(frames, k - 1), *b = json_tree_at(frames, k);
            double a_ms = from_ms + json_tree_number(json_tree_get(a, "relative_position"));
            double b_ms = from_ms + json_tree_number(json_tree_get(b, "relative_position"));
            double low = json_tree_number(json_tree_get(a, "amplitude_modulation"));
            double high = json_tree_number(json_tree_get(b, "amplitude_modulation"));
            if (b_ms <= a_ms)
                return false;
            for (uint32_t tick = (uint32_t)ceil(a_ms / 10); tick < ticks && tick * 10.0 < b_ms;
                 tick++)
                permille[tick] = 1000 * (low + (high - low) * (tick * 10.0 - a_ms) / (b_ms - a_ms));
        }
    }
    return true;
}

static double furthest_off(const struct timeline *timeline, unsigned zone, const double *permille)
{
    double furthest = 0;
    for (uint32_t tick = 0; tick < timeline->ticks; tick++)
        furthest = fmax(furthest, fabs(permille[tick] - timeline->permille[tick][zone]));
    return furthest;
}

static struct json_object *effects_of(struct json_object *perception, unsigned channel)
{
    struct json_object *channels = json_tree_get(perception, "channels");
    struct json_object *bands = json_tree_get(json_tree_at(channels, channel), "bands");
    return json_tree_get(json_tree_at(bands, 0), "effects");
}

static void test_members(struct json_object *root)
{
    static const char *const members[] = {"version", "profile",     "level",
                                          "date",    "description", "timescale",
                                          "avatars", "perceptions", "syncs"};
    unsigned missing = 0;
    for (unsigned i = 0; i < sizeof members / sizeof *members; i++)
        missing += json_tree_get(root, members[i]) == NULL;
    is_int(missing, 0, "every member that the format requires is there");
    is_str(json_tree_text(root, "date"), "2001-09-09", "with the day of the export");
    is_str(json_tree_text(root, "profile"), "Simple Parametric", "and the smallest profile");
}

static void test_heat(const struct timeline *timeline, struct json_object *root, double *amplitude)
{
    struct json_object *perception = json_tree_at(json_tree_get(root, "perceptions"), 1);
    double furthest_mC = 0;
    is_str(json_tree_text(perception, "perception_modality"), "Temperature",
           "heat is a temperature");
    ok(read_effects(effects_of(perception, 0), amplitude, timeline->ticks), "its keyframes rise");
    for (uint32_t tick = 0; tick < timeline->ticks; tick++) {
        double heat_mC = amplitude[tick] < 1 ? 0 : 30000 + 11 * amplitude[tick];
        furthest_mC = fmax(furthest_mC, fabs(heat_mC - routine_heat_to_mC(timeline->heat[tick])));
    }
    ok(furthest_mC < 10, "the setpoint comes back to %d mC", (int)furthest_mC);
}

static void test_hjif(const struct routine_program *program)
{
    struct timeline timeline;
    timeline_play(&timeline, program, 0);
    struct export export = {program, &timeline, 2, 1000000000};
    char *text = write_with(export_hjif, &export);
    struct json_object *root = json_tokener_parse(text);
    struct json_object *vibration = json_tree_at(json_tree_get(root, "perceptions"), 0);
    if (ok(root != NULL, "%s: its hjif is JSON", program->name)) {
        test_members(root);
        ok(strstr(text, "\"body_part_target\":[\"Right\",\"Calf\"]") != NULL, "on the right calf");
        is_int(json_tree_length(
                   json_tree_get(json_tree_at(json_tree_get(vibration, "channels"), 0), "bands")),
               1, "a channel has a band");
        ok(strstr(text, "\"Calf\"],\"actuator_resolution\":{\"X\":2,\"Y\":3,\"Z\":1},"
                        "\"actuator_target\":[{\"X\":0,\"Y\":2,\"Z\":0}]") != NULL &&
               strstr(text, "\"actuator_target\":[{\"X\":1,\"Y\":0,\"Z\":0}]") != NULL,
           "zones stand in a grid, from the upper medial corner to the lateral ankle");
        double furthest = 0;
        for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
            double *permille = calloc(timeline.ticks, sizeof *permille);
            if (!read_effects(effects_of(vibration, zone), permille, timeline.ticks))
                furthest = INFINITY;
            furthest = fmax(furthest, furthest_off(&timeline, zone, permille));
            free(permille);
        }
        ok(furthest <= STRAIGHT_permille,
           "read back, every zone plays to %d permille, tick by tick", (int)furthest + 1);
        double *amplitude = calloc(timeline.ticks, sizeof *amplitude);
        if (program->totals.heat_ticks > 0)
            test_heat(&timeline, root, amplitude);
        free(amplitude);
    }
    json_object_put(root);
    free(text);
    timeline_free(&timeline);
}

/* --- CSV --------------------------------------------------------------------------------------- */

struct csv_row {
    unsigned time_ms, permille[ZONE_COUNT], heat_mC;
};

static bool read_row(const char *line, struct csv_row *row)
{
    unsigned *p = row->permille;
    return sscanf(line, "%u,%u,%u,%u,%u,%u,%u,%u,", &row->time_ms, &p[0], &p[1], &p[2], &p[3],
                  &p[4], &p[5], &row->heat_mC) == 8;
}

/* The fields of a row; commas within quotes are none. */
static unsigned count_fields(const char *line)
{
    unsigned fields = 1;
    bool quoted = false;
    for (; *line != '\0' && *line != '\n'; line++) {
        quoted ^= *line == '"';
        fields += *line == ',' && !quoted;
    }
    return fields;
}

/* How far what is played between two rows is from the straight line. */
static double off_between(const struct timeline *timeline, const struct csv_row *a,
                          const struct csv_row *b)
{
    double furthest = 0;
    for (uint32_t tick = a->time_ms / 10; tick < b->time_ms / 10 && tick < timeline->ticks; tick++)
        for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
            double line = a->permille[zone] + ((double)b->permille[zone] - a->permille[zone]) *
                                                  (tick * 10.0 - a->time_ms) /
                                                  (b->time_ms - a->time_ms);
            furthest = fmax(furthest, fabs(line - timeline->permille[tick][zone]));
        }
    return furthest;
}

static void test_csv(const struct routine_program *program)
{
    struct timeline timeline;
    timeline_play(&timeline, program, 0);
    struct export export = {program, &timeline, 3, 0};
    char *text = write_with(export_csv, &export), *rest = text, *line;
    struct csv_row before = {0}, row = {0};
    double furthest = 0;
    unsigned wrong = 0, rows = 0;
    while ((line = strsep(&rest, "\n")) && *line != '\0') {
        wrong += count_fields(line) != COLUMNS;
        if (rows++ == 0)
            continue;
        wrong += !read_row(line, &row) || row.time_ms < before.time_ms;
        furthest = fmax(furthest, off_between(&timeline, &before, &row));
        before = row;
    }
    is_int(wrong, 0, "%s: each of %u rows of its CSV has its columns, in order of time",
           program->name, rows);
    ok(furthest <= STRAIGHT_permille, "between rows it is straight to %d permille",
       (int)furthest + 1);
    is_int(row.time_ms, timeline.ticks * 10, "and the last one is the end");
    free(text);
    timeline_free(&timeline);
}

int main(void)
{
    struct routine_program program;
    struct diagnostics diagnostics;
    struct library library;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    ok(library.count >= 12, "there is a library: %u", library.count);
    for (unsigned i = 0; i < library.count; i++) {
        if (!ok(routine_load(library.names[i], &program, &diagnostics), "%s", library.names[i]))
            continue;
        test_hjif(&program);
        test_csv(&program);
    }
    if (ok(compile(jumps, &program), "a routine with jumps")) {
        test_hjif(&program);
        test_csv(&program);
    }
    return done();
}
