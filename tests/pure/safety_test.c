/* The gate: nothing warms or moves unless everything that must be known is known and right. Its
 * level checks are tested in safety_checks_test.c, its slow watches in safety_watch_test.c and its
 * budgets in safety_limits_test.c. */
#include <string.h>

#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/gate.h"
#include "tests/tap.h"

enum { MOTOR = 400, HEATER = 600, SECOND_cycles = 10 };

static struct gate gate;

static void begin(void)
{
    gate_init(&gate);
    gate_ask(&gate, MOTOR, HEATER);
}

static void begin_running(void)
{
    begin();
    gate_cycles(&gate, 5);
}

static bool is_latched(uint8_t fault)
{
    return gate.safety.latched & FAULT_BIT(fault);
}

/* --- before and without readings -------------------------------------------------------------- */

static void test_init(void)
{
    memset(&gate.safety, 0, sizeof gate.safety);
    safety_init(&gate.safety);
    ok(gate.safety.latched == 0 && safety_leg(&gate.safety) == NULL,
       "a gate that starts has no leg and no fault");
    is_int(safety_heat_rests(&gate.safety), 0, "and without a leg no heat has to rest");
    gate_init(&gate);
    gate_cycles(&gate, SECOND_cycles);
    is_int(gate.safety.heat.expected_q5_cC, -200 * 32,
           "it takes the pad as it is, 2 K below the skin");
}

static void test_before_the_first_reading(void)
{
    begin();
    for (uint8_t frame = 0; frame < 200; frame++)
        gate_blind_frame(&gate);
    ok(!gate_heats(&gate), "before the first reading there is no heat");
    is_int(gate.safety.latched, 0, "and no fault either: nothing is stale yet");
    gate_cycles(&gate, 1);
    ok(gate_heats(&gate), "with it there is");
}

static void test_stale(void)
{
    begin_running();
    for (uint16_t ms = 0; ms < LIMIT_SENSOR_STALE_ms; ms += 10)
        gate_blind_frame(&gate);
    ok(gate_heats(&gate) && gate.safety.latched == 0, "a reading may be 500 ms old");
    gate_blind_frame(&gate);
    ok(!gate_heats(&gate) && !gate_moves(&gate), "an older one is none: everything is off");
    is_int(gate.safety.latched, (long)FAULT_BIT(FAULT_SENSORS_STALE), "with fault 21");
    ok(!safety_acknowledge(&gate.safety, UINT32_MAX), "not to be acknowledged without readings");
    gate_cycles(&gate, 1);
    ok(!gate_heats(&gate), "nor gone by itself when they come again");
    ok(safety_acknowledge(&gate.safety, UINT32_MAX), "but then a person may clear it");
}

/* The clock of milliseconds wraps after 49 days. */
static void test_wrapped_clock(void)
{
    begin();
    gate.request.now_ms = UINT32_MAX - 300;
    gate_cycles(&gate, 20);
    ok(gate_heats(&gate) && gate.safety.latched == 0, "a clock that wraps makes no reading stale");
}

/* --- faults that others find ------------------------------------------------------------------ */

static void test_raised(uint8_t fault, bool motors_go_on)
{
    begin_running();
    safety_raise(&gate.safety, fault);
    gate_cycles(&gate, 2 * SECOND_cycles);
    ok(is_latched(fault) && !gate_heats(&gate), "fault %u, raised from outside, forbids heat",
       fault);
    is_int(gate_moves(&gate), motors_go_on, "the other motors %s", motors_go_on ? "go on" : "rest");
    ok(safety_acknowledge(&gate.safety, FAULT_BIT(fault)), "until a person clears it");
}

/* One whose cause somebody else watches: it cannot be acknowledged away. */
static void test_reported(void)
{
    static const uint8_t faults[] = {FAULT_BROWN_OUT, FAULT_SELF_TEST, FAULT_CLOCK};
    for (uint8_t i = 0; i < sizeof faults; i++) {
        begin_running();
        safety_report(&gate.safety, faults[i], false);
        is_int(gate.safety.latched, 0, "a report that fault %u is not there is none", faults[i]);
        safety_report(&gate.safety, faults[i], true);
        gate_cycles(&gate, 2 * SECOND_cycles);
        is_int(gate.safety.latched, (long)FAULT_BIT(faults[i]), "one that it is latches it");
        ok(!gate_heats(&gate) && !gate_moves(&gate), "and everything is off");
        ok(!safety_acknowledge(&gate.safety, UINT32_MAX),
           "while its cause is there a person cannot clear it");
        safety_report(&gate.safety, faults[(i + 1U) % sizeof faults], false);
        ok(!safety_acknowledge(&gate.safety, FAULT_BIT(faults[i])), "whatever is said of others");
        safety_report(&gate.safety, faults[i], false);
        gate_cycles(&gate, 1);
        ok(is_latched(faults[i]), "with its cause gone it is still latched");
        ok(safety_acknowledge(&gate.safety, FAULT_BIT(faults[i])) && gate.safety.latched == 0,
           "and can be cleared");
    }
}

static void test_acknowledge_by_mask(void)
{
    begin_running();
    safety_raise(&gate.safety, FAULT_ILLEGAL_RESET);
    safety_raise(&gate.safety, FAULT_STORE_CORRUPT);
    ok(is_latched(FAULT_ILLEGAL_RESET) && is_latched(FAULT_STORE_CORRUPT),
       "a second fault does not hide the first");
    ok(safety_acknowledge(&gate.safety, FAULT_BIT(FAULT_ILLEGAL_RESET)), "one of two is cleared");
    is_int(gate.safety.latched, (long)FAULT_BIT(FAULT_STORE_CORRUPT),
           "the one that was not named stays");
    gate.sense.pad.state = SENSE_OPEN;
    gate_cycles(&gate, 3);
    ok(safety_acknowledge(&gate.safety, FAULT_BIT(FAULT_STORE_CORRUPT)) &&
           is_latched(FAULT_NTC_OPEN),
       "a cause that is there keeps its own fault, not the others");
}

