/* Checking a compiled routine against the limits. Printing it is in lint_print.c. */
#include "host/calf/lint.h"

#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"
#include "host/calf/language/values.h"
#include "host/calf/lint_bounds.h"
#include "host/calf/lint_warnings.h"
#include "protocol/limits.h"

enum { MILLI = 1000 };

bool routine_load(const char *word, struct routine_program *program,
                  struct diagnostics *diagnostics)
{
    char path[PATH_MAX], text[SOURCE_MAX_BYTES + 1];
    size_t length;
    if (!library_find(word, path, diagnostics) || !library_read(path, text, &length, diagnostics) ||
        !routine_compile(text, length, path, program, diagnostics))
        return false;
    const struct source source = {text, length, diagnostics};
    lint_check(program, &source);
    if (diagnostics->errors == 0)
        lint_warn(program, &source);
    return diagnostics->errors == 0;
}

/* --- limits ---------------------------------------------------------------------------------- */

/* A sum that must not grow beyond its limit, and the stage in which it first does. */
struct excess {
    double limit;
    int stage; /* -1: it never does */
};

static void watch(struct excess *excess, double sum, uint8_t stage)
{
    if (excess->stage < 0 && sum > excess->limit)
        excess->stage = stage;
}

static struct excess up_to(double limit)
{
    return (struct excess){.limit = limit, .stage = -1};
}

static void complain_of_time(const struct routine_program *program, const struct source *source,
                             const struct excess *excess, const char *what, uint32_t ticks,
                             const char *limit)
{
    char found[VALUE_TEXT_BYTES], most[VALUE_TEXT_BYTES];
    if (excess->stage < 0)
        return;
    value_print_ticks(ticks, found);
    value_print_ticks((uint64_t)excess->limit, most);
    diagnose_error(source, program->stages[excess->stage].place, "%s %s is above %s%s", what, found,
                   most, diagnose_limit_words(limit));
    diagnose_limit(source, limit);
}

static void complain_of_dose(const struct routine_program *program, const struct source *source,
                             const struct excess *excess, double dose_mCEM43)
{
    if (excess->stage < 0)
        return;
    diagnose_error(source, program->stages[excess->stage].place,
                   "thermal dose of up to %.2f CEM43 is above %.2f%s", dose_mCEM43 / MILLI,
                   excess->limit / MILLI, diagnose_limit_words("DOSE_MAX_mCEM43"));
    diagnose_limit(source, "DOSE_MAX_mCEM43");
}

void lint_check(const struct routine_program *program, const struct source *source)
{
    struct excess motors = up_to(LIMIT_MOTOR_TIME_s * (double)ROUTINE_TICKS_s);
    struct excess hot = up_to(LIMIT_HOT_TIME_s * (double)ROUTINE_TICKS_s);
    struct excess dose = up_to(LIMIT_DOSE_MAX_mCEM43);
    struct lint_walk walk;
    lint_walk_begin(&walk, program->bytes, program->length);
    while (lint_walk_on(&walk, UINT32_MAX) > 0) {
        watch(&motors, walk.so_far.motor_ticks, walk.player.stage);
        watch(&hot, walk.so_far.hot_heated_ticks, walk.player.stage);
        watch(&dose, walk.so_far.dose_mCEM43, walk.player.stage);
    }
    complain_of_time(program, source, &motors, "motor time", walk.so_far.motor_ticks,
                     "MOTOR_TIME_s");
    complain_of_time(program, source, &hot, "time above 38.5 °C of up to",
                     walk.so_far.hot_heated_ticks, "HOT_TIME_s");
    complain_of_dose(program, source, &dose, walk.so_far.dose_mCEM43);
}
