/* device_test: the client against a scripted device: a request that is lost must be repeated
 * unchanged, never more often than bounded, and nothing but its own answer may count as one.
 */
#include <string.h>

#include "host/calf/device.h"
#include "host/calf/exit.h"
#include "protocol/words.h"
#include "tests/tap.h"

enum { INBOX_bytes = 2048, SENT_MAX = 16 };

/* A link in memory. Its clock moves only when somebody waits; `respond` plays the device. */
struct scripted {
    struct link link;
    int64_t clock_us;
    uint8_t inbox[INBOX_bytes];
    size_t first, count;
    uint8_t sent[SENT_MAX][FRAME_MAX_ENCODED + 1];
    size_t sent_length[SENT_MAX];
    int sent_count;
    void (*respond)(struct scripted *script, const uint8_t *request);
    int events;
};

static ssize_t scripted_read(struct link *link, uint8_t *bytes, size_t size, int64_t deadline_us)
{
    struct scripted *script = (struct scripted *)link;
    if (script->first == script->count) {
        script->clock_us = deadline_us > script->clock_us ? deadline_us : script->clock_us;
        return 0;
    }
    size_t count = script->count - script->first < size ? script->count - script->first : size;
    memcpy(bytes, script->inbox + script->first, count);
    script->first += count;
    script->clock_us += 100;
    return (ssize_t)count;
}

static bool scripted_write(struct link *link, const uint8_t *bytes, size_t size)
{
    struct scripted *script = (struct scripted *)link;
    uint8_t buffer[FRAME_MAX_MESSAGE + 2];
    struct frame_receiver receiver;
    int number = script->sent_count++;
    if (number < SENT_MAX) {
        memcpy(script->sent[number], bytes, size);
        script->sent_length[number] = size;
    }
    frame_receiver_init(&receiver, buffer, sizeof buffer);
    for (size_t i = 0; i < size; i++)
        if (frame_feed(&receiver, bytes[i]) > 0 && script->respond)
            script->respond(script, buffer);
    return true;
}

static int64_t scripted_now_us(const struct link *link)
{
    return ((const struct scripted *)link)->clock_us;
}

static void scripted_close(struct link *link)
{
    (void)link;
}

static void put_bytes(struct scripted *script, const void *bytes, size_t size)
{
    memcpy(script->inbox + script->count, bytes, size);
    script->count += size;
}

/* Queues a frame of the given message, written to frame + 1 by message_put_...(). */
static void put_frame(struct scripted *script, uint8_t *frame, uint8_t length)
{
    put_bytes(script, frame, frame_seal(frame, length));
}

static void put_ok(struct scripted *script, uint8_t sequence)
{
    static const struct msg_ok nothing;
    uint8_t frame[FRAME_OVERHEAD + LENGTH_OK];
    put_frame(script, frame, message_put_ok(frame + 1, sequence, &nothing));
}

static void put_refused(struct scripted *script, uint8_t sequence, uint8_t reason)
{
    uint8_t frame[FRAME_OVERHEAD + LENGTH_REFUSED];
    struct msg_refused refused = {.reason = reason};
    put_frame(script, frame, message_put_refused(frame + 1, sequence, &refused));
}

static void put_marked(struct scripted *script, uint32_t t_us)
{
    uint8_t frame[FRAME_OVERHEAD + LENGTH_MARKED];
    struct msg_marked marked = {.t_us = t_us, .mark = 5};
    put_frame(script, frame, message_put_marked(frame + 1, 77, &marked));
}

static void put_hello(struct scripted *script, uint8_t sequence, uint8_t version)
{
    uint8_t frame[FRAME_OVERHEAD + LENGTH_HELLO_REPLY];
    struct msg_hello_reply hello = {.protocol_version = version, .uptime_ms = 5000000};
    put_frame(script, frame, message_put_hello_reply(frame + 1, sequence, &hello));
}

static void put_boot(struct scripted *script)
{
    uint8_t frame[FRAME_OVERHEAD + LENGTH_BOOT];
    struct msg_boot boot = {.protocol_version = PROTOCOL_VERSION, .uptime_ms = 3};
    put_frame(script, frame, message_put_boot(frame + 1, 0, &boot));
}

static int64_t last_stamp_us;

static void note_event(void *context, const struct event *event)
{
    ((struct scripted *)context)->events++;
    last_stamp_us = event->device_us;
}

/* A device that is already known, on a script. */
static void begin(struct scripted *script, struct device *device,
                  void (*respond)(struct scripted *, const uint8_t *))
{
    *script = (struct scripted){
        .link = {scripted_read, scripted_write, scripted_now_us, scripted_close, .simulated = true},
        .respond = respond,
    };
    *device = (struct device){.link = &script->link, .on_event = note_event, .context = script};
    frame_receiver_init(&device->receiver, device->buffer, sizeof device->buffer);
}

/* --- how devices answer ----------------------------------------------------------------------- */

static void answer_ok(struct scripted *script, const uint8_t *request)
{
    put_ok(script, request[1]);
}

static void answer_third_time(struct scripted *script, const uint8_t *request)
{
    if (script->sent_count == 3)
        put_ok(script, request[1]);
}

