/* peer_routine.h: small routines, written step by step, for a peer to upload.
 *
 * Owns: nothing; the caller owns the struct. Context: tests.
 * Errors: a routine that does not fit ends the test program as failed.
 */
#ifndef TESTS_KIT_PEER_ROUTINE_H
#define TESTS_KIT_PEER_ROUTINE_H

#include <stdint.h>

#include "protocol/routine.h"

enum { PEER_ALL_ZONES_mask = 0x3F };

/* A routine in the making: header, stages, END. Ceiling 100 %, levels to 5, both legs. */
struct peer_routine {
    uint8_t bytes[ROUTINE_MAX_BYTES];
    uint8_t length;
    uint8_t steps_at; /* of the open stage; 0: none is open */
    uint8_t size_at;
    struct routine_header header;
};

/* Begins an empty one. */
void peer_begin(struct peer_routine *routine);

/* Closes the stage before and opens one. heat is as in routine_heat_to_mC(). */
void peer_stage(struct peer_routine *routine, uint8_t kind, uint16_t duration_s, uint8_t heat);

/* The operations of routine.h; op is ROUTINE_KEY or ROUTINE_KEY_STEP. */
void peer_key(struct peer_routine *routine, uint8_t op, uint8_t zones, uint8_t percent,
              uint16_t ramp_ticks);
void peer_rest(struct peer_routine *routine, uint32_t ticks);
void peer_repeat(struct peer_routine *routine, uint16_t count);
void peer_again(struct peer_routine *routine);
void peer_warm(struct peer_routine *routine, uint8_t heat, uint16_t timeout_s);

/* Closes it and fills in the header's totals. */
void peer_end(struct peer_routine *routine);

/* The CRC under which it is uploaded and started. */
uint16_t peer_routine_crc(const struct peer_routine *routine);

/* A massage of so many seconds: all six zones at full strength, and this heat. */
void peer_make_massage(struct peer_routine *routine, uint16_t duration_s, uint8_t heat);

#endif
