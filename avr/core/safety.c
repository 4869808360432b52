#include "avr/core/safety.h"

#include <stddef.h>
#include <string.h>

#include "avr/core/by_pointer.h"
#include "protocol/flash.h"

#include "protocol/faults.h"
#include "protocol/limits.h"

enum {
    CYCLES_PER_SECOND = 10,
    PROBE_EVERY_s = 10,
    PROBE_permille = 900, /* of a window of 1 s: the heater is off for one cycle of readings */
    LATE_FRAMES_MAX = 3,  /* in a second */
    ALL_q10 = 1024,
    NEW_LEG_q10 = (int)(1024L * LIMIT_NEW_LEG_STRENGTH_permille / 1000),
};

/* Faults after which motors may go on. */
#define MOTORS_GO_ON FAULT_BIT(FAULT_MOTOR)

void safety_init(struct safety *safety)
{
    trial_init(&safety->trial);
    heat_watch_init(&safety->heat);
    safety->guard.is_old = true;
}

/* Whatever a flipped bit has made of the leg, it is one of the two. */
static struct usage *leg_of(const struct safety *safety)
{
    if (safety->leg == LEG_NONE)
        return NULL;
    const struct usage *leg = safety->legs;
    if (!(safety->leg & LEG_LEFT))
        leg++;
    return (struct usage *)leg;
}

struct usage *safety_leg(struct safety *safety)
{
    return leg_of(safety);
}

__attribute__((noinline)) void safety_report_bit(struct safety *safety, uint8_t byte, uint8_t bit,
                                                 bool is_present)
{
    uint8_t *reported = (uint8_t *)&safety->reported + byte;
    *reported = (uint8_t)(*reported & ~bit);
    if (!is_present)
        return;
    uint8_t *latched = (uint8_t *)&safety->latched + byte;
    *reported = (uint8_t)(*reported | bit);
    *latched = (uint8_t)(*latched | bit);
    safety->guard.is_old = true;
}

void safety_declare_leg(struct safety *safety, uint8_t leg)
{
    guard_open(safety);
    safety->leg = leg;
    trial_begin_proof(&safety->trial);
}

/* --- ten times a second, and once ------------------------------------------------------------ */

static void watch_second(struct safety *safety, const struct sense *sense)
{
    if (++safety->probe_s == PROBE_EVERY_s)
        safety->probe_s = 0;
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
        usage_rest(&safety->legs[leg], 1);
    trial_second(&safety->trial);
    if (safety->leg != LEG_NONE)
        usage_second(safety_leg(safety), sense->skin.cC, safety->has_heated);
    safety->guard.is_old = true;
    safety->has_heated = false;
    safety->is_late = (uint8_t)(safety->late_seen - safety->late_second) > LATE_FRAMES_MAX;
    safety->late_second = safety->late_seen;
    if (sense_both_ok(sense))
        heat_watch_second(&safety->heat, sense->skin.cC, sense->pad.cC, safety->heater_permille);
}

/* By itself: in the gate's own frame hardly a register is free for it. */
static __attribute__((noinline)) void watch_cycle(struct safety *safety, const struct sense *sense)
{
    bool driving = safety->moving || safety->heater_permille > 0;
    uint32_t present = level_checks_cycle(&safety->checks, sense, driving);
    if (motor_watch_cycle(&safety->motors, sense->motor_mA))
        present |= FAULT_BIT(FAULT_MOTOR);
    if (++safety->seconds_tenths == CYCLES_PER_SECOND) {
        safety->seconds_tenths = 0;
        watch_second(safety, sense);
    }
    present |= safety->heat.present;
    if (safety->is_late)
        present |= FAULT_BIT(FAULT_SELF_TEST);
    safety->present = present;
    if (!present)
        return;
    safety->latched |= present;
    safety->guard.is_old = true;
}

/* --- every frame --------------------------------------------------------------------------- */

static bool is_stale(const struct sense *sense, uint32_t now_ms)
{
    /* noticed long before it wraps */
    return (uint16_t)(now_ms - sense->taken_ms) > LIMIT_SENSOR_STALE_ms;
}

static bool may_move(const struct safety *safety, const struct usage *leg)
{
    return leg && !(safety->latched & ~MOTORS_GO_ON) && !usage_motor_is_used(leg);
}

