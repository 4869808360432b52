/* Checking a compiled routine against the limits. Printing it is in lint_print.c. */
#include "host/calf/lint.h"

#include <math.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"
#include "host/calf/language/values.h"
#include "protocol/limits.h"

enum { TICKS_MINUTE = 60 * ROUTINE_TICKS_s };

bool routine_load(const char *word, struct routine_program *program,
                  struct diagnostics *diagnostics)
{
    char path[PATH_MAX], text[SOURCE_MAX_BYTES + 1];
    size_t length;
    if (!library_find(word, path, diagnostics) || !library_read(path, text, &length, diagnostics) ||
        !routine_compile(text, length, path, program, diagnostics))
        return false;
    lint_check(program, &(struct source){text, length, diagnostics});
    return diagnostics->errors == 0;
}

/* --- heat ------------------------------------------------------------------------------------ */

/* Equivalent minutes at 43 C per minute, in thousandths: R^(43 - T), with R 0.25 below 43 C and 0.5
 * above (Sapareto & Dewey, Int. J. Radiat. Oncol. Biol. Phys. 10(6), 1984). */
static double dose_mCEM43_per_min(int32_t skin_mC)
{
    double below_43 = (43000 - skin_mC) / 1000.0;
    return 1000.0 * pow(below_43 > 0 ? 0.25 : 0.5, below_43);
}

void lint_count_heat(const struct routine_program *program, struct lint_heat *heat)
{
    uint32_t ticks[ROUTINE_HEAT_MAX + 1] = {0}; /* by setpoint */
    struct routine_player player;
    uint8_t events = 0;
    player_begin(&player, program->bytes, program->length);
    while (!(events & PLAYER_END)) {
        events = player_tick(&player, player.warming); /* prompts wait as long as they may */
        if (!player.warming)
            ticks[player.heat]++;
    }
    double dose_mCEM43 = 0;
    heat->hot_ticks = 0;
    for (unsigned setpoint = 1; setpoint <= ROUTINE_HEAT_MAX; setpoint++) {
        int32_t skin_mC = routine_heat_to_mC((uint8_t)setpoint);
        dose_mCEM43 +=
            dose_mCEM43_per_min(skin_mC + LIMIT_SENSOR_ERROR_mC) * ticks[setpoint] / TICKS_MINUTE;
        if (skin_mC > LIMIT_HOT_SKIN_mC)
            heat->hot_ticks += ticks[setpoint];
    }
    heat->dose_mCEM43 = (uint32_t)ceil(dose_mCEM43);
}

/* --- limits ---------------------------------------------------------------------------------- */

/* What a tick of playing adds to a sum that is limited. */
static double add_motor(const struct routine_player *player)
{
    return player_moving(player) ? 1 : 0;
}

static double add_hot(const struct routine_player *player)
{
    return routine_heat_to_mC(player->heat) > LIMIT_HOT_SKIN_mC ? 1 : 0;
}

static double add_dose(const struct routine_player *player)
{
    int32_t skin_mC = routine_heat_to_mC(player->heat) + LIMIT_SENSOR_ERROR_mC;
    return player->heat > 0 ? dose_mCEM43_per_min(skin_mC) / TICKS_MINUTE : 0;
}

/* Where the sum goes beyond its limit: the stage's place. */
static struct span place_of_excess(const struct routine_program *program,
                                   double (*add)(const struct routine_player *), double limit)
{
    struct routine_player player;
    uint8_t events = 0, stage = 0;
    double sum = 0;
    player_begin(&player, program->bytes, program->length);
    while (!(events & PLAYER_END) && sum <= limit) {
        events = player_tick(&player, player.warming);
        double more = player.warming ? 0 : add(&player);
        if (more > 0 && player.stage < program->stage_count)
            stage = player.stage;
        sum += more;
    }
    return program->stages[stage].place;
}

static void check_time(const struct routine_program *program, const struct source *source,
                       const char *what, uint32_t ticks, int32_t limit_s, const char *limit,
                       double (*add)(const struct routine_player *))
{
    uint32_t limit_ticks = (uint32_t)limit_s * ROUTINE_TICKS_s;
    char found[VALUE_TEXT_BYTES], most[VALUE_TEXT_BYTES];
    if (ticks <= limit_ticks)
        return;
    value_print_ticks(ticks, found);
    value_print_ticks(limit_ticks, most);
    diagnose_error(source, place_of_excess(program, add, limit_ticks), "%s %s is above %s%s", what,
                   found, most, diagnose_limit_words(limit));
    diagnose_limit(source, limit);
}

void lint_check(const struct routine_program *program, const struct source *source)
{
    struct lint_heat heat;
    lint_count_heat(program, &heat);
    check_time(program, source, "motor time", program->totals.motor_ticks, LIMIT_MOTOR_TIME_s,
               "MOTOR_TIME_s", add_motor);
    check_time(program, source, "time above 38.5 °C", heat.hot_ticks, LIMIT_HOT_TIME_s,
               "HOT_TIME_s", add_hot);
    if (heat.dose_mCEM43 <= LIMIT_DOSE_MAX_mCEM43)
        return;
    diagnose_error(source, place_of_excess(program, add_dose, LIMIT_DOSE_MAX_mCEM43),
                   "thermal dose %.2f CEM43 is above %.2f%s", heat.dose_mCEM43 / 1000.0,
                   LIMIT_DOSE_MAX_mCEM43 / 1000.0, diagnose_limit_words("DOSE_MAX_mCEM43"));
    diagnose_limit(source, "DOSE_MAX_mCEM43");
}
