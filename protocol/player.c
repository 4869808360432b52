/* Playing a routine, one tick of 10 ms at a time. Nothing here can fail: routine_check came before. */
#include <string.h>

#include "protocol/routine.h"

/* unsigned: 100 % of it is more than the AVR's int holds */
#define PERMILLE_Q6 64U
#define PERCENT_Q6 (10U * PERMILLE_Q6)

void player_begin(struct routine_player *player, const uint8_t *program, uint8_t length)
{
    memset(player, 0, sizeof *player);
    player->program = program;
    player->length = length;
    player->at = ROUTINE_HEADER_BYTES;
    player->stage = ROUTINE_NO_STAGE;
}

uint16_t player_permille(const struct routine_player *player, uint8_t zone)
{
    return (uint16_t)((player->zones[zone].now_q6 + (PERMILLE_Q6 - 1)) / PERMILLE_Q6);
}

bool player_moving(const struct routine_player *player)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        if (player->zones[zone].now_q6 > 0)
            return true;
    return false;
}

static void all_to_zero(struct routine_player *player)
{
    memset(player->zones, 0, sizeof player->zones);
}

static void move_ramp(struct routine_ramp *ramp)
{
    uint16_t target_q6 = (uint16_t)(ramp->target_percent * PERCENT_Q6);
    if (ramp->left_ticks <= 1)
        ramp->now_q6 = target_q6;
    else if (target_q6 > ramp->now_q6)
        ramp->now_q6 += (uint16_t)((uint16_t)(target_q6 - ramp->now_q6) / ramp->left_ticks);
    else
        ramp->now_q6 -= (uint16_t)((uint16_t)(ramp->now_q6 - target_q6) / ramp->left_ticks);
    ramp->left_ticks--;
}

/* Zones that began together are usually still alike: then the division is done once for all of them. */
static void move_ramps(struct routine_player *player)
{
    struct routine_ramp before = {0, 0, 0};
    const struct routine_ramp *moved = 0;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        struct routine_ramp *ramp = &player->zones[zone];
        if (ramp->left_ticks == 0)
            continue;
        if (moved && ramp->left_ticks == before.left_ticks && ramp->now_q6 == before.now_q6 &&
            ramp->target_percent == before.target_percent) {
            *ramp = *moved;
            continue;
        }
        before = *ramp;
        move_ramp(ramp);
        moved = ramp;
    }
}

static void begin_key(struct routine_player *player, const struct routine_step *step)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        if (!(step->zones & (1U << zone)))
            continue;
        struct routine_ramp *ramp = &player->zones[zone];
        ramp->target_percent = step->value;
        ramp->left_ticks = (uint16_t)step->number;
        if (ramp->left_ticks == 0)
            ramp->now_q6 = (uint16_t)(step->value * PERCENT_Q6);
    }
}

static void begin_stage(struct routine_player *player, const struct routine_step *step)
{
    all_to_zero(player);
    player->stage++; /* ROUTINE_NO_STAGE wraps to 0 */
    player->kind = step->zones;
    player->heat = step->value;
    player->stage_left_ticks = step->number * ROUTINE_TICKS_s;
    player->stage_end = (uint8_t)(step->next + step->bytes);
    player->depth = 0;
}

static void begin_wait(struct routine_player *player, const struct routine_step *step)
{
    all_to_zero(player);
    player->rest_ticks = step->number * ROUTINE_TICKS_s;
    player->warming = step->op == ROUTINE_WARM;
    player->prompting = step->op == ROUTINE_PROMPT;
    if (player->warming)
        player->heat = step->value;
    else
        player->prompt = step->value;
}

static void repeat_again(struct routine_player *player)
{
    if (--player->repeats[player->depth - 1].left > 0)
        player->at = player->repeats[player->depth - 1].at;
    else
        player->depth--;
}

