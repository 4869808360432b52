/* The firmware in the circuit: what the real image does with its pins drives the drawing's netlist.
 * A pin swapped between program and board, an arm line pumped too slowly or a duty that the timers
 * do not give would show here and nowhere else. */
#include <math.h>

#include "tests/kit/peer.h"
#include "tests/schematics/recording.h"
#include "tests/schematics/stages.h"
#include "tests/tap.h"

#define SHUNT_Ohm 0.05 /* R411 */
#define PUMPED_V 3.4   /* of the arm switch's gate, in the long run */
#define OFF_V (0.01 * SHUNT_Ohm)
enum { LEAD_ms = 10, LEAD_cycles = LEAD_ms * PEER_CYCLES_ms, HEAT_ms = 3500 };

static struct circuit *whole;

static struct peer *new_peer(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, 400);
    is_int(peer_leg(peer, LEG_LEFT), 0, "the leg is declared");
    return peer;
}

static void run(struct circuit *stage, const char *name)
{
    if (!ok(circuit_run(stage, name), "%s is simulated", name))
        diag("%s", circuit_error(stage));
}

/* The heater's stage from LEAD_ms before an instant, with its pump as it then is. */
static struct circuit *heater(const struct recording *recording, uint64_t at, double span_ms,
                              double pumped_V)
{
    struct circuit *stage = stage_heater(whole, 5);
    recording_drive(recording, stage, PIN_HEATER_ARM, at - LEAD_cycles, span_ms);
    recording_drive(recording, stage, PIN_HEATER_POWER, at - LEAD_cycles, span_ms);
    circuit_add(stage,
                ".options method=gear"); /* the trapezoid rings on when a switch has opened */
    circuit_add(stage, ".ic v(ARM_GATE)=%g\n.tran 0.1m %gm 0 1m uic", pumped_V, span_ms);
    circuit_add(stage,
                ".meas tran on trig at=%dm targ v(HEATER_SENSE) val=%g rise=1\n"
                ".meas tran off trig at=%dm targ v(HEATER_SENSE) val=%g fall=last\n"
                ".meas tran before find v(HEATER_SENSE) at=%dm\n"
                ".meas tran after find v(HEATER_SENSE) at=%gm",
                LEAD_ms, 0.7 * SHUNT_Ohm, LEAD_ms, OFF_V, LEAD_ms - 1, span_ms - 1);
    return stage;
}

static int mA(const struct circuit *stage, const char *measurement)
{
    return (int)lround(circuit_result(stage, measurement) / SHUNT_Ohm * 1e3);
}

static int us(const struct circuit *stage, const char *measurement)
{
    double seconds = circuit_result(stage, measurement);
    return isnan(seconds) ? -1 : (int)lround(seconds * 1e6);
}

static void expect_off(struct circuit *stage, const char *name, int within_us)
{
    run(stage, name);
    ok(mA(stage, "before") > 1400 && mA(stage, "before") < 1550, "%s: %d mA before", name,
       mA(stage, "before"));
    int off_us = us(stage, "off");
    ok(off_us >= 0 && off_us < within_us, "off %d us later", off_us);
    is_int(mA(stage, "after"), 0, "and it stays off");
    circuit_free(stage);
}

static void expect_none(struct circuit *stage, const char *name)
{
    run(stage, name);
    is_int(mA(stage, "most"), 0, "%s: no current, one switch is proven", name);
}

