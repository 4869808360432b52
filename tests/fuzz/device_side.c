/* The firmware's core at the other end of an upload. */
#include <string.h>

#include "avr/core/device.h"
#include "protocol/crc16.h"
#include "protocol/frame.h"
#include "protocol/limits.h"
#include "tests/fuzz/fuzz.h"

static uint8_t erased(uint16_t address)
{
    (void)address;
    return 0xFF;
}

static uint8_t ask(struct device *device, const uint8_t *message, uint8_t length)
{
    static const struct request_context context = {0};
    uint8_t reply[FRAME_MAX_MESSAGE];
    struct msg_refused refused;
    uint8_t reply_length = requests_answer(device, message, length, &context, reply);
    return message_get_refused(&refused, reply, reply_length) ? refused.reason : 0;
}

static uint8_t begin(struct device *device, uint8_t length, uint16_t crc)
{
    struct msg_upload_begin request = {.length = length, .crc = crc};
    uint8_t message[LENGTH_UPLOAD_BEGIN];
    return ask(device, message, message_put_upload_begin(message, 1, &request));
}

static uint8_t send_chunk(struct device *device, const uint8_t *bytes, uint8_t length, uint8_t at)
{
    uint8_t rest = (uint8_t)(length - at), message[LENGTH_UPLOAD_CHUNK];
    struct msg_upload_chunk chunk = {.index = at / MESSAGE_CHUNK_BYTES};
    chunk.data_length = rest < MESSAGE_CHUNK_BYTES ? rest : MESSAGE_CHUNK_BYTES;
    memcpy(chunk.data, bytes + at, chunk.data_length);
    return ask(device, message, message_put_upload_chunk(message, 2, &chunk));
}

static uint8_t commit(struct device *device)
{
    return ask(device, (const uint8_t[]){MESSAGE_UPLOAD_COMMIT, 3}, LENGTH_UPLOAD_COMMIT);
}

/* Sensors, supply and buttons are not what this is about, so START comes without its preflight. */
static uint8_t start(struct session *session)
{
    struct routine_header header = routine_header(session->program);
    uint8_t leg = header.legs & 1 ? LEG_LEFT : LEG_RIGHT;
    session_declare_leg(session, leg, 1024);
    return session_start(session, header.level_max, session->crc, LIMIT_MOTOR_TIME_s, false);
}

uint8_t fuzz_device_refuses(const uint8_t *bytes, uint8_t length)
{
    static const struct device_boot boot = {0};
    struct device device;
    memset(&device, 0, sizeof device);
    device_recall(&device, &boot, erased);
    device_init(&device, erased);
    uint8_t refusal = begin(&device, length, crc16_block(CRC16_START, bytes, length));
    for (unsigned at = 0; at < length && refusal == 0; at += MESSAGE_CHUNK_BYTES)
        refusal = send_chunk(&device, bytes, length, (uint8_t)at);
    if (refusal == 0)
        refusal = commit(&device);
    return refusal ? refusal : start(&device.session);
}
