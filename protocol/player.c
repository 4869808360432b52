/* Playing a routine, one tick of 10 ms at a time. Nothing here can fail: routine_check came before. */
#include <string.h>

#include "protocol/routine.h"

/* unsigned: 100 % of it is more than the AVR's int holds */
#define PERMILLE_Q6 64U
#define PERCENT_Q6 (10U * PERMILLE_Q6)

#define RATE_UNKNOWN 0xFFFFU /* more than any: until the ramp's first tick */

enum {
    LOW_BITS = 0x3F,      /* of an operation: zones, or ticks less one */
    IS_KEY = ROUTINE_KEY, /* a bit of KEY and KEY_STEP only */
    MORE_FOLLOWS = 0x80,
    GROUP = 0x7FU, /* of a number's bits */
    GROUP_BITS = 7,
    TIME_PASSES = 128, /* before the next operation; beside player_event */
};

void player_begin(struct routine_player *player, const uint8_t *program, uint8_t length)
{
    memset(player, 0, sizeof *player);
    player->next = program + ROUTINE_HEADER_BYTES;
    player->limit = player->end = program + length;
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
    struct routine_ramp *ramp = player->zones;
    player->moved_zones = ZONES_ALL;
    for (uint8_t left = ZONE_COUNT; left > 0; left--, ramp++) {
        ramp->now_q6 = 0;
        ramp->left_ticks = 0;
    }
}

/* --- ramps ----------------------------------------------------------------------------------- */

/* The first tick of a ramp divides. Zones that begin together are usually alike: then it is done once for
 * all of them. */
static void find_rate(struct routine_ramp *ramp, uint16_t distance_q6, struct routine_ramp *known)
{
    if (distance_q6 != known->now_q6 || ramp->left_ticks != known->left_ticks) {
        known->now_q6 = distance_q6;
        known->left_ticks = ramp->left_ticks;
        known->rate_q6 = distance_q6 / ramp->left_ticks;
        known->rest_q6 = distance_q6 % ramp->left_ticks;
    }
    ramp->rate_q6 = known->rate_q6;
    ramp->rest_q6 = known->rest_q6;
}

/* The other ticks do without: of a distance d = rate * l + rest in l ticks, one tick at this rate leaves
 * d' = rate * l' + rest with l' = l - 1. So the rate is still d' / l' rounded down, or one more if the
 * rest has become as large as l'. */
static void move_ramp(struct routine_ramp *ramp, struct routine_ramp *known)
{
    uint16_t target_q6 = (uint16_t)(ramp->target_percent * PERCENT_Q6), now_q6 = ramp->now_q6;
    bool rises = target_q6 > now_q6;
    if (ramp->rate_q6 == RATE_UNKNOWN)
        find_rate(ramp, rises ? target_q6 - now_q6 : now_q6 - target_q6, known);
    uint16_t left_ticks = --ramp->left_ticks;
    if (left_ticks == 0) {
        ramp->now_q6 = target_q6;
        return;
    }
    uint16_t rate_q6 = ramp->rate_q6;
    ramp->now_q6 = rises ? now_q6 + rate_q6 : now_q6 - rate_q6;
    if (ramp->rest_q6 >= left_ticks) {
        ramp->rest_q6 -= left_ticks;
        ramp->rate_q6 = rate_q6 + 1;
    }
}

/* By itself: within its caller it would make the ticks dearer that move nothing. */
__attribute__((noinline)) static void move_ramps(struct routine_player *player)
{
    struct routine_ramp known = {.left_ticks = 0};
    struct routine_ramp *ramp = player->zones;
    for (uint8_t zone = 1; zone <= ZONES_ALL; zone = (uint8_t)(zone << 1), ramp++)
        if (ramp->left_ticks > 0) {
            move_ramp(ramp, &known);
            player->moved_zones |= zone;
        }
}

/* --- operations -------------------------------------------------------------------------------- */

static uint8_t begin_key(struct routine_player *player, uint8_t op, uint8_t percent, uint16_t ticks)
{
    uint16_t now_q6 = ticks > 0 ? 0 : (uint16_t)(percent * PERCENT_Q6);
    struct routine_ramp *ramp = player->zones;
    uint8_t zones = op & LOW_BITS;
    if (ticks == 0)
        player->moved_zones |= zones;
    do {
        if (zones & 1) {
            ramp->target_percent = percent;
            ramp->left_ticks = ticks;
            ramp->rate_q6 = RATE_UNKNOWN;
            if (ticks == 0)
                ramp->now_q6 = now_q6;
        }
        ramp++;
    } while (zones >>= 1);
    if (op < ROUTINE_KEY_STEP)
        return 0;
    player->step_zones = op & LOW_BITS;
    player->step_percent = percent;
    player->steps++;
    return PLAYER_STEP;
}

static uint8_t begin_stage(struct routine_player *player, uint8_t kind, uint8_t bytes,
                           uint16_t duration_s)
{
    all_to_zero(player);
    player->stage++; /* ROUTINE_NO_STAGE wraps to 0 */
    player->kind = kind;
    player->stage_left_ticks = duration_s * (uint32_t)ROUTINE_TICKS_s;
    player->heat = *player->next++;
    player->limit = player->next + bytes;
    player->depth = 0;
    return PLAYER_STAGE;
}

