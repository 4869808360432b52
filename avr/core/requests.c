/* What each request does. */
#include <string.h>

#include "avr/core/device.h"
#include "avr/core/by_pointer.h"
#include "avr/core/divide.h"
#include "protocol/accepts.h"
#include "protocol/faults.h"
#include "protocol/limits.h"

enum { OWN_MARKS_FROM = 128, SAMPLE_PERIOD_MIN_ms = 50 };

/* What goes back, beside the refusal. */
struct answer {
    uint8_t *reply;  /* where a reply of its own goes */
    uint8_t length;  /* of it; 0: OK says it all */
    uint16_t detail; /* of a refusal */
};

_Static_assert((int)PRESSED_MODE == (int)BUTTON_MODE && (int)PRESSED_LEVEL == (int)BUTTON_LEVEL,
               "PROBE tells a button by its number");

static bool doubled_u8(uint8_t value, uint8_t inverted)
{
    return (value ^ inverted) == 0xFF;
}

static uint8_t do_leg(struct device *device, const struct msg_leg *request, uint32_t now_ms)
{
    if (!doubled_u8(request->leg, request->leg_inverted))
        return REFUSAL_COPIES_DIFFER;
    if (request->leg != LEG_LEFT && request->leg != LEG_RIGHT)
        return REFUSAL_BAD_VALUE;
    uint8_t refusal = device_preflight(device, now_ms);
    if (refusal)
        return refusal;
    safety_declare_leg(&device->safety, request->leg);
    safety_leg(&device->safety)->unanswered_s = 0; /* who puts the cuff on is there */
    device->restore = true;
    return session_declare_leg(&device->session, request->leg,
                               safety_strength_q10(&device->safety));
}

static uint8_t do_clock(struct device *device, const struct msg_clock *request)
{
    if (request->utc_min != ~request->utc_inverted)
        return REFUSAL_COPIES_DIFFER;
    safety_legs_changed(&device->safety);
    return calendar_set(&device->calendar, device->safety.legs, request->utc_min);
}

static uint8_t do_start(struct device *device, const struct msg_start *request, uint32_t now_ms)
{
    if (!doubled_u8(request->level, request->level_inverted))
        return REFUSAL_COPIES_DIFFER;
    return device_start(device, request->level, request->routine_crc, now_ms);
}

static uint8_t do_mark(struct device *device, const struct msg_mark *request, uint32_t t_us)
{
    if (request->mark < OWN_MARKS_FROM)
        return REFUSAL_BAD_VALUE;
    struct msg_marked event = {.t_us = t_us, .mark = request->mark};
    uint8_t message[LENGTH_MARKED];
    message_write_marked(message, outbox_sequence(&device->outbox), &event);
    outbox_put(&device->outbox, message, sizeof message);
    return 0;
}

static uint8_t do_set(struct device *device, const struct msg_set *request)
{
    if ((request->strength_permille ^ request->strength_inverted) != 0xFFFF)
        return REFUSAL_COPIES_DIFFER;
    if (device_wait_min(device) > 0) /* or the use would be charged that the gate forbids */
        return REFUSAL_LEG_RESTS;
    return session_set(&device->session, request->zone, request->strength_permille,
                       request->duration_ms);
}

static uint8_t do_heat(struct device *device, const struct msg_heat *request)
{
    if (request->setpoint_mC != ~request->setpoint_inverted)
        return REFUSAL_COPIES_DIFFER;
    uint16_t setpoint_max_mC =
        (uint16_t)((uint16_t)device->settings.values[SETTING_setpoint_max_dC] * 100U);
    if ((uint32_t)request->setpoint_mC > setpoint_max_mC)
        return REFUSAL_BAD_VALUE;
    if (device->safety.brown_out_is_off)
        return REFUSAL_BROWN_OUT_OFF;
    if (safety_heat_rests(&device->safety))
        return REFUSAL_HEAT_RESTS;
    return session_heat(&device->session, (uint16_t)request->setpoint_mC, request->duration_ms);
}

static uint8_t do_test(struct device *device, const struct msg_test *request, uint32_t now_ms)
{
    if (!doubled_u8(request->test, request->test_inverted))
        return REFUSAL_COPIES_DIFFER;
    if (request->test >= TEST_COUNT || request->duration_ms < ROUTINE_TICK_ms ||
        request->duration_ms > LIMIT_TEST_ms)
        return REFUSAL_BAD_VALUE;
    if (request->test != TEST_NONE && request->test < TEST_LED_STATUS) {
        if (device->session.state == STATE_STOPPED && device->session.frames_left > 0)
            return REFUSAL_BUSY;
        uint8_t refusal = device_preflight(device, now_ms);
        if (refusal)
            return refusal;
        if (safety_limit_reached(&device->safety) != END_NONE)
            return REFUSAL_LEG_RESTS;
        if (!trial_has_credit(&device->safety.trial, request->test, request->duration_ms))
            return REFUSAL_TEST_RESTS;
        device->restore = true;
    }
    session_test(&device->session, request->test, request->duration_ms);
    return 0;
}

