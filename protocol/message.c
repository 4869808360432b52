#include "protocol/message.h"

#include <string.h>

enum message_fit message_fit(uint8_t type, uint8_t length)
{
    uint8_t least, most;
    switch (type) {
#define AS_CASE(NAME, name, number, kind, help) \
    case (number):                              \
        least = LEAST_##NAME;                   \
        most = LENGTH_##NAME;                   \
        break;
        MESSAGES(AS_CASE)
#undef AS_CASE
    default:
        return MESSAGE_UNKNOWN;
    }
    return length >= least && length <= most ? MESSAGE_FITS : MESSAGE_BAD_LENGTH;
}

/* Each put and get moves one field and returns the place of the next. */

static inline uint8_t *put_u8(uint8_t *at, const uint8_t *value)
{
    *at = *value;
    return at + 1;
}

static inline uint8_t *put_u16(uint8_t *at, const uint16_t *value)
{
    at[0] = (uint8_t)*value;
    at[1] = (uint8_t)(*value >> 8);
    return at + 2;
}

static inline uint8_t *put_u32(uint8_t *at, const uint32_t *value)
{
    at[0] = (uint8_t)*value;
    at[1] = (uint8_t)(*value >> 8);
    at[2] = (uint8_t)(*value >> 16);
    at[3] = (uint8_t)(*value >> 24);
    return at + 4;
}

static inline uint8_t *put_i32(uint8_t *at, const int32_t *value)
{
    uint32_t bits = (uint32_t)*value;
    return put_u32(at, &bits);
}

static inline uint8_t *put_i16x10(uint8_t *at, const int32_t *value)
{
    uint16_t bits = (uint16_t)(*value / 10);
    return put_u16(at, &bits);
}

static inline uint8_t *put_u32x10(uint8_t *at, const uint32_t *value)
{
    uint32_t tens = *value / 10;
    return put_u32(at, &tens);
}

static inline uint8_t *put_u8x6(uint8_t *at, const uint8_t (*values)[6])
{
    memcpy(at, *values, sizeof *values);
    return at + sizeof *values;
}

static inline const uint8_t *get_u8(const uint8_t *at, uint8_t *value)
{
    *value = *at;
    return at + 1;
}

static inline const uint8_t *get_u16(const uint8_t *at, uint16_t *value)
{
    *value = (uint16_t)(at[0] | (uint16_t)at[1] << 8);
    return at + 2;
}

static inline const uint8_t *get_u32(const uint8_t *at, uint32_t *value)
{
    *value = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    return at + 4;
}

static inline const uint8_t *get_i32(const uint8_t *at, int32_t *value)
{
    uint32_t bits;
    at = get_u32(at, &bits);
    *value = (int32_t)bits;
    return at;
}

static inline const uint8_t *get_i16x10(const uint8_t *at, int32_t *value)
{
    uint16_t bits;
    at = get_u16(at, &bits);
    *value = (int16_t)bits * INT32_C(10);
    return at;
}

static inline const uint8_t *get_u32x10(const uint8_t *at, uint32_t *value)
{
    at = get_u32(at, value);
    *value *= 10;
    return at;
}

static inline const uint8_t *get_u8x6(const uint8_t *at, uint8_t (*values)[6])
{
    memcpy(*values, at, sizeof *values);
    return at + sizeof *values;
}

