/* The gate's budgets: motor time, hot time and dose end when they should, and at no other time. */
#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/gate.h"
#include "tests/tap.h"

enum { MOTOR = 400, HEATER = 600, FRAMES_s = 100, CYCLES_s = 10, MINUTE_s = 60 };

static struct gate gate;

/* The frames, of so many, in which something moved. */
static uint32_t moved_frames(uint32_t frames)
{
    uint32_t moved = 0;
    for (; frames > 0; frames--) {
        gate_frames(&gate, 1);
        moved += gate_moves(&gate);
    }
    return moved;
}

static void test_motor_time(uint8_t completed, uint16_t limit_s)
{
    gate_init(&gate);
    gate_ask(&gate, MOTOR, 0);
    gate.safety.legs[0].kept.completed = completed;
    is_int(moved_frames((uint32_t)limit_s * FRAMES_s), (long)limit_s * FRAMES_s,
           "a leg with %u sessions gets its %u s of motors, to the last frame", completed, limit_s);
    is_int(safety_limit_reached(&gate.safety), END_MOTOR_LIMIT, "then the session is told to end");
    is_int(moved_frames(MINUTE_s * FRAMES_s), 0, "and nothing moves any more");
    is_int(gate.safety.latched, 0, "a limit is no fault");
}

/* Half of the frames at rest: only what moves is motor time, whichever zone it is. */
static void test_only_motion_counts(void)
{
    gate_init(&gate);
    for (uint16_t second = 0; second < 20; second++) {
        gate_ask(&gate, 0, HEATER);
        gate_frames(&gate, FRAMES_s);
        gate.wanted_permille[second % ZONE_COUNT] = 1;
        gate_frames(&gate, FRAMES_s);
    }
    is_int(safety_leg(&gate.safety)->kept.motor_s, 20, "rests are no motor time, one zone is");
    is_int(safety_limit_reached(&gate.safety), END_NONE, "no limit is reached before its time");
}

/* The user would lose: the question whether somebody is there, to a host that pauses whenever seconds are counted. */
static void test_pulses_of_heat_count(void)
{
    gate_init(&gate);
    for (uint8_t second = 0; second < 20; second++) {
        gate_ask(&gate, 0, HEATER);
        gate_frames(&gate, FRAMES_s / 2);
        gate_ask(&gate, 0, 0);
        gate_frames(&gate, FRAMES_s / 2);
    }
    is_int(safety_leg(&gate.safety)->heat_s, 20, "a second with heat in it is one, wherever it is");
    gate_frames(&gate, 5 * FRAMES_s);
    is_int(safety_leg(&gate.safety)->heat_s, 20, "and one without is not");
}

static void test_legs_are_separate(void)
{
    gate_init(&gate);
    gate_ask(&gate, MOTOR, HEATER);
    gate.safety.legs[0].kept = (struct usage_leg){
        .motor_s = LIMIT_MOTOR_TIME_s, .hot_s = LIMIT_HOT_TIME_s, .completed = 2};
    gate_cycles(&gate, 2);
    ok(!gate_moves(&gate) && !gate_heats(&gate), "a leg that has had everything gets no more");
    safety_declare_leg(&gate.safety, LEG_RIGHT);
    gate.safety.trial.proof_frames = TRIAL_PROOF_frames;
    gate_cycles(&gate, 2);
    ok(gate_moves(&gate) && gate_heats(&gate), "the other leg has budgets of its own");
    gate_frames(&gate, 3 * FRAMES_s);
    is_int(gate.safety.legs[1].kept.motor_s, 3, "which are charged to it");
    is_int(gate.safety.legs[0].kept.motor_s, LIMIT_MOTOR_TIME_s, "and to it alone");
}

/* While one leg is treated the other rests. */
static void test_other_leg_rests(void)
{
    gate_init(&gate);
    gate_ask(&gate, 0, HEATER);
    gate.safety.legs[1].kept.hot_s = LIMIT_HOT_TIME_s;
    gate_cycles(&gate, (uint32_t)(LIMIT_REST_s - 1) * CYCLES_s);
    is_int(gate.safety.legs[1].kept.hot_s, LIMIT_HOT_TIME_s, "the other leg rests meanwhile");
    gate_cycles(&gate, CYCLES_s);
    is_int(gate.safety.legs[1].kept.hot_s, 0, "and is ready after 20 min");
}

