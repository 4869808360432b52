#include "tests/host/second_reader.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Section 12 of the page. */
static const struct shape {
    uint8_t type;
    const char *name;
    const char *fields; /* "name:kind name:kind ..." */
} shapes[] = {
    {0x01, "HELLO", "protocol_version:u8"},
    {0x02, "STATUS", ""},
    {0x03, "STATISTICS", ""},
    {0x04, "PROBE", ""},
    {0x06, "READINGS", ""},
    {0x07, "USAGE", ""},
    {0x08, "CLOCK", "utc_min:u32 utc_inverted:u32"},
    {0x10, "UPLOAD_BEGIN", "length:u8 crc:u16"},
    {0x11, "UPLOAD_CHUNK", "index:u8 data:bytes48"},
    {0x12, "UPLOAD_COMMIT", ""},
    {0x18, "LEG", "leg:u8 leg_inverted:u8"},
    {0x20, "START", "level:u8 level_inverted:u8 routine_crc:u16"},
    {0x21, "PAUSE", ""},
    {0x22, "RESUME", ""},
    {0x23, "STOP", ""},
    {0x1F, "PAIN", ""},
    {0x1D, "MARK", "mark:u8"},
    {0x1E, "LEVEL", "level:u8 level_inverted:u8"},
    {0x1B, "TEST", "test:u8 test_inverted:u8 duration_ms:u16"},
    {0x19, "SET", "strength_permille:u16 strength_inverted:u16 zone:u8 duration_ms:u16"},
    {0x1A, "HEAT", "setpoint_mC:i32 setpoint_inverted:i32 duration_ms:u16"},
    {0x1C, "PRESENT", ""},
    {0x05, "SETTING_GET", "setting:u8"},
    {0x13, "SETTING_SET", "value:i32 value_inverted:i32 setting:u8"},
    {0x14, "FAULT_ACK", "faults:u32"},
    {0x81, "HELLO_REPLY",
     "protocol_version:u8 firmware_major:u8 firmware_minor:u8 firmware_patch:u8 build_id:u32 "
     "reset_cause:u8 boot_id:u16 uptime_ms:u32 routine_capacity:u8 fuse_extended:u8"},
    {0x82, "STATUS_REPLY",
     "t_us:u32 state:u8 leg:u8 level:u8 end_reason:u8 faults:u32 routine_crc:u16 "
     "routine_length:u8 position_ms:u32x10 stage:u8"},
    {0x83, "STATISTICS_REPLY",
     "drops_crc:u16 drops_code:u16 drops_too_long:u16 drops_too_short:u16 drops_framing:u16 "
     "drops_overrun:u16 drops_event:u16 repeats:u16 late_frames:u16 panics:u16 "
     "stack_free_byte:u16 store_writes:u16"},
    {0x84, "PROBE_REPLY",
     "cycles:u8 test:u8 stop:u8 button:u8 skin_mC:i16x10 pad_mC:i16x10 supply_mV:u16 "
     "heater_mA:u16 motor_mA:u16 bandgap_counts8:u16 skin_counts8:u16 pad_counts8:u16"},
    {0x85, "SETTING_REPLY", "setting:u8 value:i32"},
    {0x86, "READINGS_REPLY",
     "skin_mC:i16x10 pad_mC:i16x10 setpoint_mC:i16x10 heater_permille:u16 supply_mV:u16 "
     "strength_percent:u8x6"},
    {0x87, "USAGE_REPLY",
     "stage_left_ms:u32x10 motor_s:u16 hot_s:u16 dose_mCEM43:u16 completed:u8 wait_min:u16"},
    {0xBE, "OK", ""},
    {0xBF, "REFUSED", "reason:u8 detail:u16"},
    {0xC0, "BOOT",
     "protocol_version:u8 firmware_major:u8 firmware_minor:u8 firmware_patch:u8 build_id:u32 "
     "reset_cause:u8 boot_id:u16 uptime_ms:u32 routine_capacity:u8 fuse_extended:u8"},
    {0xC1, "STATE", "t_us:u32 state:u8 before:u8 uptime_ms:u32"},
    {0xC2, "STAGE", "t_us:u32 planned_us:u32 stage:u8 kind:u8 duration_s:u16 setpoint_mC:i16x10"},
    {0xC3, "STEP", "t_us:u32 planned_us:u32 step:u16 stage:u8 zones:u8 percent:u8"},
    {0xC4, "SAMPLE",
     "t_us:u32 skin_mC:i16x10 pad_mC:i16x10 setpoint_mC:i16x10 heater_permille:u16 supply_mV:u16 "
     "strength_percent:u8x6"},
    {0xC5, "MARKED", "t_us:u32 mark:u8"},
    {0xC6, "PROMPT", "t_us:u32 prompt:u8 wait_s:u16"},
    {0xC7, "FAULT", "t_us:u32 fault:u8 faults:u32"},
    {0xC8, "NOTICE", "t_us:u32 notice:u8"},
    {0xC9, "END", "t_us:u32 reason:u8 position_ms:u32x10 motor_ms:u32 heat_ms:u32 steps:u16"},
    {0xCA, "WAIT", "t_us:u32 waiting:u8 position_ms:u32x10"},
};

enum { CHECK_BYTES = 3, MESSAGE_MAX = 124, CHUNK_MAX = 48 };

