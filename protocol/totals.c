/* Playing ahead: many ticks at once, and what a whole routine amounts to. Each ramp is worked out where it will
 * be, as protocol/player.c walks it. */
#include <string.h>

#include "protocol/routine.h"

enum { PERMILLE_Q6 = 64, PERCENT_Q6 = 10 * PERMILLE_Q6 };

static bool waiting(const struct routine_player *player)
{
    return player->warming || player->prompting;
}

/* --- ahead ----------------------------------------------------------------------------------- */

/* The ticks that a ramp leaves its zone in motion, or at rest, as it is. */
static uint32_t ramp_alike_ticks(const struct routine_ramp *ramp)
{
    if (ramp->left_ticks == 0)
        return UINT32_MAX;
    if (ramp->now_q6 == 0 && ramp->target_percent > 0)
        return 0; /* a slow one may stand at zero for some ticks yet */
    bool comes_to_rest = ramp->now_q6 > 0 && ramp->target_percent == 0;
    return comes_to_rest ? ramp->left_ticks - 1U : ramp->left_ticks;
}

uint32_t player_alike_ticks(const struct routine_player *player)
{
    uint32_t ticks = player->rest_ticks;
    if (!waiting(player) && player->stage_left_ticks < ticks)
        ticks = player->stage_left_ticks;
    if (ticks == 0)
        return 0;
    ticks--; /* with the last one something begins or ends */
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        uint32_t of_ramp = ramp_alike_ticks(&player->zones[zone]);
        if (of_ramp < ticks)
            ticks = of_ramp;
    }
    return ticks;
}

/* A ramp's ticks to come: the first ones go a step, the others one more. */
struct slope {
    uint16_t from_q6, step_q6, short_steps;
    bool rises;
};

static struct slope slope_of(const struct routine_ramp *ramp)
{
    struct slope slope = {.from_q6 = ramp->now_q6};
    if (ramp->left_ticks == 0)
        return slope;
    uint16_t target_q6 = (uint16_t)(ramp->target_percent * (uint16_t)PERCENT_Q6);
    slope.rises = target_q6 > ramp->now_q6;
    uint16_t way_q6 = (uint16_t)(slope.rises ? target_q6 - ramp->now_q6 : ramp->now_q6 - target_q6);
    slope.step_q6 = way_q6 / ramp->left_ticks;
    slope.short_steps = (uint16_t)(ramp->left_ticks - way_q6 % ramp->left_ticks);
    return slope;
}

static uint16_t after(const struct slope *slope, uint32_t ticks)
{
    uint32_t way_q6 = slope->step_q6 * ticks;
    if (slope->short_steps > 0 && ticks > slope->short_steps)
        way_q6 += ticks - slope->short_steps;
    return (uint16_t)(slope->rises ? slope->from_q6 + way_q6 : slope->from_q6 - way_q6);
}

uint32_t player_permille_sum(const struct routine_player *player, uint8_t zone, uint32_t ticks)
{
    const struct slope slope = slope_of(&player->zones[zone]);
    uint32_t sum_permille = 0;
    for (uint32_t tick = 1; tick <= ticks; tick++)
        sum_permille += (after(&slope, tick) + (uint32_t)PERMILLE_Q6 - 1) / PERMILLE_Q6;
    return sum_permille;
}

static void skip_ramp(struct routine_ramp *ramp, uint32_t ticks)
{
    if (ramp->left_ticks == 0 || ticks == 0)
        return;
    struct slope slope = slope_of(ramp);
    ramp->now_q6 = after(&slope, ticks);
    ramp->left_ticks = (uint16_t)(ramp->left_ticks - ticks);
    if (ramp->left_ticks == 0)
        return;
    bool grown = ticks >= slope.short_steps;
    ramp->rate_q6 = (uint16_t)(slope.step_q6 + grown);
    ramp->rest_q6 = grown ? 0 : (uint16_t)(ramp->left_ticks + ticks - slope.short_steps);
}

void player_skip(struct routine_player *player, uint32_t ticks)
{
    player->rest_ticks -= ticks;
    if (waiting(player))
        return;
    player->clock_ticks += ticks;
    player->stage_left_ticks -= ticks;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        skip_ramp(&player->zones[zone], ticks);
}

/* --- totals ---------------------------------------------------------------------------------- */

static void add_ticks(struct routine_totals *totals, const struct routine_player *player,
                      uint32_t ticks)
{
    totals->duration_ticks += ticks;
    totals->motor_ticks += player_moving(player) ? ticks : 0;
    totals->heat_ticks += player->heat > 0 ? ticks : 0;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        uint16_t permille = player_permille(player, zone);
        totals->zone_ticks[zone] += permille > 0 ? ticks : 0;
        if (permille > totals->peak_permille[zone])
            totals->peak_permille[zone] = permille;
    }
}

static void add_events(struct routine_totals *totals, const struct routine_player *player,
                       uint8_t events)
{
    if (events & PLAYER_WAIT_BEGAN)
        totals->wait_s += player->rest_ticks / ROUTINE_TICKS_s;
    if (events & PLAYER_STAGE)
        totals->stages++;
    if (player->heat > totals->heat_max)
        totals->heat_max = player->heat;
}

void routine_totals(const uint8_t *program, uint8_t length, struct routine_totals *totals)
{
    struct routine_player player;
    uint8_t events = 0;
    memset(totals, 0, sizeof *totals);
    player_begin(&player, program, length);
    while (!(events & PLAYER_END)) {
        events = player_tick(&player, waiting(&player));
        add_events(totals, &player, events);
        if (waiting(&player) || (events & PLAYER_END))
            continue; /* no time of the routine's own passes */
        add_ticks(totals, &player, 1);
        uint32_t alike = player_alike_ticks(&player);
        player_skip(&player, alike);
        add_ticks(totals, &player, alike); /* a ramp's highest is at one of its ends */
    }
    totals->steps = player.steps;
}
