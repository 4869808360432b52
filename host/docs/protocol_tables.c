/* The tables of protocol/PROTOCOL.md. */
#include <inttypes.h>

#include "host/docs/tables.h"
#include "protocol/accepts.h"
#include "protocol/example_session.h"
#include "protocol/faults.h"
#include "protocol/frame.h"
#include "protocol/limits.h"
#include "protocol/message.h"
#include "protocol/routine.h"
#include "protocol/settings.h"

/* --- messages and their fields --------------------------------------------------------------- */

#define KIND_REQUEST "request"
#define KIND_REPLY "reply"
#define KIND_EVENT "event"

static void print_message(FILE *out, unsigned type, const char *name, const char *kind,
                          unsigned least, unsigned most, const char *help)
{
    fprintf(out, "| 0x%02X | %s | %s | ", type, name, kind);
    if (least < most)
        fprintf(out, "%u to ", least);
    fprintf(out, "%u | %s |\n", most, help);
}

static void print_messages(FILE *out)
{
    fputs("| type | message | kind | length | meaning |\n|---|---|---|---|---|\n", out);
#define AS_ROW(NAME, name, type, kind, help) \
    print_message(out, type, #NAME, KIND_##kind, LEAST_##NAME, LENGTH_##NAME, help);
    MESSAGES(AS_ROW)
#undef AS_ROW
}

static void print_field(FILE *out, unsigned *offset, const char *kind, unsigned bytes,
                        const char *name, const char *unit, const char *help)
{
    if (*offset == MESSAGE_HEADER)
        fputs("\n| offset | kind | field | unit | meaning |\n|---|---|---|---|---|\n", out);
    fprintf(out, "| %u | %s | %s | %s | %s |\n", *offset, kind, name, unit, help);
    *offset += bytes;
}

/* A message without fields has no table. */
static void print_fields(FILE *out)
{
    unsigned offset;
#define AS_ROW(kind, name, unit, help) \
    print_field(out, &offset, #kind, WIRE_##kind, #name, unit, help);
#define AS_TABLE(NAME, name, type, kind, help)                  \
    fprintf(out, "\n**%s** (0x%02X): %s\n", #NAME, type, help); \
    offset = MESSAGE_HEADER;                                    \
    FIELDS_##name(AS_ROW)
    MESSAGES(AS_TABLE)
#undef AS_TABLE
#undef AS_ROW
    fputc('\n', out);
}

/* --- the closed lists ------------------------------------------------------------------------ */

#define AS_WORD(number, name, words) fprintf(out, "| %d | %s | %s |\n", number, #name, words);
#define WORDS(function, list)                                        \
    static void function(FILE *out)                                  \
    {                                                                \
        fputs("| number | name | in words |\n|---|---|---|\n", out); \
        list(AS_WORD)                                                \
    }
WORDS(print_states, STATES)
WORDS(print_legs, LEGS)
WORDS(print_zones, ZONES)
WORDS(print_stage_kinds, STAGE_KINDS)
WORDS(print_end_reasons, END_REASONS)
WORDS(print_notices, NOTICES)
WORDS(print_refusals, REFUSALS)
WORDS(print_reset_causes, RESET_CAUSES)
WORDS(print_tests, TESTS)
WORDS(print_presses, PRESSES)
#undef WORDS
#undef AS_WORD

static void print_accepts(FILE *out)
{
    fputs("| request |", out);
#define AS_HEAD(number, name, words) fprintf(out, " %s |", words);
    STATES(AS_HEAD)
#undef AS_HEAD
    fputs(" and |\n|---|", out);
    for (unsigned state = 0; state < STATE_COUNT; state++)
        fputs("---|", out);
    fputs("---|\n", out);
#define AS_ROW(NAME, states, note)                                                        \
    fprintf(out, "| %s |", #NAME);                                                        \
    for (unsigned state = 0; state < STATE_COUNT; state++)                                \
        fputs(accepts_request((enum state)state, MESSAGE_##NAME) ? " yes |" : " |", out); \
    fprintf(out, " %s |\n", note);
    ACCEPTS(AS_ROW)
#undef AS_ROW
}

static void print_faults(FILE *out)
{
    fputs("| number | name | title | meaning | remedy |\n|---|---|---|---|---|\n", out);
#define AS_ROW(number, name, title, meaning, remedy) \
    fprintf(out, "| %d | %s | %s | %s | %s |\n", number, #name, title, meaning, remedy);
    FAULTS(AS_ROW)
#undef AS_ROW
}

static void print_settings(FILE *out)
{
    fputs("| number | setting | unit | from | to | default | meaning |\n"
          "|---|---|---|---|---|---|---|\n",
          out);
#define AS_ROW(number, name, unit, minimum, maximum, fallback, help)                              \
    fprintf(out, "| %d | %s | %s | %d | %d | %d | %s |\n", number, #name, unit, minimum, maximum, \
            fallback, help);
    SETTINGS(AS_ROW)
#undef AS_ROW
}

static void print_limits(FILE *out)
{
    fputs("| limit | value | reason |\n|---|---|---|\n", out);
#define AS_ROW(name, value, reason) fprintf(out, "| %s | %ld | %s |\n", #name, (long)value, reason);
    LIMITS(AS_ROW)
#undef AS_ROW
}

static void print_operation(FILE *out, const char *name, unsigned first, unsigned last,
                            const char *operands, const char *help)
{
    fprintf(out, "| 0x%02X", first);
    if (first < last)
        fprintf(out, " to 0x%02X", last);
    fprintf(out, " | %s | %s | %s |\n", name, operands, help);
}

static void print_operations(FILE *out)
{
    fputs("| first byte | operation | operands | what it does |\n|---|---|---|---|\n", out);
#define AS_ROW(NAME, first, last, operands, help) \
    print_operation(out, #NAME, first, last, operands, help);
    ROUTINE_OPS(AS_ROW)
#undef AS_ROW
}

static void print_routine_errors(FILE *out)
{
    fputs("| error | what is wrong |\n|---|---|\n", out);
#define AS_ROW(NAME, words) fprintf(out, "| %s | %s |\n", #NAME, words);
    ROUTINE_ERRORS(AS_ROW)
#undef AS_ROW
}

/* --- the session as bytes -------------------------------------------------------------------- */

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

static void print_frame(FILE *out, uint8_t *frame, uint8_t length)
{
    unsigned bytes = frame_seal(frame, length);
    for (unsigned i = 0; i < bytes; i++)
        fprintf(out, i % 32 == 0 ? "\n    %02x" : " %02x", frame[i]);
    fputc('\n', out);
}

/* Two or more lines a message: what it says, and below it, indented, its frame. */
static void print_session(FILE *out)
{
    uint8_t frame[FRAME_MAX_ENCODED + 1];
    fputs("\n```\n", out);
#define AS_EXAMPLE(NAME, name, number, ...)                                          \
    {                                                                                \
        __extension__ const struct msg_##name fields = {__VA_ARGS__};                \
        fprintf(out, "%s #%d", #NAME, number);                                       \
        FIELDS_##name(AS_VALUE)                                                      \
            print_frame(out, frame, message_put_##name(frame + 1, number, &fields)); \
    }
    EXAMPLE_SESSION(AS_EXAMPLE)
#undef AS_EXAMPLE
    fputs("```\n\n", out);
}

static const struct table tables[] = {
    {"messages", print_messages},
    {"fields", print_fields},
    {"accepts", print_accepts},
    {"states", print_states},
    {"legs", print_legs},
    {"zones", print_zones},
    {"stage-kinds", print_stage_kinds},
    {"end-reasons", print_end_reasons},
    {"notices", print_notices},
    {"refusals", print_refusals},
    {"reset-causes", print_reset_causes},
    {"tests", print_tests},
    {"presses", print_presses},
    {"faults", print_faults},
    {"settings", print_settings},
    {"limits", print_limits},
    {"operations", print_operations},
    {"routine-errors", print_routine_errors},
    {"session", print_session},
};

const struct table *tables_of_protocol(unsigned number)
{
    return number < sizeof tables / sizeof tables[0] ? &tables[number] : NULL;
}
