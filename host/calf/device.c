#include "host/calf/device.h"

#include <string.h>

#include "host/calf/exit.h"
#include "host/calf/faults.h"
#include "host/calf/fields.h"
#include "host/calf/print.h"
#include "host/calf/say.h"
#include "host/calf/told_time.h"
#include "host/calf/vocabulary.h"
#include "protocol/limits.h"

enum {
    ANSWER_ms = 250, /* a full frame takes 5 ms, a USB bridge keeps bytes for up to 16 */
    ATTEMPTS = 4,
    BUSY_PAUSE_ms = 20, /* before asking a busy device again */
    BUSY_LIMIT_ms = 2000,
};

static int64_t after_ms(const struct device *device, int64_t span_ms)
{
    return device->link->now_us(device->link) + span_ms * 1000;
}

static bool is_over(const struct device *device, int64_t deadline_us)
{
    return device->link->now_us(device->link) >= deadline_us;
}

/* --- listening -------------------------------------------------------------------------------- */

/* The device's time of an event, by the stamps it carries. */
static int64_t unwrap_stamp(struct device_clock *clock, const struct event *event)
{
    int64_t t_us, uptime_ms;
    bool stamped = fields_find(event->message, event->length, "t_us", &t_us);
    bool anchored = fields_find(event->message, event->length, "uptime_ms", &uptime_ms);
    if (stamped && anchored)
        return device_clock_anchor(clock, (uint32_t)t_us, (uint32_t)uptime_ms);
    if (stamped)
        return device_clock_unwrap(clock, (uint32_t)t_us);
    if (anchored)
        device_clock_begin(clock, (uint32_t)uptime_ms);
    return clock->now_us;
}

/* HELLO can be answered before the BOOT event of the same start has its turn on the line. */
static bool is_known_start(const struct device *device, const struct event *event)
{
    struct msg_boot boot;
    return message_get_boot(&boot, event->message, event->length) &&
           device->hello.protocol_version > 0 && /* it has been answered */
           boot.boot_id == device->hello.boot_id;
}

static void take_event(struct device *device, uint8_t length)
{
    struct event event = {
        .host_us = device->heard_us,
        .type = device->buffer[0],
        .length = length,
    };
    memcpy(event.message, device->buffer, length);
    event.device_us = unwrap_stamp(&device->clock, &event);
    if (is_known_start(device, &event))
        return;
    device->booted |= event.type == MESSAGE_BOOT;
    if (device->on_event)
        device->on_event(device->context, &event);
}

static void take_message(struct device *device, uint8_t length)
{
    device->heard_us = device->link->now_us(device->link);
    if (device->buffer[0] >= MESSAGE_BOOT) {
        if (message_fit(device->buffer[0], length) == MESSAGE_FITS)
            take_event(device, length);
        return;
    }
    memcpy(device->reply, device->buffer, length); /* device_ask() looks at its length */
    device->reply_length = length;
}

bool device_listen(struct device *device, int64_t deadline_us)
{
    uint8_t bytes[256];
    ssize_t count = device->link->read(device->link, bytes, sizeof bytes, deadline_us);
    if (count < 0)
        return false;
    device->bytes += (uint32_t)count;
    for (ssize_t i = 0; i < count; i++) {
        uint8_t length = frame_feed(&device->receiver, bytes[i]);
        if (length > 0)
            take_message(device, length);
    }
    return true;
}

/* --- asking ----------------------------------------------------------------------------------- */

uint8_t device_sequence(struct device *device)
{
    return ++device->sequence;
}

static bool send_message(struct device *device, const uint8_t *message, uint8_t length)
{
    uint8_t frame[FRAME_MAX_MESSAGE + FRAME_OVERHEAD];
    memcpy(frame + 1, message, length);
    return device->link->write(device->link, frame, frame_seal(frame, length));
}

enum answer device_ask_once(struct device *device, const uint8_t *message, uint8_t length,
                            int64_t limit_ms)
{
    int64_t deadline_us = after_ms(device, limit_ms);
    device->reply_length = 0;
    if (!send_message(device, message, length))
        return ANSWER_LOST;
    while (!is_over(device, deadline_us)) {
        if (!device_listen(device, deadline_us))
            return ANSWER_LOST;
        if (device->reply_length > 0 && device->reply[1] == message[1])
            return message_get_refused(&device->refused, device->reply, device->reply_length)
                       ? ANSWER_REFUSED
                       : ANSWER_DONE;
        device->reply_length = 0; /* of an earlier request */
    }
    return ANSWER_SILENT;
}

static enum answer ask_repeating(struct device *device, const uint8_t *message, uint8_t length)
{
    enum answer answer = ANSWER_SILENT;
    for (int attempt = 0; attempt < ATTEMPTS && answer == ANSWER_SILENT; attempt++) {
        device->asked_us = device->link->now_us(device->link);
        answer = device_ask_once(device, message, length, ANSWER_ms);
        if (attempt > 0)
            device->repeats++;
        else
            device->round_trip_us = device->link->now_us(device->link) - device->asked_us;
    }
    return answer;
}

