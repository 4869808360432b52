#include "host/calf/lint_bounds.h"

#include <math.h>
#include <string.h>

#include "protocol/dose.h"
#include "protocol/limits.h"
#include "protocol/settings.h"

enum {
    WARM_mC = 300, /* this near the setpoint the device's wait for warmth is over */
    TICKS_MINUTE = 60 * ROUTINE_TICKS_s,
    PERMILLE = 1000,
    FIRST_LEVEL_permille = 600, /* levels 1 to 5 are 60 to 100 % */
    LEVEL_STEP_permille = 100,
};

/* What warm skin keeps above LINT_REST_mC: of 3 K after twenty minutes at 40 C, in a blanket, a room of 30 C and
 * with 0.4 of the usual blood flow, the kit's model keeps 0.79 after one minute, 0.57 after three, 0.45 after five,
 * 0.28 after ten. This keeps 0.81, 0.61, 0.49 and 0.34. */
static const double SOON_SHARE = 0.30;
static const double SOON_PER_TICK = 0.99988889506; /* exp(-0.01 s / 90 s) */
static const double LONG_PER_TICK = 0.99998809531; /* exp(-0.01 s / 840 s) */

/* By setting: the windows of a new kit. */
#define AS_DEFAULT(number, name, unit, minimum, maximum, fallback, help) [number] = (fallback),
static const int16_t defaults[SETTING_COUNT] = {SETTINGS(AS_DEFAULT)};
#undef AS_DEFAULT

/* --- skin ------------------------------------------------------------------------------------ */

static bool hold_at_least(struct lint_walk *walk, double above_mC)
{
    if (walk->soon_mC + walk->long_mC >= above_mC)
        return false;
    walk->soon_mC = above_mC * SOON_SHARE;
    walk->long_mC = above_mC - walk->soon_mC;
    return true;
}

int32_t lint_walk_skin_mC(const struct lint_walk *walk)
{
    const double rounding = 1e-6; /* of the sums above, not of anything warm */
    return LINT_REST_mC + (int32_t)ceil(walk->soon_mC + walk->long_mC - rounding);
}

/* The skin of the next tick. True if that is the skin of all ticks alike: it is held, or cold. */
static bool warm_skin(struct lint_walk *walk)
{
    walk->soon_mC *= SOON_PER_TICK;
    walk->long_mC *= LONG_PER_TICK;
    bool cold = walk->soon_mC + walk->long_mC == 0;
    if (walk->player.heat == 0)
        return cold;
    int32_t above_mC = routine_heat_to_mC(walk->player.heat) - LINT_REST_mC;
    above_mC += walk->player.warming ? -WARM_mC : LINT_OVERSHOOT_mC;
    return hold_at_least(walk, above_mC) || cold;
}

static void add_skin(struct lint_walk *walk, uint32_t ticks)
{
    int32_t skin_mC = lint_walk_skin_mC(walk);
    int32_t worst_cC = (skin_mC + LIMIT_SENSOR_ERROR_mC + 9) / 10; /* rounded up */
    walk->so_far.hot_ticks += skin_mC > LIMIT_HOT_SKIN_mC ? ticks : 0;
    walk->dose_rates += (uint64_t)dose_rate_mCEM43_min((int16_t)worst_cC) * ticks;
}

static void add_heat(struct lint_walk *walk, uint32_t ticks)
{
    const double volts = LIMIT_SUPPLY_HIGH_mV / 1000.0;
    const double ohms = LINT_PAD_mOhm / 1000.0 * (100 - LINT_PART_TOLERANCE_percent) / 100;
    bool stays = false;
    for (uint32_t left = ticks; left > 0; left -= stays ? left : 1) {
        stays = warm_skin(walk);
        add_skin(walk, stays ? left : 1);
    }
    walk->so_far.dose_mCEM43 = (double)walk->dose_rates / TICKS_MINUTE;
    if (walk->player.heat == 0)
        return;
    walk->so_far.heat_ticks += ticks;
    walk->so_far.hot_heated_ticks = walk->so_far.hot_ticks;
    walk->so_far.pad_J += ticks * (volts * volts / ohms / ROUTINE_TICKS_s);
}

