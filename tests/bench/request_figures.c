/* How long requests take, alone and when everything happens at once.
 *
 * From the last byte of a request in the receiver (RXC) to the write of the reply's first byte to UDR, or to
 * the instant at which the whole reply, check included, stands ready for the transmitter. 4 cycles are added for each
 * interrupt on the way.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "avr/core/outbox.h"
#include "tests/bench/elf.h"
#include "tests/bench/figures.h"
#include "tests/bench/scenes.h"
#include "tests/bench/trace.h"
#include "tests/tap.h"

enum {
    SAMPLES = 12000, /* or what is done once a second is hardly met */
    SEED = 20,
    ENTRIES = 2, /* receiver, transmitter */
    EVENTS_GONE_ms = 30,
    ROUNDS = 120, /* each request of the list, at another instant */
    RESETS = 60,  /* for what is done once after each */
    TYPES = 256,
    FIELDS_max = LENGTH_UPLOAD_CHUNK,
    LONGEST_EVENT_cycles = (OUTBOX_MESSAGE_MAX + FRAME_OVERHEAD) * MACHINE_BYTE_cycles,
};

static int by_size(const void *left, const void *right)
{
    long a = *(const long *)left, b = *(const long *)right;
    return (a > b) - (a < b);
}

static uint64_t wire_cycles(uint8_t message_bytes)
{
    return (uint64_t)(message_bytes + FRAME_OVERHEAD) * MACHINE_BYTE_cycles;
}

/* --- Alone --------------------------------------------------------------------------------------- */

static long first_byte_cycles(struct peer *peer, uint8_t type)
{
    uint64_t received = kit_cycles(peer->kit) + wire_cycles(MESSAGE_HEADER);
    if (peer_order(peer, type) == PEER_SILENT) {
        fprintf(stderr, "bench: no answer to request 0x%02x\n", type);
        exit(1);
    }
    return (long)(peer->reply.cycle - received) + ENTRIES * TRACE_ENTRY_cycles;
}

/* A request without fields, which is refused here; without telemetry, for a
 * reply may have to wait until an event is sent. */
static void measure_idle(struct figures *figures)
{
    static long cycles[SAMPLES];
    uint32_t random = SEED;
    struct peer *peer = scene_idle();
    peer_change_setting(peer, SETTING_sample_period_ms, 0);
    for (unsigned i = 0; i < SAMPLES; i++) {
        peer_run_ms(peer, EVENTS_GONE_ms + tap_random(&random) % 20000 / 1000.0);
        cycles[i] = first_byte_cycles(peer, MESSAGE_PAUSE);
    }
    qsort(cycles, SAMPLES, sizeof *cycles, by_size);
    const long *median = &cycles[SAMPLES / 2];
    figures->values[FIGURE_REQUEST_P50] = (double)*median;
    figures->values[FIGURE_REQUEST_MAX] = (double)cycles[SAMPLES - 1];
    peer_free(peer);
}

/* --- All at once --------------------------------------------------------------------------------- */

/* Everything but what ends the session or answers by an event later: those that a session takes, and
 * those that it refuses. `answer` is the longest reply. */
struct example {
    uint8_t type, length, answer;
    uint8_t fields[8];
};

static const struct example examples[] = {
    {MESSAGE_STATUS, LENGTH_STATUS, LENGTH_STATUS_REPLY, {0}},
    {MESSAGE_HELLO, LENGTH_HELLO, LENGTH_HELLO_REPLY, {PROTOCOL_VERSION}},
    {MESSAGE_STATISTICS, LENGTH_STATISTICS, LENGTH_STATISTICS_REPLY, {0}},
    {MESSAGE_PROBE, LENGTH_PROBE, LENGTH_PROBE_REPLY, {0}},
    {MESSAGE_READINGS, LENGTH_READINGS, LENGTH_READINGS_REPLY, {0}},
    {MESSAGE_USAGE, LENGTH_USAGE, LENGTH_USAGE_REPLY, {0}},
    {MESSAGE_PRESENT, LENGTH_PRESENT, LENGTH_OK, {0}},
    {MESSAGE_TEST, LENGTH_TEST, LENGTH_REFUSED, {0}},
    {MESSAGE_LEVEL, LENGTH_LEVEL, LENGTH_OK, {5, 0xFA}},
    {MESSAGE_MARK, LENGTH_MARK, LENGTH_OK, {200}},
    {MESSAGE_SETTING_GET, LENGTH_SETTING_GET, LENGTH_SETTING_REPLY, {3}},
    {MESSAGE_SET, LENGTH_SET, LENGTH_REFUSED, {0}},
    {MESSAGE_HEAT, LENGTH_HEAT, LENGTH_REFUSED, {0}},
    {MESSAGE_LEG, LENGTH_LEG, LENGTH_REFUSED, {1, 0xFE}},
    {MESSAGE_START, LENGTH_START, LENGTH_REFUSED, {5, 0xFA}},
    {MESSAGE_UPLOAD_BEGIN, LENGTH_UPLOAD_BEGIN, LENGTH_REFUSED, {100}},
    {MESSAGE_UPLOAD_CHUNK, LENGTH_UPLOAD_CHUNK, LENGTH_REFUSED, {0}},
    {MESSAGE_SETTING_SET, LENGTH_SETTING_SET, LENGTH_REFUSED, {0}},
    {MESSAGE_FAULT_ACK, LENGTH_FAULT_ACK, LENGTH_REFUSED, {0}},
    {MESSAGE_PAUSE, LENGTH_PAUSE, LENGTH_OK, {0}},
    {MESSAGE_RESUME, LENGTH_RESUME, LENGTH_OK, {0}},
    {MESSAGE_PAIN, LENGTH_PAIN, LENGTH_OK, {0}},
    {MESSAGE_RESUME, LENGTH_RESUME, LENGTH_OK, {0}},
    {MESSAGE_STOP, LENGTH_STOP, LENGTH_OK, {0}},
};

