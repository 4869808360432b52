/* Outputs on trial: the self-test drives one thing at a time, briefly, on a sound kit that is not warm; and the
 * heater's two switches are proven before the first warmth on a leg. */
#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/gate.h"
#include "tests/tap.h"

enum { FRAMES_s = 100, HALF_PROOF = TRIAL_PROOF_frames / 2, FAULTY_mA = 1500 };

static struct gate gate;

/* A kit on the table: no leg is declared. */
static void begin(uint8_t test)
{
    gate_init(&gate);
    safety_declare_leg(&gate.safety, LEG_NONE);
    gate_frames(&gate, 20);
    gate.request.test = test;
}

static unsigned driven(void)
{
    unsigned outputs = 0;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        outputs |= gate.permit.motor_permille[zone] > 0 ? 1U << zone : 0;
    outputs |= gate.permit.heater_permille > 0 ? 1U << 6 : 0;
    return outputs | (unsigned)gate.permit.arm << 7;
}

static void test_each(void)
{
    static const uint8_t wanted[TEST_LED_STATUS] = {0, 1, 2, 4, 8, 16, 32, 64, 128, 192};
    for (uint8_t test = TEST_NONE; test < TEST_LED_STATUS; test++) {
        begin(test);
        gate_frames(&gate, 1);
        is_int(driven(), wanted[test], "test %u drives what it names, alone, without a leg", test);
        is_int(gate.safety.trial.permitted, test, "and tells so");
    }
}

static void test_full_duty(void)
{
    begin(TEST_MOTOR_UM);
    gate_frames(&gate, 1);
    is_int(gate.permit.motor_permille[ZONE_UPPER_MEDIAL], 1000, "a motor is tested at full duty");
    begin(TEST_HEATER);
    gate_frames(&gate, 1);
    is_int(gate.permit.heater_permille, 1000, "the heater too");
}

/* --- what forbids it -------------------------------------------------------------------------- */

static void test_faults(void)
{
    begin(TEST_MOTOR_UM);
    safety_raise(&gate.safety, FAULT_MOTOR);
    gate_frames(&gate, 1);
    is_int(driven(), 0, "no output is tested while any fault is latched");
    is_int(gate.safety.trial.permitted, TEST_NONE, "and the host can see it");
    begin(TEST_MOTOR_UM);
    gate.sense.pad.state = SENSE_OPEN;
    gate_frames(&gate, 10);
    is_int(driven(), 0, "nor with a reading that is none");
    gate_init(&gate);
    gate.request.test = TEST_MOTOR_UM;
    gate_blind_frame(&gate);
    is_int(driven(), 0, "nor before the first one");
}

static void test_warm(int16_t skin_cC, int16_t pad_cC, bool warms)
{
    for (uint8_t test = TEST_HEATER_POWER; test <= TEST_HEATER; test++) {
        begin(test);
        gate.sense.skin.cC = skin_cC;
        gate.sense.pad.cC = pad_cC;
        gate_frames(&gate, 1);
        is_int(driven() != 0, warms, "skin %ld, pad %ld cC: test %u is %s", (long)skin_cC,
               (long)pad_cC, test, warms ? "driven" : "not");
    }
    gate.request.test = TEST_MOTOR_AL;
    gate_frames(&gate, 1);
    ok(driven() != 0, "a motor may be");
}

/* A chip that works on at any voltage may do anything with the heater. */
static void test_brown_out_off(void)
{
    begin(TEST_HEATER);
    gate.safety.brown_out_is_off = true;
    gate.safety.guard.is_old = true; /* rightly so */
    gate_frames(&gate, 1);
    is_int(driven(), 0, "without brown-out detection the heater is not tested");
    gate.request.test = TEST_NONE;
    safety_declare_leg(&gate.safety, LEG_LEFT);
    gate_ask(&gate, 300, 1000);
    gate_frames(&gate, 2 * TRIAL_PROOF_frames);
    is_int(driven(), 0x3F, "nor used; the motors may be");
    is_int(gate.safety.latched, 0, "and it is no fault");
}

/* --- for how long ----------------------------------------------------------------------------- */

/* Seconds until the gate stops it. */
static unsigned lasts_s(uint8_t test)
{
    unsigned frames = 0;
    gate.request.test = test;
    for (gate_frames(&gate, 1); driven() && frames < 60000; gate_frames(&gate, 1))
        frames++;
    return (frames + FRAMES_s / 2) / FRAMES_s;
}

/* 120 s, and while it lasts a quarter of its time is earned anew. */
static void test_credit(void)
{
    begin(TEST_NONE);
    ok(trial_has_credit(&gate.safety.trial, TEST_HEATER, 2000), "a rested kit may be tested");
    is_int(lasts_s(TEST_MOTOR_MM), 160, "a motor no longer than 160 s");
    ok(!trial_has_credit(&gate.safety.trial, TEST_MOTOR_MM, 1000), "then there is no credit");
    is_int(lasts_s(TEST_MOTOR_ML), 0, "nor for another motor");
    gate.request.test = TEST_NONE;
    gate_frames(&gate, 40 * FRAMES_s);
    ok(lasts_s(TEST_HEATER) <= 3, "40 s of rest are worth hardly 3 s of heat");
    gate.request.test = TEST_NONE;
    gate_cycles(&gate, 4800);
    is_int(lasts_s(TEST_HEATER), 32, "eight minutes, all of it: 32 s of heat");
    gate.request.test = TEST_NONE;
    gate_cycles(&gate, 36000);
    is_int(lasts_s(TEST_HEATER), 32, "an hour, no more than that");
    begin(TEST_NONE);
    is_int(lasts_s(TEST_HEATER_ARM), 32, "one switch of it no longer, for in turns they warm");
    begin(TEST_NONE);
    is_int(lasts_s(TEST_HEATER_POWER), 32, "nor the other");
}

