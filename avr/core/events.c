/* News become messages. The only place that writes events, and HELLO's answer, which BOOT repeats. */
#include <string.h>

#include "avr/core/device.h"
#include "avr/core/divide.h"
#include "avr/core/gather.h"
#include "protocol/faults.h"
#include "protocol/flash.h"

enum { FRAME_ms = 10, US_PER_MS = 1000 };

/* Numbers an event and queues it. */
static __attribute__((noinline)) void send(struct device *device, union view_event *event,
                                           uint8_t type, uint8_t length)
{
    event->any.type = type;
    event->any.sequence = outbox_sequence(&device->outbox);
    outbox_put(&device->outbox, (const uint8_t *)event, length);
}

#define SEND(NAME, event) send(device, event, MESSAGE_##NAME, LENGTH_##NAME)

__attribute__((noinline)) void device_describe(const struct device *device, uint32_t now_ms,
                                               struct view_hello_reply *hello)
{
    hello->protocol_version = PROTOCOL_VERSION;
    hello->firmware_major = FIRMWARE_MAJOR;
    hello->firmware_minor = FIRMWARE_MINOR;
    hello->firmware_patch = FIRMWARE_PATCH;
    hello->build_id = device->boot.build_id;
    hello->reset_cause = device->boot.reset_cause;
    hello->boot_id = device->boot_id;
    hello->uptime_ms = now_ms;
    hello->routine_capacity = ROUTINE_MAX_BYTES;
    hello->fuse_extended = device->boot.fuse_extended;
}

void device_say_boot(struct device *device, uint32_t now_ms)
{
    union view_event event;
    device_describe(device, now_ms, (struct view_hello_reply *)&event.boot); /* the same fields */
    SEND(BOOT, &event);
}

static void tell_mark(struct device *device, union view_event *event, uint8_t mark)
{
    event->marked.mark = mark;
    SEND(MARKED, event);
}

void device_say_mark(struct device *device, uint32_t t_us, uint8_t mark)
{
    union view_event event;
    event.any.t_us = t_us;
    tell_mark(device, &event, mark);
}

static void tell_state(struct device *device, union view_event *event, uint32_t now_ms)
{
    event->state.state = device->session.state;
    event->state.before = device->session.state_before;
    event->state.uptime_ms = now_ms;
    SEND(STATE, event);
}

static void tell_stage(struct device *device, union view_event *event)
{
    const struct session *session = &device->session;
    const struct routine_player *player = &session->player;
    event->stage.planned_us = session->planned_ms * US_PER_MS;
    event->stage.stage = player->stage;
    event->stage.kind = player->kind;
    event->stage.duration_s = (uint16_t)(player->stage_left_ticks / ROUTINE_TICKS_s);
    event->stage.setpoint_mC_x10 = session->setpoint_cC;
    SEND(STAGE, event);
}

static void tell_step(struct device *device, union view_event *event)
{
    const struct session *session = &device->session;
    const struct routine_player *player = &session->player;
    event->step.planned_us = session->planned_ms * US_PER_MS;
    event->step.step = (uint16_t)(player->steps - 1);
    event->step.stage = player->stage;
    event->step.zones = player->step_zones;
    event->step.percent = player->step_percent;
    SEND(STEP, event);
}

static void tell_wait(struct device *device, union view_event *event)
{
    const struct routine_player *player = &device->session.player;
    event->wait.waiting = player->warming || player->prompting;
    event->wait.position_ms_x10 = player->clock_ticks;
    SEND(WAIT, event);
}

static void tell_prompt(struct device *device, union view_event *event)
{
    const struct routine_player *player = &device->session.player;
    event->prompt.prompt = player->prompt;
    event->prompt.wait_s = (uint16_t)(player->rest_ticks / ROUTINE_TICKS_s);
    SEND(PROMPT, event);
}

static const struct source end_sources[] FLASH_TABLE = {
    FROM(session.end_reason),
    FROM(session.player.clock_ticks),
    FROM_TO(session.motor_ms, session.heat_ms),
    FROM(session.player.steps),
};

