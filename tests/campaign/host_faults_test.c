/* Host faults: a host that falls silent, babbles, repeats itself, stops in the middle, is two, or talks too fast. */
#include <math.h>
#include <string.h>

#include "host/kit/kit_internal.h"
#include "tests/campaign/campaign.h"
#include "tests/campaign/leg.h"
#include "tests/tap.h"

enum {
    SEED = 91,
    LONG_seeds = 25,
    AWAKE_ms = 1200,
    HEAT_40_C = 100,
    SESSION_s = 20,
    UNDER_WAY_ms = 3000,
    TROUBLE_bytes = 20000, /* 0.8 s of the line */
    RECOVERED_ms = 100,    /* the receiver holds 21 questions, whose answers take 3 ms each */
    ASK_EVERY_ms = 5,      /* an answer takes 3 ms of the line */
    LAPSE_ms = LIMIT_BY_HAND_ms + 200,
    QUIET_ms = 300,
};

/* What goes on when the host begins to fail. */
enum scene { IDLE, PLAYING, BY_HAND, SCENES };

struct host {
    struct peer *peer;
    enum scene scene;
    uint32_t random;
    uint8_t bytes[TROUBLE_bytes];
    unsigned count;
};

struct host_fault {
    const char *name;
    void (*make)(struct host *host);
    unsigned seeds;  /* of the short form; 0: not in it */
    bool is_counted; /* what was lost is counted: STATISTICS */
    bool may_start;  /* it says, rightly, what starts a session */
    const char *meaning;
};

/* --- What it says ------------------------------------------------------------------------------- */

static unsigned draw(struct host *host, unsigned limit)
{
    return tap_random(&host->random) % limit;
}

static void say(struct host *host, const uint8_t *bytes, unsigned count)
{
    if (host->count + count <= TROUBLE_bytes)
        memcpy(host->bytes + host->count, bytes, count);
    host->count += host->count + count <= TROUBLE_bytes ? count : 0;
}

static void say_message(struct host *host, const uint8_t *message, uint8_t length)
{
    uint8_t frame[FRAME_MAX_MESSAGE + FRAME_OVERHEAD] = {0};
    memcpy(frame + 1, message, length);
    say(host, frame, frame_seal(frame, length));
}

static void say_set(struct host *host, uint8_t sequence)
{
    uint8_t message[LENGTH_SET] = {0};
    say_message(host, message,
                message_put_set(message, sequence,
                                &(struct msg_set){.zone = ZONE_MID_MEDIAL,
                                                  .strength_permille = 300,
                                                  .strength_inverted = (uint16_t)~300U,
                                                  .duration_ms = LIMIT_BY_HAND_ms}));
}

static void say_order(struct host *host, uint8_t type, uint8_t sequence)
{
    say_message(host, (const uint8_t[]){type, sequence}, MESSAGE_HEADER);
}

static void be_silent(struct host *host)
{
    peer_run_ms(host->peer, host->scene == PLAYING ? SESSION_s * 1000.0 : LAPSE_ms);
}

/* Any bytes; no panic, which would stop and be right. */
static void babble(struct host *host)
{
    for (unsigned i = 0; i < TROUBLE_bytes; i++) {
        uint8_t byte = (uint8_t)(tap_random(&host->random) >> 8);
        bool panic = byte == FRAME_PANIC && i > 0 && host->bytes[i - 1] == 0;
        host->bytes[host->count++] = panic ? 1 : byte;
    }
}

/* Its own frames, with bits that flip on the way. */
static void flip_bits(struct host *host)
{
    while (host->count + 64 < TROUBLE_bytes) {
        unsigned from = host->count;
        say_set(host, (uint8_t)draw(host, 256));
        unsigned at = from + draw(host, host->count - from - 1); /* the zero stays */
        host->bytes[at] ^= (uint8_t)(1U << draw(host, 8));
        if (host->bytes[at] == FRAME_PANIC || host->bytes[at] == 0)
            host->bytes[at] = 1;
    }
}

static void stop_in_frames(struct host *host)
{
    for (unsigned i = 0; i < 200; i++) {
        unsigned from = host->count;
        say_set(host, (uint8_t)i);
        if (host->count == from)
            break;
        host->count = from + 1 + draw(host, host->count - from - 1);
        if (draw(host, 2))
            say(host, (const uint8_t[]){0}, 1);
    }
}

static void talk_at_another_speed(struct host *host)
{
    kit_set_baud(host->peer->kit, 115200);
    for (unsigned i = 0; i < 200; i++)
        say_set(host, (uint8_t)i);
}

