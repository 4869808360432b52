#include "tests/kit/peer.h"

#include <stdlib.h>
#include <string.h>

#include "avr/core/store.h"
#include "host/kit/eeprom_image.h"
#include "tests/tap.h"

enum {
    WAKE_UP_ms = 1200, /* all checks of the first second are done */
    LISTEN_bytes = 256,
    LISTEN_us = 250000, /* reading often is cheaper than letting the bytes pile up */
};

/* --- Life ------------------------------------------------------------------------------------- */

const uint8_t *peer_stored_at(const struct usage_leg *leg, uint32_t faults, uint32_t utc_min)
{
    static uint8_t image[EEPROM_IMAGE_bytes];
    uint8_t *slot = image + STORE_SAFETY_A * STORE_SLOT_BYTES;
    eeprom_blank(image);
    uint8_t *at = store_begin_safety(slot, 0, 1, faults, &(struct calendar){.now_min = utc_min});
    for (unsigned i = 0; i < USAGE_LEGS; i++)
        at = store_add_leg(at, leg);
    store_seal(slot, at);
    return image;
}

const uint8_t *peer_stored(const struct usage_leg *leg, uint32_t faults)
{
    return peer_stored_at(leg, faults, 0);
}

static const uint8_t *read_image; /* by read_eeprom() */

static uint8_t read_eeprom(uint16_t address)
{
    return read_image[address];
}

bool peer_read_record(const struct peer *peer, struct peer_record *record)
{
    uint8_t bytes[STORE_SAFETY_BYTES];
    read_image = kit_eeprom(peer->kit);
    enum store_found found = store_load(read_eeprom, STORE_SAFETY_A, bytes, sizeof bytes);
    if (found != STORE_A && found != STORE_B)
        return false;
    const uint8_t *at =
        store_get_safety(bytes, &record->boot_id, &record->faults, &record->calendar);
    for (unsigned leg = 0; leg < USAGE_LEGS; leg++)
        at = store_get_leg(at, &record->legs[leg]);
    return true;
}

struct kit_options peer_options(void)
{
    const struct usage_leg practised = {.completed = LIMIT_NEW_LEG_SESSIONS};
    struct kit_options options = kit_default_options();
    const char *other = getenv("KIT_FIRMWARE"); /* one with a protection taken out */
    options.firmware_path = other ? other : "build/avr/calfkit.elf";
    options.eeprom = peer_stored(&practised, 0);
    options.person_absent = true; /* nobody answers a prompt unless the test does */
    return options;
}

static void note_outputs(void *context, uint64_t cycle, const struct outputs *outputs)
{
    struct peer_outputs *noted = context;
    bool moving = false;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        moving = moving || outputs->motor_permille[zone] > 0;
    bool driven = moving || outputs->heater_power;
    if (driven && !noted->driven) {
        noted->times++;
        noted->on_cycle = cycle;
    }
    if (!driven && noted->driven) {
        noted->off_cycle = cycle;
        noted->driven_cycles += cycle - noted->on_cycle;
    }
    if (moving && !noted->moving)
        noted->move_cycle = cycle;
    if (!moving && noted->moving)
        noted->moved_cycles += cycle - noted->move_cycle;
    if (!outputs->heater_power && noted->heater)
        noted->heater_off_cycle = cycle;
    if (outputs->heater_arm != noted->arm)
        noted->arm_cycle = cycle;
    noted->driven = driven;
    noted->moving = moving;
    noted->heater = outputs->heater_power;
    noted->arm = outputs->heater_arm;
}

struct peer *peer_new(const struct kit_options *options)
{
    char why[256] = "out of memory";
    struct peer *peer = calloc(1, sizeof *peer);
    if (peer) {
        peer->kit = kit_new(options, why, sizeof why);
        peer->events = calloc(PEER_EVENTS_max, sizeof *peer->events);
    }
    if (!peer || !peer->kit || !peer->events) {
        diag("no kit: %s", why);
        exit(1);
    }
    frame_receiver_init(&peer->receiver, peer->incoming.bytes, sizeof peer->incoming.bytes);
    kit_watch(peer->kit, note_outputs, &peer->outputs);
    return peer;
}

void peer_free(struct peer *peer)
{
    kit_free(peer->kit);
    free(peer->events);
    free(peer);
}

uint64_t peer_moved_cycles(const struct peer *peer)
{
    const struct peer_outputs *noted = &peer->outputs;
    return noted->moved_cycles + (noted->moving ? kit_cycles(peer->kit) - noted->move_cycle : 0);
}

/* --- Time and events -------------------------------------------------------------------------- */

static void sort_message(struct peer *peer)
{
    uint8_t type = peer->incoming.bytes[0], sequence = peer->incoming.bytes[1];
    if (type < MESSAGE_BOOT) {
        peer->reply = peer->incoming;
        peer->replies++;
        peer->has_reply = sequence == peer->sequence;
    } else if (peer->event_count < PEER_EVENTS_max) {
        peer->events[peer->event_count++] = peer->incoming;
    } else {
        diag("more than %d events", PEER_EVENTS_max);
        exit(1);
    }
}

