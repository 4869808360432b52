/* How a routine gets in, and what is refused on the way: nothing plays that was not checked as a
 * whole. */
#include <string.h>

#include "protocol/accepts.h"
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum { AWAKE_ms = 500 };

static struct peer *new_peer(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, AWAKE_ms);
    return peer;
}

static int begin(struct peer *peer, uint8_t length, uint16_t crc)
{
    uint8_t message[LENGTH_UPLOAD_BEGIN];
    uint8_t size = message_put_upload_begin(message, peer_next_sequence(peer),
                                            &(struct msg_upload_begin){length, crc});
    return peer_ask(peer, message, size);
}

static int chunk(struct peer *peer, const struct peer_routine *routine, uint8_t index,
                 uint8_t count)
{
    uint8_t message[LENGTH_UPLOAD_CHUNK];
    struct msg_upload_chunk fields = {.index = index, .data_length = count};
    memcpy(fields.data, routine->bytes + index * MESSAGE_CHUNK_BYTES, count);
    return peer_ask(peer, message,
                    message_put_upload_chunk(message, peer_next_sequence(peer), &fields));
}

/* Three chunks: 48, 48 and the rest. */
static void make_long_routine(struct peer_routine *routine)
{
    peer_begin(routine);
    peer_stage(routine, STAGE_MASSAGE, 60, 0);
    while (routine->length < 2 * MESSAGE_CHUNK_BYTES) {
        peer_key(routine, ROUTINE_KEY_STEP, PEER_ALL_ZONES_mask, 50, 10);
        peer_rest(routine, 100);
    }
    peer_end(routine);
}

/* The user would lose: the routine they chose, put together from parts of two. */
static void test_order(void)
{
    struct peer_routine routine;
    make_long_routine(&routine);
    uint8_t rest = (uint8_t)(routine.length - 2 * MESSAGE_CHUNK_BYTES);
    uint16_t crc = peer_routine_crc(&routine);
    struct peer *peer = new_peer();
    is_int(chunk(peer, &routine, 0, 48), REFUSAL_UPLOAD_ORDER, "a chunk that nothing announced");
    is_int(peer_order(peer, MESSAGE_UPLOAD_COMMIT), REFUSAL_UPLOAD_ORDER, "the end of no upload");
    is_int(begin(peer, ROUTINE_MIN_BYTES - 1, crc), REFUSAL_BAD_VALUE, "too short a routine");
    is_int(begin(peer, ROUTINE_MAX_BYTES + 1, crc), REFUSAL_BAD_VALUE, "too long a routine");
    is_int(begin(peer, routine.length, crc), 0, "an upload of %u bytes", routine.length);
    is_int(chunk(peer, &routine, 1, 48), REFUSAL_UPLOAD_ORDER, "the second chunk first");
    is_int(chunk(peer, &routine, 0, 47), REFUSAL_UPLOAD_ORDER, "a short first chunk");
    is_int(chunk(peer, &routine, 0, 48), 0, "the first chunk");
    is_int(chunk(peer, &routine, 0, 48), REFUSAL_UPLOAD_ORDER, "the first chunk again");
    is_int(peer_order(peer, MESSAGE_UPLOAD_COMMIT), REFUSAL_UPLOAD_ORDER, "an end too early");
    is_int(chunk(peer, &routine, 1, 48), 0, "the second chunk");
    is_int(chunk(peer, &routine, 2, (uint8_t)(rest + 1)), REFUSAL_UPLOAD_ORDER, "too long a rest");
    is_int(chunk(peer, &routine, 2, rest), 0, "the rest");
    is_int(peer_status(peer).routine_length, 0, "until it is checked, no routine is loaded");
    is_int(peer_order(peer, MESSAGE_UPLOAD_COMMIT), 0, "the end");
    is_int(peer_status(peer).routine_crc, crc, "now this routine is loaded");
    peer_free(peer);
}

