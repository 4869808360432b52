/* TEST and PROBE as a host asks them. What the gate makes of a test is in trial_test.c. */
#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/bench.h"
#include "tests/tap.h"

static struct bench bench;

static void begin(void)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
}

/* What a test may be, and for how long; it ends by itself, by STOP, and by a pressed button. */
static void test_tests(void)
{
    static const struct {
        uint8_t test;
        uint16_t duration_ms;
        uint8_t want;
    } rows[] = {
        {TEST_NONE, 10, 0},
        {TEST_LED_ATTENTION, 2000, 0},
        {TEST_COUNT, 100, REFUSAL_BAD_VALUE},
        {TEST_HEATER, 9, REFUSAL_BAD_VALUE},
        {TEST_HEATER, 2001, REFUSAL_BAD_VALUE},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        begin();
        is_int(bench_test(&bench, rows[row].test, rows[row].duration_ms), rows[row].want,
               "test %u for %u ms", rows[row].test, rows[row].duration_ms);
    }
    begin();
    bench_test(&bench, TEST_MOTOR_UM, 1000);
    bench_frames(&bench, 99);
    ok(bench_moves(&bench), "a test of a second drives its motor for a second");
    bench_frames(&bench, 3);
    ok(!bench_moves(&bench) && bench_state(&bench) == STATE_IDLE, "and is over, without a leg");
    begin();
    bench_test(&bench, TEST_MOTOR_UM, 1000);
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 1);
    ok(!bench_moves(&bench), "STOP ends it");
    begin();
    bench.device.stop_is_down = true;
    is_int(bench_test(&bench, TEST_HEATER, 100), REFUSAL_STOP_PRESSED,
           "no test beside a held STOP");
    begin();
    bench.device.safety.trial.credit_frames = 100;
    is_int(bench_test(&bench, TEST_HEATER, 260), REFUSAL_TEST_RESTS, "nor without credit");
    is_int(bench_test(&bench, TEST_HEATER, 250), 0, "but as far as it goes");
}

/* The user would lose: the leg's budget, by tests that a reset forgets. */
static void test_usage_is_kept(void)
{
    begin();
    bench_leg(&bench, LEG_LEFT);
    for (uint8_t second = 0; second < 20; second++) {
        bench_test(&bench, TEST_MOTOR_UM, 1000);
        bench_frames(&bench, 100);
    }
    bench_boot(&bench, RESET_EXTERNAL);
    ok(bench.device.safety.legs[0].kept.motor_s >= 20,
       "what a test used of a leg outlives a reset");
    is_int(bench.device.safety.legs[1].kept.motor_s, 0, "the other leg had none");
    begin();
    uint16_t writes = bench.device.store_writes;
    bench_test(&bench, TEST_MOTOR_UM, 100);
    bench_frames(&bench, 50);
    is_int(bench.device.store_writes, writes, "a test on the table needs nothing written down");
}

/* The user would lose: the rest of a leg, to tests of its motors; or the truth, to a self-test that finds none. */
static void test_resting_leg(void)
{
    begin();
    bench_leg(&bench, LEG_LEFT);
    struct usage *leg = safety_leg(&bench.device.safety);
    leg->kept.motor_s = LIMIT_NEW_LEG_MOTOR_TIME_s - 1;
    bench.device.safety.guard.is_old = true;
    is_int(bench_test(&bench, TEST_MOTOR_UM, 2000), 0, "a leg with a second left may be tested");
    bench_frames(&bench, 110);
    ok(!bench_moves(&bench), "for that second");
    is_int(bench_test(&bench, TEST_MOTOR_UM, 2000), REFUSAL_LEG_RESTS, "then it rests, in words");
    is_int(bench_test(&bench, TEST_LED_HEAT, 100), 0, "an LED may be lit");
    bench_boot(&bench, RESET_EXTERNAL);
    bench_frames(&bench, 20);
    bench_leg(&bench, LEG_LEFT);
    struct msg_refused refused;
    is_int(bench_test(&bench, TEST_MOTOR_UM, 2000), REFUSAL_LEG_RESTS, "it does so after a reset");
    ok(message_get_refused(&refused, bench.reply, bench.reply_length) && refused.detail == 20,
       "and is told for how long");
    bench_leg(&bench, LEG_RIGHT);
    is_int(bench_test(&bench, TEST_MOTOR_UM, 2000), 0, "the other leg does not");
}

/* The user would lose: a cool pad, to a host that resets the kit between tests, by DTR for instance. */
static void test_credit_is_kept(void)
{
    begin();
    bench_test(&bench, TEST_HEATER, 2000);
    bench_frames(&bench, 150);
    uint16_t left_frames = bench.device.safety.trial.credit_frames;
    ok(left_frames < 12000 - 500, "a test of the heater has a price (%u left)", left_frames);
    bench_boot(&bench, RESET_EXTERNAL);
    is_int(bench.device.safety.trial.credit_frames, left_frames,
           "which a reset does not give back");
    bench_boot(&bench, RESET_UNKNOWN);
    is_int(bench.device.safety.trial.credit_frames, left_frames, "nor one behind a bootloader");
    bench_boot(&bench, RESET_POWER_ON);
    is_int(bench.device.safety.trial.credit_frames, 12000, "a power-up does");
}

