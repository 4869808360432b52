#include "tests/bench/stack_state.h"

static bool knows_byte(const struct stack_state *state, unsigned reg)
{
    return reg >= STATE_FIRST && state->known >> (reg - STATE_FIRST) & 1;
}

static uint8_t byte_in(const struct stack_state *state, unsigned reg)
{
    return state->value[reg - STATE_FIRST];
}

static void know(struct stack_state *state, unsigned reg, uint8_t value)
{
    if (reg < STATE_FIRST)
        return;
    state->known |= (uint8_t)(1U << (reg - STATE_FIRST));
    state->value[reg - STATE_FIRST] = value;
}

void state_forget(struct stack_state *state, uint32_t registers)
{
    for (unsigned i = 0; i < STATE_REGISTERS; i++)
        if (registers >> (STATE_FIRST + i) & 1) {
            state->known &= (uint8_t) ~(1U << i);
            state->value[i] = 0;
        }
}

bool state_knows(const struct stack_state *state, unsigned low)
{
    return knows_byte(state, low) && knows_byte(state, low + 1);
}

uint16_t state_word(const struct stack_state *state, unsigned low)
{
    return (uint16_t)(byte_in(state, low) | byte_in(state, low + 1) << 8);
}

/* What an instruction adds or subtracts, if it is known; r1 is always 0. */
static bool operand(const struct stack_state *state, const struct instruction *in, uint8_t *value)
{
    bool is_immediate = in->does == SUBI || in->does == SBCI;
    *value = is_immediate ? in->value : 0;
    if (is_immediate || in->from == 1)
        return true;
    if (!knows_byte(state, in->from))
        return false;
    *value = byte_in(state, in->from);
    return true;
}

/* A byte's addition or subtraction; the carry goes from one to the next. */
static void add_byte(struct stack_state *state, const struct instruction *in)
{
    uint8_t value;
    bool adds = in->does == ADD || in->does == ADC;
    bool carries = in->does == ADC || in->does == SBC || in->does == SBCI;
    bool known = operand(state, in, &value) && knows_byte(state, in->to) &&
                 (!carries || state->carry != CARRY_UNKNOWN);
    int change = value + (carries && state->carry == CARRY_SET);
    int sum = byte_in(state, in->to) + (adds ? change : -change);
    state_forget(state, 1UL << in->to);
    state->carry = CARRY_UNKNOWN;
    if (!known)
        return;
    know(state, in->to, (uint8_t)sum);
    state->carry = sum < 0 || sum > UINT8_MAX ? CARRY_SET : CARRY_CLEAR;
}

static void add_word(struct stack_state *state, const struct instruction *in)
{
    if (!state_knows(state, in->to))
        return;
    uint16_t word = state_word(state, in->to);
    word = (uint16_t)(in->does == ADIW ? word + in->value : word - in->value);
    know(state, in->to, (uint8_t)word);
    know(state, in->to + 1U, (uint8_t)(word >> 8));
}

/* Y is followed through arithmetic, for the frame hangs on it. Of X and Z constants are enough; what walks
 * through loops, the addresses of data, is not followed, for that would have no end. */
void state_do(struct stack_state *state, const struct instruction *in)
{
    bool to_y = in->does != OTHER && (in->to == STATE_YL || in->to == STATE_YH);
    if (to_y && in->does != LDI && in->does != SBIW && in->does != ADIW) {
        add_byte(state, in);
        return;
    }
    state->carry = CARRY_UNKNOWN;
    if (to_y && in->does != LDI) {
        add_word(state, in);
        return;
    }
    state_forget(state, in->writes);
    if (in->does == LDI && !to_y)
        know(state, in->to, in->value);
    int low = instruction_in(in, STATE_SPL), high = instruction_in(in, STATE_SPH);
    if (low >= 0)
        know(state, (unsigned)low, (uint8_t)state->sp);
    if (high >= 0)
        know(state, (unsigned)high, (uint8_t)(state->sp >> 8));
}
