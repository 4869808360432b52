/* What each request does. Requests and replies are read and written where they stand (view.h). */
#include <stddef.h>

#include "avr/core/answers.h"
#include "avr/core/by_pointer.h"
#include "avr/core/device.h"
#include "protocol/accepts.h"
#include "protocol/faults.h"
#include "protocol/flash.h"
#include "protocol/limits.h"

enum {
    OWN_MARKS_FROM = 128,
    SAMPLE_PERIOD_MIN_ms = 50,
    MESSAGE_REPLY = 0x80, /* set in the type of a request's own reply */
};

static uint8_t do_leg(struct device *device, const struct view_leg *request, uint32_t now_ms)
{
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

static uint8_t do_clock(struct device *device, const struct view_clock *request)
{
    bool anew = device->stop_is_down; /* a person holds it */
    if (anew)
        device->keep_soon = true;
    if (anew || !(device->safety.legs->standing & USAGE_TIMED)) /* else it changes nothing */
        safety_legs_aged(&device->safety);
    return calendar_set(&device->calendar, device->safety.legs, request->utc_min, anew);
}

static uint8_t do_start(struct device *device, const struct view_start *request, uint32_t now_ms)
{
    return device_start(device, request->level, request->routine_crc, now_ms);
}

static uint8_t do_mark(struct device *device, const struct view_mark *request, uint32_t t_us)
{
    if (request->mark < OWN_MARKS_FROM)
        return REFUSAL_BAD_VALUE;
    device_say_mark(device, t_us, request->mark);
    return 0;
}

static uint8_t do_set(struct device *device, const struct view_set *request)
{
    if (device_wait_min(device) > 0) /* or the use would be charged that the gate forbids */
        return REFUSAL_LEG_RESTS;
    return session_set(&device->session, request->zone, request->strength_permille,
                       request->duration_ms);
}

static uint8_t do_heat(struct device *device, const struct view_heat *request)
{
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

static uint8_t do_test(struct device *device, const struct view_test *request, uint32_t now_ms)
{
    if (request->test >= TEST_COUNT || request->duration_ms < ROUTINE_TICK_ms ||
        request->duration_ms > LIMIT_TEST_ms)
        return REFUSAL_BAD_VALUE;
    if (device->session.state == STATE_STOPPED && device->session.frames_left > 0)
        return device->stop_is_down ? REFUSAL_STOP_PRESSED
                                    : REFUSAL_BUSY; /* nor an LED: the state would be another */
    if (request->test != TEST_NONE && request->test < TEST_LED_STATUS) {
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

static uint8_t do_setting_set(struct device *device, const struct view_setting_set *request)
{
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

static uint8_t do_level(struct device *device, const struct view_level *request)
{
    uint8_t refusal = session_level(&device->session, request->level);
    if (!refusal)
        device_answer(device);
    return refusal;
}

static uint8_t do_upload_begin(struct device *device, const struct view_upload_begin *request)
{
    return session_upload_begin(&device->session, request->length, request->crc);
}

static uint8_t do_upload_chunk(struct device *device, const struct view_upload_chunk *request,
                               uint8_t length)
{
    uint8_t rest = (uint8_t)(length - offsetof(struct view_upload_chunk, data));
    return session_upload_chunk(&device->session, request->index, request->data, rest);
}

static uint8_t do_upload_commit(struct view_refused *refused, struct device *device)
{
    uint8_t at;
    uint8_t refusal = session_upload_commit(&device->session, &at);
    refused->detail = at;
    return refusal;
}

static uint8_t do_fault_ack(struct device *device, const struct view_fault_ack *request)
{
    return device_acknowledge(device, request->faults);
}

/* By type, as in protocol/accepts.c. */
#define AS_LENGTH(NAME, states, note) [MESSAGE_##NAME] = LENGTH_##NAME,
static const uint8_t lengths[] FLASH_TABLE = {ACCEPTS(AS_LENGTH)};
#undef AS_LENGTH

/* Is a request of this type so long? Of an upload's chunk, its order tells how long it must be. */
static bool length_is_right(uint8_t type, uint8_t length)
{
    return type == MESSAGE_UPLOAD_CHUNK ? length >= LEAST_UPLOAD_CHUNK
                                        : length == flash_u8(&lengths[type]);
}

/* What must not be misunderstood stands first and is said twice, the second time inverted. */
#define DOUBLED(D)                                    \
    D(CLOCK, clock, utc_min, utc_inverted)            \
    D(LEG, leg, leg, leg_inverted)                    \
    D(START, start, level, level_inverted)            \
    D(LEVEL, level, level, level_inverted)            \
    D(SET, set, strength_permille, strength_inverted) \
    D(HEAT, heat, setpoint_mC, setpoint_inverted)     \
    D(TEST, test, test, test_inverted)                \
    D(SETTING_SET, setting_set, value, value_inverted)

#define AT(name, field) offsetof(struct view_##name, field)
#define AS_STANDS_FIRST(NAME, name, value, inverted) \
    _Static_assert(AT(name, value) == MESSAGE_HEADER, "it stands first");
DOUBLED(AS_STANDS_FIRST)

#define AS_DOUBLED(NAME, name, value, inverted) \
    {MESSAGE_##NAME, AT(name, inverted) - AT(name, value)},
static const struct {
    uint8_t type, bytes;
} doubled[] FLASH_TABLE = {DOUBLED(AS_DOUBLED)};

static bool copies_agree(const uint8_t *message)
{
    for (uint8_t i = 0; i < sizeof doubled / sizeof doubled[0]; i++) {
        if (message[0] != flash_u8(&doubled[i].type))
            continue;
        uint8_t bytes = flash_u8(&doubled[i].bytes);
        const uint8_t *value = message + MESSAGE_HEADER;
        for (uint8_t left = bytes; left > 0; left--, value++)
            if ((*value ^ value[bytes]) != 0xFF)
                return false;
    }
    return true;
}

/* Answers what only asks; 0 or the enum refusal that says why not. */
static uint8_t tell(void *reply, const struct device *device, uint8_t type, const void *request,
                    const struct request_context *context)
{
    switch (type) {
    case MESSAGE_HELLO:
        device_describe(device, context->now_ms(), reply);
        return 0;
    case MESSAGE_STATUS:
        answer_status(reply, device, context->now_us());
        return 0;
    case MESSAGE_STATISTICS:
        context->statistics(reply);
        return 0;
    case MESSAGE_PROBE:
        answer_probe(reply, device);
        return 0;
    case MESSAGE_SETTING_GET:
        return answer_setting_get(reply, device,
                                  ((const struct view_setting_get *)request)->setting);
    case MESSAGE_READINGS:
        device_read(device, &((struct view_readings_reply *)reply)->skin_mC_x10);
        return 0;
    default: /* MESSAGE_USAGE */
        answer_usage(reply, device);
        return 0;
    }
}

/* Does what the request asks; 0 or the enum refusal that says why not. */
static uint8_t dispatch(void *reply, struct device *device, uint8_t type, const void *request,
                        uint8_t length, const struct request_context *context)
{
    struct session *session = &device->session;
    if (!copies_agree(request))
        return REFUSAL_COPIES_DIFFER;
    switch (type) {
    case MESSAGE_CLOCK:
        return do_clock(device, request);
    case MESSAGE_UPLOAD_BEGIN:
        return do_upload_begin(device, request);
    case MESSAGE_UPLOAD_CHUNK:
        return do_upload_chunk(device, request, length);
    case MESSAGE_UPLOAD_COMMIT:
        return do_upload_commit(reply, device);
    case MESSAGE_LEG:
        return do_leg(device, request, context->now_ms());
    case MESSAGE_START:
        return do_start(device, request, context->now_ms());
    case MESSAGE_PAUSE:
        return session_pause(session);
    case MESSAGE_RESUME:
        return device_resume(device, context->now_ms());
    case MESSAGE_STOP:
        session_stop(session, END_STOP_REQUEST);
        return 0;
    case MESSAGE_PAIN:
        return session_pain(session);
    case MESSAGE_MARK:
        return do_mark(device, request, context->now_us());
    case MESSAGE_LEVEL:
        return do_level(device, request);
    case MESSAGE_SET:
        return do_set(device, request);
    case MESSAGE_HEAT:
        return do_heat(device, request);
    case MESSAGE_PRESENT:
        device_answer(device);
        return 0;
    case MESSAGE_TEST:
        return do_test(device, request, context->now_ms());
    case MESSAGE_SETTING_SET:
        return do_setting_set(device, request);
    case MESSAGE_FAULT_ACK:
        return do_fault_ack(device, request);
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
    BY_POINTER(message);
    uint8_t type = message[0], state = device->session.state;
    uint16_t states = accepts_states(type);
    struct view_refused *refused = (void *)reply; /* if it is not done; else it is written over */
    refused->detail = 0;
    uint8_t refusal;
    if (!((unsigned)states >> state & 1U))
        refusal = refuse_by_state(state, type, states);
    else if (!length_is_right(type, length))
        refusal = REFUSAL_BAD_LENGTH;
    else if (type <= MESSAGE_USAGE)
        refusal = tell(reply, device, type, message, context);
    else
        refusal = dispatch(reply, device, type, message, length, context);
    reply[1] = message[1];
    if (refusal == 0) {
        uint8_t reply_length = answer_length(type);
        reply[0] = reply_length == LENGTH_OK ? MESSAGE_OK : type | MESSAGE_REPLY;
        return reply_length;
    }
    if (refusal == REFUSAL_WRONG_STATE)
        refused->detail = device->session.state;
    if (refusal == REFUSAL_LEG_RESTS)
        refused->detail = device_wait_min(device);
    refused->type = MESSAGE_REFUSED;
    refused->reason = refusal;
    return sizeof *refused;
}
