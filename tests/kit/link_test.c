/* The link in disorder: garbage, repeats, floods and broken bytes move nothing and are counted. */
#include <string.h>

#include "host/kit/kit_internal.h"
#include "host/kit/machine_internal.h"
#include "tests/bench/elf.h"
#include "tests/campaign/upset.h"
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    AWAKE_ms = 500,
    GARBAGE_bytes = 100000,
    BYTE_us = 40,
    BYTE_cycles = MACHINE_BYTE_cycles,
    PANIC_limit_cycles = 1 * PEER_CYCLES_ms,
    ALL_REGISTERS_ms = 1000, /* one in each frame */
    UDR0 = 0xC6,             /* datasheet, register summary */
};

static struct peer *new_peer(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, AWAKE_ms);
    return peer;
}

static struct peer *new_playing_peer(struct peer_routine *routine)
{
    struct kit_options options = peer_options();
    peer_make_massage(routine, 300, 100);
    struct peer *peer = peer_new(&options);
    peer_play(peer, routine);
    peer_run_ms(peer, 300);
    return peer;
}

static uint32_t receive_overruns(struct peer *peer)
{
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    return truth.receive_overruns;
}

/* Bytes of all values, but no panic. */
static void make_garbage(uint8_t *bytes, unsigned count, uint32_t seed)
{
    for (unsigned i = 0; i < count; i++) {
        bytes[i] = (uint8_t)(tap_random(&seed) >> 8);
        if (bytes[i] == FRAME_PANIC && i > 0 && bytes[i - 1] == 0)
            bytes[i] = 1;
    }
}

static unsigned all_drops(const struct msg_statistics_reply *statistics)
{
    return (unsigned)statistics->drops_crc + statistics->drops_code + statistics->drops_too_long +
           statistics->drops_too_short;
}

/* The user would lose: a kit that does only what was said, through a loose plug or at a wrong
 * speed. */
static void test_garbage(void)
{
    static uint8_t garbage[GARBAGE_bytes];
    struct peer *peer = new_peer();
    make_garbage(garbage, sizeof garbage, 1);
    unsigned zeros = 0;
    for (unsigned i = 0; i < sizeof garbage; i++)
        zeros += garbage[i] == 0;
    peer_leg(peer, LEG_LEFT);
    unsigned replies = peer->replies;
    kit_write(peer->kit, garbage, sizeof garbage);
    peer_run_ms(peer, GARBAGE_bytes * (BYTE_us / 1e3) + 100);
    is_int(peer->replies, replies, "100 kB of garbage get no answer at all");
    is_int(peer->outputs.times, 0, "and move nothing");
    peer_resynchronize(peer);
    struct msg_statistics_reply statistics = peer_statistics(peer);
    diag("%u frames, %u dropped: crc %u, code %u, too long %u, too short %u", zeros,
         all_drops(&statistics), statistics.drops_crc, statistics.drops_code,
         statistics.drops_too_long, statistics.drops_too_short);
    ok(all_drops(&statistics) > zeros * 9 / 10, "nearly every frame among them is counted");
    is_int(statistics.drops_overrun, 0, "no byte of it was lost");
    is_int((long)receive_overruns(peer), 0, "in the chip neither");
    is_int(peer_status(peer).state, STATE_ARMED, "the device is as it was");
    peer_free(peer);
}

static const uint8_t panic_bytes[] = {0, FRAME_PANIC, 0};

/* The user would lose: the panic key on a link that is already in disorder. */
static void test_panic_in_garbage(void)
{
    struct peer_routine routine;
    struct peer *peer = new_playing_peer(&routine);
    uint8_t garbage[3000];
    make_garbage(garbage, sizeof garbage, 7);
    kit_write(peer->kit, garbage, sizeof garbage);
    peer_run_ms(peer, 125);
    is_int(peer->outputs.times, 1, "3,000 bytes of garbage without a panic byte do not stop it");

    memcpy(garbage + 1500, panic_bytes, sizeof panic_bytes);
    uint64_t told = kit_cycles(peer->kit) + 1502 * (uint64_t)BYTE_cycles;
    kit_write(peer->kit, garbage, sizeof garbage);
    peer_run_ms(peer, 125);
    long cycles = (long)(int64_t)(peer->outputs.off_cycle - told);
    diag("off %ld cycles after the panic byte", cycles);
    ok(!peer->outputs.driven && cycles >= 0 && cycles <= PANIC_limit_cycles,
       "with one among them it stops within 1 ms");
    peer_free(peer);
}

