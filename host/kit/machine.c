#include "host/kit/machine_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <simavr/avr_extint.h>
#include <simavr/sim_core.h>

#include "host/kit/noise.h"
#include "host/kit/registers.h"

enum {
    /* How far the core may run without looking at the timers that are due; they bound it anyway. */
    RUN_LIMIT_cycles = 100000,
    VECTOR_bytes = 4,
    ADDRESSES = 1 << 16, /* that 16 bits can name */
};

/* --- Access to simavr's parts ----------------------------------------------------------------- */

void machine_hook_write(struct machine *machine, uint16_t address, avr_io_write_t hook)
{
    avr_io_addr_t io = AVR_DATA_TO_IO(address);
    machine->hooked[address].next = machine->avr->io[io].w.c;
    machine->hooked[address].param = machine->avr->io[io].w.param;
    machine->avr->io[io].w.c = hook;
    machine->avr->io[io].w.param = machine;
}

void machine_pass_write(struct machine *machine, uint16_t address, uint8_t value)
{
    if (machine->hooked[address].next)
        machine->hooked[address].next(machine->avr, address, value, machine->hooked[address].param);
    else
        machine->avr->data[address] = value;
}

/* simavr's own messages: the last error explains why a run ended, the rest is chatter. */
static void on_log(struct avr_t *avr, const int level, const char *format, va_list arguments)
{
    if (!avr || !avr->custom.data || level > LOG_ERROR)
        return;
    struct machine *machine = avr->custom.data;
    char text[sizeof machine->error];
    vsnprintf(text, sizeof text, format, arguments);
    const char *message = strstr(text, "*** "); /* after a colour code and a module name */
    message = message ? message + 4 : text;
    snprintf(machine->error, sizeof machine->error, "%.*s", (int)strcspn(message, "\n\033"),
             message);
}

static void choose_pace(struct machine *machine);

/* --- Time and reset --------------------------------------------------------------------------- */

static avr_cycle_count_t on_alarm(struct avr_t *avr, avr_cycle_count_t when, void *param)
{
    (void)when;
    struct machine *machine = param;
    machine->alarm_cycle = MACHINE_NO_ALARM;
    machine_set_alarm(machine, machine->wiring.alarm(machine->wiring.context, avr->cycle));
    return 0;
}

void machine_set_alarm(struct machine *machine, uint64_t cycle)
{
    machine->alarm_cycle = cycle;
    if (cycle == MACHINE_NO_ALARM) {
        avr_cycle_timer_cancel(machine->avr, on_alarm, machine);
        return;
    }
    uint64_t now = machine->avr->cycle;
    avr_cycle_timer_register(machine->avr, cycle > now ? cycle - now : 0, on_alarm, machine);
}

/* After every reset simavr has forgotten its timers, zeroed the PIN registers and turned the costly
 * polling of low-level interrupts back on. */
static void restore_after_reset(struct machine *machine)
{
    avr_t *avr = machine->avr;
    choose_pace(machine);
    avr_extint_set_strict_lvl_trig(avr, 0, 0);
    avr_extint_set_strict_lvl_trig(avr, 1, 0);
    for (unsigned port = 0; port < PORTS; port++)
        avr->data[REG_PINB + 3 * port] = machine->input_levels[port];
    machine_set_alarm(machine, machine->alarm_cycle);
    if (machine->nvm.fuses_shown) {
        memcpy(avr->flash, machine->nvm.hidden_flash, sizeof machine->nvm.hidden_flash);
        machine->nvm.fuses_shown = false;
    }
}

/* The last module of the chain. The watchdog has set its own cause by now. */
static void on_reset(struct avr_io_t *io)
{
    struct machine *machine = (struct machine *)io;
    restore_after_reset(machine);
    if (machine->reset_wanted)
        machine->avr->data[REG_MCUSR] = machine->reset_wanted;
    machine->reset_wanted = 0;
    machine->wiring.outputs_written(machine->wiring.context, machine->avr->cycle);
    machine->wiring.was_reset(machine->wiring.context, machine->avr->cycle,
                              machine->avr->data[REG_MCUSR]);
}

void machine_reset(struct machine *machine, uint8_t mcusr, uint64_t cycle)
{
    machine->reset_wanted = mcusr;
    machine->avr->cycle = cycle;
    avr_reset(machine->avr);
}

