/* The wire form, pinned: tests/golden.txt, the codec, PROTOCOL.md and a reader that was written from
 * that page alone say the same. Who changes the wire form without meaning to hears of it here; who
 * means to writes golden.txt anew and counts PROTOCOL_VERSION up. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/crc16.h"
#include "protocol/example_session.h"
#include "protocol/faults.h"
#include "protocol/frame.h"
#include "protocol/message.h"
#include "protocol/routine.h"
#include "protocol/settings.h"
#include "tests/host/second_reader.h"
#include "tests/tap.h"

#define GOLDEN "tests/golden.txt"
#define PAGE "protocol/PROTOCOL.md"

enum { FRAME_BYTES = FRAME_MAX_ENCODED + 1, LINE = 1024 };

/* --- the codec's view as text ---------------------------------------------------------------- */

static char codec_text[SECOND_READER_TEXT];

static void print_hex(FILE *out, const uint8_t *bytes, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        fprintf(out, "%02x", bytes[i]);
}

#define PRINT_u8(name) fprintf(out, "%u", fields.name);
#define PRINT_u16(name) fprintf(out, "%u", fields.name);
#define PRINT_u32(name) fprintf(out, "%" PRIu32, fields.name);
#define PRINT_i32(name) fprintf(out, "%" PRId32, fields.name);
#define PRINT_i16x10(name) PRINT_i32(name)
#define PRINT_u32x10(name) PRINT_u32(name)
#define PRINT_u8x6(name)             \
    for (unsigned i = 0; i < 6; i++) \
        fprintf(out, i ? ",%u" : "%u", fields.name[i]);
#define PRINT_bytes48(name) print_hex(out, fields.name, fields.name##_length);
#define AS_VALUE(kind, name, unit, help) \
    fprintf(out, " %s=", #name);         \
    PRINT_##kind(name)

/* Decodes a message into codec_text; false if the codec does not take it. */
static bool codec_reads(const uint8_t *message, uint8_t length)
{
    bool taken = false;
    FILE *out = fmemopen(codec_text, sizeof codec_text, "w");
#define AS_READ(NAME, name, type, kind, help)               \
    {                                                       \
        struct msg_##name fields;                           \
        if (message_get_##name(&fields, message, length)) { \
            taken = true;                                   \
            fprintf(out, "%s #%d", #NAME, message[1]);      \
            FIELDS_##name(AS_VALUE)                         \
        }                                                   \
    }
    MESSAGES(AS_READ)
#undef AS_READ
    fclose(out);
    return taken;
}

/* Feeds a whole frame to a fresh receiver and reads what comes out. */
static bool codec_takes(const uint8_t *frame, size_t length)
{
    struct frame_receiver receiver;
    uint8_t buffer[FRAME_MAX_MESSAGE + 2];
    uint8_t message_length = 0;
    frame_receiver_init(&receiver, buffer, sizeof buffer);
    for (size_t i = 0; i < length; i++)
        message_length = frame_feed(&receiver, frame[i]);
    return message_length > 0 && codec_reads(buffer, message_length);
}

/* --- golden.txt ------------------------------------------------------------------------------ */

struct golden {
    char text[SECOND_READER_TEXT];
    uint8_t frame[FRAME_BYTES];
    size_t length;
};

/* The frame's bytes of an indented line, behind those that are there already. */
static void add_hex(struct golden *golden, const char *line)
{
    unsigned byte;
    int used;
    while (golden->length < FRAME_BYTES && sscanf(line, " %2x%n", &byte, &used) == 1) {
        golden->frame[golden->length++] = (uint8_t)byte;
        line += used;
    }
}

/* The next message of the file: a line that says it, then indented lines with its frame, up to the zero.
 * Lines that begin with # are remarks. */
static bool next_golden(FILE *file, struct golden *golden)
{
    char line[LINE];
    memset(golden, 0, sizeof *golden);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] == '#')
            continue;
        if (line[0] != ' ')
            snprintf(golden->text, sizeof golden->text, "%.*s", (int)sizeof golden->text - 1, line);
        else
            add_hex(golden, line);
        if (golden->length > 0 && golden->frame[golden->length - 1] == 0)
            return true;
    }
    return false;
}