static void answer_with_noise(struct scripted *script, const uint8_t *request)
{
    static const uint8_t noise[] = {1, 2, 3, 0, 0xFF, 0xA5, 0, 9};
    put_bytes(script, noise, sizeof noise - 1);
    put_ok(script, (uint8_t)(request[1] - 1)); /* an old answer */
    put_marked(script, 1234);
    put_ok(script, request[1]);
}

/* First only what an earlier request was due. */
static void answer_late(struct scripted *script, const uint8_t *request)
{
    if (script->sent_count == 1)
        put_refused(script, (uint8_t)(request[1] - 1), REFUSAL_WRONG_STATE);
    else
        put_ok(script, request[1]);
}

static void answer_busy_twice(struct scripted *script, const uint8_t *request)
{
    if (script->sent_count <= 2)
        put_refused(script, request[1], REFUSAL_BUSY);
    else
        put_ok(script, request[1]);
}

static void answer_busy(struct scripted *script, const uint8_t *request)
{
    put_refused(script, request[1], REFUSAL_BUSY);
}

static void refuse(struct scripted *script, const uint8_t *request)
{
    put_refused(script, request[1], REFUSAL_NO_ROUTINE);
}

static void answer_hello(struct scripted *script, const uint8_t *request)
{
    put_hello(script, request[1], PROTOCOL_VERSION);
}

static void answer_hello_after_boot(struct scripted *script, const uint8_t *request)
{
    if (script->clock_us > 1000000)
        put_hello(script, request[1], PROTOCOL_VERSION);
}

/* --- tests ------------------------------------------------------------------------------------ */

static void test_ask(void)
{
    struct scripted script;
    struct device device;
    begin(&script, &device, answer_ok);
    ok(device_ask_plain(&device, MESSAGE_STOP) == ANSWER_DONE && script.sent_count == 1,
       "an answer is an answer");
    uint8_t first = device.reply[1];
    device_ask_plain(&device, MESSAGE_STOP);
    ok(device.reply[1] != first, "each request has a sequence number of its own");

    begin(&script, &device, answer_third_time);
    ok(device_ask_plain(&device, MESSAGE_PAUSE) == ANSWER_DONE, "a lost request is repeated");
    is_int(script.sent_count, 3, "until it is answered");
    ok(script.sent_length[0] == script.sent_length[2] &&
           memcmp(script.sent[0], script.sent[2], script.sent_length[0]) == 0,
       "byte for byte, so that the device does not do it twice");

    begin(&script, &device, NULL);
    ok(device_ask_plain(&device, MESSAGE_PAUSE) == ANSWER_SILENT, "a dead device is noticed");
    ok(script.sent_count == 4 && script.clock_us <= 1100000, "after four attempts and one second");

    begin(&script, &device, answer_with_noise);
    ok(device_ask_plain(&device, MESSAGE_MARK) == ANSWER_DONE && script.sent_count == 1,
       "noise and old answers are passed over");
    ok(script.events == 1 && last_stamp_us == 1234,
       "an event meanwhile is handed on, with its time");

    begin(&script, &device, answer_late);
    ok(device_ask_plain(&device, MESSAGE_MARK) == ANSWER_DONE && script.sent_count == 2,
       "the answer to another request is none to this one");

    begin(&script, &device, refuse);
    ok(device_ask_plain(&device, MESSAGE_START) == ANSWER_REFUSED &&
           device.refused.reason == REFUSAL_NO_ROUTINE,
       "a refusal comes with its reason");
}

static void test_busy(void)
{
    struct scripted script;
    struct device device;
    begin(&script, &device, answer_busy_twice);
    ok(device_ask_plain(&device, MESSAGE_UPLOAD_COMMIT) == ANSWER_DONE && script.sent_count == 3,
       "a busy device is asked again");
    ok(memcmp(script.sent[0], script.sent[1], script.sent_length[0]) != 0,
       "as a new request: a repeat would only get the same answer");
    begin(&script, &device, answer_busy);
    ok(device_ask_plain(&device, MESSAGE_UPLOAD_COMMIT) == ANSWER_REFUSED &&
           script.clock_us < 2200000,
       "but not for ever");
}

static void test_hello(void)
{
    struct scripted script;
    struct device device;
    begin(&script, &device, answer_hello);
    is_int(device_hello(&device, &script.link), EXIT_OK, "a device that runs answers at once");
    ok(script.sent_count == 1 && script.clock_us < 300000, "to one hello, within 300 ms");
    is_int(device.clock.now_us, 5000000000, "its uptime sets the clock");

    begin(&script, &device, answer_hello_after_boot);
    is_int(device_hello(&device, &script.link), EXIT_OK, "one that was reset is waited for");
    ok(script.sent_count == 2 && script.clock_us >= 2500000,
       "in silence, for its bootloader's sake");

    begin(&script, &device, answer_hello_after_boot);
    put_boot(&script);
    script.clock_us = 900000;
    device_hello(&device, &script.link);
    ok(script.clock_us < 1500000, "but no longer than until it says that it has started");
}

int main(void)
{
    test_ask();
    test_busy();
    test_hello();
    return done();
}
