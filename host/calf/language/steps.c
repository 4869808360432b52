/* The shapes of the verbs, as strength over time. */
#include "host/calf/language/steps.h"

static uint32_t value(const struct statement *statement, enum argument argument)
{
    return statement->values[argument];
}

/* The keyframe that begins a step. */
static void begin(struct emitter *emitter, const struct statement *statement, uint8_t zones,
                  uint32_t ramp_ticks)
{
    emit_key(emitter, ROUTINE_KEY_STEP, zones, value(statement, ARGUMENT_INTENSITY), ramp_ticks);
}

static void rise(struct emitter *emitter, const struct statement *statement, uint8_t zones,
                 uint32_t ramp_ticks)
{
    emit_key(emitter, ROUTINE_KEY, zones, value(statement, ARGUMENT_INTENSITY), ramp_ticks);
}

static void fall(struct emitter *emitter, uint8_t zones, uint32_t ramp_ticks)
{
    emit_key(emitter, ROUTINE_KEY, zones, 0, ramp_ticks);
}

/* press (A3): into the muscle, stay, let go.
 *
 *        ______
 *      /        \
 *     /          \______
 *    attack hold release gap
 */
static void emit_press(struct emitter *emitter, const struct statement *press)
{
    uint8_t zones = press->stations[0];
    begin(emitter, press, zones, value(press, ARGUMENT_ATTACK));
    emit_rest(emitter, value(press, ARGUMENT_ATTACK) + value(press, ARGUMENT_HOLD));
    fall(emitter, zones, value(press, ARGUMENT_RELEASE));
    emit_rest(emitter, value(press, ARGUMENT_RELEASE) + value(press, ARGUMENT_GAP));
}

/* hold: the same strength all the time; the motors' own slew makes it soft enough. */
static void emit_hold(struct emitter *emitter, const struct statement *hold)
{
    begin(emitter, hold, hold->stations[0], 0);
    emit_rest(emitter, value(hold, ARGUMENT_FOR));
    fall(emitter, hold->stations[0], 0);
}

/* roll (A4): two sides in counter-phase, one falling as the other rises; `over` is there and back.
 * Every roll is a step. After the last one the second side needs half a roll more to let go.
 *
 *    A  /\  /\  /\
 *    B    \/  \/  \/\      (B upside down)
 */
static uint32_t roll_there_ticks(const struct statement *roll)
{
    return value(roll, ARGUMENT_OVER) / 2;
}

static uint64_t roll_ticks(const struct statement *roll)
{
    return (uint64_t)value(roll, ARGUMENT_OVER) * value(roll, ARGUMENT_TIMES) +
           roll_there_ticks(roll) + value(roll, ARGUMENT_GAP);
}

static void emit_roll(struct emitter *emitter, const struct statement *roll)
{
    uint8_t first = roll->stations[0], second = roll->stations[1];
    uint32_t there = roll_there_ticks(roll), back = value(roll, ARGUMENT_OVER) - there;
    emit_repeat(emitter, value(roll, ARGUMENT_TIMES));
    begin(emitter, roll, first, there);
    fall(emitter, second, there); /* the first time it is at zero already */
    emit_rest(emitter, there);
    fall(emitter, first, back);
    rise(emitter, roll, second, back);
    emit_rest(emitter, back);
    emit_again(emitter, value(roll, ARGUMENT_TIMES));
    fall(emitter, second, there);
    emit_rest(emitter, there + value(roll, ARGUMENT_GAP));
}

/* pulse: at once on, at once off. Every pulse is a step. */
static void emit_pulse(struct emitter *emitter, const struct statement *pulse)
{
    uint8_t zones = pulse->stations[0];
    emit_repeat(emitter, value(pulse, ARGUMENT_TIMES));
    begin(emitter, pulse, zones, 0);
    emit_rest(emitter, value(pulse, ARGUMENT_ON));
    fall(emitter, zones, 0);
    emit_rest(emitter, value(pulse, ARGUMENT_OFF));
    emit_again(emitter, value(pulse, ARGUMENT_TIMES));
    emit_rest(emitter, value(pulse, ARGUMENT_GAP));
}