static uint8_t do_setting_set(struct device *device, const struct msg_setting_set *request)
{
    if (request->value != ~request->value_inverted)
        return REFUSAL_COPIES_DIFFER;
    if (!store_setting_ok(request->setting, request->value))
        return REFUSAL_BAD_VALUE;
    if (request->setting == SETTING_sample_period_ms && request->value != 0 &&
        request->value < SAMPLE_PERIOD_MIN_ms)
        return REFUSAL_BAD_VALUE;
    int16_t *value = &device->settings.values[request->setting];
    if (*value != request->value) /* or each repeat would wear the EEPROM */
        device->settings_dirty = true;
    *value = (int16_t)request->value;
    return 0;
}

static uint8_t put_status(const struct device *device, const struct request_context *context,
                          uint8_t sequence, uint8_t *reply)
{
    const struct session *session = &device->session;
    const struct safety *safety = &device->safety;
    const struct routine_player *player = &session->player;
    struct msg_status_reply spare, *status = message_place_status_reply(reply, &spare);
    status->t_us = context->now_us();
    status->uptime_ms = context->now_ms();
    status->state = session->state;
    status->leg = session->leg;
    status->level = session->level;
    status->stage = player->stage;
    status->stage_left_s = divide_by_100(player->stage_left_ticks + ROUTINE_TICKS_s - 1);
    status->routine_crc = session->crc;
    status->routine_length = session->length;
    status->position_ms = player->clock_ticks * ROUTINE_TICK_ms;
    status->skin_mC = sense_cC_to_mC(device->sense.skin.cC);
    status->pad_mC = sense_cC_to_mC(device->sense.pad.cC);
    status->setpoint_mC = sense_cC_to_mC(session->setpoint_cC);
    status->heater_permille = safety->heater_permille;
    status->supply_mV = device->sense.supply_mV;
    status->faults = safety->latched;
    status->end_reason = session->end_reason;
    status->motor_s = divide_by_1000(session->motor_ms);
    device_strengths(device, status->strength_percent);
    status->hot_s = status->dose_mCEM43 = 0;
    status->completed = 0;
    status->wait_min = 0;
    if (safety->leg != LEG_NONE) {
        const struct usage_leg *leg = &safety->legs[safety->leg - 1].kept;
        status->hot_s = leg->hot_s;
        status->dose_mCEM43 = leg->dose_mCEM43;
        status->completed = leg->completed;
        status->wait_min = device_wait_min(device);
    }
    return message_write_status_reply(reply, sequence, status);
}

