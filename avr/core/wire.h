/* wire.h: messages as they stand on the wire, to be read and written in place.
 *
 * struct wire_leg, struct wire_state ... hold a whole message, header included: its fields follow each other low byte
 * first and without padding, which is how an AVR keeps any struct and what `packed` makes of it elsewhere. So the
 * firmware neither decodes nor encodes; message.h's codec is for machines of every kind.
 * Owns: nothing. Context: any. Errors: who reads has checked type and length.
 */
#ifndef AVR_CORE_WIRE_H
#define AVR_CORE_WIRE_H

#include "protocol/message.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "a message's numbers stand low byte first");

#define IN_PLACE_u8(name) uint8_t name;
#define IN_PLACE_u16(name) uint16_t name;
#define IN_PLACE_u32(name) uint32_t name;
#define IN_PLACE_i32(name) int32_t name;
#define IN_PLACE_u8x6(name) uint8_t name[6];
#define IN_PLACE_bytes48(name) uint8_t name[MESSAGE_CHUNK_BYTES]; /* as many as the message has */
#define AS_FIELD(kind, name, unit, help) IN_PLACE_##kind(name)
#define AS_WIRE(NAME, name, number, kind, help)  \
    struct __attribute__((packed)) wire_##name { \
        uint8_t type, sequence;                  \
        FIELDS_##name(AS_FIELD)                  \
    };                                           \
    _Static_assert(sizeof(struct wire_##name) == LENGTH_##NAME, "as long as it is on the wire");
MESSAGES(AS_WIRE)
#undef AS_WIRE
#undef AS_FIELD

/* Any event. All but BOOT begin with the instant at which what they tell took place. */
#define IN_EVENT_REQUEST(name)
#define IN_EVENT_REPLY(name)
#define IN_EVENT_EVENT(name) struct wire_##name name;
#define AS_MEMBER(NAME, name, number, kind, help) IN_EVENT_##kind(name)
union wire_event {
    struct __attribute__((packed)) {
        uint8_t type, sequence;
        uint32_t t_us;
    } any;
    MESSAGES(AS_MEMBER)
};
#undef AS_MEMBER

#endif
