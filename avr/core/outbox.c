#include "avr/core/outbox.h"

/* Inlined: called, it would take half of what a copied byte does. */
__attribute__((always_inline)) static inline uint8_t *next(struct outbox *outbox, uint8_t *at)
{
    at++;
    return at == outbox->bytes + OUTBOX_BYTES ? outbox->bytes : at;
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
    while (at >= OUTBOX_BYTES) /* not if: a bit of `out` may have flipped */
        at = (uint8_t)(at - OUTBOX_BYTES);
    uint8_t *to = outbox->bytes + at;
    *to = length;
    for (uint8_t left = length; left > 0; left--) {
        to = next(outbox, to);
        *to = *message++;
    }
    outbox->used = (uint8_t)(outbox->used + length + 1);
}

uint8_t outbox_take(struct outbox *outbox, uint8_t *message)
{
    if (outbox->used == 0)
        return 0;
    uint8_t *at = outbox->bytes + outbox->out;
    uint8_t length = *at;
    if (length > OUTBOX_MESSAGE_MAX) { /* a bit has flipped: it would be written beyond `message` */
        outbox->used = 0;
        return 0;
    }
    for (uint8_t left = length; left > 0; left--) {
        at = next(outbox, at);
        *message++ = *at;
    }
    outbox->out = (uint8_t)(next(outbox, at) - outbox->bytes);
    outbox->used = (uint8_t)(outbox->used - length - 1);
    return length;
}
