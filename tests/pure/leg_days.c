#include "tests/pure/leg_days.h"

#include <string.h>

#include "protocol/limits.h"

enum { FRAMES_s = 100 };

void days_begin(struct days *days)
{
    memset(&days->calendar, 0, sizeof days->calendar);
    memset(days->legs, 0, sizeof days->legs);
}

void days_power_cycle(struct days *days)
{
    struct usage_leg kept[USAGE_LEGS] = {days->legs[0].kept, days->legs[1].kept};
    days->calendar.second = 0;
    memset(days->legs, 0, sizeof days->legs);
    for (uint8_t i = 0; i < USAGE_LEGS; i++) {
        days->legs[i].kept = kept[i];
        usage_begin(&days->legs[i], false);
    }
}

uint8_t days_tell(struct days *days, uint32_t utc_min)
{
    return calendar_set(&days->calendar, days->legs, utc_min, false);
}

void days_pass_min(struct days *days, uint32_t minutes)
{
    for (; minutes > 0; minutes--) {
        days->calendar.second = MINUTE_s - 1; /* the others change nothing else */
        calendar_second(&days->calendar, days->legs);
        for (uint8_t i = 0; i < USAGE_LEGS; i++)
            usage_rest(&days->legs[i], MINUTE_s);
    }
}

void days_move_s(struct usage *used, uint16_t seconds)
{
    for (uint32_t frame = 0; frame < (uint32_t)seconds * FRAMES_s; frame++)
        usage_motor_frame(used);
}

void days_heat_s(struct days *days, uint16_t seconds)
{
    for (; seconds > 0; seconds--) {
        usage_rest(&days->legs[0], 1);
        usage_second(&days->legs[0], COOL_cC, true);
        days->legs[0].unanswered_s = 0;
    }
}

uint16_t days_wait_min(struct days *days)
{
    return usage_wait_min(&days->legs[0], days->calendar.unit_min);
}

bool days_have_session(struct days *days, struct usage *used)
{
    if (usage_wait_min(used, days->calendar.unit_min) > 0)
        return false;
    if (used->kept.motor_s < LIMIT_SESSION_COUNTS_MOTOR_s - 1)
        used->kept.motor_s = LIMIT_SESSION_COUNTS_MOTOR_s - 1;
    days_move_s(used, 1);
    return true;
}
