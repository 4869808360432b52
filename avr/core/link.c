#include "avr/core/link.h"

void link_init(struct link *link)
{
    frame_receiver_init(&link->receiver, link->in, sizeof link->in);
    link->remembers = false;
    link->repeats = 0;
}

uint8_t link_feed(struct link *link, uint8_t byte)
{
    return frame_feed(&link->receiver, byte);
}

uint8_t link_answer(struct link *link, struct device *device, uint8_t length,
                    const struct request_context *context)
{
    uint8_t sequence = link->in[1];
    uint16_t crc = (uint16_t)(link->in[length] | (uint16_t)(link->in[length + 1] << 8));
    if (link->remembers && sequence == link->sequence && crc == link->crc) {
        link->repeats++;
        return link->out_length;
    }
    uint8_t reply = requests_answer(device, link->in, length, context, link->out + 1);
    link->out_length = frame_encode(link->out, reply);
    link->sequence = sequence;
    link->crc = crc;
    link->remembers = link->in[0] != MESSAGE_HELLO;
    return link->out_length;
}

void link_finish(struct link *link)
{
    frame_check(link->out, link->out_length);
}