static void hear(struct peer *peer, const struct line_byte *byte)
{
    if (!peer->in_frame)
        peer->incoming.cycle = byte->cycle;
    peer->in_frame = byte->byte != 0;
    peer->incoming.length = frame_feed(&peer->receiver, byte->byte);
    if (peer->incoming.length > 0)
        sort_message(peer);
}

void peer_listen(struct peer *peer)
{
    struct line_byte bytes[LISTEN_bytes];
    size_t count;
    while ((count = kit_read_stamped(peer->kit, bytes, LISTEN_bytes)) > 0)
        for (size_t i = 0; i < count; i++)
            hear(peer, &bytes[i]);
}

/* Advances to a time or to the end of the next frame; false when the time has come. */
static bool advance(struct peer *peer, int64_t until_us, enum kit_until until)
{
    enum kit_stop stop = kit_run_until_us(peer->kit, until_us, until);
    peer_listen(peer);
    if (stop == KIT_DEAD) {
        diag("the firmware died: %s", kit_error(peer->kit));
        exit(1);
    }
    return stop == KIT_FRAME;
}

static int64_t deadline_us(const struct peer *peer, double within_ms)
{
    return kit_now_us(peer->kit) + (int64_t)(within_ms * 1e3);
}

void peer_run_ms(struct peer *peer, double milliseconds)
{
    int64_t until_us = deadline_us(peer, milliseconds);
    for (int64_t at_us = kit_now_us(peer->kit); at_us < until_us;) {
        at_us = at_us + LISTEN_us < until_us ? at_us + LISTEN_us : until_us;
        advance(peer, at_us, KIT_UNTIL_TIME);
    }
}

void peer_run_s(struct peer *peer, double seconds)
{
    peer_run_ms(peer, seconds * 1e3);
}

void peer_inject(struct peer *peer, const char *mishap)
{
    char why[2048];
    if (!kit_inject(peer->kit, mishap, why, sizeof why)) {
        diag("%s", why);
        exit(1);
    }
}

static const struct peer_message *take_event(struct peer *peer, uint8_t type)
{
    unsigned *next = &peer->next_event[type];
    while (*next < peer->event_count) {
        const struct peer_message *event = &peer->events[(*next)++];
        if (event->bytes[0] == type)
            return event;
    }
    return NULL;
}

const struct peer_message *peer_await(struct peer *peer, uint8_t type, double within_ms)
{
    int64_t until_us = deadline_us(peer, within_ms);
    const struct peer_message *event;
    while (!(event = take_event(peer, type)))
        if (!advance(peer, until_us, KIT_UNTIL_FRAME))
            return take_event(peer, type);
    return event;
}

void peer_forget_events(struct peer *peer)
{
    peer_listen(peer);
    peer->event_count = 0;
    memset(peer->next_event, 0, sizeof peer->next_event);
}

bool peer_reach_state(struct peer *peer, uint8_t state, double within_ms)
{
    int64_t until_us = deadline_us(peer, within_ms);
    struct msg_state event = {.state = peer_status(peer).state};
    peer->next_event[MESSAGE_STATE] = peer->event_count; /* those before now tell nothing new */
    while (event.state != state)
        if (!peer_await_state(peer, &event, (double)(until_us - kit_now_us(peer->kit)) / 1e3))
            return false;
    return true;
}

/* --- Requests --------------------------------------------------------------------------------- */

void peer_send(struct peer *peer, const uint8_t *message, uint8_t length)
{
    uint8_t frame[FRAME_MAX_MESSAGE + FRAME_OVERHEAD];
    memcpy(frame + 1, message, length);
    kit_write(peer->kit, frame, frame_seal(frame, length));
}

void peer_resynchronize(struct peer *peer)
{
    peer_run_ms(peer, PEER_ANSWER_ms);
    kit_write(peer->kit, (const uint8_t[]){0}, 1);
}

uint8_t peer_next_sequence(struct peer *peer)
{
    return ++peer->sequence;
}

int peer_ask(struct peer *peer, const uint8_t *message, uint8_t length)
{
    int64_t until_us = deadline_us(peer, PEER_ANSWER_ms);
    peer->has_reply = false;
    peer_send(peer, message, length);
    while (!peer->has_reply)
        if (!advance(peer, until_us, KIT_UNTIL_FRAME) && !peer->has_reply)
            return PEER_SILENT;
    struct msg_refused refused;
    bool is_refused = message_get_refused(&refused, peer->reply.bytes, peer->reply.length);
    return is_refused ? refused.reason : 0;
}

int peer_order(struct peer *peer, uint8_t type)
{
    const uint8_t message[MESSAGE_HEADER] = {type, peer_next_sequence(peer)};
    return peer_ask(peer, message, sizeof message);
}

