/* The program hangs: with interrupts off nothing of the firmware works any more, and the watchdog
 * and the charge pump must do without it; with interrupts on there is the outputs' lease. */
#include <string.h>

#include "host/kit/registers.h"
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    INSTANTS = 12,
    WATCHDOG_ms = 120,
    LEASE_ms = LIMIT_OUTPUT_LEASE_ms,
    FRAME_ms = 10,
    PUMP_ms = 100, /* the arm switch opens 73 ms after the last edge */
    HEAT_40_C = 100,
};

static struct wire_truth truth_of(struct peer *peer)
{
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    return truth;
}

/* The user would lose: a heater that ends with the program that controls it. */
static void test_hang_at(double at_ms, long *worst_us)
{
    struct peer_routine routine;
    struct kit_options options = peer_options();
    peer_make_massage(&routine, 300, HEAT_40_C);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    peer_run_ms(peer, 1500 + at_ms);
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
    struct peer_routine routine;
    struct kit_options options = peer_options();
    peer_make_massage(&routine, 300, HEAT_40_C);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    peer_run_ms(peer, 2000);
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

/* Where the firmware keeps the routine in its RAM; 0: nowhere. */
static unsigned find_program(const struct peer *peer, const struct peer_routine *routine)
{
    const uint8_t *data = kit_data(peer->kit);
    for (unsigned at = RAM_START; at + routine->length <= RAM_END; at++)
        if (memcmp(data + at, routine->bytes, routine->length) == 0)
            return at;
    return 0;
}

/* The main loop is caught while interrupts go on: a flipped bit has made a rest of no time at all,
 * in a repeat of a repeat, a million times over. The user would lose: motors that end when nobody
 * permits them any more, watchdog or not. */
static void test_lease(void)
{
    struct peer_routine routine;
    struct kit_options options = peer_options();
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, 60, HEAT_40_C);
    peer_key(&routine, ROUTINE_KEY_STEP, PEER_ALL_ZONES_mask, 100, 0);
    peer_repeat(&routine, ROUTINE_MAX_REPEAT);
    peer_repeat(&routine, ROUTINE_MAX_REPEAT);
    unsigned rest_at = routine.length;
    peer_rest(&routine, 1);
    peer_again(&routine);
    peer_again(&routine);
    peer_end(&routine);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    peer_run_ms(peer, 1500);
    unsigned program_at = find_program(peer, &routine);
    ok(program_at > 0 && peer->outputs.driven, "a massage with heat is under way");

    char flip[40];
    snprintf(flip, sizeof flip, "ram-flip=0x%x.0", program_at + rest_at + 1);
    uint64_t caught = kit_cycles(peer->kit);
    uint32_t resets = truth_of(peer).resets;
    peer_inject(peer, flip);
    peer_run_ms(peer, LEASE_ms + 2 * FRAME_ms);
    long off_us = (long)((peer->outputs.off_cycle - caught) / PEER_CYCLES_us);
    ok(!peer->outputs.driven && off_us <= (LEASE_ms + FRAME_ms) * 1000L,
       "with the main loop caught everything is off after %ld us", off_us);
    is_int((long)truth_of(peer).resets, (long)resets, "by the lease, before the watchdog");
    unsigned times = peer->outputs.times;
    peer_run_s(peer, 1);
    is_int((long)truth_of(peer).resets, (long)resets + 1, "which resets the chip a little later");
    is_int(peer_status(peer).state, STATE_FAULT, "the kit is in the state fault");
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
    test_no_false_alarm();
    return done();
}
