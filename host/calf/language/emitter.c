/* Writing operations. routine.h says what their bytes mean. */
#include "host/calf/language/emitter.h"

enum {
    SHORT_REST_MAX_ticks = 64,
    STAGE_BYTES_OFFSET = 2, /* after the operation and its kind */
    NUMBER_MAX_BYTES = 3,
};

void emit_begin(struct emitter *emitter)
{
    *emitter = (struct emitter){.length = ROUTINE_HEADER_BYTES};
}

static void put_byte(struct emitter *emitter, uint32_t byte)
{
    if (emitter->length < sizeof emitter->bytes)
        emitter->bytes[emitter->length] = (uint8_t)byte;
    emitter->length++;
}

static void put_number(struct emitter *emitter, uint32_t number)
{
    uint8_t bytes[NUMBER_MAX_BYTES];
    uint8_t count = routine_put_number(bytes, number);
    for (uint8_t i = 0; i < count; i++)
        put_byte(emitter, bytes[i]);
}

static void put_rest(struct emitter *emitter)
{
    if (emitter->rest_ticks == 0)
        return;
    uint32_t ticks = (uint32_t)emitter->rest_ticks;
    emitter->rest_ticks = 0;
    if (ticks <= SHORT_REST_MAX_ticks) {
        put_byte(emitter, ROUTINE_SHORT_REST | (ticks - 1));
    } else {
        put_byte(emitter, ROUTINE_REST);
        put_number(emitter, ticks);
    }
}

static void put_op(struct emitter *emitter, uint32_t op)
{
    put_rest(emitter);
    put_byte(emitter, op);
}

uint32_t emit_stage(struct emitter *emitter, uint8_t kind, uint32_t duration_s, uint8_t heat)
{
    put_rest(emitter);
    uint32_t stage = emitter->length;
    put_byte(emitter, ROUTINE_STAGE);
    put_byte(emitter, kind);
    put_byte(emitter, 0); /* emit_stage_end() knows */
    put_number(emitter, duration_s);
    put_byte(emitter, heat);
    return stage;
}

void emit_stage_end(struct emitter *emitter, uint32_t stage)
{
    put_rest(emitter);
    if (emit_overflows(emitter))
        return;
    struct routine_step step;
    routine_read(emitter->bytes, (uint8_t)emitter->length, (uint8_t)stage, &step);
    emitter->bytes[stage + STAGE_BYTES_OFFSET] = (uint8_t)(emitter->length - step.next);
}

void emit_rest(struct emitter *emitter, uint64_t ticks)
{
    emitter->rest_ticks += ticks;
}

void emit_key(struct emitter *emitter, enum routine_op op, uint8_t zones, uint32_t percent,
              uint32_t ramp_ticks)
{
    put_rest(emitter);
    if (op == ROUTINE_KEY_STEP)
        emitter->step = emitter->length;
    put_byte(emitter, (uint32_t)op | zones);
    put_byte(emitter, percent);
    put_number(emitter, ramp_ticks);
}

void emit_repeat(struct emitter *emitter, uint32_t times)
{
    if (times == 1)
        return;
    put_op(emitter, ROUTINE_REPEAT);
    put_number(emitter, times);
}

void emit_again(struct emitter *emitter, uint32_t times)
{
    if (times > 1)
        put_op(emitter, ROUTINE_AGAIN);
}

void emit_value(struct emitter *emitter, enum routine_op op, uint32_t value)
{
    put_op(emitter, op);
    put_byte(emitter, value);
}

void emit_wait(struct emitter *emitter, enum routine_op op, uint32_t value, uint32_t wait_s)
{
    emit_value(emitter, op, value);
    put_number(emitter, wait_s);
}

void emit_end(struct emitter *emitter)
{
    put_op(emitter, ROUTINE_END);
}

bool emit_overflows(const struct emitter *emitter)
{
    return emitter->length > sizeof emitter->bytes;
}