/* --- motors ---------------------------------------------------------------------------------- */

static uint8_t kick_frames(void)
{
    return (uint8_t)(defaults[SETTING_kick_ms] / ROUTINE_TICK_ms);
}

/* A zone's strengths, added up: of the tick just played, or of so many ahead. */
static uint32_t sum_permille(const struct lint_walk *walk, uint8_t zone, uint32_t ticks, bool ahead)
{
    return ahead ? player_permille_sum(&walk->player, zone, ticks)
                 : player_permille(&walk->player, zone) * ticks;
}

/* A zone's duties likewise: those of its strengths, or the window's top while a kick may last. */
static double sum_duties(struct lint_walk *walk, uint8_t zone, uint32_t ticks, bool ahead)
{
    double start = defaults[SETTING_upper_medial_start + zone];
    double max = defaults[SETTING_upper_medial_max + zone];
    uint8_t *frames = &walk->rest_frames[zone];
    if (player_permille(&walk->player, zone) == 0) {
        uint32_t rested = *frames + ticks;
        *frames = rested < kick_frames() ? (uint8_t)rested : kick_frames();
        return 0;
    }
    uint32_t kicked = ticks < *frames ? ticks : *frames;
    *frames = (uint8_t)(*frames - kicked);
    double strengths =
        sum_permille(walk, zone, ticks, ahead) - sum_permille(walk, zone, kicked, ahead);
    strengths = strengths * walk->level / PERMILLE;
    if (zone >= ZONE_ANKLE_MEDIAL)
        strengths = strengths * LIMIT_ANKLE_STRENGTH_permille / PERMILLE;
    return (kicked * max + (ticks - kicked) * start + (max - start) * strengths) / PERMILLE;
}

static void add_motors(struct lint_walk *walk, uint32_t ticks, bool ahead)
{
    const double volts = LIMIT_SUPPLY_HIGH_mV / 1000.0;
    const double ohms = LINT_MOTOR_mOhm / 1000.0 * (100 - LINT_PART_TOLERANCE_percent) / 100;
    double duties = 0;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        duties += sum_duties(walk, zone, ticks, ahead);
    walk->so_far.motor_ticks += player_moving(&walk->player) ? ticks : 0;
    walk->so_far.motors_J += duties * volts * volts / ohms / ROUTINE_TICKS_s;
}

/* --- the walk -------------------------------------------------------------------------------- */

void lint_walk_begin(struct lint_walk *walk, const uint8_t *program, uint8_t length)
{
    unsigned steps_up = routine_header(program).level_max - 1U;
    memset(walk, 0, sizeof *walk);
    memset(walk->rest_frames, kick_frames(), sizeof walk->rest_frames); /* it has rested long */
    walk->level = (FIRST_LEVEL_permille + steps_up * LEVEL_STEP_permille) / (double)PERMILLE;
    player_begin(&walk->player, program, length);
}

static void add_ticks(struct lint_walk *walk, uint32_t ticks, bool ahead)
{
    walk->so_far.session_ticks += ticks;
    add_heat(walk, ticks);
    add_motors(walk, ticks, ahead);
}

uint32_t lint_walk_on(struct lint_walk *walk, uint32_t most_ticks)
{
    if (player_tick(&walk->player, false) & PLAYER_END)
        return 0;
    add_ticks(walk, 1, false);
    uint32_t alike = player_alike_ticks(&walk->player);
    if (alike > most_ticks - 1)
        alike = most_ticks - 1;
    add_ticks(walk, alike, true);
    player_skip(&walk->player, alike);
    return 1 + alike;
}

struct lint_bounds lint_bounds(const uint8_t *program, uint8_t length)
{
    struct lint_walk walk;
    lint_walk_begin(&walk, program, length);
    while (lint_walk_on(&walk, UINT32_MAX) > 0)
        continue;
    return walk.so_far;
}
