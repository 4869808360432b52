/* Power: what the supply makes of the chip, and how it goes off, is held and comes back. */
#include "host/kit/kit_internal.h"

#include <math.h>
#include <string.h>

#include "host/kit/registers.h"

static const double BROWN_OUT_HYSTERESIS_V = 0.05;
static const double POWER_LOST_V = 1.8; /* RAM is gone, the next start is a cold one */
static const double START_V = 2.7;      /* J: least for a start without brown-out detection */

/* BODLEVEL in the extended fuse byte (datasheet, BODLEVEL fuse coding); 0 V: detection is off. */
static double brown_out_V(const struct kit *kit)
{
    switch (kit->options.fuses.extended & 7) {
    case 4:
        return 4.3;
    case 5:
        return 2.7;
    case 6:
        return 1.8;
    default:
        return 0;
    }
}

static enum kit_chip chip_under(const struct kit *kit, double avcc_V)
{
    double brown_out = brown_out_V(kit);
    double start_V = fmax(START_V, brown_out + BROWN_OUT_HYSTERESIS_V);
    if (avcc_V < POWER_LOST_V)
        return CHIP_OFF;
    if (kit->chip == CHIP_RUNNING)
        return avcc_V < brown_out ? CHIP_HELD : CHIP_RUNNING;
    return avcc_V >= start_V ? CHIP_RUNNING : kit->chip;
}

/* In reset and without power every pin floats, and the board's resistors pull it low. */
static void release_outputs(struct kit *kit)
{
    static const struct outputs off;
    kit_change_outputs(kit, &off, kit_cycles(kit));
    vcd_outputs_low(kit->vcd, kit_us(kit));
}

static void stand_still(struct kit *kit, enum kit_chip chip)
{
    kit->idle_cycle = kit_cycles(kit);
    kit->chip = chip;
    line_flush_to_device(&kit->line);
    release_outputs(kit);
}

static void switch_off(struct kit *kit)
{
    stand_still(kit, CHIP_OFF);
    machine_tear_eeprom(kit->machine, noise_bits(&kit->noise));
    memcpy(kit->eeprom, machine_eeprom(kit->machine), sizeof kit->eeprom);
    if (machine_flash_changed(kit->machine))
        memcpy(kit->firmware.flash, machine_flash(kit->machine), sizeof kit->firmware.flash);
    kit->past_eeprom_writes += machine_eeprom_writes(kit->machine);
    kit->past_eeprom_violations += machine_eeprom_violations(kit->machine);
    machine_free(kit->machine);
    kit->machine = NULL;
}

void power_note_reset(struct kit *kit, uint8_t mcusr)
{
    kit->reset_cause = mcusr;
    kit->resets++;
    if (mcusr & MCUSR_WDRF)
        kit->watchdog_resets++;
}

static void switch_on(struct kit *kit)
{
    struct machine_start start = {
        .firmware = &kit->firmware,
        .wiring = kit_wiring(kit),
        .fuses = kit->options.fuses,
        .cycle = kit->idle_cycle,
        .mcusr = MCUSR_PORF,
        .ram_seed = noise_bits(&kit->noise),
        .eeprom = kit->eeprom,
    };
    kit->machine = machine_new(&start);
    if (!kit->machine)
        return; /* out of memory: the kit stays off */
    kit->chip = CHIP_RUNNING;
    if (kit->line_byte_cycles)
        machine_set_line(kit->machine, kit->line_byte_cycles);
    troubles_reach_chip(kit);
    power_note_reset(kit, MCUSR_PORF);
    board_follow_stop(kit, kit_us(kit));
}

void power_apply(struct kit *kit)
{
    if (kit->hang_wanted && kit->chip == CHIP_RUNNING)
        machine_hang(kit->machine);
    kit->hang_wanted = false;
    if (kit->reset_wanted && kit->chip == CHIP_RUNNING)
        machine_reset(kit->machine, MCUSR_EXTRF, kit_cycles(kit));
    kit->reset_wanted = false;
    if (kit->wanted == kit->chip)
        return;
    if (kit->wanted == CHIP_HELD) {
        stand_still(kit, CHIP_HELD);
    } else if (kit->wanted == CHIP_OFF) {
        switch_off(kit);
    } else if (kit->chip == CHIP_HELD) {
        kit->chip = CHIP_RUNNING;
        machine_reset(kit->machine, MCUSR_BORF, kit->idle_cycle);
    } else {
        switch_on(kit);
    }
}

void power_follow_supply(struct kit *kit, double now_us)
{
    kit->wanted = chip_under(kit, board_avcc_V(kit, now_us));
}

void power_cut(struct kit *kit, double now_us, double off_us)
{
    kit->power_back_us = now_us + off_us;
    power_follow_supply(kit, now_us);
}

/* The tracer goes with the chip it looks at. */
void kit_trace(struct kit *kit, void (*tracer)(void *, const struct machine_step *), void *context)
{
    if (kit->machine)
        machine_trace(kit->machine, tracer, context);
}