/* The user would lose: sessions that end for no reason. */
static void test_no_panic_in_frames(void)
{
    struct peer_routine routine;
    struct peer *peer = new_playing_peer(&routine);
    unsigned refused = 0;
    for (unsigned sequence = 0; sequence < 256; sequence++) {
        const uint8_t mark[] = {MESSAGE_MARK, peer_next_sequence(peer), FRAME_PANIC};
        refused += peer_ask(peer, mark, sizeof mark) != 0;
    }
    is_int(refused, 0, "256 marks with the number A5, one of them with that sequence, are taken");
    refused = peer_set(peer, 0, FRAME_PANIC, 0xA500) != REFUSAL_WRONG_STATE;
    refused += peer_set(peer, 0, 0xA500, FRAME_PANIC) != REFUSAL_WRONG_STATE;
    is_int(refused, 0, "so are 00 and A5 side by side in a message");
    kit_write_broken(peer->kit, 0);
    kit_write(peer->kit, (const uint8_t[]){FRAME_PANIC, 0}, 2);
    peer_run_ms(peer, 20);
    is_int(peer_status(peer).state, STATE_RUNNING, "a zero without stop bit before A5 is no zero");
    kit_write(peer->kit, (const uint8_t[]){0}, 1);
    kit_write_broken(peer->kit, FRAME_PANIC);
    kit_write(peer->kit, (const uint8_t[]){FRAME_PANIC, 0}, 2);
    peer_run_ms(peer, 20);
    is_int(peer_status(peer).state, STATE_RUNNING, "nor is A5 without stop bit A5");
    is_int(peer->outputs.times, 1, "the session went on all the time");
    is_int(peer_statistics(peer).panics, 0, "and no panic is counted");
    peer_free(peer);
}

/* The same message under the same sequence number, as a host repeats it. */
static int ask_again(struct peer *peer, const uint8_t *message, uint8_t length)
{
    peer->sequence = message[1];
    return peer_ask(peer, message, length);
}

/* The user would lose: one press of a key that is one stroke of the motor, on a link that repeats.
 */
static void test_repeats(void)
{
    struct peer *peer = new_peer();
    peer_leg(peer, LEG_LEFT);
    uint8_t set[LENGTH_SET];
    uint8_t length = message_put_set(set, peer_next_sequence(peer),
                                     &(struct msg_set){.strength_permille = 300,
                                                       .strength_inverted = (uint16_t)~300U,
                                                       .duration_ms = 100});
    is_int(peer_ask(peer, set, length), 0, "SET is answered");
    peer_run_ms(peer, 300);
    is_int(peer->outputs.times, 1, "and drives a motor once");
    is_int(ask_again(peer, set, length), 0, "repeated, it is answered again");
    peer_run_ms(peer, 300);
    is_int(peer->outputs.times, 1, "but drives nothing");
    is_int(peer_statistics(peer).repeats, 1, "the repeat is counted");
    is_int(ask_again(peer, set, length), 0, "after another request it is a new one");
    peer_run_ms(peer, 300);
    is_int(peer->outputs.times, 2, "and drives the motor");

    struct msg_hello_reply hello;
    peer_hello(peer, &hello);
    is_int(ask_again(peer, set, length), 0, "so it is after HELLO");
    peer_run_ms(peer, 300);
    is_int(peer->outputs.times, 3, "a new host is not answered with another one's reply");
    peer_free(peer);
}

/* The user would lose: answers to each of two requests that come close together. */
static void test_back_to_back(void)
{
    struct peer *peer = new_peer();
    unsigned replies = peer->replies;
    for (unsigned i = 0; i < 4; i++) {
        const uint8_t status[] = {MESSAGE_STATUS, peer_next_sequence(peer)};
        peer_send(peer, status, sizeof status);
    }
    peer_run_ms(peer, 100);
    is_int(peer->replies - replies, 4, "four requests without a pause get four answers");
    is_int(peer->reply.bytes[1], peer->sequence, "in their order");
    is_int(peer_statistics(peer).drops_overrun, 0, "and nothing is lost");
    peer_free(peer);
}