enum answer device_ask(struct device *device, uint8_t *message, uint8_t length)
{
    int64_t deadline_us = after_ms(device, BUSY_LIMIT_ms);
    for (;;) {
        enum answer answer = ask_repeating(device, message, length);
        if (answer != ANSWER_REFUSED || device->refused.reason != REFUSAL_BUSY ||
            is_over(device, deadline_us))
            return answer;
        int64_t pause_us = after_ms(device, BUSY_PAUSE_ms);
        while (!is_over(device, pause_us))
            if (!device_listen(device, pause_us))
                return ANSWER_LOST;
        message[1] = device_sequence(device); /* the old one would get the old answer */
    }
}

enum answer device_ask_plain(struct device *device, enum message_type type)
{
    uint8_t message[MESSAGE_HEADER] = {(uint8_t)type, device_sequence(device)};
    return device_ask(device, message, sizeof message);
}

enum answer device_ask_status(struct device *device, struct msg_status_reply *status)
{
    enum answer answer = device_ask_plain(device, MESSAGE_STATUS);
    if (answer != ANSWER_DONE)
        return answer;
    if (!message_get_status_reply(status, device->reply, device->reply_length))
        return ANSWER_SILENT; /* an answer, but to something else */
    device_clock_unwrap(&device->clock, status->t_us);
    return ANSWER_DONE;
}

enum answer device_ask_readings(struct device *device, struct msg_readings_reply *readings)
{
    enum answer answer = device_ask_plain(device, MESSAGE_READINGS);
    if (answer != ANSWER_DONE)
        return answer;
    return message_get_readings_reply(readings, device->reply, device->reply_length)
               ? ANSWER_DONE
               : ANSWER_SILENT;
}

enum answer device_ask_usage(struct device *device, struct msg_usage_reply *usage)
{
    enum answer answer = device_ask_plain(device, MESSAGE_USAGE);
    if (answer != ANSWER_DONE)
        return answer;
    return message_get_usage_reply(usage, device->reply, device->reply_length) ? ANSWER_DONE
                                                                               : ANSWER_SILENT;
}

bool device_panic(struct device *device)
{
    static const uint8_t thrice[] = {0, FRAME_PANIC, 0, 0, FRAME_PANIC, 0, 0, FRAME_PANIC, 0};
    return device->link->write(device->link, thrice, sizeof thrice);
}

/* USAGE knows the present session's motor time only; the leg's may be more. */
static void say_motor_time(struct device *device)
{
    struct msg_usage_reply usage;
    char used[PRINT_SPAN_BYTES], most[PRINT_SPAN_BYTES];
    const char *rest = device->knows_time ? "its next may begin six hours after this one began"
                                          : "let it rest 20 minutes";
    if (device_ask_usage(device, &usage) == ANSWER_DONE && usage.motor_s > 0)
        say("this leg has had %s of its %s of motors in this session: %s",
            print_span(used, usage.motor_s), print_span(most, LIMIT_MOTOR_TIME_s), rest);
    else
        say("this leg has had its motor time in this session: %s", rest);
}

int device_explain(struct device *device, const char *what, enum answer answer)
{
    struct msg_status_reply status;
    switch (answer) {
    case ANSWER_DONE:
        return EXIT_OK;
    case ANSWER_SILENT:
        return fail(EXIT_LINK, "%s: the device at %s does not answer", what,
                    device->link->describe);
    case ANSWER_LOST:
        return fail(EXIT_LINK, "%s: the link is lost: %s", what, device->link->lost);
    case ANSWER_REFUSED:
        break;
    }
    struct msg_refused refused = device->refused; /* before another question overwrites it */
    bool in_fault = refused.reason == REFUSAL_FAULT_LATCHED ||
                    refused.reason == REFUSAL_CAUSE_REMAINS ||
                    (refused.reason == REFUSAL_WRONG_STATE && refused.detail == STATE_FAULT);
    if (refused.reason == REFUSAL_WRONG_STATE && refused.detail < STATE_COUNT)
        say("%s: refused: not possible while the device is in state '%s'", what,
            state_words(refused.detail));
    else
        say("%s: refused: %s", what, refusal_words(refused.reason));
    if (in_fault && device_ask_status(device, &status) == ANSWER_DONE) {
        faults_say(status.faults);
        say("`calf ack` when the cause is gone");
    }
    if (refused.reason == REFUSAL_MOTOR_TIME_USED)
        say_motor_time(device);
    if (refused.reason == REFUSAL_LEG_RESTS)
        told_time_say_rest(device, refused.detail);
    return EXIT_REFUSED;
}
