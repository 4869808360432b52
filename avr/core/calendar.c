#include "avr/core/calendar.h"

#include "avr/core/divide.h"
#include "protocol/words.h"

enum {
    MINUTE_s = 60,
    ALL_GONE_min = USAGE_WEEK_units * USAGE_UNIT_min, /* no leg remembers longer */
    ALL_RESTED_min = 255,                             /* after this every rest is over */
};

_Static_assert(USAGE_UNIT_min == 40, "divide_by_40()");

/* That many units pass for the sessions of a leg. */
static __attribute__((noinline)) void age(struct usage_leg *kept, uint8_t units)
{
    for (uint8_t i = 0; i < LIMIT_SESSIONS_PER_WEEK; i++)
        kept->recent[i] = kept->recent[i] > units ? (uint8_t)(kept->recent[i] - units) : 0;
}

bool calendar_second(struct calendar *calendar, struct usage legs[USAGE_LEGS])
{
    if (++calendar->second < MINUTE_s)
        return false;
    calendar->second = 0;
    calendar->now_min++;
    if (++calendar->unit_min < USAGE_UNIT_min)
        return false;
    calendar->unit_min = 0;
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
        age(&legs[leg].kept, 1);
    return true;
}

/* Time that a host vouches for: whole units of it for the sessions, and rest. */
static void pass(struct calendar *calendar, struct usage legs[USAGE_LEGS], uint16_t minutes)
{
    uint16_t unit_min = (uint16_t)(calendar->unit_min + minutes);
    uint8_t units = (uint8_t)divide_by_40(unit_min);
    uint16_t rest_min = minutes < ALL_RESTED_min ? minutes : ALL_RESTED_min;
    calendar->unit_min = (uint8_t)(unit_min - (uint16_t)(units * USAGE_UNIT_min));
    for (struct usage *leg = legs; leg < legs + USAGE_LEGS; leg++) {
        if (leg->kept.marks & USAGE_UNTIMED) {
            calendar->unit_min = 0; /* its running unit gets nothing either */
        } else {
            age(&leg->kept, units);
            usage_rest(leg, (uint16_t)(rest_min * MINUTE_s));
        }
        leg->kept.marks &= (uint8_t)~USAGE_UNTIMED;
        leg->standing = USAGE_TIMED;
    }
}

/* Nothing passes for a leg by it; nor by the next start's clock if it was set back, or a leg would get the difference. */
static void set_anew(struct calendar *calendar, struct usage legs[USAGE_LEGS], uint32_t utc_min)
{
    uint8_t marks = utc_min < calendar->now_min ? USAGE_UNTIMED : 0;
    for (struct usage *leg = legs; leg < legs + USAGE_LEGS; leg++) {
        leg->kept.marks |= marks;
        leg->standing = USAGE_TIMED;
    }
    calendar->now_min = utc_min;
}

uint8_t calendar_set(struct calendar *calendar, struct usage legs[USAGE_LEGS], uint32_t utc_min,
                     bool anew)
{
    if (!anew && (legs->standing & USAGE_TIMED))
        return 0;
    if (utc_min > LIMIT_CLOCK_MAX_min) /* it would be ahead for ever */
        return REFUSAL_BAD_VALUE;
    if (anew) {
        set_anew(calendar, legs, utc_min);
        return 0;
    }
    uint32_t passed_min = utc_min + LIMIT_CLOCK_SLACK_min - calendar->now_min;
    if ((int32_t)passed_min < 0)
        return REFUSAL_CLOCK_BEHIND;
    if (passed_min > LIMIT_CLOCK_SLACK_min) /* else the kit's own is the later one */
        calendar->now_min = utc_min;
    uint16_t minutes = passed_min > ALL_GONE_min ? ALL_GONE_min : (uint16_t)passed_min;
    pass(calendar, legs,
         minutes > 2 * LIMIT_CLOCK_SLACK_min ? (uint16_t)(minutes - 2 * LIMIT_CLOCK_SLACK_min) : 0);
    return 0;
}
