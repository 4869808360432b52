/* Frames: what was sent arrives, and nothing else does. */
#include <string.h>

#include "protocol/frame.h"
#include "protocol/message.h"
#include "tests/tap.h"

enum { BUFFER_BYTES = 127, GUARD = 0xD5, LENGTH_MIN = 2 };

/* A receiver with a byte behind its buffer that must stay as it is. */
struct listener {
    struct frame_receiver receiver;
    uint8_t buffer[BUFFER_BYTES + 1];
    uint8_t got[BUFFER_BYTES]; /* the last message */
    uint8_t got_length;
    uint16_t messages;
};

static struct listener ear;
static uint8_t message[FRAME_MAX_MESSAGE];
static uint8_t frame[FRAME_MAX_ENCODED + 1];

static void listen(uint8_t capacity)
{
    memset(&ear, 0, sizeof ear);
    ear.buffer[capacity] = GUARD;
    frame_receiver_init(&ear.receiver, ear.buffer, capacity);
}

static void hear_byte(uint8_t byte)
{
    uint8_t length = frame_feed(&ear.receiver, byte);
    if (length == 0)
        return;
    memcpy(ear.got, ear.buffer, length);
    ear.got_length = length;
    ear.messages++;
}

static void hear(const uint8_t *bytes, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++)
        hear_byte(bytes[i]);
}

static bool heard(const uint8_t *wanted, uint8_t length)
{
    return ear.got_length == length && memcmp(ear.got, wanted, length) == 0;
}

static uint32_t drops(void)
{
    const struct frame_drops *drops = &ear.receiver.drops;
    return (uint32_t)drops->crc + drops->code + drops->too_long + drops->too_short;
}

static uint8_t seal(const uint8_t *bytes, uint8_t length)
{
    memcpy(frame + 1, bytes, length);
    return frame_seal(frame, length);
}

/* Fills the message; of `of` bytes about `zeros` are zero. */
static void fill(uint32_t *state, uint8_t length, uint8_t zeros, uint8_t of)
{
    for (uint8_t i = 0; i < length; i++) {
        uint32_t random = tap_random(state);
        message[i] = random % of < zeros ? 0 : (uint8_t)(random >> 16 | 1);
    }
}

/* --- what is sent arrives -------------------------------------------------------------------- */

/* Is the frame on its way what PROTOCOL.md promises of every frame? */
static bool well_formed(uint8_t length, uint8_t sent)
{
    bool good = sent == length + FRAME_OVERHEAD && frame[sent - 1] == 0;
    for (uint8_t i = 0; i + 1 < sent; i++)
        good = good && frame[i] != 0;
    return good && frame[0] <= FRAME_MAX_ENCODED && frame[0] != FRAME_PANIC;
}

/* A length or a pattern of zeros that did not get through would be a routine that cannot be sent. */
static void test_round_trip(uint8_t zeros, uint8_t of)
{
    uint32_t seed = 4711, state = seed;
    long bad_form = 0, lost = 0;
    listen(BUFFER_BYTES);
    for (uint8_t length = LENGTH_MIN; length <= FRAME_MAX_MESSAGE; length++) {
        fill(&state, length, zeros, of);
        uint8_t sent = seal(message, length);
        bad_form += !well_formed(length, sent);
        hear(frame, sent);
        lost += !heard(message, length);
    }
    is_int(bad_form, 0,
           "%d of %d bytes zero: messages of 2 to 124 bytes make good frames (seed %lu)", zeros, of,
           (unsigned long)seed);
    is_int(lost, 0, "and arrive");
    is_int(drops(), 0, "and nothing is counted as dropped");
}

/* The worked example of PROTOCOL.md, byte by byte. */
static void test_worked_example(void)
{
    static const uint8_t refused[] = {0xBF, 0x0A, 0x05, 0x09, 0x00};
    static const uint8_t wanted[] = {0x05, 0xBF, 0x0A, 0x05, 0x09, 0x01, 0x8D, 0x96, 0x80, 0x00};
    uint8_t sent = seal(refused, sizeof refused);
    ok(sent == sizeof wanted, "the worked example has its length");
    is_bytes(frame, wanted, sizeof wanted, "and its bytes");
}

/* Zeros between frames wake a receiver up; a client may send as many as it likes. */
static void test_idle_zeros(void)
{
    static const uint8_t bytes[] = {0x02, 0x07};
    listen(BUFFER_BYTES);
    for (uint8_t i = 0; i < 5; i++)
        hear_byte(0);
    uint8_t sent = seal(bytes, sizeof bytes);
    hear(frame, sent);
    hear_byte(0);
    hear(frame, sent);
    is_int(ear.messages, 2, "frames arrive between extra zeros");
    is_int(drops(), 0, "which are not counted as dropped");
}

/* --- what was spoilt does not ---------------------------------------------------------------- */

