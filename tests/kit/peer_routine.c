#include "tests/kit/peer_routine.h"

#include <stdlib.h>
#include <string.h>

#include "protocol/crc16.h"
#include "tests/tap.h"

static void put(struct peer_routine *routine, uint8_t byte)
{
    if (routine->length == sizeof routine->bytes) {
        diag("the routine is too long");
        exit(1);
    }
    routine->bytes[routine->length++] = byte;
}

static void put_number(struct peer_routine *routine, uint32_t number)
{
    uint8_t bytes[3];
    uint8_t count = routine_put_number(bytes, number);
    for (uint8_t i = 0; i < count; i++)
        put(routine, bytes[i]);
}

static void close_stage(struct peer_routine *routine)
{
    if (routine->steps_at > 0)
        routine->bytes[routine->size_at] = (uint8_t)(routine->length - routine->steps_at);
    routine->steps_at = 0;
}

void peer_begin(struct peer_routine *routine)
{
    memset(routine, 0, sizeof *routine);
    routine->length = ROUTINE_HEADER_BYTES;
    routine->header = (struct routine_header){.ceiling_percent = 100,
                                              .level_default = ROUTINE_MAX_LEVEL,
                                              .level_max = ROUTINE_MAX_LEVEL,
                                              .legs = 1 << (LEG_LEFT - 1) | 1 << (LEG_RIGHT - 1)};
}

void peer_stage(struct peer_routine *routine, uint8_t kind, uint16_t duration_s, uint8_t heat)
{
    close_stage(routine);
    put(routine, ROUTINE_STAGE);
    put(routine, kind);
    routine->size_at = routine->length;
    put(routine, 0);
    put_number(routine, duration_s);
    put(routine, heat);
    routine->steps_at = routine->length;
}

void peer_key(struct peer_routine *routine, uint8_t op, uint8_t zones, uint8_t percent,
              uint16_t ramp_ticks)
{
    put(routine, (uint8_t)(op | zones));
    put(routine, percent);
    put_number(routine, ramp_ticks);
}

void peer_rest(struct peer_routine *routine, uint32_t ticks)
{
    put(routine, ROUTINE_REST);
    put_number(routine, ticks);
}

void peer_repeat(struct peer_routine *routine, uint16_t count)
{
    put(routine, ROUTINE_REPEAT);
    put_number(routine, count);
}

void peer_again(struct peer_routine *routine)
{
    put(routine, ROUTINE_AGAIN);
}

void peer_warm(struct peer_routine *routine, uint8_t heat, uint16_t timeout_s)
{
    put(routine, ROUTINE_WARM);
    put(routine, heat);
    put_number(routine, timeout_s);
}

void peer_end(struct peer_routine *routine)
{
    close_stage(routine);
    put(routine, ROUTINE_END);
    struct routine_totals totals;
    routine_put_header(routine->bytes, &routine->header);
    routine_totals(routine->bytes, routine->length, &totals);
    routine->header.motor_s =
        (uint16_t)((totals.motor_ticks + ROUTINE_TICKS_s - 1) / ROUTINE_TICKS_s);
    routine->header.total_s = (uint16_t)(totals.duration_ticks / ROUTINE_TICKS_s);
    routine_put_header(routine->bytes, &routine->header);
}

uint16_t peer_routine_crc(const struct peer_routine *routine)
{
    return crc16_block(CRC16_START, routine->bytes, routine->length);
}

void peer_make_massage(struct peer_routine *routine, uint16_t duration_s, uint8_t heat)
{
    peer_begin(routine);
    peer_stage(routine, STAGE_MASSAGE, duration_s, heat);
    peer_key(routine, ROUTINE_KEY_STEP, PEER_ALL_ZONES_mask, 100, 0);
    peer_rest(routine, duration_s * (uint32_t)ROUTINE_TICKS_s);
    peer_end(routine);
}
