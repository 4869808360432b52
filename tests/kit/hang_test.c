/* The program hangs: with interrupts off nothing of the firmware works any more, and the watchdog
 * and the charge pump must do without it; with interrupts on there is the outputs' lease. */
#include <string.h>

#include "host/kit/registers.h"
#include "tests/campaign/upset.h"
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    INSTANTS = 12,
    WATCHDOG_ms = 120,
    LEASE_ms = LIMIT_OUTPUT_LEASE_ms,
    FRAME_ms = 10,
    PUMP_ms = 100, /* the arm switch opens 78 ms after the last edge */
    HEAT_40_C = 100,
    HEATS_ms = 3000, /* after a start: up to a second for the controller, 1.4 s for the proof */
    BEFORE_TRAP_s = 2,
};

static struct wire_truth truth_of(struct peer *peer)
{
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    return truth;
}

/* A massage with heat, for so long after its heat has begun. */
static struct peer *new_warm_peer(double ms)
{
    struct peer_routine routine;
    struct kit_options options = peer_options();
    peer_make_massage(&routine, 300, HEAT_40_C);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    peer_run_ms(peer, HEATS_ms + ms);
    return peer;
}

/* The user would lose: a heater that ends with the program that controls it. */
static void test_hang_at(double at_ms, long *worst_us)
{
    struct peer *peer = new_warm_peer(at_ms);
    ok(truth_of(peer).heater_on && peer->outputs.driven, "a massage with heat hangs at %.1f ms",
       at_ms);

    uint64_t hung = kit_cycles(peer->kit);
    peer_inject(peer, "hang");
    peer_run_ms(peer, WATCHDOG_ms + LEASE_ms);
    long off_us = (long)((peer->outputs.off_cycle - hung) / PEER_CYCLES_us);
    *worst_us = off_us > *worst_us ? off_us : *worst_us;
    ok(!peer->outputs.driven && off_us <= (WATCHDOG_ms + LEASE_ms) * 1000L,
       "motors and heater are off within watchdog and lease");
    ok(!truth_of(peer).heater_on && !truth_of(peer).heater_armed, "the arm switch is open");

    unsigned times = peer->outputs.times;
    peer_run_ms(peer, 500);
    struct msg_hello_reply hello = {0};
    peer_hello(peer, &hello);
    is_int(hello.reset_cause, RESET_WATCHDOG, "the kit says why it has started again");
    struct msg_status_reply status = peer_status(peer);
    is_int(status.state, STATE_FAULT, "in the state fault");
    is_int((long)status.faults, (long)FAULT_BIT(FAULT_ILLEGAL_RESET), "by its name");
    is_int(peer_leg(peer, LEG_LEFT), REFUSAL_FAULT_LATCHED, "nothing starts before it is read");
    is_int(peer->outputs.times, times, "and nothing has been driven since");

    kit_power_cycle(peer->kit, 300);
    peer_run_ms(peer, 500);
    is_int(peer_status(peer).state, STATE_FAULT, "a power cycle does not hide it");
    is_int(peer_acknowledge(peer, UINT32_MAX), 0, "a person acknowledges it");
    is_int(peer_leg(peer, LEG_LEFT), 0, "and may go on");
    peer_free(peer);
}

/* The user would lose: the one heater protection that needs neither firmware nor watchdog. */
static void test_arm_voltage(void)
{
    struct peer *peer = new_warm_peer(0);
    float pumped_V = truth_of(peer).arm_V;
    ok(pumped_V > 2, "while the loop runs the pump holds %.2f V", (double)pumped_V);
    uint64_t hung = kit_cycles(peer->kit);
    peer_inject(peer, "hang");
    peer_run_ms(peer, PUMP_ms);
    ok(peer->outputs.arm_cycle <= hung, "hung, it has no more edges");
    struct wire_truth truth = truth_of(peer);
    diag("%.2f V after %d ms", (double)truth.arm_V, PUMP_ms);
    ok(truth.arm_V < pumped_V / 4 && !truth.heater_armed, "and the switch opens by itself");
    is_int(truth.heater_power, 1, "while the stuck program still drives the other one");
    peer_free(peer);
}

