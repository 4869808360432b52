/* One row for each thing that breaks: the kit notices, names it, is off in time, and stays off
 * until the cause is gone and a person has said so. */
#include <string.h>

#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    HEAT_40_C = 100, /* as in a routine: 30.0 C and so many tenths */
    HEAT_36_C = 65,  /* 36.5 C: the pad is soon on for parts of a second only */
    BEFORE_s = 10,   /* of full warming and massage */
    STORED_ms = 400, /* 25 bytes of 3.4 ms are in the EEPROM by then */
    LEFT_ALONE_ms = 1500,
};

/* Each row breaks something while all motors and the heater run. */
static const struct row {
    const char *mishap;
    uint8_t heat;
    uint8_t fault;
    unsigned heater_ms; /* latest instants after the mishap: the heater is off, */
    unsigned fault_ms;  /* the fault is latched and everything is off */
    int acknowledged;   /* what an acknowledgement is told while the cause is there */
} rows[] = {
    {"ntc-skin-open", HEAT_40_C, FAULT_NTC_OPEN, 250, 500, REFUSAL_CAUSE_REMAINS},
    {"ntc-pad-open", HEAT_40_C, FAULT_NTC_OPEN, 250, 500, REFUSAL_CAUSE_REMAINS},
    {"ntc-skin-short", HEAT_40_C, FAULT_NTC_SHORT, 250, 500, REFUSAL_CAUSE_REMAINS},
    {"ntc-pad-short", HEAT_40_C, FAULT_NTC_SHORT, 250, 500, REFUSAL_CAUSE_REMAINS},
    {"ntc-skin-noise=400", HEAT_40_C, FAULT_SENSORS_DISAGREE, 2000, 2000, REFUSAL_CAUSE_REMAINS},
    {"ntc-skin-detached", HEAT_40_C, FAULT_DEFICIT, 60000, 60000, 0},
    {"ntc-pad-detached", HEAT_40_C, FAULT_DEFICIT, 60000, 60000, 0},
    {"ntc-skin-drift=60", HEAT_40_C, FAULT_OVER_TEMPERATURE, 9000, 9000, REFUSAL_CAUSE_REMAINS},
    {"ntc-pad-drift=120", HEAT_40_C, FAULT_OVER_TEMPERATURE, 9000, 9000, REFUSAL_CAUSE_REMAINS},
    {"supply=4.2", HEAT_40_C, FAULT_SUPPLY_LOW, 250, 500, 0},
    {"supply-drop=0.2", HEAT_40_C, FAULT_SUPPLY_LOW, 4000, 4000, 0},
    {"supply-weak=0.6", HEAT_40_C, FAULT_SUPPLY_LOW, 9000, 9000, 0},
    {"supply=5.8", HEAT_40_C, FAULT_SUPPLY_HIGH, 250, 500, REFUSAL_CAUSE_REMAINS},
    {"heater-open", HEAT_40_C, FAULT_HEATER_OPEN, 2500, 2500, 0},
    {"bimetal-open", HEAT_40_C, FAULT_HEATER_OPEN, 2500, 2500, 0},
    {"heater-fet-short", HEAT_36_C, FAULT_HEATER_CURRENT, 60000, 60000, 0},
};

static unsigned ms_since(uint64_t cycle, uint64_t since)
{
    return cycle < since ? 0 : (unsigned)((cycle - since) / PEER_CYCLES_ms);
}

static void test_latency(struct peer *peer, const struct row *row)
{
    struct msg_fault fault = {0};
    uint64_t broken = kit_cycles(peer->kit);
    peer_inject(peer, row->mishap);
    ok(peer_await_fault(peer, &fault, row->fault_ms), "%s is noticed", row->mishap);
    is_int(fault.fault, row->fault, "and named");
    peer_run_ms(peer, STORED_ms);
    unsigned heater_ms = ms_since(peer->outputs.heater_off_cycle, broken);
    unsigned off_ms = ms_since(peer->outputs.off_cycle, broken);
    diag("heater off after %u ms, everything after %u ms", heater_ms, off_ms);
    ok(!peer->outputs.driven && heater_ms <= row->heater_ms, "the heater is off within %u ms",
       row->heater_ms);
    ok(off_ms <= row->fault_ms, "all motors within %u ms", row->fault_ms);
}

static void test_refusals(struct peer *peer, const struct peer_routine *routine)
{
    is_int(peer_status(peer).state, STATE_FAULT, "the state is fault");
    is_int(peer_start(peer, routine, 1), REFUSAL_WRONG_STATE, "START is refused");
    is_int(peer_leg(peer, LEG_LEFT), REFUSAL_FAULT_LATCHED, "LEG too, and says why");
    is_int(peer_set(peer, ZONE_MID_MEDIAL, 100, 100), REFUSAL_WRONG_STATE, "so is SET");
}

