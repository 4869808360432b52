/* The gate's level checks: each bad reading takes the heat when it must, and is a fault after just
 * so many cycles, that stays until a person has been told. */
#include "protocol/faults.h"
#include "tests/pure/gate.h"
#include "tests/tap.h"

enum { MOTOR = 400, HEATER = 600, SECOND_cycles = 10, SUPPLY_CALM_cycles = 51 };

static struct gate gate;

/* The slow watches have a test of their own: here the pad is where a row wants it. */
static void cycles(uint32_t count)
{
    for (; count > 0; count--) {
        gate_cycles(&gate, 1);
        gate.safety.heat.astray_cCs = 0;
    }
}

static void begin(void)
{
    gate_init(&gate);
    gate_ask(&gate, MOTOR, HEATER);
}

static bool is_latched(uint8_t fault)
{
    return gate.safety.latched & FAULT_BIT(fault);
}

/* --- the level checks ------------------------------------------------------------------------- */

enum quantity {
    SKIN_STATE,
    PAD_STATE,
    SKIN_cC,
    PAD_cC,
    SUPPLY_mV,
    HEATER_ON_mA,
    HEATER_OFF_mA,
    GROUND_counts8,
    BANDGAP_counts8,
};

static void set(uint8_t quantity, int32_t value)
{
    struct sense *sense = &gate.sense;
    switch (quantity) {
    case SKIN_STATE:
        sense->skin.state = (enum sense_state)value;
        break;
    case PAD_STATE:
        sense->pad.state = (enum sense_state)value;
        break;
    case SKIN_cC:
        sense->skin.cC = (int16_t)value;
        break;
    case PAD_cC:
        sense->pad.cC = (int16_t)value;
        break;
    case SUPPLY_mV:
        sense->supply_mV = (uint16_t)value;
        break;
    case HEATER_ON_mA:
        gate.heater_on_mA = (uint16_t)value;
        break;
    case HEATER_OFF_mA:
        gate.heater_off_mA = (uint16_t)value;
        break;
    case GROUND_counts8:
        sense->ground_counts8 = (uint16_t)value;
        break;
    default:
        sense->bandgap_counts8 = (uint16_t)value;
        break;
    }
}

/* A bad reading and the nearest one that is still good. */
struct check {
    const char *what;
    uint8_t quantity;
    uint8_t fault, cycles; /* as many bad ones in a row are that fault */
    bool at_once;          /* heat goes with the first bad reading */
    bool at_rest;          /* still to be seen when everything is off */
    int32_t bad, good;
    int32_t other_cC; /* of the other sensor, where it matters */
};

static const struct check checks[] = {
    {"skin sensor open", SKIN_STATE, FAULT_NTC_OPEN, 3, true, true, SENSE_OPEN, SENSE_OK, 0},
    {"pad sensor open", PAD_STATE, FAULT_NTC_OPEN, 3, true, true, SENSE_OPEN, SENSE_OK, 0},
    {"skin sensor short", SKIN_STATE, FAULT_NTC_SHORT, 3, true, true, SENSE_SHORT, SENSE_OK, 0},
    {"pad sensor short", PAD_STATE, FAULT_NTC_SHORT, 3, true, true, SENSE_SHORT, SENSE_OK, 0},
    {"skin stray", SKIN_STATE, FAULT_SENSORS_DISAGREE, 3, true, true, SENSE_STRAY, SENSE_OK, 0},
    {"pad stray", PAD_STATE, FAULT_SENSORS_DISAGREE, 3, true, true, SENSE_STRAY, SENSE_OK, 0},
    {"skin hot", SKIN_cC, FAULT_OVER_TEMPERATURE, 2, true, true, 4240, 4239, 4000},
    {"pad hot", PAD_cC, FAULT_OVER_TEMPERATURE, 2, true, true, 4550, 4549, 4000},
    {"pad far above skin", PAD_cC, FAULT_SENSORS_DISAGREE, 100, false, true, 4501, 4500, 0},
    {"skin far above pad", PAD_cC, FAULT_SENSORS_DISAGREE, 100, false, true, 999, 1000, 3400},
    {"supply low", SUPPLY_mV, FAULT_SUPPLY_LOW, 3, true, true, 4399, 4400, 0},
    {"supply high", SUPPLY_mV, FAULT_SUPPLY_HIGH, 3, true, true, 5601, 5600, 0},
    {"heater open", HEATER_ON_mA, FAULT_HEATER_OPEN, 20, false, false, 399, 400, 0},
    {"heater over", HEATER_ON_mA, FAULT_HEATER_CURRENT, 2, true, false, 2201, 2200, 0},
    {"current while off", HEATER_OFF_mA, FAULT_HEATER_CURRENT, 5, false, true, 151, 150, 0},
    {"converter's ground", GROUND_counts8, FAULT_SELF_TEST, 3, true, true, 65, 64, 0},
    {"bandgap low", BANDGAP_counts8, FAULT_SELF_TEST, 3, true, true, 1359, 1360, 0},
    {"bandgap high", BANDGAP_counts8, FAULT_SELF_TEST, 3, true, true, 2521, 2520, 0},
};

