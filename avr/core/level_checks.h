/* level_checks.h: is every reading plausible and within its limits? Ten times a second.
 *
 * A bad reading takes the heat at once where it must; so many of them in a row are a fault. Part of the gate:
 * safety.c is the only user.
 * Owns: its struct, pure. Context: main.
 */
#ifndef AVR_CORE_LEVEL_CHECKS_H
#define AVR_CORE_LEVEL_CHECKS_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/sense.h"

enum { LEVEL_CHECKS = 11 };

struct level_checks {
    uint8_t cycles[LEVEL_CHECKS]; /* in a row in which the check was bad */
    bool reading_is_good;         /* the last one allows heat; false before the first */
    uint8_t calm_cycles;          /* since the supply was last too low */
};

/* A cycle of readings is complete. driving: an output is on, so that the supply must stand. The bits of the
 * faults that are there now. */
uint32_t level_checks_cycle(struct level_checks *checks, const struct sense *sense, bool driving);

#endif
