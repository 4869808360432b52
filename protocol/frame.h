/* frame.h: bytes on the wire <-> messages: COBS, CRC-16, ended by a zero byte.
 *
 * A frame is COBS(message), the CRC of those encoded bytes in three bytes of 7 bits, then 0. The CRC
 * is taken over the wire's bytes because COBS would weaken one taken over the message: a flipped code
 * moves zeros, which is more than a CRC of two bytes is sure to notice. At most 128 bytes stand before
 * the zero, so every code is below 0x80 and no frame begins with the panic byte 0xA5.
 * Owns: nothing; the caller owns every buffer. Context: main. Errors: counted per cause.
 */
#ifndef PROTOCOL_FRAME_H
#define PROTOCOL_FRAME_H

#include <stdbool.h>
#include <stdint.h>

enum {
    FRAME_MAX_ENCODED = 128, /* bytes before the ending zero */
    FRAME_CHECK = 3,         /* of them the CRC */
    FRAME_OVERHEAD = 5,      /* first code, CRC, zero: what framing adds to a message */
    FRAME_MAX_MESSAGE = FRAME_MAX_ENCODED - FRAME_CHECK - 1,
    FRAME_MAX_CODE = FRAME_MAX_MESSAGE + 1,
    FRAME_PANIC = 0xA5, /* directly after a zero: stop everything */
};

/* Why bytes were thrown away; each wraps at 65,535. */
struct frame_drops {
    uint16_t crc;       /* the check did not match */
    uint16_t code;      /* a COBS code that no frame has, or one past the frame's end */
    uint16_t too_long;  /* no zero in time */
    uint16_t too_short; /* less than type, sequence and CRC */
};

struct frame_receiver {
    uint8_t *buffer; /* the caller's; holds message and CRC */
    uint8_t capacity;
    uint8_t length;            /* bytes decoded so far */
    uint8_t held[FRAME_CHECK]; /* the last bytes that came: the CRC, should the zero follow */
    uint8_t held_count;
    uint8_t code_left; /* bytes until the next COBS code; 0 = a code is due */
    bool zero_owed;    /* the running group ends in a zero unless the message ends */
    bool skipping;     /* this frame is lost; wait for its zero */
    uint16_t crc;      /* of all bytes that are no longer held */
    struct frame_drops drops;
};

/* Makes a receiver that decodes into buffer (message + 2 bytes of CRC; 4..126 bytes). */
void frame_receiver_init(struct frame_receiver *receiver, uint8_t *buffer, uint8_t capacity);

/* Takes one byte from the wire. Returns the length of a whole and checked message, which then stands
 * in the buffer until the next call, or 0. Its frame's CRC stands behind it, low byte first. */
uint8_t frame_feed(struct frame_receiver *receiver, uint8_t byte);

/* Has a frame begun whose end has not come yet? */
static inline bool frame_is_coming(const struct frame_receiver *receiver)
{
    return receiver->held_count > 0 && !receiver->skipping;
}

/* Turns a message into a frame in place: the caller put `length` bytes (2..FRAME_MAX_MESSAGE) at
 * frame + 1 and owns length + FRAME_OVERHEAD bytes. Returns the bytes to send, the ending zero
 * included. */
uint8_t frame_seal(uint8_t *frame, uint8_t length);

/* The same in two steps, for a sender that may begin before the CRC is known: encode does all but the last
 * FRAME_TAIL bytes and returns the bytes to send; check adds those to a frame of so many bytes. */
enum { FRAME_TAIL = FRAME_CHECK + 1 };
uint8_t frame_encode(uint8_t *frame, uint8_t length);
void frame_check(uint8_t *frame, uint8_t frame_length);

#endif
