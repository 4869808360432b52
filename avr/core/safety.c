#include "avr/core/safety.h"

#include <stddef.h>
#include <string.h>

#include "protocol/flash.h"
#include "protocol/faults.h"
#include "protocol/limits.h"

enum {
    CYCLES_PER_SECOND = 10,
    SENSORS_PAD_ABOVE_mC =
        15000, /* steady heat 6 K, warming up 12 K, cuff open in a room at 15 C 14.6 K (C) */
    SENSORS_SKIN_ABOVE_mC = 24000, /* a warm leg in a cuff from a room at 10 C (J) */
    HEATER_OPEN_mA = 400,          /* a quarter of the pad's 1.5 A */
    HEATER_OVER_mA = 2200,
    HEATER_OFF_mA = 150,           /* amplifier offset is below 40 mA */
    GROUND_MAX_counts8 = 8 * 8,    /* the converter's own ground, eight conversions */
    BANDGAP_MIN_counts8 = 170 * 8, /* 1.0 V on a rail of 6.0 V (datasheet, table 28-3) */
    BANDGAP_MAX_counts8 = 315 * 8, /* 1.2 V on a rail of 3.9 V */
    NO_RISE_WINDOW_s = 60,
    NO_RISE_mC = 1500,
    NO_RISE_ABOVE_SKIN_mC = 500, /* a pad that is heated is warmer than the leg: 1 K and more (C) */
    NO_RISE_DUTY_permille = 500,
    OFF_SETTLE_s = 20, /* heat stored in the pad spreads */
    OFF_WINDOW_s = 30,
    OFF_RISE_mC = 1000,
    OFF_ABOVE_SKIN_mC = 1000, /* a leg warms the skin side first */
    PROBE_EVERY_s = 10,
    PROBE_permille = 900, /* of a window of 1 s: the heater is off for one cycle of readings */
    LATE_FRAMES_MAX = 3,  /* in a second */
    ALL_q10 = 1024,
    NEW_LEG_q10 = (int)(1024L * LIMIT_NEW_LEG_STRENGTH_permille / 1000),
};

/* The level checks: which fault, and after how many bad cycles of 100 ms in a row. Their order is that of
 * the conditions in find_bad_checks. */
enum check {
    CHECK_OPEN,
    CHECK_SHORT,
    CHECK_STRAY,
    CHECK_HOT,
    CHECK_DISAGREE,
    CHECK_SUPPLY_LOW,
    CHECK_SUPPLY_HIGH,
    CHECK_HEATER_OPEN,
    CHECK_HEATER_OVER,
    CHECK_HEATER_OFF,
    CHECK_CONVERTER,
};

static const struct {
    uint8_t fault, cycles;
} check_table[SAFETY_CHECKS] FLASH_TABLE = {
    [CHECK_OPEN] = {FAULT_NTC_OPEN, 3},
    [CHECK_SHORT] = {FAULT_NTC_SHORT, 3},
    [CHECK_STRAY] = {FAULT_SENSORS_DISAGREE, 3},
    [CHECK_HOT] = {FAULT_OVER_TEMPERATURE, 2},
    [CHECK_DISAGREE] = {FAULT_SENSORS_DISAGREE, 100},
    [CHECK_SUPPLY_LOW] = {FAULT_SUPPLY_LOW, 3},
    [CHECK_SUPPLY_HIGH] = {FAULT_SUPPLY_HIGH, 3},
    [CHECK_HEATER_OPEN] = {FAULT_HEATER_OPEN, 20},
    [CHECK_HEATER_OVER] = {FAULT_HEATER_CURRENT, 2},
    [CHECK_HEATER_OFF] = {FAULT_HEATER_CURRENT, 5},
    [CHECK_CONVERTER] = {FAULT_SELF_TEST, 3},
};

#define BAD(check) (1U << (check))

/* Readings that forbid heat at once, before they are a fault. */
enum {
    FORBIDS_HEAT = BAD(CHECK_OPEN) | BAD(CHECK_SHORT) | BAD(CHECK_STRAY) | BAD(CHECK_HOT) |
                   BAD(CHECK_SUPPLY_LOW) | BAD(CHECK_SUPPLY_HIGH) | BAD(CHECK_HEATER_OVER) |
                   BAD(CHECK_CONVERTER)
};

/* Faults after which motors may go on. */
#define MOTORS_GO_ON FAULT_BIT(FAULT_MOTOR)

void safety_init(struct safety *safety)
{
    memset(safety, 0, sizeof *safety);
    trial_init(&safety->trial);
}

