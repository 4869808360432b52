/* The kit as its user sees it: time, and what happens when. */
#include "host/kit/kit_internal.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "avr/board.h"
#include "host/kit/registers.h"

static const double STEP_us = 10e3;      /* of the models of warmth and motion */
static const double TEAR_WATCH_us = 500; /* how often to look for an EEPROM write to tear */

/* --- Clock ------------------------------------------------------------------------------------ */

uint64_t kit_cycles(const struct kit *kit)
{
    return kit->chip == CHIP_RUNNING ? machine_cycle(kit->machine) : kit->idle_cycle;
}

double kit_cycle_to_us(const struct kit *kit, uint64_t cycle)
{
    double cycles = (double)(int64_t)(cycle - kit->clock.bend_cycle);
    return kit->clock.bend_us + cycles / kit->clock.cycles_per_us;
}

double kit_us(const struct kit *kit)
{
    return kit_cycle_to_us(kit, kit_cycles(kit));
}

int64_t kit_now_us(const struct kit *kit)
{
    return (int64_t)kit_us(kit);
}

/* The first cycle at or after a time. */
static uint64_t us_to_cycle(const struct kit *kit, double us)
{
    double cycles = ceil((us - kit->clock.bend_us) * kit->clock.cycles_per_us);
    return cycles < 9e18 ? kit->clock.bend_cycle + (uint64_t)(int64_t)cycles : UINT64_MAX;
}

void kit_set_clock(struct kit *kit, double ppm)
{
    kit->clock = (struct kit_clock){
        .bend_cycle = kit_cycles(kit),
        .bend_us = kit_us(kit),
        .cycles_per_us = MACHINE_CLOCK_Hz / 1e6 * (1 + ppm * 1e-6),
    };
}

/* --- What happens when ------------------------------------------------------------------------ */

static double min4(double a, double b, double c, double d)
{
    return fmin(fmin(a, b), fmin(c, d));
}

static uint64_t next_due_cycle(const struct kit *kit)
{
    double now_us = kit_us(kit);
    double due_us = min4(kit->next_step_us, line_next_arrival_us(&kit->line), troubles_next_us(kit),
                         panel_next_change_us(&kit->board.panel, BUTTON_STOP, now_us));
    if (kit->until == KIT_UNTIL_FRAME)
        due_us = fmin(due_us, line_next_frame_us(&kit->line, now_us));
    if (kit->power_back_us > now_us)
        due_us = fmin(due_us, kit->power_back_us);
    if (kit->tear_us > 0)
        due_us = fmin(due_us, now_us + TEAR_WATCH_us);
    uint64_t due = us_to_cycle(kit, due_us), next = kit_cycles(kit) + 1;
    if (due > kit->goal_cycle)
        due = kit->goal_cycle;
    return due > next ? due : next;
}

/* How long a byte takes at the speed that the firmware has set. */
static double device_byte_us(const struct kit *kit)
{
    return machine_byte_cycles(kit->machine) / kit->clock.cycles_per_us;
}

static void deliver_bytes(struct kit *kit, double now_us)
{
    while (line_next_arrival_us(&kit->line) <= now_us) {
        struct line_byte byte = line_take_arrival(&kit->line);
        if (kit->chip != CHIP_RUNNING)
            continue;
        uint8_t heard = line_heard(byte.byte, kit->line.host_byte_us, device_byte_us(kit));
        unsigned fill = machine_receive(kit->machine, heard, byte.framing_error);
        if (fill > MACHINE_UART_FIFO_bytes)
            kit->receive_overruns++;
    }
}

static void do_what_is_due(struct kit *kit, uint64_t cycle)
{
    double now_us = kit_cycle_to_us(kit, cycle);
    deliver_bytes(kit, now_us);
    troubles_follow(kit, now_us);
    board_follow_stop(kit, now_us);
    if (now_us >= kit->next_step_us) {
        board_step(kit, STEP_us * 1e-6);
        kit->next_step_us += STEP_us;
        power_follow_supply(kit, now_us);
    }
    if (kit->chip != CHIP_RUNNING && now_us >= kit->power_back_us)
        power_follow_supply(kit, now_us);
    if (kit->tear_us > 0 && kit->machine && machine_eeprom_busy(kit->machine)) {
        power_cut(kit, now_us, kit->tear_us);
        kit->tear_us = 0;
    }
}

static bool is_frame_waiting(const struct kit *kit)
{
    return kit->until == KIT_UNTIL_FRAME && line_frame_waits(&kit->line, kit_us(kit));
}

static bool must_pause(const struct kit *kit)
{
    return kit_cycles(kit) >= kit->goal_cycle || kit->wanted != kit->chip || kit->hang_wanted ||
           kit->reset_wanted || is_frame_waiting(kit);
}