/* Nobody wants what a stop has just ended to go on under another name. */
static void test_after_a_stop(void)
{
    static const uint8_t ends[] = {END_PANIC, END_STOP_BUTTON, END_STOP_REQUEST};
    for (uint8_t i = 0; i < sizeof ends; i++) {
        begin();
        bench_test(&bench, TEST_MOTOR_UM, 1000);
        bench_frames(&bench, 10);
        device_stop(&bench.device, ends[i]);
        bench_frames(&bench, 1);
        is_int(bench_test(&bench, TEST_HEATER, 1000), REFUSAL_BUSY,
               "no test directly after end reason %u", ends[i]);
        is_int(bench_test(&bench, TEST_LED_STATUS, 100), REFUSAL_BUSY, "not even of an LED");
        is_int(bench_test(&bench, TEST_NONE, 100), REFUSAL_BUSY, "or of nothing");
        is_int(bench_test(&bench, TEST_MOTOR_UM, 1000), REFUSAL_BUSY,
               "for then a motor could follow");
        bench.device.stop_is_down = true;
        is_int(bench_test(&bench, TEST_LED_STATUS, 100), REFUSAL_STOP_PRESSED,
               "while STOP is held that is the reason");
        bench.device.stop_is_down = false;
    }
    begin();
    bench_test(&bench, TEST_MOTOR_UM, 1000);
    bench_frames(&bench, 10);
    device_stop(&bench.device, END_PANIC);
    bench_frames(&bench, 50);
    device_stop(&bench.device, END_PANIC);
    bench_frames(&bench, 99);
    is_int(bench_test(&bench, TEST_MOTOR_UM, 1000), REFUSAL_BUSY,
           "nor within a second of the last one");
    bench_frames(&bench, 1);
    is_int(bench_test(&bench, TEST_MOTOR_UM, 1000), 0, "but then");
    begin();
    bench_ask(&bench, MESSAGE_STOP);
    is_int(bench_test(&bench, TEST_MOTOR_UM, 1000), 0, "a stop of nothing is none");
}

/* The panel is built before the sensors are: they are missing, and that is a fault. */
static void test_leds_despite_a_fault(void)
{
    begin();
    safety_raise(&bench.device.safety, FAULT_NTC_OPEN);
    bench_frames(&bench, 1);
    is_int(bench_test(&bench, TEST_MOTOR_UM, 100), REFUSAL_FAULT_LATCHED, "no motor with a fault");
    is_int(bench_test(&bench, TEST_LED_HEAT, 100), 0, "but an LED");
    bench_frames(&bench, 5);
    is_int(bench.device.session.test, TEST_LED_HEAT, "is lit");
    is_int(bench_state(&bench), STATE_FAULT, "the fault stays");
    bench_frames(&bench, 10);
    is_int(bench.device.session.test, TEST_NONE, "for as long as was asked");
}

static void test_probe(void)
{
    struct msg_probe_reply probe;
    begin();
    bench.device.sense.motor_mA = 130;
    bench.device.sense.skin_counts8 = 3600;
    bench.device.stop_is_down = true;
    bench_ask(&bench, MESSAGE_PROBE);
    ok(message_get_probe_reply(&probe, bench.reply, bench.reply_length), "PROBE is answered");
    ok(probe.skin_mC == 30000 && probe.pad_mC == 28000 && probe.supply_mV == 5000 &&
           probe.motor_mA == 130 && probe.skin_counts8 == 3600 && probe.stop == 1,
       "with what was measured");
    is_int(probe.test, TEST_NONE, "and nothing tested");
    begin();
    bench_test(&bench, TEST_MOTOR_ML, 1000);
    bench_frames(&bench, 2);
    bench_ask(&bench, MESSAGE_PROBE);
    ok(message_get_probe_reply(&probe, bench.reply, bench.reply_length) &&
           probe.test == TEST_MOTOR_ML,
       "or what is");
}

/* The user would lose: a rest, to a particle that makes a test of what is none. */
static void test_of_nobody(void)
{
    unsigned driven = 0;
    for (uint8_t armed = 0; armed < 2; armed++)
        for (uint8_t test = TEST_NONE + 1; test < TEST_LED_STATUS; test++) {
            begin();
            if (armed)
                bench_leg(&bench, LEG_LEFT);
            bench.device.session.test = test;
            bench_frames(&bench, 2);
            driven += bench_moves(&bench) || bench.permit.heater_permille > 0 || bench.permit.arm;
        }
    is_int(driven, 0, "without a request nothing is tested, whatever bit flips");
}

int main(void)
{
    test_credit_is_kept();
    test_after_a_stop();
    test_tests();
    test_usage_is_kept();
    test_resting_leg();
    test_leds_despite_a_fault();
    test_probe();
    test_of_nobody();
    return done();
}
