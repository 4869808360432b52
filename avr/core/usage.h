/* usage.h: what each leg has had, and what it may still have.
 *
 * Motor time, hot time and dose per leg, and its sessions; each budget is whole again after its rest. Part of
 * the gate: safety.c and calendar.c are the only users that change it. A session is what a leg has between
 * two rests of 20 minutes; it counts after a minute of motors or five of heat.
 * Owns: its structs, pure. Context: main.
 */
#ifndef AVR_CORE_USAGE_H
#define AVR_CORE_USAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/limits.h"

enum {
    USAGE_LEGS = 2,
    USAGE_UNIT_min =
        40, /* so that six hours, a day and a week are whole units, and a week fits a byte */
    USAGE_WEEK_units = 7 * 24 * 60 / USAGE_UNIT_min + 1, /* and one, for that in which it began */
};

/* What has been with a leg, as bits. */
enum usage_mark {
    USAGE_USED = 1,      /* it has been driven, ever */
    USAGE_COUNTED = 2,   /* its present session counts */
    USAGE_COMPLETED = 4, /* and a routine was completed in it */
    USAGE_UNTIMED = 8,   /* it was used while no host had given the time */
};

/* Kept through power loss, as the bytes that it has on the AVR. A struct of zeros is a leg that has never been
 * used. */
struct usage_leg {
    uint16_t motor_s;
    uint16_t hot_s;
    uint16_t dose_mCEM43;
    uint8_t completed;                       /* sessions, up to 255 */
    uint8_t marks;                           /* enum usage_mark */
    uint8_t recent[LIMIT_SESSIONS_PER_WEEK]; /* the newest first: units until it is a week ago */
};
enum { USAGE_LEG_BYTES = 3 * 2 + 2 + LIMIT_SESSIONS_PER_WEEK };

/* How a leg stands since the reset, as bits. */
enum usage_standing {
    USAGE_WAITS = 1,             /* used before, who knows when: it rests first */
    USAGE_WARM = 2,              /* nor were both sensors cool after that: no heat */
    USAGE_TIMED = USAGE_UNTIMED, /* a host has given the time */
};

/* One leg: what is kept, the rests since its last motor or heat and its last dose, and parts of the next
 * whole unit. Rests and parts are lost at power loss, which only makes the rests longer. */
struct usage {
    struct usage_leg kept;
    uint16_t rest_s, dose_rest_s;
    uint8_t motor_part_frames;
    uint8_t dose_part;     /* sixtieths of a mCEM43 */
    uint16_t heat_s;       /* in this session */
    uint16_t unanswered_s; /* of heat, since somebody was known to be there */
    uint8_t standing;      /* enum usage_standing */
    uint8_t begun;         /* sessions since the reset */
};

/* After a reset, with what was kept: a leg used before waits, until time has passed or a host tells that it
 * has. is_lost: what was kept cannot be read, and counts as all that a leg may have in a day, just now. */
void usage_begin(struct usage *leg, bool is_lost);

/* A frame of 10 ms in which a motor of this leg was driven. */
void usage_motor_frame(struct usage *leg);

/* Will such a frame make a second full? */
bool usage_is_nearly_a_second(const struct usage *leg);

/* A second in which the leg is under the cuff, at this displayed skin temperature (SENSE_NO_READING_cC: none),
 * its heater on or not. Comes after usage_rest(). */
void usage_second(struct usage *leg, int16_t skin_cC, bool heating);

/* Seconds of rest, for every leg; the two above begin the rest anew. */
void usage_rest(struct usage *leg, uint16_t seconds);

/* Both sensors read cool, now. */
void usage_cool(struct usage *leg);

/* A routine has been played to its end: at most one in a session makes the leg more practised. */
void usage_complete(struct usage *leg);

/* In how many minutes this leg may have a session; 0: now, USAGE_FOR_EVER: not before the next reset. unit_min:
 * of the running unit, gone already. */
enum { USAGE_FOR_EVER = UINT16_MAX };
uint16_t usage_wait_min(const struct usage *leg, uint8_t unit_min);

/* Motor seconds the leg may still have; fewer in its first two sessions. */
uint16_t usage_motor_left_s(const struct usage *leg);

/* Has it none left? The same, sooner answered. */
bool usage_motor_is_used(const struct usage *leg);

/* Why this leg gets no heat now, an enum notice; 0: it may. */
uint8_t usage_heat_rests(const struct usage *leg);

bool usage_dose_is_used(const struct usage *leg);
bool usage_is_new(const struct usage *leg);

/* Is this its fourth session within seven days, or a later one? */
bool usage_is_frequent(const struct usage *leg);

/* What to write down so that a power cut in the coming minute cannot make it too little: charged with a
 * minute of heat at skin_cC if the leg is in use, and of motors, and with a session, if it may have one. */
struct usage_leg usage_checkpoint(const struct usage *leg, bool in_use, int16_t skin_cC);

#endif
