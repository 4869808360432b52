/* help.h: the help texts, expanded from the lists of commands, options and exit codes. */
#ifndef HOST_CALF_HELP_H
#define HOST_CALF_HELP_H

#include <stdio.h>

/* Prints the overview, or a command's own page; returns EXIT_OK. */
int help_print_overview(FILE *out);
int help_print_command(FILE *out, const char *name);

/* The arguments a command takes, as one line. */
const char *help_words(const char *name);

/* The command whose name comes nearest, or NULL if none does. */
const char *help_similar_command(const char *name);

#endif
