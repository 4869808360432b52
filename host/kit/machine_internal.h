/* machine_internal.h: what machine.c, machine_io.c and machine_nvm.c share. For these files only.
 *
 * Owns: the layout of struct machine.
 */
#ifndef HOST_KIT_MACHINE_INTERNAL_H
#define HOST_KIT_MACHINE_INTERNAL_H

#include <simavr/sim_avr.h>

#include <simavr/avr_adc.h>
#include <simavr/avr_timer.h>
#include <simavr/avr_uart.h>

#include "host/kit/machine.h"

enum {
    IO_REGISTERS_end = 0x100, /* data addresses below RAM */
    PORTS = 3,                /* B, C, D */
    ADC_REFERENCE_mV = 5000,  /* handed to simavr's converter; only ratios matter */
};

/* The EEPROM write in progress, and the fuse bytes shown in place of the flash's first four. */
struct nvm {
    uint8_t *eeprom;
    uint64_t busy_until_cycle;
    uint64_t started_cycle;
    double write_factor; /* of the cycles that a write takes: crystal against RC oscillator */
    uint16_t address;
    uint8_t old, new;
    uint32_t violations, writes;
    bool flash_changed;
    struct machine_fuses fuses;
    uint8_t hidden_flash[4];
    bool fuses_shown;
};

/* A bit that keeps its level. */
struct stuck {
    uint16_t address;
    uint8_t mask;
};

struct watched_pin {
    struct machine *machine;
    char port;
    uint8_t bit;
};

struct machine {
    avr_io_t module; /* last in simavr's chain, so that its reset() runs after all others; first
                        member, because simavr hands it back as a pointer to us */
    avr_t *avr;
    struct machine_wiring wiring;
    struct {
        avr_io_write_t next;
        void *param;
    } hooked[IO_REGISTERS_end]; /* simavr's own handler behind each of ours */

    avr_uart_t *uart;
    avr_adc_t *adc;
    avr_timer_t *pwm_timer[2]; /* 0 and 2 */
    struct nvm nvm;

    bool halted;
    bool ended;
    uint8_t reset_wanted; /* MCUSR for a reset from outside, 0 for the chip's own */
    uint64_t alarm_cycle;
    uint64_t slept_cycles;
    uint32_t line_byte_cycles;    /* of the other end of the line */
    uint8_t input_levels[PORTS];  /* what the board drives into the pins */
    uint8_t driven_inputs[PORTS]; /* which ones it drives at all */
    struct watched_pin watched[PORTS * 8];
    struct stuck stuck[2];  /* at 0, at 1 */
    avr_io_read_t pin_read; /* simavr's own handlers of PINx */
    void *pin_param[PORTS];
    char error[160];
    void (*tracer)(void *context, const struct machine_step *step);
    void *tracer_context;
};

/* Puts `hook` in front of simavr's own handler of writes to a register. */
void machine_hook_write(struct machine *machine, uint16_t address, avr_io_write_t hook);

/* Lets simavr's own handler, or plain memory, have the value. */
void machine_pass_write(struct machine *machine, uint16_t address, uint8_t value);

/* Connects ports, timers, converter and UART of a chip to its wiring; after avr_init(). */
void io_attach(struct machine *machine);

/* Adds the EEPROM's time and the fuse bytes to a chip; after avr_init(). */
void nvm_attach(struct machine *machine, const struct machine_start *start);

#endif