/* It hurts more at first (A17). */
static void test_new_leg_strength(void)
{
    gate_init(&gate);
    for (uint8_t completed = 0; completed < 4; completed++) {
        gate.safety.legs[0].kept.completed = completed;
        is_int(safety_strength_q10(&gate.safety), completed < 2 ? 512 : 1024,
               "after %u sessions a leg gets %s strength", completed,
               completed < 2 ? "half" : "full");
    }
}

/* Seconds of heat until it is taken away, up to a limit. */
static uint16_t heated_s(uint16_t limit_s)
{
    uint16_t seconds = 0;
    for (; seconds < limit_s; seconds++) {
        gate_cycles(&gate, CYCLES_s);
        safety_leg(&gate.safety)->unanswered_s = 0; /* somebody is there */
        if (!gate_heats(&gate))
            break;
    }
    return seconds;
}

static void warm_skin(int16_t skin_cC)
{
    gate.sense.skin.cC = skin_cC;
    gate.sense.pad.cC = (int16_t)(skin_cC + 200);
}

static void test_hot_time(void)
{
    gate_init(&gate);
    gate_ask(&gate, MOTOR, HEATER);
    warm_skin(3851);
    is_int(heated_s(2 * LIMIT_HOT_TIME_s), LIMIT_HOT_TIME_s - 1,
           "above 38.5 C the heat ends with the 1200th second");
    ok(safety_heat_rests(&gate.safety), "as a rest");
    is_int(safety_limit_reached(&gate.safety), END_NONE, "that does not end the session");
    gate.safety.legs[0].kept.motor_s = 0;
    gate.safety.guard.is_old = true; /* rightly so */
    gate_frames(&gate, 1);
    ok(gate_moves(&gate), "and the motors play on");
    is_int(gate.safety.latched, 0, "a rest is no fault");

    warm_skin(3400);
    gate_ask(&gate, 0, 0);
    gate_cycles(&gate, (uint32_t)(LIMIT_REST_s - 1) * CYCLES_s);
    ok(safety_heat_rests(&gate.safety), "it lasts 20 min");
    gate_cycles(&gate, CYCLES_s);
    gate_ask(&gate, 0, HEATER);
    gate_cycles(&gate, 1);
    ok(gate_heats(&gate), "and no longer");
}

/* Below 38.5 C warmth is not limited in time. */
static void test_mild_warmth(void)
{
    gate_init(&gate);
    gate_ask(&gate, 0, HEATER);
    warm_skin(3600);
    is_int(heated_s(1800), 1800, "at 36 C half an hour is nobody's limit");
}

/* 2 CEM43 at 41.0 C displayed, 42.05 with the sensor's error: 7.3 min. */
static void test_dose(void)
{
    gate_init(&gate);
    gate_ask(&gate, MOTOR, HEATER);
    warm_skin(4100);
    uint16_t seconds = heated_s(1200);
    ok(seconds >= 420 && seconds <= 448, "at 41 C the dose ends the heat within 7.5 min (%u s)",
       seconds);
    is_int(safety_limit_reached(&gate.safety), END_DOSE, "and the session, told as what it is");
    safety_leg(&gate.safety)->kept.motor_s = LIMIT_MOTOR_TIME_s;
    is_int(safety_limit_reached(&gate.safety), END_DOSE,
           "also when the motor time is used as well");
    ok(safety_heat_rests(&gate.safety), "the leg's heat rests then");
    is_int(gate.safety.latched, 0, "which is no fault");
}

/* A minute of 42 C skin costs, whether the heater or something else made it warm. */
static void test_dose_counts_without_heat(void)
{
    gate_init(&gate);
    gate_ask(&gate, 0, 0);
    warm_skin(4200);
    gate_cycles(&gate, MINUTE_s * CYCLES_s);
    uint16_t dose_mCEM43 = safety_leg(&gate.safety)->kept.dose_mCEM43;
    ok(dose_mCEM43 >= 1035 && dose_mCEM43 <= 1100,
       "a minute at 42 C without heat is a dose too (%u)", dose_mCEM43);
    is_int(safety_leg(&gate.safety)->kept.hot_s, MINUTE_s, "and hot time");
}

int main(void)
{
    test_motor_time(0, 600);
    test_motor_time(2, 900);
    test_only_motion_counts();
    test_pulses_of_heat_count();
    test_legs_are_separate();
    test_other_leg_rests();
    test_new_leg_strength();
    test_hot_time();
    test_mild_warmth();
    test_dose();
    test_dose_counts_without_heat();
    return done();
}
