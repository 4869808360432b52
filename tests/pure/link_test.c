/* The link: a request is done once, however often it is sent, and answered as often as it is
 * asked. */
#include <string.h>

#include "avr/core/link.h"
#include "tests/tap.h"

static struct link link;
static struct device device;

static uint32_t no_time(void)
{
    return 0;
}

static void no_statistics(struct view_statistics_reply *statistics)
{
    memset(statistics, 0, sizeof *statistics);
}

static const struct request_context context = {no_time, no_time, no_statistics};

static uint8_t no_eeprom(uint16_t address)
{
    (void)address;
    return 0xFF;
}

static void begin(void)
{
    static const struct device_boot boot;
    memset(&device, 0, sizeof device);
    device_recall(&device, &boot, no_eeprom);
    device_init(&device, no_eeprom);
    link_init(&link);
    device.session.state = STATE_RUNNING;
}

/* Sends a message over the wire; the kind of its answer, 0 if there is none. */
static uint8_t send(const uint8_t *message, uint8_t length)
{
    uint8_t frame[LINK_REQUEST_MAX + 1 + FRAME_OVERHEAD];
    memcpy(frame + 1, message, length);
    uint8_t sent = frame_seal(frame, length), whole = 0;
    for (uint8_t i = 0; i < sent; i++)
        whole = link_feed(&link, frame[i]);
    if (whole == 0)
        return 0;
    link_answer(&link, &device, whole, &context);
    link_finish(&link);
    return link.out[1];
}

/* MARK puts an event into the outbox each time it is done: that can be counted. */
static uint8_t mark(uint8_t sequence, uint8_t number)
{
    return send((const uint8_t[]){MESSAGE_MARK, sequence, number}, LENGTH_MARK);
}

static uint8_t hello(uint8_t sequence)
{
    return send((const uint8_t[]){MESSAGE_HELLO, sequence, PROTOCOL_VERSION}, LENGTH_HELLO);
}

static long times_done(void)
{
    uint8_t event[OUTBOX_MESSAGE_MAX];
    long times = 0;
    while (outbox_take(&device.outbox, event) > 0)
        times++;
    return times;
}

static void test_repeat(void)
{
    begin();
    is_int(mark(5, 200), MESSAGE_OK, "a request is answered");
    uint8_t answer[sizeof link.out];
    memcpy(answer, link.out, link.out_length);
    uint8_t length = link.out_length;
    is_int(mark(5, 200), MESSAGE_OK, "repeated, because the answer was lost, it is answered again");
    ok(link.out_length == length && memcmp(answer, link.out, length) == 0, "with the same bytes");
    is_int(times_done(), 1, "but done once: a doubled SET or PAIN would be another one");
    is_int(link.repeats, 1, "and the repeat is counted");
    mark(5, 200);
    is_int(link.repeats, 2, "however often it comes");
}

static void test_not_a_repeat(void)
{
    begin();
    mark(5, 200);
    mark(6, 200);
    is_int(times_done(), 2, "the same words under a new number are a new request");
    mark(6, 201);
    is_int(times_done(), 1, "other words under the same number are one too");
    mark(5, 200);
    is_int(times_done(), 1, "only the last answer is remembered");
    is_int(link.repeats, 0, "none of these is a repeat");
}

static void test_refusal_is_remembered(void)
{
    begin();
    is_int(mark(7, 1), MESSAGE_REFUSED, "a request that is refused");
    is_int(mark(7, 1), MESSAGE_REFUSED, "is refused again");
    is_int(link.repeats, 1, "from memory: the state may have changed meanwhile, the answer not");
}

/* A host that starts anew may use the old numbers again. */
static void test_hello(void)
{
    begin();
    mark(0, 200);
    is_int(hello(1), MESSAGE_HELLO_REPLY, "HELLO is answered");
    mark(0, 200);
    is_int(times_done(), 2, "and makes the device forget what an earlier host had asked");
    hello(9);
    hello(9);
    is_int(link.repeats, 0, "HELLO itself is always done");
}

static void test_whole_range(void)
{
    begin();
    uint8_t chunk[LENGTH_UPLOAD_CHUNK] = {MESSAGE_UPLOAD_CHUNK, 3, 0};
    device.session.state = STATE_IDLE;
    is_int(send(chunk, sizeof chunk), MESSAGE_REFUSED, "the longest request fits");
    is_int(send((const uint8_t[]){MESSAGE_STATISTICS, 4}, LENGTH_STATISTICS),
           MESSAGE_STATISTICS_REPLY, "and the longest reply");
    is_int(link.out_length, LENGTH_STATISTICS_REPLY + FRAME_OVERHEAD, "in its frame");
    uint8_t noise[LENGTH_UPLOAD_CHUNK + 1] = {MESSAGE_UPLOAD_CHUNK, 3, 0};
    is_int(send(noise, sizeof noise), 0, "what is longer than any request is not answered");
    is_int(link.receiver.drops.too_long, 1, "but counted");
    is_int(hello(5), MESSAGE_HELLO_REPLY, "and the next one is heard");
}

int main(void)
{
    test_repeat();
    test_not_a_repeat();
    test_refusal_is_remembered();
    test_hello();
    test_whole_range();
    return done();
}
