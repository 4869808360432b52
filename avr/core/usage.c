#include "avr/core/usage.h"

#include "protocol/dose.h"
#include "protocol/words.h"

enum {
    FRAMES_s = 100,
    MINUTE_s = 60,
    DOSE_REST_s = 7200, /* rolling two hours, the strict way: two hours without any dose */
    OVERSHOOT_cC = 50,  /* what the next minute may be warmer than this one */
};

static __attribute__((noinline)) void add_capped(uint16_t *value, uint16_t more)
{
    *value = *value > UINT16_MAX - more ? UINT16_MAX : (uint16_t)(*value + more);
}

/* --- since the reset -------------------------------------------------------------------------- */

void usage_begin(struct usage *leg, bool is_lost)
{
    if (is_lost) {
        leg->kept.marks = USAGE_USED | USAGE_UNTIMED;
        leg->kept.dose_mCEM43 = LIMIT_DOSE_MAX_mCEM43;
        for (uint8_t i = 0; i < LIMIT_SESSIONS_PER_DAY; i++)
            leg->kept.recent[i] = USAGE_WEEK_units;
    }
    if (!(leg->kept.marks & USAGE_USED))
        return;
    leg->standing = USAGE_WAITS | USAGE_WARM;
    leg->heat_s = LIMIT_SESSION_COUNTS_HEAT_s - 1; /* of a session that may go on: not known */
}

void usage_cool(struct usage *leg)
{
    if (!(leg->standing & USAGE_WAITS))
        leg->standing &= (uint8_t)~USAGE_WARM;
}

/* --- sessions --------------------------------------------------------------------------------- */

static uint8_t use_marks(const struct usage *leg)
{
    return (uint8_t)(USAGE_USED | (~leg->standing & USAGE_UNTIMED));
}

static __attribute__((noinline)) void use(struct usage *leg)
{
    leg->rest_s = 0;
    leg->kept.marks |= use_marks(leg);
}

static void count(struct usage_leg *kept)
{
    if (kept->marks & USAGE_COUNTED)
        return;
    kept->marks |= USAGE_COUNTED;
    for (uint8_t i = LIMIT_SESSIONS_PER_WEEK - 1; i > 0; i--)
        kept->recent[i] = kept->recent[i - 1];
    kept->recent[0] = USAGE_WEEK_units;
}

/* A leg that waits has no session that could go on: what warms it is not its own, or comes from before it was declared. */
static void count_if(struct usage *leg, bool is_enough)
{
    if (!is_enough || leg->kept.marks & USAGE_COUNTED || usage_wait_min(leg, 0) > 0)
        return;
    leg->begun++;
    count(&leg->kept);
}

void usage_complete(struct usage *leg)
{
    uint8_t marks = leg->kept.marks & (USAGE_COUNTED | USAGE_COMPLETED);
    if (marks != USAGE_COUNTED || leg->kept.completed == UINT8_MAX)
        return;
    leg->kept.completed++;
    leg->kept.marks |= USAGE_COMPLETED;
}

/* --- time passes ------------------------------------------------------------------------------ */

bool usage_is_nearly_a_second(const struct usage *leg)
{
    return leg->motor_part_frames >= FRAMES_s - 1;
}

void usage_motor_frame(struct usage *leg)
{
    use(leg);
    if (++leg->motor_part_frames < FRAMES_s)
        return;
    leg->motor_part_frames = 0;
    add_capped(&leg->kept.motor_s, 1);
    count_if(leg, leg->kept.motor_s >= LIMIT_SESSION_COUNTS_MOTOR_s);
}

void usage_rest(struct usage *leg, uint16_t seconds)
{
    add_capped(&leg->rest_s, seconds);
    if (leg->rest_s >= LIMIT_REST_s) { /* the next is another session */
        leg->kept.motor_s = 0;
        leg->kept.hot_s = 0;
        leg->heat_s = 0;
        leg->kept.marks &= USAGE_USED | USAGE_UNTIMED;
        leg->standing &= (uint8_t)~USAGE_WAITS;
    }
    add_capped(&leg->dose_rest_s, seconds);
    if (leg->dose_rest_s >= DOSE_REST_s)
        leg->kept.dose_mCEM43 = 0;
}

static void add_dose(struct usage *leg, uint16_t rate_mCEM43_min)
{
    if (rate_mCEM43_min == 0)
        return;
    leg->dose_rest_s = 0;
    uint16_t part = (uint16_t)(leg->dose_part + rate_mCEM43_min);
    add_capped(&leg->kept.dose_mCEM43, part / MINUTE_s);
    leg->dose_part = (uint8_t)(part % MINUTE_s);
}

static void add_heat(struct usage *leg)
{
    use(leg);
    add_capped(&leg->heat_s, 1);
    add_capped(&leg->unanswered_s, 1);
    count_if(leg, leg->heat_s >= LIMIT_SESSION_COUNTS_HEAT_s);
}