static bool is_latched(struct peer *peer, uint8_t fault)
{
    struct msg_status_reply status = peer_status(peer);
    return status.state == STATE_FAULT && (status.faults & FAULT_BIT(fault));
}

static void clear(struct peer *peer, const char *mishap)
{
    char name[40] = "";
    strncat(name, mishap, strcspn(mishap, "="));
    if (!kit_clear(peer->kit, name))
        diag("no mishap is called %s", name);
}

/* The user would lose: a kit that is safe with any one part broken, and that tells which. */
static void test_row(const struct row *row)
{
    struct kit_options options = peer_options();
    struct peer_routine routine;
    options.skin_C = 36;
    options.ambient_C = 24;
    peer_make_massage(&routine, 120, row->heat);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    peer_run_s(peer, BEFORE_s);
    ok(peer->outputs.heater && peer_status(peer).faults == 0, "a massage with heat is under way");

    test_latency(peer, row);
    test_refusals(peer, &routine);
    unsigned times = peer->outputs.times;
    kit_power_cycle(peer->kit, 300);
    peer_run_ms(peer, STORED_ms);
    ok(is_latched(peer, row->fault), "it is latched over a power cycle");
    peer_run_ms(peer, LEFT_ALONE_ms);
    is_int(peer_acknowledge(peer, UINT32_MAX), row->acknowledged, "%s",
           row->acknowledged ? "acknowledging is refused while the cause is there"
                             : "it may be acknowledged: at rest the cause cannot be seen");
    clear(peer, row->mishap);
    peer_run_ms(peer, LEFT_ALONE_ms);
    is_int(peer->outputs.times, times, "nothing was driven meanwhile");
    is_int(peer_acknowledge(peer, UINT32_MAX), 0, "repaired, it can be acknowledged");
    is_int(peer_status(peer).state, STATE_IDLE, "the kit is idle");
    is_int(peer_leg(peer, LEG_LEFT), 0, "and can be used again");
    peer_free(peer);
}

/* Two faults at once, the one case that firmware cannot end: it must at least say so.
 * The user would lose: the order to pull the plug. */
static void test_heats_by_itself(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    struct msg_fault fault = {0};
    peer_run_s(peer, 2);
    peer_inject(peer, "heater-fet-short");
    peer_run_s(peer, 2);
    is_int(peer_status(peer).faults, 0, "a shorted low-side FET alone takes no current at rest");
    peer_inject(peer, "arm-short");
    ok(peer_await_fault(peer, &fault, 1000), "with the arm switch shorted too");
    is_int(fault.fault, FAULT_HEATER_CURRENT, "the current while off is noticed");
    is_int(peer->outputs.times, 0, "the firmware drives nothing");
    is_int(peer_leg(peer, LEG_LEFT), REFUSAL_FAULT_LATCHED, "and will not");
    peer_free(peer);
}

/* A switch of the heater that conducts for ever, by itself, takes no current at rest and regulates well.
 * The user would lose: the news of it while the other switch still protects them. */
static void test_switches_are_proven(void)
{
    static const char *const switches[] = {"arm-short", "heater-fet-short"};
    for (unsigned i = 0; i < sizeof switches / sizeof *switches; i++) {
        struct kit_options options = peer_options();
        options.off_leg = true;
        struct peer *peer = peer_new(&options);
        struct msg_fault fault = {0};
        peer_inject(peer, switches[i]);
        peer_run_s(peer, 1);
        is_int(peer_leg(peer, LEG_LEFT), 0, "%s is not seen at rest", switches[i]);
        is_int(peer_heat(peer, 38000, 5000), 0, "but the first warmth on a leg");
        ok(peer_await_fault(peer, &fault, 4000), "does not begin with it");
        is_int(fault.fault, FAULT_HEATER_CURRENT, "it is named");
        struct wire_truth truth;
        kit_truth(peer->kit, &truth);
        ok((double)truth.pad_C < options.ambient_C + 1, "and the pad is no warmer than the room");
        peer_free(peer);
    }
}

/* The user would lose: the one guard against a controller that runs wild on too low a voltage. */
static void test_brown_out_fuse(uint8_t fuse, int answer)
{
    struct kit_options options = peer_options();
    options.fuses.extended = fuse;
    struct peer *peer = peer_new(&options);
    peer_run_s(peer, 1);
    is_int(peer_leg(peer, LEG_LEFT), 0, "extended fuse 0x%02X: a leg can be declared", fuse);
    is_int(peer_heat(peer, 38000, 4000), answer, "and heat is %s", answer ? "refused" : "given");
    is_int(peer_set(peer, ZONE_MID_MEDIAL, 500, 1000), 0, "motors may run");
    peer_run_s(peer, 3);
    is_int(peer->outputs.heater, answer == 0, "the heater is %s", answer ? "off" : "on");
    peer_free(peer);
}

