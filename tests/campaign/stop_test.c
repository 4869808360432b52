/* STOP in every form, at random instants of sessions in which much happens at once. */
#include <math.h>
#include <stdlib.h>

#include "host/kit/kit_internal.h"
#include "tests/bench/trace.h"
#include "tests/campaign/campaign.h"
#include "tests/campaign/script.h"
#include "tests/tap.h"

enum {
    SEED = 31,
    SHORT_instants = 20,
    LONG_instants = 500,
    LIMIT_cycles = PEER_CYCLES_ms,
    REQUEST_limit_cycles = 2 * PEER_CYCLES_ms, /* it waits for its turn */
    ARM_limit_cycles = 2 * PEER_CYCLES_ms,
    FIRST_ms = 700, /* from here on all sessions drive something */
    AFTER_ms = 400,
    PRESS_ms = 20,
    STORM_bytes = 1000, /* 40 ms of them, from 20 ms before the stop on */
    STORM_before_ms = 20,
    WRITE_cycles = 3 * PEER_CYCLES_ms, /* a byte takes 3.4 ms */
};

enum way { WAY_PANIC, WAY_BUTTON, WAY_REQUEST, WAY_count };
enum place { PLACE_QUIET, PLACE_EEPROM, PLACE_UPLOAD, PLACE_STORM, PLACE_count };

#define CLASSES(place, what)                                     \
    {"panic byte, " place, what}, {"STOP button, " place, what}, \
    {                                                            \
        "STOP request, " place, what                             \
    }

static const struct campaign_class classes[PLACE_count * WAY_count] = {
    CLASSES("playing", "motors and heat, telemetry at 20 Hz"),
    CLASSES("EEPROM write", "a byte is being written at that instant"),
    CLASSES("upload", "chunks of a routine come in, 5 ms apart"),
    CLASSES("interrupt storm", "the line is full both ways"),
};

/* What runs when the stop comes; in PLACE_EEPROM the instant is put off until a byte is being written. */
static enum script_scene scene_of(enum place place)
{
    return place == PLACE_EEPROM ? SCENE_WRITING : SCENE_PLAYING;
}

/* --- One stop ----------------------------------------------------------------------------------- */

static void send_upload(struct peer *peer)
{
    uint8_t message[LENGTH_UPLOAD_CHUNK] = {0};
    struct msg_upload_chunk chunk = {.index = 1, .data_length = MESSAGE_CHUNK_BYTES};
    uint8_t length = message_put_upload_chunk(message, peer_next_sequence(peer), &chunk);
    peer_send(peer, message, length);
}

static void prepare(struct script *script, enum place place)
{
    static const uint8_t babble[STORM_bytes] = {0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77};
    struct peer *peer = script->peer;
    if (place == PLACE_UPLOAD) {
        send_upload(peer);
        kit_run_until(peer->kit, kit_cycles(peer->kit) + 5 * PEER_CYCLES_ms, KIT_UNTIL_TIME);
        send_upload(peer);
    } else if (place == PLACE_STORM) {
        peer_order(peer, MESSAGE_STATUS);
        kit_write(peer->kit, babble, STORM_bytes);
        kit_run_until(peer->kit, kit_cycles(peer->kit) + STORM_before_ms * PEER_CYCLES_ms,
                      KIT_UNTIL_TIME);
    }
}

/* When the line is free for what the host sends now. */
static uint64_t line_free_cycle(const struct kit *kit)
{
    double wait_us = fmax(0, kit->line.host_busy_us - kit_us(kit));
    return kit_cycles(kit) + (uint64_t)llround(wait_us * PEER_CYCLES_us);
}

