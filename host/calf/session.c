#include "host/calf/session.h"

#include <string.h>

#include "host/calf/print.h"

enum { NEAR_mC = 1000 };

void session_begin(struct session *session, uint8_t level, int64_t since_us)
{
    *session = (struct session){
        .since_us = since_us, .state = STATE_ARMED, .level = level, .stage = SESSION_NO_STAGE};
}

bool session_concerns(const struct session *session, const struct event *event)
{
    return event->device_us >= session->since_us || event->type == MESSAGE_BOOT;
}

bool session_is_on(uint8_t state)
{
    return state == STATE_RUNNING || state == STATE_PAUSED || state == STATE_SETTLING;
}

bool session_stayed_cool(const struct session *session)
{
    return session->peak_skin_mC > 0 && session->peak_skin_mC < session->peak_setpoint_mC - NEAR_mC;
}

int64_t session_position_us(const struct session *session)
{
    int64_t since_us = session->clock_runs ? session->now_us - session->position_at_us : 0;
    return session->position_us + since_us;
}

int64_t session_stage_left_us(const struct session *session)
{
    int64_t spent_us = session_position_us(session) - session->stage_begin_us;
    int64_t left_us = session->stage_duration_s * INT64_C(1000000) - spent_us;
    return left_us > 0 ? left_us : 0;
}

/* From now on the routine's clock goes on from `position_us`, or stands there. */
static void set_clock(struct session *session, int64_t position_us, int64_t at_us)
{
    session->position_us = position_us;
    session->position_at_us = at_us;
    session->clock_runs =
        !session->waiting && (session->state == STATE_RUNNING || session->state == STATE_SETTLING);
}

static void apply_state(struct session *session, const struct msg_state *state, int64_t at_us)
{
    int64_t position_us = session_position_us(session);
    session->state = state->state;
    set_clock(session, position_us, at_us);
}

/* Stages follow each other without a gap, so each begins where the clock says the last one ends. */
static void apply_stage(struct session *session, const struct msg_stage *stage, int64_t at_us)
{
    int64_t begin_us = session->stage == SESSION_NO_STAGE
                           ? 0
                           : session->stage_begin_us + session->stage_duration_s * INT64_C(1000000);
    session->stage = stage->stage;
    session->stage_kind = stage->kind;
    session->stage_duration_s = stage->duration_s;
    session->stage_begin_us = begin_us;
    set_clock(session, begin_us, at_us);
}

static void apply_step(struct session *session, const struct msg_step *step)
{
    if (step->step >= session->steps) {
        session->steps_missed += step->step - session->steps;
        session->steps = step->step + 1U;
    }
}

static void apply_sample(struct session *session, const struct msg_sample *sample)
{
    session->sample = *sample;
    session->asking &= sample->setpoint_mC > 0; /* else there is nothing to ask for */
    session->sampled = true;
    if (sample->setpoint_mC > session->peak_setpoint_mC)
        session->peak_setpoint_mC = sample->setpoint_mC;
    if (print_is_reading(sample->skin_mC) && sample->skin_mC > session->peak_skin_mC)
        session->peak_skin_mC = sample->skin_mC;
}

static void apply_notice(struct session *session, uint8_t notice)
{
    if (notice == NOTICE_HEAT_NOT_REACHED && session->faults)
        return; /* heat is off, and the fault has told why */
    session->notices |= UINT32_C(1) << (notice & 31);
    if (notice == NOTICE_STILL_THERE)
        session->asking = true;
    else if (notice == NOTICE_ANSWERED || notice == NOTICE_UNANSWERED)
        session->asking = false;
}

static void apply_wait(struct session *session, const struct msg_wait *wait, int64_t at_us)
{
    session->waiting = wait->waiting != 0;
    session->prompting = false; /* PROMPT follows if it is for a person */
    set_clock(session, wait->position_ms * INT64_C(1000), at_us);
}

static void apply_end(struct session *session, const struct msg_end *end)
{
    session->ended = true;
    session->asking = false;
    session->end = *end;
    session->waiting = true;
    session->sample.setpoint_mC =
        0; /* the END comes with all outputs off, and no sample after it */
    session->sample.heater_permille = 0;
    memset(session->sample.strength_percent, 0, sizeof session->sample.strength_percent);
    set_clock(session, end->position_ms * INT64_C(1000), session->now_us);
}

void session_apply(struct session *session, const struct event *event)
{
    union {
        struct msg_state state;
        struct msg_stage stage;
        struct msg_step step;
        struct msg_sample sample;
        struct msg_marked marked;
        struct msg_prompt prompt;
        struct msg_fault fault;
        struct msg_notice notice;
        struct msg_end end;
        struct msg_wait wait;
    } news;
    const uint8_t *message = event->message;
    uint8_t length = event->length;

    if (event->device_us > session->now_us)
        session->now_us = event->device_us;
    if (message_get_state(&news.state, message, length))
        apply_state(session, &news.state, event->device_us);
    else if (message_get_stage(&news.stage, message, length))
        apply_stage(session, &news.stage, event->device_us);
    else if (message_get_step(&news.step, message, length))
        apply_step(session, &news.step);
    else if (message_get_sample(&news.sample, message, length))
        apply_sample(session, &news.sample);
    else if (message_get_marked(&news.marked, message, length))
        session->marks++;
    else if (message_get_wait(&news.wait, message, length))
        apply_wait(session, &news.wait, event->device_us);
    else if (message_get_end(&news.end, message, length))
        apply_end(session, &news.end);
    else if (message_get_fault(&news.fault, message, length))
        session->faults |= news.fault.faults;
    else if (message_get_notice(&news.notice, message, length))
        apply_notice(session, news.notice.notice);
    else if (message_get_prompt(&news.prompt, message, length)) {
        session->prompting = true;
        session->prompt = news.prompt.prompt;
    }
}

void session_apply_status(struct session *session, const struct msg_status_reply *status,
                          uint16_t motor_s, int64_t device_us)
{
    if (device_us > session->now_us)
        session->now_us = device_us;
    session->state = status->state;
    if (status->level > 0)
        session->level = status->level;
    session->faults |= status->faults;
    if (!session->ended && !session_is_on(status->state))
        apply_end(session, &(struct msg_end){
                               .t_us = status->t_us,
                               .reason = status->end_reason,
                               .position_ms = status->position_ms,
                               .motor_ms = motor_s * UINT32_C(1000),
                               .steps = (uint16_t)session->steps,
                           });
    else
        set_clock(session, status->position_ms * INT64_C(1000), device_us);
}
