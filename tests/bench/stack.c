#include "tests/bench/stack.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/kit/firmware.h"
#include "tests/bench/stack_state.h"

enum {
    WORDS = FIRMWARE_FLASH_bytes / 2,
    ENTRY_SP = 0x4000, /* any: what counts is the distance from it */
    RETURN_bytes = 2,
    VECTORS = 26,
    VECTOR_bytes = 4,
    DATA_SPACE = 0x20, /* where I/O address 0 is for LDS and STS */
    STATES_max = 32768,
    VISITS_max = 32, /* of an instruction with another stack pointer or constants each time */
    LOOK_BACK_words = 10,
};

/* What is known of the function that begins at a word. */
struct function {
    enum { NOT_YET, BEING_FOLLOWED, FOLLOWED } progress;
    unsigned worst,
        own;         /* bytes; own: of the worst, what is taken before the call that leads there */
    uint16_t callee; /* of that call; 0: none */
    bool lets_in;    /* interrupts */
};

struct flow {
    const uint8_t *flash;
    const struct elf_symbols *symbols;
    const char *const *tables;
    struct stack_report *report;
    struct function functions[WORDS];
};

/* One function being followed: the states found, each once; those from `done` on are still to do. */
struct walk {
    struct flow *flow;
    struct function *function;
    uint16_t start;
    unsigned count, done;
    struct stack_state states[STATES_max];
    uint8_t visits[WORDS];
};

/* --- names and errors ------------------------------------------------------------------------ */

static const struct elf_symbol *function_at(const struct flow *flow, uint16_t address)
{
    const struct elf_symbol *found = NULL;
    for (unsigned i = 0; i < flow->symbols->count; i++) {
        const struct elf_symbol *symbol = &flow->symbols->list[i];
        if (symbol->is_function && symbol->address <= address &&
            (!found || symbol->address > found->address))
            found = symbol;
    }
    return found;
}

static const struct elf_symbol *symbol_named(const struct flow *flow, const char *name)
{
    for (unsigned i = 0; i < flow->symbols->count; i++)
        if (strcmp(flow->symbols->list[i].name, name) == 0)
            return &flow->symbols->list[i];
    return NULL;
}

static const char *name_of(const struct flow *flow, uint16_t address)
{
    const struct elf_symbol *symbol = function_at(flow, address);
    return symbol ? symbol->name : "?";
}

__attribute__((format(printf, 3, 4))) static void fail(struct flow *flow, uint16_t address,
                                                       const char *format, ...)
{
    char *error = flow->report->error;
    va_list arguments;
    if (error[0])
        return;
    int length = snprintf(error, STACK_TEXT_BYTES, "%s, 0x%04x: ", name_of(flow, address), address);
    va_start(arguments, format);
    vsnprintf(error + length, STACK_TEXT_BYTES - (size_t)length, format, arguments);
    va_end(arguments);
}

static bool failed(const struct flow *flow)
{
    return flow->report->error[0] != 0;
}

/* --- the stack pointer ----------------------------------------------------------------------- */

static void note(struct walk *walk, const struct stack_state *state, unsigned more, uint16_t callee)
{
    unsigned own = (uint16_t)(ENTRY_SP - state->sp);
    if (own + more <= walk->function->worst)
        return;
    walk->function->worst = own + more;
    walk->function->own = own;
    walk->function->callee = callee;
}

static void do_stack(struct walk *walk, struct stack_state *state, const struct instruction *in)
{
    if (instruction_is_push(in))
        state->sp--;
    if (instruction_is_pop(in))
        state->sp++;
    if (instruction_stores_to(in, STATE_SPL + DATA_SPACE, STATE_SPH + DATA_SPACE))
        fail(walk->flow, state->pc, "stores into the stack pointer");
    int low = instruction_out(in, STATE_SPL), high = instruction_out(in, STATE_SPH);
    if ((low >= 0 && (low != STATE_YL || !state_knows(state, STATE_YL))) ||
        (high >= 0 && high != STATE_YH))
        fail(walk->flow, state->pc, "sets the stack pointer, nobody knows to what");
    if (low == STATE_YL)
        state->sp = state_word(state, STATE_YL);
    note(walk, state, 0, 0);
}

/* --- the flow -------------------------------------------------------------------------------- */

static void follow(struct flow *flow, uint16_t start);

