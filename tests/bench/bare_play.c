#include "tests/bench/bare_internal.h"

#include <stdlib.h>
#include <string.h>

#include <simavr/avr_eeprom.h>
#include <simavr/avr_extint.h>
#include <simavr/avr_ioport.h>

#include "host/kit/registers.h"
#include "tests/bench/cpu_time.h"

enum {
    ADC_MAX_counts = 1023,
    LOOK_cycles = MACHINE_CLOCK_Hz / 1000, /* how often the PWM's edges are taken out */
    FUSES_SHOWN_cycles = 8,
    EEPROM_WRITE_cycles = MACHINE_CLOCK_Hz / 10000 * 34, /* 3.4 ms */
    SIMAVR_BYTE_cycles = MACHINE_BYTE_cycles / 10 * 11,  /* from a byte handed over to RXC */
    RUN_LIMIT_cycles = 100000,
};

struct player {
    const struct bare_session *session;
    avr_t *avr;
    avr_adc_t *adc;
    avr_irq_t *uart;
    unsigned next_byte, next_sample;
    uint8_t hidden_flash[4];
    avr_io_write_t eecr_write; /* simavr's own */
    void *eecr_param;
    uint64_t writing_until_cycle;
    uint64_t slept_cycles;
    struct bare_result result;
};

static avr_io_t *find_module(avr_t *avr, const char *kind, char name)
{
    for (avr_io_t *module = avr->io_port; module; module = module->next)
        if (strcmp(module->kind, kind) == 0 && (!name || ((avr_timer_t *)module)->name == name))
            return module;
    bare_give_up("a part of the chip is missing");
}

/* simavr says RXC a byte time after it is given a byte. */
static avr_cycle_count_t give_byte(struct avr_t *avr, avr_cycle_count_t when, void *param)
{
    struct player *player = param;
    const struct bare_session *session = player->session;
    (void)avr;
    avr_raise_irq(player->uart + UART_IRQ_INPUT, session->bytes[player->next_byte++].value);
    if (player->next_byte == session->byte_count)
        return 0;
    uint64_t next = session->bytes[player->next_byte].cycle - SIMAVR_BYTE_cycles;
    return next > when ? next : when + 1;
}

/* As host/kit/machine_io.c: whichever input is selected when the result is read, it is this one. */
static void give_sample(struct avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq, (void)value;
    struct player *player = param;
    const struct bare_session *session = player->session;
    if (player->next_sample == session->sample_count)
        return;
    unsigned counts = session->samples[player->next_sample++];
    unsigned mV = (counts * ADC_REFERENCE_mV + ADC_MAX_counts - 1) / ADC_MAX_counts;
    for (unsigned input = 0; input < 8; input++)
        player->adc->adc_values[input] = (uint16_t)mV;
    player->adc->temp = (uint16_t)mV;
    player->adc->muxmode[14].src = mV & 0x1FFF;
    player->adc->muxmode[15].src = mV & 0x1FFF;
}

static void sleep_at_once(struct avr_t *avr, avr_cycle_count_t cycles)
{
    struct player *player = avr->custom.data;
    player->slept_cycles += cycles;
}

/* Fuses can be read in place of the first bytes of flash, at the start, as in host/kit/machine_nvm.c. */
static avr_cycle_count_t hide_fuses(struct avr_t *avr, avr_cycle_count_t when, void *param)
{
    (void)when;
    struct player *player = param;
    memcpy(avr->flash, player->hidden_flash, sizeof player->hidden_flash);
    return 0;
}

static void show_fuses(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct player *player = param;
    const struct machine_fuses *fuses = &player->session->fuses;
    const uint8_t shown[4] = {fuses->low, fuses->lock, fuses->extended, fuses->high};
    avr->data[address] = value;
    if (value != (SPMCSR_BLBSET | SPMCSR_SELFPRGEN))
        return;
    memcpy(player->hidden_flash, player->session->firmware.flash, sizeof player->hidden_flash);
    memcpy(avr->flash, shown, sizeof shown);
    avr_cycle_timer_register(avr, FUSES_SHOWN_cycles, hide_fuses, player);
}

/* A write of the EEPROM takes its time, as in host/kit/machine_nvm.c. */
static uint8_t show_writing(struct avr_t *avr, avr_io_addr_t address, void *param)
{
    const struct player *player = param;
    uint8_t value = avr->data[address] & (uint8_t)~EECR_EEPE;
    return avr->cycle < player->writing_until_cycle ? value | EECR_EEPE : value;
}

static void time_writing(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct player *player = param;
    if ((avr->data[address] & EECR_EEMPE) && (value & EECR_EEPE))
        player->writing_until_cycle = avr->cycle + EEPROM_WRITE_cycles;
    player->eecr_write(avr, address, value, player->eecr_param);
}