void machine_hang(struct machine *machine)
{
    avr_t *avr = machine->avr;
    avr->pc = FIRMWARE_FLASH_bytes - 2;
    avr->flash[avr->pc] = 0xFF; /* rjmp .-2 */
    avr->flash[avr->pc + 1] = 0xCF;
    avr->sreg[S_I] = 0;
    avr->interrupt_state = 0;
    avr->state = cpu_Running;
}

void machine_halt(struct machine *machine)
{
    machine->halted = true;
    machine->avr->run_cycle_count = 1; /* no further instruction in this stretch */
}

/* In place of simavr's own step, which waits in real time while the firmware sleeps, wakes it a
 * cycle late unless another event happens to be due, and cannot be stopped before the next
 * event. */
static void go_on(struct avr_t *avr, avr_flashaddr_t next)
{
    avr_cycle_count_t until_event = avr_cycle_timer_process(avr);
    avr->pc = next;
    if (avr->state == cpu_Sleeping) {
        struct machine *machine = avr->custom.data;
        if (!avr->sreg[S_I]) {
            avr->state = cpu_Done;
        } else if (!machine->halted) {
            avr->cycle += until_event;
            machine->slept_cycles += until_event;
        }
    }
    if (avr->interrupt_state && (avr->state == cpu_Running || avr->state == cpu_Sleeping))
        avr_service_interrupts(avr);
}

static void run_once(struct avr_t *avr)
{
    go_on(avr, avr->state == cpu_Running ? avr_run_one(avr) : avr->pc);
}

static void keep_stuck(struct machine *machine)
{
    uint8_t *data = machine->avr->data;
    data[machine->stuck[0].address] &= (uint8_t)~machine->stuck[0].mask;
    data[machine->stuck[1].address] |= machine->stuck[1].mask;
}

/* run_once(), an instruction at a time. */
static void run_stuck(struct avr_t *avr)
{
    avr->run_cycle_count = 1;
    keep_stuck(avr->custom.data);
    run_once(avr);
    keep_stuck(avr->custom.data);
}