/* A cable pulled in the middle of a request must not leave half a request. */
static void test_truncated(void)
{
    uint32_t seed = 99, state = seed;
    long accepted = 0, miscounted = 0;
    for (uint8_t length = LENGTH_MIN; length < 60; length++) {
        fill(&state, length, 1, 4);
        uint8_t sent = seal(message, length);
        for (uint8_t kept = 1; kept + 1 < sent; kept++) {
            listen(BUFFER_BYTES);
            hear(frame, kept);
            hear_byte(0);
            accepted += ear.messages != 0;
            miscounted += drops() != 1;
        }
    }
    is_int(accepted, 0, "no truncated frame is accepted (seed %lu)", (unsigned long)seed);
    is_int(miscounted, 0, "each is counted once");
}

/* Each cause has its own counter, so that `calf stats` can tell noise from a wrong client. */
static void test_causes(void)
{
    static const uint8_t message_of_one[] = {0x02, 0x01, 0x80, 0x80, 0x80, 0x00};
    static const uint8_t past_end[] = {0x09, 0x01, 0x02, 0x80, 0x80, 0x80, 0x00};
    static const uint8_t no_code[] = {0x7E, 0x01, 0x02, 0x80, 0x80, 0x80, 0x00};
    static const uint8_t check_alone[] = {0x80, 0x80, 0x80, 0x00};
    uint8_t sent = seal((const uint8_t[]){0x23, 0x01}, 2);
    listen(BUFFER_BYTES);
    frame[sent - 2] ^= 1;
    hear(frame, sent);
    is_int(ear.receiver.drops.crc, 1, "a wrong CRC counts as crc");
    hear(past_end, sizeof past_end);
    is_int(ear.receiver.drops.code, 1, "a code past the end counts as code");
    hear(no_code, sizeof no_code);
    is_int(ear.receiver.drops.code, 2, "so does a code that no frame has");
    hear(message_of_one, sizeof message_of_one);
    is_int(ear.receiver.drops.too_short, 1, "a message of one byte counts as too short");
    hear(check_alone, sizeof check_alone);
    is_int(ear.receiver.drops.too_short, 2, "so does a CRC without a message");
    hear_byte(0x01);
    hear_byte(0x00);
    is_int(ear.receiver.drops.too_short, 3, "and a single byte");
    is_int(drops(), 6, "and nothing else is counted");
    is_int(ear.messages, 0, "nothing of it is accepted");
}

/* The firmware's buffer is 53 bytes: a longer frame must end there, not in the stack. */
static void test_too_long(void)
{
    enum { SMALL = LENGTH_UPLOAD_CHUNK + 2 };
    uint32_t state = 5;
    long miscounted = 0, overrun = 0;
    for (uint8_t length = LENGTH_UPLOAD_CHUNK + 1; length <= FRAME_MAX_MESSAGE; length++) {
        listen(SMALL);
        fill(&state, length, length % 2, 3);
        hear(frame, seal(message, length));
        miscounted += ear.receiver.drops.too_long != 1 || drops() != 1 || ear.messages != 0;
        overrun += ear.buffer[SMALL] != GUARD;
    }
    is_int(miscounted, 0, "a frame longer than the buffer is counted once, as too long");
    is_int(overrun, 0, "and stays within the buffer");

    fill(&state, LENGTH_UPLOAD_CHUNK, 1, 3);
    hear(frame, seal(message, LENGTH_UPLOAD_CHUNK));
    ok(heard(message, LENGTH_UPLOAD_CHUNK), "the longest request, right after it, arrives");
}

/* Noise for minutes: every burst is one drop, so the counters mean something. */
static void test_garbage(void)
{
    uint32_t seed = 31337, state = seed;
    long bursts = 0;
    bool in_burst = false;
    listen(BUFFER_BYTES);
    for (uint16_t i = 0; i < 20000; i++) {
        uint8_t byte = (uint8_t)tap_random(&state);
        bursts += byte == 0 && in_burst;
        in_burst = byte != 0;
        hear_byte(byte);
    }
    bursts += in_burst;
    hear_byte(0);
    is_int(ear.messages, 0, "20,000 random bytes are no message (seed %lu)", (unsigned long)seed);
    is_int(drops(), bursts, "each burst is one drop");

    listen(BUFFER_BYTES);
    for (uint16_t i = 0; i < 20000; i++)
        hear_byte((uint8_t)(tap_random(&state) | 1));
    hear_byte(0);
    is_int(drops(), 1, "without a zero in it, all of it is one");
}

/* --- one spelling only ----------------------------------------------------------------------- */

/* COBS proper has a code 0xFF for a run without a zero behind it. Here every message has one spelling
 * only, so that a repeated request is known by its bytes. */
