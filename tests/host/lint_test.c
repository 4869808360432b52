/* Is a routine that breaks a limit refused by that limit's name and value, at its place, before anything is
 * sent? And are the bounds what they should be where they can be worked out by hand? */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "host/calf/language/compiler.h"
#include "host/calf/lint.h"
#include "host/calf/lint_bounds.h"
#include "host/calf/lint_warnings.h"
#include "protocol/dose.h"
#include "protocol/limits.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 1000 };

static struct routine_program program;
static struct diagnostics diagnostics;

/* As routine_load() does with a file; the lines come after `routine x`. */
static bool accepts(const char *lines)
{
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, "routine x\n%s", lines);
    struct source source = {text, strlen(text), &diagnostics};
    if (!routine_compile(text, source.length, "x.calf", &program, &diagnostics))
        return false;
    lint_check(&program, &source);
    return diagnostics.errors == 0;
}

/* --- refusals ---------------------------------------------------------------------------------- */

struct limit_row {
    const char *within, *beyond; /* the last that is accepted, and the first that is not */
    unsigned line;               /* where it is refused */
    const char *limit;           /* its name in protocol/limits.h, if it stands there */
    const char *value;           /* what the message says of it */
};

static const struct limit_row refusals[] = {
    {"stage a 15:00\n hold all 9% for 15:00\n",
     "stage a 16:00\n hold all 9% for 15:00\n hold all 9% for 0.1s\n", 2, "MOTOR_TIME_s", "15:00"},
    {"towel 20:00 at 38.5\n", "towel 20:01 at 38.5\n", 2, "HOT_TIME_s", "20:00"},
    {"towel 19:50 at 38.5\nsettle 5:00\n", "towel 19:50 at 38.5\ntowel 0:30 at 35\n", 3,
     "HOT_TIME_s", "20:00"},
    {"towel 4:42 at 41.0\n", "towel 4:43 at 41.0\n", 2, "DOSE_MAX_mCEM43", "2.00"},
    {"towel 1:00 at 41.0\n", "towel 1:00 at 41.1\n", 2, "SETPOINT_MAX_mC", "41.0"},
    {"towel 1:00 at 30.1\n", "towel 1:00 at 30.0\n", 2, "", "30.1"},
    {"towel 1:00 at 37\n warm up to 37 within 12:00\n",
     "towel 1:00 at 37\n warm up to 37 within 12:01\n", 3, "HEAT_WAIT_s", "12:00"},
    {"prompt \"?\" within 5:00\nsettle 1s\n", "prompt \"?\" within 5:01\nsettle 1s\n", 2,
     "PROMPT_WAIT_s", "5:00"},
    {"ceiling 30%\nstage a 9s\n hold all 30% for 9s\n",
     "ceiling 30%\nstage a 9s\n hold all 31% for 9s\n", 4, "", "30%"},
    {"level default 2 max 5\nsettle 1s\n", "level default 2 max 6\nsettle 1s\n", 2, "", "5"},
    {"settle 30:00\n", "settle 30:01\n", 2, "", "30:00"},
    {"stage a 30:00\n rest 1s\nstage b 30:00\n rest 1s\n",
     "stage a 30:00\n rest 1s\nstage b 30:00\n rest 1s\nsettle 1s\n", 6, "", "60:00"},
};

static const struct diagnostic *first_error(void)
{
    for (unsigned i = 0; i < diagnostics.count; i++)
        if (diagnostics.list[i].severity == SEVERITY_ERROR)
            return &diagnostics.list[i];
    return NULL;
}

static void test_refusal(const struct limit_row *row)
{
    ok(accepts(row->within), "accepted: up to %s", row->value);
    if (first_error())
        diag("%s", first_error()->message);
    ok(!accepts(row->beyond), "refused: beyond %s", row->value);
    const struct diagnostic *error = first_error();
    if (!error)
        return;
    is_int(error->line, row->line, "at its place");
    is_str(error->limit, row->limit, "by the limit's name");
    ok(strstr(error->message, row->value) != NULL, "and value: %s", error->message);
}

static void test_new_leg(void)
{
    static char said[1 << 14];
    ok(accepts("stage a 10:01\n hold all 9% for 10:01\n"), "10:01 of motors are accepted");
    FILE *out = fmemopen(said, sizeof said, "w");
    lint_print_json(&program, out);
    fclose(out);
    ok(strstr(said, "\"new_leg_allowed\":false") != NULL, "but not for a new leg, lint says so");
    ok(accepts("stage a 10:00\n hold all 9% for 10:00\n"), "10:00 of motors");
    out = fmemopen(said, sizeof said, "w");
    lint_print_json(&program, out);
    fclose(out);
    ok(strstr(said, "\"new_leg_allowed\":true") != NULL, "are for a new leg, too");
}

