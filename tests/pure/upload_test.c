/* Uploading: the routine that plays is the one that was sent, whole and valid, or none. */
#include <string.h>

#include "avr/core/session.h"
#include "protocol/crc16.h"
#include "protocol/message.h"
#include "tests/pure/routine_maker.h"
#include "tests/tap.h"

enum { CHUNK = MESSAGE_CHUNK_BYTES };

static struct session session;
static struct routine_maker maker;

/* A valid routine of just this many bytes: short rests fill it. */
static void make_of(uint8_t bytes)
{
    make_header(&maker);
    make_stage(&maker, STAGE_TOWEL, 60, 0);
    while (maker.length + 1 < bytes)
        make_rest(&maker, 1);
    make_end(&maker);
}

static uint16_t crc(void)
{
    return crc16_block(CRC16_START, maker.bytes, maker.length);
}

static void begin(uint8_t bytes)
{
    session_init(&session);
    make_of(bytes);
    session_upload_begin(&session, maker.length, crc());
}

/* The chunk of that index, as it should be. */
static uint8_t send(uint8_t index)
{
    uint8_t at = (uint8_t)(index * CHUNK);
    uint8_t rest = (uint8_t)(maker.length - at);
    return session_upload_chunk(&session, index, maker.bytes + at, rest < CHUNK ? rest : CHUNK);
}

static uint8_t commit(void)
{
    uint8_t at;
    return session_upload_commit(&session, &at);
}

static void test_length(uint8_t bytes)
{
    begin(bytes);
    long refused = 0;
    for (uint8_t index = 0; index * CHUNK < bytes; index++)
        refused += send(index) != 0;
    is_int(refused, 0, "%u bytes: every chunk is taken", bytes);
    is_int(commit(), 0, "and the whole is accepted");
    is_int(session.length, bytes, "in its length");
    is_bytes(session.program, maker.bytes, bytes, "byte for byte");
    is_int(session.crc, (long)crc(), "under its own checksum");
    is_int(commit(), REFUSAL_UPLOAD_ORDER, "a second commit has nothing to commit");
    is_int(send(0), REFUSAL_UPLOAD_ORDER, "a chunk without a BEGIN cannot change what was checked");
    static const uint8_t more[CHUNK];
    is_int(session_upload_chunk(&session, (uint8_t)(bytes / CHUNK), more, CHUNK),
           REFUSAL_UPLOAD_ORDER, "nor is one written behind it");
    is_int(session.length, bytes, "but the routine stays loaded");
}

static void test_bounds(void)
{
    session_init(&session);
    is_int(session_upload_begin(&session, ROUTINE_MIN_BYTES - 1, 0), REFUSAL_BAD_VALUE,
           "what is too short for a routine is not begun");
    is_int(session_upload_begin(&session, ROUTINE_MIN_BYTES, 0), 0, "the shortest one is");
    session_init(&session);
    is_int(session_upload_begin(&session, ROUTINE_MAX_BYTES + 1, 0), REFUSAL_BAD_VALUE,
           "nor what does not fit: it would overwrite other memory");
    is_int(send(0), REFUSAL_UPLOAD_ORDER, "and no chunk of it is taken");
}

/* Chunks that come twice, late or in a wrong size. */
static void test_order(void)
{
    begin(110);
    is_int(commit(), REFUSAL_UPLOAD_ORDER, "nothing is not a routine");
    is_int(send(1), REFUSAL_UPLOAD_ORDER, "the second chunk does not come first");
    is_int(send(0), 0, "the first one does");
    is_int(send(0), REFUSAL_UPLOAD_ORDER, "and not twice");
    is_int(session_upload_chunk(&session, 1, maker.bytes, CHUNK - 1), REFUSAL_UPLOAD_ORDER,
           "a chunk in the middle is full");
    is_int(send(1), 0, "the second follows");
    is_int(commit(), REFUSAL_UPLOAD_ORDER, "a part is not the whole");
    is_int(session_upload_chunk(&session, 2, maker.bytes, 110 - 2 * CHUNK + 1),
           REFUSAL_UPLOAD_ORDER, "the last one is exactly the rest");
    is_int(send(2), 0, "as it is here");
    is_int(session_upload_chunk(&session, 3, maker.bytes, 1), REFUSAL_UPLOAD_ORDER,
           "nothing comes after the last");
    is_int(commit(), 0, "and all refusals have changed nothing");
}

static void test_replaced(void)
{
    begin(60);
    send(0);
    send(1);
    commit();
    make_of(50);
    session_upload_begin(&session, maker.length, crc());
    is_int(session.length, 0, "the old routine is gone with the first word of the new one");
    send(0);
    session_upload_begin(&session, maker.length, crc());
    is_int(send(0), 0, "an upload that broke off can be begun anew");
    send(1);
    is_int(commit(), 0, "and ends well");
}

/* One flipped bit, wherever it is, must not be played. */
static void test_damage(void)
{
    long accepted = 0;
    for (uint16_t bit = 0; bit < 60 * 8; bit += 7) {
        begin(60);
        maker.bytes[bit / 8] = (uint8_t)(maker.bytes[bit / 8] ^ 1U << bit % 8);
        send(0);
        send(1);
        accepted += commit() != REFUSAL_UPLOAD_CRC || session.length != 0;
    }
    is_int(accepted, 0, "a routine that changed on the way is refused, whichever bit it was");
}

/* Its checksum is right, but it is no routine; the place of the error helps whoever made it. */
static void test_invalid(void)
{
    begin(60);
    maker.bytes[20] = ROUTINE_AGAIN;
    session_upload_begin(&session, maker.length, crc());
    send(0);
    send(1);
    uint8_t at = 0;
    is_int(session_upload_commit(&session, &at), REFUSAL_ROUTINE_INVALID,
           "a routine that breaks the rules is refused on the device too");
    is_int(at, 20, "and the byte is named");
    is_int(session.length, 0, "it cannot be started");
}

int main(void)
{
    test_length(ROUTINE_MIN_BYTES + 6);
    test_length(CHUNK - 1);
    test_length(CHUNK);
    test_length(CHUNK + 1);
    test_length(4 * CHUNK - 1);
    test_length(ROUTINE_MAX_BYTES);
    test_bounds();
    test_order();
    test_replaced();
    test_damage();
    test_invalid();
    return done();
}
