/* outbox.h: events that wait for the link.
 *
 * Whole messages in a small ring of bytes, oldest first. When there is no room an event is dropped and
 * counted; its sequence number is missing then, so the host sees the gap too.
 * Owns: its struct, pure. Context: main.
 */
#ifndef AVR_CORE_OUTBOX_H
#define AVR_CORE_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/view.h"

enum { OUTBOX_BYTES = 96, OUTBOX_MESSAGE_MAX = sizeof(union view_event) };

struct outbox {
    uint8_t bytes[OUTBOX_BYTES]; /* each message with its length before it */
    uint8_t out, used;
    uint8_t sequence; /* of the next event */
    uint16_t drops;
};

/* The number for the next event's sequence field; every call counts on. */
uint8_t outbox_sequence(struct outbox *outbox);

/* Queues a message of 1 to OUTBOX_MESSAGE_MAX bytes. */
void outbox_put(struct outbox *outbox, const uint8_t *message, uint8_t length);

/* Takes the oldest message out into `message` (OUTBOX_MESSAGE_MAX bytes); 0 when there is none. */
uint8_t outbox_take(struct outbox *outbox, uint8_t *message);

#endif