struct usage *safety_leg(struct safety *safety)
{
    return safety->leg == LEG_NONE ? NULL : &safety->legs[safety->leg - 1];
}

static const struct usage *leg_of(const struct safety *safety)
{
    return safety->leg == LEG_NONE ? NULL : &safety->legs[safety->leg - 1];
}

__attribute__((noinline)) void safety_raise(struct safety *safety, uint8_t fault)
{
    safety->latched |= FAULT_BIT(fault);
}

void safety_declare_leg(struct safety *safety, uint8_t leg)
{
    safety->leg = leg;
    trial_begin_proof(&safety->trial);
}

/* --- ten times a second -------------------------------------------------------------------- */

static bool either(const struct sense *sense, enum sense_state state)
{
    return sense->skin.state == state || sense->pad.state == state;
}

static bool both_ok(const struct sense *sense)
{
    return sense->skin.state == SENSE_OK && sense->pad.state == SENSE_OK;
}

static uint16_t find_bad_checks(const struct safety *safety, const struct sense *sense)
{
    uint16_t bad = 0;
    /* what has sagged under load stays suspect when the load is taken away */
    bool driving =
        safety->moving || safety->heater_permille > 0 || safety->checks[CHECK_SUPPLY_LOW] > 0;
    if (either(sense, SENSE_OPEN))
        bad |= BAD(CHECK_OPEN);
    if (either(sense, SENSE_SHORT))
        bad |= BAD(CHECK_SHORT);
    if (either(sense, SENSE_STRAY))
        bad |= BAD(CHECK_STRAY);
    if (sense->skin.mC >= LIMIT_SKIN_TRIP_mC || sense->pad.mC >= LIMIT_PAD_TRIP_mC)
        bad |= BAD(CHECK_HOT);
    if (both_ok(sense) && (sense->pad.mC > sense->skin.mC + SENSORS_PAD_ABOVE_mC ||
                           sense->skin.mC > sense->pad.mC + SENSORS_SKIN_ABOVE_mC))
        bad |= BAD(CHECK_DISAGREE);
    if (driving && sense->supply_mV < LIMIT_SUPPLY_LOW_mV)
        bad |= BAD(CHECK_SUPPLY_LOW);
    if (sense->supply_mV > LIMIT_SUPPLY_HIGH_mV)
        bad |= BAD(CHECK_SUPPLY_HIGH);
    if (sense->heater_was_on && sense->heater_mA < HEATER_OPEN_mA)
        bad |= BAD(CHECK_HEATER_OPEN);
    if (sense->heater_mA > HEATER_OVER_mA)
        bad |= BAD(CHECK_HEATER_OVER);
    if (!sense->heater_was_on && sense->heater_mA > HEATER_OFF_mA)
        bad |= BAD(CHECK_HEATER_OFF);
    if (sense->ground_counts8 > GROUND_MAX_counts8 ||
        sense->bandgap_counts8 < BANDGAP_MIN_counts8 ||
        sense->bandgap_counts8 > BANDGAP_MAX_counts8)
        bad |= BAD(CHECK_CONVERTER);
    return bad;
}

/* Some checks say nothing in a cycle: a heater that was off shows neither an open nor a shorted pad.
 * They keep their count, or two seconds of low duty would never add up. */
static uint16_t find_silent_checks(const struct sense *sense)
{
    return sense->heater_was_on ? BAD(CHECK_HEATER_OFF)
                                : BAD(CHECK_HEATER_OPEN) | BAD(CHECK_HEATER_OVER);
}

/* Of 32 fault bits one byte is touched: the AVR has no shift by a variable, and four bytes are four. */
static __attribute__((noinline)) void set_present_bit(struct safety *safety, uint8_t byte,
                                                      uint8_t bit, bool is_present)
{
    uint8_t *present = (uint8_t *)&safety->present + byte;
    uint8_t *latched = (uint8_t *)&safety->latched + byte;
    if (is_present) {
        *present |= bit;
        *latched |= bit;
    } else {
        *present &= (uint8_t)~bit;
    }
}

/* Both ends are little-endian. */
#define set_present(safety, fault, is_present) \
    set_present_bit((safety), (fault) / 8, 1U << (fault) % 8, (is_present))

