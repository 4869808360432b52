#include "avr/core/usage.h"

#include "protocol/dose.h"
#include "protocol/limits.h"

enum {
    FRAME_ms = 10,
    SECOND_ms = 1000,
    MINUTE_s = 60,
    MOTOR_REST_s = 1200, /* J: without a known clock a leg rests 20 min */
    DOSE_REST_s = 7200,  /* rolling two hours, the strict way: two hours without any dose */
    OVERSHOOT_cC = 50,   /* what the next minute may be warmer than this one */
};

static __attribute__((noinline)) void add_capped(uint16_t *value, uint16_t more)
{
    *value = *value > UINT16_MAX - more ? UINT16_MAX : (uint16_t)(*value + more);
}

void usage_motor_frame(struct usage *leg)
{
    leg->motor_rest_s = 0;
    leg->motor_part_ms = (uint16_t)(leg->motor_part_ms + FRAME_ms);
    if (leg->motor_part_ms < SECOND_ms)
        return;
    leg->motor_part_ms = 0;
    add_capped(&leg->kept.motor_s, 1);
}

/* Counts a rest on; what was used is whole again when it is long enough. */
static void rest_on(uint16_t *rest_s, uint16_t enough_s, uint16_t *used)
{
    add_capped(rest_s, 1);
    if (*rest_s >= enough_s)
        *used = 0;
}

void usage_rest_second(struct usage *leg)
{
    rest_on(&leg->motor_rest_s, MOTOR_REST_s, &leg->kept.motor_s);
    rest_on(&leg->hot_rest_s, LIMIT_HOT_REST_s, &leg->kept.hot_s);
    rest_on(&leg->dose_rest_s, DOSE_REST_s, &leg->kept.dose_mCEM43);
}

static void add_dose(struct usage *leg, uint16_t rate_mCEM43_min)
{
    if (rate_mCEM43_min == 0)
        return;
    leg->dose_rest_s = 0;
    uint16_t part = (uint16_t)(leg->dose_part + rate_mCEM43_min);
    add_capped(&leg->kept.dose_mCEM43, part / MINUTE_s);
    leg->dose_part = part % MINUTE_s;
}

void usage_second(struct usage *leg, int16_t skin_cC, bool heating)
{
    if (skin_cC > LIMIT_cC(HOT_SKIN))
        add_capped(&leg->kept.hot_s, 1);
    if (heating || skin_cC > LIMIT_cC(HOT_SKIN))
        leg->hot_rest_s = 0;
    add_dose(leg, dose_rate_mCEM43_min((int16_t)(skin_cC + LIMIT_cC(SENSOR_ERROR))));
}

bool usage_is_new(const struct usage *leg)
{
    return leg->kept.completed < LIMIT_NEW_LEG_SESSIONS;
}

uint16_t usage_motor_left_s(const struct usage *leg)
{
    uint16_t limit_s = usage_is_new(leg) ? LIMIT_NEW_LEG_MOTOR_TIME_s : LIMIT_MOTOR_TIME_s;
    return leg->kept.motor_s >= limit_s ? 0 : (uint16_t)(limit_s - leg->kept.motor_s);
}

bool usage_hot_time_is_used(const struct usage *leg)
{
    return leg->kept.hot_s >= LIMIT_HOT_TIME_s;
}

bool usage_dose_is_used(const struct usage *leg)
{
    return leg->kept.dose_mCEM43 >= LIMIT_DOSE_MAX_mCEM43;
}

struct usage_leg usage_checkpoint(const struct usage *leg, bool in_use, int16_t skin_cC)
{
    struct usage_leg record = leg->kept;
    if (!in_use)
        return record;
    add_capped(&record.motor_s, MINUTE_s);
    if (skin_cC + LIMIT_WARM_UP_SLEW_mC_min / 10 > LIMIT_cC(HOT_SKIN))
        add_capped(&record.hot_s, MINUTE_s);
    add_capped(&record.dose_mCEM43,
               dose_rate_mCEM43_min((int16_t)(skin_cC + LIMIT_cC(SENSOR_ERROR) + OVERSHOOT_cC)));
    return record;
}
