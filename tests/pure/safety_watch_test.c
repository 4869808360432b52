/* The gate's slow watches: a pad that does not do what its heater should make it do is found, and
 * a pad that does is left in peace. */
#include "avr/core/control.h"
#include "protocol/faults.h"
#include "tests/pure/gate.h"
#include "tests/pure/warmth.h"
#include "tests/tap.h"

enum { CYCLES_s = 10, MINUTE_s = 60, FULL = 1000, SECOND_ms = 1000, NOTHING = 0 };

static struct gate gate;

/* --- to the hundredth of a degree: thresholds ------------------------------------------------ */

/* Seconds at this duty. */
static void run(uint16_t seconds, uint16_t heater_permille)
{
    gate_ask(&gate, 0, heater_permille);
    gate_cycles(&gate, (uint32_t)seconds * CYCLES_s);
}

static void is_fault(uint8_t fault, const char *what)
{
    is_int(gate.safety.latched, fault == NOTHING ? 0 : (long)FAULT_BIT(fault), "%s: %s", what,
           fault == NOTHING ? "works" : "is found");
}

/* Sixty seconds of heat, in the last of which the pad is this much warmer. */
struct minute {
    const char *what;
    int16_t rise_cC, skin_cC;
    uint16_t duty_permille;
    uint8_t fault;
};

static void test_minute(const struct minute *row)
{
    gate_init(&gate);
    gate.sense.skin.cC = row->skin_cC;
    run(3, 0);
    run(MINUTE_s - 1, row->duty_permille);
    is_int(gate.safety.latched, 0, "%s: nothing is decided before the minute is over", row->what);
    gate.sense.pad.cC = (int16_t)(gate.sense.pad.cC + row->rise_cC);
    run(1, row->duty_permille);
    is_fault(row->fault, row->what);
    run(1, 0);
    ok(safety_acknowledge(&gate.safety, UINT32_MAX), "with the heat off it can be acknowledged");
}

/* The pad begins at 28.0 C. */
static void test_no_rise(void)
{
    static const struct minute rows[] = {
        {"a pad that stays cold", 0, 3000, FULL, FAULT_NO_RISE},
        {"one that gains 1.49 K", 149, 3000, FULL, FAULT_NO_RISE},
        {"one that gains 1.5 K", 150, 3000, FULL, NOTHING},
        {"one at 0.65 of full power", 0, 3000, 650, NOTHING},
        {"one just above that", 0, 3000, 651, FAULT_NO_RISE},
        {"one half a degree above the skin", 0, 2750, FULL, NOTHING},
        {"one hardly above the skin", 0, 2751, FULL, FAULT_NO_RISE},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++)
        test_minute(&rows[row]);
}

/* Every minute is judged by itself, and only one that is all heat. */
static void test_minutes_are_separate(void)
{
    gate_init(&gate);
    run(3, 0);
    run(40, FULL);
    run(1, 0);
    run(40, FULL);
    is_int(gate.safety.latched, 0, "two pieces with a rest between are no minute");

    gate_init(&gate);
    run(3, 0);
    run(5 * MINUTE_s, 300);
    is_int(gate.safety.latched, 0, "five minutes of little power do not add up to one of much");

    gate_init(&gate);
    run(3, 0);
    run(MINUTE_s - 1, FULL);
    gate.sense.pad.cC = (int16_t)(gate.sense.pad.cC + 150);
    run(MINUTE_s, FULL);
    is_int(gate.safety.latched, 0, "after a minute that was good the next one is given its time");
    run(1, FULL);
    is_int(gate.safety.latched, (long)FAULT_BIT(FAULT_NO_RISE), "but no more");
}

/* Half a minute without heat after the twenty seconds in which what the pad has stored spreads. */
struct rest {
    const char *what;
    int16_t rise_cC, skin_cC;
    uint8_t fault;
};

static void test_rest(const struct rest *row)
{
    gate_init(&gate);
    gate.sense.skin.cC = row->skin_cC;
    run(5, FULL);
    gate.sense.pad.cC = (int16_t)(gate.sense.pad.cC + 500);
    run(20, 0);
    gate.sense.pad.cC = (int16_t)(gate.sense.pad.cC + row->rise_cC);
    run(29, 0);
    is_int(gate.safety.latched, 0, "%s: nothing is decided before 50 s of rest", row->what);
    run(1, 0);
    is_fault(row->fault, row->what);
}

