/* heat_course.h: the warmth a leg gets, at the corners of room, pad, supply and blanket.
 *
 * From a cold cuff on a 32 C leg to the setpoint, held for three minutes, the cuff opened for half a minute, and
 * back; whole firmware, virtual kit. Beside it stands the fastest that the pad allows (heat_optimum.h).
 * Owns: nothing. Context: tests; seconds of work a corner. Errors: a kit that does not start ends the program.
 */
#ifndef TESTS_EVIDENCE_HEAT_COURSE_H
#define TESTS_EVIDENCE_HEAT_COURSE_H

#include "tests/evidence/heat_optimum.h"

enum { HEAT_CORNERS = 12 };

struct heat_course {
    const char *corner;
    double setpoint_C;
    double reached_s;   /* to within 0.2 C of the setpoint; negative: never */
    double recovered_s; /* the same from the cuff's opening */
    struct heat_optimum
        best; /* negative where the pad cannot get there in the 20 minutes that hot skin may last */
    double overshoot_K;     /* of the sensor as displayed */
    double deviation_K;     /* largest once it has settled */
    double last_C, error_K; /* at the end: displayed, and what that is above the sensor's own */
    bool ended;             /* by a fault or a limit */
};

/* corner: 0 to HEAT_CORNERS - 1. */
struct heat_course heat_course_play(unsigned corner);

#endif
