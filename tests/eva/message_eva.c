/* Any bytes as a message of any length; any fields of every message. */
#include "tests/eva/eva.h"

#include "protocol/frame.h"
#include "protocol/message.h"

static uint8_t message[FRAME_MAX_MESSAGE];

/* The bytes that a chunk carries are counted by a field of its own. */
#define BOUND_bytes48(name) fields.name##_length = eva_u8(1, MESSAGE_CHUNK_BYTES);
#define BOUND_u8(name)
#define BOUND_u16(name)
#define BOUND_u32(name)
#define BOUND_i32(name)
#define BOUND_i16x10(name)
#define BOUND_u32x10(name)
#define BOUND_u8x6(name)
#define AS_BOUND(kind, name, unit, help) BOUND_##kind(name)

#define AS_CHECK(NAME, name, type, kind, help)                              \
    static void put_and_get_##name(void)                                    \
    {                                                                       \
        static struct msg_##name fields;                                    \
        eva_bytes(&fields, sizeof fields);                                  \
        FIELDS_##name(AS_BOUND) uint8_t length =                            \
            message_put_##name(message, eva_u8(0, UINT8_MAX), &fields);     \
        eva_must(length >= LEAST_##NAME && length <= LENGTH_##NAME);        \
        eva_bytes(message, sizeof message);                                 \
        message_get_##name(&fields, message, eva_u8(0, FRAME_MAX_MESSAGE)); \
    }
MESSAGES(AS_CHECK)

int main(void)
{
    message_fit(eva_u8(0, UINT8_MAX), eva_u8(0, UINT8_MAX));
#define AS_CALL(NAME, name, type, kind, help) put_and_get_##name();
    MESSAGES(AS_CALL)
    return 0;
}