/* The pad begins at 33.0 C. */
static void test_rise_while_off(void)
{
    static const struct rest rows[] = {
        {"a pad that heats by itself", 300, 3000, FAULT_RISE_WHILE_OFF},
        {"one that gains 1.01 K in half a minute", 101, 3000, FAULT_RISE_WHILE_OFF},
        {"one that gains 1 K", 100, 3000, NOTHING},
        {"one that a warmer leg warms", 500, 3700, NOTHING},
        {"one that is 1 K above the skin", 150, 3350, NOTHING},
        {"one that is a little more above it", 151, 3350, FAULT_RISE_WHILE_OFF},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++)
        test_rest(&rows[row]);
}

/* The cause of fault 6 is gone only when half a minute shows no rise. */
static void test_rise_while_off_is_level_triggered(void)
{
    gate_init(&gate);
    run(20, 0);
    for (uint8_t window = 0; window < 3; window++) {
        gate.sense.pad.cC = (int16_t)(gate.sense.pad.cC + 200);
        run(30, 0);
    }
    ok(!safety_acknowledge(&gate.safety, UINT32_MAX),
       "while the pad rises, no acknowledgement helps");
    run(30, 0);
    ok(safety_acknowledge(&gate.safety, UINT32_MAX), "half a minute without a rise, and it does");
}

/* Full power without a pause would hide a switch that conducts by itself. */
static void test_full_power_is_interrupted(void)
{
    long interrupted = 0;
    gate_init(&gate);
    gate_ask(&gate, 0, FULL);
    for (uint16_t cycle = 0; cycle < 30 * CYCLES_s; cycle++) {
        gate_cycles(&gate, 1);
        interrupted += gate.permit.heater_permille == 900;
    }
    is_int(interrupted, 3 * CYCLES_s, "a second in ten, a tenth of full power is left out");
}

/* Until the watch has looked again, its fault is still there. */
static void test_slow_faults_stay_between_looks(void)
{
    gate_init(&gate);
    run(3, 0);
    run(MINUTE_s, FULL);
    gate_cycles(&gate, 1);
    ok(!safety_acknowledge(&gate.safety, UINT32_MAX), "a pad that did not warm is not forgotten");

    gate_init(&gate);
    run(20, 0);
    gate.sense.pad.cC = (int16_t)(gate.sense.pad.cC + 500);
    run(30, 0);
    gate_cycles(&gate, 1);
    ok(!safety_acknowledge(&gate.safety, UINT32_MAX), "nor one that warmed by itself");
}

/* A thousandth of the power is power. */
static void test_the_least_heat_is_heat(void)
{
    gate_init(&gate);
    run(20, 1);
    gate.sense.pad.cC = (int16_t)(gate.sense.pad.cC + 500);
    run(30, 1);
    is_fault(NOTHING, "a pad that warms at the least duty");

    gate_init(&gate);
    gate.sense.supply_mV = 4000;
    run(1, 1);
    is_fault(FAULT_SUPPLY_LOW, "a supply that sags at the least duty");

    gate_init(&gate);
    gate.safety.legs[0].rest_s = 5;
    run(1, 1);
    is_int(gate.safety.legs[0].rest_s, 0, "the least heat is no rest");
}

/* A sensor that reads nothing says nothing of the pad's warmth either. */
static void test_no_reading_is_no_rise(void)
{
    gate_init(&gate);
    run(20, 0);
    gate.sense.pad.state = SENSE_OPEN;
    gate.sense.pad.cC = (int16_t)(gate.sense.pad.cC + 500);
    run(30, 0);
    is_fault(FAULT_NTC_OPEN, "a broken sensor, and no other fault,");
}

/* --- good kits, in real time ------------------------------------------------------------------ */

static struct warmth warmth;
static struct control control;

