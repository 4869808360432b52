#include "avr/core/answers.h"

#include <string.h>

#include "avr/core/divide.h"
#include "avr/core/gather.h"

_Static_assert((int)PRESSED_MODE == (int)BUTTON_MODE && (int)PRESSED_LEVEL == (int)BUTTON_LEVEL,
               "PROBE tells a button by its number");

static const struct source status_sources[] FLASH_TABLE = {
    FROM_TO(session.state, session.end_reason),
    FROM(safety.latched),
    FROM_TO(session.crc, session.length),
    FROM_TO(session.player.clock_ticks, session.player.stage),
};

void answer_status(struct view_status_reply *reply, const struct device *device, uint32_t now_us)
{
    reply->t_us = now_us;
    GATHER(&reply->state, device, status_sources);
}

static const struct source probe_sources[] FLASH_TABLE = {
    FROM(sense.cycles),
    FROM(safety.trial.permitted),
    FROM(stop_is_down),
    FROM(buttons.held),
    FROM(sense.skin.cC),
    FROM(sense.pad.cC),
    FROM_TO(sense.supply_mV, sense.bandgap_counts8),
    FROM_TO(sense.skin_counts8, sense.pad_counts8),
};

void answer_probe(struct view_probe_reply *reply, const struct device *device)
{
    GATHER(&reply->cycles, device, probe_sources);
}

void answer_usage(struct view_usage_reply *reply, const struct device *device)
{
    const struct safety *safety = &device->safety;
    memset(reply, 0, sizeof *reply);
    reply->stage_left_ms_x10 = device->session.player.stage_left_ticks;
    reply->motor_s = divide_by_1000(device->session.motor_ms);
    if (safety->leg == LEG_NONE)
        return;
    const struct usage_leg *leg = &safety->legs[safety->leg - 1].kept;
    reply->hot_s = leg->hot_s;
    reply->dose_mCEM43 = leg->dose_mCEM43;
    reply->completed = leg->completed;
    reply->wait_min = device_wait_min(device);
}

uint8_t answer_setting_get(struct view_setting_reply *reply, const struct device *device,
                           uint8_t setting)
{
    if (setting >= SETTING_COUNT)
        return REFUSAL_BAD_VALUE;
    reply->setting = setting;
    reply->value = device->settings.values[setting];
    return 0;
}

/* By type; the rest are answered OK. */
static const uint8_t lengths[] FLASH_TABLE = {
    [MESSAGE_HELLO] = LENGTH_HELLO_REPLY,           [MESSAGE_STATUS] = LENGTH_STATUS_REPLY,
    [MESSAGE_STATISTICS] = LENGTH_STATISTICS_REPLY, [MESSAGE_PROBE] = LENGTH_PROBE_REPLY,
    [MESSAGE_SETTING_GET] = LENGTH_SETTING_REPLY,   [MESSAGE_READINGS] = LENGTH_READINGS_REPLY,
    [MESSAGE_USAGE] = LENGTH_USAGE_REPLY,
};

uint8_t answer_length(uint8_t type)
{
    return type < sizeof lengths ? flash_u8(&lengths[type]) : LENGTH_OK;
}