/* The user would lose: heat that begins when it is asked for and ends at once when stopped. */
static void test_heat_and_stop(void)
{
    struct peer *peer = new_peer();
    struct recording *recording = recording_start(peer->kit);
    is_int(peer_heat(peer, 40000, 5000), 0, "heat is asked for");
    peer_run_ms(peer, HEAT_ms);
    uint64_t stopped = recording_now(recording);
    is_int(peer_order(peer, MESSAGE_STOP), 0, "and stopped");
    peer_run_ms(peer, 150);

    uint64_t powered = recording_first_high(recording, PIN_HEATER_POWER, 0);
    uint64_t armed = recording_first_high(recording, PIN_HEATER_ARM, powered);
    uint64_t heats = recording_first_high(recording, PIN_HEATER_POWER, armed + LEAD_cycles);
    struct circuit *stage = heater(recording, powered, 50, 0);
    expect_none(stage, "firmware-powers-alone");
    circuit_free(stage);

    stage = heater(recording, armed, 100, 0);
    circuit_add(stage, ".meas tran closed trig at=%dm targ v(HEATER_P) val=4.5 rise=1", LEAD_ms);
    expect_none(stage, "firmware-arms-alone");
    int closed_us = us(stage, "closed");
    ok(closed_us > 1000 && closed_us < 50000, "its pump closes the arm switch in %d us", closed_us);
    circuit_free(stage);

    stage = heater(recording, heats, 80, PUMPED_V);
    run(stage, "firmware-heats");
    int on_us = us(stage, "on");
    ok(on_us >= 0 && on_us < 1000, "with both the pad's current begins after %d us", on_us);
    ok(mA(stage, "after") > 1400 && mA(stage, "after") < 1550, "and is %d mA", mA(stage, "after"));
    circuit_free(stage);
    expect_off(heater(recording, stopped, 120, PUMPED_V), "firmware-stops", 20000);
    recording_free(recording);
    peer_free(peer);
}

/* The user would lose: a pad that cools when the program hangs, before any watchdog. */
static void test_hang(void)
{
    struct peer *peer = new_peer();
    struct recording *recording = recording_start(peer->kit);
    is_int(peer_heat(peer, 40000, 5000), 0, "heat is asked for");
    peer_run_ms(peer, HEAT_ms);
    uint64_t hung = recording_now(recording);
    peer_inject(peer, "hang");
    peer_run_ms(peer, 200);
    expect_off(heater(recording, hung, 200, PUMPED_V), "firmware-hangs", 150000);
    recording_free(recording);
    peer_free(peer);
}

/* The user would lose: the zone and the strength that the routine names. */
static void test_motors(void)
{
    static const struct {
        enum pin pin;
        const char *drain;
    } zones[ZONE_COUNT] = {
        [ZONE_UPPER_MEDIAL] = {PIN_MOTOR_UM, "UM_DRAIN"},
        [ZONE_UPPER_LATERAL] = {PIN_MOTOR_UL, "UL_DRAIN"},
        [ZONE_MID_MEDIAL] = {PIN_MOTOR_MM, "MM_DRAIN"},
        [ZONE_MID_LATERAL] = {PIN_MOTOR_ML, "ML_DRAIN"},
        [ZONE_ANKLE_MEDIAL] = {PIN_MOTOR_AM, "AM_DRAIN"},
        [ZONE_ANKLE_LATERAL] = {PIN_MOTOR_AL, "AL_DRAIN"},
    };
    struct peer *peer = new_peer();
    struct recording *recording = recording_start(peer->kit);
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) { /* one after the other, 20 ms apart */
        peer_set(peer, zone, (uint16_t)(300 + 100 * zone), 3000);
        peer_run_ms(peer, 20);
    }
    peer_run_ms(peer, 300);
    uint64_t from = recording_now(recording) - 8 * PEER_CYCLES_ms;
    struct outputs outputs = kit_outputs(peer->kit);
    struct circuit *stage = stage_motors(whole, 5);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        recording_drive(recording, stage, zones[zone].pin, from, 6);
        circuit_add(stage,
                    "Bz%u z%u 0 V = v(%s) < 2.5 ? 1 : 0\n"
                    ".meas tran z%u avg v(z%u) from=1.024m to=5.12m",
                    zone, zone, zones[zone].drain, zone, zone);
    }
    circuit_add(stage, ".tran 1u 6m 0 2u");
    run(stage, "firmware-motors");
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        char name[] = {'z', (char)('0' + zone), '\0'};
        int permille = (int)lround(circuit_result(stage, name) * 1e3);
        ok(permille > outputs.motor_permille[zone] - 20 &&
               permille < outputs.motor_permille[zone] + 20 && outputs.motor_permille[zone] > 0,
           "%s is low %d permille of the time, the firmware wants %d", zones[zone].drain, permille,
           outputs.motor_permille[zone]);
    }
    circuit_free(stage);
    recording_free(recording);
    peer_free(peer);
}

int main(void)
{
    whole = circuit_read(DRAWING_SPICE);
    test_heat_and_stop();
    test_hang();
    test_motors();
    circuit_free(whole);
    return done();
}
