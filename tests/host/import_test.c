/* import_test: do we play what other programs' files say? */
#include <fcntl.h>
#include <json-c/json_tokener.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/calf/interchange/import.h"
#include "host/calf/interchange/pattern.h"
#include "host/calf/language/compiler.h"
#include "host/calf/preview/timeline.h"
#include "tests/tap.h"

static bool compile(const char *text, struct routine_program *program)
{
    struct diagnostics diagnostics;
    bool good = routine_compile(text, strlen(text), "test.calf", program, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    return good;
}

/* --- reading files --------------------------------------------------------------------- */

static bool import(const char *text, struct import *import)
{
    struct json_object *root = json_tokener_parse(text);
    *import = (struct import){.file = "test"};
    bool good = root && (json_tree_get(root, "Pattern") ? import_ahap(import, root)
                                                        : import_haptic(import, root));
    json_object_put(root);
    return good;
}

/* What is said about it is for the user: interchange.t looks at it. */
static bool import_quietly(const char *text, struct import *import_to)
{
    fflush(stderr);
    int told = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    bool good = import(text, import_to);
    fflush(stderr);
    dup2(told, STDERR_FILENO);
    close(told);
    close(nowhere);
    return good;
}

static int percent_at(const struct import *import, uint32_t tick)
{
    return import->envelope.samples ? (int)lround(100 * import->envelope.samples[tick]) : -1;
}

#define CONTINUOUS(time, duration, intensity)                                                      \
    "{\"Event\":{\"Time\":" time ",\"EventType\":\"HapticContinuous\",\"EventDuration\":" duration \
    ",\"EventParameters\":[{\"ParameterID\":\"HapticIntensity\",\"ParameterValue\":" intensity     \
    "},{\"ParameterID\":\"HapticSharpness\",\"ParameterValue\":0.4}]}}"

static void test_ahap(void)
{
    struct import got;
    ok(import("{\"Version\":1,\"Pattern\":[" CONTINUOUS(
                  "0.5", "1",
                  "0.8") ","
                         "{\"ParameterCurve\":{\"ParameterID\":\"HapticIntensityControl\",\"Time\":"
                         "0.5,"
                         "\"ParameterCurveControlPoints\":[{\"Time\":0,\"ParameterValue\":1},"
                         "{\"Time\":1,\"ParameterValue\":0.5}]}},"
                         "{\"Event\":{\"Time\":2,\"EventType\":\"HapticTransient\","
                         "\"EventParameters\":"
                         "[{\"ParameterID\":\"HapticIntensity\",\"ParameterValue\":1}]}},"
                         "{\"Event\":{\"Time\":0,\"EventType\":\"AudioCustom\","
                         "\"EventWaveformPath\":\"a.wav\","
                         "\"EventParameters\":[]}}]}",
              &got),
       "AHAP is read");
    is_int(got.envelope.ticks, 220, "to the end of its last tap");
    is_int(percent_at(&got, 49), 0, "still before its event");
    is_int(percent_at(&got, 50), 80, "then the event's intensity");
    is_int(percent_at(&got, 100), 60, "which the curve lowers evenly");
    is_int(percent_at(&got, 149), 40, "to its last point");
    is_int(percent_at(&got, 151), 0, "nothing after its duration");
    is_int(percent_at(&got, 200), 50, "the curve's last value also holds for the tap");
    ok(got.transients == 1 && got.audio == 1 && got.frequency, "what a motor cannot do is counted");
    envelope_free(&got.envelope);
}

static void test_controls(void)
{
    struct import got;
    ok(import(
           "{\"Pattern\":[" CONTINUOUS(
               "0", "3",
               "1.0") ","
                      "{\"Parameter\":{\"ParameterID\":\"HapticIntensityControl\",\"Time\":1,"
                      "\"ParameterValue\":0.3}},"
                      "{\"ParameterCurve\":{\"ParameterID\":\"HapticIntensityControl\",\"Time\":2,"
                      "\"ParameterCurveControlPoints\":[{\"Time\":0.5,\"ParameterValue\":0.9},"
                      "{\"Time\":0.9,\"ParameterValue\":0.1}]}},"
                      "{\"Parameter\":{\"ParameterID\":\"AudioVolumeControl\",\"Time\":1,"
                      "\"ParameterValue\":0.3}}]}",
           &got),
       "parameters are read");
    is_int(percent_at(&got, 99), 100, "nothing before one");
    is_int(percent_at(&got, 100), 30, "at once from then on");
    is_int(percent_at(&got, 240), 30, "a curve changes nothing before its first point");
    is_int(percent_at(&got, 250), 90, "and then counts instead");
    is_int(percent_at(&got, 270), 50, "straight between two points");
    is_int(percent_at(&got, 295), 10, "and on as its last");
    is_int(got.unknown, 1, "one that is not for us is counted");
    envelope_free(&got.envelope);
}

#define HAPTIC(points)                                                                \
    "{\"version\":{\"major\":1,\"minor\":0,\"patch\":0},\"signals\":{\"continuous\":" \
    "{\"envelopes\":{\"amplitude\":[" points "]}}}}"
#define POINT(time, amplitude) "{\"time\":" time ",\"amplitude\":" amplitude "}"

static void test_haptic(void)
{
    struct import got;
    ok(import(HAPTIC(POINT("0.1", "0.2") "," POINT("0.6", "0.7") "," POINT(
                  "1.0", "0.7") ",{\"time\":2,\"amplitude\":0,\"emphasis\":{\"amplitude\":1.5,"
                                "\"frequency\":0.5}}"),
              &got),
       ".haptic is read");
    is_int(percent_at(&got, 9), 0, "nothing before its first breakpoint");
    is_int(percent_at(&got, 35), 45, "straight between breakpoints");
    is_int(percent_at(&got, 100), 70, "a plateau stays");
    is_int(percent_at(&got, 150), 35, "and falls");
    is_int(percent_at(&got, 200), 100, "an emphasis is a tap");
    ok(got.transients == 1 && got.clamped == 1 && got.frequency, "what was changed is counted");
    envelope_free(&got.envelope);
}

/* 202 events of half an hour each. */
static void test_endless(void)
{
    struct import got;
    size_t length;
    char *text = NULL;
    FILE *memory = open_memstream(&text, &length);
    fputs("{\"Pattern\":[", memory);
    for (int i = 0; i < 202; i++)
        fprintf(memory, "%s" CONTINUOUS("0", "1790", "1"), i > 0 ? "," : "");
    fputs("]}", memory);
    fclose(memory);
    ok(!import_quietly(text, &got), "more than 100 hours of events are refused");
    envelope_free(&got.envelope);
    free(text);
}

static void test_refused(void)
{
    static const char *const bad[] = {
        "{\"Pattern\":{}}",
        "{\"Pattern\":[]}",
        "{\"Pattern\":[{\"Event\":{\"EventType\":\"HapticTransient\",\"EventParameters\":[]}}]}",
        "{\"Pattern\":[{\"Event\":{\"Time\":-1,\"EventType\":\"HapticTransient\"}}]}",
        "{\"Pattern\":[{\"Event\":{\"Time\":0,\"EventType\":\"HapticWarble\"}}]}",
        "{\"Pattern\":[{\"Event\":{\"Time\":0,\"EventType\":\"HapticContinuous\"}}]}",
        "{\"Pattern\":[" CONTINUOUS("0", "1801", "1") "]}",
        "{\"Pattern\":[" CONTINUOUS("1000", "1000", "1") "]}",
        "{\"Pattern\":[" CONTINUOUS("0", "1", "\"loud\"") "]}",
        HAPTIC(POINT("0", "1")),
        HAPTIC(POINT("1", "1") "," POINT("0", "1")),
        HAPTIC(POINT("0", "1") ",{\"time\":1}"),
        HAPTIC(POINT("0", "1") ",5"),
        "{\"version\":{\"major\":2},\"signals\":{}}",
    };
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct import got;
        bool refused = !import_quietly(bad[i], &got);
        ok(refused, "refused: %.60s", bad[i]);
        envelope_free(&got.envelope);
    }
}

