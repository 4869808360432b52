/* The codec: every field of every message arrives as it was, and nothing of wrong length is read. */
#include <string.h>

#include "protocol/frame.h"
#include "protocol/message.h"
#include "tests/tap.h"

enum { ROUNDS = 12, LENGTHS = 131 };

static const uint32_t seed = 20260;
static uint32_t state;

/* --- round trip, expanded from the lists ----------------------------------------------------- */

/* The first rounds hold all bits 0, all 1, and the most negative number; the others are random. */
static uint32_t value_for(uint8_t round)
{
    static const uint32_t extremes[] = {0, 0xFFFFFFFF, 0x80808080, 0x7F7F7F7F, 1};
    return round < sizeof extremes / sizeof *extremes ? extremes[round] : tap_random(&state);
}

static void fill_bytes(uint8_t *bytes, uint8_t count, uint8_t round)
{
    for (uint8_t i = 0; i < count; i++)
        bytes[i] = (uint8_t)value_for(round);
}

#define FILL_u8(name) in.name = (uint8_t)value_for(round);
#define FILL_u16(name) in.name = (uint16_t)value_for(round);
#define FILL_u32(name) in.name = value_for(round);
#define FILL_i32(name) in.name = (int32_t)value_for(round);
#define FILL_i16x10(name) in.name = (int16_t)value_for(round) * INT32_C(10);
#define FILL_u32x10(name) in.name = value_for(round) / 10 * 10;
#define FILL_u8x6(name) fill_bytes(in.name, 6, round);
#define FILL_bytes48(name)                           \
    fill_bytes(in.name, MESSAGE_CHUNK_BYTES, round); \
    in.name##_length = (uint8_t)(1 + round % MESSAGE_CHUNK_BYTES);
