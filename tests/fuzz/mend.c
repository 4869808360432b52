#include <string.h>

#include "tests/fuzz/fuzz.h"

enum {
    HEAD_BYTES = 3,     /* of the input: ceiling, levels, legs */
    CLOSING_BYTES = 16, /* the longest operation, open repeats, a rest, END */
    STAGE_MAX_s = 3,    /* short, so that many can be played */
    TOTAL_MAX_s = 6,
    WAIT_MAX_s = 2,
    PERCENTS = 100,
    MARKS = 128,
};

struct mend {
    uint8_t *out;
    uint8_t length;
    uint8_t size_at; /* of the open stage's length byte; 0: none is open */
    uint8_t steps_at;
    uint8_t kind, depth;
    bool timed; /* has time passed since the innermost REPEAT? */
    struct routine_header header;
};

static void put(struct mend *mend, uint8_t byte)
{
    mend->out[mend->length++] = byte;
}

static void put_number(struct mend *mend, uint32_t number)
{
    mend->length = (uint8_t)(mend->length + routine_put_number(mend->out + mend->length, number));
}

static void put_rest(struct mend *mend, uint32_t ticks)
{
    put(mend, ROUTINE_REST);
    put_number(mend, ticks);
    mend->timed = true;
}

static void again(struct mend *mend)
{
    if (!mend->timed)
        put_rest(mend, 1);
    put(mend, ROUTINE_AGAIN);
    mend->depth--;
}

static void close_stage(struct mend *mend)
{
    if (mend->size_at == 0)
        return;
    while (mend->depth > 0)
        again(mend);
    mend->out[mend->size_at] = (uint8_t)(mend->length - mend->steps_at);
    mend->size_at = 0;
}

static void open_stage(struct mend *mend, const struct routine_step *step)
{
    close_stage(mend);
    uint32_t duration_s = 1 + step->number % STAGE_MAX_s;
    mend->kind = step->zones % STAGE_KIND_COUNT;
    put(mend, ROUTINE_STAGE);
    put(mend, mend->kind);
    mend->size_at = mend->length;
    put(mend, 0);
    put_number(mend, duration_s);
    put(mend, mend->kind == STAGE_SETTLE ? 0 : step->value % (ROUTINE_HEAT_MAX + 1));
    mend->steps_at = mend->length;
    mend->header.total_s = (uint16_t)(mend->header.total_s + duration_s);
}

static void put_heat(struct mend *mend, uint8_t value)
{
    put(mend, ROUTINE_HEAT);
    put(mend, mend->kind == STAGE_SETTLE ? 0 : value % (ROUTINE_HEAT_MAX + 1));
}

static void put_wait(struct mend *mend, const struct routine_step *step)
{
    if (mend->depth > 0 || (step->op == ROUTINE_WARM && mend->kind == STAGE_SETTLE))
        return;
    put(mend, step->op);
    put(mend, step->op == ROUTINE_WARM ? 1 + step->value % ROUTINE_HEAT_MAX : step->value);
    put_number(mend, 1 + step->number % WAIT_MAX_s);
}

static void put_key(struct mend *mend, const struct routine_step *step)
{
    if (mend->kind != STAGE_MASSAGE || step->zones == 0)
        return;
    put(mend, step->op | step->zones);
    put(mend, (uint8_t)(step->value % (mend->header.ceiling_percent + 1)));
    put_number(mend, step->number % (ROUTINE_MAX_RAMP_ticks + 1));
}

static void put_step(struct mend *mend, const struct routine_step *step)
{
    static const struct routine_step first_stage = {.op = ROUTINE_STAGE, .zones = STAGE_MASSAGE};
    if (mend->size_at == 0 && step->op != ROUTINE_STAGE)
        open_stage(mend, &first_stage);
    switch (step->op) {
    case ROUTINE_STAGE:
        open_stage(mend, step);
        break;
    case ROUTINE_REST:
        put_rest(mend, step->number > 0 ? step->number : 1);
        break;
    case ROUTINE_REPEAT:
        if (mend->depth == ROUTINE_MAX_DEPTH)
            return;
        put(mend, ROUTINE_REPEAT);
        put_number(mend, 1 + step->number % ROUTINE_MAX_REPEAT);
        mend->depth++;
        mend->timed = false;
        break;
    case ROUTINE_AGAIN:
        if (mend->depth > 0)
            again(mend);
        break;
    case ROUTINE_HEAT:
        put_heat(mend, step->value);
        break;
    case ROUTINE_MARK:
        put(mend, ROUTINE_MARK);
        put(mend, step->value % MARKS);
        break;
    case ROUTINE_WARM:
    case ROUTINE_PROMPT:
        put_wait(mend, step);
        break;
    default:
        put_key(mend, step);
        break;
    }
}

static struct routine_header mend_header(const uint8_t *data)
{
    uint8_t level_max = 1 + data[1] % ROUTINE_MAX_LEVEL;
    return (struct routine_header){
        .ceiling_percent = 1 + data[0] % PERCENTS,
        .level_max = level_max,
        .level_default = (uint8_t)(1 + data[1] / ROUTINE_MAX_LEVEL % level_max),
        .legs = 1 + data[2] % 3,
    };
}

uint8_t fuzz_mend(const uint8_t *data, size_t size, uint8_t out[ROUTINE_MAX_BYTES])
{
    struct mend mend = {.out = out, .length = ROUTINE_HEADER_BYTES};
    if (size < HEAD_BYTES)
        return 0;
    mend.header = mend_header(data);
    uint8_t length = size > UINT8_MAX ? UINT8_MAX : (uint8_t)size;
    for (uint8_t at = HEAD_BYTES; at < length && mend.length + CLOSING_BYTES < ROUTINE_MAX_BYTES &&
                                  mend.header.total_s < TOTAL_MAX_s;) {
        struct routine_step step;
        bool is_one = routine_read(data, length, at, &step) == ROUTINE_ERROR_OK;
        at = is_one ? step.next : (uint8_t)(at + 1);
        if (is_one && step.op != ROUTINE_END)
            put_step(&mend, &step);
    }
    close_stage(&mend);
    put(&mend, ROUTINE_END);
    routine_put_header(out, &mend.header);
    return mend.length;
}