static void begin_check(const struct check *check)
{
    begin();
    if (check->quantity == HEATER_OFF_mA)
        gate_ask(&gate, MOTOR, 0);
    if (check->other_cC != 0)
        set(check->quantity == SKIN_cC ? PAD_cC : SKIN_cC, check->other_cC);
    set(check->quantity, check->good);
    cycles(5);
}

/* Could the last cycle show it? A heater that was off shows neither an open pad nor a shorted
 * one. */
static bool shows(const struct check *check)
{
    return check->quantity != HEATER_ON_mA || gate.sense.heater_was_on;
}

/* Lets as many cycles pass as it takes to show the reading `times` times. */
static void show(const struct check *check, int32_t value, uint8_t times)
{
    set(check->quantity, value);
    for (uint16_t tries = 0; times > 0 && tries < 1000; tries++) {
        cycles(1);
        times = (uint8_t)(times - shows(check));
    }
}

static void test_check(const struct check *check)
{
    begin_check(check);
    cycles(150);
    is_int(gate.safety.latched, 0, "%s: the nearest good reading never trips", check->what);

    show(check, check->bad, 1);
    if (check->quantity != HEATER_OFF_mA)
        is_int(gate_heats(&gate), !check->at_once, "the first bad reading %s the heat",
               check->at_once ? "takes" : "does not yet take");
    show(check, check->bad, (uint8_t)(check->cycles - 2));
    is_int(gate.safety.latched, 0, "%d bad ones are not a fault yet", check->cycles - 1);
    show(check, check->good, check->fault == FAULT_SUPPLY_LOW ? SUPPLY_CALM_cycles : 1);
    show(check, check->bad, (uint8_t)(check->cycles - 1));
    is_int(gate.safety.latched, 0, "and a good one begins the count anew");
    show(check, check->bad, 1);
    is_int(gate.safety.latched, (long)FAULT_BIT(check->fault), "%u in a row are fault %u",
           check->cycles, check->fault);
    ok(!gate_heats(&gate) && !gate_moves(&gate), "and nothing warms or moves");
}

/* A fault that went away by itself could come and go all night. */
static void test_check_is_latched(const struct check *check)
{
    begin_check(check);
    show(check, check->bad, check->cycles);
    cycles(2 * SECOND_cycles);
    if (check->at_rest)
        ok(!safety_acknowledge(&gate.safety, UINT32_MAX) && is_latched(check->fault),
           "%s: cannot be acknowledged away while it is there", check->what);
    set(check->quantity, check->good);
    cycles(2 * SECOND_cycles);
    ok(is_latched(check->fault) && !gate_heats(&gate) && !gate_moves(&gate),
       "%s: is not forgotten when the reading is good again", check->what);
    ok(safety_acknowledge(&gate.safety, UINT32_MAX) && gate.safety.latched == 0,
       "with its cause gone a person can clear it");
    cycles(2);
    ok(gate_moves(&gate) && gate_heats(&gate) == (check->quantity != HEATER_OFF_mA),
       "then the kit works again");
}

static void test_checks(void)
{
    for (uint8_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        test_check(&checks[i]);
        test_check_is_latched(&checks[i]);
    }
}

/* Both are found: repairing one must not be a surprise about the other. */
static void test_two_at_once(void)
{
    begin();
    set(SKIN_STATE, SENSE_OPEN);
    set(PAD_STATE, SENSE_SHORT);
    cycles(SECOND_cycles);
    is_int(gate.safety.latched, (long)(FAULT_BIT(FAULT_NTC_OPEN) | FAULT_BIT(FAULT_NTC_SHORT)),
           "an open sensor and a shorted one are two faults");
    for (uint8_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        const struct check *check = &checks[i];
        bool is_alone = check->quantity == SKIN_STATE || check->quantity == HEATER_ON_mA ||
                        check->fault == FAULT_SENSORS_DISAGREE;
        if (is_alone)
            continue;
        begin_check(check);
        set(SKIN_STATE, SENSE_STRAY);
        set(check->quantity, check->bad);
        cycles(SECOND_cycles);
        is_int(gate.safety.latched,
               (long)(FAULT_BIT(FAULT_SENSORS_DISAGREE) | FAULT_BIT(check->fault)),
               "%s and a stray voltage on the skin sensor are two faults", check->what);
    }
}