static void test_one(FILE *file, const char *name, uint8_t *frame, uint8_t length)
{
    struct golden golden;
    char text[SECOND_READER_TEXT];
    uint8_t sent = frame_seal(frame, length);
    if (!ok(next_golden(file, &golden), "golden.txt has a message for %s", name))
        return;
    if (is_int(sent, golden.length, "%s has the golden length", name))
        is_bytes(frame, golden.frame, sent, "and the golden bytes");
    ok(second_reader_read(golden.frame, golden.length, text), "the second reader takes it");
    is_str(text, golden.text, "and reads what stands there");
    ok(codec_takes(golden.frame, golden.length), "the codec takes it");
    is_str(codec_text, golden.text, "and reads the same");
}

static void test_golden(void)
{
    FILE *file = fopen(GOLDEN, "r");
    ok(file != NULL, "there is " GOLDEN);
    if (!file)
        return;
#define AS_TEST(NAME, name, number, ...)                                              \
    {                                                                                 \
        uint8_t frame[FRAME_BYTES];                                                   \
        __extension__ const struct msg_##name fields = {__VA_ARGS__};                 \
        test_one(file, #NAME, frame, message_put_##name(frame + 1, number, &fields)); \
    }
    EXAMPLE_SESSION(AS_TEST)
#undef AS_TEST
    struct golden golden;
    ok(!next_golden(file, &golden), "and golden.txt has no more");
    fclose(file);
}

/* A type without golden bytes could change unseen. */
static void test_complete(void)
{
    bool seen[256] = {false};
    long missing = 0;
#define AS_SEEN(NAME, name, number, ...) seen[MESSAGE_##NAME] = true;
    EXAMPLE_SESSION(AS_SEEN)
#undef AS_SEEN
#define AS_TEST(NAME, name, type, kind, help) missing += !seen[type];
    MESSAGES(AS_TEST)
#undef AS_TEST
    is_int(missing, 0, "every type of message is in golden.txt");
}

/* --- the page -------------------------------------------------------------------------------- */

/* A text file without the lines that begin with #, to be freed; NULL if it cannot be read. */
static char *read_text(const char *path, bool with_remarks)
{
    FILE *file = fopen(path, "r");
    char line[LINE], *text = NULL;
    size_t length;
    if (!file)
        return NULL;
    FILE *out = open_memstream(&text, &length);
    while (fgets(line, sizeof line, file))
        if (with_remarks || line[0] != '#')
            fputs(line, out);
    fclose(file);
    fclose(out);
    return text;
}

/* A stranger writes a client from the page: its bytes must be the ones that are tested. */
static void test_page(void)
{
    char *golden = read_text(GOLDEN, false);
    char *page = read_text(PAGE, true);
    ok(golden && page && strstr(page, golden), "PROTOCOL.md shows golden.txt's session");
    free(golden);
    free(page);
}

static void test_example_routine(void)
{
    static const uint8_t routine[] = EXAMPLE_ROUTINE;
    uint8_t at;
    struct routine_totals totals;
    _Static_assert(sizeof routine == EXAMPLE_ROUTINE_LENGTH, "the page's routine has its length");
    is_int(crc16_block(CRC16_START, routine, EXAMPLE_ROUTINE_LENGTH), EXAMPLE_ROUTINE_CRC,
           "the page's routine has its CRC");
    is_int(routine_check(routine, EXAMPLE_ROUTINE_LENGTH, &at), ROUTINE_ERROR_OK, "and is valid");
    routine_totals(routine, EXAMPLE_ROUTINE_LENGTH, &totals);
    is_int((totals.motor_ticks + ROUTINE_TICKS_s - 1) / ROUTINE_TICKS_s,
           routine_header(routine).motor_s, "its header tells its motor time");
}

/* --- at random ------------------------------------------------------------------------------- */

static uint32_t state;

/* Do both readers take it and say the same, or both not? */
static bool agree(const uint8_t *frame, size_t length)
{
    char text[SECOND_READER_TEXT];
    bool one = codec_takes(frame, length);
    bool other = second_reader_read(frame, length, text);
    return one == other && (!one || strcmp(codec_text, text) == 0);
}

static uint8_t random_message(uint8_t *message, uint8_t type, uint8_t length)
{
    bool many_zeros = tap_random(&state) & 1;
    for (uint8_t i = 0; i < length; i++) {
        uint32_t random = tap_random(&state);
        message[i] = many_zeros && (random & 0x300) ? 0 : (uint8_t)random;
    }
    message[0] = type;
    return length;
}

/* All types with all lengths, most of them wrong ones. */
static void test_random_messages(void)
{
    uint32_t seed = state = 5150;
    long disagreed = 0, taken = 0;
    uint8_t frame[FRAME_BYTES];
    for (unsigned type = 0; type < 256; type++) {
        for (uint8_t length = 2; length <= 64; length++) {
            uint8_t sent = frame_seal(frame, random_message(frame + 1, (uint8_t)type, length));
            disagreed += !agree(frame, sent);
            taken += codec_takes(frame, sent);
        }
    }
    is_int(disagreed, 0, "both readers agree on random messages (seed %lu)", (unsigned long)seed);
    is_int(taken, 44 + 48, "44 types have one length, one has 48, and all others are refused");
}

/* Seals bytes that need be no encoding: the check is right, the codes are not. */
static size_t seal_nonsense(uint8_t *frame)
{
    uint8_t check[FRAME_BYTES + 1];
    size_t length = 2 + tap_random(&state) % 20;
    for (size_t i = 0; i < length; i++)
        frame[i] = (uint8_t)(1 + tap_random(&state) % (tap_random(&state) % 4 ? 6 : 255));
    uint16_t crc = crc16_block(CRC16_START, frame, (uint16_t)length);
    check[0] = (uint8_t)(0x80 | (crc & 0x7F));
    check[1] = (uint8_t)(0x80 | (crc >> 7 & 0x7F));
    check[2] = (uint8_t)(0x80 | crc >> 14);
    memcpy(frame + length, check, 3);
    frame[length + 3] = 0;
    return length + 4;
}

static void test_random_nonsense(void)
{
    uint32_t seed = state = 808;
    long disagreed = 0, taken = 0;
    uint8_t frame[FRAME_BYTES];
    for (unsigned i = 0; i < 50000; i++) {
        size_t length = seal_nonsense(frame);
        disagreed += !agree(frame, length);
        taken += codec_takes(frame, length);
    }
    is_int(disagreed, 0, "and on frames with a right check around nonsense (seed %lu)",
           (unsigned long)seed);
    ok(taken > 0, "some of which are messages");
}

static void test_random_damage(void)
{
    uint32_t seed = state = 6502;
    long disagreed = 0;
    uint8_t frame[FRAME_BYTES];
    for (unsigned i = 0; i < 50000; i++) {
        uint8_t sent = frame_seal(frame, random_message(frame + 1, MESSAGE_UPLOAD_CHUNK, 20));
        for (unsigned flips = tap_random(&state) % 4; flips > 0; flips--) {
            uint8_t *byte = &frame[tap_random(&state) % (sent - 1U)];
            uint8_t flipped = (uint8_t)(*byte ^ 1U << tap_random(&state) % 8);
            *byte = flipped ? flipped : 1;
        }
        disagreed += !agree(frame, sent);
    }
    is_int(disagreed, 0, "and on damaged frames (seed %lu)", (unsigned long)seed);
}

int main(void)
{
    test_golden();
    test_complete();
    test_page();
    test_example_routine();
    test_random_messages();
    test_random_nonsense();
    test_random_damage();
    return done();
}