/* Text that grows; what does not fit is cut off. */
struct writing {
    char *text;
    size_t length;
};

static void add(struct writing *writing, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int added = vsnprintf(writing->text + writing->length, SECOND_READER_TEXT - writing->length,
                          format, values);
    va_end(values);
    if (added > 0)
        writing->length += (size_t)added;
    if (writing->length >= SECOND_READER_TEXT)
        writing->length = SECOND_READER_TEXT - 1;
}

static bool refuse(char *text, const char *why)
{
    snprintf(text, SECOND_READER_TEXT, "%s", why);
    return false;
}

/* --- section 2: frames ----------------------------------------------------------------------- */

/* The CRC, unreflected: the bits of each byte enter lowest first at the register's upper end, and the
 * register is turned round at the end. */
static unsigned crc_of(const uint8_t *bytes, size_t count)
{
    unsigned crc = 0xFFFF, turned = 0;
    for (size_t i = 0; i < count * 8; i++) {
        unsigned bit = (unsigned)bytes[i / 8] >> i % 8 & 1U;
        unsigned out = crc >> 15;
        crc = (crc << 1 & 0xFFFF) ^ (out != bit ? 0x1021 : 0);
    }
    for (unsigned bit = 0; bit < 16; bit++)
        turned |= (crc >> bit & 1U) << (15 - bit);
    return turned;
}

static bool check_is_right(const uint8_t *encoded, size_t length)
{
    const uint8_t *check = encoded + length;
    unsigned crc = crc_of(encoded, length);
    return check[0] == (crc % 128 | 128) && check[1] == (crc / 128 % 128 | 128) &&
           check[2] == (crc / 16384 | 128);
}

/* Puts the zeros back. Returns the message's length, or 0 if the encoding is wrong. */
static size_t unstuff(const uint8_t *encoded, size_t length, uint8_t *message)
{
    memcpy(message, encoded, length);
    size_t zero_at = 0; /* of the place where a code stands now and a zero belongs */
    while (zero_at < length) {
        size_t distance = message[zero_at];
        if (distance > MESSAGE_MAX + 1)
            return 0;
        message[zero_at] = 0;
        zero_at += distance;
    }
    if (zero_at != length)
        return 0;
    memmove(message, message + 1, length - 1); /* the first code stood for nothing */
    return length - 1;
}

/* --- sections 3 and 12: messages ------------------------------------------------------------- */

static unsigned size_of(const char *kind)
{
    static const struct {
        const char *kind;
        unsigned bytes;
    } sizes[] = {{"u8x6", 6}, {"u8", 1},     {"u16", 2},   {"u32", 4},
                 {"i32", 4},  {"i16x10", 2}, {"u32x10", 4}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (strcmp(sizes[i].kind, kind) == 0)
            return sizes[i].bytes;
    return 0; /* bytes48: the rest */
}

static void add_value(struct writing *writing, const char *kind, const uint8_t *at, size_t bytes)
{
    if (strcmp(kind, "bytes48") == 0) {
        for (size_t i = 0; i < bytes; i++)
            add(writing, "%02x", at[i]);
        return;
    }
    if (strcmp(kind, "u8x6") == 0) {
        for (size_t i = 0; i < bytes; i++)
            add(writing, "%s%d", i ? "," : "", at[i]);
        return;
    }
    int64_t value = 0;
    for (size_t i = bytes; i > 0; i--)
        value = value * 256 + at[i - 1];
    int64_t end = INT64_C(1) << 8 * bytes;
    if (*kind == 'i' && value >= end / 2)
        value -= end;
    if (strstr(kind, "x10"))
        value *= 10;
    if (*kind == 'u')
        value %= INT64_C(1) << 32;
    add(writing, "%" PRId64, value);
}

static bool read_fields(const struct shape *shape, const uint8_t *message, size_t length,
                        struct writing *writing)
{
    char name[32], kind[16];
    size_t at = 2;
    int used;
    for (const char *rest = shape->fields; sscanf(rest, " %31[^:]:%15s%n", name, kind, &used) == 2;
         rest += used) {
        size_t bytes = size_of(kind);
        if (bytes == 0) {
            bytes = length > at ? length - at : 0;
            if (bytes < 1 || bytes > CHUNK_MAX)
                return false;
        }
        if (at + bytes > length)
            return false;
        add(writing, " %s=", name);
        add_value(writing, kind, message + at, bytes);
        at += bytes;
    }
    return at == length;
}

bool second_reader_read(const uint8_t *frame, size_t length, char *text)
{
    uint8_t message[MESSAGE_MAX + 1];
    if (length < 1 + CHECK_BYTES + 1 || frame[length - 1] != 0)
        return refuse(text, "too short");
    size_t encoded = length - CHECK_BYTES - 1;
    if (encoded > sizeof message)
        return refuse(text, "too long");
    size_t bytes = unstuff(frame, encoded, message);
    if (bytes < 2)
        return refuse(text, "no encoding of a message");
    if (!check_is_right(frame, encoded))
        return refuse(text, "wrong check");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (shapes[i].type != message[0])
            continue;
        struct writing writing = {text, 0};
        add(&writing, "%s #%d", shapes[i].name, message[1]);
        return read_fields(&shapes[i], message, bytes, &writing) || refuse(text, "wrong length");
    }
    return refuse(text, "unknown type");
}