/* --- ramps, and the way into the language ------------------------------------------------------ */

/* Plays the pattern at full strength and tells how far it is from the envelope, at most. */
static double off_when_played(const struct envelope *envelope, unsigned most)
{
    struct envelope_ramps ramps;
    struct routine_program program;
    struct timeline timeline;
    char *text = NULL;
    size_t length;
    double furthest = 0;
    envelope_simplify(envelope, most, &ramps);
    FILE *memory = open_memstream(&text, &length);
    pattern_print(memory, "x", "a\nfile", &ramps);
    fclose(memory);
    char *percent = strstr(text, "40%");
    percent[0] = percent[1] = '9';
    if (!ok(compile(text, &program), "what is imported compiles"))
        fputs(text, stderr);
    timeline_play(&timeline, &program, 0);
    uint32_t late = ramps.first_percent > 0; /* the first ramp takes a tick */
    for (uint32_t tick = 2; tick < envelope->ticks; tick++)
        furthest = fmax(furthest,
                        fabs(timeline.permille[tick + late][0] / 990.0 - envelope->samples[tick]));
    timeline_free(&timeline);
    free(text);
    return furthest;
}

static void test_round_trip(void)
{
    struct import got;
    import(HAPTIC(POINT("0", "0.5") "," POINT("0.6", "0.7") "," POINT("1.0", "0.7") "," POINT(
               "2.5", "0.1") "," POINT("75", "0.9") "," POINT("80", "0")),
           &got);
    double off = off_when_played(&got.envelope, ENVELOPE_MAX_RAMPS);
    ok(off < 0.015, "a file comes out as it went in, to %d permille", (int)(1000 * off) + 1);
    envelope_free(&got.envelope);
}

static void test_rough(void)
{
    struct envelope envelope;
    struct envelope_ramps ramps;
    uint32_t seed = 20261125;
    envelope_begin(&envelope, 3000);
    for (uint32_t tick = 0; tick <= 3000; tick++)
        envelope_put(&envelope, tick,
                     0.5 + 0.3 * sin(tick / 500.0) + (tap_random(&seed) % 1000) / 5000.0 - 0.1);
    envelope_simplify(&envelope, 10, &ramps);
    ok(ramps.count <= 10, "what is rough is made of as few ramps as are asked for: %u",
       ramps.count);
    ok(ramps.off_permille > 10 && ramps.off_permille < 100, "and follows it: %u permille off",
       ramps.off_permille);
    ok(!envelope_is_silent(&envelope), "it is not silent");
    is_int(envelope_count_short(&envelope), 0, "and has no short parts");
    envelope_free(&envelope);
    envelope_begin(&envelope, 300);
    ok(envelope_is_silent(&envelope), "nothing is silent");
    for (uint32_t tick = 10; tick < 15; tick++)
        envelope_put(&envelope, tick, 0.4);
    is_int(envelope_count_short(&envelope), 1, "50 ms are too short to be felt");
    envelope_free(&envelope);
}

int main(void)
{
    test_ahap();
    test_controls();
    test_haptic();
    test_refused();
    test_endless();
    test_round_trip();
    test_rough();
    return done();
}