/* --- bounds ------------------------------------------------------------------------------------ */

static struct lint_bounds bounds_of(const char *lines)
{
    ok(accepts(lines), "compiles: %.30s", lines);
    return lint_bounds(program.bytes, program.length);
}

static void test_heat_bounds(void)
{
    const double pad_W = 5.6 * 5.6 / 2.97;
    struct lint_bounds towel = bounds_of("towel 5:00 at 40.0\n");
    double rate = dose_rate_mCEM43_min((40000 + LINT_OVERSHOOT_mC + LIMIT_SENSOR_ERROR_mC) / 10);
    ok(fabs(towel.dose_mCEM43 - 5 * rate) < 1, "the dose of 5 min: %.1f", towel.dose_mCEM43);
    ok(fabs(towel.pad_J - 300 * pad_W) < 1, "the pad at full power: %.0f J", towel.pad_J);
    is_int(towel.hot_ticks, 30000, "hot all the time");
    is_int(towel.session_ticks, 30000, "which is the session's");

    struct lint_bounds waits =
        bounds_of("towel 5:00 at 40.0\n warm up to 40.0 within 2:00\n prompt \"?\" within 1:00\n");
    is_int(waits.session_ticks, 48000, "waits count at their longest");
    is_int(waits.heat_ticks, 48000, "heat stays on in them");
    double warming = dose_rate_mCEM43_min((40000 - 300 + LIMIT_SENSOR_ERROR_mC) / 10);
    ok(fabs(waits.dose_mCEM43 - 6 * rate - 2 * warming) < 1,
       "and are dosed, the one for warmth as not yet warm: %.1f", waits.dose_mCEM43);

    struct lint_bounds after = bounds_of("towel 5:00 at 40.0\nsettle 20:00\n");
    is_int(after.hot_heated_ticks, 30000, "hot with heat");
    ok(after.hot_ticks > 30000 + 18000 && after.hot_ticks < 30000 + 48000,
       "and for 3 to 8 min without, as it cools: %u s more", (after.hot_ticks - 30000) / 100);
    ok(after.dose_mCEM43 > towel.dose_mCEM43, "which is dosed, too");
    ok(fabs(after.pad_J - towel.pad_J) < 1e-6, "without energy");
}

static void test_motor_bounds(void)
{
    struct lint_bounds full = bounds_of("stage a 10s\n hold mid-medial 100% for 10s\n");
    const double stall_W = 5.6 * 5.6 / 12.6;
    ok(fabs(full.motors_J - 10 * 0.9 * stall_W) < 1e-6, "a stalled motor: %.2f J", full.motors_J);
    is_int(full.motor_ticks, program.totals.motor_ticks, "its time is exact");
    struct lint_bounds ankle = bounds_of("stage a 10s\n hold ankle-medial 100% for 10s\n");
    double duty = 0.25 + 0.65 * 0.75;
    double kicked_J = (0.06 * 0.9 + 9.94 * duty) * stall_W;
    ok(fabs(ankle.motors_J - kicked_J) < 1e-6, "an ankle's, kicked: %.2f J", ankle.motors_J);
    struct lint_bounds low =
        bounds_of("level default 1 max 1\nstage a 10s\n hold mid-medial 100% for 10s\n");
    ok(low.motors_J < full.motors_J * 0.75, "less at a lower level: %.2f J", low.motors_J);
}

/* As warm as it gets is no mistake, but its writer may want to know. */
static void test_notes(void)
{
    bounds_of("towel 5:00 at 40.0\nstage a 9:00 heat 38.0\n hold mid 40% for 1s\n");
    unsigned before = diagnostics.count;
    lint_note_warmth(&program, &diagnostics);
    is_int(diagnostics.count, before + 1, "one setpoint is never come to");
    is_str(diagnostics.list[before].message,
           "the skin does not come to 40.0 °C: by the model it has 37.4 °C when 'towel' ends",
           "and this is said of it");
}

int main(void)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        test_refusal(&refusals[i]);
    test_new_leg();
    test_heat_bounds();
    test_motor_bounds();
    test_notes();
    return done();
}
