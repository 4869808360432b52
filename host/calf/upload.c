#include "host/calf/upload.h"

#include <string.h>

#include "host/calf/exit.h"
#include "host/calf/say.h"

static enum answer begin(struct device *device, const struct routine_program *program)
{
    struct msg_upload_begin request = {.length = program->length, .crc = program->crc};
    uint8_t message[LENGTH_UPLOAD_BEGIN];
    uint8_t length = message_put_upload_begin(message, device_sequence(device), &request);
    return device_ask(device, message, length);
}

static enum answer send_chunk(struct device *device, const struct routine_program *program,
                              uint8_t index)
{
    struct msg_upload_chunk request = {.index = index};
    unsigned first = index * (unsigned)MESSAGE_CHUNK_BYTES;
    unsigned rest = program->length - first;
    request.data_length = (uint8_t)(rest < MESSAGE_CHUNK_BYTES ? rest : MESSAGE_CHUNK_BYTES);
    memcpy(request.data, program->bytes + first, request.data_length);

    uint8_t message[LENGTH_UPLOAD_CHUNK];
    uint8_t length = message_put_upload_chunk(message, device_sequence(device), &request);
    return device_ask(device, message, length);
}

int upload_routine(struct device *device, const struct routine_program *program)
{
    struct msg_status_reply status;
    if (program->length > device->hello.routine_capacity)
        return fail(EXIT_REFUSED, "upload: %s has %u bytes, the device holds %u", program->name,
                    program->length, device->hello.routine_capacity);

    enum answer answer = begin(device, program);
    for (unsigned index = 0; answer == ANSWER_DONE && index * MESSAGE_CHUNK_BYTES < program->length;
         index++)
        answer = send_chunk(device, program, (uint8_t)index);
    if (answer == ANSWER_DONE)
        answer = device_ask_plain(device, MESSAGE_UPLOAD_COMMIT);
    if (answer == ANSWER_DONE)
        answer = device_ask_status(device, &status);
    if (answer != ANSWER_DONE)
        return device_explain(device, "upload", answer);
    if (status.routine_length != program->length || status.routine_crc != program->crc)
        return fail(EXIT_REFUSED, "upload: the device holds another routine than was sent");
    return EXIT_OK;
}
