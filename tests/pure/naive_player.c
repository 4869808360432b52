#include "tests/pure/naive_player.h"

#include <string.h>

enum { HEADER = 8, TICKS_S = 100, PERCENT_Q6 = 640 };

int32_t naive_q6(const struct naive_zone *zone)
{
    if (zone->elapsed >= zone->ticks)
        return zone->to_q6;
    return zone->from_q6 + (zone->to_q6 - zone->from_q6) * zone->elapsed / zone->ticks;
}

int32_t naive_slack_q6(const struct naive_zone *zone)
{
    return zone->elapsed >= zone->ticks ? 0 : zone->slack_q6 + zone->ticks / 4 + 1;
}

bool naive_moves(const struct naive_zone *zone)
{
    if (zone->elapsed >= zone->ticks)
        return zone->to_q6 > 0;
    return zone->from_motion || (zone->to_q6 > 0 && zone->elapsed > 0);
}

static void all_to_zero(struct naive_player *naive)
{
    memset(naive->zones, 0, sizeof naive->zones);
}

static void tick(struct naive_player *naive)
{
    bool motion = false;
    if (naive->on_tick)
        naive->on_tick(naive);
    for (uint8_t zone = 0; zone < 6; zone++) {
        bool moves = naive_moves(&naive->zones[zone]);
        naive->zone_ticks[zone] += moves;
        motion = motion || moves;
        if (naive->zones[zone].elapsed < naive->zones[zone].ticks)
            naive->zones[zone].elapsed++;
    }
    naive->motor_ticks += motion;
    naive->heat_ticks += naive->heat > 0;
    naive->duration_ticks++;
    naive->stage_left_ticks--;
}

static void pass(struct naive_player *naive, uint32_t ticks)
{
    for (; ticks > 0 && naive->stage_left_ticks > 0; ticks--)
        tick(naive);
}

static uint32_t number(struct naive_player *naive, uint8_t *at)
{
    uint32_t value = naive->program[*at] & 0x7F;
    for (uint8_t shift = 7; naive->program[(*at)++] & 0x80; shift = (uint8_t)(shift + 7))
        value |= (uint32_t)(naive->program[*at] & 0x7F) << shift;
    return value;
}

static void key(struct naive_player *naive, uint8_t zones, uint8_t percent, uint32_t ticks)
{
    for (uint8_t i = 0; i < 6; i++) {
        if (!(zones >> i & 1))
            continue;
        const struct naive_zone before = naive->zones[i];
        naive->zones[i] = (struct naive_zone){.from_q6 = naive_q6(&before),
                                              .to_q6 = (int32_t)percent * PERCENT_Q6,
                                              .ticks = (uint16_t)ticks,
                                              .from_motion = naive_moves(&before),
                                              .slack_q6 = naive_slack_q6(&before)};
    }
}

static void wait(struct naive_player *naive, uint32_t timeout_s)
{
    all_to_zero(naive);
    naive->wait_s += timeout_s;
}

/* Does what stands from `at` to `end`, or to the end of the repeat or the stage; returns the place. */
static uint8_t run(struct naive_player *naive, uint8_t at, uint8_t end)
{
    while (at < end && naive->stage_left_ticks > 0) {
        uint8_t op = naive->program[at++];
        uint8_t first =
            op == 0x05 || op == 0x06 || op == 0x07 || op == 0x08 || op >> 6 == 1 || op >> 6 == 3
                ? naive->program[at++]
                : 0; /* the operand of one byte */
        if (op >> 6 == 2) {
            pass(naive, (op & 0x3FU) + 1);
        } else if (op >> 6) {
            naive->steps = (uint16_t)(naive->steps + (op >> 6 == 3));
            key(naive, op & 0x3F, first, number(naive, &at));
        } else if (op == 0x02) {
            pass(naive, number(naive, &at));
        } else if (op == 0x03) {
            uint32_t count = number(naive, &at);
            uint8_t body = at;
            for (; count > 0 && naive->stage_left_ticks > 0; count--)
                at = run(naive, body, end);
        } else if (op == 0x04) {
            return at;
        } else if (op == 0x05) {
            naive->heat = first;
        } else if (op == 0x06) {
            naive->heat = first;
            wait(naive, number(naive, &at));
        } else if (op == 0x08) {
            wait(naive, number(naive, &at));
        }
    }
    return at;
}

void naive_play(struct naive_player *naive, const uint8_t *program,
                void (*on_tick)(struct naive_player *naive))
{
    memset(naive, 0, sizeof *naive);
    naive->program = program;
    naive->on_tick = on_tick;
    for (uint8_t at = HEADER; program[at] == 0x01; naive->stages++) {
        uint8_t bytes = program[at + 2];
        at = (uint8_t)(at + 3);
        naive->stage_left_ticks = number(naive, &at) * TICKS_S;
        naive->stage = naive->stages;
        naive->heat = program[at++];
        all_to_zero(naive);
        run(naive, at, (uint8_t)(at + bytes));
        all_to_zero(naive);
        pass(naive, naive->stage_left_ticks);
        at = (uint8_t)(at + bytes);
    }
    all_to_zero(naive);
}