/* Frames that main was late for: three in a second may happen, four mean that something is
 * wrong. */
static void test_late_frames(void)
{
    begin_running();
    gate_ask(&gate, MOTOR, 0);
    gate_cycles(&gate, SECOND_cycles - 5); /* to the end of a second */
    for (uint8_t second = 0; second < 100; second++) {
        gate.request.late_frames = (uint8_t)(gate.request.late_frames + 3);
        gate_cycles(&gate, SECOND_cycles);
    }
    is_int(gate.safety.latched, 0, "three late frames in every second are borne, the count wraps");
    gate.request.late_frames = (uint8_t)(gate.request.late_frames + 4);
    gate_cycles(&gate, SECOND_cycles);
    ok(is_latched(FAULT_SELF_TEST) && !gate_moves(&gate), "four in one are fault 17");
    gate_cycles(&gate, SECOND_cycles);
    ok(safety_acknowledge(&gate.safety, UINT32_MAX), "which can be cleared a second later");
}

/* --- the request ------------------------------------------------------------------------------ */

/* How much a leg has had is known only of a declared one (A29). */
static void test_no_leg(void)
{
    begin_running();
    safety_declare_leg(&gate.safety, LEG_NONE);
    gate_cycles(&gate, 2);
    ok(!gate_heats(&gate) && !gate_moves(&gate), "without a declared leg nothing warms or moves");
    is_int(safety_limit_reached(&gate.safety), END_NONE, "and there is no limit to reach");
}

/* The gate may take away, zone by zone; it gives nothing that nobody asked for. */
static void test_as_asked(void)
{
    begin_running();
    gate_ask(&gate, 0, 123);
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        gate.wanted_permille[zone] = (uint16_t)(zone * 200);
    gate_cycles(&gate, 1);
    is_bytes(gate.permit.motor_permille, gate.wanted_permille, sizeof gate.permit.motor_permille,
             "each zone gets what was asked for it");
    is_int(gate.permit.heater_permille, 123, "so does the heater");
    ok(gate.permit.arm, "whose arm line is pumped");
    gate_ask(&gate, 0, 0);
    gate_cycles(&gate, 1);
    ok(!gate_moves(&gate) && !gate_heats(&gate), "and nothing is given when nothing is asked");
    ok(!gate.permit.arm, "the arm line rests without heat, or a shorted transistor would heat");
}

static void test_preflight(void)
{
    static const struct {
        enum sense_state skin, pad;
        uint16_t supply_mV;
        uint8_t want;
    } rows[] = {
        {SENSE_OK, SENSE_OK, 4400, 0},
        {SENSE_OK, SENSE_OK, 4399, REFUSAL_SUPPLY},
        {SENSE_OK, SENSE_OK, 5600, 0},
        {SENSE_OK, SENSE_OK, 5601, REFUSAL_SUPPLY},
        {SENSE_OPEN, SENSE_OK, 5000, REFUSAL_SENSORS},
        {SENSE_OK, SENSE_STRAY, 5000, REFUSAL_SENSORS},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        begin_running();
        gate.sense.skin.state = rows[row].skin;
        gate.sense.pad.state = rows[row].pad;
        gate.sense.supply_mV = rows[row].supply_mV;
        is_int(safety_preflight(&gate.safety, &gate.sense, gate.request.now_ms), rows[row].want,
               "before a start: sensors %d and %d, %u mV are told as what they are", rows[row].skin,
               rows[row].pad, rows[row].supply_mV);
    }
    begin();
    is_int(safety_preflight(&gate.safety, &gate.sense, 0), REFUSAL_SENSORS,
           "no start before the first reading");
    begin_running();
    is_int(safety_preflight(&gate.safety, &gate.sense, gate.request.now_ms + 501), REFUSAL_SENSORS,
           "nor on an old one");
    safety_raise(&gate.safety, FAULT_MOTOR);
    is_int(safety_preflight(&gate.safety, &gate.sense, gate.request.now_ms), REFUSAL_FAULT_LATCHED,
           "nor with any fault latched");
}

/* A pause in which a motor's fault came: the session goes on without that motor, unless something runs by itself. */
static void test_may_go_on(void)
{
    static const struct {
        uint8_t latched, present, want;
        const char *what;
    } rows[] = {
        {0, 0, 0, "a sound kit goes on"},
        {FAULT_MOTOR, 0, 0, "so does one with a motor that is off by its fault"},
        {FAULT_MOTOR, FAULT_MOTOR, REFUSAL_FAULT_LATCHED, "not while current flows"},
        {FAULT_NTC_OPEN, 0, REFUSAL_FAULT_LATCHED,
         "nor after another fault, though its cause is gone"},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        begin_running();
        gate.safety.latched = rows[row].latched ? FAULT_BIT(rows[row].latched) : 0;
        gate.safety.present = rows[row].present ? FAULT_BIT(rows[row].present) : 0;
        is_int(safety_may_go_on(&gate.safety, &gate.sense, gate.request.now_ms), rows[row].want,
               "%s", rows[row].what);
    }
}

int main(void)
{
    test_init();
    test_before_the_first_reading();
    test_stale();
    test_wrapped_clock();
    test_raised(FAULT_ILLEGAL_RESET, false);
    test_raised(FAULT_STORE_CORRUPT, false);
    test_raised(FAULT_MOTOR, true);
    test_reported();
    test_acknowledge_by_mask();
    test_late_frames();
    test_no_leg();
    test_as_asked();
    test_preflight();
    test_may_go_on();
    return done();
}