static uint16_t word_at(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

/* run_once(), watched. */
static void run_traced(struct avr_t *avr)
{
    struct machine *machine = avr->custom.data;
    struct machine_step step = {.cycle = avr->cycle, .at = (uint16_t)avr->pc};
    uint64_t slept = machine->slept_cycles;
    bool ran = avr->state == cpu_Running;
    if (ran)
        step.opcode = word_at(avr->flash + avr->pc);
    avr->run_cycle_count = 1;
    avr_flashaddr_t next = ran ? avr_run_one(avr) : avr->pc;
    go_on(avr, next);
    keep_stuck(machine);
    step.next = (uint16_t)next;
    step.cycles = (uint32_t)(avr->cycle - step.cycle - (machine->slept_cycles - slept));
    step.vector = (uint8_t)(avr->pc == next ? 0 : avr->pc / VECTOR_bytes);
    step.interrupts_enabled = step.vector || avr->sreg[S_I];
    step.stack = word_at(avr->data + REG_SPL);
    if (ran || step.vector)
        machine->tracer(machine->tracer_context, &step);
}

/* An instruction at a time, where each is looked at; else simavr runs on to its next event. */
static void choose_pace(struct machine *machine)
{
    bool is_stuck = machine->stuck[0].mask || machine->stuck[1].mask;
    machine->avr->run = machine->tracer ? run_traced : is_stuck ? run_stuck : run_once;
    machine->avr->run_cycle_limit = machine->tracer || is_stuck ? 1 : RUN_LIMIT_cycles;
}

void machine_stick_bit(struct machine *machine, bool level, uint16_t address, unsigned mask)
{
    machine->stuck[level] = (struct stuck){address, (uint8_t)mask};
    choose_pace(machine);
}

void machine_trace(struct machine *machine,
                   void (*tracer)(void *context, const struct machine_step *step), void *context)
{
    machine->tracer = tracer;
    machine->tracer_context = context;
    choose_pace(machine);
}

static void note_end(struct machine *machine, int state)
{
    machine->ended = true;
    if (state == cpu_Done)
        snprintf(machine->error, sizeof machine->error, "asleep with interrupts off");
    else if (!machine->error[0])
        snprintf(machine->error, sizeof machine->error, "illegal instruction");
}

bool machine_run(struct machine *machine)
{
    machine->halted = false;
    while (!machine->ended && !machine->halted) {
        int state = avr_run(machine->avr);
        if (state != cpu_Running && state != cpu_Sleeping)
            note_end(machine, state);
    }
    return !machine->ended;
}

/* --- Life ------------------------------------------------------------------------------------- */

/* Our own module goes to the end of simavr's chain, so that it is reset after all others. */
static void attach_module(struct machine *machine)
{
    avr_io_t **link = &machine->avr->io_port;
    while (*link)
        link = &(*link)->next;
    machine->module = (avr_io_t){.avr = machine->avr, .kind = "kit", .reset = on_reset};
    *link = &machine->module;
}

/* A stack pointer that has run wild: simavr complains of an address beyond RAM, and then uses it all the same. */
static void give_room(avr_t *avr)
{
    uint8_t *data = realloc(avr->data, ADDRESSES);
    if (!data)
        return;
    memset(data + RAM_END + 1, 0, ADDRESSES - RAM_END - 1);
    avr->data = data;
}

static void power_up(struct machine *machine, const struct machine_start *start)
{
    avr_t *avr = machine->avr;
    memcpy(avr->flash, start->firmware->flash, sizeof start->firmware->flash);
    avr->codeend = start->firmware->used_bytes;
    avr->frequency = MACHINE_CLOCK_Hz;
    avr->vcc = avr->avcc = avr->aref = ADC_REFERENCE_mV;
    avr->reset_pc = avr->pc = start->firmware->reset_address;
    avr->cycle = start->cycle;

    struct noise noise = noise_seeded(start->ram_seed, 0);
    for (unsigned address = RAM_START; address <= RAM_END; address++)
        avr->data[address] = (uint8_t)noise_bits(&noise);
    avr->data[REG_MCUSR] = start->mcusr;
    restore_after_reset(machine);
}

struct machine *machine_new(const struct machine_start *start)
{
    avr_global_logger_set(on_log);
    struct machine *machine = calloc(1, sizeof *machine);
    avr_t *avr = avr_make_mcu_by_name("atmega328p");
    if (!machine || !avr) {
        free(machine);
        free(avr);
        return NULL;
    }
    machine->avr = avr;
    machine->wiring = start->wiring;
    machine->line_byte_cycles = MACHINE_BYTE_cycles;
    avr_init(avr);
    give_room(avr);
    avr->custom.data = machine;
    io_attach(machine);
    nvm_attach(machine, start);
    attach_module(machine);
    power_up(machine, start);
    return machine;
}

/* simavr frees the interrupts of its modules, but not those of its registers and vectors. */
static void free_interrupts(avr_t *avr)
{
    for (unsigned io = 0; io < MAX_IOs; io++)
        avr_free_irq(avr->io[io].irq, AVR_IOMEM_IRQ_ALL + 1);
    avr_irq_pool_t *pool = &avr->irq_pool;
    for (int i = 0; i < pool->count; i++)
        if (pool->irq[i])
            avr_free_irq(pool->irq[i], 1);
    free(pool->irq);
}

void machine_free(struct machine *machine)
{
    if (!machine)
        return;
    avr_terminate(machine->avr);
    free_interrupts(machine->avr);
    free(machine->avr);
    free(machine);
}

/* --- Inspection ------------------------------------------------------------------------------- */

uint64_t machine_cycle(const struct machine *machine)
{
    return machine->avr->cycle;
}

uint64_t machine_slept_cycles(const struct machine *machine)
{
    return machine->slept_cycles;
}

const char *machine_error(const struct machine *machine)
{
    return machine->ended ? machine->error : "";
}

const uint8_t *machine_data(const struct machine *machine)
{
    return machine->avr->data;
}

bool machine_flip_bit(struct machine *machine, uint16_t address, unsigned bit)
{
    if (address > RAM_END || bit > 7)
        return false;
    machine->avr->data[address] ^= (uint8_t)(1u << bit);
    return true;
}

bool machine_flip_flash_bit(struct machine *machine, uint16_t address, unsigned bit)
{
    if (address >= FIRMWARE_FLASH_bytes || bit > 7)
        return false;
    machine->avr->flash[address] ^= (uint8_t)(1u << bit);
    return true;
}
