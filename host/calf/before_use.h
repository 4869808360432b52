/* before_use.h: what to know before a cuff goes on a leg, and the question about it.
 *
 * The list is asked once per version in full, and before every session in short. That it was shown
 * in full is remembered by a file beside the session records.
 */
#ifndef HOST_CALF_BEFORE_USE_H
#define HOST_CALF_BEFORE_USE_H

#include <stdbool.h>
#include <stdio.h>

/* The whole text. */
void before_use_print(FILE *out);

/* Asks, on the terminal, and waits for the answer. `acknowledged`: it was given on the command
 * line. Returns an exit code: EXIT_OK, EXIT_STOPPED when the answer was no, EXIT_USAGE when there
 * is nobody to ask. */
int before_use_ask(bool acknowledged);

#endif
