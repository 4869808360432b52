/* Ports, timers, converter and UART, as far as simavr 1.6 differs from the chip. */
#include "host/kit/machine_internal.h"

#include <string.h>

#include <simavr/avr_ioport.h>

#include "host/kit/outputs.h"
#include "host/kit/registers.h"

enum {
    /* simavr counts 11 bits to the byte (it always adds parity), and other data bits before UCSR0C is set;
     * 8N1 has 10. */
    BYTE_bits = 10,
    ADC_MAX_counts = 1023,
};

static avr_io_t *find_module(avr_t *avr, const char *kind)
{
    avr_io_t *module = avr->io_port;
    while (module && strcmp(module->kind, kind) != 0)
        module = module->next;
    return module;
}

static avr_timer_t *find_timer(avr_t *avr, char name)
{
    for (avr_io_t *module = avr->io_port; module; module = module->next)
        if (strcmp(module->kind, "timer") == 0 && ((avr_timer_t *)module)->name == name)
            return (avr_timer_t *)module;
    return NULL;
}

static avr_irq_t *find_pin(avr_t *avr, char port, unsigned bit)
{
    return avr_io_getirq(avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(port), (int)bit);
}

/* --- Outputs ---------------------------------------------------------------------------------- */

static void cancel_events_of(avr_t *avr, const avr_timer_t *timer)
{
    avr_cycle_timer_slot_p slot = avr->cycle_timers.timer;
    while (slot) {
        if (slot->param == timer) {
            avr_cycle_timer_cancel(avr, slot->timer, slot->param);
            slot = avr->cycle_timers.timer; /* the list has changed */
        } else {
            slot = slot->next;
        }
    }
}

/* The edges of timers 0 and 2 come 47,000 times a second and nobody reads them: duties are read
 * from the registers. TCNT stays right, as simavr computes it from the cycle count. */
static void quiet_pwm(struct machine *machine)
{
    static const uint16_t timsk[2] = {REG_TIMSK0, REG_TIMSK2};
    for (unsigned i = 0; i < 2; i++)
        if (machine->avr->data[timsk[i]] == 0)
            cancel_events_of(machine->avr, machine->pwm_timer[i]);
}

/* Makes simavr look at a timer's registers afresh; the count begins anew. */
static void restart_timer(struct machine *machine, uint16_t tccrb)
{
    uint8_t clock = machine->avr->data[tccrb];
    if ((clock & TCCR_CS) == 0)
        return;
    machine_pass_write(machine, tccrb, clock & (uint8_t)~TCCR_CS);
    machine_pass_write(machine, tccrb, clock);
}

static void on_output_write(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct machine *machine = param;
    machine_pass_write(machine, address, value);
    if (address == REG_ICR1L)
        restart_timer(machine, REG_TCCR1B); /* simavr does not notice a new TOP */
    if (!machine->wiring.pin_edge)
        quiet_pwm(machine);
    machine->wiring.outputs_written(machine->wiring.context, avr->cycle);
}

/* Interrupts of a quieted timer are wanted: its events must come back. */
static void on_timsk_write(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct machine *machine = param;
    bool wakes = avr->data[address] == 0 && value != 0;
    machine_pass_write(machine, address, value);
    if (wakes)
        restart_timer(machine, address == REG_TIMSK0 ? REG_TCCR0B : REG_TCCR2B);
}

static void on_pin(struct avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    const struct watched_pin *pin = param;
    const struct machine *machine = pin->machine;
    machine->wiring.pin_edge(machine->wiring.context, machine->avr->cycle, pin->port, pin->bit,
                             value & 1);
}

/* Edges also for timer 1: simavr takes mode 14 for phase-correct, which keeps the first duty. The
 * period in which a duty changes is still not exact, as simavr does not wait for TOP. */
static void watch_pins(struct machine *machine)
{
    static const avr_timer_wgm_t fast_pwm_to_icr1 = AVR_TIMER_WGM_ICFASTPWM();
    find_timer(machine->avr, '1')->wgm_op[14] = fast_pwm_to_icr1;
    for (unsigned i = 0; i < PORTS * 8; i++) {
        struct watched_pin *pin = &machine->watched[i];
        *pin = (struct watched_pin){machine, (char)('B' + i / 8), (uint8_t)(i % 8)};
        avr_irq_register_notify(find_pin(machine->avr, pin->port, pin->bit), on_pin, pin);
    }
}

/* --- Converter and receiver ------------------------------------------------------------------- */

/* simavr computes the result when ADCL is read, from the input selected at that moment, and scales
 * by 1023. The chip samples at the start. So at the start every input gets the one voltage that
 * will read as the sampled counts, whichever is selected by then. */
static void on_conversion(struct avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq, (void)value;
    struct machine *machine = param;
    avr_adc_t *adc = machine->adc;
    unsigned channel = machine->avr->data[REG_ADMUX] & ADMUX_MUX;
    unsigned counts = machine->wiring.sample(machine->wiring.context, machine->avr->cycle, channel);
    if (counts > ADC_MAX_counts)
        counts = ADC_MAX_counts;

    unsigned mV = (counts * ADC_REFERENCE_mV + ADC_MAX_counts - 1) / ADC_MAX_counts;
    for (unsigned input = 0; input < 8; input++)
        adc->adc_values[input] = (uint16_t)mV;
    adc->temp = (uint16_t)mV;
    adc->muxmode[14].src = mV & 0x1FFF;
    adc->muxmode[15].src = mV & 0x1FFF;
}

