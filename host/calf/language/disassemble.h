/* disassemble.h: a routine's bytes, one operation a line.
 *
 * Owns: nothing. Context: host. Errors: none; the program is a valid one.
 */
#ifndef HOST_CALF_LANGUAGE_DISASSEMBLE_H
#define HOST_CALF_LANGUAGE_DISASSEMBLE_H

#include <stdio.h>

#include "host/calf/language/program.h"

/* Prints place, bytes, name and operands of the header and of each operation. */
void disassemble_print(const struct routine_program *program, FILE *out);

#endif
