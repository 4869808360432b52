/* leg_days.h: two legs and a calendar by themselves, for tests in which days pass.
 *
 * Owns: nothing but the struct passed in. Context: tests.
 */
#ifndef TESTS_PURE_LEG_DAYS_H
#define TESTS_PURE_LEG_DAYS_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/calendar.h"

enum { HOUR_min = 60, DAY_min = 24 * 60, MINUTE_s = 60, COOL_cC = 3300 };
#define NOON_min 29927520UL /* 2026-11-26 */

struct days {
    struct calendar calendar;
    struct usage legs[USAGE_LEGS];
};

/* A kit that has never been told the time, with legs that were never used. */
void days_begin(struct days *days);

/* Only what is kept outlives it. */
void days_power_cycle(struct days *days);

/* 0, or the refusal. */
uint8_t days_tell(struct days *days, uint32_t utc_min);

void days_pass_min(struct days *days, uint32_t minutes);
void days_move_s(struct usage *used, uint16_t seconds);

/* The left leg's, in cool heat that somebody answers for. */
void days_heat_s(struct days *days, uint16_t seconds);

/* How long the left leg must wait. */
uint16_t days_wait_min(struct days *days);

/* A session of a minute, if it may be. */
bool days_have_session(struct days *days, struct usage *used);

#endif
