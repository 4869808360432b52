/* News become messages. The only place that writes events, and HELLO's answer, which BOOT repeats. */
#include <string.h>

#include "avr/core/device.h"
#include "avr/core/divide.h"
#include "protocol/faults.h"
#include "protocol/flash.h"

enum { FRAME_ms = 10, US_PER_MS = 1000 };

/* Numbers an encoded event and queues it. */
static __attribute__((noinline)) void send(struct device *device, uint8_t *message, uint8_t length)
{
    message[1] = outbox_sequence(&device->outbox);
    outbox_put(&device->outbox, message, length);
}

/* SEND(state, fields): encodes struct msg_state and sends it. */
#define SEND(name, fields)                                                 \
    do {                                                                   \
        uint8_t message[OUTBOX_MESSAGE_MAX];                               \
        send(device, message, message_write_##name(message, 0, (fields))); \
    } while (0)

void device_describe(const struct device *device, uint32_t now_ms, struct msg_hello_reply *hello)
{
    *hello = (struct msg_hello_reply){
        .protocol_version = PROTOCOL_VERSION,
        .firmware_major = FIRMWARE_MAJOR,
        .firmware_minor = FIRMWARE_MINOR,
        .firmware_patch = FIRMWARE_PATCH,
        .build_id = device->boot.build_id,
        .reset_cause = device->boot.reset_cause,
        .boot_id = device->boot_id,
        .uptime_ms = now_ms,
        .routine_capacity = ROUTINE_MAX_BYTES,
        .fuse_extended = device->boot.fuse_extended,
    };
}

void device_say_boot(struct device *device, uint32_t now_ms)
{
    struct msg_hello_reply hello;
    device_describe(device, now_ms, &hello);
    uint8_t message[OUTBOX_MESSAGE_MAX];
    uint8_t length = message_write_hello_reply(message, 0, &hello);
    message[0] = MESSAGE_BOOT; /* the same fields under another type */
    send(device, message, length);
}

static void tell_state(struct device *device, uint32_t t_us, uint32_t now_ms)
{
    struct msg_state event = {.t_us = t_us,
                              .state = device->session.state,
                              .before = device->session.state_before,
                              .uptime_ms = now_ms};
    SEND(state, &event);
}

static void tell_stage(struct device *device, uint32_t t_us)
{
    const struct session *session = &device->session;
    const struct routine_player *player = &session->player;
    struct msg_stage event = {.t_us = t_us,
                              .planned_us = session->planned_ms * US_PER_MS,
                              .stage = player->stage,
                              .kind = player->kind,
                              .duration_s = (uint16_t)(player->stage_left_ticks / ROUTINE_TICKS_s),
                              .setpoint_mC = sense_cC_to_mC(session->setpoint_cC)};
    SEND(stage, &event);
}

static void tell_step(struct device *device, uint32_t t_us)
{
    const struct session *session = &device->session;
    const struct routine_player *player = &session->player;
    struct msg_step event = {.t_us = t_us,
                             .planned_us = session->planned_ms * US_PER_MS,
                             .step = (uint16_t)(player->steps - 1),
                             .stage = player->stage,
                             .zones = player->step_zones,
                             .percent = player->step_percent};
    SEND(step, &event);
}

static void tell_wait(struct device *device, uint32_t t_us)
{
    const struct routine_player *player = &device->session.player;
    struct msg_wait event = {.t_us = t_us,
                             .waiting = player->warming || player->prompting,
                             .position_ms = player->clock_ticks * ROUTINE_TICK_ms};
    SEND(wait, &event);
}

static void tell_prompt(struct device *device, uint32_t t_us)
{
    const struct routine_player *player = &device->session.player;
    struct msg_prompt event = {.t_us = t_us,
                               .prompt = player->prompt,
                               .wait_s = (uint16_t)(player->rest_ticks / ROUTINE_TICKS_s)};
    SEND(prompt, &event);
}

static void tell_end(struct device *device, uint32_t t_us)
{
    const struct session *session = &device->session;
    struct msg_end event = {.t_us = t_us,
                            .reason = session->end_reason,
                            .position_ms = session->player.clock_ticks * ROUTINE_TICK_ms,
                            .motor_ms = session->motor_ms,
                            .heat_ms = session->heat_ms,
                            .steps = session->player.steps};
    SEND(end, &event);
}

static void tell_notice(struct device *device, uint32_t t_us, uint8_t notice)
{
    struct msg_notice event = {.t_us = t_us, .notice = notice};
    SEND(notice, &event);
}

/* One event for each newly latched fault. */
static void tell_faults(struct device *device, uint32_t t_us)
{
    uint32_t latched = device->safety.latched;
    uint32_t fresh = latched & ~device->faults_told;
    device->faults_told = latched;
    for (uint8_t fault = 1; fresh && fault < FAULT_END; fault++) {
        if (!(fresh & FAULT_BIT(fault)))
            continue;
        struct msg_fault event = {.t_us = t_us, .fault = fault, .faults = latched};
        SEND(fault, &event);
        fresh &= ~FAULT_BIT(fault);
    }
}

/* Of the news from NEWS_RESUMED_LOWER on, bit by bit; 0: the session knows which. */
static const uint8_t notices_of_news[] FLASH_TABLE = {
    NOTICE_RESUMED_LOWER, NOTICE_HEAT_NOT_REACHED, NOTICE_NEW_LEG,  0,
    NOTICE_STILL_THERE,   NOTICE_ANSWERED,         NOTICE_FREQUENT,
};

static void tell_notices(struct device *device, uint16_t news, uint32_t t_us)
{
    uint8_t bits = (uint8_t)(news / NEWS_RESUMED_LOWER);
    for (uint8_t bit = 0; bits != 0; bit++, bits >>= 1) {
        uint8_t notice = flash_u8(&notices_of_news[bit]);
        if (bits & 1)
            tell_notice(device, t_us, notice ? notice : device->session.heat_rests);
    }
}

void device_tell(struct device *device, uint32_t applied_us, uint32_t now_ms)
{
    uint16_t news = session_take_news(&device->session);
    tell_faults(device, applied_us);
    if (news & NEWS_STATE)
        tell_state(device, applied_us, now_ms);
    if (news & NEWS_STAGE)
        tell_stage(device, applied_us);
    if (news & NEWS_STEP)
        tell_step(device, applied_us);
    if (news & NEWS_MARK) {
        struct msg_marked event = {.t_us = applied_us, .mark = device->session.player.mark};
        SEND(marked, &event);
    }
    if (news & NEWS_WAIT)
        tell_wait(device, applied_us);
    if ((news & PLAYER_WAIT_BEGAN) && device->session.player.prompting)
        tell_prompt(device, applied_us);
    tell_notices(device, news, applied_us);
    if (news & NEWS_END)
        tell_end(device, applied_us);
}

void device_strengths(const struct device *device, uint8_t percent[ZONE_COUNT])
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        uint16_t permille = device->session.strength_permille[zone];
        percent[zone] = permille > 0 ? divide_to_percent(permille) : 0;
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

void device_sample(struct device *device, uint32_t t_us)
{
    struct msg_sample event = {.t_us = t_us,
                               .skin_mC = sense_cC_to_mC(device->sense.skin.cC),
                               .pad_mC = sense_cC_to_mC(device->sense.pad.cC),
                               .setpoint_mC = sense_cC_to_mC(device->session.setpoint_cC),
                               .heater_permille = device->safety.heater_permille,
                               .supply_mV = device->sense.supply_mV};
    device_strengths(device, event.strength_percent);
    SEND(sample, &event);
}
