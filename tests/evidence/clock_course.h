/* clock_course.h: how well a record knows the device's clock.
 *
 * A session of over 15 minutes is played on the virtual kit with a crystal that is off and a link on which each
 * frame is late by up to 8 ms. The kit's own trace of the SYNC pin says when a step truly began; `calf timing` says
 * what the record makes of it.
 * Owns: a folder under /tmp while it works. Context: tests; runs build/calf, as a user would, for some ten seconds.
 */
#ifndef TESTS_EVIDENCE_CLOCK_COURSE_H
#define TESTS_EVIDENCE_CLOCK_COURSE_H

#include <stdbool.h>

struct clock_course {
    double drift_ppm, drift_error_ppm, offset_error_us; /* found; and what that is off the truth */
};

/* A crystal that is fast by ppm. False: the session or its record failed; its folder is left and told. */
bool clock_course_play(int ppm, int seed, struct clock_course *course);

#endif
