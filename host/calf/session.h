/* session.h: where a session stands, as a pure fold over the events the device sent.
 *
 * The routine's own clock stands in pauses and waits; it is followed here from event to event, on
 * the device's time, and needs no clock of this computer.
 * Owns: nothing. Context: any. Errors: none; events that do not matter change nothing.
 */
#ifndef HOST_CALF_SESSION_H
#define HOST_CALF_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "host/calf/device.h"
#include "protocol/words.h"

enum { SESSION_NO_STAGE = 255 };

struct session {
    int64_t since_us; /* device time before its start */
    int64_t now_us;   /* device time of the latest news */
    uint8_t state, level;
    uint8_t stage, stage_kind; /* SESSION_NO_STAGE before the first */
    uint16_t stage_duration_s;

    int64_t position_us,
        position_at_us;     /* the routine's clock, and the device time it stood there */
    int64_t stage_begin_us; /* of the routine's clock */
    bool clock_runs;

    bool waiting, prompting; /* for warmth or a person; for a person */
    uint8_t prompt;
    bool asking; /* "still there?" */

    struct msg_sample sample; /* the latest */
    bool sampled;
    int32_t peak_skin_mC;     /* 0: no reading yet */
    int32_t peak_setpoint_mC; /* 0: no heat was asked for */

    unsigned steps;        /* begun */
    unsigned steps_missed; /* whose events were lost */
    unsigned marks, pains;
    uint32_t notices; /* bit = number */
    uint32_t faults;  /* latched meanwhile, bit = number */

    bool ended;
    struct msg_end end;
};

/* A session at this level, of which nothing is known but that it began after `since_us`. */
void session_begin(struct session *session, uint8_t level, int64_t since_us);

/* Is this event news of it? The device may still owe the end of an earlier session. */
bool session_concerns(const struct session *session, const struct event *event);

/* What an event changes. */
void session_apply(struct session *session, const struct event *event);

/* What an answer to STATUS tells beyond the events; also ends a session whose END was lost, for which motor_s is what
 * USAGE tells. */
void session_apply_status(struct session *session, const struct msg_status_reply *status,
                          uint16_t motor_s, int64_t device_us);

/* Was warmth asked for, and the skin never within 1 degree of it? */
bool session_stayed_cool(const struct session *session);

/* The routine's own clock, and what is left of the stage by it. */
int64_t session_position_us(const struct session *session);
int64_t session_stage_left_us(const struct session *session);

/* Does the device still play, pause or settle? */
bool session_is_on(uint8_t state);

#endif
