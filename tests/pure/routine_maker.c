#include "tests/pure/routine_maker.h"

#include <string.h>

#include "tests/tap.h"

enum {
    ROOM_FOR_BLOCK =
        24, /* bytes: the longest block with its repeats' ends, the stage's rest and END */
    RAMP_MAX_ticks = 600,
    MOTION_ZONES = 0x3F,
    WAIT_MAX_s = 200,
};

void make_bytes(struct routine_maker *maker, const uint8_t *bytes, uint8_t count)
{
    if (count > ROUTINE_MAX_BYTES - maker->length)
        return;
    memcpy(maker->bytes + maker->length, bytes, count);
    maker->length = (uint8_t)(maker->length + count);
}

void make_header(struct routine_maker *maker)
{
    memset(maker, 0, sizeof *maker);
    routine_put_header(maker->bytes, &(struct routine_header){.ceiling_percent = 100,
                                                              .level_default = 1,
                                                              .level_max = ROUTINE_MAX_LEVEL,
                                                              .legs = 3});
    maker->length = ROUTINE_HEADER_BYTES;
}

void make_number(struct routine_maker *maker, uint32_t number)
{
    uint8_t bytes[3];
    uint8_t count = routine_put_number(bytes, number);
    make_bytes(maker, bytes, count);
}

void make_rest(struct routine_maker *maker, uint32_t ticks)
{
    if (ticks <= 64) {
        MAKE(maker, (uint8_t)(ROUTINE_SHORT_REST + ticks - 1));
    } else {
        MAKE(maker, ROUTINE_REST);
        make_number(maker, ticks);
    }
}

void make_key(struct routine_maker *maker, uint8_t op, uint8_t zones, uint8_t percent,
              uint32_t ramp_ticks)
{
    MAKE(maker, (uint8_t)(op | zones), percent);
    make_number(maker, ramp_ticks);
}

static void close_stage(struct routine_maker *maker)
{
    if (maker->stage_at == 0)
        return;
    uint8_t steps_at = (uint8_t)(maker->stage_at + 1);
    while (maker->bytes[steps_at] & 0x80) /* over the duration */
        steps_at++;
    steps_at = (uint8_t)(steps_at + 2); /* and the heat */
    maker->bytes[maker->stage_at] = (uint8_t)(maker->length - steps_at);
    maker->stage_at = 0;
}

void make_stage(struct routine_maker *maker, uint8_t kind, uint16_t duration_s, uint8_t heat)
{
    close_stage(maker);
    maker->stage_at = (uint8_t)(maker->length + 2);
    MAKE(maker, ROUTINE_STAGE, kind, 0);
    make_number(maker, duration_s);
    MAKE(maker, heat);
    maker->total_s = (uint16_t)(maker->total_s + duration_s);
}

void make_end(struct routine_maker *maker)
{
    close_stage(maker);
    MAKE(maker, ROUTINE_END);
    struct routine_header header = routine_header(maker->bytes);
    header.total_s = maker->total_s;
    routine_put_header(maker->bytes, &header);
}

/* --- at random ------------------------------------------------------------------------------- */

static uint8_t pick(uint32_t *state, uint32_t below)
{
    return (uint8_t)((tap_random(state) >> 8) % below);
}

static uint32_t pick_ticks(uint32_t *state, uint32_t below)
{
    return pick(state, 3) ? tap_random(state) % 64 % below : tap_random(state) % below;
}

/* What stands at one instant, and the time after it. */
static void make_block(struct routine_maker *maker, uint32_t *state, bool motors)
{
    if (pick(state, 8) == 0)
        MAKE(maker, ROUTINE_HEAT, pick(state, ROUTINE_HEAT_MAX + 1));
    if (pick(state, 8) == 0)
        MAKE(maker, ROUTINE_MARK, pick(state, 128));
    for (uint8_t keys = motors ? pick(state, 4) : 0; keys > 0; keys--)
        make_key(maker, keys == 1 ? ROUTINE_KEY_STEP : ROUTINE_KEY,
                 (uint8_t)(1 + pick(state, MOTION_ZONES)), pick(state, 3) ? pick(state, 101) : 0,
                 pick_ticks(state, RAMP_MAX_ticks + 1));
    make_rest(maker, 1 + pick_ticks(state, 300));
}

static void make_wait(struct routine_maker *maker, uint32_t *state, uint8_t longest_s)
{
    if (pick(state, 2))
        MAKE(maker, ROUTINE_WARM, (uint8_t)(1 + pick(state, ROUTINE_HEAT_MAX)));
    else
        MAKE(maker, ROUTINE_PROMPT, pick(state, 10));
    make_number(maker, 1U + pick(state, longest_s));
}

static bool has_room(const struct routine_maker *maker)
{
    return maker->length < ROUTINE_MAX_BYTES - ROOM_FOR_BLOCK;
}

static void make_steps(struct routine_maker *maker, uint32_t *state, bool motors, uint8_t wait_s)
{
    uint8_t depth = 0;
    for (uint8_t left = (uint8_t)(1 + pick(state, 10)); left > 0 && has_room(maker); left--) {
        if (depth < ROUTINE_MAX_DEPTH && pick(state, 3) == 0) {
            MAKE(maker, ROUTINE_REPEAT);
            make_number(maker, 1 + pick_ticks(state, 200));
            depth++;
        }
        if (depth == 0 && pick(state, 4) == 0)
            make_wait(maker, state, wait_s);
        make_block(maker, state, motors);
        if (depth > 0 && pick(state, 3) == 0) {
            MAKE(maker, ROUTINE_AGAIN);
            depth--;
        }
    }
    for (; depth > 0; depth--)
        MAKE(maker, ROUTINE_AGAIN);
}

void make_random(struct routine_maker *maker, uint32_t *state)
{
    make_random_waiting(maker, state, WAIT_MAX_s);
}

void make_random_waiting(struct routine_maker *maker, uint32_t *state, uint8_t wait_s)
{
    make_header(maker);
    for (uint8_t left = (uint8_t)(1 + pick(state, 4)); left > 0 && has_room(maker); left--) {
        uint8_t kind = pick(state, 2) ? STAGE_MASSAGE : pick(state, STAGE_SETTLE);
        make_stage(maker, kind, (uint16_t)(1 + pick(state, 8)), pick(state, ROUTINE_HEAT_MAX + 1));
        make_steps(maker, state, kind == STAGE_MASSAGE, wait_s);
    }
    if (pick(state, 2) && has_room(maker))
        make_stage(maker, STAGE_SETTLE, (uint16_t)(1 + pick(state, 4)), 0);
    make_end(maker);
}
