/* firmware_bench.c: what the firmware costs, in exact cycles, and how fast the virtual kit is.
 *
 * Latency runs from the last byte of a request in the receiver to the write of the reply's first byte to
 * the transmitter, at seeded instants; 4 cycles are added for each of the two interrupt entries on the
 * way, which the simulator does not count. The only figures that are not the same on every machine are
 * those of the last line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/kit/peer.h"
#include "tests/tap.h"

enum { SAMPLES = 400, BYTE_cycles = 640, ENTRY_cycles = 4, ENTRIES = 2, SEED = 20 };

static int by_size(const void *left, const void *right)
{
    long a = *(const long *)left, b = *(const long *)right;
    return (a > b) - (a < b);
}

static void print_row(const char *what, long *cycles, unsigned count)
{
    qsort(cycles, count, sizeof *cycles, by_size);
    printf("%-58s p50 %5ld  p99 %5ld  max %5ld cycles\n", what, cycles[count / 2],
           cycles[count * 99 / 100], cycles[count - 1]);
}

/* The latency of one request of a type that has no fields. */
static long latency(struct peer *peer, uint8_t type)
{
    uint8_t message[2] = {type, peer_next_sequence(peer)};
    uint8_t frame[sizeof message + FRAME_OVERHEAD];
    memcpy(frame + 1, message, sizeof message);
    uint64_t sent = kit_cycles(peer->kit);
    peer_ask(peer, message, sizeof message);
    uint64_t received = sent + (uint64_t)frame_seal(frame, sizeof message) * BYTE_cycles;
    return (long)(peer->reply.cycle - received) + ENTRIES * ENTRY_cycles;
}

static void measure_requests(struct peer *peer, const char *what, uint8_t type)
{
    uint32_t random = SEED;
    long cycles[SAMPLES];
    for (unsigned i = 0; i < SAMPLES; i++) {
        peer_run_ms(peer, 1 + tap_random(&random) % 20000 / 1000.0);
        cycles[i] = latency(peer, type);
    }
    print_row(what, cycles, SAMPLES);
}

static double asleep_percent(struct peer *peer, double seconds)
{
    uint64_t cycles = kit_cycles(peer->kit), slept = kit_slept_cycles(peer->kit);
    peer_run_s(peer, seconds);
    return 100.0 * (double)(kit_slept_cycles(peer->kit) - slept) /
           (double)(kit_cycles(peer->kit) - cycles);
}

/* From the panic byte in the receiver to the registers that let the motors go. */
static void measure_panic(void)
{
    static const uint8_t panic[] = {0x00, 0xA5, 0x00};
    uint32_t random = SEED;
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    long cycles[SAMPLES / 4];
    peer_run_ms(peer, 300);
    for (unsigned i = 0; i < SAMPLES / 4; i++) {
        peer_leg(peer, LEG_LEFT);
        peer_set(peer, PEER_ALL_ZONES, 1000, 5000);
        peer_run_ms(peer, 30 + tap_random(&random) % 20000 / 1000.0);
        uint64_t sent = kit_cycles(peer->kit);
        kit_write(peer->kit, panic, sizeof panic);
        peer_run_ms(peer, 5);
        cycles[i] = (long)(peer->outputs.off_cycle - sent - 2 * BYTE_cycles) + ENTRY_cycles;
    }
    print_row("panic byte to all outputs off", cycles, SAMPLES / 4);
    peer_free(peer);
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, 500);
    measure_requests(peer, "request to first reply byte, shortest, idle", MESSAGE_PAUSE);
    measure_requests(peer, "the same, STATUS", MESSAGE_STATUS);
    printf("%-58s %.2f %%\n", "asleep, idle", asleep_percent(peer, 10));

    struct peer_routine routine;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, 600, 80);
    peer_repeat(&routine, 500);
    peer_key(&routine, ROUTINE_KEY_STEP, 0x03, 50, 40);
    peer_rest(&routine, 60);
    peer_key(&routine, ROUTINE_KEY_STEP, 0x0C, 50, 40);
    peer_key(&routine, ROUTINE_KEY, 0x03, 0, 40);
    peer_rest(&routine, 60);
    peer_key(&routine, ROUTINE_KEY, 0x0C, 0, 40);
    peer_again(&routine);
    peer_end(&routine);
    peer_change_setting(peer, SETTING_sample_period_ms, 50);
    peer_play(peer, &routine);
    measure_requests(peer, "STATUS while a routine plays with heat and samples at 20 Hz",
                     MESSAGE_STATUS);
    double before = seconds_now();
    printf("%-58s %.2f %%\n", "asleep, playing with heat and samples at 20 Hz",
           asleep_percent(peer, 120));
    double spent = seconds_now() - before;
    measure_panic();
    struct msg_statistics_reply statistics = peer_statistics(peer);
    printf("%-58s %u of 2048 bytes\n", "stack never touched", statistics.stack_free_byte);
    printf("%-58s %.0fx real time, by CPU time of this machine\n", "virtual kit, playing",
           120 / spent);
    peer_free(peer);
    return 0;
}
