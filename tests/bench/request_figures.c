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
    uint8_t fields[4];
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

enum { EXAMPLES = sizeof examples / sizeof examples[0] };

struct load {
    struct trace trace;
    uint16_t completes;  /* the function that writes a frame's last bytes */
    long ready_max[256]; /* by the request's type */
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

static void measure_load(struct figures *figures)
{
    struct load load = {.completes = elf_function(FIGURES_FIRMWARE, "frame_check")};
    struct peer_routine routine;
    uint32_t random = SEED;
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
    for (unsigned i = 0; i < EXAMPLES; i++)
        *longest = fmax(*longest, (double)load.ready_max[examples[i].type]);
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
