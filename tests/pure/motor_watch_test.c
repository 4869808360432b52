/* Fault 19: a motor that is missing or shorted, seen by its current while it runs alone; and one that runs
 * though nobody drives it. */
#include "protocol/faults.h"
#include "tests/pure/gate.h"
#include "tests/tap.h"

enum { GOOD_mA = 120, FRAMES_s = 100, ZONE = ZONE_MID_LATERAL };

static struct gate gate;

/* One motor at this duty; or all, by ZONE_COUNT. */
static void drive(uint8_t zone, uint16_t permille)
{
    gate_ask(&gate, zone == ZONE_COUNT ? permille : 0, 0);
    if (zone < ZONE_COUNT)
        gate.wanted_permille[zone] = permille;
}

static void begin(uint16_t motor_mA)
{
    gate_init(&gate);
    gate_frames(&gate, 20);
    gate.sense.motor_mA = motor_mA;
}

static bool is_latched(void)
{
    return gate.safety.latched & FAULT_BIT(FAULT_MOTOR);
}

static void test_current(uint8_t zone, uint16_t permille, uint16_t motor_mA, bool bad)
{
    begin(motor_mA);
    drive(zone, permille);
    gate_frames(&gate, FRAMES_s);
    is_int(is_latched(), bad, "zone %u at %u permille, %u mA: %s", zone, permille, motor_mA,
           bad ? "a fault" : "good, or not to be told");
}

static void test_that_motor_off(void)
{
    begin(5);
    drive(ZONE, 600);
    gate_frames(&gate, FRAMES_s);
    ok(is_latched() && !gate_moves(&gate), "the motor that is missing is not driven any more");
    gate.sense.motor_mA = GOOD_mA;
    drive(ZONE_COUNT, 600);
    gate_frames(&gate, 1);
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        is_int(gate.permit.motor_permille[zone], zone == ZONE ? 0 : 600, "motor %u %s", zone,
               zone == ZONE ? "rests" : "goes on");
    ok(safety_acknowledge(&gate.safety, FAULT_BIT(FAULT_NTC_OPEN)),
       "another fault is acknowledged");
    gate_frames(&gate, 1);
    is_int(gate.permit.motor_permille[ZONE], 0, "which does not bring it back");
    ok(safety_acknowledge(&gate.safety, FAULT_BIT(FAULT_MOTOR)), "mended, this one is");
    gate_frames(&gate, 1);
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        is_int(gate.permit.motor_permille[zone], 600, "and it runs again, as motor %u does", zone);
}

static void test_runs_by_itself(void)
{
    begin(GOOD_mA);
    drive(ZONE_COUNT, 0);
    gate_frames(&gate, FRAMES_s);
    ok(is_latched(), "current with all motors off is a fault");
    ok(!safety_acknowledge(&gate.safety, FAULT_BIT(FAULT_MOTOR)), "as long as it flows");
    gate.sense.motor_mA = 0;
    gate_frames(&gate, 20);
    ok(safety_acknowledge(&gate.safety, FAULT_BIT(FAULT_MOTOR)), "and no longer");
}

/* Short steps, changing zones and the self-test, which judges by itself, say nothing. */
static void test_cannot_tell(void)
{
    begin(0);
    for (uint8_t step = 0; step < 60; step++) {
        drive(step % ZONE_COUNT, 800);
        gate_frames(&gate, 20);
    }
    ok(!is_latched(), "steps of 0.2 s are too short to tell");
    begin(0);
    drive(ZONE_COUNT, 0);
    gate.request.test = TEST_MOTOR_MM;
    gate_frames(&gate, FRAMES_s);
    ok(!is_latched() && gate_moves(&gate), "the self-test measures in peace");
}

/* Three tenths of a second at one duty, to the frame. */
static void test_settling(void)
{
    const uint16_t permille[ZONE_COUNT] = {[ZONE] = 600};
    struct motor_watch watch = {.driven = ZONE_COUNT};
    motor_watch_frame(&watch, permille, TEST_NONE);
    for (uint8_t frame = 0; frame < 29; frame++)
        motor_watch_frame(&watch, permille, TEST_NONE);
    ok(!motor_watch_cycle(&watch, 0), "29 frames after it began a motor is not judged");
    motor_watch_frame(&watch, permille, TEST_NONE);
    ok(motor_watch_cycle(&watch, 0), "30 frames after it is");
}

int main(void)
{
    test_current(ZONE, 600, 19, true);
    test_current(ZONE, 600, 20, false);
    test_current(ZONE, 200, 19, true);
    test_current(ZONE, 199, 0, false);
    test_current(ZONE, 1000, 450, false);
    test_current(ZONE, 1000, 451, true);
    test_current(ZONE_UPPER_MEDIAL, 600, 0, true);
    test_current(ZONE_ANKLE_LATERAL, 600, 0, true);
    test_current(ZONE_COUNT, 600, 0, false);
    test_current(ZONE_COUNT, 0, 60, false);
    test_current(ZONE_COUNT, 0, 61, true);
    test_that_motor_off();
    test_runs_by_itself();
    test_cannot_tell();
    test_settling();
    return done();
}
