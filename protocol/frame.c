#include "protocol/frame.h"

#include "protocol/crc16.h"

enum { CRC_BYTES = 2, MESSAGE_MIN = 2 };

/* The CRC as it goes on the wire: 7 bits a byte, lowest first, the top bit set so that none is 0. */
static void put_check(uint8_t *out, uint16_t crc)
{
    uint8_t low = (uint8_t)crc, high = (uint8_t)(crc >> 8);
    out[0] = low | 0x80;
    out[1] = (uint8_t)(high << 1 | low >> 7 | 0x80);
    out[2] = (uint8_t)(high >> 6 | 0x80);
}

static void begin(struct frame_receiver *receiver)
{
    receiver->length = 0;
    receiver->held_count = 0;
    receiver->code_left = 0;
    receiver->zero_owed = false;
    receiver->skipping = false;
    receiver->crc = CRC16_START;
}

void frame_receiver_init(struct frame_receiver *receiver, uint8_t *buffer, uint8_t capacity)
{
    receiver->buffer = buffer;
    receiver->capacity = capacity;
    receiver->drops = (struct frame_drops){0, 0, 0, 0};
    begin(receiver);
}

static void skip(struct frame_receiver *receiver, uint16_t *drop)
{
    receiver->skipping = true;
    (*drop)++;
}

static void keep(struct frame_receiver *receiver, uint8_t byte)
{
    if (receiver->length + CRC_BYTES >= receiver->capacity)
        skip(receiver, &receiver->drops.too_long);
    else
        receiver->buffer[receiver->length++] = byte;
}

/* COBS: a code tells how far away the next zero is; between them stand bytes as they are. */
static void decode(struct frame_receiver *receiver, uint8_t byte)
{
    receiver->crc = crc16_update(receiver->crc, byte);
    if (receiver->code_left > 0) {
        receiver->code_left--;
        keep(receiver, byte);
    } else if (byte > FRAME_MAX_CODE) {
        skip(receiver, &receiver->drops.code);
    } else {
        if (receiver->zero_owed)
            keep(receiver, 0);
        receiver->zero_owed = true;
        receiver->code_left = (uint8_t)(byte - 1);
    }
}

static bool check_matches(const struct frame_receiver *receiver)
{
    uint8_t wanted[FRAME_CHECK];
    put_check(wanted, receiver->crc);
    return receiver->held[0] == wanted[0] && receiver->held[1] == wanted[1] &&
           receiver->held[2] == wanted[2];
}

/* At the zero: is what was collected a message? */
static uint8_t finish(struct frame_receiver *receiver)
{
    uint8_t length = 0;
    if (receiver->skipping) {
        /* counted when the skipping began */
    } else if (receiver->held_count == 0) {
        /* an empty frame: zeros between frames are free */
    } else if (receiver->code_left != 0) {
        receiver->drops.code++;
    } else if (receiver->length < MESSAGE_MIN) {
        receiver->drops.too_short++;
    } else if (!check_matches(receiver)) {
        receiver->drops.crc++;
    } else {
        length = receiver->length;
        receiver->buffer[length] = (uint8_t)receiver->crc;
        receiver->buffer[length + 1] = (uint8_t)(receiver->crc >> 8);
    }
    begin(receiver);
    return length;
}

uint8_t frame_feed(struct frame_receiver *receiver, uint8_t byte)
{
    if (byte == 0)
        return finish(receiver);
    if (receiver->skipping)
        return 0;
    if (receiver->held_count < FRAME_CHECK) {
        receiver->held[receiver->held_count++] = byte;
        return 0;
    }
    uint8_t due = receiver->held[0];
    receiver->held[0] = receiver->held[1];
    receiver->held[1] = receiver->held[2];
    receiver->held[2] = byte;
    decode(receiver, due);
    return 0;
}

uint8_t frame_encode(uint8_t *frame, uint8_t length)
{
    uint8_t *code = frame, *end = frame + length + 1;
    for (uint8_t *at = frame + 1; at != end; at++) {
        if (*at != 0)
            continue;
        *code = (uint8_t)(at - code);
        code = at;
    }
    *code = (uint8_t)(end - code);
    return (uint8_t)(length + FRAME_OVERHEAD);
}

void frame_check(uint8_t *frame, uint8_t frame_length)
{
    uint8_t length = (uint8_t)(frame_length - FRAME_TAIL);
    put_check(frame + length, crc16_block(CRC16_START, frame, length));
    frame[length + FRAME_CHECK] = 0;
}

uint8_t frame_seal(uint8_t *frame, uint8_t length)
{
    uint8_t frame_length = frame_encode(frame, length);
    frame_check(frame, frame_length);
    return frame_length;
}
