/* recording.h: what the firmware drives on its pins, as sources for SPICE.
 *
 * Pins that are switched come with the cycle of the instruction. Motors' edges are built from the
 * timers' registers, because simavr 1.6 keeps the first duty of timer 1 on the pin:
 * a period begins where the counter is 0, high for OCR + 1 counts, with the compare value
 * latched at the beginning as the chip does. Timers 0 and 2 are taken to count from cycle 0; their
 * true phase to timer 1 is a matter of a few instructions at the start and of no consequence.
 * Owns: struct recording, freed by recording_free(). It takes the place of the kit's watcher.
 */
#ifndef TESTS_SCHEMATICS_RECORDING_H
#define TESTS_SCHEMATICS_RECORDING_H

#include "host/kit/kit.h"
#include "host/kit/pins.h"
#include "schematics/netlist/circuit.h"

struct recording;

/* Begins with the outputs as they are now. The kit must outlive it. */
struct recording *recording_start(struct kit *kit);
void recording_free(struct recording *recording);

/* Cycles since the start; and the first at which the pin is high, from `after` on (UINT64_MAX: never). */
uint64_t recording_now(const struct recording *recording);
uint64_t recording_first_high(const struct recording *recording, enum pin pin, uint64_t after);

/* Adds a source of the chip's output resistance to the pin's net: what it did in `span_ms` from
 * `from` cycles after the start, beginning at 0 s. */
void recording_drive(const struct recording *recording, struct circuit *circuit, enum pin pin,
                     uint64_t from, double span_ms);

#endif
