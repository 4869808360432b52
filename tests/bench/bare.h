/* bare.h: a session of the virtual kit played once more by simavr alone: the same image and EEPROM, the same bytes
 * on the line at the same cycles, the same results of the converter in the same order; no board, no physics, nobody
 * who looks at the outputs.
 *
 * Two habits of simavr that make it slow, and that the kit has cured, are cured here, too, so that what is compared
 * is the board and the physics: PD2 and PD3 polled in every cycle while low, and edges of PWM that nobody sees. With a
 * third it would play nothing: it writes the EEPROM at once, and the firmware, which judges its clock by how long that
 * takes, would latch a fault.
 * Owns: struct bare_session, freed by bare_free(). Context: tests. Errors: simavr that cannot be had ends the program.
 */
#ifndef TESTS_BENCH_BARE_H
#define TESTS_BENCH_BARE_H

#include "host/kit/kit.h"

/* What came in from outside, and what came of it. */
struct bare_session;

/* Records from now on: within 0.1 ms of the kit's first cycle, in which nothing comes in. */
struct bare_session *bare_record(struct kit *kit);

/* No more is recorded; before the kit is freed. */
void bare_stop(struct bare_session *session);

/* What a player of it sent in all, and how much of the time it slept. */
struct bare_result {
    uint64_t sent_bytes;
    double asleep_share;
    double cpu_s;
};

/* The kit's, up to bare_stop(). */
struct bare_result bare_recorded(const struct bare_session *session);

/* Plays it in simavr alone. */
struct bare_result bare_play(const struct bare_session *session);

void bare_free(struct bare_session *session);

#endif
