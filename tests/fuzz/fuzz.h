/* fuzz.h: what the fuzz targets have in common.
 *
 * Each tests/fuzz/NAME_fuzz.c is a target: it takes any bytes and ends the program if something holds that
 * must not. `make fuzz` links them to libFuzzer, `make check` to replay.c, which feeds them the corpus.
 * Owns: nothing. Context: tests. Errors: fuzz_must() does not return.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/routine.h"

/* The target. libFuzzer wants this name, and always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program as crashed, with this sentence, unless the condition holds. */
void fuzz_must(bool holds, const char *sentence);

/* Offers a routine to the firmware's core as a host would, message by message, and starts it at its highest
 * level on a practised leg that has had nothing yet. 0, or the enum refusal with which the device answered. */
uint8_t fuzz_device_refuses(const uint8_t *bytes, uint8_t length);

/* Makes a routine of any bytes: what is mere bookkeeping (format, totals, the lengths of stages, repeats
 * left open, END) is put right, numbers are brought into their ranges, and every stage and wait is short. What
 * stands at one instant is left as it comes, so routine_check() may still find fault. Returns its length. */
uint8_t fuzz_mend(const uint8_t *data, size_t size, uint8_t out[ROUTINE_MAX_BYTES]);

/* Plays a valid routine beside the naive player and checks that both do the same at every instant, and that
 * what must hold of any routine does. `luck` decides when waits end. */
void fuzz_play(const uint8_t *program, uint8_t length, uint32_t luck);

#endif
