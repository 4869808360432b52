/* session.h: what the kit is doing: the state machine, the loaded routine and its playing.
 *
 * Requests are functions that return 0 or the enum refusal that says why not. What the outputs should be is
 * worked out once per frame of 10 ms; whether they may be is the gate's business (safety.h).
 * Owns: its struct, pure. Context: main.
 */
#ifndef AVR_CORE_SESSION_H
#define AVR_CORE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/routine.h"

enum { SESSION_ALL_ZONES = 6 };

/* Things to tell, as bits; the facts stand in the session. Those of the player keep its bits. */
enum session_news {
    NEWS_STAGE = PLAYER_STAGE,
    NEWS_STEP = PLAYER_STEP,
    NEWS_MARK = PLAYER_MARK,
    NEWS_WAIT = PLAYER_WAIT_BEGAN | PLAYER_WAIT_ENDED,
    NEWS_END = PLAYER_END,
    NEWS_STATE = 1 << 7,
    NEWS_RESUMED_LOWER = 1 << 8,
    NEWS_HEAT_NOT_REACHED = 1 << 9,
    NEWS_NEW_LEG = 1 << 10,
    NEWS_HEAT_RESTS = 1 << 11,
    NEWS_STILL_THERE = 1 << 12,
    NEWS_ANSWERED = 1 << 13,
    NEWS_FREQUENT = 1 << 14,
};

/* The small and busy fields come first: the AVR reaches 64 bytes from a pointer cheaply. */
struct session {
    uint8_t state, leg, level, end_reason; /* as STATUS tells them */
    uint8_t state_before, state_at_pause;
    uint8_t pains;
    uint8_t test;              /* enum test, in the states TESTING and FAULT; else TEST_NONE */
    bool go;                   /* a person answers the prompt */
    bool is_anchored;          /* planned_ms is valid */
    uint8_t heat_rests;        /* enum notice, or 0 */
    uint16_t news;             /* since session_take_news() */
    uint16_t leg_strength_q10; /* the gate's cap for this leg, 1024 is all */
    uint16_t scale_q10, ankle_scale_q10;
    uint32_t planned_ms;  /* when the frame being prepared should be applied */
    uint32_t frames_left; /* of a pause, of cooling, of a test, or before one: bounded waits */
    uint32_t motor_ms, heat_ms; /* of this session */

    /* the outputs wanted for the frame being prepared */
    uint16_t strength_permille[ZONE_COUNT];
    bool moves;          /* one of them is above zero */
    uint8_t moved_zones; /* bits of those that may have changed since their user has cleared this */
    int16_t setpoint_cC;

    uint16_t crc;
    uint8_t length; /* of the program; 0: none loaded and verified */
    uint8_t upload_length, upload_at;
    uint16_t upload_crc_so_far, upload_crc;
    uint8_t checked_bytes; /* of the routine that plays, and what their CRC is */
    uint16_t checked_crc;

    /* by hand: the warmth, and for how many frames more; strengths stand in the player, which rests meanwhile */
    int16_t hand_setpoint_cC;
    uint16_t hand_heat_frames;

    struct routine_player player;
    uint8_t program[ROUTINE_MAX_BYTES];
};

/* What the frame needs to know. */
struct session_inputs {
    uint32_t applies_ms;     /* when this frame will be applied, uptime */
    int16_t skin_cC, pad_cC; /* SENSE_NO_READING_cC: none */
    int16_t setpoint_max_cC; /* the person's own limit, from the settings */
    uint8_t limit;           /* safety_limit_reached() */
    bool faulty;             /* a fault is latched that ends sessions */
    bool is_checked;         /* the self-check after the reset is done: all inputs were read once */
    uint8_t heat_rests;      /* safety_heat_rests() */
};

void session_init(struct session *session);

/* Prepares the next frame. */
void session_frame(struct session *session, const struct session_inputs *inputs);

/* What has happened since the last call. */
uint16_t session_take_news(struct session *session);

/* Is a session under way, so that it can be paused, marked, ended? */
bool session_is_open(const struct session *session);

/* Does the routine play for longer than its header says, or is it not the one that was loaded? Then something has changed
 * it since. To be asked in every frame: each looks at two bytes more, so a pass takes a second at most. */
bool session_is_astray(struct session *session);

/* Is the person being waited for: a pause or a prompt? */
bool session_waits_for_person(const struct session *session);

/* The requests. The caller has asked accepts_request() (protocol/accepts.h) whether the state allows it at
 * all; what else can be wrong is answered here. */

uint8_t session_upload_begin(struct session *session, uint8_t length, uint16_t crc);
uint8_t session_upload_chunk(struct session *session, uint8_t index, const uint8_t *data,
                             uint8_t length);
/* *at: place of the error in the routine when REFUSAL_ROUTINE_INVALID comes back. */
uint8_t session_upload_commit(struct session *session, uint8_t *at);

/* cap_q10: safety_strength_q10(). */
uint8_t session_declare_leg(struct session *session, uint8_t leg, uint16_t cap_q10);

/* motor_left_s: what the leg may still have; is_new: one of its first two sessions. */
uint8_t session_start(struct session *session, uint8_t level, uint16_t routine_crc,
                      uint16_t motor_left_s, bool is_new);
uint8_t session_pause(struct session *session);
uint8_t session_resume(struct session *session);
uint8_t session_pain(struct session *session);
uint8_t session_level(struct session *session, uint8_t level);
uint8_t session_set(struct session *session, uint8_t zone, uint16_t strength_permille,
                    uint16_t duration_ms);
/* Drives one output by itself; the caller has checked its arguments. */
void session_test(struct session *session, uint8_t test, uint16_t duration_ms);
uint8_t session_heat(struct session *session, uint16_t setpoint_mC, uint16_t duration_ms);

/* Ends whatever is under way, with an enum end_reason; always possible. */
void session_stop(struct session *session, uint8_t end_reason);

/* The last fault was acknowledged: from FAULT to IDLE. */
void session_fault_is_gone(struct session *session);

/* --- shared by session.c and orders.c ------------------------------------------------------- */

void session_go_to(struct session *session, uint8_t state);
void session_rest_all(struct session *session);
void session_finish(struct session *session, uint8_t end_reason, uint8_t state);
void session_set_scale(struct session *session);

#endif
