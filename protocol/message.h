/* message.h: the codec, expanded from messages.h: one struct, one length, one encoder and one
 * decoder per message.
 *
 * A message is [type, sequence, fields]. The host gives each request a new sequence number; the reply
 * carries the same one; events count their own. Context: any. Errors: a message of unknown type
 * or wrong length decodes to nothing.
 */
#ifndef PROTOCOL_MESSAGE_H
#define PROTOCOL_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/messages.h"

enum { MESSAGE_HEADER = 2 }; /* type and sequence */

#define AS_TYPE(NAME, name, type, kind, help) MESSAGE_##NAME = (type),
enum message_type { MESSAGES(AS_TYPE) };
#undef AS_TYPE

/* struct msg_hello, struct msg_status_reply, ...: plain values, units in the names. */
#define C_u8(name) uint8_t name;
#define C_u16(name) uint16_t name;
#define C_u32(name) uint32_t name;
#define C_i32(name) int32_t name;
#define C_i16x10(name) int32_t name;
#define C_u32x10(name) uint32_t name;
#define C_u8x6(name) uint8_t name[6];
#define C_bytes48(name)                \
    uint8_t name[MESSAGE_CHUNK_BYTES]; \
    uint8_t name##_length;
#define AS_FIELD(kind, name, unit, help) C_##kind(name)
#define AS_STRUCT(NAME, name, type, kind, help)                          \
    __extension__ struct msg_##name { /* some messages have no fields */ \
        FIELDS_##name(AS_FIELD)                                          \
    };
MESSAGES(AS_STRUCT)
#undef AS_STRUCT
#undef AS_FIELD

/* Bytes of the fields on the wire: LENGTH_NAME at most, LEAST_NAME at least. The two differ only where
 * a bytes48 field takes what the message has. */
#define WIRE_u8 1
#define WIRE_u16 2
#define WIRE_u32 4
#define WIRE_i32 4
#define WIRE_i16x10 2
#define WIRE_u32x10 4
#define WIRE_u8x6 6
#define WIRE_bytes48 MESSAGE_CHUNK_BYTES
#define LEAST_u8 1
#define LEAST_u16 2
#define LEAST_u32 4
#define LEAST_i32 4
#define LEAST_i16x10 2
#define LEAST_u32x10 4
#define LEAST_u8x6 6
#define LEAST_bytes48 1
#define AS_SIZE(kind, name, unit, help) +WIRE_##kind
#define AS_LEAST(kind, name, unit, help) +LEAST_##kind
#define AS_LENGTH(NAME, name, type, kind, help)            \
    LENGTH_##NAME = MESSAGE_HEADER FIELDS_##name(AS_SIZE), \
    LEAST_##NAME = MESSAGE_HEADER FIELDS_##name(AS_LEAST),
enum message_length { MESSAGES(AS_LENGTH) };
#undef AS_LENGTH

enum message_fit { MESSAGE_FITS, MESSAGE_BAD_LENGTH, MESSAGE_UNKNOWN };

/* Does a message of this type have this length (header included) on the wire? Every type has exactly
 * one, but an upload chunk may carry 1 to 48 bytes. */
enum message_fit message_fit(uint8_t type, uint8_t length);

/* message_put_hello(out, sequence, fields) ... : writes the whole message, returns its length.
 * out must hold LENGTH_HELLO bytes ...; an upload chunk's data_length must be 1 to 48. */
#define AS_PUT(NAME, name, type, kind, help) \
    uint8_t message_put_##name(uint8_t *out, uint8_t sequence, const struct msg_##name *fields);
MESSAGES(AS_PUT)
#undef AS_PUT

/* message_get_hello(fields, message, length) ... : false when type or length is not this message's. */
#define AS_GET(NAME, name, type, kind, help) \
    bool message_get_##name(struct msg_##name *fields, const uint8_t *message, uint8_t length);
MESSAGES(AS_GET)
#undef AS_GET

#endif