static void drive_inputs(const struct bare_session *session, avr_t *avr)
{
    for (unsigned port = 0; port < PORTS; port++) {
        char name = (char)('B' + port);
        avr_ioport_external_t external = {.name = (unsigned)name & 0x7FU,
                                          .mask = session->driven[port],
                                          .value = session->levels[port]};
        avr_ioctl(avr, (uint32_t)AVR_IOCTL_IOPORT_SET_EXTERNAL(name), &external);
        for (int bit = 0; bit < 8; bit++)
            if (session->driven[port] >> bit & 1)
                avr_raise_irq(avr_io_getirq(avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(name), bit),
                              session->levels[port] >> bit & 1);
    }
}

static avr_t *power_up(struct player *player)
{
    const struct bare_session *session = player->session;
    avr_t *avr = avr_make_mcu_by_name("atmega328p");
    if (!avr)
        bare_give_up("there is no ATmega328P");
    avr_init(avr);
    memcpy(avr->flash, session->firmware.flash, sizeof session->firmware.flash);
    avr->codeend = session->firmware.used_bytes;
    avr->frequency = MACHINE_CLOCK_Hz;
    avr->vcc = avr->avcc = avr->aref = ADC_REFERENCE_mV;
    avr->sleep = sleep_at_once;
    avr->custom.data = player;
    avr->data[REG_MCUSR] = MCUSR_PORF;
    avr->run_cycle_limit = RUN_LIMIT_cycles;
    avr_eeprom_desc_t eeprom = {
        .ee = (uint8_t *)session->eeprom, .offset = 0, .size = sizeof session->eeprom};
    avr_ioctl(avr, AVR_IOCTL_EEPROM_SET, &eeprom);
    return avr;
}

static void connect(struct player *player)
{
    avr_t *avr = player->avr;
    uint32_t quiet = 0;
    player->adc = (avr_adc_t *)find_module(avr, "adc", 0);
    player->uart = find_module(avr, "uart", 0)->irq;
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &quiet);
    avr_extint_set_strict_lvl_trig(avr, 0, 0);
    avr_extint_set_strict_lvl_trig(avr, 1, 0);
    avr_irq_register_notify(player->uart + UART_IRQ_OUTPUT, bare_count_sent, &player->result);
    avr_irq_register_notify(player->adc->io.irq + ADC_IRQ_OUT_TRIGGER, give_sample, player);
    avr->io[AVR_DATA_TO_IO(REG_SPMCSR)].w.c = show_fuses;
    avr->io[AVR_DATA_TO_IO(REG_SPMCSR)].w.param = player;
    avr_io_addr_t eecr = AVR_DATA_TO_IO(REG_EECR);
    player->eecr_write = avr->io[eecr].w.c;
    player->eecr_param = avr->io[eecr].w.param;
    avr->io[eecr].w.c = time_writing;
    avr->io[eecr].w.param = player;
    avr_register_io_read(avr, REG_EECR, show_writing, player);
    drive_inputs(player->session, avr);
    if (player->session->byte_count > 0)
        avr_cycle_timer_register(avr, player->session->bytes[0].cycle - SIMAVR_BYTE_cycles,
                                 give_byte, player);
}

static void take_out_edges(avr_t *avr, const avr_io_t *timer)
{
    avr_cycle_timer_slot_p slot = avr->cycle_timers.timer;
    while (slot) {
        avr_cycle_timer_slot_p next = slot->next;
        if (slot->param == timer) {
            avr_cycle_timer_cancel(avr, slot->timer, slot->param);
            next = avr->cycle_timers.timer; /* the list has changed */
        }
        slot = next;
    }
}

static void run(struct player *player)
{
    avr_t *avr = player->avr;
    const avr_io_t *pwm[] = {find_module(avr, "timer", '0'), find_module(avr, "timer", '2')};
    for (uint64_t look = 0; avr->cycle < player->session->cycles;) {
        int state = avr_run(avr);
        if (state != cpu_Running && state != cpu_Sleeping)
            bare_give_up("the firmware does not go on");
        if (avr->cycle < look)
            continue;
        look = avr->cycle + LOOK_cycles;
        take_out_edges(avr, pwm[0]);
        take_out_edges(avr, pwm[1]);
    }
}

struct bare_result bare_play(const struct bare_session *session)
{
    struct player player = {.session = session};
    double began_s = cpu_time_s();
    player.avr = power_up(&player);
    connect(&player);
    run(&player);
    player.result.cpu_s = cpu_time_s() - began_s;
    player.result.asleep_share = (double)player.slept_cycles / (double)player.avr->cycle;
    avr_terminate(player.avr);
    free(player.avr);
    return player.result;
}