/* The user would lose: warmth that begins only when the kit knows how warm it is. */
static void test_broken_from_the_start(void)
{
    static const struct {
        const char *mishap;
        int at_once, later; /* refusals: before the first readings, and with them */
    } starts[] = {
        {"ntc-skin-open", REFUSAL_WRONG_STATE, REFUSAL_FAULT_LATCHED},
        {"ntc-pad-short", REFUSAL_WRONG_STATE, REFUSAL_FAULT_LATCHED},
        {"supply=0", REFUSAL_WRONG_STATE, REFUSAL_SUPPLY},
        {"supply=4.3", REFUSAL_WRONG_STATE, REFUSAL_SUPPLY},
        {"supply=5.7", REFUSAL_WRONG_STATE, REFUSAL_FAULT_LATCHED},
        {"stop-stuck", REFUSAL_STOP_PRESSED, REFUSAL_STOP_PRESSED},
    };
    for (unsigned i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct kit_options options = peer_options();
        struct peer *peer = peer_new(&options);
        peer_inject(peer, starts[i].mishap);
        peer_run_ms(peer, 120);
        is_int(peer_leg(peer, LEG_LEFT), starts[i].at_once, "no leg before the first readings");
        peer_run_s(peer, 1);
        is_int(peer_leg(peer, LEG_LEFT), starts[i].later, "and none with %s", starts[i].mishap);
        is_int(peer->outputs.times, 0, "nothing is driven");
        peer_free(peer);
    }
}

/* The user would lose: the watch over a pad that does not warm, in the session that begins at
 * once. */
static void test_watched_from_the_start(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    struct msg_fault fault = {0};
    peer_inject(peer, "ntc-pad-detached");
    peer_run_ms(peer, 300);
    is_int(peer_leg(peer, LEG_LEFT), 0, "a leg is declared 0.3 s after power-up");
    for (int second = 0; second < 70; second++) {
        peer_heat(peer, 40000, 2000);
        peer_run_s(peer, 1);
    }
    ok(peer_await_fault(peer, &fault, 0), "a pad sensor that hangs in the air is noticed");
    is_int(fault.fault, FAULT_DEFICIT, "as one that stays away from what the heat explains");
    peer_free(peer);
}

/* The user would lose: a word that the cuff has come open, instead of warmth that never comes. */
static void test_open_cuff(void)
{
    enum { SESSION_s = 600, WARM_s = 120, NOTICED_s = 320 };
    struct kit_options options = peer_options();
    struct peer_routine routine;
    struct msg_fault fault = {0};
    options.person_absent = false; /* heat goes on while somebody says so */
    peer_make_massage(&routine, SESSION_s, HEAT_40_C);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    peer_run_s(peer, WARM_s);
    peer_inject(peer, "cuff-off");
    ok(peer_await_fault(peer, &fault, NOTICED_s * 1000), "a cuff that comes open is noticed");
    is_int(fault.fault, FAULT_DEFICIT, "and named");
    peer_run_ms(peer, STORED_ms);
    ok(!peer->outputs.driven, "everything is off");
    is_int(peer_acknowledge(peer, UINT32_MAX), REFUSAL_CAUSE_REMAINS, "for 20 s it stays so");
    peer_run_s(peer, 21);
    is_int(peer_acknowledge(peer, UINT32_MAX), 0, "then a person may try again");
    peer_free(peer);
}

/* The user would lose: the record of what their leg has had, without a word. */
static void test_corrupt_store(void)
{
    struct kit_options options = peer_options();
    uint8_t noise[MACHINE_EEPROM_bytes];
    uint32_t state = 20;
    for (unsigned i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)(tap_random(&state) >> 8);
    options.eeprom = noise;
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, 500);
    ok(is_latched(peer, FAULT_STORE_CORRUPT), "an EEPROM full of noise is noticed");
    is_int(peer_leg(peer, LEG_LEFT), REFUSAL_FAULT_LATCHED, "and must be acknowledged first");
    is_int(peer_acknowledge(peer, FAULT_BIT(FAULT_STORE_CORRUPT)), 0, "which can be done");
    is_int(peer_leg(peer, LEG_LEFT), 0, "then the kit can be used");
    is_int(peer_usage(peer).completed, 0, "with a leg that counts as new");
    peer_free(peer);
}

int main(void)
{
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
        test_row(&rows[i]);
    test_heats_by_itself();
    test_switches_are_proven();
    test_brown_out_fuse(0xFC, 0);
    test_brown_out_fuse(0xFD, 0);
    test_brown_out_fuse(0xFF, REFUSAL_BROWN_OUT_OFF);
    test_brown_out_fuse(0xF8, REFUSAL_BROWN_OUT_OFF);
    test_broken_from_the_start();
    test_watched_from_the_start();
    test_open_cuff();
    test_corrupt_store();
    return done();
}
