/* player_machine.h: the firmware's own player, called tick by tick in simavr, and what a tick costs.
 *
 * The image is loaded but never started: calls are made by hand into player_begin() and player_tick(),
 * with interrupts off, so the cycles are those of the player alone, as the firmware has it.
 * Owns: one simulated ATmega328P. Context: tests.
 * Errors: what cannot be loaded, or does not return, ends the program, with its reason.
 */
#ifndef TESTS_KIT_PLAYER_MACHINE_H
#define TESTS_KIT_PLAYER_MACHINE_H

#include <stdint.h>

struct player_machine;

/* Loads the firmware. */
struct player_machine *player_machine_new(void);
void player_machine_free(struct player_machine *machine);

struct dearest_tick {
    uint32_t cycles;      /* the call's included */
    uint32_t clock_ticks; /* of the routine's own time, when it was */
    uint32_t ticks;       /* that were played */
    uint32_t differing;   /* at which the firmware's player did not do what this computer's does */
};

/* Plays a whole routine of the library; a wait goes on after two ticks. */
struct dearest_tick player_machine_play(struct player_machine *machine, const char *name);

#endif
