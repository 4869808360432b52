/* The plug is pulled at instants nobody chose: nothing is driven afterwards, and what a leg has
 * had is never forgotten. */
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    INSTANTS = 40,
    TORN_INSTANTS = 20,
    LONGEST_ms = 3000,
    OFF_ms = 300,
    AWAKE_ms = 1200, /* the record of the new start is written */
    FAULT_STORED_ms = 200,
    HEAT_40_C = 100,
    USED_BEFORE_s = 100,
    CHARGED_s = 60, /* in advance, by each record */
};

struct tally {
    unsigned driven, invalid, wrong_state, motor_forgotten, heat_forgotten;
    long least_margin_s; /* stored motor time less the true one */
};

static struct peer *new_playing_peer(void)
{
    const struct usage_leg used = {.completed = 2,
                                   .motor_s = USED_BEFORE_s,
                                   .hot_s = USED_BEFORE_s,
                                   .dose_mCEM43 = USED_BEFORE_s};
    struct kit_options options = peer_options();
    struct peer_routine routine;
    options.eeprom = peer_stored(&used, 0);
    options.skin_C = 39.5;
    options.ambient_C = 39;
    peer_make_massage(&routine, 300, HEAT_40_C);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    return peer;
}

/* The kit has just lost its power: what does it do when it is back, and what does it remember? */
static void judge(struct peer *peer, struct tally *tally)
{
    unsigned times = peer->outputs.times;
    double driven_s = (double)peer->outputs.driven_cycles / MACHINE_CLOCK_Hz;
    peer_run_ms(peer, OFF_ms + AWAKE_ms);
    tally->driven += peer->outputs.driven || peer->outputs.times != times;

    struct peer_record record = {0};
    tally->invalid += !peer_read_record(peer, &record);
    struct msg_status_reply status = peer_status(peer);
    tally->wrong_state += status.state != STATE_IDLE || status.faults != 0;

    const struct usage_leg *left = &record.legs[LEG_LEFT - 1];
    long margin_s = (long)left->motor_s - USED_BEFORE_s - (long)driven_s;
    tally->motor_forgotten += margin_s < 0;
    tally->heat_forgotten += left->hot_s < USED_BEFORE_s + (int)driven_s ||
                             left->dose_mCEM43 < USED_BEFORE_s || left->completed < 2;
    if (margin_s < tally->least_margin_s)
        tally->least_margin_s = margin_s;
}

static void report(const struct tally *tally, const char *when)
{
    diag("%s: stored motor time is at least %+ld s against the true one", when,
         tally->least_margin_s);
    is_int(tally->driven, 0, "%s: with power back nothing is driven", when);
    is_int(tally->invalid, 0, "one whole safety record is there");
    is_int(tally->wrong_state, 0, "the kit is idle and well");
    is_int(tally->motor_forgotten, 0, "no motor time of the leg is forgotten");
    is_int(tally->heat_forgotten, 0, "nor hot time, dose and sessions");
}

/* The user would lose: the limits of motor time and heat, by pulling the plug every minute. */
static void test_instants(void)
{
    struct tally tally = {.least_margin_s = LIMIT_MOTOR_TIME_s};
    uint32_t seed = 40;
    for (unsigned i = 0; i < INSTANTS; i++) {
        struct peer *peer = new_playing_peer();
        peer_run_ms(peer, (double)tap_random(&seed) / UINT32_MAX * LONGEST_ms);
        peer_inject(peer, "power-cut=300");
        peer_run_ms(peer, 0.1);
        judge(peer, &tally);
        peer_free(peer);
    }
    report(&tally, "cut at 40 instants of a session");
}

/* The same after a minute, where the record is written anew while the session goes on. */
static void test_after_a_minute(void)
{
    struct tally tally = {.least_margin_s = LIMIT_MOTOR_TIME_s};
    for (int second = 58; second <= 61; second += 3) {
        struct peer *peer = new_playing_peer();
        peer_run_s(peer, second);
        peer_inject(peer, "power-cut=300");
        peer_run_ms(peer, 0.1);
        judge(peer, &tally);
        peer_free(peer);
    }
    report(&tally, "cut about the minute's checkpoint");
}

/* The user would lose: more than the minute that is charged in advance, for ending a session. */
static void test_after_stop(void)
{
    struct peer *peer = new_playing_peer();
    struct peer_record record = {0};
    peer_run_s(peer, 3);
    peer_order(peer, MESSAGE_STOP);
    peer_run_ms(peer, AWAKE_ms);
    double driven_s = (double)peer->outputs.driven_cycles / MACHINE_CLOCK_Hz;
    ok(peer_read_record(peer, &record), "after STOP the record is whole");
    long margin_s = record.legs[LEG_LEFT - 1].motor_s - USED_BEFORE_s - (long)driven_s;
    ok(margin_s >= 0 && margin_s <= CHARGED_s,
       "and holds the time that was used, or up to a minute more: %+ld s", margin_s);
    peer_free(peer);
}

/* Whether the cut has come: it waits for a write of the EEPROM. */
static bool is_cut(struct peer *peer)
{
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    return !truth.powered;
}