#define SAME_u8(name) same = same && in.name == out.name;
#define SAME_u16(name) SAME_u8(name)
#define SAME_u32(name) SAME_u8(name)
#define SAME_i32(name) SAME_u8(name)
#define SAME_i16x10(name) SAME_u8(name)
#define SAME_u32x10(name) SAME_u8(name)
#define SAME_u8x6(name) same = same && memcmp(in.name, out.name, 6) == 0;
#define SAME_bytes48(name)                                  \
    same = same && in.name##_length == out.name##_length && \
           memcmp(in.name, out.name, in.name##_length) == 0;
#define AS_FILL(kind, name, unit, help) FILL_##kind(name)
#define AS_SAME(kind, name, unit, help) SAME_##kind(name)

#define AS_ROUND_TRIP(NAME, name, type, kind, help)                                             \
    static bool round_trip_##name(uint8_t round)                                                \
    {                                                                                           \
        uint8_t wire[FRAME_MAX_MESSAGE];                                                        \
        __extension__ struct msg_##name in = {}, out;                                           \
        bool same = true;                                                                       \
        (void)round;                                                                            \
        FIELDS_##name(AS_FILL) uint8_t length = message_put_##name(wire, 0x5A, &in);            \
        if (message_fit(wire[0], length) != MESSAGE_FITS || wire[0] != type || wire[1] != 0x5A) \
            return false;                                                                       \
        memset(&out, 0xA6, sizeof out);                                                         \
        same = message_get_##name(&out, wire, length);                                          \
        FIELDS_##name(AS_SAME) return same;                                                     \
    }
MESSAGES(AS_ROUND_TRIP)

/* A field that is lost or mixed up on the way is a wrong temperature on the screen, or a wrong zone. */
static void test_round_trips(void)
{
#define AS_TEST(NAME, name, type, kind, help)                                 \
    {                                                                         \
        bool same = true;                                                     \
        for (uint8_t round = 0; round < ROUNDS; round++)                      \
            same = round_trip_##name(round) && same;                          \
        ok(same, #NAME " arrives as it was (seed %lu)", (unsigned long)seed); \
    }
    MESSAGES(AS_TEST)
#undef AS_TEST
}

/* --- the wire form, typed by hand ------------------------------------------------------------ */

static void expect_wire(const uint8_t *wire, uint8_t length, const uint8_t *wanted,
                        uint8_t wanted_length, const char *what)
{
    is_int(length, wanted_length, "%s: the length", what);
    is_bytes(wire, wanted, wanted_length, "%s: the bytes", what);
}

/* Both ends could agree on a wrong form; a stranger's client could not. One message per kind of field. */
static void test_wire_form(void)
{
    uint8_t wire[FRAME_MAX_MESSAGE];

    static const uint8_t refused[] = {0xBF, 0x11, 0x05, 0x34, 0x12};
    uint8_t length =
        message_put_refused(wire, 0x11, &(struct msg_refused){.reason = 5, .detail = 0x1234});
    expect_wire(wire, length, refused, sizeof refused, "u8 and u16, low byte first");

    static const uint8_t ack[] = {0x14, 0x22, 0x78, 0x56, 0x34, 0x12};
    length = message_put_fault_ack(wire, 0x22, &(struct msg_fault_ack){.faults = 0x12345678});
    expect_wire(wire, length, ack, sizeof ack, "u32, low byte first");

    static const uint8_t setting[] = {0x85, 0x33, 0x07, 0xFE, 0xFF, 0xFF, 0xFF};
    length = message_put_setting_reply(wire, 0x33,
                                       &(struct msg_setting_reply){.setting = 7, .value = -2});
    expect_wire(wire, length, setting, sizeof setting, "i32, two's complement");

    static const uint8_t wait[] = {0xCA, 0x55, 1, 0, 0, 0, 1, 0x39, 0x30, 0, 0};
    length = message_put_wait(wire, 0x55,
                              &(struct msg_wait){.t_us = 1, .waiting = 1, .position_ms = 123450});
    expect_wire(wire, length, wait, sizeof wait, "u32x10, in tens");

    static const uint8_t celsius[] = {0x6D, 0x0C, 0xFD, 0xFF};
    message_put_sample(wire, 0, &(struct msg_sample){.skin_mC = 31810, .pad_mC = -30});
    is_bytes(wire + MESSAGE_HEADER + 4, celsius, sizeof celsius,
             "i16x10, in tens, two's complement");

    static const uint8_t zones[] = {1, 2, 3, 4, 5, 6};
    message_put_sample(wire, 0, &(struct msg_sample){.strength_percent = {1, 2, 3, 4, 5, 6}});
    is_bytes(wire + LENGTH_SAMPLE - 6, zones, 6, "u8x6, in the order of the zones");

    static const uint8_t chunk[] = {0x11, 0x44, 0x03, 0xAA, 0xBB};
    length = message_put_upload_chunk(
        wire, 0x44, &(struct msg_upload_chunk){.index = 3, .data = {0xAA, 0xBB}, .data_length = 2});
    expect_wire(wire, length, chunk, sizeof chunk, "bytes48, which end the message");
}

/* --- lengths --------------------------------------------------------------------------------- */

/* Type, least and greatest length, as in PROTOCOL.md; typed here so that a change is noticed. */
static const uint8_t lengths[][3] = {
    {0x01, 3, 3},   {0x02, 2, 2},   {0x03, 2, 2},   {0x04, 2, 2},   {0x05, 3, 3},   {0x06, 2, 2},
    {0x07, 2, 2},   {0x08, 10, 10}, {0x10, 5, 5},   {0x11, 4, 51},  {0x12, 2, 2},   {0x13, 11, 11},
    {0x14, 6, 6},   {0x18, 4, 4},   {0x19, 9, 9},   {0x1A, 12, 12}, {0x1B, 6, 6},   {0x1C, 2, 2},
    {0x1D, 3, 3},   {0x1E, 4, 4},   {0x1F, 2, 2},   {0x20, 6, 6},   {0x21, 2, 2},   {0x22, 2, 2},
    {0x23, 2, 2},   {0x81, 19, 19}, {0x82, 22, 22}, {0x83, 26, 26}, {0x84, 22, 22}, {0x85, 7, 7},
    {0x86, 18, 18}, {0x87, 15, 15}, {0xBE, 2, 2},   {0xBF, 5, 5},   {0xC0, 19, 19}, {0xC1, 12, 12},
    {0xC2, 16, 16}, {0xC3, 15, 15}, {0xC4, 22, 22}, {0xC5, 7, 7},   {0xC6, 9, 9},   {0xC7, 11, 11},
    {0xC8, 7, 7},   {0xC9, 21, 21}, {0xCA, 11, 11},
};

static enum message_fit expected_fit(uint8_t type, uint8_t length)
{
    for (uint8_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        if (lengths[i][0] == type)
            return length >= lengths[i][1] && length <= lengths[i][2] ? MESSAGE_FITS
                                                                      : MESSAGE_BAD_LENGTH;
    return MESSAGE_UNKNOWN;
}

/* The exact length per type is half of the protection against a flipped bit. */
static void test_fit(void)
{
    long wrong = 0;
    for (uint16_t type = 0; type <= 0xFF; type++)
        for (uint8_t length = 0; length < LENGTHS; length++)
            wrong += message_fit((uint8_t)type, length) != expected_fit((uint8_t)type, length);
    is_int(wrong, 0, "256 types x 131 lengths fit, are too long or short, or unknown");
}

/* A message read with the wrong length is read past its end. */
static void test_get_refuses(void)
{
    long wrong = 0;
    uint8_t wire[LENGTHS];
    memset(wire, 0, sizeof wire);
#define AS_TEST(NAME, name, type, kind, help)                       \
    for (uint8_t length = 0; length < LENGTHS; length++) {          \
        struct msg_##name fields;                                   \
        wire[0] = type;                                             \
        bool fits = expected_fit(type, length) == MESSAGE_FITS;     \
        wrong += message_get_##name(&fields, wire, length) != fits; \
        wire[0] = (uint8_t)(type ^ 0x40);                           \
        wrong += message_get_##name(&fields, wire, length);         \
    }
    MESSAGES(AS_TEST)
#undef AS_TEST
    is_int(wrong, 0, "a get refuses every other length and type");
}

/* The host tells replies from events, and the firmware requests from either, by the type alone. */
static void test_kinds(void)
{
    enum { REQUEST = 0x00, REPLY = 0x80, EVENT = 0xC0 };
    long wrong = 0;
#define AS_TEST(NAME, name, type, kind, help) \
    wrong +=                                  \
        (type < 0x80 ? REQUEST : type & EVENT) != kind || (int)LENGTH_##NAME > FRAME_MAX_MESSAGE;
    MESSAGES(AS_TEST)
#undef AS_TEST
    is_int(wrong, 0, "requests are below 0x80, replies below 0xC0, events above; all fit a frame");
}

int main(void)
{
    state = seed;
    test_wire_form();
    test_fit();
    test_get_refuses();
    test_kinds();
    test_round_trips();
    return done();
}
