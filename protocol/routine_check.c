/* Checking a routine: whatever passes here plays to its end, within its bounds, in known time. */
#include "protocol/limits.h"
#include "protocol/routine.h"

enum { MARK_MAX = 127, LEG_BITS = 3 };

/* How many operations stand at one instant: all of them are done within one tick, and only the last
 * of the steps and the marks among them would be told of. */
struct instant {
    uint8_t operations, keys, steps, marks;
};

struct check {
    const uint8_t *program;
    uint8_t length;
    uint8_t ceiling_percent;
    uint8_t stages, stage_end; /* stage_end 0: outside */
    uint8_t kind;
    uint8_t depth;
    struct instant now;
    struct {
        bool timed;           /* has time passed in this repeat? */
        struct instant first; /* what stands before it does */
    } repeats[ROUTINE_MAX_DEPTH];
    uint32_t total_s;
};

static enum routine_error check_header(const uint8_t *program, uint16_t length, uint8_t *at)
{
    struct routine_header header;
    *at = 0;
    if (length < ROUTINE_MIN_BYTES || length > ROUTINE_MAX_BYTES)
        return ROUTINE_ERROR_LENGTH;
    if (program[0] != ROUTINE_FORMAT)
        return ROUTINE_ERROR_FORMAT;
    header = routine_header(program);
    *at = 1;
    if (header.ceiling_percent < 1 || header.ceiling_percent > 100)
        return ROUTINE_ERROR_CEILING;
    *at = 2;
    if (header.level_max > ROUTINE_MAX_LEVEL || header.level_default < 1 ||
        header.level_default > header.level_max)
        return ROUTINE_ERROR_LEVEL;
    *at = 3;
    if (header.legs == 0 || header.legs > LEG_BITS)
        return ROUTINE_ERROR_LEGS;
    return ROUTINE_ERROR_OK;
}

static enum routine_error check_stage(struct check *check, const struct routine_step *step)
{
    if (step->zones >= STAGE_KIND_COUNT)
        return ROUTINE_ERROR_STAGE_KIND;
    if (step->number < 1 || step->number > ROUTINE_MAX_STAGE_s)
        return ROUTINE_ERROR_STAGE_DURATION;
    if (step->value > ROUTINE_HEAT_MAX)
        return ROUTINE_ERROR_HEAT;
    if (step->value > 0 && step->zones == STAGE_SETTLE)
        return ROUTINE_ERROR_HEAT_HERE;
    if (step->bytes >= check->length - step->next)
        return ROUTINE_ERROR_STAGE_BYTES;
    if (++check->stages > ROUTINE_MAX_STAGES)
        return ROUTINE_ERROR_TOO_MANY_STAGES;
    check->total_s += step->number;
    if (check->total_s > ROUTINE_MAX_TOTAL_s)
        return ROUTINE_ERROR_TOTAL;
    check->kind = step->zones;
    check->stage_end = (uint8_t)(step->next + step->bytes);
    check->now = (struct instant){.operations = 1};
    return ROUTINE_ERROR_OK;
}

static enum routine_error check_key(const struct check *check, const struct routine_step *step)
{
    if (check->kind != STAGE_MASSAGE)
        return ROUTINE_ERROR_MOTORS_HERE;
    if (step->zones == 0)
        return ROUTINE_ERROR_NO_ZONE;
    if (step->value > check->ceiling_percent)
        return ROUTINE_ERROR_PERCENT;
    return step->number > ROUTINE_MAX_RAMP_ticks ? ROUTINE_ERROR_RAMP : ROUTINE_ERROR_OK;
}

static enum routine_error check_heat(const struct check *check, const struct routine_step *step)
{
    if (step->value > ROUTINE_HEAT_MAX)
        return ROUTINE_ERROR_HEAT;
    return step->value > 0 && check->kind == STAGE_SETTLE ? ROUTINE_ERROR_HEAT_HERE
                                                          : ROUTINE_ERROR_OK;
}

/* The routine's clock stands in a wait, so a repeat of waits would have no bound but its count. */
static enum routine_error check_wait(const struct check *check, const struct routine_step *step,
                                     uint32_t longest_s)
{
    if (step->number < 1 || step->number > longest_s)
        return ROUTINE_ERROR_WAIT;
    return check->depth > 0 ? ROUTINE_ERROR_WAIT_HERE : ROUTINE_ERROR_OK;
}