/* Seconds of a session with this setpoint (0: no heat); the gate's permit is what heats. */
static void play(uint16_t seconds, int16_t setpoint_cC)
{
    for (; seconds > 0; seconds--) {
        gate.sense.skin.cC = warmth_skin_cC(&warmth);
        gate.sense.pad.cC = warmth_pad_cC(&warmth);
        run(1, control_second(&control, setpoint_cC, gate.sense.skin.cC, gate.sense.pad.cC));
        warmth_pass(&warmth, gate.permit.heater_permille, SECOND_ms);
    }
}

static void begin_in_room(int16_t room_cC, int16_t skin_cC)
{
    gate_init(&gate);
    control_reset(&control);
    warmth_init(&warmth, room_cC, skin_cC);
}

static void test_cold_room(int16_t room_cC, int16_t skin_cC)
{
    begin_in_room(room_cC, skin_cC);
    play(2 * MINUTE_s, 0);
    is_fault(NOTHING, "a cold cuff on a warm leg");
    play(8 * MINUTE_s, 4000);
    is_fault(NOTHING, "a cold start");
    ok(warmth_skin_cC(&warmth) > 3600, "which did warm the leg, from a room at %ld C",
       (long)room_cC / 100);
    play(4 * MINUTE_s, 0);
    is_fault(NOTHING, "cooling down");
}

static void test_steady_heat(void)
{
    begin_in_room(2300, 3200);
    warmth.skin_uC = 39500000;
    warmth.pad_uC = 40000000;
    play(10 * MINUTE_s, 4000);
    is_fault(NOTHING, "steady heat at 40 C");
    warmth.off_leg = true;
    play(3 * MINUTE_s, 0);
    is_fault(NOTHING, "a cuff taken off warm");
}

/* A person who pauses while it warms up comes back to a pad that is warm already. */
static void test_pause(uint16_t pause_s)
{
    begin_in_room(1500, 3200);
    play(6 * MINUTE_s, 4000);
    play(pause_s, 0);
    play(4 * MINUTE_s, 4000);
    is_int(gate.safety.latched, 0, "warming up again after a pause of %u s works", pause_s);
}

/* --- broken ones ------------------------------------------------------------------------------ */

/* The pad's sensor has come off and hangs in the room: the controller would heat for ever. */
static void test_detached_sensor(void)
{
    begin_in_room(2300, 3200);
    for (uint8_t second = 0; second < 2 * MINUTE_s && gate.safety.latched == 0; second++) {
        gate.sense.skin.cC = warmth_skin_cC(&warmth);
        gate.sense.pad.cC = 2300;
        run(1, control_second(&control, 4000, gate.sense.skin.cC, gate.sense.pad.cC));
        warmth_pass(&warmth, gate.permit.heater_permille, SECOND_ms);
    }
    is_fault(FAULT_DEFICIT, "a pad sensor that hangs in the room");
    ok(warmth_pad_cC(&warmth) < 4550, "before the pad is too hot (%ld cC)",
       (long)warmth_pad_cC(&warmth));
}

/* Both heater switches have failed short: only the readings tell. */
static void test_stuck_heater(void)
{
    begin_in_room(2300, 3200);
    play(MINUTE_s, 0);
    for (uint8_t second = 0; second < 2 * MINUTE_s && gate.safety.latched == 0; second++) {
        play(1, 0);
        warmth_pass(&warmth, FULL, SECOND_ms);
    }
    is_fault(FAULT_RISE_WHILE_OFF, "a heater that is on by itself");
    ok(warmth_skin_cC(&warmth) < 4000, "while the skin is still cool (%ld cC)",
       (long)warmth_skin_cC(&warmth));
}

int main(void)
{
    test_no_rise();
    test_minutes_are_separate();
    test_rise_while_off();
    test_rise_while_off_is_level_triggered();
    test_full_power_is_interrupted();
    test_slow_faults_stay_between_looks();
    test_the_least_heat_is_heat();
    test_no_reading_is_no_rise();
    test_cold_room(1500, 3400);
    test_cold_room(3000, 3400);
    test_steady_heat();
    test_pause(2);
    test_pause(30);
    test_detached_sensor();
    test_stuck_heater();
    return done();
}