/* On USB alone, or with the supply's switch off, nobody is told of a fault. */
static void test_no_supply_at_rest(void)
{
    begin();
    gate_ask(&gate, 0, 0);
    set(SUPPLY_mV, 0);
    cycles(5 * SECOND_cycles);
    is_int(gate.safety.latched, 0, "a supply that is off is no fault while nothing is driven");
    gate_ask(&gate, MOTOR, 0);
    cycles(5);
    ok(is_latched(FAULT_SUPPLY_LOW), "with motors it is, without heat too");
}

/* Without motors the heat alone must do to find these: it is off as soon as they are seen. */
static void test_checks_with_heat_alone(void)
{
    begin();
    gate_ask(&gate, 0, HEATER);
    cycles(5);
    set(SUPPLY_mV, 4000);
    cycles(SECOND_cycles);
    ok(is_latched(FAULT_SUPPLY_LOW), "a weak supply is found with heat alone, not blinked around");
    begin();
    gate_ask(&gate, 0, HEATER);
    cycles(5);
    set(HEATER_ON_mA, 3000);
    cycles(SECOND_cycles);
    ok(is_latched(FAULT_HEATER_CURRENT), "so is a shorted pad");
}

/* A supply that recovers as soon as the heat is taken: it would blink all night. */
static void test_weak_supply(uint16_t motor_permille, uint8_t idle_cycles)
{
    uint8_t sags = 0;
    begin();
    for (uint16_t cycle = 0; cycle < 1000 && !gate.safety.latched; cycle++) {
        bool wanted = cycle % (idle_cycles + 1U) == 0;
        gate_ask(&gate, motor_permille, wanted ? HEATER : 0);
        set(SUPPLY_mV, gate_heats(&gate) ? 4300 : 4700);
        sags = (uint8_t)(sags + gate_heats(&gate));
        cycles(1);
    }
    is_int(gate.safety.latched, (long)FAULT_BIT(FAULT_SUPPLY_LOW),
           "a supply that sags with each heat is found");
    is_int(sags, 3, "with the third");
}

/* A dip now and then is none. */
static void test_rare_dips(void)
{
    begin();
    for (uint8_t dip = 0; dip < 10; dip++) {
        set(SUPPLY_mV, 4399);
        cycles(2);
        set(SUPPLY_mV, 4400);
        cycles(SUPPLY_CALM_cycles);
    }
    is_int(gate.safety.latched, 0, "two bad readings every five seconds are no fault");
    set(SUPPLY_mV, 4399);
    cycles(2);
    set(SUPPLY_mV, 4400);
    cycles(SUPPLY_CALM_cycles - 1);
    set(SUPPLY_mV, 4399);
    cycles(1);
    ok(is_latched(FAULT_SUPPLY_LOW), "a third one within them is");
}

/* A supply that has sagged once and stays down, though its load is gone. */
static void test_sagged_supply(void)
{
    begin();
    cycles(5);
    set(SUPPLY_mV, 4399);
    gate_ask(&gate, 0, 0);
    cycles(1);
    is_int(gate.safety.latched, 0, "one bad reading under load is no fault");
    cycles(2);
    ok(is_latched(FAULT_SUPPLY_LOW), "but with two more without it");
}

/* At low power the heater is on in one cycle of ten: the others say nothing about an open pad. */
static void test_open_pad_at_low_power(void)
{
    begin();
    set(HEATER_ON_mA, 0);
    for (uint8_t second = 0; second < 25; second++) {
        gate_ask(&gate, MOTOR, HEATER);
        cycles(1);
        gate_ask(&gate, MOTOR, 0);
        cycles(SECOND_cycles - 1);
    }
    ok(is_latched(FAULT_HEATER_OPEN), "an open pad is found at a tenth of the power too");
}

int main(void)
{
    test_checks();
    test_two_at_once();
    test_no_supply_at_rest();
    test_checks_with_heat_alone();
    test_weak_supply(0, 1);
    test_weak_supply(MOTOR, 1);
    test_weak_supply(0, 9);
    test_weak_supply(0, 49);
    test_rare_dips();
    test_sagged_supply();
    test_open_pad_at_low_power();
    return done();
}