static void count_checks(struct safety *safety, const struct sense *sense, uint16_t bad)
{
    uint32_t present = 0;
    uint16_t good = (uint16_t) ~(bad | find_silent_checks(sense));
    for (uint8_t check = 0; check < SAFETY_CHECKS; check++, bad >>= 1, good >>= 1) {
        uint8_t cycles = flash_u8(&check_table[check].cycles);
        uint8_t *count = &safety->checks[check];
        if (good & 1)
            *count = 0;
        if (!(bad & 1))
            continue;
        if (*count == cycles || ++*count == cycles)
            present |= FAULT_BIT(flash_u8(&check_table[check].fault));
    }
    uint32_t slow = safety->present & (FAULT_BIT(FAULT_NO_RISE) | FAULT_BIT(FAULT_RISE_WHILE_OFF) |
                                       FAULT_BIT(FAULT_SELF_TEST));
    safety->present = present | slow;
    safety->latched |= present;
}

/* --- once a second ------------------------------------------------------------------------- */

/* F04: a minute at over half duty, the pad hardly warmer, and not warmer than what it warms. */
static void watch_rise(struct safety *safety, int32_t skin_mC, int32_t pad_mC)
{
    if (safety->heater_permille == 0) {
        set_present(safety, FAULT_NO_RISE, false);
        safety->window_s = 0;
        return;
    }
    if (safety->window_s == 0) {
        safety->window_mC = pad_mC;
        safety->window_duty_s = 0;
    }
    safety->window_duty_s = (uint16_t)(safety->window_duty_s + safety->heater_permille);
    if (++safety->window_s < NO_RISE_WINDOW_s)
        return;
    safety->window_s = 0;
    set_present(safety, FAULT_NO_RISE,
                safety->window_duty_s > NO_RISE_DUTY_permille * NO_RISE_WINDOW_s &&
                    pad_mC < safety->window_mC + NO_RISE_mC &&
                    pad_mC < skin_mC + NO_RISE_ABOVE_SKIN_mC);
}

/* F06: without heat the pad gets warmer, and from its own side. */
static void watch_off(struct safety *safety, int32_t skin_mC, int32_t pad_mC)
{
    if (safety->heater_permille > 0) {
        safety->off_s = 0; /* and the fault is not there: it forbids heat */
        return;
    }
    safety->off_s++;
    if (safety->off_s == OFF_SETTLE_s)
        safety->off_window_mC = pad_mC;
    if (safety->off_s < OFF_SETTLE_s + OFF_WINDOW_s)
        return;
    safety->off_s = OFF_SETTLE_s;
    set_present(safety, FAULT_RISE_WHILE_OFF,
                pad_mC > safety->off_window_mC + OFF_RISE_mC &&
                    pad_mC > skin_mC + OFF_ABOVE_SKIN_mC);
    safety->off_window_mC = pad_mC;
}

static void watch_second(struct safety *safety, const struct sense *sense)
{
    if (++safety->probe_s == PROBE_EVERY_s)
        safety->probe_s = 0;
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
        usage_rest_second(&safety->legs[leg]);
    trial_second(&safety->trial);
    if (safety->leg != LEG_NONE)
        usage_second(safety_leg(safety), sense->skin.mC, safety->heater_permille > 0);
    set_present(safety, FAULT_SELF_TEST,
                (uint8_t)(safety->late_seen - safety->late_second) > LATE_FRAMES_MAX);
    safety->late_second = safety->late_seen;
    if (!both_ok(sense))
        return;
    watch_rise(safety, sense->skin.mC, sense->pad.mC);
    watch_off(safety, sense->skin.mC, sense->pad.mC);
}

static void watch_cycle(struct safety *safety, const struct sense *sense)
{
    uint16_t bad = find_bad_checks(safety, sense);
    count_checks(safety, sense, bad);
    safety->reading_is_good = !(bad & FORBIDS_HEAT);
    set_present(safety, FAULT_MOTOR, motor_watch_cycle(&safety->motors, sense->motor_mA));
    if (++safety->seconds_tenths == CYCLES_PER_SECOND) {
        safety->seconds_tenths = 0;
        watch_second(safety, sense);
    }
}

/* --- every frame --------------------------------------------------------------------------- */

static bool is_stale(const struct sense *sense, uint32_t now_ms)
{
    return !sense->complete || now_ms - sense->taken_ms > LIMIT_SENSOR_STALE_ms;
}

static bool may_move(const struct safety *safety)
{
    return safety->leg != LEG_NONE && !(safety->latched & ~MOTORS_GO_ON) &&
           usage_motor_left_s(leg_of(safety)) > 0;
}

