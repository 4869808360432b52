/* How a routine comes into the session: announced, in numbered chunks, checked as a whole. */
#include <string.h>

#include "avr/core/session.h"
#include "protocol/crc16.h"
#include "protocol/message.h"

uint8_t session_upload_begin(struct session *session, uint8_t length, uint16_t crc)
{
    if (length < ROUTINE_MIN_BYTES || length > ROUTINE_MAX_BYTES)
        return REFUSAL_BAD_VALUE;
    session->length = 0;
    session->upload_length = length;
    session->upload_at = 0;
    session->upload_crc = crc;
    session->upload_crc_so_far = CRC16_START;
    return 0;
}

uint8_t session_upload_chunk(struct session *session, uint8_t index, const uint8_t *data,
                             uint8_t length)
{
    uint8_t rest = (uint8_t)(session->upload_length - session->upload_at);
    uint8_t expected = rest < MESSAGE_CHUNK_BYTES ? rest : MESSAGE_CHUNK_BYTES;
    if (rest == 0 || index != session->upload_at / MESSAGE_CHUNK_BYTES || length != expected)
        return REFUSAL_UPLOAD_ORDER;
    memcpy(session->program + session->upload_at, data, length);
    session->upload_crc_so_far = crc16_block(session->upload_crc_so_far, data, length);
    session->upload_at = (uint8_t)(session->upload_at + length);
    return 0;
}

uint8_t session_upload_commit(struct session *session, uint8_t *at)
{
    *at = session->upload_at;
    if (session->upload_length == 0 || session->upload_at != session->upload_length)
        return REFUSAL_UPLOAD_ORDER;
    if (session->upload_crc_so_far != session->upload_crc)
        return REFUSAL_UPLOAD_CRC;
    if (routine_check(session->program, session->upload_length, at) != ROUTINE_ERROR_OK)
        return REFUSAL_ROUTINE_INVALID;
    session->length = session->upload_length;
    session->crc = session->upload_crc;
    session->upload_length = 0;
    session->upload_at = 0; /* or a chunk that follows would go on writing */
    session->checked_bytes = 0;
    return 0;
}