/* The user would lose: trust that what plays is what was checked. */
static void test_checks(void)
{
    struct peer_routine routine, broken;
    struct peer *peer = new_peer();
    make_long_routine(&routine);
    is_int(peer_load(peer, &routine), 0, "a routine");
    broken = routine;
    broken.bytes[ROUTINE_HEADER_BYTES + 1] = STAGE_KIND_COUNT; /* of its first stage */
    is_int(peer_load(peer, &broken), REFUSAL_ROUTINE_INVALID, "one that cannot be played");
    struct msg_refused refused = {0};
    message_get_refused(&refused, peer->reply.bytes, peer->reply.length);
    is_int(refused.detail, ROUTINE_HEADER_BYTES, "the answer names the place of the stage");
    is_int(peer_status(peer).routine_length, 0, "and the one before is gone");
    begin(peer, routine.length, (uint16_t)(peer_routine_crc(&routine) ^ 1));
    for (uint8_t index = 0; index < 2; index++)
        chunk(peer, &routine, index, MESSAGE_CHUNK_BYTES);
    chunk(peer, &routine, 2, (uint8_t)(routine.length - 2 * MESSAGE_CHUNK_BYTES));
    is_int(peer_order(peer, MESSAGE_UPLOAD_COMMIT), REFUSAL_UPLOAD_CRC, "one with another CRC");
    peer_leg(peer, LEG_LEFT);
    is_int(peer_start(peer, &routine, 1), REFUSAL_NO_ROUTINE, "none of them can be started");
    is_int(peer_load(peer, &routine), 0, "a good one");
    is_int(peer_start(peer, &routine, 1), 0, "can");
    is_int(begin(peer, routine.length, 0), REFUSAL_WRONG_STATE, "and is not replaced as it plays");
    peer_free(peer);
}

/* The user would lose: what the routine and the leg may have, if the tool got them wrong. */
static void test_start_is_checked(void)
{
    struct peer_routine routine, other;
    peer_make_massage(&other, 5, 0);
    peer_make_massage(&routine, 60, 0);
    routine.header.level_max = 3;
    routine.header.level_default = 1;
    routine.header.legs = 1 << (LEG_LEFT - 1);
    routine_put_header(routine.bytes, &routine.header);
    struct peer *peer = new_peer();
    peer_leg(peer, LEG_RIGHT);
    is_int(peer_start(peer, &routine, 1), REFUSAL_NO_ROUTINE, "nothing loaded");
    peer_load(peer, &routine);
    is_int(peer_start(peer, &other, 1), REFUSAL_OTHER_ROUTINE, "another routine is loaded");
    is_int(peer_start(peer, &routine, 0), REFUSAL_BAD_VALUE, "level 0");
    is_int(peer_start(peer, &routine, 4), REFUSAL_LEVEL_TOO_HIGH, "above the routine's levels");
    is_int(peer_start(peer, &routine, 3), REFUSAL_WRONG_LEG, "on a leg that it is not for");
    peer_run_ms(peer, 100);
    is_int(peer->outputs.times, 0, "nothing was driven");
    is_int(peer_leg(peer, LEG_LEFT), 0, "on the other leg");
    is_int(peer_start(peer, &routine, 3), 0, "it starts");
    peer_free(peer);
}

#define AS_ROW(NAME, name, type, kind, help) {#NAME, MESSAGE_##NAME, LENGTH_##NAME},
static const struct {
    const char *name;
    uint8_t type, length;
} messages[] = {MESSAGES(AS_ROW)};
#undef AS_ROW

enum { MESSAGE_COUNT = sizeof messages / sizeof *messages };

/* A message of zeros, one byte longer than its type has, but no longer than the device can
 * receive. */
static int ask_too_long(struct peer *peer, unsigned which)
{
    uint8_t message[LENGTH_UPLOAD_CHUNK] = {messages[which].type, peer_next_sequence(peer)};
    bool fits = messages[which].length < sizeof message;
    return peer_ask(peer, message, fits ? (uint8_t)(messages[which].length + 1) : sizeof message);
}

static void test_lengths_in(struct peer *peer, enum state state, const char *state_name)
{
    for (unsigned i = 0; i < MESSAGE_COUNT; i++)
        if (accepts_request(state, messages[i].type) && messages[i].type != MESSAGE_UPLOAD_CHUNK)
            is_int(ask_too_long(peer, i), REFUSAL_BAD_LENGTH, "%s with a byte too many, %s",
                   messages[i].name, state_name);
    is_int(peer_status(peer).state, state, "has done nothing");
}

/* The user would lose: a firmware that reads no further than a message goes. */
static void test_lengths(void)
{
    struct peer_routine routine;
    struct peer *peer = new_peer();
    make_long_routine(&routine);
    peer_leg(peer, LEG_LEFT);
    test_lengths_in(peer, STATE_ARMED, "armed");
    peer_play(peer, &routine);
    test_lengths_in(peer, STATE_RUNNING, "running");
    for (unsigned i = 0; i < MESSAGE_COUNT; i++)
        if (accepts_states(messages[i].type) == 0)
            is_int(ask_too_long(peer, i), REFUSAL_UNKNOWN_REQUEST, "%s is no request",
                   messages[i].name);
    is_int(peer_status(peer).state, STATE_RUNNING, "nor does it do anything");
    peer_free(peer);
}

int main(void)
{
    test_order();
    test_checks();
    test_start_is_checked();
    test_lengths();
    return done();
}