static uint64_t pulse_ticks(const struct statement *pulse)
{
    uint64_t one = (uint64_t)value(pulse, ARGUMENT_ON) + value(pulse, ARGUMENT_OFF);
    return one * value(pulse, ARGUMENT_TIMES) + value(pulse, ARGUMENT_GAP);
}

/* stroke and sweep (A5, A13, A27): a wave over n stations, each fading out while the next one fades in. A station
 * is on for a time w, of which the part o is shared with the next, so n w - (n-1) o w = over; the
 * fade is o w. `overlap` is at most half, so a station has come up before it must go down.
 *
 *     __
 *    /  \ __
 *   /    X  \ __
 *  /    / \  X  \
 */
static uint32_t stroke_fade_ticks(const struct statement *stroke)
{
    uint32_t overlap = value(stroke, ARGUMENT_OVERLAP), stations = stroke->station_count;
    uint32_t divisor = 100 * stations - (stations - 1) * overlap;
    return (value(stroke, ARGUMENT_OVER) * overlap + divisor / 2) / divisor;
}

uint32_t steps_stroke_spacing_ticks(const struct statement *stroke)
{
    return (value(stroke, ARGUMENT_OVER) - stroke_fade_ticks(stroke)) / stroke->station_count;
}

static void emit_stroke(struct emitter *emitter, const struct statement *stroke)
{
    uint32_t fade = stroke_fade_ticks(stroke), stations = stroke->station_count;
    uint32_t wave = value(stroke, ARGUMENT_OVER) - fade; /* until the last station fades out */
    begin(emitter, stroke, stroke->stations[0], fade);
    for (uint32_t i = 1; i < stations; i++) {
        emit_rest(emitter, wave * i / stations - wave * (i - 1) / stations);
        fall(emitter, stroke->stations[i - 1], fade);
        rise(emitter, stroke, stroke->stations[i], fade);
    }
    emit_rest(emitter, wave - wave * (stations - 1) / stations);
    fall(emitter, stroke->stations[stations - 1], fade);
    emit_rest(emitter, fade + value(stroke, ARGUMENT_GAP));
}

uint64_t steps_ticks(const struct statement *statement)
{
    switch (statement->verb) {
    case VERB_PRESS:
        return (uint64_t)value(statement, ARGUMENT_ATTACK) + value(statement, ARGUMENT_HOLD) +
               value(statement, ARGUMENT_RELEASE) + value(statement, ARGUMENT_GAP);
    case VERB_ROLL:
        return roll_ticks(statement);
    case VERB_PULSE:
        return pulse_ticks(statement);
    case VERB_STROKE:
    case VERB_SWEEP:
        return (uint64_t)value(statement, ARGUMENT_OVER) + value(statement, ARGUMENT_GAP);
    case VERB_HOLD:
        return value(statement, ARGUMENT_FOR);
    case VERB_RAMP:
        return value(statement, ARGUMENT_RAMP_OVER);
    case VERB_REST:
        return value(statement, ARGUMENT_SPAN);
    default:
        return 0;
    }
}

bool steps_repeats(const struct statement *statement)
{
    bool may = statement->verb == VERB_ROLL || statement->verb == VERB_PULSE;
    return may && value(statement, ARGUMENT_TIMES) > 1;
}

/* step and move: what the others are made of. */
static void emit_move(struct emitter *emitter, const struct statement *move, enum routine_op op)
{
    emit_key(emitter, op, move->stations[0], value(move, ARGUMENT_RAMP_TO),
             value(move, ARGUMENT_MOVE_OVER));
}

void steps_emit(struct emitter *emitter, const struct statement *statement)
{
    switch (statement->verb) {
    case VERB_PRESS:
        emit_press(emitter, statement);
        break;
    case VERB_ROLL:
        emit_roll(emitter, statement);
        break;
    case VERB_STEP:
        emit_move(emitter, statement, ROUTINE_KEY_STEP);
        break;
    case VERB_MOVE:
        emit_move(emitter, statement, ROUTINE_KEY);
        break;
    case VERB_PULSE:
        emit_pulse(emitter, statement);
        break;
    case VERB_STROKE:
    case VERB_SWEEP:
        emit_stroke(emitter, statement);
        break;
    default:
        emit_hold(emitter, statement);
        break;
    }
}
