#include "tests/bench/trace.h"

#include <string.h>

#include "host/kit/registers.h"

enum {
    RET = 0x9508,
    RETURN_bytes = 2,
    SETTLED_steps = 2,
    IO_EECR = REG_EECR - 0x20,
    SPIN_max_cycles = 32, /* twice within these: the firmware waits */
};

static void end_of_off(struct trace *trace, const struct machine_step *step, uint64_t now)
{
    uint32_t cycles = (uint32_t)(now - trace->off_since);
    if (trace->in_interrupt)
        cycles += TRACE_ENTRY_cycles;
    if (cycles > trace->off_longest_cycles) {
        trace->off_longest_cycles = cycles;
        trace->off_longest_at = step->at;
    }
    trace->is_off = false;
    trace->in_interrupt = false;
}

static void follow_interrupts(struct trace *trace, const struct machine_step *step)
{
    uint64_t now = step->cycle + step->cycles;
    if (trace->is_off && step->interrupts_enabled)
        end_of_off(trace, step, now);
    else if (!trace->is_off && !step->interrupts_enabled) {
        trace->is_off = true;
        trace->off_since = now;
    }
    if (step->vector) {
        trace->entries++;
        trace->is_off = true;
        trace->in_interrupt = true;
        trace->off_since = now;
        trace->entry_stack = (uint16_t)(step->stack + RETURN_bytes);
    }
}

/* Setting SP takes three instructions, two of which leave it half set. */
static void follow_stack(struct trace *trace, const struct machine_step *step)
{
    trace->stack_steps = step->stack == trace->last_stack ? trace->stack_steps + 1 : 0;
    trace->last_stack = step->stack;
    if (trace->stack_steps < SETTLED_steps)
        return;
    if (trace->in_interrupt) {
        uint16_t bytes = (uint16_t)(trace->entry_stack - step->stack);
        trace->interrupt_bytes = bytes > trace->interrupt_bytes ? bytes : trace->interrupt_bytes;
    } else if (step->stack <= RAM_END) { /* 0 after a reset, until the firmware sets it */
        uint16_t bytes = (uint16_t)(RAM_END - step->stack);
        if (step->stack > RAM_START && bytes > trace->main_bytes)
            trace->main_bytes = bytes;
    }
}

/* IN, SBIC and SBIS from EECR (AVR instruction set manual). */
static bool reads_eecr(uint16_t opcode)
{
    if ((opcode & 0xF800) == 0xB000)
        return ((opcode >> 5 & 0x30) | (opcode & 0x0F)) == IO_EECR;
    return (opcode & 0xFD00) == 0x9900 && (opcode >> 3 & 0x1F) == IO_EECR;
}

static void follow_eeprom(struct trace *trace, const struct machine_step *step)
{
    if (!reads_eecr(step->opcode))
        return;
    bool is_busy = kit_data(trace->kit)[REG_EECR] & EECR_EEPE;
    uint64_t since = step->cycle - trace->asked_cycle;
    if (is_busy && step->at == trace->asked_at && since < SPIN_max_cycles)
        trace->eeprom_wait_cycles += since;
    trace->asked_at = step->at;
    trace->asked_cycle = step->cycle;
}

/* An interrupt that comes with the return would hide it. */
static void follow_watched(struct trace *trace, const struct machine_step *step)
{
    uint16_t stack = (uint16_t)(step->stack + (step->vector ? RETURN_bytes : 0));
    if (trace->watched_stack && step->opcode == RET && stack > trace->watched_stack) {
        trace->watched_stack = 0;
        trace->watched_cycle = step->cycle + step->cycles;
        trace->watched_entries = trace->entries;
    }
    if (trace->watched && step->next == trace->watched) {
        trace->watched = 0;
        trace->watched_stack = stack;
    }
}

static void trace_step(void *context, const struct machine_step *step)
{
    struct trace *trace = context;
    follow_interrupts(trace, step);
    follow_stack(trace, step);
    follow_eeprom(trace, step);
    follow_watched(trace, step);
}

void trace_begin(struct trace *trace, struct kit *kit)
{
    memset(trace, 0, sizeof *trace);
    trace->kit = kit;
    kit_trace(kit, trace_step, trace);
}

void trace_watch(struct trace *trace, uint16_t function)
{
    trace->watched = function;
    trace->watched_stack = 0;
    trace->watched_cycle = 0;
}

unsigned trace_stack_bytes(const struct trace *trace)
{
    return (unsigned)trace->main_bytes + trace->interrupt_bytes;
}
