/* link.h: requests in, replies out; a repeated request is answered from memory, not done twice.
 *
 * The last reply is remembered under the request's sequence number and CRC; HELLO empties the memory.
 * Owns: struct link with both buffers. The reply buffer belongs to the transmitter from link_answer()
 * until it is sent: feed no byte meanwhile. Context: main.
 */
#ifndef AVR_CORE_LINK_H
#define AVR_CORE_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/device.h"
#include "protocol/frame.h"

enum {
    LINK_REQUEST_MAX = LENGTH_UPLOAD_CHUNK, /* the longest request */
    LINK_REPLY_MAX = sizeof(union view_reply),
};

struct link {
    struct frame_receiver receiver;
    uint8_t in[LINK_REQUEST_MAX + 2]; /* and its CRC */
    uint8_t out[LINK_REPLY_MAX + FRAME_OVERHEAD];
    uint8_t out_length;
    uint8_t sequence; /* of the request that `out` answers */
    uint16_t crc;
    bool remembers;
    uint16_t repeats;
};

void link_init(struct link *link);

/* Takes a byte; the length of a whole request, or 0. */
uint8_t link_feed(struct link *link, uint8_t byte);

/* Answers the request of that length: link->out holds the frame to send; returns its length. Its last
 * bytes, the check, are still missing, so that a short reply need not wait for them: */
uint8_t link_answer(struct link *link, struct device *device, uint8_t length,
                    const struct request_context *context);

/* Adds them. Call it directly after the sending has begun: it takes a twentieth of the time that the line
 * takes for the bytes before. */
void link_finish(struct link *link);

#endif