static void test_non_canonical(void)
{
    long accepted = 0, miscounted = 0;
    for (uint16_t code = FRAME_MAX_CODE + 1; code <= 0xFF; code++) {
        listen(BUFFER_BYTES);
        hear_byte((uint8_t)code);
        for (uint16_t i = 1; i < code + FRAME_CHECK; i++)
            hear_byte(0x81);
        hear_byte(0);
        accepted += ear.messages;
        miscounted += ear.receiver.drops.code != 1 || drops() != 1;
    }
    is_int(accepted, 0, "no frame has a code above 0x7D");
    is_int(miscounted, 0, "such a code is counted once");
}

/* The panic byte must never be mistaken for a frame, nor a frame for the panic byte. */
static void test_panic_byte(void)
{
    long panics = 0;
    memset(message, 0x77, sizeof message);
    for (uint8_t length = LENGTH_MIN; length <= FRAME_MAX_MESSAGE; length++) {
        seal(message, length);
        panics += frame[0] == FRAME_PANIC;
    }
    is_int(panics, 0, "no frame, not even one without zeros, begins with the panic byte");

    static const uint8_t cry[] = {0x00, FRAME_PANIC, 0x00, 0x00, FRAME_PANIC, 0x00};
    listen(BUFFER_BYTES);
    hear(cry, sizeof cry);
    is_int(ear.messages, 0, "what the host sends in panic is no message");
    is_int(drops(), 2, "the parser drops it");
}

/* --- flipped bits ---------------------------------------------------------------------------- */

#define NO_FLIP 0xFFFFU
static uint16_t flips[3]; /* the bits of the frame that arrive wrong; NO_FLIP for fewer */

/* Did the frame, spoilt so, become a message of right length that is another one? */
static bool becomes_another(uint8_t sent, uint8_t length)
{
    listen(BUFFER_BYTES);
    for (uint8_t i = 0; i < sent; i++) {
        uint8_t byte = frame[i];
        for (uint8_t flip = 0; flip < 3; flip++)
            if (flips[flip] / 8 == i)
                byte = (uint8_t)(byte ^ 1U << flips[flip] % 8);
        hear_byte(byte);
    }
    hear_byte(0); /* should the ending zero have suffered */
    return ear.messages && message_fit(ear.got[0], ear.got_length) == MESSAGE_FITS &&
           !heard(message, length);
}

/* COBS weakens a CRC: a flipped code moves zeros. No flip may turn a request into another one, or a
 * routine into another that passes its checks: that would be felt. */
static void test_single_flips(void)
{
    enum { ROUNDS = 6 };
    static const uint8_t shapes[][2] = {
        {MESSAGE_HELLO, LENGTH_HELLO},   {MESSAGE_STOP, LENGTH_STOP},
        {MESSAGE_START, LENGTH_START},   {MESSAGE_SET, LENGTH_SET},
        {MESSAGE_HEAT, LENGTH_HEAT},     {MESSAGE_FAULT_ACK, LENGTH_FAULT_ACK},
        {MESSAGE_SAMPLE, LENGTH_SAMPLE}, {MESSAGE_UPLOAD_CHUNK, LENGTH_UPLOAD_CHUNK},
    };
    uint32_t seed = 12, state = seed;
    long wrong = 0;
    flips[1] = flips[2] = NO_FLIP;
    for (uint8_t round = 0; round < ROUNDS * (sizeof shapes / sizeof *shapes); round++) {
        uint8_t length = shapes[round / ROUNDS][1];
        fill(&state, length, round % ROUNDS, ROUNDS);
        message[0] = shapes[round / ROUNDS][0];
        uint8_t sent = seal(message, length);
        for (flips[0] = 0; flips[0] < sent * 8; flips[0]++)
            wrong += becomes_another(sent, length);
    }
    is_int(wrong, 0, "no single flipped bit makes another message (seed %lu)", (unsigned long)seed);
}

/* What the CRC promises of the message holds for the wire: the distance is 4. */
static void test_three_flips(void)
{
    static const uint8_t stop[] = {MESSAGE_STOP, 0x05};
    long wrong = 0;
    memcpy(message, stop, sizeof stop);
    uint8_t sent = seal(stop, sizeof stop);
    uint16_t bits = (uint16_t)((sent - 1) * 8);
    for (flips[0] = 2; flips[0] < bits; flips[0]++)
        for (flips[1] = 1; flips[1] < flips[0]; flips[1]++)
            for (flips[2] = 0; flips[2] < flips[1]; flips[2]++)
                wrong += becomes_another(sent, sizeof stop);
    is_int(wrong, 0, "nor do any three in a STOP");
}

int main(void)
{
    test_worked_example();
    test_round_trip(0, 1);
    test_round_trip(1, 1);
    test_round_trip(1, 2);
    test_round_trip(9, 10);
    test_round_trip(1, 100);
    test_idle_zeros();
    test_truncated();
    test_causes();
    test_too_long();
    test_garbage();
    test_non_canonical();
    test_panic_byte();
    test_single_flips();
    test_three_flips();
    return done();
}
