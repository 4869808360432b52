/* EEPROM timing and fuse reading, both of which simavr 1.6 leaves out. */
#include "host/kit/machine_internal.h"

#include <math.h>
#include <string.h>

#include <simavr/avr_eeprom.h>

#include "host/kit/registers.h"

enum {
    /* ATmega328P datasheet, EEPROM programming times: 3.4 ms erase and write, 1.8 ms either. */
    ERASE_AND_WRITE_cycles = MACHINE_CLOCK_Hz / 10000 * 34,
    ERASE_OR_WRITE_cycles = MACHINE_CLOCK_Hz / 10000 * 18,
    /* "When the EEPROM is read, the CPU is halted for four clock cycles"; two when written. */
    READ_HALT_cycles = 4,
    WRITE_HALT_cycles = 2,
    /* LPM must follow within three cycles of setting BLBSET; it starts in the next one. */
    FUSES_SHOWN_cycles = 5,
};

static bool busy(const struct machine *machine)
{
    return machine->avr->cycle < machine->nvm.busy_until_cycle;
}

/* simavr clears EEPE at once; here it stays up while the chip would still be writing. */
static uint8_t on_eecr_read(struct avr_t *avr, avr_io_addr_t address, void *param)
{
    struct machine *machine = param;
    uint8_t value = avr->data[address] & (uint8_t)~EECR_EEPE;
    return busy(machine) ? value | EECR_EEPE : value;
}

static void start_write(struct machine *machine, uint8_t mode)
{
    avr_t *avr = machine->avr;
    struct nvm *nvm = &machine->nvm;
    unsigned address = avr->data[REG_EEARL] | (unsigned)avr->data[REG_EEARH] << 8;

    nvm->address = (uint16_t)(address & (MACHINE_EEPROM_bytes - 1));
    nvm->old = nvm->eeprom[nvm->address];
    nvm->new = avr->data[REG_EEDR];
    if (mode == EECR_EEPM_ERASE_ONLY)
        nvm->new = 0xFF;
    else if (mode == EECR_EEPM_WRITE_ONLY)
        nvm->new &= nvm->old;
    nvm->started_cycle = avr->cycle;
    double cycles = mode == 0 ? ERASE_AND_WRITE_cycles : ERASE_OR_WRITE_cycles;
    nvm->busy_until_cycle = avr->cycle + (uint64_t)(cycles * nvm->write_factor);
    nvm->writes++;
}

static void on_eecr_write(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct machine *machine = param;
    struct nvm *nvm = &machine->nvm;
    bool writes = (avr->data[REG_EECR] & EECR_EEMPE) && (value & EECR_EEPE);
    bool reads = value & EECR_EERE;

    if (busy(machine) && (writes || reads)) {
        nvm->violations++;
        return;
    }
    if (writes)
        start_write(machine, value & EECR_EEPM);
    machine_pass_write(machine, address, value);
    if (writes)
        nvm->eeprom[nvm->address] = nvm->new; /* simavr knows no erase-only and no write-only */
    avr->cycle += writes ? WRITE_HALT_cycles : reads ? READ_HALT_cycles : 0;
}

static avr_cycle_count_t hide_fuses(struct avr_t *avr, avr_cycle_count_t when, void *param)
{
    (void)when;
    struct machine *machine = param;
    memcpy(avr->flash, machine->nvm.hidden_flash, sizeof machine->nvm.hidden_flash);
    machine->nvm.fuses_shown = false;
    return 0;
}

/* After BLBSET and SELFPRGEN, LPM reads fuses in place of flash at Z = 0..3 for a few cycles.
 * simavr knows nothing of that, so the flash itself shows the fuses for as long. */
static void on_spmcsr_write(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct machine *machine = param;
    struct nvm *nvm = &machine->nvm;
    machine_pass_write(machine, address, value);
    nvm->flash_changed |= value == (SPMCSR_PGWRT | SPMCSR_SELFPRGEN);
    if (value != (SPMCSR_BLBSET | SPMCSR_SELFPRGEN) || nvm->fuses_shown)
        return;
    const uint8_t shown[4] = {nvm->fuses.low, nvm->fuses.lock, nvm->fuses.extended,
                              nvm->fuses.high};
    memcpy(nvm->hidden_flash, avr->flash, sizeof nvm->hidden_flash);
    memcpy(avr->flash, shown, sizeof shown);
    nvm->fuses_shown = true;
    avr_cycle_timer_register(avr, FUSES_SHOWN_cycles, hide_fuses, machine);
}

void nvm_attach(struct machine *machine, const struct machine_start *start)
{
    avr_eeprom_desc_t eeprom = {.ee = NULL, .offset = 0, .size = MACHINE_EEPROM_bytes};
    avr_ioctl(machine->avr, AVR_IOCTL_EEPROM_GET, &eeprom);
    machine->nvm.eeprom = eeprom.ee;
    memcpy(machine->nvm.eeprom, start->eeprom, MACHINE_EEPROM_bytes);
    machine->nvm.fuses = start->fuses;
    machine->nvm.write_factor = 1;

    avr_register_io_read(machine->avr, REG_EECR, on_eecr_read, machine);
    machine_hook_write(machine, REG_EECR, on_eecr_write);
    machine_hook_write(machine, REG_SPMCSR, on_spmcsr_write);
}

const uint8_t *machine_eeprom(const struct machine *machine)
{
    return machine->nvm.eeprom;
}

const uint8_t *machine_flash(const struct machine *machine)
{
    return machine->avr->flash;
}

bool machine_flash_changed(const struct machine *machine)
{
    return machine->nvm.flash_changed;
}

bool machine_eeprom_busy(const struct machine *machine)
{
    return busy(machine);
}

uint32_t machine_eeprom_violations(const struct machine *machine)
{
    return machine->nvm.violations;
}

uint32_t machine_eeprom_writes(const struct machine *machine)
{
    return machine->nvm.writes;
}

static double speed(double ppm)
{
    return fmax(1 + ppm * 1e-6, 1e-3);
}

void machine_set_oscillators(struct machine *machine, double clock_ppm, double rc_ppm)
{
    machine->nvm.write_factor = speed(clock_ppm) / speed(rc_ppm);
}

/* Erasing raises bits to 1, programming then pulls some to 0; a cut leaves either half-done. */
void machine_tear_eeprom(struct machine *machine, uint64_t chance)
{
    struct nvm *nvm = &machine->nvm;
    if (!busy(machine))
        return;
    bool erasing = machine->avr->cycle - nvm->started_cycle < ERASE_OR_WRITE_cycles;
    uint8_t base = erasing ? nvm->old : nvm->new;
    nvm->eeprom[nvm->address] = base | (uint8_t)chance;
    nvm->busy_until_cycle = 0;
}
