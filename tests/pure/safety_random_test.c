/* The gate under random readings and requests: what must hold in every frame, whatever comes. */
#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/gate.h"
#include "tests/tap.h"

#ifdef __AVR__
enum { RUNS = 25 };
#else
enum { RUNS = 1000 };
#endif

enum { FRAMES = 400, SPELL = 64 /* frames, about, between two changes */ };

static struct gate gate;
static uint32_t state;

static uint16_t pick(uint16_t below)
{
    return (uint16_t)((tap_random(&state) >> 8) % below);
}

/* One in `of`. */
static bool rarely(uint16_t of)
{
    return pick(of) == 0;
}

static void spoil_thermistor(struct sense_thermistor *thermistor, int16_t around_cC)
{
    thermistor->state = rarely(4) ? (enum sense_state)pick(4) : SENSE_OK;
    thermistor->cC = thermistor->state == SENSE_OK ? (int16_t)(around_cC - 400 + (int16_t)pick(800))
                                                   : SENSE_NO_READING_cC;
}

/* Something changes: mostly within what is healthy, or nothing would ever be permitted. */
static void change_something(void)
{
    struct sense *sense = &gate.sense;
    switch (pick(8)) {
    case 0:
        spoil_thermistor(&sense->skin, 4000);
        break;
    case 1:
        spoil_thermistor(&sense->pad, 4300);
        break;
    case 2:
        sense->supply_mV = (uint16_t)(4300 + pick(1400));
        break;
    case 3:
        gate.heater_on_mA = (uint16_t)(350 + pick(1900));
        break;
    case 4:
        gate.heater_off_mA = pick(160);
        break;
    case 5:
        safety_declare_leg(&gate.safety, (uint8_t)pick(LEG_COUNT));
        break;
    case 6:
        gate.request.late_frames = (uint8_t)(gate.request.late_frames + pick(6));
        break;
    default:
        gate_init(&gate);
        break;
    }
}

static void ask_something(void)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        gate.wanted_permille[zone] = rarely(2) ? pick(1001) : 0;
    gate.request.heater_permille = rarely(3) ? 0 : pick(1001);
    gate.request.test = (uint8_t)(rarely(8) ? pick(TEST_LED_STATUS) : TEST_NONE);
}

static bool reading_allows_heat(const struct sense *sense)
{
    return sense->complete && gate.request.now_ms - sense->taken_ms <= LIMIT_SENSOR_STALE_ms &&
           sense->skin.state == SENSE_OK && sense->pad.state == SENSE_OK &&
           sense->skin.cC < LIMIT_cC(SKIN_TRIP) && sense->pad.cC < LIMIT_cC(PAD_TRIP) &&
           sense->supply_mV <= LIMIT_SUPPLY_HIGH_mV;
}

/* Broken promises so far. */
static struct {
    long more_than_asked, despite_fault, without_leg, on_bad_reading, unarmed, forgotten,
        beside_test;
    bool proven;                /* the heater's switches, since the leg was declared */
    long heated, moved, tested; /* and how often something was permitted at all */
} seen;

/* In place of a test nothing else may be driven, and nothing at all when it is not permitted. */
static void judge_test(const struct safety_permit *permit)
{
    uint8_t test = gate.safety.trial.permitted;
    bool power = test == TEST_HEATER_POWER || test == TEST_HEATER;
    bool arm = test == TEST_HEATER_ARM || test == TEST_HEATER;
    seen.beside_test += test != TEST_NONE && test != gate.request.test;
    seen.beside_test += power != (permit->heater_permille > 0) || arm != permit->arm;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        seen.beside_test += (permit->motor_permille[zone] > 0) != (test == TEST_MOTOR_UM + zone);
    seen.tested += test != TEST_NONE;
}

static void judge_use(const struct safety_permit *permit, bool heats, bool moves)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        seen.more_than_asked += permit->motor_permille[zone] > gate.wanted_permille[zone];
    seen.more_than_asked += heats && permit->heater_permille > gate.request.heater_permille;
    seen.without_leg += (heats || moves) && gate.safety.leg == LEG_NONE;
    /* each switch is tried by itself before the first heat: no current can flow then */
    bool one_alone = (permit->heater_permille > 0) != permit->arm;
    seen.unarmed += one_alone && gate.request.heater_permille == 0;
}

static void judge(const struct sense *read, uint32_t latched_before)
{
    const struct safety_permit *permit = &gate.permit;
    bool heats = gate_heats(&gate), moves = gate_moves(&gate);
    uint32_t latched = gate.safety.latched;
    if (gate.request.test)
        judge_test(permit);
    else
        judge_use(permit, heats, moves);
    seen.despite_fault += (heats && latched) || (moves && (latched & ~FAULT_BIT(FAULT_MOTOR)));
    seen.on_bad_reading += heats && !reading_allows_heat(read);
    seen.forgotten += (latched_before & ~latched) != 0;
    seen.heated += heats;
    seen.moved += moves;
}

/* One run from a healthy kit. What the gate judges is the last complete cycle, so that is kept
 * apart. */
static void test_run(void)
{
    struct sense read;
    gate_init(&gate);
    sense_init(&read);
    bool blind = false;
    for (uint16_t frame = 0; frame < FRAMES; frame++) {
        if (rarely(SPELL))
            change_something();
        if (rarely(SPELL))
            blind = !blind && rarely(3);
        if (rarely(5))
            ask_something();
        if (rarely(SPELL))
            safety_acknowledge(&gate.safety, UINT32_MAX);
        uint32_t latched_before = gate.safety.latched;
        if (blind) {
            gate_blind_frame(&gate);
        } else {
            gate_frames(&gate, 1);
            if (gate.frames == 0)
                read = gate.sense;
        }
        read.complete = gate.sense.complete;
        judge(&read, latched_before);
    }
}

int main(void)
{
    for (uint16_t run = 1; run <= RUNS; run++) {
        state = 7919UL * run;
        test_run();
    }
    is_int(seen.more_than_asked, 0, "never more than was asked: the gate gives nothing of its own");
    is_int(seen.despite_fault, 0, "never anything with a fault latched");
    is_int(seen.without_leg, 0, "never anything without a declared leg");
    is_int(seen.on_bad_reading, 0, "never heat on an implausible, old or hot reading");
    is_int(seen.unarmed, 0, "one switch of the heater is closed alone to prove it, and only then");
    is_int(seen.beside_test, 0, "a test drives what it names, and nothing else");
    is_int(seen.forgotten, 0, "no fault is forgotten without a person");
    ok(seen.heated > (long)RUNS * FRAMES / 20, "and heat was permitted often enough to tell (%ld)",
       seen.heated);
    ok(seen.tested > (long)RUNS * FRAMES / 50, "tests too (%ld)", seen.tested);
    ok(seen.moved > (long)RUNS * FRAMES / 20, "so was motion (%ld)", seen.moved);
    return done();
}
