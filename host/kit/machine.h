/* machine.h: the ATmega328P itself, simavr 1.6 with its deviations from the chip made good.
 *
 * Owns: one avr_t. Knows registers and cycles; nothing of the board around the chip, which it
 * reaches through `struct machine_wiring`. The deviations are named at the code that handles them.
 * Context: everything happens inside machine_run(); wiring functions are called from there.
 * Errors: firmware that cannot go on (bad address, asleep for ever) ends the run: machine_error().
 */
#ifndef HOST_KIT_MACHINE_H
#define HOST_KIT_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "host/kit/firmware.h"

enum {
    MACHINE_CLOCK_Hz = 16000000,
    MACHINE_EEPROM_bytes = 1024,
    MACHINE_BYTE_cycles = 640, /* 10 bits at 250000 baud */
    MACHINE_UART_FIFO_bytes = 2,
    MACHINE_NO_ALARM = 0,
};

/* The fuse bytes as the firmware reads them (LPM after BLBSET). */
struct machine_fuses {
    uint8_t low, high, extended, lock;
};

/* What the board does for the chip. All functions must be set. */
struct machine_wiring {
    void *context;
    /* The cycle asked for by machine_set_alarm() has come. Returns the next one, or
     * MACHINE_NO_ALARM. Called again, late, if the chip was reset over it. */
    uint64_t (*alarm)(void *context, uint64_t cycle);
    /* A register that outputs depend on was written; the data space already shows it. */
    void (*outputs_written)(void *context, uint64_t cycle);
    /* The firmware handed a byte to the transmitter; it starts on the line when that is free. */
    void (*byte_sent)(void *context, uint64_t cycle, uint8_t byte);
    /* A conversion of the converter's input 0..15 starts: its result, 0..1023. */
    uint16_t (*sample)(void *context, uint64_t cycle, unsigned channel);
    /* The chip came out of a reset after power-up: `mcusr` tells why. Inputs keep their levels. */
    void (*was_reset)(void *context, uint64_t cycle, uint8_t mcusr);
    /* An edge of a port pin, PWM included; NULL when nobody looks. Costs speed: see machine_new. */
    void (*pin_edge)(void *context, uint64_t cycle, char port, unsigned bit, bool level);
};

struct machine;

/* One instruction that was executed, or the sleep that ended. */
struct machine_step {
    uint64_t cycle;  /* when it began */
    uint32_t cycles; /* that it took, awake */
    uint16_t at;     /* byte address in flash */
    uint16_t next;   /* where the core goes on, after that interrupt if one came in */
    uint16_t opcode;
    uint16_t stack;          /* SP after it, and after the entry of an interrupt */
    uint8_t vector;          /* of the interrupt that came in after it; 0: none did */
    bool interrupts_enabled; /* after it, and before that interrupt */
};

struct machine_start {
    const struct firmware *firmware;
    struct machine_wiring wiring;
    struct machine_fuses fuses;
    uint64_t cycle;        /* the count to start from: time goes on over a power cycle */
    uint8_t mcusr;         /* reset cause */
    uint64_t ram_seed;     /* RAM is undefined after power-up: filled with this noise */
    const uint8_t *eeprom; /* MACHINE_EEPROM_bytes, copied */
};

/* A chip that has just been powered up; NULL only if memory or simavr's ATmega328P is missing.
 * Without `wiring.pin_edge` the PWM edges of timers 0 and 2 are not simulated while their
 * interrupts are disabled, because nobody could see them. */
struct machine *machine_new(const struct machine_start *start);

/* Frees the chip. NULL is allowed. */
void machine_free(struct machine *machine);

/* Runs until machine_halt() or the firmware's end. False: it has ended, see machine_error(). */
bool machine_run(struct machine *machine);

/* Makes machine_run() return after the present instruction. For wiring functions. */
void machine_halt(struct machine *machine);

/* The first cycle at which wiring.alarm is to be called; replaces an earlier wish. */
void machine_set_alarm(struct machine *machine, uint64_t cycle);

uint64_t machine_cycle(const struct machine *machine);

/* How many of the cycles since power-up the core was asleep. */
uint64_t machine_slept_cycles(const struct machine *machine);

/* Calls `tracer` after each instruction from now on; NULL ends it. Costs speed. */
void machine_trace(struct machine *machine,
                   void (*tracer)(void *context, const struct machine_step *step), void *context);

/* Why the firmware ended: a sentence fragment, "" while it runs. */
const char *machine_error(const struct machine *machine);

/* The AVR's data space (registers, I/O, RAM), RAM_END + 1 bytes. */
const uint8_t *machine_data(const struct machine *machine);

/* Inverts one bit of the data space, as a particle would; false if there is no such address. */
bool machine_flip_bit(struct machine *machine, uint16_t address, unsigned bit);

/* The same in the flash. */
bool machine_flip_flash_bit(struct machine *machine, uint16_t address, unsigned bit);

/* From now on the bits of `mask` at an address of the data space stick at `level`, whatever is written; one
 * address for each level, replacing the one before. Mask 0: none. Costs speed. */
void machine_stick_bit(struct machine *machine, bool level, uint16_t address, unsigned mask);

/* The crystal and the RC oscillator are fast by so many parts per million: the latter times EEPROM writes. */
void machine_set_oscillators(struct machine *machine, double clock_ppm, double rc_ppm);

/* Drives an input pin. */
void machine_set_pin(struct machine *machine, char port, unsigned bit, bool level);

/* The receiver has just seen the stop bit of a byte. Returns how many bytes now wait in the FIFO:
 * above MACHINE_UART_FIFO_bytes the chip would be about to lose one. */
unsigned machine_receive(struct machine *machine, uint8_t byte, bool framing_error);

/* How long a byte takes at the other end's speed; without it MACHINE_BYTE_cycles. Where the firmware listens at a
 * speed more than 5 % off, it sees framing errors. */
void machine_set_line(struct machine *machine, uint32_t byte_cycles);

/* How long a byte takes that the firmware sends, by its present setting. */
uint32_t machine_byte_cycles(const struct machine *machine);

/* The flash's bytes at this moment, FIRMWARE_FLASH_bytes; whether the program has rewritten some. */
const uint8_t *machine_flash(const struct machine *machine);
bool machine_flash_changed(const struct machine *machine);

/* Resets the chip as brown-out or the reset pin would, RAM kept; `mcusr` is the cause. The count
 * goes on at `cycle`. Not from a wiring function. */
void machine_reset(struct machine *machine, uint8_t mcusr, uint64_t cycle);

/* The program counter runs wild into an endless loop with interrupts off. Not from a wiring
 * function. */
void machine_hang(struct machine *machine);

/* The EEPROM's bytes at this moment. */
const uint8_t *machine_eeprom(const struct machine *machine);

/* Whether a write of an EEPROM byte is under way. */
bool machine_eeprom_busy(const struct machine *machine);

/* How often the firmware read or wrote the EEPROM while a write was under way (the chip ignores
 * it), and how many bytes were written. */
uint32_t machine_eeprom_violations(const struct machine *machine);
uint32_t machine_eeprom_writes(const struct machine *machine);

/* Tears the byte that is being written, as loss of power would: its bits are between the old value,
 * erased and the new one, by `chance`. Nothing happens if no write is under way. */
void machine_tear_eeprom(struct machine *machine, uint64_t chance);

#endif