/* --- A main loop that is caught while interrupts go on ---------------------------------------- */

/* A routine with a trap: after two seconds of massage, two repeats one in the other around a rest
 * of one tick. A bit of it flipped in the firmware's RAM makes the rest one of no time at all: then
 * the repeats are gone through at one instant, in about 14 us each time, and nothing else is. */
struct trap {
    struct peer_routine routine;
    unsigned rest_at;
};

static void make_trap(struct trap *trap, uint16_t outer, uint16_t inner)
{
    peer_begin(&trap->routine);
    peer_stage(&trap->routine, STAGE_MASSAGE, 60, HEAT_40_C);
    peer_key(&trap->routine, ROUTINE_KEY_STEP, PEER_ALL_ZONES_mask, 100, 0);
    peer_rest(&trap->routine, BEFORE_TRAP_s * ROUTINE_TICKS_s);
    peer_repeat(&trap->routine, outer);
    peer_repeat(&trap->routine, inner);
    trap->rest_at = trap->routine.length + 1U;
    peer_rest(&trap->routine, 1);
    peer_again(&trap->routine);
    peer_again(&trap->routine);
    peer_rest(&trap->routine, 30 * ROUTINE_TICKS_s);
    peer_end(&trap->routine);
}

/* Where these bytes stand in the firmware's RAM. */
static unsigned find_bytes(const struct peer *peer, const uint8_t *bytes, unsigned length)
{
    unsigned at = RAM_START;
    while (at + length < RAM_END && memcmp(kit_data(peer->kit) + at, bytes, length) != 0)
        at++;
    return at;
}

static void put_byte(struct peer *peer, unsigned at, uint8_t value)
{
    for (unsigned bit = 0; bit < 8; bit++) {
        char flip[40];
        snprintf(flip, sizeof flip, "ram-flip=0x%x.%u", at, bit);
        if ((kit_data(peer->kit)[at] ^ value) >> bit & 1)
            peer_inject(peer, flip);
    }
}

/* Sets the trap. The firmware would notice that its routine has changed: so what it compares with changes, too. In
 * struct session the routine's CRC stands before three lengths; after them, twice more, and then how far the check is. */
static void set_trap(struct peer *peer, const struct trap *trap)
{
    struct peer_routine sprung = trap->routine;
    sprung.bytes[trap->rest_at] ^= 1;
    uint16_t loaded = peer_routine_crc(&trap->routine), crc = peer_routine_crc(&sprung);
    uint8_t low = (uint8_t)loaded, high = (uint8_t)(loaded >> 8);
    unsigned at = find_bytes(peer, trap->routine.bytes, trap->routine.length);
    unsigned twice_at = find_bytes(peer, (const uint8_t[]){low, high, low, high}, 4),
             crc_at = twice_at - 5;
    put_byte(peer, at + trap->rest_at, sprung.bytes[trap->rest_at]);
    put_byte(peer, crc_at, (uint8_t)crc);
    put_byte(peer, crc_at + 1, (uint8_t)(crc >> 8));
    put_byte(peer, twice_at + 4, 0);
}

/* Plays it until just before the trap, and sets that. */
static struct peer *new_trapped_peer(const struct trap *trap)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_play(peer, &trap->routine);
    peer_run_ms(peer, BEFORE_TRAP_s * 1000 - 50);
    set_trap(peer, trap);
    return peer;
}

/* The user would lose: motors that end when nobody permits them any more, watchdog or not. */
static void test_lease(void)
{
    struct trap trap;
    make_trap(&trap, ROUTINE_MAX_REPEAT, ROUTINE_MAX_REPEAT); /* a quarter of a minute */
    struct peer *peer = new_trapped_peer(&trap);
    uint32_t resets = truth_of(peer).resets;
    ok(peer->outputs.driven, "a massage is under way");
    peer_run_ms(peer, 50);
    uint64_t caught = kit_cycles(peer->kit);
    peer_run_ms(peer, LEASE_ms + FRAME_ms);
    long off_us = (long)(int64_t)(peer->outputs.off_cycle - caught) / PEER_CYCLES_us;
    ok(!peer->outputs.driven, "with the main loop caught everything is off within %d ms",
       LEASE_ms + FRAME_ms);
    diag("after %ld us", off_us);
    is_int((long)truth_of(peer).resets, (long)resets, "by the lease, before the watchdog");
    unsigned times = peer->outputs.times;
    peer_run_s(peer, 1);
    is_int((long)truth_of(peer).resets, (long)resets + 1, "which resets the chip a little later");
    is_int(peer_status(peer).state, STATE_FAULT, "the kit is in the state fault");
    is_int(peer->outputs.times, times, "and nothing has been driven since");
    peer_free(peer);
}

