#include "host/calf/dates.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY_s = 86400, YEAR_least = 2000, YEAR_most = 2999, TM_YEAR = 1900 };

/* timegm() takes the 30th of February for the 2nd of March; written out again it shows. */
bool date_read(const char *word, long *day_number)
{
    int year, month, day, length = 0;
    char again[DATE_BYTES];
    if (sscanf(word, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 ||
        strlen(word) != (size_t)length || year < YEAR_least || year > YEAR_most)
        return false;
    struct tm tm = {.tm_year = year - TM_YEAR, .tm_mon = month - 1, .tm_mday = day};
    *day_number = (long)(timegm(&tm) / DAY_s);
    date_print(again, *day_number);
    return strcmp(again, word) == 0;
}

static struct tm calendar(long day_number)
{
    time_t seconds = (time_t)day_number * DAY_s;
    struct tm tm = {0};
    gmtime_r(&seconds, &tm);
    return tm;
}

void date_print(char text[DATE_BYTES], long day_number)
{
    struct tm tm = calendar(day_number);
    strftime(text, DATE_BYTES, "%Y-%m-%d", &tm);
}

const char *date_weekday(long day_number)
{
    static const char *const names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    return names[calendar(day_number).tm_wday];
}