static void go(struct walk *walk, const struct stack_state *state, unsigned to)
{
    struct stack_state next = *state;
    next.pc = (uint16_t)(to % FIRMWARE_FLASH_bytes);
    for (unsigned i = 0; i < walk->count; i++)
        if (walk->states[i].pc == next.pc && memcmp(&walk->states[i], &next, sizeof next) == 0)
            return;
    if (walk->count == STATES_max || ++walk->visits[next.pc / 2] > VISITS_max) {
        fail(walk->flow, state->pc, "the stack pointer has no end of values");
        return;
    }
    walk->states[walk->count++] = next;
}

static void call(struct walk *walk, const struct stack_state *state, uint16_t target)
{
    struct flow *flow = walk->flow;
    struct function *callee = &flow->functions[target / 2];
    if (callee->progress == BEING_FOLLOWED) {
        fail(flow, state->pc, "calls %s, which is what called it", name_of(flow, target));
        return;
    }
    follow(flow, target);
    walk->function->lets_in |= callee->lets_in;
    note(walk, state, RETURN_bytes + callee->worst, target);
}

/* SUBI r30, SBCI r31: adds the address of a table to an index. -1 if these two are not at an address. */
static int32_t table_added_at(const struct flow *flow, unsigned address)
{
    struct instruction low = instruction_at(flow->flash, (uint16_t)address);
    struct instruction high = instruction_at(flow->flash, (uint16_t)(address + 2));
    if (low.does != SUBI || low.to != STATE_ZL || high.does != SBCI || high.to != STATE_ZH)
        return -1;
    return (uint16_t) - (low.value | high.value << 8);
}

static uint16_t entry_at(const struct flow *flow, unsigned address)
{
    return (uint16_t)(2 * (flow->flash[address] | flow->flash[address + 1] << 8));
}

/* A switch: its table holds addresses within the function. What follows the table and looks like one more of
 * them is followed, too; that can only be too much. */
static void go_by_table(struct walk *walk, const struct stack_state *state)
{
    struct flow *flow = walk->flow;
    const struct elf_symbol *function = function_at(flow, state->pc);
    int32_t table_words = table_added_at(flow, state->pc - 4U);
    unsigned at = (unsigned)table_words * 2, entries = 0;
    for (; function && table_words >= 0 && at + 1 < FIRMWARE_FLASH_bytes; at += 2, entries++) {
        uint16_t to = entry_at(flow, at);
        if (to < function->address || to >= function->address + function->bytes)
            break;
        go(walk, state, to);
    }
    if (entries == 0)
        fail(flow, state->pc, "jumps by a table that cannot be found");
}

static const struct elf_symbol *listed_table(const struct flow *flow, uint16_t pc)
{
    for (unsigned words = 2; words <= LOOK_BACK_words; words++) {
        int32_t address = table_added_at(flow, pc - 2U * words);
        for (unsigned i = 0; address >= 0 && flow->tables[i]; i++) {
            const struct elf_symbol *table = symbol_named(flow, flow->tables[i]);
            if (table && table->address == address)
                return table;
        }
    }
    return NULL;
}

static void call_by_table(struct walk *walk, const struct stack_state *state)
{
    const struct elf_symbol *table = listed_table(walk->flow, state->pc);
    if (!table)
        fail(walk->flow, state->pc, "calls through a pointer from no table that is listed");
    for (unsigned at = 0; table && at < table->bytes; at += 2)
        call(walk, state, entry_at(walk->flow, table->address + at));
}

static void forget_after_call(struct stack_state *state)
{
    state_forget(state, 3UL << STATE_XL |
                            3UL << STATE_ZL); /* X and Z are the callee's to change, Y is not */
}

static void go_on(struct walk *walk, struct stack_state *state, const struct instruction *in)
{
    unsigned next = state->pc + in->bytes;
    const struct elf_symbol *switches = symbol_named(walk->flow, "__tablejump2__");
    switch (in->kind) {
    case RETURNS:
        if (state->sp != ENTRY_SP)
            fail(walk->flow, state->pc, "returns with %d bytes on its stack", ENTRY_SP - state->sp);
        return;
    case JUMPS:
        if (switches && in->target == switches->address)
            go_by_table(walk, state);
        else
            go(walk, state, in->target);
        return;
    case JUMPS_INDIRECTLY:
        if (state_knows(state, STATE_ZL))
            go(walk, state, 2U * state_word(state, STATE_ZL));
        else
            fail(walk->flow, state->pc, "jumps nobody knows where");
        return;
    case CALLS:
        if (in->target == next) { /* only to make room */
            state->sp = (uint16_t)(state->sp - RETURN_bytes);
            note(walk, state, 0, 0);
        } else {
            call(walk, state, in->target);
            forget_after_call(state);
        }
        break;
    case CALLS_INDIRECTLY:
        call_by_table(walk, state);
        forget_after_call(state);
        break;
    case BRANCHES:
        go(walk, state, in->target);
        break;
    case SKIPS:
        go(walk, state, next + instruction_at(walk->flow->flash, (uint16_t)next).bytes);
        break;
    case GOES_ON:
        break;
    }
    go(walk, state, next);
}