static uint64_t on_alarm(void *context, uint64_t cycle)
{
    struct kit *kit = context;
    do_what_is_due(kit, cycle);
    if (!must_pause(kit))
        return next_due_cycle(kit);
    machine_halt(kit->machine);
    return MACHINE_NO_ALARM;
}

enum kit_stop kit_run_until(struct kit *kit, uint64_t cycle, enum kit_until until)
{
    kit->goal_cycle = cycle;
    kit->until = until;
    for (;;) {
        if (is_frame_waiting(kit))
            return KIT_FRAME;
        power_apply(kit);
        if (kit_error(kit)[0])
            return KIT_DEAD;
        if (kit_cycles(kit) >= cycle)
            return KIT_REACHED;
        if (kit->chip == CHIP_RUNNING) {
            machine_set_alarm(kit->machine, next_due_cycle(kit));
            machine_run(kit->machine);
        } else {
            kit->idle_cycle = next_due_cycle(kit);
            do_what_is_due(kit, kit->idle_cycle);
        }
    }
}

enum kit_stop kit_run_until_us(struct kit *kit, int64_t us, enum kit_until until)
{
    return kit_run_until(kit, us_to_cycle(kit, (double)us), until);
}

/* --- What the chip does ----------------------------------------------------------------------- */

void kit_change_outputs(struct kit *kit, const struct outputs *now, uint64_t cycle)
{
    if (outputs_equal(now, &kit->outputs))
        return;
    board_outputs_changed(kit, now, kit_cycle_to_us(kit, cycle));
    if (kit->watcher)
        kit->watcher(kit->watcher_context, cycle, now);
}

static void on_outputs_written(void *context, uint64_t cycle)
{
    struct kit *kit = context;
    struct outputs now = outputs_read(machine_data(kit->machine));
    kit_change_outputs(kit, &now, cycle);
}

static void on_byte_sent(void *context, uint64_t cycle, uint8_t byte)
{
    struct kit *kit = context;
    double byte_us = device_byte_us(kit);
    line_device_sends(&kit->line, line_heard(byte, byte_us, kit->line.host_byte_us), cycle,
                      kit_cycle_to_us(kit, cycle), byte_us);
    if (kit->until == KIT_UNTIL_FRAME)
        machine_set_alarm(kit->machine, next_due_cycle(kit));
}

static uint16_t on_sample(void *context, uint64_t cycle, unsigned channel)
{
    struct kit *kit = context;
    return board_sample(kit, channel, kit_cycle_to_us(kit, cycle));
}

static void on_reset(void *context, uint64_t cycle, uint8_t mcusr)
{
    struct kit *kit = context;
    power_note_reset(kit, mcusr);
    vcd_outputs_low(kit->vcd, kit_cycle_to_us(kit, cycle));
}

static void on_pin_edge(void *context, uint64_t cycle, char port, unsigned bit, bool level)
{
    struct kit *kit = context;
    vcd_pin(kit->vcd, kit_cycle_to_us(kit, cycle), port, bit, level);
}

struct machine_wiring kit_wiring(struct kit *kit)
{
    return (struct machine_wiring){
        .context = kit,
        .alarm = on_alarm,
        .outputs_written = on_outputs_written,
        .byte_sent = on_byte_sent,
        .sample = on_sample,
        .was_reset = on_reset,
        .pin_edge = kit->vcd ? on_pin_edge : NULL,
    };
}

/* --- Life ------------------------------------------------------------------------------------- */

struct kit_options kit_default_options(void)
{
    return (struct kit_options){
        .seed = 1,
        .ambient_C = 23,
        .skin_C = 32,
        .supply_V = 5.0,
        .pad_Ohm = BOARD_HEATER_mOhm / 1000.0,
        .perfusion = 1,
        .motor_current = 1,
        .bandgap_V = BOARD_BANDGAP_mV / 1000.0,
        .adc_noise_counts = 0.5,
        /* full-swing crystal; bootloader of 2 KB; brown-out at 4.3 V; bootloader protected */
        .fuses = {.low = 0xFF, .high = 0xDA, .extended = 0xFC, .lock = 0xCF},
    };
}

static bool load_flash(struct firmware *firmware, const struct kit_options *options, char *error,
                       size_t size)
{
    return firmware_load(firmware, options->firmware_path, error, size) &&
           (!options->bootloader_path ||
            firmware_add_bootloader(firmware, options->bootloader_path, error, size));
}