static void tell_end(struct device *device, union view_event *event)
{
    GATHER(&event->end.reason, device, end_sources);
    SEND(END, event);
}

static void tell_notice(struct device *device, union view_event *event, uint8_t notice)
{
    event->notice.notice = notice;
    SEND(NOTICE, event);
}

/* One event for each newly latched fault. */
static void tell_faults(struct device *device, union view_event *event)
{
    uint32_t latched = device->safety.latched;
    uint32_t fresh = latched & ~device->faults_told;
    device->faults_told = latched;
    for (uint8_t fault = 0; fresh; fault++, fresh >>= 1) {
        if (!(fresh & 1))
            continue;
        event->fault.fault = fault;
        event->fault.faults = latched;
        SEND(FAULT, event);
        buttons_stop_spent(&device->buttons);
    }
}

/* Of the news from NEWS_RESUMED_LOWER on, bit by bit; 0: the session knows which. */
static const uint8_t notices_of_news[] FLASH_TABLE = {
    NOTICE_RESUMED_LOWER, NOTICE_HEAT_NOT_REACHED, NOTICE_NEW_LEG,  0,
    NOTICE_STILL_THERE,   NOTICE_ANSWERED,         NOTICE_FREQUENT,
};

static void tell_notices(struct device *device, union view_event *event, uint16_t news)
{
    uint8_t bits = (uint8_t)((news & (NEWS_FREQUENT * 2U - 1)) / NEWS_RESUMED_LOWER);
    for (uint8_t bit = 0; bits != 0; bit++, bits >>= 1) {
        uint8_t notice = flash_u8(&notices_of_news[bit]);
        if (bits & 1)
            tell_notice(device, event, notice ? notice : device->session.heat_rests);
    }
}

void device_tell(struct device *device, uint32_t applied_us, uint32_t now_ms)
{
    uint16_t news = session_take_news(&device->session);
    union view_event told, *event = &told;
    event->any.t_us = applied_us;
    tell_faults(device, event);
    if (news & NEWS_STATE)
        tell_state(device, event, now_ms);
    if (news & NEWS_STAGE)
        tell_stage(device, event);
    if (news & NEWS_STEP)
        tell_step(device, event);
    if (news & NEWS_MARK)
        tell_mark(device, event, device->session.player.mark);
    if (news & NEWS_WAIT)
        tell_wait(device, event);
    if ((news & PLAYER_WAIT_BEGAN) && device->session.player.prompting)
        tell_prompt(device, event);
    tell_notices(device, event, news);
    if (news & NEWS_END)
        tell_end(device, event);
}

/* By zone, the strength that is wanted now, in percent of the zone's window, rounded up. */
static void tell_strengths(const struct device *device, uint8_t percent[ZONE_COUNT])
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        uint16_t permille = device->session.strength_permille[zone];
        percent[zone] = permille > 0 ? divide_by_10_up(permille) : 0;
    }
}

bool device_sample_is_due(struct device *device)
{
    int16_t period_ms = device->settings.values[SETTING_sample_period_ms];
    if (period_ms == 0)
        return false;
    if (device->sample_left_ms > FRAME_ms) {
        device->sample_left_ms = (uint16_t)(device->sample_left_ms - FRAME_ms);
        return false;
    }
    device->sample_left_ms = (uint16_t)period_ms;
    return true;
}

static const struct source sample_sources[] FLASH_TABLE = {
    FROM(sense.skin.cC),          FROM(sense.pad.cC),    FROM(session.setpoint_cC),
    FROM(safety.heater_permille), FROM(sense.supply_mV),
};

void device_read(const struct device *device, void *to)
{
    GATHER(to, device, sample_sources);
    tell_strengths(device, (uint8_t *)to + offsetof(struct view_sample, strength_percent) -
                               offsetof(struct view_sample, skin_mC_x10));
}

void device_sample(struct device *device, uint32_t t_us)
{
    union view_event event;
    event.any.t_us = t_us;
    device_read(device, &event.sample.skin_mC_x10);
    SEND(SAMPLE, &event);
}
