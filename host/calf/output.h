/* output.h: a file that a command writes: whole or not at all.
 *
 * It is written beside its place under another name and takes its place when it is complete, so what
 * was there before stays until then. "-" or NULL is standard output, directly.
 * Owns: the stream and the unfinished file. Errors: said on stderr.
 */
#ifndef HOST_CALF_OUTPUT_H
#define HOST_CALF_OUTPUT_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "host/calf/exit.h"

struct output {
    FILE *file; /* to write to */
    const char *path;
    char unfinished[PATH_MAX];
    bool replaces; /* something that was there before */
};

/* May a file that is there be replaced? */
enum output_existing { OUTPUT_REPLACES, OUTPUT_KEEPS };

/* Begins it. EXIT_OK, or why not has been said. `path` must outlive it. */
int output_begin(struct output *output, const char *path, enum output_existing existing);

/* Puts it in its place; says so when it replaced something, unless `quiet`. */
int output_end(struct output *output, bool quiet);

/* Drops it; nothing was changed. */
void output_drop(struct output *output);

#endif