void usage_second(struct usage *leg, int16_t skin_cC, bool heating)
{
    if (skin_cC > LIMIT_cC(HOT_SKIN)) {
        add_capped(&leg->kept.hot_s, 1);
        leg->rest_s = 0;
    }
    if (heating)
        add_heat(leg);
    add_dose(leg, dose_rate_mCEM43_min((int16_t)(skin_cC + LIMIT_cC(SENSOR_ERROR))));
}

/* --- may it have a session? ------------------------------------------------------------------- */

/* The least that a session has left of its week within so many hours. */
#define STILL_LEFT(hours) (USAGE_WEEK_units - (hours)*60 / USAGE_UNIT_min)

/* Units until a session that has `recent` left has less than `least`; or more, if it is more already. */
static __attribute__((noinline)) uint8_t longer(uint8_t units, uint8_t recent, uint8_t least)
{
    return recent >= least && recent - least >= units ? (uint8_t)(recent - least + 1) : units;
}

/* By the calendar. */
static uint8_t units_to_wait(const uint8_t recent[LIMIT_SESSIONS_PER_WEEK])
{
    uint8_t units = longer(0, recent[0], STILL_LEFT(LIMIT_SESSIONS_APART_h));
    units = longer(units, recent[LIMIT_SESSIONS_PER_DAY - 1], STILL_LEFT(24));
    return longer(units, recent[LIMIT_SESSIONS_PER_WEEK - 1], STILL_LEFT(7 * 24));
}

uint16_t usage_wait_min(const struct usage *leg, uint8_t unit_min)
{
    if (leg->standing & USAGE_WAITS)
        return (uint16_t)(LIMIT_REST_s + MINUTE_s - 1 - leg->rest_s) / MINUTE_s;
    if (leg->kept.marks & USAGE_COUNTED) /* it goes on */
        return 0;
    if (!(leg->standing & USAGE_TIMED))
        return leg->begun < LIMIT_SESSIONS_UNTIMED ? 0 : USAGE_FOR_EVER;
    uint8_t units = units_to_wait(leg->kept.recent);
    return units > 0 ? (uint16_t)(units * USAGE_UNIT_min - unit_min) : 0;
}

bool usage_is_frequent(const struct usage *leg)
{
    return !(leg->kept.marks & USAGE_COUNTED) && leg->kept.recent[LIMIT_SESSIONS_NOTICE - 2] > 0;
}

bool usage_is_new(const struct usage *leg)
{
    uint8_t before = leg->kept.completed;
    if (leg->kept.marks & USAGE_COMPLETED) /* in this session, which is as it was when it began */
        before--;
    return before < LIMIT_NEW_LEG_SESSIONS;
}

uint16_t usage_motor_left_s(const struct usage *leg)
{
    if (usage_motor_is_used(leg))
        return 0;
    uint16_t limit_s = usage_is_new(leg) ? LIMIT_NEW_LEG_MOTOR_TIME_s : LIMIT_MOTOR_TIME_s;
    return (uint16_t)(limit_s - leg->kept.motor_s);
}

bool usage_motor_is_used(const struct usage *leg)
{
    uint16_t motor_s = leg->kept.motor_s;
    if (motor_s >= LIMIT_NEW_LEG_MOTOR_TIME_s &&
        (motor_s >= LIMIT_MOTOR_TIME_s || usage_is_new(leg)))
        return true;
    return usage_wait_min(leg, 0) > 0;
}

bool usage_dose_is_used(const struct usage *leg)
{
    return leg->kept.dose_mCEM43 >= LIMIT_DOSE_MAX_mCEM43;
}

uint8_t usage_heat_rests(const struct usage *leg)
{
    if (leg->kept.hot_s >= LIMIT_HOT_TIME_s || usage_dose_is_used(leg))
        return NOTICE_HOT_TIME_USED;
    if (leg->unanswered_s >= LIMIT_UNANSWERED_s)
        return NOTICE_UNANSWERED;
    return leg->standing & USAGE_WARM || usage_wait_min(leg, 0) > 0 ? NOTICE_HEAT_WAITS : 0;
}

/* --- what is written down --------------------------------------------------------------------- */

struct usage_leg usage_checkpoint(const struct usage *leg, bool in_use, int16_t skin_cC)
{
    struct usage_leg record = leg->kept;
    if (!in_use)
        return record;
    if (skin_cC + LIMIT_WARM_UP_SLEW_mC_min / 10 > LIMIT_cC(HOT_SKIN))
        add_capped(&record.hot_s, MINUTE_s);
    add_capped(&record.dose_mCEM43,
               dose_rate_mCEM43_min((int16_t)(skin_cC + LIMIT_cC(SENSOR_ERROR) + OVERSHOOT_cC)));
    /* else a session that may not begin would go on after the next start */
    if (usage_wait_min(leg, 0) > 0)
        return record;
    add_capped(&record.motor_s, MINUTE_s);
    record.marks |= use_marks(leg);
    count(&record);
    return record;
}
