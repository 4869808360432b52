#include "host/calf/told_time.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "host/calf/dates.h"
#include "host/calf/say.h"
#include "protocol/limits.h"
#include "protocol/words.h"

enum { HOUR_min = 60, DAY_min = 24 * HOUR_min, MINUTE_s = 60, FOR_EVER = UINT16_MAX };

bool told_time_read(const char *word, uint32_t *utc_min)
{
    unsigned hour, minute;
    int length = 0;
    long day;
    char date[DATE_BYTES] = "";
    *utc_min = 0;
    if (strcmp(word, "none") == 0)
        return true;
    if (sscanf(word, "%10[0-9-]T%2u:%2u%n", date, &hour, &minute, &length) != 3 ||
        word[length] != '\0' || !date_read(date, &day) || hour > 23 || minute > 59)
        return false;
    *utc_min = (uint32_t)day * DAY_min + hour * HOUR_min + minute;
    return true;
}

enum answer told_time_tell(struct device *device)
{
    uint32_t utc_min = device->now_is_told ? device->now_min : (uint32_t)(time(NULL) / MINUTE_s);
    if (utc_min == 0)
        return ANSWER_DONE;
    struct msg_clock request = {.utc_min = utc_min, .utc_inverted = ~utc_min};
    uint8_t message[LENGTH_CLOCK];
    uint8_t length = message_put_clock(message, device_sequence(device), &request);
    enum answer answer = device_ask(device, message, length);
    device->knows_time = answer == ANSWER_DONE;
    if (answer != ANSWER_REFUSED || device->refused.reason != REFUSAL_CLOCK_BEHIND)
        return answer;
    say("the device has been told a later time than this, so it goes by 20 minutes of rest%s",
        device->link->simulated
            ? ": a virtual kit's time runs ahead of this computer's; --now tells a later one"
            : ": is this computer's clock right? If so, hold the kit's STOP button and run `calf "
              "clock`");
    return ANSWER_DONE;
}

const char *told_time_span(char text[TOLD_TIME_BYTES], uint16_t minutes)
{
    if (minutes < 2 * HOUR_min)
        snprintf(text, TOLD_TIME_BYTES, "%d min", minutes);
    else if (minutes < 2 * DAY_min)
        snprintf(text, TOLD_TIME_BYTES, "%d h %d min", minutes / HOUR_min, minutes % HOUR_min);
    else
        snprintf(text, TOLD_TIME_BYTES, "%d days %d h", minutes / DAY_min,
                 minutes % DAY_min / HOUR_min);
    return text;
}

void told_time_say_rest(const struct device *device, uint16_t wait_min)
{
    char span[TOLD_TIME_BYTES];
    told_time_span(span, wait_min);
    if (wait_min == FOR_EVER)
        say("while no time is known a leg has %d sessions, then none: switch the kit off and on, "
            "and let calf tell it the time",
            LIMIT_SESSIONS_UNTIMED);
    else if (device->knows_time)
        say("this leg may have its next session in %s: they are %d hours apart, %d in 24 hours, "
            "%d in seven days",
            span, LIMIT_SESSIONS_APART_h, LIMIT_SESSIONS_PER_DAY, LIMIT_SESSIONS_PER_WEEK);
    else
        say("this leg rests for %s more: no time is known since the kit was switched on", span);
}
