/* routine.h: a routine by path or library name, with its complaints on stderr.
 */
#ifndef HOST_CALF_ROUTINE_H
#define HOST_CALF_ROUTINE_H

#include "host/calf/language/program.h"

/* Loads and checks it. Returns an exit code; every error and warning has been said. */
int routine_open(const char *word, struct routine_program *program);

#endif