/* All that begins a session and ends it, once more, as it was said. */
static void replay(struct host *host)
{
    struct peer_routine routine;
    peer_make_massage(&routine, SESSION_s, HEAT_40_C);
    uint8_t message[LENGTH_UPLOAD_CHUNK] = {0}, sequence = 1;
    say_order(host, MESSAGE_HELLO, sequence++);
    say_message(
        host, message,
        message_put_leg(message, sequence++,
                        &(struct msg_leg){.leg = LEG_LEFT, .leg_inverted = (uint8_t)~LEG_LEFT}));
    say_message(host, message,
                message_put_start(message, sequence++,
                                  &(struct msg_start){.level = 5,
                                                      .level_inverted = (uint8_t)~5U,
                                                      .routine_crc = peer_routine_crc(&routine)}));
    for (unsigned i = 0; i < 20; i++)
        say_order(host, MESSAGE_STATUS, sequence++);
    say_order(host, MESSAGE_STOP, sequence++);
}

/* Each frame is said as often as a host that hears no answer says it. */
static void repeat_frames(struct host *host)
{
    for (unsigned i = 0; i < 100; i++)
        for (unsigned times = 0; times < 4; times++)
            say_order(host, MESSAGE_STATUS, (uint8_t)i);
}

/* Two hosts, each in order, under the same sequence numbers. */
static void be_two(struct host *host)
{
    for (unsigned i = 0; i < 200; i++) {
        say_set(host, (uint8_t)i);
        say_order(host, MESSAGE_STATUS, (uint8_t)i);
    }
}

/* Two hosts who do not listen: bytes of both, mixed. */
static void be_two_at_once(struct host *host)
{
    static struct host other;
    other.count = 0;
    for (unsigned i = 0; i < 200; i++)
        say_set(&other, (uint8_t)i);
    while (host->count + 64 < TROUBLE_bytes && host->count < other.count) {
        say(host, other.bytes + host->count, 1 + draw(host, 5));
        if (draw(host, 3) == 0)
            say_order(host, MESSAGE_STATUS, (uint8_t)draw(host, 256));
    }
}

static void flood(struct host *host)
{
    for (unsigned i = 0; host->count + 64 < TROUBLE_bytes; i++)
        say_order(host, MESSAGE_STATUS, (uint8_t)i);
}

static void flood_with_sets(struct host *host)
{
    for (unsigned i = 0; host->count + 64 < TROUBLE_bytes; i++)
        say_set(host, (uint8_t)i);
}

static const struct host_fault host_faults[] = {
    {"silence", be_silent, 1, false, false,
     "what was set by hand lapses within 5 s; a session plays to its end"},
    {"babble", babble, 1, true, false, "0.8 s of random bytes"},
    {"flipped bits", flip_bits, 1, true, false, "each frame has one"},
    {"half frames", stop_in_frames, 1, true, false, "cut anywhere, with and without an end"},
    {"another speed", talk_at_another_speed, 0, true, false, "115200 baud"},
    {"replay", replay, 1, false, true, "HELLO to STOP of a session, said again"},
    {"repeats", repeat_frames, 0, true, false, "each request four times"},
    {"two hosts in turn", be_two, 0, false, false, "the same sequence numbers, other requests"},
    {"two hosts at once", be_two_at_once, 1, true, false, "bytes of both are mixed"},
    {"flood of questions", flood, 0, true, false, "faster than they can be answered"},
    {"flood of orders", flood_with_sets, 1, false, false, "SET, as fast as the line is"},
};

enum { FAULTS_count = sizeof host_faults / sizeof *host_faults };

/* --- One run ------------------------------------------------------------------------------------ */

static struct peer *new_peer(enum scene scene)
{
    struct kit_options options = peer_options();
    struct peer_routine routine;
    struct peer *peer = peer_new(&options);
    peer_make_massage(&routine, SESSION_s, HEAT_40_C);
    peer_run_ms(peer, AWAKE_ms);
    if (scene == IDLE)
        peer_load(peer, &routine);
    if (scene == PLAYING)
        peer_play(peer, &routine);
    if (scene == BY_HAND) {
        peer_leg(peer, LEG_LEFT);
        peer_set(peer, ZONE_MID_LATERAL, 500, LIMIT_BY_HAND_ms);
        peer_heat(peer, 40000, LIMIT_BY_HAND_ms);
    }
    peer_run_ms(peer, scene == IDLE ? 0 : UNDER_WAY_ms);
    return peer;
}

/* What the kit has counted; asked again where an answer was not heard, for late answers may fill the line. */
static struct msg_statistics_reply count(struct peer *peer)
{
    struct msg_statistics_reply counted = {0};
    for (unsigned tries = 0; tries < 5; tries++) {
        peer_resynchronize(peer);
        if (peer_order(peer, MESSAGE_STATISTICS) == 0 &&
            message_get_statistics_reply(&counted, peer->reply.bytes, peer->reply.length))
            break;
    }
    return counted;
}

static unsigned lost(struct peer *peer)
{
    struct msg_statistics_reply counted = count(peer);
    return (unsigned)counted.drops_crc + counted.drops_code + counted.drops_too_long +
           counted.drops_too_short + counted.drops_framing + counted.drops_overrun +
           counted.repeats;
}