static bool may_heat(const struct safety *safety, const struct usage *leg)
{
    return leg && safety->latched == 0 && safety->checks.reading_is_good &&
           !safety->brown_out_is_off && !usage_heat_rests(leg);
}

/* A test needs no leg, but where there is one its motor time; a kit without any fault; and it warms nothing that is warm. */
static void permit_test(struct safety *safety, uint8_t test, const struct sense *sense,
                        struct safety_permit *permit)
{
    if (safety->latched || !safety->checks.reading_is_good ||
        safety_limit_reached(safety) != END_NONE)
        return;
    bool may_warm = !safety->brown_out_is_off && sense->skin.cC < LIMIT_cC(TEST_WARM) &&
                    sense->pad.cC < LIMIT_cC(TEST_WARM);
    trial_permit(&safety->trial, test, may_warm, permit);
    safety->guard.is_old = true;
}

/* A switch that conducts by itself shows only while it should not: full power lets it be seen, too. */
static uint16_t interrupted(const struct safety *safety, uint16_t heater_permille)
{
    return safety->probe_s == 0 && heater_permille > PROBE_permille ? PROBE_permille
                                                                    : heater_permille;
}

static void permit_use(struct safety *safety, const struct usage *leg,
                       const struct safety_request *request, struct safety_permit *permit)
{
    BY_POINTER(safety);
    const uint16_t *wanted_permille = request->motor_permille;
    if (wanted_permille && may_move(safety, leg)) {
        uint16_t *permille = permit->motor_permille;
        uint8_t off = safety->motors.off;
        for (uint8_t zone = 0; zone < ZONE_COUNT; zone++, permille++, wanted_permille++, off >>= 1)
            if (!(off & 1))
                *permille = *wanted_permille;
    }
    bool wanted = request->heater_permille > 0 && may_heat(safety, leg) && !request->was_cut;
    if (!trial_prove(&safety->trial, wanted, permit))
        return;
    permit->heater_permille = interrupted(safety, request->heater_permille);
    permit->arm = true;
}

void safety_permit(struct safety *safety, const struct safety_request *request,
                   const struct sense *sense, struct safety_permit *permit)
{
    BY_POINTER(safety);
    memset(permit, 0, sizeof *permit);
    safety->late_seen = request->late_frames;
    /* before the first cycle there is nothing to be stale yet; reading_is_good is false until then */
    if (sense->complete && is_stale(sense, request->now_ms)) {
        safety->present |= FAULT_BIT(FAULT_SENSORS_STALE);
        safety_raise(safety, FAULT_SENSORS_STALE);
    }
    bool is_new_cycle = sense->cycles != safety->cycles_seen;
    struct usage *leg = leg_of(safety);
    bool fills_second = leg && usage_is_nearly_a_second(leg);
    if ((is_new_cycle || fills_second || request->test) && !guard_check(safety))
        leg = NULL; /* the guard has taken it */
    if (is_new_cycle) {
        safety->cycles_seen = sense->cycles;
        watch_cycle(safety, sense);
    }

    safety->trial.permitted = TEST_NONE;
    if (request->test)
        permit_test(safety, request->test, sense, permit);
    else
        permit_use(safety, leg, request, permit);
    bool may_move = request->test || request->motor_permille;
    safety->moving = motor_watch_frame(&safety->motors, may_move ? permit->motor_permille : NULL,
                                       request->test || request->was_cut);
    if (safety->moving && leg) {
        uint8_t marks = leg->kept.marks;
        usage_motor_frame(leg);
        safety->guard.is_old |= fills_second || marks != leg->kept.marks;
    }
    safety->heater_permille = permit->arm ? permit->heater_permille : 0;
    safety->has_heated |= safety->heater_permille > 0;
    guard_keep(safety);
}

/* --- questions ----------------------------------------------------------------------------- */

static uint8_t preflight(uint32_t faults, const struct sense *sense, uint32_t now_ms)
{
    BY_POINTER(sense);
    if (faults)
        return REFUSAL_FAULT_LATCHED;
    if (!sense->complete || is_stale(sense, now_ms) || !sense_both_ok(sense))
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
    if (!guard_open(safety) || ((safety->present | safety->reported) & mask))
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
    return leg && usage_motor_is_used(leg) ? END_MOTOR_LIMIT : END_NONE;
}

uint8_t safety_heat_rests(const struct safety *safety)
{
    const struct usage *leg = leg_of(safety);
    return leg ? usage_heat_rests(leg) : 0;
}
