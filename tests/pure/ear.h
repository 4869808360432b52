/* ear.h: what a host would have heard from a kit on the bench: how many events, and the last of
 * each.
 *
 * Owns: the one struct heard. Context: tests.
 */
#ifndef TESTS_PURE_EAR_H
#define TESTS_PURE_EAR_H

#include "tests/pure/bench.h"

struct heard {
    uint8_t counts[MESSAGE_WAIT - MESSAGE_BOOT + 1]; /* by type */
    uint16_t notices;                                /* bit = number */
    uint8_t sequence, gaps;
    struct msg_boot boot;
    struct msg_state state;
    struct msg_stage stage;
    struct msg_step step;
    struct msg_sample sample;
    struct msg_marked marked;
    struct msg_prompt prompt;
    struct msg_fault fault;
    struct msg_end end;
    struct msg_wait wait;
};

/* Listens from now on. */
const struct heard *ear_listen(struct bench *bench);

/* Switches on a new kit whose legs are practised, and listens once it has measured. */
const struct heard *ear_begin(struct bench *bench);

/* How many events of this type were heard. */
long ear_count(uint8_t type);

#endif