/* Asks every 5 ms until there is an answer; how long that took, or -1. */
static int64_t recovery_cycles(struct peer *peer)
{
    uint64_t from = kit_cycles(peer->kit);
    peer->has_reply = false;
    for (unsigned ms = 0; ms < RECOVERED_ms; ms += ASK_EVERY_ms) {
        uint8_t message[LENGTH_SETTING_GET] = {MESSAGE_SETTING_GET, peer_next_sequence(peer)};
        kit_write(peer->kit, (const uint8_t[]){0}, 1);
        peer_send(peer, message, sizeof message);
        peer_run_ms(peer, ASK_EVERY_ms);
        if (peer->has_reply)
            return (int64_t)(peer->reply.cycle - from);
    }
    return -1;
}

/* The time until all of it has been said. */
static void let_it_speak(struct host *host, const struct host_fault *fault)
{
    fault->make(host);
    kit_write(host->peer->kit, host->bytes, host->count);
    double busy_us = fmax(0, host->peer->kit->line.host_busy_us - kit_us(host->peer->kit));
    peer_run_ms(host->peer, busy_us / 1e3);
    kit_set_baud(host->peer->kit, 250000);
}

/* A panic stops whatever still runs; nothing begins again. */
static bool rests_after_panic(struct peer *peer)
{
    kit_write(peer->kit, (const uint8_t[]){0, FRAME_PANIC, 0}, 3);
    peer_run_ms(peer, 2);
    unsigned times = peer->outputs.times;
    bool off = !peer->outputs.driven;
    peer_run_ms(peer, QUIET_ms);
    return off && peer->outputs.times == times;
}

_Noreturn static void try_host(struct peer *peer, const struct host_fault *fault, enum scene scene,
                               unsigned seed)
{
    static struct host host;
    struct campaign_result result = {.class = (uint8_t)(fault - host_faults)};
    host = (struct host){.peer = peer, .scene = scene, .random = SEED + seed * SCENES + scene};
    unsigned times = peer->outputs.times, lost_before = lost(peer);
    let_it_speak(&host, fault);
    bool started = scene == IDLE && peer->outputs.times != times;
    bool lapsed = fault->make != be_silent || !peer->outputs.driven;
    result.latency_cycles = recovery_cycles(peer);
    bool counted = lost(peer) != lost_before;
    struct msg_statistics_reply statistics = count(peer);
    bool rests = rests_after_panic(peer);
    result.detected = counted;
    result.unsafe = (started && !fault->may_start) || !lapsed || !rests;
    result.wrong = result.latency_cycles < 0 || (fault->is_counted && !counted) ||
                   statistics.late_frames > 0 || peer_status(peer).faults != 0;
    campaign_end_with(&result, "%s, scene %d: %s%s%s%s, %u late, recovery %lld", fault->name, scene,
                      started ? "started, " : "", lapsed ? "" : "still driven, ",
                      rests ? "" : "no rest, ", counted ? "counted" : "not counted",
                      statistics.late_frames, (long long)result.latency_cycles);
}

static unsigned seeds_of(const struct host_fault *fault, bool is_long)
{
    bool has_chance = fault->make != be_silent && fault->make != replay;
    return !is_long ? fault->seeds : has_chance ? LONG_seeds : 1;
}

static void try(bool is_long)
{
    unsigned runs = 0;
    for (unsigned i = 0; i < FAULTS_count; i++)
        runs += SCENES * seeds_of(&host_faults[i], is_long);
    campaign_expect(runs);
    for (enum scene scene = 0; scene < SCENES; scene++) {
        struct peer *peer = new_peer(scene);
        for (unsigned i = 0; i < FAULTS_count; i++)
            for (unsigned seed = 0; seed < seeds_of(&host_faults[i], is_long); seed++)
                if (campaign_run())
                    try_host(peer, &host_faults[i], scene, seed);
        peer_free(peer);
    }
}

int main(int count, char **arguments)
{
    static struct campaign_class classes[FAULTS_count];
    for (unsigned i = 0; i < FAULTS_count; i++)
        classes[i] = (struct campaign_class){host_faults[i].name, host_faults[i].meaning};
    const struct campaign campaign = {
        .name = "host faults",
        .question = "A host fails while the kit is idle, in a session, and driven by hand. Nothing "
                    "may start by it, "
                    "what was set by\nhand must lapse, a panic afterwards must stop all, and no "
                    "control frame be late. "
                    "*Detected*: what was lost is\ncounted. *Latency* is here from the trouble's "
                    "end to an answer, "
                    "at most 100 ms.",
        .classes = classes,
        .class_count = FAULTS_count,
        .try = try,
    };
    return campaign_main(&campaign, count, arguments);
}