/* bytes48 is the one field whose length the message's own length tells. */
#define PUT_u8(name) at = put_u8(at, &fields->name);
#define PUT_u16(name) at = put_u16(at, &fields->name);
#define PUT_u32(name) at = put_u32(at, &fields->name);
#define PUT_i32(name) at = put_i32(at, &fields->name);
#define PUT_i16x10(name) at = put_i16x10(at, &fields->name);
#define PUT_u32x10(name) at = put_u32x10(at, &fields->name);
#define PUT_u8x6(name) at = put_u8x6(at, &fields->name);
#define PUT_bytes48(name)                            \
    memcpy(at, fields->name, fields->name##_length); \
    at += fields->name##_length;
#define GET_u8(name) at = get_u8(at, &fields->name);
#define GET_u16(name) at = get_u16(at, &fields->name);
#define GET_u32(name) at = get_u32(at, &fields->name);
#define GET_i32(name) at = get_i32(at, &fields->name);
#define GET_i16x10(name) at = get_i16x10(at, &fields->name);
#define GET_u32x10(name) at = get_u32x10(at, &fields->name);
#define GET_u8x6(name) at = get_u8x6(at, &fields->name);
#define GET_bytes48(name)                                                \
    fields->name##_length = (uint8_t)(length - (uint8_t)(at - message)); \
    memcpy(fields->name, at, fields->name##_length);                     \
    at += fields->name##_length;
#define AS_PUT_FIELD(kind, name, unit, help) PUT_##kind(name)
#define AS_GET_FIELD(kind, name, unit, help) GET_##kind(name)

/* The AVR lays a struct out without padding and low byte first: there most messages' fields already stand in memory as
 * on the wire, and one copy does it, which leaves room for the tests that run there. The field-by-field way is for every
 * other machine, for what counts in tens, and for the one message whose length varies. */
#ifdef __AVR__
#define TENS_u8 +0
#define TENS_u16 +0
#define TENS_u32 +0
#define TENS_i32 +0
#define TENS_i16x10 +1
#define TENS_u32x10 +1
#define TENS_u8x6 +0
#define TENS_bytes48 +0
#define AS_TENS(kind, name, unit, help) TENS_##kind
#define AS_COUNT(NAME, name, type, kind, help) TENS_IN_##NAME = 0 FIELDS_##name(AS_TENS),
enum tens { MESSAGES(AS_COUNT) };
#define IS_IMAGE(NAME) (LEAST_##NAME == LENGTH_##NAME && TENS_IN_##NAME == 0)
#define AS_IMAGE_CHECK(NAME, name, type, kind, help)                                               \
    _Static_assert(!IS_IMAGE(NAME) || sizeof(struct msg_##name) == LENGTH_##NAME - MESSAGE_HEADER, \
                   "no padding");
MESSAGES(AS_IMAGE_CHECK)
#else
#define IS_IMAGE(NAME) 0
#endif

/* Not inlined: thirty copies of it would be a tenth of the firmware. */
static __attribute__((noinline)) uint8_t put_image(uint8_t *out, uint8_t type, uint8_t sequence,
                                                   const void *fields, uint8_t length)
{
    out[0] = type;
    out[1] = sequence;
    /* A message without fields copies nothing. */
    /* cppcheck-suppress ctunullpointer */
    /* cppcheck-suppress ctuuninitvar */
    memcpy(out + MESSAGE_HEADER, fields, (uint8_t)(length - MESSAGE_HEADER));
    return length;
}

/* A message of this type and length? Its fields, if there are any to copy. */
static __attribute__((noinline)) bool get_image(void *fields, const uint8_t *message, uint8_t type,
                                                uint8_t length, uint8_t expected)
{
    if (length != expected || message[0] != type)
        return false;
    memcpy(fields, message + MESSAGE_HEADER, (uint8_t)(length - MESSAGE_HEADER));
    return true;
}

#define AS_PUT(NAME, name, type, kind, help)                                                    \
    uint8_t message_put_##name(uint8_t *out, uint8_t sequence, const struct msg_##name *fields) \
    {                                                                                           \
        if (IS_IMAGE(NAME))                                                                     \
            return put_image(out, MESSAGE_##NAME, sequence, fields, LENGTH_##NAME);             \
        uint8_t *at = out + put_image(out, MESSAGE_##NAME, sequence, fields, MESSAGE_HEADER);   \
        FIELDS_##name(AS_PUT_FIELD) return (uint8_t)(at - out);                                 \
    }
MESSAGES(AS_PUT)

#define AS_GET(NAME, name, type, kind, help)                                                   \
    bool message_get_##name(struct msg_##name *fields, const uint8_t *message, uint8_t length) \
    {                                                                                          \
        if (IS_IMAGE(NAME))                                                                    \
            return get_image(fields, message, MESSAGE_##NAME, length, LENGTH_##NAME);          \
        if (length < LEAST_##NAME || length > LENGTH_##NAME || message[0] != MESSAGE_##NAME)   \
            return false;                                                                      \
        const uint8_t *at = message + MESSAGE_HEADER;                                          \
        FIELDS_##name(AS_GET_FIELD)(void) at;                                                  \
        return true;                                                                           \
    }
MESSAGES(AS_GET)
