/* recognize.h: which verb, with which values, makes exactly these operations.
 *
 * A guess is made from the keyframes and then compiled: only what gives the same bytes is an answer.
 * Owns: nothing. Context: host. Errors: none; what no verb makes is not recognized.
 */
#ifndef HOST_CALF_LANGUAGE_RECOGNIZE_H
#define HOST_CALF_LANGUAGE_RECOGNIZE_H

#include <stdio.h>

#include "host/calf/language/program.h"
#include "host/calf/language/script.h"

enum { RECOGNIZE_ZONES_BYTES = 96 }; /* all six names, joined */

/* The step that begins at `at`, as a statement; returns the place after its operations, or 0 if no verb
 * makes them. Looks no further than `end`. */
uint8_t recognize_step(const struct routine_program *program, uint8_t at, uint8_t end,
                       struct statement *statement);

/* Prints such a statement as a line, without indentation and newline. */
void recognize_print(const struct statement *statement, FILE *out);

/* Writes zones as the language does: a place, or zones joined by +. */
void recognize_print_zones(uint8_t zones, char text[RECOGNIZE_ZONES_BYTES]);

/* Writes a time so that the language reads it. */
void recognize_print_ticks(uint32_t ticks, char text[]);

#endif
