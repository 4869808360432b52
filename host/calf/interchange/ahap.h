/* ahap.h: the parts of reading AHAP: its events are in ahap.c, what multiplies them in ahap_control.c.
 *
 * Internal to import_ahap(). Dynamic parameters and curves apply to all events; the one that began last
 * counts, and of a curve that is over its last point.
 */
#ifndef HOST_CALF_INTERCHANGE_AHAP_H
#define HOST_CALF_INTERCHANGE_AHAP_H

#include "host/calf/interchange/import.h"

/* The name of an entry's member for complaints. */
void ahap_where(char where[IMPORT_WHERE_BYTES], size_t index, const char *what);

/* Checks a Parameter or ParameterCurve. */
bool ahap_check_control(struct import *import, const struct json_object *entry, size_t index);

/* What all intensities are multiplied with, for each tick up to `ticks` and at it; to be freed. NULL
 * when there is no memory. */
double *ahap_control(const struct json_object *pattern, uint32_t ticks);

#endif