/* The first after a reset, which is believed: 2027-01-15, so that time has passed for both legs. */
static const struct example first_clock = {
    MESSAGE_CLOCK, LENGTH_CLOCK, LENGTH_OK, {0x80, 0xC3, 0xC9, 0x01, 0x7F, 0x3C, 0x36, 0xFE}};

enum { EXAMPLES = sizeof examples / sizeof examples[0] };

struct load {
    struct trace trace;
    uint16_t completes;    /* the function that writes a frame's last bytes */
    long ready_max[TYPES]; /* by the request's type */
    long wait_max;
};

/* Asks, and fills the line with zeros, which are free between frames, until the answer is there. */
static void ask_under_load(struct peer *peer, struct load *load, const struct example *example)
{
    static const uint8_t zeros[FRAME_MAX_MESSAGE];
    uint8_t message[FIELDS_max] = {example->type, peer_next_sequence(peer)};
    memcpy(message + MESSAGE_HEADER, example->fields, sizeof example->fields);
    uint64_t received = kit_cycles(peer->kit) + wire_cycles(example->length);
    peer_send(peer, message, example->length);
    kit_write(peer->kit, zeros, example->answer);
    unsigned replies = peer->replies;
    kit_run_until(peer->kit, received, KIT_UNTIL_TIME);
    uint64_t entries = load->trace.entries;
    trace_watch(&load->trace, load->completes);
    while (peer->replies == replies)
        peer_run_ms(peer, 0.1);
    if (load->trace.watched_cycle == 0) {
        fprintf(stderr, "bench: the reply to 0x%02x was not seen\n", example->type);
        exit(1);
    }
    /* the receiver's interrupt may have begun before the run stopped */
    uint64_t interrupts = load->trace.watched_entries - entries + 1;
    long ready = (long)(load->trace.watched_cycle - received + interrupts * TRACE_ENTRY_cycles);
    long wait = (long)(int64_t)(peer->reply.cycle - load->trace.watched_cycle);
    long *ready_max = &load->ready_max[example->type];
    *ready_max = ready > *ready_max ? ready : *ready_max;
    load->wait_max = wait > load->wait_max ? wait : load->wait_max;
}

static void measure_first_clock(struct load *load)
{
    uint32_t random = SEED;
    for (unsigned reset = 0; reset < RESETS; reset++) {
        struct peer *peer = scene_playing();
        trace_begin(&load->trace, peer->kit);
        peer_run_ms(peer, tap_random(&random) % 20000 / 1000.0);
        ask_under_load(peer, load, &first_clock);
        if (peer->reply.bytes[0] != MESSAGE_OK) {
            fprintf(stderr, "bench: the first CLOCK after a reset is refused\n");
            exit(1);
        }
        peer_free(peer);
    }
}

static void measure_load(struct figures *figures)
{
    struct load load = {.completes = elf_function(FIGURES_FIRMWARE, "frame_check")};
    struct peer_routine routine;
    uint32_t random = SEED;
    measure_first_clock(&load);
    struct peer *peer = scene_playing();
    scene_routine(&routine);
    trace_begin(&load.trace, peer->kit);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (unsigned i = 0; i < EXAMPLES; i++) {
            peer_run_ms(peer, tap_random(&random) % 1000 / 1000.0);
            ask_under_load(peer, &load, &examples[i]);
        }
        if (peer_leg(peer, LEG_LEFT) != 0 || peer_start(peer, &routine, ROUTINE_MAX_LEVEL) != 0) {
            fprintf(stderr, "bench: the session does not start again\n");
            exit(1);
        }
        peer_forget_events(peer);
    }
    double *longest = &figures->values[FIGURE_LOADED_MAX];
    *longest = 0;
    for (unsigned type = 0; type < TYPES; type++)
        *longest = fmax(*longest, (double)load.ready_max[type]);
    figures->values[FIGURE_QUEUE_WAIT] = (double)load.wait_max / LONGEST_EVENT_cycles;
    figures->values[FIGURE_INTERRUPTS_OFF] = load.trace.off_longest_cycles;
    figures->values[FIGURE_STACK] = trace_stack_bytes(&load.trace);
    figures->values[FIGURE_EEPROM_WAIT] = (double)load.trace.eeprom_wait_cycles;
    peer_free(peer);
}

void measure_requests(struct figures *figures)
{
    measure_idle(figures);
    measure_load(figures);
}
