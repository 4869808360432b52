#include "tests/bench/bare_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROOM = 1 << 20,
    EARLY_cycles = MACHINE_CLOCK_Hz / 10000,
};

void bare_give_up(const char *why)
{
    fprintf(stderr, "bench: simavr alone: %s\n", why);
    exit(1);
}

static struct bare_session *recording; /* the wiring's context is the kit's */

static uint16_t note_sample(void *context, uint64_t cycle, unsigned channel)
{
    uint16_t counts = recording->wiring.sample(context, cycle, channel);
    if (recording->sample_count == ROOM)
        bare_give_up("the session is too long");
    recording->samples[recording->sample_count++] = counts;
    return counts;
}

static void note_byte(struct avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    struct bare_session *session = param;
    if (session->byte_count == ROOM)
        bare_give_up("the session is too long");
    session->bytes[session->byte_count++] = (struct heard){session->machine->avr->cycle, value};
}

void bare_count_sent(struct avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq, (void)value;
    struct bare_result *result = param;
    result->sent_bytes++;
}

struct bare_session *bare_record(struct kit *kit)
{
    struct bare_session *session = calloc(1, sizeof *session);
    struct machine *machine = kit->machine;
    if (!session || !machine || machine->avr->cycle > EARLY_cycles)
        bare_give_up("is recorded from the start or not at all");
    session->machine = machine;
    session->wiring = machine->wiring;
    session->firmware = kit->firmware;
    session->fuses = machine->nvm.fuses;
    session->bytes = calloc(ROOM, sizeof *session->bytes);
    session->samples = calloc(ROOM, sizeof *session->samples);
    memcpy(session->eeprom, machine_eeprom(machine), sizeof session->eeprom);
    memcpy(session->levels, machine->input_levels, sizeof session->levels);
    memcpy(session->driven, machine->driven_inputs, sizeof session->driven);
    avr_irq_t *uart = machine->uart->io.irq;
    avr_irq_register_notify(uart + UART_IRQ_INPUT, note_byte, session);
    avr_irq_register_notify(uart + UART_IRQ_OUTPUT, bare_count_sent, &session->recorded);
    recording = session;
    machine->wiring.sample = note_sample;
    return session;
}

void bare_stop(struct bare_session *session)
{
    struct machine *machine = session->machine;
    avr_irq_t *uart = machine->uart->io.irq;
    machine->wiring = session->wiring;
    avr_irq_unregister_notify(uart + UART_IRQ_INPUT, note_byte, session);
    avr_irq_unregister_notify(uart + UART_IRQ_OUTPUT, bare_count_sent, &session->recorded);
    if (memcmp(session->levels, machine->input_levels, sizeof session->levels) != 0)
        bare_give_up("buttons are not recorded");
    session->cycles = machine->avr->cycle;
    session->recorded.asleep_share = (double)machine->slept_cycles / (double)session->cycles;
}

struct bare_result bare_recorded(const struct bare_session *session)
{
    return session->recorded;
}

void bare_free(struct bare_session *session)
{
    free(session->bytes);
    free(session->samples);
    free(session);
}