/* ASK(peer, leg, .leg = 1): encodes a request with these fields into `message`, asks, and is the
 * answer. */
#define ASK(peer, name, ...) \
    peer_ask(                \
        (peer), message,     \
        message_put_##name(message, peer_next_sequence(peer), &(struct msg_##name){__VA_ARGS__}))

int peer_hello(struct peer *peer, struct msg_hello_reply *reply)
{
    uint8_t message[LENGTH_HELLO] = {0};
    int refusal = ASK(peer, hello, .protocol_version = PROTOCOL_VERSION);
    if (refusal == 0 && !message_get_hello_reply(reply, peer->reply.bytes, peer->reply.length))
        return PEER_SILENT;
    return refusal;
}

int peer_leg(struct peer *peer, uint8_t leg)
{
    uint8_t message[LENGTH_LEG] = {0};
    return ASK(peer, leg, .leg = leg, .leg_inverted = (uint8_t)~leg);
}

int peer_clock(struct peer *peer, uint32_t utc_min)
{
    uint8_t message[LENGTH_CLOCK] = {0};
    return ASK(peer, clock, .utc_min = utc_min, .utc_inverted = ~utc_min);
}

int peer_set(struct peer *peer, uint8_t zone, uint16_t strength_permille, uint16_t duration_ms)
{
    uint8_t message[LENGTH_SET] = {0};
    return ASK(peer, set, .zone = zone, .strength_permille = strength_permille,
               .strength_inverted = (uint16_t)~strength_permille, .duration_ms = duration_ms);
}

int peer_heat(struct peer *peer, int32_t setpoint_mC, uint16_t duration_ms)
{
    uint8_t message[LENGTH_HEAT] = {0};
    return ASK(peer, heat, .setpoint_mC = setpoint_mC, .setpoint_inverted = ~setpoint_mC,
               .duration_ms = duration_ms);
}

int peer_change_setting(struct peer *peer, uint8_t setting, int32_t value)
{
    uint8_t message[LENGTH_SETTING_SET] = {0};
    return ASK(peer, setting_set, .setting = setting, .value = value, .value_inverted = ~value);
}

int peer_acknowledge(struct peer *peer, uint32_t faults)
{
    uint8_t message[LENGTH_FAULT_ACK] = {0};
    return ASK(peer, fault_ack, .faults = faults);
}

/* peer_status() and its like. */
#define ANSWER(NAME, name)                                                                        \
    struct msg_##name##_reply peer_##name(struct peer *peer)                                      \
    {                                                                                             \
        struct msg_##name##_reply reply = {0};                                                    \
        bool answers = peer_order(peer, MESSAGE_##NAME) == 0 &&                                   \
                       message_get_##name##_reply(&reply, peer->reply.bytes, peer->reply.length); \
        if (!answers)                                                                             \
            ok(false, #NAME " is answered");                                                      \
        return reply;                                                                             \
    }
ANSWER(STATUS, status)
ANSWER(READINGS, readings)
ANSWER(USAGE, usage)
ANSWER(STATISTICS, statistics)

/* --- Sessions --------------------------------------------------------------------------------- */

int peer_load(struct peer *peer, const struct peer_routine *routine)
{
    uint8_t message[LENGTH_UPLOAD_CHUNK] = {0};
    int refusal =
        ASK(peer, upload_begin, .length = routine->length, .crc = peer_routine_crc(routine));
    for (uint8_t at = 0; at < routine->length && refusal == 0; at += MESSAGE_CHUNK_BYTES) {
        uint8_t rest = (uint8_t)(routine->length - at);
        struct msg_upload_chunk chunk = {.index = at / MESSAGE_CHUNK_BYTES};
        chunk.data_length = rest < MESSAGE_CHUNK_BYTES ? rest : MESSAGE_CHUNK_BYTES;
        memcpy(chunk.data, routine->bytes + at, chunk.data_length);
        refusal = peer_ask(peer, message,
                           message_put_upload_chunk(message, peer_next_sequence(peer), &chunk));
    }
    return refusal ? refusal : peer_order(peer, MESSAGE_UPLOAD_COMMIT);
}

int peer_start(struct peer *peer, const struct peer_routine *routine, uint8_t level)
{
    uint8_t message[LENGTH_START] = {0};
    return ASK(peer, start, .level = level, .level_inverted = (uint8_t)~level,
               .routine_crc = peer_routine_crc(routine));
}

void peer_play(struct peer *peer, const struct peer_routine *routine)
{
    peer_run_ms(peer, WAKE_UP_ms);
    int loaded = peer_load(peer, routine);
    int declared = peer_leg(peer, LEG_LEFT);
    int started = peer_start(peer, routine, ROUTINE_MAX_LEVEL);
    if (loaded || declared || started) {
        diag("no session: load %d, leg %d, start %d", loaded, declared, started);
        exit(1);
    }
}