/* The user would lose: the news that the kit cannot keep up with itself. */
static void test_late_loop(void)
{
    static const struct {
        uint16_t repeats;
        unsigned least_late, most_late;
        uint8_t state;
    } rows[] = {{1500, 1, 3, STATE_RUNNING}, {4000, 4, 9, STATE_FAULT}, {6000, 4, 9, STATE_FAULT}};
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct trap trap;
        make_trap(&trap, rows[i].repeats / 500, 500);
        struct peer *peer = new_trapped_peer(&trap);
        peer_run_ms(peer, 1500);
        unsigned late = peer_statistics(peer).late_frames;
        ok(late >= rows[i].least_late && late <= rows[i].most_late,
           "%u frames that are late in a row are counted", late);
        struct msg_status_reply status = peer_status(peer);
        is_int(status.state, rows[i].state, "up to three are let pass, more are a fault");
        is_int((long)status.faults,
               rows[i].state == STATE_FAULT ? (long)FAULT_BIT(FAULT_SELF_TEST) : 0, "by its name");
        is_int(peer->outputs.driven, rows[i].state == STATE_RUNNING, "and an end of the session");
        peer_free(peer);
    }
}

/* The user would lose: a start that has everything off before it tests itself, whatever brought the program there. */
static void test_wild_start(void)
{
    struct peer *peer = new_warm_peer(0);
    ok(truth_of(peer).heater_on && peer->outputs.moving, "a massage with heat runs wild");
    uint32_t resets = truth_of(peer).resets;
    upset_jump(peer->kit, 0);
    peer_run_ms(peer, 1);
    ok(!peer->outputs.driven, "the program begins anew, and within 1 ms all is off");
    unsigned times = peer->outputs.times;
    peer_run_ms(peer, 500);
    is_int((long)truth_of(peer).resets, (long)resets, "the start goes through, without a reset");
    struct msg_status_reply status = peer_status(peer);
    is_int(status.state, STATE_FAULT, "and it is no start that anybody asked for");
    is_int((long)status.faults, (long)FAULT_BIT(FAULT_ILLEGAL_RESET), "by its name");
    is_int(peer->outputs.times, times, "and nothing has been driven since");
    peer_free(peer);
}

/* The user would lose: a routine that plays to its end although nobody is left who watches it. */
static void test_no_false_alarm(void)
{
    struct peer_routine routine;
    struct kit_options options = peer_options();
    peer_make_massage(&routine, 20, HEAT_40_C);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    uint32_t resets = truth_of(peer).resets;
    peer_run_s(peer, 21);
    is_int((long)truth_of(peer).resets, (long)resets, "a session of 20 s needs no reset");
    is_int(truth_of(peer).receive_overruns + truth_of(peer).eeprom_violations, 0,
           "nor does it lose a byte or touch the EEPROM while that is busy");
    struct msg_end end = {0};
    ok(peer_await_end(peer, &end, 0) && end.reason == END_COMPLETED, "and ends as a whole");
    peer_free(peer);
}

int main(void)
{
    uint32_t seed = 99;
    long worst_us = 0;
    for (unsigned i = 0; i < INSTANTS; i++)
        test_hang_at((double)(tap_random(&seed) % 1000) / 10, &worst_us);
    diag("everything off after at most %ld us", worst_us);
    test_arm_voltage();
    test_lease();
    test_late_loop();
    test_wild_start();
    test_no_false_alarm();
    return done();
}
