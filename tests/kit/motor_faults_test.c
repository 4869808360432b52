/* Fault 19 in the whole kit: a motor that is missing or shorted is switched off by itself, the session goes on
 * with the others; and no good motor is taken for a bad one. */
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum { ZONE = ZONE_MID_LATERAL, OTHER = ZONE_UPPER_MEDIAL, NO_HEAT = 0 };

static struct peer *new_armed_peer(double motor_current, double supply_V)
{
    struct kit_options options = peer_options();
    options.motor_current = motor_current;
    options.supply_V = supply_V;
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, 500);
    peer_leg(peer, LEG_LEFT);
    return peer;
}

static unsigned duty_of(struct peer *peer, unsigned zone)
{
    return kit_outputs(peer->kit).motor_permille[zone];
}

/* The user would lose: the news that a zone is dead, and the massage of the five others. */
static void test_bad_motor(const char *mishap)
{
    struct peer *peer = new_armed_peer(1, 5);
    struct msg_fault fault = {0};
    peer_inject(peer, mishap);
    peer_set(peer, ZONE, 600, 3000);
    ok(peer_await_fault(peer, &fault, 1000) && fault.fault == FAULT_MOTOR, "%s is noticed", mishap);
    peer_run_ms(peer, 50);
    is_int(duty_of(peer, ZONE), 0, "it is switched off");
    is_int(peer_set(peer, OTHER, 600, 1000), 0, "the kit goes on");
    peer_run_ms(peer, 300);
    ok(duty_of(peer, OTHER) > 0 && peer_status(peer).state == STATE_BY_HAND, "with another motor");
    peer_free(peer);
}

/* What is held must be told from what turns by the self-test: it draws too little to be a short. */
static void test_stalled_motor(void)
{
    struct peer *peer = new_armed_peer(1, 5.25);
    peer_inject(peer, "motor-stalled=mid-lateral");
    peer_set(peer, ZONE, 1000, 3000);
    peer_run_s(peer, 2);
    struct msg_probe_reply probe = {0};
    peer_order(peer, MESSAGE_PROBE);
    ok(message_get_probe_reply(&probe, peer->reply.bytes, peer->reply.length), "PROBE is answered");
    ok(probe.motor_mA > 300 && probe.motor_mA < 450, "a stalled motor draws %u mA", probe.motor_mA);
    ok(duty_of(peer, ZONE) > 0 && peer_status(peer).faults == 0, "which is no fault");
    peer_free(peer);
}

/* The same within a routine: one zone after the other. */
static void test_session_goes_on(void)
{
    struct peer_routine routine;
    struct msg_end end = {0};
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, 6, NO_HEAT);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        peer_key(&routine, ROUTINE_KEY_STEP, (uint8_t)(1u << zone), 60, 0);
        peer_rest(&routine, 90);
        peer_key(&routine, ROUTINE_KEY, (uint8_t)(1u << zone), 0, 0);
        peer_rest(&routine, 10);
    }
    peer_end(&routine);
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_inject(peer, "motor-open=upper-lateral");
    peer_play(peer, &routine);
    ok(peer_await_end(peer, &end, 8000) && end.reason == END_COMPLETED,
       "a routine is played to its end with one motor missing");
    is_int((long)peer_status(peer).faults, (long)FAULT_BIT(FAULT_MOTOR), "which is told");
    peer_free(peer);
}

/* The user would lose: the news of a motor that only the supply's switch can stop. */
static void test_runs_by_itself(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    struct msg_fault fault = {0};
    peer_run_s(peer, 1);
    peer_inject(peer, "motor-fet-short=ankle-medial");
    ok(peer_await_fault(peer, &fault, 1000) && fault.fault == FAULT_MOTOR,
       "a motor that runs by itself is noticed");
    is_int(peer_leg(peer, LEG_LEFT), REFUSAL_FAULT_LATCHED, "and no session begins with it");
    peer_free(peer);
}

/* The user would lose: the massage of the other zones, to a pause after one motor has failed. */
static void test_pause_goes_on(void)
{
    struct peer_routine routine;
    peer_make_massage(&routine, 20, NO_HEAT);
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    struct msg_fault fault = {0};
    peer_play(peer, &routine);
    peer_run_ms(peer, 500);
    peer_order(peer, MESSAGE_PAUSE);
    peer_inject(peer, "motor-fet-short=ankle-medial@0s..3s");
    peer_run_s(peer, 1);
    ok(peer_await_fault(peer, &fault, 1000) && fault.fault == FAULT_MOTOR,
       "a motor that runs in a pause is noticed");
    is_int(peer_order(peer, MESSAGE_RESUME), REFUSAL_FAULT_LATCHED,
           "while it runs, the session does not go on");
    peer_run_s(peer, 2);
    is_int(peer_order(peer, MESSAGE_RESUME), 0, "when it is off, it does");
    peer_run_ms(peer, 300);
    ok(duty_of(peer, OTHER) > 0 && peer_status(peer).state == STATE_RUNNING, "and the others run");
    peer_free(peer);
}

/* The user would lose: a good motor, to a host that pauses and resumes within one frame, always as it is measured. */
static void test_pauses_within_a_frame(void)
{
    struct peer *peer = new_armed_peer(1, 5);
    struct peer_routine routine;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, 20, NO_HEAT);
    peer_key(&routine, ROUTINE_KEY, 1U << ZONE, 50, 0);
    peer_rest(&routine, 1900);
    peer_end(&routine);
    peer_play(peer, &routine);
    for (unsigned i = 0; i < 60; i++) {
        peer_order(peer, MESSAGE_PAUSE);
        peer_order(peer, MESSAGE_RESUME);
        peer_run_ms(peer, 97);
    }
    is_int((long)peer_status(peer).faults, 0, "a motor that pauses is not taken for a missing one");
    peer_free(peer);
}

/* The user would lose: a kit that is good, to a false alarm. */
static void test_good_motors(double motor_current, double supply_V)
{
    static const uint16_t strengths[] = {1, 200, 500, 1000};
    struct peer *peer = new_armed_peer(motor_current, supply_V);
    for (unsigned i = 0; i < sizeof strengths / sizeof *strengths; i++)
        for (uint8_t zone = 0; zone < ZONE_COUNT; zone += 3) {
            peer_set(peer, PEER_ALL_ZONES, 0, 10);
            peer_set(peer, zone, strengths[i], 800);
            peer_run_ms(peer, 1000);
        }
    is_int((long)peer_status(peer).faults, 0, "motors at %.2f of their current, %.2f V: no fault",
           motor_current, supply_V);
    peer_free(peer);
}

int main(void)
{
    test_bad_motor("motor-open=mid-lateral");
    test_bad_motor("motor-short=mid-lateral");
    test_stalled_motor();
    test_session_goes_on();
    test_runs_by_itself();
    test_pause_goes_on();
    test_pauses_within_a_frame();
    test_good_motors(0.7, 4.75);
    test_good_motors(0.7, 5.25);
    test_good_motors(1.25, 5.25);
    return done();
}
