/* A routine as MPEG haptics in JSON. Facts of the format: ISO/IEC 23090-31 and its reference software
 * (MPEGGroup/HapticReferenceSoftware: source/Types, IOJson).
 *
 * Two perceptions. Vibrotactile: a channel for each zone, at its place in a grid of 2 by 3 actuators on
 * the calf, and in it an effect for each time that the zone moves: a vibration of the motors' nominal
 * frequency, its amplitude going through keyframes. Temperature: one channel, a curve of the setpoint.
 * Nothing here needs more than the Simple Parametric profile, so any player should do; temperature
 * needs its level 2. Stages are sync points.
 */
#include "host/calf/interchange/export.h"

#include "host/calf/json.h"

#define AMPLITUDE "%.3f" /* of 0 to 1 */

enum {
    VIBRATION_HZ =
        200, /* J: a coin motor at full strength; it follows the drive, which hjif cannot say */
    VIBRATION_LOWEST_HZ = 40,
    COLUMNS = 2,
    ROWS = 3,
    HEAT_OFFSET_mC = 30000, /* amplitude 0 is off, 1 the highest setpoint */
};

#define AS_WORDS(number, NAME, words) words,
static const char *const zone_names[] = {ZONES(AS_WORDS)};
#undef AS_WORDS

static uint32_t ticks_to_ms(uint32_t ticks)
{
    return ticks * ROUTINE_TICK_ms;
}

/* Which part of the body, as far as it is known. */
static void print_target(const struct export *export, FILE *out)
{
    const char *side = export->legs == 1 ? "\"Left\"," : export->legs == 2 ? "\"Right\"," : "";
    fprintf(out, "\"body_part_mask\":0,\"body_part_target\":[%s\"Calf\"]", side);
}

/* --- vibration --------------------------------------------------------------------------------- */

static void print_keyframe(FILE *out, bool is_first, uint32_t at_ms, uint16_t permille)
{
    fprintf(out,
            "%s{\"relative_position\":%u,\"amplitude_modulation\":" AMPLITUDE
            ",\"frequency_modulation\":%d}",
            is_first ? "" : ",", at_ms, permille / (double)PERMILLE_FULL, VIBRATION_HZ);
}

/* Does the zone rest from this point to the next? */
static bool rests_after(const struct timeline_zone *line, uint32_t at)
{
    return line->points[at].permille == 0 &&
           (at + 1 >= line->count || line->points[at + 1].permille == 0);
}

/* Prints the effect that begins at this point; returns the point after its last. Of a jump the value
 * before it is told one millisecond earlier: keyframes at one instant have no order. */
static uint32_t print_effect(const struct timeline_zone *line, uint32_t at, FILE *out)
{
    uint32_t begin_ms = ticks_to_ms(line->points[at].tick), first = at;
    fprintf(out,
            "{\"effect_type\":\"Basis\",\"position\":%u,\"phase\":0,\"base_signal\":\"Sine\","
            "\"keyframes\":[",
            begin_ms);
    for (bool ends = false; at < line->count && !ends; at++) {
        const struct timeline_point *point = &line->points[at];
        bool jumps = at + 1 < line->count && line->points[at + 1].tick == point->tick;
        uint32_t at_ms = ticks_to_ms(point->tick) - begin_ms;
        ends = at > first && rests_after(line, at);
        if (!jumps)
            print_keyframe(out, at_ms == 0, at_ms, point->permille);
        else if (at_ms > 0)
            print_keyframe(out, false, at_ms - 1, point->permille);
    }
    fputs("]}", out);
    return at;
}

static void print_effects(const struct timeline_zone *line, FILE *out)
{
    const char *before = "\n";
    for (uint32_t at = 0; at < line->count;) {
        if (rests_after(line, at)) {
            at++;
            continue;
        }
        fputs(before, out);
        at = print_effect(line, at, out);
        before = ",\n";
    }
}

static void print_zone(const struct export *export, unsigned zone, FILE *out)
{
    fprintf(out, "%s\n{\"id\":%u,\"description\":\"%s\",\"gain\":1,\"mixing_coefficient\":1,",
            zone > 0 ? "," : "", zone, zone_names[zone]);
    print_target(export, out);
    fprintf(out,
            ",\"actuator_resolution\":{\"X\":%d,\"Y\":%d,\"Z\":1},"
            "\"actuator_target\":[{\"X\":%u,\"Y\":%u,\"Z\":0}],\"reference_device_id\":0,"
            "\"bands\":[{\"band_type\":\"VectorialWave\",\"lower_frequency_limit\":%d,"
            "\"upper_frequency_limit\":%d,\"effects\":[",
            COLUMNS, ROWS, zone % COLUMNS, ROWS - 1 - zone / COLUMNS, VIBRATION_LOWEST_HZ,
            VIBRATION_HZ);
    print_effects(&export->timeline->zones[zone], out);
    fputs("]}]}", out);
}