static bool may_heat(const struct safety *safety)
{
    return safety->leg != LEG_NONE && safety->latched == 0 && safety->reading_is_good &&
           !safety->brown_out_is_off && !safety_heat_rests(safety);
}

/* A test needs no leg, but a kit without any fault; and it warms nothing that is warm. */
static void permit_test(struct safety *safety, uint8_t test, const struct sense *sense,
                        struct safety_permit *permit)
{
    if (safety->latched || !safety->reading_is_good)
        return;
    bool may_warm = !safety->brown_out_is_off && sense->skin.mC < LIMIT_TEST_WARM_mC &&
                    sense->pad.mC < LIMIT_TEST_WARM_mC;
    trial_permit(&safety->trial, test, may_warm, permit);
}

/* A switch that conducts by itself shows only while it should not: full power lets it be seen, too. */
static uint16_t interrupted(const struct safety *safety, uint16_t heater_permille)
{
    return safety->probe_s == 0 && heater_permille > PROBE_permille ? PROBE_permille
                                                                    : heater_permille;
}

static void permit_use(struct safety *safety, const struct safety_request *request,
                       struct safety_permit *permit)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT && may_move(safety); zone++)
        if (!(safety->motors.off & 1U << zone))
            permit->motor_permille[zone] = request->motor_permille[zone];
    bool wanted = request->heater_permille > 0 && may_heat(safety) && !request->was_cut;
    if (!trial_prove(&safety->trial, wanted, permit))
        return;
    permit->heater_permille = interrupted(safety, request->heater_permille);
    permit->arm = true;
}

void safety_permit(struct safety *safety, const struct safety_request *request,
                   const struct sense *sense, struct safety_permit *permit)
{
    memset(permit, 0, sizeof *permit);
    safety->late_seen = request->late_frames;
    /* before the first cycle there is nothing to be stale yet; reading_is_good is false until then */
    bool stale = sense->complete && is_stale(sense, request->now_ms);
    set_present(safety, FAULT_SENSORS_STALE, stale);
    if (sense->complete && sense->cycles != safety->cycles_seen) {
        safety->cycles_seen = sense->cycles;
        watch_cycle(safety, sense);
    }

    safety->trial.permitted = TEST_NONE;
    if (request->test)
        permit_test(safety, request->test, sense, permit);
    else
        permit_use(safety, request, permit);
    safety->moving = motor_watch_frame(&safety->motors, permit->motor_permille,
                                       request->test || request->was_cut);
    if (safety->moving && safety->leg != LEG_NONE)
        usage_motor_frame(safety_leg(safety));
    safety->heater_permille = permit->arm ? permit->heater_permille : 0;
}

/* --- questions ----------------------------------------------------------------------------- */

static uint8_t preflight(uint32_t faults, const struct sense *sense, uint32_t now_ms)
{
    if (faults)
        return REFUSAL_FAULT_LATCHED;
    if (is_stale(sense, now_ms) || !both_ok(sense))
        return REFUSAL_SENSORS;
    if (sense->supply_mV < LIMIT_SUPPLY_LOW_mV || sense->supply_mV > LIMIT_SUPPLY_HIGH_mV)
        return REFUSAL_SUPPLY;
    return 0;
}

uint8_t safety_preflight(const struct safety *safety, const struct sense *sense, uint32_t now_ms)
{
    return preflight(safety->latched, sense, now_ms);
}

uint8_t safety_may_go_on(const struct safety *safety, const struct sense *sense, uint32_t now_ms)
{
    return preflight(safety->latched & (~MOTORS_GO_ON | safety->present), sense, now_ms);
}

bool safety_acknowledge(struct safety *safety, uint32_t mask)
{
    if (safety->present & mask)
        return false;
    safety->latched &= ~mask;
    if (mask & FAULT_BIT(FAULT_MOTOR))
        safety->motors.off = 0;
    return true;
}

uint16_t safety_strength_q10(const struct safety *safety)
{
    return usage_is_new(leg_of(safety)) ? NEW_LEG_q10 : ALL_q10;
}

uint8_t safety_limit_reached(const struct safety *safety)
{
    const struct usage *leg = leg_of(safety);
    if (leg && usage_dose_is_used(leg))
        return END_DOSE;
    return leg && usage_motor_left_s(leg) == 0 ? END_MOTOR_LIMIT : END_NONE;
}

bool safety_heat_rests(const struct safety *safety)
{
    const struct usage *leg = leg_of(safety);
    return leg && (usage_hot_time_is_used(leg) || usage_dose_is_used(leg));
}