static enum routine_error check_inside(const struct check *check, const struct routine_step *step)
{
    enum routine_error error;
    switch (step->op) {
    case ROUTINE_REST:
        return step->number == 0 ? ROUTINE_ERROR_NUMBER : ROUTINE_ERROR_OK;
    case ROUTINE_REPEAT:
        if (step->number < 1 || step->number > ROUTINE_MAX_REPEAT)
            return ROUTINE_ERROR_REPEAT;
        return check->depth == ROUTINE_MAX_DEPTH ? ROUTINE_ERROR_DEPTH : ROUTINE_ERROR_OK;
    case ROUTINE_AGAIN:
        if (check->depth == 0)
            return ROUTINE_ERROR_UNMATCHED;
        return check->repeats[check->depth - 1].timed ? ROUTINE_ERROR_OK : ROUTINE_ERROR_NO_TIME;
    case ROUTINE_HEAT:
        return check_heat(check, step);
    case ROUTINE_WARM:
        if (step->value == 0) /* nothing to wait for */
            return ROUTINE_ERROR_HEAT;
        error = check_heat(check, step);
        return error == ROUTINE_ERROR_OK ? check_wait(check, step, LIMIT_HEAT_WAIT_s) : error;
    case ROUTINE_MARK:
        return step->value > MARK_MAX ? ROUTINE_ERROR_MARK : ROUTINE_ERROR_OK;
    case ROUTINE_PROMPT:
        return check_wait(check, step, LIMIT_PROMPT_WAIT_s);
    default:
        return check_key(check, step);
    }
}

static void count(struct instant *instant, uint8_t op)
{
    instant->operations++;
    if (op == ROUTINE_KEY || op == ROUTINE_KEY_STEP)
        instant->keys++;
    if (op == ROUTINE_KEY_STEP)
        instant->steps++;
    if (op == ROUTINE_MARK)
        instant->marks++;
}

/* May these two stand at one instant? */
static enum routine_error check_together(const struct instant *one, const struct instant *other)
{
    if (one->keys + other->keys > ROUTINE_MAX_KEYS)
        return ROUTINE_ERROR_TOO_MANY_KEYS;
    if (one->operations + other->operations > ROUTINE_MAX_NOW)
        return ROUTINE_ERROR_TOO_MANY_NOW;
    if (one->steps + other->steps > 1 || one->marks + other->marks > 1)
        return ROUTINE_ERROR_TWICE_NOW;
    return ROUTINE_ERROR_OK;
}

/* Follows what stands at one instant: an operation joins the ones before it, until time passes. After
 * the last operations of a repeat come its first ones, in the same instant. */
static enum routine_error check_instant(struct check *check, uint8_t op)
{
    count(&check->now, op);
    for (uint8_t depth = 0; depth < check->depth; depth++)
        if (!check->repeats[depth].timed)
            count(&check->repeats[depth].first, op);

    enum routine_error error = check_together(&check->now, &(struct instant){0});
    switch (op) {
    case ROUTINE_REPEAT:
        check->repeats[check->depth].timed = false;
        check->repeats[check->depth++].first = (struct instant){0};
        break;
    case ROUTINE_AGAIN:
        check->depth--;
        if (error == ROUTINE_ERROR_OK)
            error = check_together(&check->now, &check->repeats[check->depth].first);
        break;
    case ROUTINE_REST:
        for (uint8_t depth = 0; depth < check->depth; depth++)
            check->repeats[depth].timed = true;
        check->now = (struct instant){0};
        break;
    case ROUTINE_WARM:
    case ROUTINE_PROMPT:
        check->now = (struct instant){0};
        break;
    default:
        break;
    }
    return error;
}

static enum routine_error check_step(struct check *check, const struct routine_step *step)
{
    if (check->stage_end == 0) {
        if (step->op == ROUTINE_END)
            return step->next == check->length ? ROUTINE_ERROR_OK : ROUTINE_ERROR_NO_END;
        return step->op == ROUTINE_STAGE ? check_stage(check, step) : ROUTINE_ERROR_OUTSIDE_STAGE;
    }
    if (step->op == ROUTINE_END || step->op == ROUTINE_STAGE || step->next > check->stage_end)
        return ROUTINE_ERROR_STAGE_BYTES;
    enum routine_error error = check_inside(check, step);
    return error == ROUTINE_ERROR_OK ? check_instant(check, step->op) : error;
}

/* Goes on to the next operation and checks it where it stands. */
static enum routine_error check_next(struct check *check, struct routine_step *step)
{
    enum routine_error error = routine_read(check->program, check->length, step->next, step);
    if (error == ROUTINE_ERROR_OK)
        error = check_step(check, step);
    if (error != ROUTINE_ERROR_OK || step->next != check->stage_end)
        return error;
    check->stage_end = 0;
    return check->depth == 0 ? ROUTINE_ERROR_OK : ROUTINE_ERROR_STAGE_BYTES;
}

enum routine_error routine_check(const uint8_t *program, uint16_t length, uint8_t *at)
{
    enum routine_error error = check_header(program, length, at);
    if (error != ROUTINE_ERROR_OK)
        return error;

    struct check check = {.program = program, .length = (uint8_t)length};
    check.ceiling_percent = routine_header(program).ceiling_percent;
    struct routine_step step = {.op = ROUTINE_STAGE, .next = ROUTINE_HEADER_BYTES};
    while (step.op != ROUTINE_END) {
        *at = step.next;
        error = check_next(&check, &step);
        if (error != ROUTINE_ERROR_OK)
            return error;
    }
    *at = 6;
    return routine_header(program).total_s == check.total_s ? ROUTINE_ERROR_OK
                                                            : ROUTINE_ERROR_DECLARED;
}
