/* What a reset leaves behind: a brown-out or a hang while something was on is told, whatever the bootloader makes of
 * its cause; and TEST's credit is not made whole by it. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/kit/peer.h"
#include "tests/tap.h"

/* What matters of Optiboot here: eor r1,r1; out MCUSR,r1; jmp 0. */
#define BOOTLOADER_HEX ":087E0000112414BE0C940000D3\n:00000001FF\n"

enum {
    REST_ms = 100,
    HEAT_40_C = 100,
    PLAYING_ms = 3000,
    BACK_ms = 1000,
    HEATER_TESTS =
        12, /* of 2 s each, with the little that is earned meanwhile; the next one is refused */
};

static struct peer *new_peer(struct kit_options *options, bool playing)
{
    struct peer_routine routine;
    peer_make_massage(&routine, 300, HEAT_40_C);
    struct peer *peer = peer_new(options);
    if (playing)
        peer_play(peer, &routine);
    peer_run_ms(peer, PLAYING_ms);
    is_int(peer->outputs.driven, playing, "outputs are %s", playing ? "on" : "off");
    return peer;
}

static void is_told(struct peer *peer, uint8_t cause, uint32_t faults, const char *what)
{
    struct msg_hello_reply hello = {0};
    unsigned times = peer->outputs.times;
    peer_hello(peer, &hello);
    is_int(hello.reset_cause, cause, "%s: the cause as far as it is known", what);
    is_int((long)peer_status(peer).faults, (long)faults, "%s", faults ? "the fault" : "no fault");
    ok(!peer->outputs.driven && peer->outputs.times == times, "and nothing is driven");
    is_int(peer_leg(peer, LEG_LEFT), faults ? REFUSAL_FAULT_LATCHED : 0, "before it is read");
    if (faults)
        is_int(peer_acknowledge(peer, UINT32_MAX), 0, "and acknowledged");
}

/* The supply dips below 4.3 V, with the PC's cable off. */
static void test_brown_out(bool playing)
{
    struct kit_options options = peer_options();
    struct peer *peer = new_peer(&options, playing);
    peer_inject(peer, "no-usb");
    peer_inject(peer, "supply=3.5");
    peer_run_ms(peer, 50);
    kit_clear(peer->kit, "supply");
    peer_run_ms(peer, BACK_ms);
    is_told(peer, RESET_BROWN_OUT, playing ? FAULT_BIT(FAULT_BROWN_OUT) : 0, "a brown-out");
    peer_free(peer);
}

/* An ordinary end of a day: the switch is opened while something is on. */
static void test_power_cut(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = new_peer(&options, true);
    kit_power_cycle(peer->kit, 500);
    peer_run_ms(peer, BACK_ms);
    is_told(peer, RESET_POWER_ON, 0, "a power cut");
    peer_free(peer);
}

/* This bootloader clears MCUSR: nobody can tell any more that it was the watchdog. */
static void test_hang_behind_bootloader(bool playing)
{
    struct kit_options options = peer_options();
    char path[] = "/tmp/bootloader-XXXXXX";
    int file = mkstemp(path);
    if (!ok(file >= 0 && dprintf(file, BOOTLOADER_HEX) > 0, "a bootloader is written"))
        return;
    close(file);
    options.bootloader_path = path;
    struct peer *peer = new_peer(&options, playing);
    unlink(path);
    peer_inject(peer, "hang");
    peer_run_ms(peer, BACK_ms);
    is_told(peer, RESET_UNKNOWN, playing ? FAULT_BIT(FAULT_ILLEGAL_RESET) : 0,
            "a hang behind a bootloader");
    peer_free(peer);
}

static int test_heater(struct peer *peer, uint16_t duration_ms)
{
    struct msg_test test = {
        .test = TEST_HEATER, .test_inverted = (uint8_t)~TEST_HEATER, .duration_ms = duration_ms};
    uint8_t message[LENGTH_TEST];
    return peer_ask(peer, message, message_put_test(message, peer_next_sequence(peer), &test));
}

/* The user would lose: a pad that stays cool on the table, to whoever opens the port again and again. */
static void test_credit(void)
{
    struct kit_options options = peer_options();
    options.flash_jumper = true;
    struct peer *peer = new_peer(&options, false);
    int refusal = 0, tests = 0;
    for (; refusal == 0 && tests < 3 * HEATER_TESTS; tests++) {
        refusal = test_heater(peer, LIMIT_TEST_ms);
        if (refusal == 0)
            peer_run_ms(peer, LIMIT_TEST_ms);
    }
    while (test_heater(peer, REST_ms) == 0) /* what is left is spent, too */
        peer_run_ms(peer, REST_ms);
    is_int(refusal, REFUSAL_TEST_RESTS, "after %d tests of the heater it must rest", tests);
    kit_drop_dtr(peer->kit);
    peer_run_ms(peer, BACK_ms);
    struct msg_hello_reply hello = {0};
    peer_hello(peer, &hello);
    is_int(hello.reset_cause, RESET_EXTERNAL, "a port that is opened resets the kit");
    is_int(test_heater(peer, LIMIT_TEST_ms), REFUSAL_TEST_RESTS, "which must rest nevertheless");
    kit_power_cycle(peer->kit, 500);
    peer_run_ms(peer, BACK_ms);
    is_int(test_heater(peer, LIMIT_TEST_ms), 0, "a power-up begins anew");
    peer_free(peer);
}

int main(void)
{
    test_brown_out(true);
    test_brown_out(false);
    test_power_cut();
    test_hang_behind_bootloader(true);
    test_hang_behind_bootloader(false);
    test_credit();
    return done();
}
