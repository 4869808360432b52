/* summary.h: what a session was, once it is over, and how it ends for the shell.
 */
#ifndef HOST_CALF_SUMMARY_H
#define HOST_CALF_SUMMARY_H

#include "host/calf/run.h"

/* The exit code that a session's end stands for. Says what went wrong, if something did. */
int summary_exit_code(struct run *run);

/* Prints what was done, where the record is, and what comes next. */
void summary_print(const struct run *run);

/* The same as a JSON object. */
void summary_print_json(const struct run *run);

#endif