struct kit *kit_new(const struct kit_options *options, char *error, size_t error_size)
{
    struct kit *kit = calloc(1, sizeof *kit);
    if (!kit || !load_flash(&kit->firmware, options, error, error_size)) {
        free(kit);
        return NULL;
    }
    kit->options = *options;
    kit->noise = noise_seeded(options->seed, 'K');
    kit->chip = kit->wanted = CHIP_OFF;
    kit->next_step_us = STEP_us;
    kit->clock.cycles_per_us = MACHINE_CLOCK_Hz / 1e6;
    line_init(&kit->line, options->seed, &options->link);
    board_init(kit);
    if (options->eeprom)
        memcpy(kit->eeprom, options->eeprom, sizeof kit->eeprom);
    else
        memset(kit->eeprom, 0xFF, sizeof kit->eeprom);

    kit->vcd = options->vcd_path ? vcd_open(options->vcd_path) : NULL;
    if (options->vcd_path && !kit->vcd) {
        snprintf(error, error_size, "%s: %s", options->vcd_path, strerror(errno));
        free(kit);
        return NULL;
    }
    power_follow_supply(kit, 0);
    return kit;
}

void kit_free(struct kit *kit)
{
    if (!kit)
        return;
    machine_free(kit->machine);
    vcd_close(kit->vcd);
    line_free(&kit->line);
    free(kit);
}

const char *kit_error(const struct kit *kit)
{
    return kit->machine ? machine_error(kit->machine) : "";
}

/* --- The host's side -------------------------------------------------------------------------- */

void kit_write(struct kit *kit, const void *bytes, size_t count)
{
    line_host_sends(&kit->line, bytes, count, kit_us(kit));
}

void kit_set_baud(struct kit *kit, unsigned baud)
{
    kit->line.host_byte_us = 10e6 / baud;
    kit->line_byte_cycles = 10 * MACHINE_CLOCK_Hz / baud;
    if (kit->machine)
        machine_set_line(kit->machine, kit->line_byte_cycles);
}

void kit_write_broken(struct kit *kit, uint8_t byte)
{
    line_host_sends_broken(&kit->line, byte, kit_us(kit));
}

size_t kit_read_stamped(struct kit *kit, struct line_byte *bytes, size_t count)
{
    return line_host_reads(&kit->line, bytes, count, kit_us(kit));
}

size_t kit_read(struct kit *kit, void *bytes, size_t count)
{
    uint8_t *out = bytes;
    size_t done = 0;
    struct line_byte stamped;
    while (done < count && kit_read_stamped(kit, &stamped, 1) == 1)
        out[done++] = stamped.byte;
    return done;
}

size_t kit_waiting(const struct kit *kit)
{
    return line_waiting(&kit->line, kit_us(kit));
}

void kit_truth(struct kit *kit, struct wire_truth *truth)
{
    board_truth(kit, truth);
    truth->powered = kit->chip != CHIP_OFF;
    truth->reset_cause = kit->reset_cause;
    truth->resets = kit->resets;
    truth->watchdog_resets = kit->watchdog_resets;
    truth->receive_overruns = kit->receive_overruns;
    truth->eeprom_writes = kit->past_eeprom_writes;
    truth->eeprom_violations = kit->past_eeprom_violations;
    truth->bytes_lost = kit->line.bytes_lost;
    if (kit->machine) {
        truth->eeprom_writes += machine_eeprom_writes(kit->machine);
        truth->eeprom_violations += machine_eeprom_violations(kit->machine);
    }
}

uint64_t kit_slept_cycles(const struct kit *kit)
{
    return kit->machine ? machine_slept_cycles(kit->machine) : 0;
}

struct outputs kit_outputs(const struct kit *kit)
{
    return kit->outputs;
}

const uint8_t *kit_data(const struct kit *kit)
{
    return kit->machine ? machine_data(kit->machine) : NULL;
}

const uint8_t *kit_eeprom(const struct kit *kit)
{
    return kit->machine ? machine_eeprom(kit->machine) : kit->eeprom;
}

void kit_watch(struct kit *kit, void (*watcher)(void *, uint64_t cycle, const struct outputs *),
               void *context)
{
    kit->watcher = watcher;
    kit->watcher_context = context;
}

void kit_drop_dtr(struct kit *kit)
{
    kit->reset_wanted = kit->options.flash_jumper;
}

void kit_press(struct kit *kit, enum button button, unsigned duration_ms)
{
    panel_press(&kit->board.panel, button, kit_us(kit), duration_ms * 1e3);
    board_follow_stop(kit, kit_us(kit)); /* or its edge would wait for the next thing that is due */
}

void kit_power_cycle(struct kit *kit, unsigned off_ms)
{
    double now_us = kit_us(kit);
    power_cut(kit, now_us, off_ms * 1e3);
    kit_run_until(kit, us_to_cycle(kit, kit->power_back_us), KIT_UNTIL_TIME);
    power_apply(kit);
}
