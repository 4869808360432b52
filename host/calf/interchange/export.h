/* export.h: a routine in formats that other programs read.
 *
 * What is written comes from the timeline, that is from stepping the device's player; waits take no
 * time in it. Strengths are as the routine says.
 * Owns: nothing. Context: host. Errors: none; the stream remembers its own.
 */
#ifndef HOST_CALF_INTERCHANGE_EXPORT_H
#define HOST_CALF_INTERCHANGE_EXPORT_H

#include <stdio.h>
#include <time.h>

#include "host/calf/language/program.h"
#include "host/calf/preview/timeline.h"

struct export
{
    const struct routine_program *program;
    const struct timeline *timeline;
    uint8_t legs; /* bit 0 left, bit 1 right */
    time_t now;   /* when it is exported */
};

/* MPEG haptics, ISO/IEC 23090-31, its JSON form (.hjif). */
void export_hjif(const struct export *export, FILE *out);

/* A row whenever a strength or the heat changes its course, with a line of column names; the course in
 * between is straight. */
void export_csv(const struct export *export, FILE *out);

#endif