/* The user would lose: knowing that the host talks faster than the kit can listen. */
static void test_flood(void)
{
    struct peer_routine routine;
    struct peer *peer = new_playing_peer(&routine);
    uint8_t frames[4096];
    unsigned length = 0;
    while (length + LENGTH_STATUS + FRAME_OVERHEAD < sizeof frames) {
        frames[length + 1] = MESSAGE_STATUS;
        frames[length + 2] = peer_next_sequence(peer);
        length += frame_seal(frames + length, LENGTH_STATUS);
    }
    kit_write(peer->kit, frames, length);
    peer_run_ms(peer, length * (BYTE_us / 1e3));
    peer_resynchronize(peer);
    struct msg_statistics_reply statistics = peer_statistics(peer);
    ok(statistics.drops_overrun > length / 2,
       "4 kB of requests at once: most are lost, and counted: %u bytes", statistics.drops_overrun);
    is_int((long)receive_overruns(peer), 0, "by the firmware's ring, not by the chip's receiver");
    is_int(statistics.late_frames, 0, "no control frame was late");
    is_int(peer->outputs.times, 1, "and the massage went on");
    peer_free(peer);
}

/* The user would lose: a count that tells a bad cable from a bad program. */
static void test_framing_errors(void)
{
    struct peer *peer = new_peer();
    uint8_t frame[LENGTH_STATUS + FRAME_OVERHEAD] = {0, MESSAGE_STATUS, peer_next_sequence(peer)};
    uint8_t length = frame_seal(frame, LENGTH_STATUS);
    unsigned replies = peer->replies;
    for (uint8_t broken = 0; broken < length - 1; broken++) {
        kit_write(peer->kit, frame, broken);
        kit_write_broken(peer->kit, frame[broken]);
        kit_write(peer->kit, frame + broken + 1, (size_t)(length - broken - 1));
        peer_run_ms(peer, 5);
    }
    is_int(peer->replies, replies, "a request with one broken byte, whichever, is not answered");
    is_int(peer_status(peer).state, STATE_IDLE, "the next one is");
    is_int(peer_statistics(peer).drops_framing, length - 1, "each broken byte is counted");
    peer_free(peer);
}

static unsigned receiver_reads;

static uint8_t count_receiver_read(avr_t *avr, avr_io_addr_t address, void *param)
{
    (void)param;
    receiver_reads++;
    return avr->data[AVR_IO_TO_DATA(address)];
}

/* The user would lose: a byte of a panic, to a check of all registers that reads the receiver as well. */
static void test_receiver_is_left_alone(void)
{
    struct peer *peer = new_peer();
    peer->kit->machine->avr->io[AVR_DATA_TO_IO(UDR0)].r.c = count_receiver_read;
    peer_run_ms(peer, ALL_REGISTERS_ms);
    is_int(receiver_reads, 0, "while nothing comes in nobody reads the receiver");
    peer_free(peer);
}

/* The user would lose: a rest, to a particle that makes the receiver hear LEG and START once more. */
static void test_nothing_is_heard_twice(void)
{
    static const char *const indices[] = {"ring_in", "ring_out"};
    unsigned driven = 0;
    for (unsigned bits = 0; bits < 16; bits++) {
        struct peer *peer = new_peer();
        struct peer_routine routine;
        peer_make_massage(&routine, 1, 0);
        peer_play(peer, &routine);
        peer_run_ms(peer, 1500);
        unsigned times = peer->outputs.times;
        upset_bit(peer->kit, elf_variable(peer_options().firmware_path, indices[bits / 8]),
                  bits % 8);
        peer_run_ms(peer, 500);
        driven += times != 1 || peer->outputs.times != times;
        peer_free(peer);
    }
    is_int(driven, 0, "a session that is over is not begun anew, whatever becomes of the ring");
}

int main(void)
{
    test_garbage();
    test_panic_in_garbage();
    test_no_panic_in_frames();
    test_repeats();
    test_back_to_back();
    test_flood();
    test_framing_errors();
    test_receiver_is_left_alone();
    test_nothing_is_heard_twice();
    return done();
}