/* Does one operation. */
static uint8_t do_step(struct routine_player *player)
{
    struct routine_step step;
    routine_read(player->program, player->length, player->at, &step);
    player->at = step.next;
    switch (step.op) {
    case ROUTINE_END:
        all_to_zero(player);
        player->heat = 0;
        player->stage = ROUTINE_NO_STAGE;
        return PLAYER_END;
    case ROUTINE_STAGE:
        begin_stage(player, &step);
        return PLAYER_STAGE;
    case ROUTINE_REST:
        player->rest_ticks = step.number;
        return 0;
    case ROUTINE_REPEAT:
        player->repeats[player->depth].at = step.next;
        player->repeats[player->depth++].left = (uint16_t)step.number;
        return 0;
    case ROUTINE_AGAIN:
        repeat_again(player);
        return 0;
    case ROUTINE_HEAT:
        player->heat = step.value;
        return 0;
    case ROUTINE_MARK:
        player->mark = step.value;
        return PLAYER_MARK;
    case ROUTINE_WARM:
    case ROUTINE_PROMPT:
        begin_wait(player, &step);
        return PLAYER_WAIT_BEGAN;
    case ROUTINE_KEY_STEP:
        begin_key(player, &step);
        player->step_zones = step.zones;
        player->step_percent = step.value;
        player->steps++;
        return PLAYER_STEP;
    default:
        begin_key(player, &step);
        return 0;
    }
}

/* The stage's steps are done before its time is: everything rests until then. */
static void rest_until_stage_ends(struct routine_player *player)
{
    all_to_zero(player);
    player->rest_ticks = player->stage_left_ticks;
}

static uint8_t do_steps_that_are_due(struct routine_player *player)
{
    uint8_t events = 0;
    while (player->rest_ticks == 0 && !(events & PLAYER_END)) {
        if (player->stage_left_ticks > 0 && player->at == player->stage_end)
            rest_until_stage_ends(player);
        else
            events |= do_step(player);
    }
    return events;
}

static bool waiting(const struct routine_player *player)
{
    return player->warming || player->prompting;
}

/* One tick of a wait; the routine's clock stands. */
static uint8_t wait_on(struct routine_player *player, bool go)
{
    if (!go && --player->rest_ticks > 0)
        return 0;
    player->warming = false;
    player->prompting = false;
    player->rest_ticks = 0;
    return (uint8_t)(PLAYER_WAIT_ENDED | (go ? 0 : PLAYER_TIMED_OUT));
}

uint8_t player_tick(struct routine_player *player, bool go)
{
    uint8_t events = 0;
    if (waiting(player)) {
        events = wait_on(player, go);
        if (!events)
            return 0;
    } else if (player->stage_left_ticks > 0) {
        player->clock_ticks++;
        move_ramps(player);
        player->rest_ticks--;
        if (--player->stage_left_ticks == 0) { /* also in the middle of a step */
            all_to_zero(player);
            player->rest_ticks = 0;
            player->at = player->stage_end;
        }
    } else if (player->stage == ROUTINE_NO_STAGE && player->at > ROUTINE_HEADER_BYTES) {
        return PLAYER_END; /* it is over and stays over */
    }
    return (uint8_t)(events | do_steps_that_are_due(player));
}

void routine_totals(const uint8_t *program, uint8_t length, struct routine_totals *totals)
{
    struct routine_player player;
    uint8_t events = 0;
    memset(totals, 0, sizeof *totals);
    player_begin(&player, program, length);
    while (!(events & PLAYER_END)) {
        bool go = waiting(&player);
        events = player_tick(&player, go);
        if (events & PLAYER_WAIT_BEGAN)
            totals->wait_s += player.rest_ticks / ROUTINE_TICKS_s;
        if (events & PLAYER_STAGE)
            totals->stages++;
        if (player.heat > totals->heat_max)
            totals->heat_max = player.heat;
        if (waiting(&player) || (events & PLAYER_END))
            continue; /* no time of the routine's own passes */
        totals->duration_ticks++;
        totals->motor_ticks += player_moving(&player);
        totals->heat_ticks += player.heat > 0;
        for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
            uint16_t permille = player_permille(&player, zone);
            totals->zone_ticks[zone] += permille > 0;
            if (permille > totals->peak_permille[zone])
                totals->peak_permille[zone] = permille;
        }
    }
    totals->steps = player.steps;
}
