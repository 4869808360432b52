/* The safety variables are kept twice: a bit of them that flips is a fault, and never frees anything. */
#include <stddef.h>
#include <string.h>

#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/bench.h"
#include "tests/pure/gate.h"
#include "tests/tap.h"

enum { SECOND_frames = 100, CYCLE_frames = 10, BITS = 8 };

static struct gate gate, in_use;

/* A leg in use: some of everything has been had, a motor fault is latched, and motors run. */
static void begin(void)
{
    gate_init(&gate);
    gate.safety.legs[0].kept = (struct usage_leg){201, 302, 403, 3, USAGE_USED, {0}};
    gate.safety.legs[1].kept = (struct usage_leg){504, 605, 706, 1, USAGE_USED, {9}};
    gate.safety.guard.is_old = true;
    gate_ask(&gate, 500, 0);
    gate_frames(&gate, SECOND_frames);
    safety_raise(&gate.safety, FAULT_MOTOR);
    gate_frames(&gate, CYCLE_frames);
}

static bool is_no_less(const struct usage_leg *leg, const struct usage_leg *before)
{
    bool good = leg->motor_s >= before->motor_s && leg->hot_s >= before->hot_s &&
                leg->dose_mCEM43 >= before->dose_mCEM43 && leg->completed == 0 &&
                leg->marks == (USAGE_USED | USAGE_UNTIMED);
    for (uint8_t i = 0; i < LIMIT_SESSIONS_PER_WEEK; i++)
        good = leg->recent[i] >= before->recent[i] && good;
    return good;
}

/* All of it, bit by bit: off within a cycle, told, and what the legs have had is not less. */
static bool ends(uint8_t *at, uint8_t bit)
{
    struct usage_leg before[USAGE_LEGS];
    gate = in_use;
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
        before[leg] = gate.safety.legs[leg].kept;
    *at = (uint8_t)(*at ^ 1U << bit);
    gate_frames(&gate, CYCLE_frames);
    bool good = !gate_moves(&gate) && !gate_heats(&gate) && gate.safety.leg == LEG_NONE &&
                (gate.safety.latched & FAULT_BIT(FAULT_SELF_TEST)) &&
                (gate.safety.latched & FAULT_BIT(FAULT_MOTOR)) &&
                gate.safety.trial.credit_frames == 0;
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
        good = is_no_less(&gate.safety.legs[leg].kept, &before[leg]) && good;
    return good;
}

static void test_block(void *block, uint8_t bytes, const char *what)
{
    uint8_t missed = 0;
    for (uint8_t byte = 0; byte < bytes; byte++)
        for (uint8_t bit = 0; bit < BITS; bit++)
            if (!ends((uint8_t *)block + byte, bit))
                missed++;
    is_int(missed, 0, "any bit of %s that flips is told, and frees nothing", what);
}

/* The user would lose: a limit, to a particle. */
static void test_flips(void)
{
    struct safety *safety = &gate.safety;
    begin();
    in_use = gate;
    ok(gate_moves(&gate), "a leg is in use");
    test_block(&safety->latched, sizeof safety->latched, "the latched faults");
    test_block(&safety->leg, sizeof safety->leg, "the declared leg");
    test_block(&safety->brown_out_is_off, sizeof safety->brown_out_is_off, "the brown-out's fuse");
    test_block(&safety->trial.credit_frames, 2, "the trials' credit");
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++) {
        test_block(&safety->legs[leg].kept.completed, 1, "a leg's completed sessions");
        test_block(&safety->legs[leg].kept.motor_s, 2, "its motor time");
        test_block(&safety->legs[leg].kept.hot_s, 2, "its hot time");
        test_block(&safety->legs[leg].kept.dose_mCEM43, 2, "its dose");
        if (leg) /* those of one in use are set anew with each frame of motors */
            test_block(&safety->legs[leg].kept.marks, 1, "its marks");
        test_block(safety->legs[leg].kept.recent, LIMIT_SESSIONS_PER_WEEK, "its sessions");
    }
    test_block(safety->guard.inverted, GUARD_HEAD_bytes, "the copy");
}

/* The user would lose: the same, at the instant at which the kit's own second passes. */
static void test_flips_at_any_time(void)
{
    static struct bench bench;
    struct safety *safety = &bench.device.safety;
    uint8_t missed = 0;
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, SECOND_frames);
    bench.frames = CYCLE_frames / 2; /* readings come in the middle of tenths of the device */
    for (uint8_t flip = 0; flip < SECOND_frames; flip++) { /* each in another frame of a second */
        safety_declare_leg(safety, LEG_LEFT);
        bench_frames(&bench, 2 * CYCLE_frames + 1);
        safety->legs[0].kept.hot_s ^= 2U;
        bench_frames(&bench, 2 * CYCLE_frames);
        if (!(safety->latched & FAULT_BIT(FAULT_SELF_TEST)))
            missed++;
        safety_acknowledge(safety, UINT32_MAX);
    }
    is_int(missed, 0, "in every frame of a second a bit that flips is told");
}

