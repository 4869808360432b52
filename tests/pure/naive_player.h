/* naive_player.h: plays a routine as PROTOCOL.md tells it, without a thought for an 8-bit machine.
 *
 * It shares no code with protocol/routine.c and player.c: it reads the bytes itself, walks repeats by
 * recursion, and knows each zone as a straight line. Waits are over as soon as they begin.
 * Owns: nothing. Context: tests. Errors: none; the routine must be valid.
 */
#ifndef TESTS_PURE_NAIVE_PLAYER_H
#define TESTS_PURE_NAIVE_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

struct naive_zone {
    int32_t from_q6, to_q6; /* permille * 64 at both ends of the line */
    uint16_t ticks, elapsed;
    bool from_motion; /* was it above zero when the line began? */
    int32_t slack_q6; /* how far off the line the player may be when the line began */
};

struct naive_player {
    const uint8_t *program;
    void (*on_tick)(struct naive_player *naive); /* what holds now holds for 10 ms */
    struct naive_zone zones[6];
    uint32_t stage_left_ticks;
    uint32_t duration_ticks, motor_ticks, heat_ticks, wait_s, zone_ticks[6];
    uint16_t steps;
    uint8_t stage, stages, heat;
};

/* Plays the whole routine, on_tick (or NULL) after each instant, and adds up. */
void naive_play(struct naive_player *naive, const uint8_t *program,
                void (*on_tick)(struct naive_player *naive));

/* Where on its line a zone is, in permille * 64, rounded down. */
int32_t naive_q6(const struct naive_zone *zone);

/* How far from there the player may be: a quarter of the ramp's ticks (protocol/routine.h), and what it
 * was off when the ramp began; nothing once it has arrived. */
int32_t naive_slack_q6(const struct naive_zone *zone);

/* Is it above zero? Exact for ramps of at most 640 ticks. */
bool naive_moves(const struct naive_zone *zone);

#endif
