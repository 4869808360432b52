/* timeline.h: what a routine does, tick by tick, found by stepping the player that the device runs.
 *
 * Everything that is drawn or exported comes from here, and nothing here knows the routine's text. Time
 * is the routine's own, in ticks of 10 ms: a wait takes none and is an event where its clock stands.
 * Owns: memory; timeline_free() gives it back. Context: host. Errors: false when there is no memory.
 */
#ifndef HOST_CALF_PREVIEW_TIMELINE_H
#define HOST_CALF_PREVIEW_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "host/calf/language/program.h"

enum { PERMILLE_FULL = 1000 };

/* Where a zone's strength bends. Between two of them it is a straight line, but for the player's
 * rounding (routine.h); two at one tick are a jump, and the later one holds from there on. */
struct timeline_point {
    uint32_t tick;
    uint16_t permille;
};

enum timeline_event_kind {
    TIMELINE_STAGE,
    TIMELINE_HEAT,
    TIMELINE_MARK,
    TIMELINE_PROMPT,
    TIMELINE_WARM,
};

struct timeline_event {
    uint32_t tick;
    enum timeline_event_kind kind;
    uint8_t number;  /* of the stage, mark or prompt */
    uint8_t heat;    /* asked for from here on */
    uint16_t most_s; /* how long a prompt or a warm-up waits at most */
};

struct timeline_zone {
    struct timeline_point *points;
    uint32_t count, room;
};

struct timeline {
    uint32_t ticks;
    uint16_t (*permille)[ZONE_COUNT]; /* for each tick, which lasts until the next */
    uint8_t *heat;                    /* for each tick, as in the program */
    struct timeline_zone zones[ZONE_COUNT];
    struct timeline_event *events; /* in order of time */
    uint32_t event_count, event_room;
};

/* Plays the routine. At level 0 strengths are as the routine says; at 1 to 5 they are what a leg
 * gets in a session without PAIN: less by the level, and by a quarter at the ankle. */
bool timeline_play(struct timeline *timeline, const struct routine_program *program,
                   unsigned level);

void timeline_free(struct timeline *timeline);

/* How many ticks of a stretch the motors move: any zone, or one; and the highest strength. */
uint32_t timeline_motor_ticks(const struct timeline *timeline, uint32_t from, uint32_t to);
uint32_t timeline_zone_ticks(const struct timeline *timeline, unsigned zone, uint32_t from,
                             uint32_t to);
uint16_t timeline_peak(const struct timeline *timeline, unsigned zone, uint32_t from, uint32_t to);

#endif
