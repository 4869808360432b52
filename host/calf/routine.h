/* routine.h: a routine by path or library name, with its complaints on stderr.
 */
#ifndef HOST_CALF_ROUTINE_H
#define HOST_CALF_ROUTINE_H

#include "host/calf/language/program.h"

/* Loads and checks it. Returns an exit code; every error and warning has been said. */
int routine_open(const char *word, struct routine_program *program);

enum { ROUTINE_NAMES_BYTES = 256 };

/* The library's routines that a leg may have in its first sessions, as "ankle, first-time"; what does
 * not fit is left out. False when there are none. */
bool routine_names_for_new_leg(char names[ROUTINE_NAMES_BYTES]);

#endif
