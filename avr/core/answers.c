#include "avr/core/answers.h"

#include "avr/core/divide.h"
#include "avr/core/gather.h"

_Static_assert((int)PRESSED_MODE == (int)BUTTON_MODE && (int)PRESSED_LEVEL == (int)BUTTON_LEVEL,
               "PROBE tells a button by its number");

void answer_status(struct wire_status_reply *reply, const struct device *device,
                   const struct request_context *context)
{
    const struct session *session = &device->session;
    const struct safety *safety = &device->safety;
    const struct routine_player *player = &session->player;
    reply->t_us = context->now_us();
    reply->uptime_ms = context->now_ms();
    reply->state = session->state;
    reply->leg = session->leg;
    reply->level = session->level;
    reply->stage = player->stage;
    reply->stage_left_s = divide_by_100(player->stage_left_ticks + ROUTINE_TICKS_s - 1);
    reply->routine_crc = session->crc;
    reply->routine_length = session->length;
    reply->position_ms = player->clock_ticks * ROUTINE_TICK_ms;
    reply->skin_mC = sense_cC_to_mC(device->sense.skin.cC);
    reply->pad_mC = sense_cC_to_mC(device->sense.pad.cC);
    reply->setpoint_mC = sense_cC_to_mC(session->setpoint_cC);
    reply->heater_permille = safety->heater_permille;
    reply->supply_mV = device->sense.supply_mV;
    reply->faults = safety->latched;
    reply->end_reason = session->end_reason;
    reply->motor_s = divide_by_1000(session->motor_ms);
    device_strengths(device, reply->strength_percent);
    reply->hot_s = reply->dose_mCEM43 = 0;
    reply->completed = 0;
    reply->wait_min = 0;
    if (safety->leg != LEG_NONE) {
        const struct usage_leg *leg = &safety->legs[safety->leg - 1].kept;
        reply->hot_s = leg->hot_s;
        reply->dose_mCEM43 = leg->dose_mCEM43;
        reply->completed = leg->completed;
        reply->wait_min = device_wait_min(device);
    }
}

static const struct source probe_sources[] FLASH_TABLE = {
    AS_IT_IS(sense.cycles),       AS_IT_IS(safety.trial.permitted), AS_IT_IS(stop_is_down),
    AS_IT_IS(buttons.held),       TIMES(10, sense.skin.cC),         TIMES(10, sense.pad.cC),
    AS_IT_IS(sense.skin_counts8), AS_IT_IS(sense.pad_counts8),      AS_IT_IS(sense.bandgap_counts8),
    AS_IT_IS(sense.supply_mV),    AS_IT_IS(sense.heater_mA),        AS_IT_IS(sense.motor_mA),
};

void answer_probe(struct wire_probe_reply *reply, const struct device *device)
{
    GATHER(&reply->cycles, device, probe_sources);
}

uint8_t answer_setting_get(struct wire_setting_reply *reply, const struct device *device,
                           uint8_t setting)
{
    if (setting >= SETTING_COUNT)
        return REFUSAL_BAD_VALUE;
    reply->setting = setting;
    reply->value = device->settings.values[setting];
    return 0;
}

uint8_t answer_length(uint8_t type)
{
    switch (type) {
    case MESSAGE_HELLO:
        return LENGTH_HELLO_REPLY;
    case MESSAGE_STATUS:
        return LENGTH_STATUS_REPLY;
    case MESSAGE_STATISTICS:
        return LENGTH_STATISTICS_REPLY;
    case MESSAGE_PROBE:
        return LENGTH_PROBE_REPLY;
    case MESSAGE_SETTING_GET:
        return LENGTH_SETTING_REPLY;
    default:
        return LENGTH_OK;
    }
}