/* The user would lose: the record itself, when the plug is pulled while it is being written. */
static void test_torn_writes(void)
{
    struct tally tally = {.least_margin_s = LIMIT_MOTOR_TIME_s};
    uint32_t seed = 41;
    unsigned cuts = 0;
    for (unsigned i = 0; i < TORN_INSTANTS; i++) {
        struct peer *peer = new_playing_peer();
        peer_run_ms(peer, 500);
        peer_order(peer, MESSAGE_STOP);
        peer_change_setting(peer, SETTING_kick_ms, (int32_t)(i * 10)); /* one record to write, */
        kit_power_cycle(peer->kit, OFF_ms);                            /* and another */
        peer_run_ms(peer, 12 + (double)(tap_random(&seed) % 40));
        peer_inject(peer, "eeprom-torn=300");
        for (unsigned ms = 0; ms < 100 && !is_cut(peer); ms++)
            peer_run_ms(peer, 1);
        cuts += is_cut(peer);
        judge(peer, &tally);
        peer_free(peer);
    }
    ok(cuts > TORN_INSTANTS / 2, "power fails in the middle of %u writes", cuts);
    report(&tally, "cut in a write");
}

/* The user would lose: the fault that they must know of before the next session. */
static void test_faults_are_kept(void)
{
    uint32_t seed = 42;
    unsigned kept = 0;
    struct peer *peer = new_playing_peer();
    struct msg_fault fault;
    peer_inject(peer, "ntc-skin-open");
    ok(peer_await_fault(peer, &fault, 1000), "a fault is latched");
    peer_run_ms(peer, FAULT_STORED_ms);
    kit_clear(peer->kit, "ntc-skin-open");
    for (unsigned i = 0; i < TORN_INSTANTS; i++) {
        peer_inject(peer, "eeprom-torn=300"); /* in the write of the boot id that follows */
        peer_inject(peer, "power-cut=300");
        peer_run_ms(peer, 2 * OFF_ms + AWAKE_ms - (double)(tap_random(&seed) % 100));
        struct peer_record record = {0};
        kept += peer_read_record(peer, &record) && (record.faults & FAULT_BIT(FAULT_NTC_OPEN)) &&
                peer_status(peer).state == STATE_FAULT;
    }
    is_int(kept, TORN_INSTANTS, "and stays so over %d cuts, each followed by one in a write",
           TORN_INSTANTS);
    is_int(peer_acknowledge(peer, UINT32_MAX), 0, "until it is acknowledged");
    peer_run_ms(peer, FAULT_STORED_ms);
    kit_power_cycle(peer->kit, OFF_ms);
    peer_run_ms(peer, AWAKE_ms);
    is_int(peer_status(peer).state, STATE_IDLE, "which is kept as well");
    peer_free(peer);
}

/* The user would lose: their calibration. */
static void test_settings_are_kept(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, AWAKE_ms);
    unsigned wrong = 0;
    for (uint8_t permille = 1; permille <= 20; permille++) {
        peer_change_setting(peer, SETTING_upper_medial_start, 100 + permille);
        if (permille % 2)
            peer_inject(peer, "eeprom-torn=300");
        peer_run_ms(peer, OFF_ms + AWAKE_ms);
        uint8_t message[LENGTH_SETTING_GET] = {MESSAGE_SETTING_GET, peer_next_sequence(peer),
                                               SETTING_upper_medial_start};
        struct msg_setting_reply reply = {0};
        peer_ask(peer, message, sizeof message);
        message_get_setting_reply(&reply, peer->reply.bytes, peer->reply.length);
        int32_t expected = 100 + permille - (permille % 2); /* torn: the one before */
        bool first = permille == 1 && reply.value == 250;
        wrong += reply.value != expected && !first;
    }
    is_int(wrong, 0, "a torn write of a setting leaves the one before, a whole one the new");
    is_int(peer_status(peer).faults, 0, "without a fault");
    peer_free(peer);
}

/* The user would lose: a session, to every program that looks at the port. */
static void test_dtr(bool flash_jumper)
{
    struct kit_options options = peer_options();
    struct msg_hello_reply hello = {0};
    options.flash_jumper = flash_jumper;
    struct peer *peer = peer_new(&options);
    peer_run_s(peer, 1);
    kit_drop_dtr(peer->kit);
    peer_run_s(peer, 1);
    peer_hello(peer, &hello);
    is_int(hello.reset_cause, flash_jumper ? RESET_EXTERNAL : RESET_POWER_ON,
           "with the jumper on %s DTR %s", flash_jumper ? "FLASH" : "RUN",
           flash_jumper ? "resets the chip" : "does nothing");
    is_int(hello.uptime_ms > 1500, !flash_jumper, "as the uptime tells");
    peer_free(peer);
}

int main(void)
{
    test_dtr(false);
    test_dtr(true);
    test_instants();
    test_after_a_minute();
    test_after_stop();
    test_torn_writes();
    test_faults_are_kept();
    test_settings_are_kept();
    return done();
}