static void follow(struct flow *flow, uint16_t start)
{
    struct function *function = &flow->functions[start / 2];
    if (function->progress == FOLLOWED || failed(flow))
        return;
    struct walk *walk = calloc(1, sizeof *walk);
    struct stack_state state;
    function->progress = BEING_FOLLOWED;
    walk->flow = flow;
    walk->function = function;
    walk->start = start;
    memset(&state, 0, sizeof state);
    state.sp = ENTRY_SP;
    state.carry = CARRY_UNKNOWN;
    go(walk, &state, start);
    while (walk->done < walk->count && !failed(flow)) {
        state = walk->states[walk->done++];
        struct instruction in = instruction_at(flow->flash, state.pc);
        function->lets_in |= instruction_is_sei(&in);
        do_stack(walk, &state, &in);
        state_do(&state, &in);
        go_on(walk, &state, &in);
    }
    free(walk);
    function->progress = FOLLOWED;
}

/* --- the program ----------------------------------------------------------------------------- */

static void print_path(const struct flow *flow, uint16_t start, char *text)
{
    size_t length = 0;
    for (uint16_t at = start; length < STACK_TEXT_BYTES; at = flow->functions[at / 2].callee) {
        const struct function *function = &flow->functions[at / 2];
        length += (size_t)snprintf(text + length, STACK_TEXT_BYTES - length, "%s%s %u",
                                   at == start ? "" : " > ", name_of(flow, at), function->own);
        if (function->callee == 0)
            return;
    }
}

static void follow_main(struct flow *flow)
{
    const struct elf_symbol *main = symbol_named(flow, "main");
    if (!main) {
        fail(flow, 0, "there is no main");
        return;
    }
    follow(flow, main->address);
    flow->report->main_bytes = RETURN_bytes + flow->functions[main->address / 2].worst;
    print_path(flow, main->address, flow->report->main_path);
}

static void follow_interrupt(struct flow *flow, unsigned vector)
{
    struct stack_report *report = flow->report;
    uint16_t address = (uint16_t)(vector * VECTOR_bytes);
    struct instruction in = instruction_at(flow->flash, address);
    const struct elf_symbol *unused = symbol_named(flow, "__bad_interrupt");
    if (in.kind != JUMPS || (unused && in.target == unused->address))
        return;
    follow(flow, in.target);
    const struct function *handler = &flow->functions[in.target / 2];
    if (handler->lets_in)
        fail(flow, in.target, "an interrupt that lets others in");
    if (RETURN_bytes + handler->worst <= report->interrupt_bytes)
        return;
    report->interrupt_bytes = RETURN_bytes + handler->worst;
    print_path(flow, in.target, report->interrupt_path);
}

bool stack_follow(const uint8_t *flash, const struct elf_symbols *symbols,
                  const char *const *tables, struct stack_report *report)
{
    struct flow *flow = calloc(1, sizeof *flow);
    *report = (struct stack_report){0};
    *flow = (struct flow){.flash = flash, .symbols = symbols, .tables = tables, .report = report};
    follow_main(flow);
    for (unsigned vector = 1; vector < VECTORS; vector++)
        follow_interrupt(flow, vector);
    bool bounded = !failed(flow);
    free(flow);
    return bounded;
}

bool stack_of_firmware(const char *path, struct stack_report *report)
{
    static const char *const tables[] = {NULL};
    static struct firmware firmware;
    static struct elf_symbols symbols;
    *report = (struct stack_report){0};
    if (!firmware_load(&firmware, path, report->error, sizeof report->error))
        return false;
    elf_symbols(path, &symbols);
    return stack_follow(firmware.flash, &symbols, tables, report);
}
