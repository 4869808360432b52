/* view.h: messages as they stand on the wire, to be read and written in place.
 *
 * struct view_leg, struct view_state ... hold a whole message, header included: its fields follow each other low byte
 * first and without padding, which is how an AVR keeps any struct and what `packed` makes of it elsewhere. So the
 * firmware neither decodes nor encodes; message.h's codec is for machines of every kind.
 * Owns: nothing. Context: any. Errors: who reads has checked type and length.
 */
#ifndef AVR_CORE_VIEW_H
#define AVR_CORE_VIEW_H

#include "protocol/message.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "a message's numbers stand low byte first");

#define IN_PLACE_u8(name) uint8_t name;
#define IN_PLACE_u16(name) uint16_t name;
#define IN_PLACE_u32(name) uint32_t name;
#define IN_PLACE_i32(name) int32_t name;
#define IN_PLACE_i16x10(name) int16_t name##_x10;
#define IN_PLACE_u32x10(name) uint32_t name##_x10;
#define IN_PLACE_u8x6(name) uint8_t name[6];
#define IN_PLACE_bytes48(name) uint8_t name[MESSAGE_CHUNK_BYTES]; /* as many as the message has */
#define AS_FIELD(kind, name, unit, help) IN_PLACE_##kind(name)
#define AS_VIEW(NAME, name, number, kind, help)  \
    struct __attribute__((packed)) view_##name { \
        uint8_t type, sequence;                  \
        FIELDS_##name(AS_FIELD)                  \
    };                                           \
    _Static_assert(sizeof(struct view_##name) == LENGTH_##NAME, "as long as it is on the wire");
MESSAGES(AS_VIEW)
#undef AS_VIEW
#undef AS_FIELD

/* Any reply, any event. All events but BOOT begin with the instant at which what they tell took place. */
#define IN_REPLY_REQUEST(name)
#define IN_REPLY_REPLY(name) struct view_##name name;
#define IN_REPLY_EVENT(name)
#define IN_EVENT_REQUEST(name)
#define IN_EVENT_REPLY(name)
#define IN_EVENT_EVENT(name) struct view_##name name;
#define AS_REPLY(NAME, name, number, kind, help) IN_REPLY_##kind(name)
#define AS_EVENT(NAME, name, number, kind, help) IN_EVENT_##kind(name)
union view_reply {
    MESSAGES(AS_REPLY)
};
union view_event {
    struct __attribute__((packed)) {
        uint8_t type, sequence;
        uint32_t t_us;
    } any;
    MESSAGES(AS_EVENT)
};
#undef AS_REPLY
#undef AS_EVENT

#endif