/* Only the number of a rest can have a third group of bits. One of no time lets none pass. */
static uint8_t begin_rest(struct routine_player *player, uint16_t ticks)
{
    player->rest_ticks = ticks;
    if (player->next[-1] & MORE_FOLLOWS)
        player->rest_ticks |= (uint32_t)*player->next++ << 2 * GROUP_BITS;
    else if (ticks == 0)
        return 0;
    return TIME_PASSES;
}

static uint8_t begin_wait(struct routine_player *player, uint8_t op, uint8_t value,
                          uint16_t longest_s)
{
    all_to_zero(player);
    player->rest_ticks = longest_s * (uint32_t)ROUTINE_TICKS_s;
    player->warming = op == ROUTINE_WARM;
    player->prompting = op == ROUTINE_PROMPT;
    if (player->warming)
        player->heat = value;
    else
        player->prompt = value;
    return PLAYER_WAIT_BEGAN | TIME_PASSES;
}

static uint8_t begin_repeat(struct routine_player *player, uint16_t turns)
{
    struct routine_repeat *repeat = &player->repeats[player->depth++];
    repeat->left = turns;
    repeat->first = player->next;
    return 0;
}

static uint8_t repeat_again(struct routine_player *player)
{
    struct routine_repeat *repeat = &player->repeats[player->depth - 1];
    if (--repeat->left > 0)
        player->next = repeat->first;
    else
        player->depth--;
    return 0;
}

static uint8_t end(struct routine_player *player)
{
    all_to_zero(player);
    player->next = player->end;
    player->heat = 0;
    player->stage = ROUTINE_NO_STAGE;
    return PLAYER_END | TIME_PASSES;
}

static uint8_t act(struct routine_player *player, uint8_t op, uint8_t value, uint8_t bytes,
                   uint16_t number)
{
    switch (op) {
    case ROUTINE_STAGE:
        return begin_stage(player, value, bytes, number);
    case ROUTINE_REST:
        return begin_rest(player, number);
    case ROUTINE_REPEAT:
        return begin_repeat(player, number);
    case ROUTINE_AGAIN:
        return repeat_again(player);
    case ROUTINE_HEAT:
        player->heat = value;
        return 0;
    case ROUTINE_MARK:
        player->mark = value;
        return PLAYER_MARK;
    case ROUTINE_WARM:
    case ROUTINE_PROMPT:
        return begin_wait(player, op, value, number);
    default:
        return end(player);
    }
}

static bool has_number(uint8_t op)
{
    return (op >= ROUTINE_STAGE && op <= ROUTINE_REPEAT) || op == ROUTINE_WARM ||
           op == ROUTINE_PROMPT;
}

/* A number of at most two groups of bits, or those two of a rest's. Called, it would take a fifth of the time
 * that a tick may. */
__attribute__((always_inline)) static inline uint16_t take_number(const uint8_t **next)
{
    uint16_t number = *(*next)++;
    if (number & MORE_FOLLOWS)
        number = (number & GROUP) | (uint16_t)((*(*next)++ & GROUP) << GROUP_BITS);
    return number;
}

/* Does one operation, read without the doubts of routine_read(): this program has been checked. */
static uint8_t do_step(struct routine_player *player)
{
    const uint8_t *next = player->next;
    uint8_t op = *next++, value = 0, bytes = 0;
    uint16_t number = 0;
    if (op & IS_KEY) {
        value = *next++;
        number = take_number(&next);
        player->next = next;
        return begin_key(player, op, value, number);
    }
    if (op >= ROUTINE_SHORT_REST) {
        player->next = next;
        player->rest_ticks = (op & LOW_BITS) + 1U;
        return TIME_PASSES;
    }
    if (op >= ROUTINE_HEAT || op == ROUTINE_STAGE)
        value = *next++;
    if (op == ROUTINE_STAGE)
        bytes = *next++;
    if (has_number(op))
        number = take_number(&next);
    player->next = next;
    return act(player, op, value, bytes, number);
}

/* The stage has no more steps, but time: everything rests until it is up. */
static uint8_t rest_until_stage_ends(struct routine_player *player)
{
    all_to_zero(player);
    player->rest_ticks = player->stage_left_ticks;
    return TIME_PASSES;
}

/* By itself: it would have the ticks without an operation save its registers. */
__attribute__((noinline)) static uint8_t do_steps(struct routine_player *player)
{
    uint8_t events = 0;
    while (!(events & TIME_PASSES)) {
        if (player->next < player->limit)
            events |= do_step(player);
        else if (player->stage_left_ticks > 0)
            events |= rest_until_stage_ends(player);
        else
            events |= end(player); /* it is over and stays over */
    }
    return events & (uint8_t)~TIME_PASSES;
}

/* --- time ------------------------------------------------------------------------------------ */

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
    return (uint8_t)(PLAYER_WAIT_ENDED | (go ? 0 : PLAYER_TIMED_OUT));
}

/* One tick of a stage, which may end in the middle of a step. True if then an operation is due. */
static bool pass_time(struct routine_player *player)
{
    player->clock_ticks++;
    if (--player->stage_left_ticks > 0) {
        move_ramps(player);
        return --player->rest_ticks == 0;
    }
    player->next = player->limit; /* STAGE or END stands there and puts all zones to zero */
    player->limit = player->end;
    return true;
}

uint8_t player_tick(struct routine_player *player, bool go)
{
    uint8_t events = 0;
    if (waiting(player)) {
        events = wait_on(player, go);
        if (!events)
            return 0;
    } else if (player->stage_left_ticks > 0 && !pass_time(player)) {
        return 0;
    }
    return (uint8_t)(events | do_steps(player));
}