static void on_baud_write(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct machine *machine = param;
    machine_pass_write(machine, address, value);
    unsigned divisor = (avr->data[REG_UBRR0L] | (unsigned)avr->data[REG_UBRR0L + 1] << 8) + 1;
    unsigned bit_cycles = divisor * (avr->data[REG_UCSR0A] & UCSR0A_U2X0 ? 8 : 16);
    machine->uart->cycles_per_byte = bit_cycles * BYTE_bits;
}

static void on_byte_sent(struct avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    struct machine *machine = param;
    machine->wiring.byte_sent(machine->wiring.context, machine->avr->cycle, (uint8_t)value);
}

/* simavr raises RXC one byte time after it is given a byte; we call at the stop bit, when the chip
 * raises it, so that time is made one cycle for the moment. */
unsigned machine_receive(struct machine *machine, uint8_t byte, bool framing_error)
{
    avr_uart_t *uart = machine->uart;
    avr_cycle_count_t byte_cycles = uart->cycles_per_byte;
    avr_cycle_count_t line_cycles = machine->line_byte_cycles;
    if (byte_cycles * 20 > line_cycles * 21 || byte_cycles * 20 < line_cycles * 19)
        framing_error = true; /* the firmware listens at another speed */

    uart->cycles_per_byte = 1;
    avr_raise_irq(uart->io.irq + UART_IRQ_INPUT, byte | (framing_error ? UART_INPUT_FE : 0u));
    uart->cycles_per_byte = byte_cycles;
    return (unsigned)(uart->input.write - uart->input.read) & (uart_fifo_fifo_size - 1);
}

/* An output's pin that sticks shows in PIN, which simavr makes up from PORT when it is read. */
static uint8_t on_pin_read(struct avr_t *avr, avr_io_addr_t address, void *param)
{
    struct machine *machine = param;
    const struct stuck *low = &machine->stuck[0], *high = &machine->stuck[1];
    uint8_t value = machine->pin_read(avr, address, machine->pin_param[(address - REG_PINB) / 3]);
    if (address == low->address)
        value &= (uint8_t)~low->mask;
    return address == high->address ? value | high->mask : value;
}

static void hook_pin_read(struct machine *machine, unsigned port)
{
    uint16_t address = (uint16_t)(REG_PINB + 3 * port);
    avr_io_addr_t io = AVR_DATA_TO_IO(address);
    machine->pin_read = machine->avr->io[io].r.c;
    machine->pin_param[port] = machine->avr->io[io].r.param;
    machine->avr->io[io].r.c = on_pin_read;
    machine->avr->io[io].r.param = machine;
}

void machine_set_line(struct machine *machine, uint32_t byte_cycles)
{
    machine->line_byte_cycles = byte_cycles;
}

uint32_t machine_byte_cycles(const struct machine *machine)
{
    return (uint32_t)machine->uart->cycles_per_byte;
}

/* --- Wiring ---------------------------------------------------------------------------------- */

void machine_set_pin(struct machine *machine, char port, unsigned bit, bool level)
{
    unsigned index = (unsigned)(port - 'B');
    uint8_t mask = (uint8_t)(1u << bit);
    machine->input_levels[index] &= (uint8_t)~mask;
    if (level)
        machine->input_levels[index] |= mask;
    machine->driven_inputs[index] |= mask;
    /* else any write to the port would raise the pin to its pull-up's level again */
    avr_ioport_external_t external = {.name = (unsigned)port & 0x7FU,
                                      .mask = machine->driven_inputs[index],
                                      .value = machine->input_levels[index]};
    avr_ioctl(machine->avr, (uint32_t)AVR_IOCTL_IOPORT_SET_EXTERNAL(port), &external);
    avr_raise_irq(find_pin(machine->avr, port, bit), level);
}

void io_attach(struct machine *machine)
{
    avr_t *avr = machine->avr;
    machine->uart = (avr_uart_t *)find_module(avr, "uart");
    machine->adc = (avr_adc_t *)find_module(avr, "adc");
    machine->pwm_timer[0] = find_timer(avr, '0');
    machine->pwm_timer[1] = find_timer(avr, '2');

    uint32_t quiet = 0; /* no copy on stdout, no usleep() while the firmware polls */
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &quiet);
    avr_irq_register_notify(machine->uart->io.irq + UART_IRQ_OUTPUT, on_byte_sent, machine);
    avr_irq_register_notify(machine->adc->io.irq + ADC_IRQ_OUT_TRIGGER, on_conversion, machine);

    machine_hook_write(machine, REG_UBRR0L, on_baud_write);
    machine_hook_write(machine, REG_TIMSK0, on_timsk_write);
    machine_hook_write(machine, REG_TIMSK2, on_timsk_write);
    for (uint16_t address = REG_PINB; address < IO_REGISTERS_end; address++)
        if (outputs_depend_on(address))
            machine_hook_write(machine, address, on_output_write);
    for (unsigned port = 0; port < PORTS; port++)
        hook_pin_read(machine, port);
    if (machine->wiring.pin_edge)
        watch_pins(machine);
}