/* A second of motors that ends between two cycles of readings changes what is guarded, too. */
static void test_flip_before_a_second(void)
{
    begin();
    gate_ask(&gate, 0, 0);
    gate_frames(&gate, CYCLE_frames / 2);
    gate_ask(&gate, 500, 0);
    while (!usage_is_nearly_a_second(&gate.safety.legs[0]))
        gate_frames(&gate, 1);
    ok(gate.frames < CYCLE_frames - 1, "the next frame ends a second, and no cycle");
    gate.safety.legs[0].kept.completed ^= 1;
    gate_frames(&gate, 1);
    ok(gate.safety.latched & FAULT_BIT(FAULT_SELF_TEST), "what flipped before it is not copied");
}

/* The user would lose: the caps of a first session, or a rest, to a bit that was noticed. */
static void test_session_after_a_flip(void)
{
    struct usage *leg = &gate.safety.legs[0];
    for (uint8_t completed = 0; completed < 2; completed++) {
        begin();
        leg->kept = (struct usage_leg){0, 0, 0, 5, USAGE_USED, {USAGE_WEEK_units}};
        leg->standing = USAGE_TIMED;
        if (completed)
            leg->kept.marks = USAGE_USED | USAGE_COUNTED | USAGE_COMPLETED;
        gate.safety.guard.is_old = true;
        gate_frames(&gate, CYCLE_frames);
        leg->kept.marks = (uint8_t)(leg->kept.marks ^ (completed ? USAGE_UNTIMED : USAGE_COUNTED));
        gate_frames(&gate, CYCLE_frames);
        safety_acknowledge(&gate.safety, UINT32_MAX);
        safety_declare_leg(&gate.safety, LEG_LEFT);
        gate_frames(&gate, CYCLE_frames);
        is_int(gate.safety.latched, 0, "a bit of its marks flips, and a person acknowledges it");
        ok(usage_is_new(leg), "then the leg is new");
        ok(!gate_moves(&gate), "and waits for its next session");
    }
}

/* The user would lose: a limit, to an order that comes directly after the particle. */
static void test_flip_before_an_order(void)
{
    for (uint8_t order = 0; order < 3; order++) {
        begin();
        gate.safety.legs[0].kept.hot_s ^= 2U;
        if (order == 0)
            safety_declare_leg(&gate.safety, LEG_RIGHT);
        else if (order == 1)
            safety_legs_change(&gate.safety);
        else
            ok(!safety_acknowledge(&gate.safety, UINT32_MAX), "nothing is acknowledged then");
        gate_frames(&gate, CYCLE_frames);
        ok(gate.safety.latched & FAULT_BIT(FAULT_SELF_TEST), "what flipped before order %u is told",
           order);
    }
}

/* The user would lose: a session, to a fault that is none. */
static void test_right_changes(void)
{
    begin();
    gate_ask(&gate, 500, 800);
    gate_frames(&gate, 3 * SECOND_frames);
    is_int(gate.safety.latched, (long)FAULT_BIT(FAULT_MOTOR), "what is used is no fault");
    safety_declare_leg(&gate.safety, LEG_RIGHT);
    gate_frames(&gate, SECOND_frames);
    ok(safety_acknowledge(&gate.safety, UINT32_MAX), "nor is an order");
    gate_frames(&gate, SECOND_frames);
    safety_legs_change(&gate.safety);
    safety_leg(&gate.safety)->kept.completed++;
    gate.request.test = TEST_MOTOR_UM;
    gate_frames(&gate, 3);
    gate.request.test = TEST_NONE;
    gate_frames(&gate, SECOND_frames);
    is_int(gate.safety.latched, 0, "nor a session that counts, nor a test");
}

/* The user would lose: a fault that is told as long as it is there. */
static void test_report(void)
{
    begin();
    safety_report(&gate.safety, FAULT_SELF_TEST, false);
    gate_frames(&gate, CYCLE_frames);
    is_int(gate.safety.latched, (long)FAULT_BIT(FAULT_MOTOR), "a controller in order is no fault");
    safety_report(&gate.safety, FAULT_SELF_TEST, true);
    gate_frames(&gate, 1);
    ok(!gate_moves(&gate), "one that is not drives nothing from the next frame on");
    gate_frames(&gate, CYCLE_frames);
    ok(!safety_acknowledge(&gate.safety, UINT32_MAX), "and cannot be acknowledged");
    safety_report(&gate.safety, FAULT_SELF_TEST, false);
    gate_frames(&gate, CYCLE_frames);
    ok(gate.safety.latched && safety_acknowledge(&gate.safety, UINT32_MAX),
       "until it is in order again");
}

/* Whatever becomes of the leg meanwhile, it is one of the two. */
static void test_wild_leg(void)
{
    begin();
    gate.safety.leg = 0x82;
    ok(safety_leg(&gate.safety) == &gate.safety.legs[1], "a leg that is none is one");
}

int main(void)
{
    test_flips();
    test_flip_before_a_second();
    test_flips_at_any_time();
    test_session_after_a_flip();
    test_flip_before_an_order();
    test_right_changes();
    test_report();
    test_wild_leg();
    return done();
}