/* Returns the cycle at which the device can first know of it. */
static uint64_t stop(struct peer *peer, enum way way)
{
    static const uint8_t panic[] = {0, FRAME_PANIC, 0};
    uint64_t told = line_free_cycle(peer->kit);
    if (way == WAY_PANIC) {
        kit_write(peer->kit, panic, sizeof panic);
        return told + 2 * MACHINE_BYTE_cycles;
    }
    if (way == WAY_BUTTON) {
        told = kit_cycles(peer->kit);
        kit_press(peer->kit, BUTTON_STOP, PRESS_ms);
        return told;
    }
    const uint8_t zero = 0; /* ends the babble's frame */
    const uint8_t message[MESSAGE_HEADER] = {MESSAGE_STOP, peer_next_sequence(peer)};
    kit_write(peer->kit, &zero, 1);
    peer_send(peer, message, sizeof message);
    return told + (1 + MESSAGE_HEADER + FRAME_OVERHEAD) * MACHINE_BYTE_cycles;
}

_Noreturn static void try_stop(struct script *script, enum place place, enum way way)
{
    struct campaign_result result = {.class = (uint8_t)(place * WAY_count + way)};
    struct peer *peer = script->peer;
    prepare(script, place);
    bool driven = peer->outputs.driven;
    uint64_t told = stop(peer, way);
    unsigned times = peer->outputs.times;
    peer_run_ms(peer, AFTER_ms);

    result.latency_cycles =
        (int64_t)(peer->outputs.off_cycle - told) + TRACE_ENTRY_cycles; /* simavr takes none */
    int64_t limit = way == WAY_REQUEST ? REQUEST_limit_cycles : LIMIT_cycles;
    bool late = peer->outputs.driven || result.latency_cycles > limit;
    bool armed = peer->outputs.arm_cycle > told + ARM_limit_cycles;
    struct msg_status_reply status = peer_status(peer);
    result.detected = status.state == STATE_STOPPED;
    result.unsafe = late || armed || peer->outputs.times != times;
    result.wrong = !driven || result.latency_cycles < 0 || !result.detected;
    campaign_end_with(&result, "%s: off after %lld cycles, state %d, driven %d",
                      classes[result.class].name, (long long)result.latency_cycles, status.state,
                      driven);
}

/* --- All of them -------------------------------------------------------------------------------- */

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Into a write, but not always to its beginning. */
static void run_to_write(struct script *script, double latest_ms, uint32_t *random)
{
    const struct kit *kit = script->peer->kit;
    while (!machine_eeprom_busy(kit->machine) && kit_cycles(kit) < script_cycle(script, latest_ms))
        script_run_until(script, kit_cycles(kit) + PEER_CYCLES_us * 50);
    script_run_until(script, kit_cycles(kit) + tap_random(random) % WRITE_cycles);
}

static void try_place(enum place place, unsigned instants, uint32_t *random)
{
    static double at_ms[LONG_instants];
    enum script_scene scene = scene_of(place);
    double last_ms = script_window_ms(scene);
    for (unsigned i = 0; i < instants; i++)
        at_ms[i] = FIRST_ms + (last_ms - FIRST_ms) * tap_random(random) / UINT32_MAX;
    qsort(at_ms, instants, sizeof *at_ms, by_size);
    struct script *script = script_new(scene);
    for (unsigned i = 0; i < instants; i++) {
        script_run_until_ms(script, at_ms[i]);
        if (place == PLACE_EEPROM)
            run_to_write(script, last_ms, random);
        for (enum way way = 0; way < WAY_count; way++)
            if (campaign_run())
                try_stop(script, place, way);
    }
    script_free(script);
}

static void try(bool is_long)
{
    unsigned instants = is_long ? LONG_instants : SHORT_instants;
    uint32_t random = SEED;
    campaign_expect(instants * WAY_count);
    for (enum place place = 0; place < PLACE_count; place++)
        try_place(place, instants / PLACE_count, &random);
}

static const struct campaign campaign = {
    .name = "STOP",
    .question = "A stop by panic byte, STOP button or STOP request, each at 500 random instants. "
                "All outputs must be off\n"
                "within 1 ms of the button's edge and of the panic byte's stop bit, and within 2 "
                "ms of the request's\n"
                "last; the arm line rests after 2 ms; nothing is driven again. The bench measures "
                "the same with nothing\n"
                "else going on.",
    .classes = classes,
    .class_count = PLACE_count * WAY_count,
    .try = try,
};

int main(int count, char **arguments)
{
    return campaign_main(&campaign, count, arguments);
}
