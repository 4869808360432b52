/* The requests that move a session. Whether the state allows them was asked before. */
#include <string.h>

#include "avr/core/session.h"
#include "protocol/limits.h"

enum { FRAMES_s = 100, PERMILLE = 1000 };

uint8_t session_declare_leg(struct session *session, uint8_t leg, uint16_t cap_q10)
{
    session->leg = leg;
    session->leg_strength_q10 = cap_q10;
    session->level = 0;
    session->pains = 0;
    session_set_scale(session);
    session_go_to(session, STATE_ARMED);
    return 0;
}

uint8_t session_start(struct session *session, uint8_t level, uint16_t routine_crc,
                      uint16_t motor_left_s, bool is_new)
{
    if (session->length == 0)
        return REFUSAL_NO_ROUTINE;
    if (routine_crc != session->crc)
        return REFUSAL_OTHER_ROUTINE;
    struct routine_header header = routine_header(session->program);
    if (level < 1 || level > ROUTINE_MAX_LEVEL)
        return REFUSAL_BAD_VALUE;
    if (level > header.level_max)
        return REFUSAL_LEVEL_TOO_HIGH;
    if (!(header.legs & (1U << (session->leg - 1))))
        return REFUSAL_WRONG_LEG;
    if (is_new && header.motor_s > LIMIT_NEW_LEG_MOTOR_TIME_s)
        return REFUSAL_NEW_LEG_TOO_LONG;
    if (header.motor_s > motor_left_s)
        return REFUSAL_MOTOR_TIME_USED;
    session->level = level;
    session->pains = 0;
    session->end_reason = END_NONE;
    session->motor_ms = 0;
    session->heat_ms = 0;
    session->is_anchored = false;
    session->go = false;
    session_set_scale(session);
    player_begin(&session->player, session->program, session->length);
    session_go_to(session, STATE_RUNNING);
    return 0;
}

uint8_t session_pause(struct session *session)
{
    session->state_at_pause = session->state;
    session->frames_left = (uint32_t)LIMIT_PAUSE_s * FRAMES_s;
    session_rest_all(session);
    session_go_to(session, STATE_PAUSED);
    return 0;
}

uint8_t session_resume(struct session *session)
{
    if (!session_waits_for_person(session))
        return REFUSAL_WRONG_STATE;
    session->go = session->state == STATE_RUNNING; /* the answer to a prompt */
    if (session->state == STATE_PAUSED) {
        if (session->pains > 0)
            session->news |= NEWS_RESUMED_LOWER;
        session_go_to(session, session->state_at_pause);
    }
    return 0;
}

uint8_t session_pain(struct session *session)
{
    if (session->state == STATE_BY_HAND) {
        session_stop(session, END_PAIN);
        return 0;
    }
    session->pains++;
    if (session->pains >= 2) {
        session_finish(session, END_PAIN, STATE_STOPPED);
        return 0;
    }
    session_set_scale(session);
    if (session->state != STATE_PAUSED)
        session_pause(session);
    return 0;
}

uint8_t session_level(struct session *session, uint8_t level)
{
    if (level < 1 || level > ROUTINE_MAX_LEVEL)
        return REFUSAL_BAD_VALUE;
    if (level > routine_header(session->program).level_max)
        return REFUSAL_LEVEL_TOO_HIGH;
    session->level = level;
    session_set_scale(session);
    return 0;
}

static uint8_t take_by_hand(struct session *session, uint16_t duration_ms)
{
    if (duration_ms < ROUTINE_TICK_ms || duration_ms > LIMIT_BY_HAND_ms)
        return REFUSAL_BAD_VALUE;
    if (session->state == STATE_ARMED) {
        memset(session->player.zones, 0, sizeof session->player.zones);
        session->hand_heat_frames = 0;
        session->level = 0;
        session_go_to(session, STATE_BY_HAND);
    }
    session_set_scale(session); /* each time: a flipped bit of it goes with what it moved */
    return 0;
}

uint8_t session_set(struct session *session, uint8_t zone, uint16_t strength_permille,
                    uint16_t duration_ms)
{
    if (zone > SESSION_ALL_ZONES || strength_permille > PERMILLE)
        return REFUSAL_BAD_VALUE;
    uint8_t refusal = take_by_hand(session, duration_ms);
    if (refusal)
        return refusal;
    for (uint8_t each = 0; each < ZONE_COUNT; each++) {
        if (zone != SESSION_ALL_ZONES && zone != each)
            continue;
        session->player.zones[each].now_q6 = (uint16_t)(strength_permille * 64U);
        session->player.zones[each].left_ticks = (uint16_t)(duration_ms / ROUTINE_TICK_ms + 1);
    }
    return 0;
}

uint8_t session_heat(struct session *session, uint16_t setpoint_mC, uint16_t duration_ms)
{
    if (setpoint_mC != 0 &&
        (setpoint_mC < LIMIT_SETPOINT_MIN_mC || setpoint_mC > LIMIT_SETPOINT_MAX_mC))
        return REFUSAL_BAD_VALUE;
    uint8_t refusal = take_by_hand(session, duration_ms);
    if (refusal)
        return refusal;
    session->hand_setpoint_cC = (int16_t)(setpoint_mC / 10);
    session->hand_heat_frames = (uint16_t)(duration_ms / ROUTINE_TICK_ms + 1);
    return 0;
}

void session_test(struct session *session, uint8_t test, uint16_t duration_ms)
{
    if (session->state != STATE_FAULT)
        session_go_to(session, STATE_TESTING);
    session->test = test;
    session->frames_left = duration_ms / ROUTINE_TICK_ms + 1U;
}

void session_stop(struct session *session, uint8_t end_reason)
{
    uint8_t state = end_reason == END_FAULT ? STATE_FAULT : STATE_STOPPED;
    session_rest_all(session);
    if (session_is_open(session))
        session_finish(session, end_reason, state);
    else if (session->state != STATE_FAULT)
        session_go_to(session, state);
}

void session_fault_is_gone(struct session *session)
{
    if (session->state == STATE_FAULT)
        session_go_to(session, STATE_IDLE);
}
