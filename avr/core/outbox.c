#include "avr/core/outbox.h"

static uint8_t next(uint8_t at)
{
    return at + 1 == OUTBOX_BYTES ? 0 : (uint8_t)(at + 1);
}

uint8_t outbox_sequence(struct outbox *outbox)
{
    return outbox->sequence++;
}

void outbox_put(struct outbox *outbox, const uint8_t *message, uint8_t length)
{
    if (outbox->used + length + 1 > OUTBOX_BYTES) {
        outbox->drops++;
        return;
    }
    uint8_t at = (uint8_t)(outbox->out + outbox->used);
    if (at >= OUTBOX_BYTES)
        at = (uint8_t)(at - OUTBOX_BYTES);
    outbox->bytes[at] = length;
    for (uint8_t i = 0; i < length; i++) {
        at = next(at);
        outbox->bytes[at] = message[i];
    }
    outbox->used = (uint8_t)(outbox->used + length + 1);
}

uint8_t outbox_take(struct outbox *outbox, uint8_t *message)
{
    if (outbox->used == 0)
        return 0;
    uint8_t at = outbox->out;
    uint8_t length = outbox->bytes[at];
    for (uint8_t i = 0; i < length; i++) {
        at = next(at);
        message[i] = outbox->bytes[at];
    }
    outbox->out = next(at);
    outbox->used = (uint8_t)(outbox->used - length - 1);
    return length;
}