/* The user would lose: the leg's budget, by tests that nobody counts. */
static void test_usage(void)
{
    begin(TEST_MOTOR_UM);
    safety_declare_leg(&gate.safety, LEG_RIGHT);
    gate_frames(&gate, 2 * FRAMES_s);
    is_int(gate.safety.legs[1].kept.motor_s, 2, "a test on a declared leg counts as motor time");
    gate.safety.legs[1].kept.motor_s = LIMIT_MOTOR_TIME_s;
    gate.safety.guard.is_old = true;
    gate_frames(&gate, 1);
    is_int(driven(), 0, "and a leg that has had all of it is not tested");
    safety_declare_leg(&gate.safety, LEG_LEFT);
    gate_frames(&gate, 1);
    ok(driven() != 0, "the other one is");
}

/* --- the proof -------------------------------------------------------------------------------- */

static void begin_proof(void)
{
    gate_init(&gate);
    gate_frames(&gate, 20);
    safety_declare_leg(&gate.safety, LEG_LEFT);
    gate_ask(&gate, 300, 1);
}

/* The user would lose: the proof, to warmth that is asked for in bits too short for fault 11. */
static void test_interrupted_proof(void)
{
    bool heated = false;
    begin_proof();
    for (uint8_t bit = 0; bit < 10; bit++) {
        gate_ask(&gate, 0, 500);
        for (uint8_t frame = 0; frame < TRIAL_PROOF_frames - 1; frame++) {
            gate_frames(&gate, 1);
            heated |= gate_heats(&gate);
        }
        gate_ask(&gate, 0, 0);
        gate_frames(&gate, 1);
    }
    ok(!heated, "bits of a proof do not add up");
    gate_ask(&gate, 0, 500);
    gate_frames(&gate, TRIAL_PROOF_frames + 1);
    ok(gate_heats(&gate), "the whole of it in a row is one");
}

static void test_proof(void)
{
    begin_proof();
    gate_frames(&gate, 1);
    is_int(driven(), 0x3F | 64, "the first to close is the low-side switch, beside all motors");
    gate_frames(&gate, HALF_PROOF - 1);
    is_int(driven(), 0x3F | 64, "for 0.7 s");
    gate_frames(&gate, 1);
    is_int(driven(), 0x3F, "then neither for a frame, so that they do not meet");
    gate_frames(&gate, 1);
    is_int(driven(), 0x3F | 128, "then the arm switch alone");
    is_int(gate.safety.heater_permille, 0, "which is not heat");
    gate_frames(&gate, HALF_PROOF - 2);
    ok(!gate_heats(&gate), "for as long");
    gate_frames(&gate, 1);
    ok(gate_heats(&gate), "then there is heat");
    is_int(gate.permit.heater_permille, 1, "as much as was asked for");
    gate_ask(&gate, 0, 0);
    gate_frames(&gate, 100);
    gate_ask(&gate, 0, 500);
    gate_frames(&gate, 1);
    ok(gate_heats(&gate), "once is enough for a leg");
    safety_declare_leg(&gate.safety, LEG_LEFT);
    gate_frames(&gate, 1);
    ok(!gate_heats(&gate), "but not for the next time a leg is declared");
    is_int(gate.safety.latched, 0, "a sound kit has no fault");
}

/* The other switch conducts though it is open. */
static void test_unproven(uint16_t sound_frames, const char *part)
{
    begin_proof();
    gate_frames(&gate, sound_frames);
    gate.heater_off_mA = FAULTY_mA;
    bool heated = false;
    for (uint16_t frame = sound_frames; frame < 3 * TRIAL_PROOF_frames; frame++) {
        gate_frames(&gate, 1);
        heated |= gate_heats(&gate);
    }
    ok(!heated, "with %s shorted there is never heat", part);
    is_int(gate.safety.latched, (long)FAULT_BIT(FAULT_HEATER_CURRENT), "but fault 11");
}

/* Credit is spent to its last frame, and not saved up beyond all. */
static void test_credit_at_its_ends(void)
{
    struct trial trial;
    struct safety_permit permit = {.arm = false};
    trial_init(&trial);
    uint16_t all_frames = trial.credit_frames;
    trial_second(&trial);
    is_int(trial.credit_frames, all_frames, "a rested kit has all credit, and no more");
    trial.credit_frames = 1;
    trial_permit(&trial, TEST_MOTOR_UM, true, &permit);
    is_int(permit.motor_permille[ZONE_UPPER_MEDIAL], 1000, "the last frame of credit is good");
    is_int(trial.credit_frames, 0, "and then there is none");
}

int main(void)
{
    test_each();
    test_full_duty();
    test_credit_at_its_ends();
    test_faults();
    test_warm(LIMIT_cC(TEST_WARM) - 1, LIMIT_cC(TEST_WARM) - 1, true);
    test_warm(LIMIT_cC(TEST_WARM), 3000, false);
    test_warm(3000, LIMIT_cC(TEST_WARM), false);
    test_brown_out_off();
    test_credit();
    test_usage();
    test_proof();
    test_interrupted_proof();
    test_unproven(0, "the arm switch");
    test_unproven(HALF_PROOF, "the low-side switch");
    return done();
}