/* GET(leg) decodes struct msg_leg leg from the message, or leaves: its length is not this type's. */
#define GET(name)                                     \
    struct msg_##name name;                           \
    if (!message_read_##name(&name, message, length)) \
    return REFUSAL_BAD_LENGTH

static uint8_t answer_hello(struct answer *answer, const struct device *device,
                            const uint8_t *message, uint8_t length,
                            const struct request_context *context)
{
    GET(hello);
    struct msg_hello_reply reply;
    device_describe(device, context->now_ms(), &reply);
    answer->length = message_write_hello_reply(answer->reply, message[1], &reply);
    return 0;
}

static uint8_t answer_status(struct answer *answer, const struct device *device,
                             const uint8_t *message, uint8_t length,
                             const struct request_context *context)
{
    GET(status);
    answer->length = put_status(device, context, message[1], answer->reply);
    return 0;
}

static uint8_t answer_statistics(struct answer *answer, const uint8_t *message, uint8_t length,
                                 const struct request_context *context)
{
    GET(statistics);
    struct msg_statistics_reply spare,
        *reply = message_place_statistics_reply(answer->reply, &spare);
    context->statistics(reply);
    answer->length = message_write_statistics_reply(answer->reply, message[1], reply);
    return 0;
}

static uint8_t answer_probe(struct answer *answer, const struct device *device,
                            const uint8_t *message, uint8_t length)
{
    GET(probe);
    const struct sense *sense = &device->sense;
    struct msg_probe_reply reply = {
        .cycles = sense->cycles,
        .test = device->safety.trial.permitted,
        .stop = device->stop_is_down,
        .button = device->buttons.held,
        .skin_mC = sense_cC_to_mC(sense->skin.cC),
        .pad_mC = sense_cC_to_mC(sense->pad.cC),
        .skin_counts8 = sense->skin_counts8,
        .pad_counts8 = sense->pad_counts8,
        .bandgap_counts8 = sense->bandgap_counts8,
        .supply_mV = sense->supply_mV,
        .heater_mA = sense->heater_mA,
        .motor_mA = sense->motor_mA,
    };
    answer->length = message_write_probe_reply(answer->reply, message[1], &reply);
    return 0;
}

static uint8_t answer_setting_get(struct answer *answer, const struct device *device,
                                  const uint8_t *message, uint8_t length)
{
    GET(setting_get);
    if (setting_get.setting >= SETTING_COUNT)
        return REFUSAL_BAD_VALUE;
    struct msg_setting_reply reply = {.setting = setting_get.setting,
                                      .value = device->settings.values[setting_get.setting]};
    answer->length = message_write_setting_reply(answer->reply, message[1], &reply);
    return 0;
}

static uint8_t do_chunk(struct device *device, const uint8_t *message, uint8_t length)
{
    /* straight from the message: a decoded copy would be the largest thing on the stack */
    if (length < LEAST_UPLOAD_CHUNK)
        return REFUSAL_BAD_LENGTH;
    return session_upload_chunk(&device->session, message[MESSAGE_HEADER],
                                message + MESSAGE_HEADER + 1,
                                (uint8_t)(length - MESSAGE_HEADER - 1));
}

static uint8_t do_commit(struct answer *answer, struct device *device, const uint8_t *message,
                         uint8_t length)
{
    GET(upload_commit);
    uint8_t at;
    uint8_t refusal = session_upload_commit(&device->session, &at);
    answer->detail = at;
    return refusal;
}

/* Does what the request asks; 0 or the enum refusal that says why not. */
static uint8_t dispatch(struct answer *answer, struct device *device, const uint8_t *message,
                        uint8_t length, const struct request_context *context)
{
    struct session *session = &device->session;
    switch (message[0]) {
    case MESSAGE_HELLO:
        return answer_hello(answer, device, message, length, context);
    case MESSAGE_STATUS:
        return answer_status(answer, device, message, length, context);
    case MESSAGE_STATISTICS:
        return answer_statistics(answer, message, length, context);
    case MESSAGE_PROBE:
        return answer_probe(answer, device, message, length);
    case MESSAGE_CLOCK: {
        GET(clock);
        return do_clock(device, &clock);
    }
    case MESSAGE_SETTING_GET:
        return answer_setting_get(answer, device, message, length);
    case MESSAGE_UPLOAD_BEGIN: {
        GET(upload_begin);
        return session_upload_begin(session, upload_begin.length, upload_begin.crc);
    }
    case MESSAGE_UPLOAD_CHUNK:
        return do_chunk(device, message, length);
    case MESSAGE_UPLOAD_COMMIT:
        return do_commit(answer, device, message, length);
    case MESSAGE_LEG: {
        GET(leg);
        return do_leg(device, &leg, context->now_ms());
    }
    case MESSAGE_START: {
        GET(start);
        return do_start(device, &start, context->now_ms());
    }
    case MESSAGE_PAUSE: {
        GET(pause);
        return session_pause(session);
    }
    case MESSAGE_RESUME: {
        GET(resume);
        device_answer(device);
        return device_resume(device, context->now_ms());
    }
    case MESSAGE_STOP: {
        GET(stop);
        session_stop(session, END_STOP_REQUEST);
        return 0;
    }
    case MESSAGE_PAIN: {
        GET(pain);
        return session_pain(session);
    }
    case MESSAGE_MARK: {
        GET(mark);
        return do_mark(device, &mark, context->now_us());
    }
    case MESSAGE_LEVEL: {
        GET(level);
        if (!doubled_u8(level.level, level.level_inverted))
            return REFUSAL_COPIES_DIFFER;
        device_answer(device);
        return session_level(session, level.level);
    }
    case MESSAGE_SET: {
        GET(set);
        return do_set(device, &set);
    }
    case MESSAGE_HEAT: {
        GET(heat);
        return do_heat(device, &heat);
    }
    case MESSAGE_PRESENT: {
        GET(present);
        device_answer(device);
        return 0;
    }
    case MESSAGE_TEST: {
        GET(test);
        return do_test(device, &test, context->now_ms());
    }
    case MESSAGE_SETTING_SET: {
        GET(setting_set);
        return do_setting_set(device, &setting_set);
    }
    case MESSAGE_FAULT_ACK: {
        GET(fault_ack);
        return device_acknowledge(device, fault_ack.faults);
    }
    default:
        return REFUSAL_UNKNOWN_REQUEST; /* also a reply or an event, sent the wrong way */
    }
}

/* Not in this state, or in none at all. */
static uint8_t refuse_by_state(uint8_t state, uint8_t type, uint16_t states)
{
    if (states == 0)
        return REFUSAL_UNKNOWN_REQUEST;
    return state == STATE_FAULT && type == MESSAGE_LEG ? REFUSAL_FAULT_LATCHED
                                                       : REFUSAL_WRONG_STATE;
}

uint8_t requests_answer(struct device *device, const uint8_t *message, uint8_t length,
                        const struct request_context *context, uint8_t *reply)
{
    BY_POINTER(reply);
    struct answer answer = {.reply = reply};
    uint8_t state = device->session.state;
    uint16_t states = accepts_states(message[0]);
    uint8_t refusal = (unsigned)states >> state & 1U
                          ? dispatch(&answer, device, message, length, context)
                          : refuse_by_state(state, message[0], states);
    if (refusal == 0) {
        static const struct msg_ok ok; /* has no fields */
        return answer.length ? answer.length : message_write_ok(reply, message[1], &ok);
    }
    if (refusal == REFUSAL_WRONG_STATE)
        answer.detail = device->session.state;
    if (refusal == REFUSAL_LEG_RESTS)
        answer.detail = device_wait_min(device);
    struct msg_refused refused = {.reason = refusal, .detail = answer.detail};
    return message_write_refused(reply, message[1], &refused);
}
