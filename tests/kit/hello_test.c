/* Who is there? What the kit says of itself after each kind of reset, and how soon. */
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    FIRST_BYTE_max_cycles = 100 * PEER_CYCLES_ms,
    WAKE_ms = 200,
    STARTING_ms = 100, /* the program memory is read before time begins */
    CUTS = 10,
    RECORD_WRITTEN_ms = 400, /* 25 bytes of 3.4 ms, after the first frame */
};

/* The user would lose: a tool that finds the kit at once, whether or not opening the port resets
 * it. */
static void test_boot_event(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    struct msg_boot boot = {0};
    ok(peer_await_boot(peer, &boot, WAKE_ms), "the kit announces itself after power-on");
    diag("first byte %ld cycles after power-on", (long)peer->events[0].cycle);
    ok(peer->events[0].cycle < FIRST_BYTE_max_cycles, "within 100 ms");
    is_int(boot.protocol_version, PROTOCOL_VERSION, "it says which protocol it speaks");
    is_int(boot.reset_cause, RESET_POWER_ON, "and that it was power-on");
    is_int(boot.routine_capacity, ROUTINE_MAX_BYTES, "and how long a routine it can hold");
    is_int(boot.fuse_extended, options.fuses.extended, "and its brown-out fuse");
    peer_run_s(peer, 1);
    is_int(peer_await(peer, MESSAGE_BOOT, 0) != NULL, 0, "it says so once");
    is_int(peer->outputs.times, 0, "and drives nothing");
    peer_free(peer);
}

/* The user would lose: the first command after plugging in, or two seconds at every command. */
static void test_hello_before_and_after_boot_event(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    struct msg_hello_reply early = {0}, late = {0};
    struct msg_boot boot = {0};
    peer_run_ms(peer, 15);
    is_int(peer_hello(peer, &early), 0, "HELLO is answered that came while the kit tested itself");
    uint64_t early_cycle = peer->reply.cycle;
    ok(peer_await_boot(peer, &boot, WAKE_ms) && peer->events[0].cycle < early_cycle,
       "directly after the BOOT event");
    peer_run_ms(peer, 1000);
    is_int(peer_hello(peer, &late), 0, "and again a second later");
    is_int(late.boot_id, boot.boot_id, "it is the same start");
    long expected_ms = (long)(peer->reply.cycle / PEER_CYCLES_ms);
    diag("uptime %ld ms, %ld ms after power-on", (long)late.uptime_ms, expected_ms);
    ok(late.uptime_ms <= expected_ms && late.uptime_ms + STARTING_ms > expected_ms,
       "the uptime is the time since power-on, less what starting took");
    peer_free(peer);
}

/* The user would lose: knowing that the kit restarted in the middle of a session, and that the
 * times of two records belong to different starts. */
static void test_boot_id_counts(void)
{
    struct kit_options options = peer_options();
    options.eeprom = NULL;
    struct peer *peer = peer_new(&options);
    for (int start = 1; start <= 4; start++) {
        struct msg_hello_reply hello = {0};
        peer_run_ms(peer, RECORD_WRITTEN_ms);
        peer_hello(peer, &hello);
        is_int(hello.boot_id, start, "start %d of a new kit says that it is number %d", start,
               start);
        struct peer_record record = {0};
        ok(peer_read_record(peer, &record) && record.boot_id == start, "and keeps it");
        kit_power_cycle(peer->kit, 300);
    }
    peer_free(peer);
}

/* The user would lose: the news that the kit has started again in the middle of a session. */
static void test_boot_event_after_half_a_frame(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    unsigned heard = 0;
    for (unsigned i = 0; i < CUTS; i++) {
        const uint8_t status[] = {MESSAGE_STATUS, peer_next_sequence(peer)};
        peer_run_ms(peer, 300);
        peer_forget_events(peer);
        peer_send(peer, status, sizeof status);
        peer_run_ms(peer, 0.4 + i * 0.2); /* into the answer of 2.5 ms */
        kit_power_cycle(peer->kit, 300);
        heard += peer_await(peer, MESSAGE_BOOT, WAKE_ms) != NULL;
    }
    is_int(heard, CUTS, "BOOT is heard although the frame before it was cut short");
    peer_free(peer);
}

/* The user would lose: the hint at a weak supply or a firmware that hung. */
static void test_reset_causes(void)
{
    static const struct {
        const char *name;
        const char *mishaps[2];
        uint8_t cause;
    } rows[] = {
        {"a power cut", {"power-cut=300", NULL}, RESET_POWER_ON},
        {"a program that hangs", {"hang", NULL}, RESET_WATCHDOG},
        {"a supply that dips to 4.1 V without USB",
         {"no-usb", "supply=4.1@1s..1.1s"},
         RESET_BROWN_OUT},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit_options options = peer_options();
        struct peer *peer = peer_new(&options);
        peer_run_ms(peer, 500);
        for (unsigned m = 0; m < 2 && rows[i].mishaps[m]; m++)
            peer_inject(peer, rows[i].mishaps[m]);
        peer_run_ms(peer, 1500);
        struct msg_hello_reply hello = {.reset_cause = RESET_UNKNOWN};
        is_int(peer_hello(peer, &hello), 0, "%s: the kit answers again", rows[i].name);
        is_int(hello.reset_cause, rows[i].cause, "and names the cause");
        is_int(hello.boot_id, 3, "it is another start");
        is_int(peer->outputs.times, 0, "nothing was driven");
        peer_free(peer);
    }
}

int main(void)
{
    test_boot_event();
    test_hello_before_and_after_boot_event();
    test_boot_id_counts();
    test_boot_event_after_half_a_frame();
    test_reset_causes();
    return done();
}
