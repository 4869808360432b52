/* Any bytes from the wire, into the shortest and the longest buffer; any message to be sent. */
#include "tests/eva/eva.h"

#include "protocol/frame.h"

enum { SHORTEST = 4, LONGEST = FRAME_MAX_MESSAGE + 2 };

static struct frame_receiver receiver; /* static, as the firmware's */

static void receive(uint8_t *buffer, uint8_t capacity)
{
    frame_receiver_init(&receiver, buffer, capacity);
    while (eva_u8(0, 1)) {
        uint8_t length = frame_feed(&receiver, eva_u8(0, UINT8_MAX));
        eva_must(length + 2 <= capacity);
    }
}

static void send(uint8_t length)
{
    static uint8_t frame[FRAME_MAX_MESSAGE + FRAME_OVERHEAD];
    eva_bytes(frame, sizeof frame);
    uint8_t bytes = frame_seal(frame, length);
    eva_must(bytes == length + FRAME_OVERHEAD);
}

int main(void)
{
    static uint8_t shortest[SHORTEST], longest[LONGEST];
    receive(shortest, SHORTEST);
    receive(longest, LONGEST);
    for (uint8_t length = 2; length <= FRAME_MAX_MESSAGE; length++)
        send(length);
    return 0;
}
