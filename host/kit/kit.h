/* kit.h: the virtual kit: the real firmware in a simulated chip, on a simulated board, on a leg.
 *
 * The same firmware, options and inputs give the same run, cycle for cycle. Nothing depends on wall
 * time. Kit time is true time in microseconds since the kit was first switched on; the chip's
 * cycles follow it at 16 MHz, or a little off (clock-ppm).
 * Owns: everything behind `struct kit`, freed by kit_free().
 * Errors: functions that can fail return NULL or false and write one sentence.
 */
#ifndef HOST_KIT_KIT_H
#define HOST_KIT_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/kit/line.h"
#include "host/kit/machine.h"
#include "host/kit/outputs.h"
#include "host/kit/panel.h"
#include "host/kit/wire.h"

/* From the jack to the rail: a fuse and two MOSFETs, as the schematic has them in SPICE (truth_test.c). */
#define KIT_SUPPLY_SOURCE_Ohm 0.075

struct kit;

struct kit_options {
    const char *firmware_path;   /* ELF; must be set; "none" with a bootloader: the rest is blank */
    const char *bootloader_path; /* Intel HEX; NULL: none, the chip starts in the firmware */
    uint64_t seed;
    const uint8_t *eeprom; /* MACHINE_EEPROM_bytes to start with; NULL: erased */
    const char *vcd_path;  /* where to write the pins' edges; NULL: nowhere */
    double ambient_C;
    double skin_C;   /* at the beginning */
    double supply_V; /* open circuit */
    double pad_Ohm;
    double perfusion;     /* factor on the leg's blood flow */
    double motor_current; /* factor on what the motors draw */
    double bandgap_V;     /* of this specimen: 1.0 to 1.2 */
    double adc_offset_counts;
    double adc_noise_counts; /* rms */
    bool off_leg, blanket, person_absent;
    bool flash_jumper; /* the RUN/FLASH jumper: in FLASH, DTR resets the chip */
    struct machine_fuses fuses;
    struct line_quality link;
};

/* A new board at 23 C on a resting adult's leg, a good supply, a perfect link, brown-out at 4.3
 * V. */
struct kit_options kit_default_options(void);

/* Builds a kit and switches it on. NULL, and a sentence in `error`, if the firmware cannot be used
 * or the VCD file not be written. */
struct kit *kit_new(const struct kit_options *options, char *error, size_t error_size);

/* Switches off and frees. NULL is allowed. */
void kit_free(struct kit *kit);

/* --- Time --- */

enum kit_stop {
    KIT_REACHED, /* the time asked for has come */
    KIT_FRAME,   /* the device has sent a 0x00 that waits to be read */
    KIT_DEAD,    /* the firmware cannot go on: kit_error() */
};

enum kit_until { KIT_UNTIL_TIME, KIT_UNTIL_FRAME /* or time */ };

/* Advances to a chip cycle or to a kit time, or, if wanted, to the end of the next frame. An
 * instruction is not divided: it may stop up to 3 cycles late. */
enum kit_stop kit_run_until(struct kit *kit, uint64_t cycle, enum kit_until until);
enum kit_stop kit_run_until_us(struct kit *kit, int64_t kit_us, enum kit_until until);

uint64_t kit_cycles(const struct kit *kit);
int64_t kit_now_us(const struct kit *kit);

/* How many cycles the core has slept since it was last switched on. */
uint64_t kit_slept_cycles(const struct kit *kit);

/* Kit time of a cycle that was stamped since the clock's speed last changed. */
double kit_cycle_to_us(const struct kit *kit, uint64_t cycle);

/* Why the firmware cannot go on; "" while it can. */
const char *kit_error(const struct kit *kit);

/* --- The serial line --- */

/* Sends bytes to the device, back to back at 250000 baud from now on. */
void kit_write(struct kit *kit, const void *bytes, size_t count);

/* The host sets its end of the line to another speed. */
void kit_set_baud(struct kit *kit, unsigned baud);

/* Sends a byte whose stop bit is broken. */
void kit_write_broken(struct kit *kit, uint8_t byte);

/* Takes up to `count` bytes that the device has sent and the host received; returns how many. */
size_t kit_read(struct kit *kit, void *bytes, size_t count);

/* The same with their stamps. */
size_t kit_read_stamped(struct kit *kit, struct line_byte *bytes, size_t count);

size_t kit_waiting(const struct kit *kit);

/* --- Truth --- */

/* The state of everything at this moment, as no sensor shows it. */
void kit_truth(struct kit *kit, struct wire_truth *truth);

/* What the firmware drives at this moment. */
struct outputs kit_outputs(const struct kit *kit);

/* The AVR's data space (RAM_END + 1 bytes), or NULL while it has no power. */
const uint8_t *kit_data(const struct kit *kit);

/* The EEPROM's MACHINE_EEPROM_bytes. */
const uint8_t *kit_eeprom(const struct kit *kit);

/* Calls `watcher` at each change of an output, with the cycle of the instruction that made it. */
void kit_watch(struct kit *kit, void (*watcher)(void *, uint64_t cycle, const struct outputs *),
               void *context);

/* Calls `tracer` after each instruction until the power is next cut; NULL ends it. */
void kit_trace(struct kit *kit, void (*tracer)(void *, const struct machine_step *), void *context);

/* --- Interference --- */

/* Adds a fault (host/kit/mishap.h): "ntc-skin-open", "supply=4.2@10s..12s". Without a time it
 * begins now. False, and a sentence, if it is not understood or there are too many. */
bool kit_inject(struct kit *kit, const char *fault, char *error, size_t error_size);

/* Ends all faults of that name, also those that have not begun. False if there is no such name. */
bool kit_clear(struct kit *kit, const char *name);

/* DTR of the USB bridge falls, as when a port is opened. */
void kit_drop_dtr(struct kit *kit);

/* Presses a button for a while, from now. */
void kit_press(struct kit *kit, enum button button, unsigned duration_ms);

/* Takes away all power for a while, RAM is lost; the kit is back, cold started, when it returns
 * unless the firmware cannot run. */
void kit_power_cycle(struct kit *kit, unsigned off_ms);

#endif