static void print_vibration(const struct export *export, FILE *out)
{
    fputs("{\"id\":0,\"avatar_id\":0,\"description\":\"strength of each zone, of its calibrated "
          "window; X 0 is medial, Y 0 the ankle\",\"perception_modality\":\"Vibrotactile\","
          "\"reference_devices\":[{\"id\":0,\"name\":\"calfkit motor\",\"type\":\"ERM\"}],"
          "\"effect_library\":[],\"channels\":[",
          out);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        print_zone(export, zone, out);
    fputs("]}", out);
}

/* --- temperature ------------------------------------------------------------------------------- */

static double heat_to_amplitude(uint8_t heat)
{
    return heat / (double)ROUTINE_HEAT_MAX;
}

/* A stretch of one setpoint is two keyframes at its ends. */
static void print_setpoints(const struct timeline *timeline, FILE *out)
{
    const char *before = "";
    for (uint32_t tick = 0; tick < timeline->ticks;) {
        uint32_t end = tick;
        while (end < timeline->ticks && timeline->heat[end] == timeline->heat[tick])
            end++;
        fprintf(out,
                "%s{\"relative_position\":%u,\"amplitude_modulation\":" AMPLITUDE
                "},{\"relative_position\":%u,\"amplitude_modulation\":" AMPLITUDE "}",
                before, ticks_to_ms(tick), heat_to_amplitude(timeline->heat[tick]),
                ticks_to_ms(end) - (end < timeline->ticks),
                heat_to_amplitude(timeline->heat[tick]));
        before = ",\n";
        tick = end;
    }
}

static void print_temperature(const struct export *export, FILE *out)
{
    fprintf(
        out,
        "{\"id\":1,\"avatar_id\":0,\"description\":\"setpoint of the skin: amplitude 0 is off, "
        "a is %.1f + a x %.1f degrees Celsius\",\"perception_modality\":\"Temperature\","
        "\"reference_devices\":[{\"id\":0,\"name\":\"calfkit warm pad\",\"type\":\"Unknown\"}],"
        "\"effect_library\":[],\"channels\":[\n{\"id\":0,\"description\":\"warm pad\",\"gain\":1,"
        "\"mixing_coefficient\":1,",
        HEAT_OFFSET_mC / 1000.0, (routine_heat_to_mC(ROUTINE_HEAT_MAX) - HEAT_OFFSET_mC) / 1000.0);
    print_target(export, out);
    fputs(
        ",\"reference_device_id\":0,\"bands\":[{\"band_type\":\"Curve\",\"curve_type\":\"Linear\","
        "\"lower_frequency_limit\":0,\"upper_frequency_limit\":1,\"effects\":[{\"effect_type\":"
        "\"Basis\",\"position\":0,\"keyframes\":[\n",
        out);
    print_setpoints(export->timeline, out);
    fputs("]}]}]}]}", out);
}

/* --- the whole --------------------------------------------------------------------------------- */

static void print_syncs(const struct timeline *timeline, FILE *out)
{
    const char *before = "";
    for (uint32_t i = 0; i < timeline->event_count; i++) {
        if (timeline->events[i].kind != TIMELINE_STAGE)
            continue;
        fprintf(out, "%s{\"timestamp\":%u}", before, ticks_to_ms(timeline->events[i].tick));
        before = ",";
    }
}

void export_hjif(const struct export *export, FILE *out)
{
    const struct routine_program *program = export->program;
    char date[sizeof "2026-01-01"];
    struct tm utc;
    gmtime_r(&export->now, &utc);
    strftime(date, sizeof date, "%Y-%m-%d", &utc);
    fprintf(out,
            "{\"version\":\"2023\",\"profile\":\"Simple Parametric\",\"level\":2,\"date\":\"%s\","
            "\"description\":",
            date);
    json_string(out, program->title[0] ? program->title : program->name);
    fprintf(out, ",\"timescale\":1000,\"avatars\":[],\"perceptions\":[\n");
    print_vibration(export, out);
    if (program->totals.heat_ticks > 0) {
        fputs(",\n", out);
        print_temperature(export, out);
    }
    fputs("],\n\"syncs\":[", out);
    print_syncs(export->timeline, out);
    fputs("]}\n", out);
}
