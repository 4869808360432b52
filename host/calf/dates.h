/* dates.h: days of the calendar, without clocks and zones (proleptic Gregorian, ISO 8601).
 *
 * Owns: nothing. Context: host. Errors: a date that does not exist is false.
 */
#ifndef HOST_CALF_DATES_H
#define HOST_CALF_DATES_H

#include <stdbool.h>

enum { DATE_BYTES = 16 };

/* Reads YYYY-MM-DD, of a day that exists, 2000 to 2999. */
bool date_read(const char *word, long *day_number);

/* The day as 2026-12-01, and its name as Tue. */
void date_print(char text[DATE_BYTES], long day_number);
const char *date_weekday(long day_number);

#endif
