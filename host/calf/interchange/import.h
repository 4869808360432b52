/* import.h: envelopes of other programs' files, for the language's patterns.
 *
 * Each reader takes a JSON document apart. What is wrong with it is said as `calf: FILE: where: what`.
 * What a motor cannot do, or what is left out, is counted, to be told.
 * Owns: the envelope. Context: host.
 */
#ifndef HOST_CALF_INTERCHANGE_IMPORT_H
#define HOST_CALF_INTERCHANGE_IMPORT_H

#include "host/calf/interchange/json_tree.h"

#include "host/calf/interchange/envelope.h"

enum { IMPORT_WHERE_BYTES = 96 };

struct import {
    const char *file;
    struct envelope envelope;
    unsigned transients; /* made pulses that a motor can follow */
    unsigned audio;      /* events that are sound */
    unsigned clamped;    /* values that were out of their range */
    unsigned unknown;    /* entries that nobody knows, or that are without effect here */
    bool frequency;      /* there was a sharpness or a frequency */
};

/* Apple's Haptic and Audio Pattern (developer.apple.com: Representing haptic patterns in AHAP files). */
bool import_ahap(struct import *import, const struct json_object *root);

/* Lofelt's and Meta's haptic data, version 1 (Lofelt/NiceVibrations: core/datamodel/README.md). */
bool import_haptic(struct import *import, const struct json_object *root);

/* --- for readers ------------------------------------------------------------------------------- */

/* Says what is wrong where; returns false. */
bool import_complain(const struct import *import, const char *where, const char *what);

/* A member that must be there and be a number within a range (it is moved there, and counted). */
bool import_number(struct import *import, const struct json_object *object, const char *where,
                   const char *name, double least, double most, double *number);

/* A time in seconds as ticks; false if it is negative, or beyond what a stage can last. */
bool import_ticks(struct import *import, const struct json_object *object, const char *where,
                  const char *name, uint32_t *ticks);

/* A pulse that a motor can just follow. */
void import_put_transient(struct import *import, uint32_t tick, double strength);

#endif
