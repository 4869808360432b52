/* clock_evidence.c: a record knows the device's clock (clock_course.h) within the budgets. */
#include "tests/bench/figures.h"
#include "tests/evidence/clock_course.h"
#include "tests/tap.h"

static void judge(int ppm, int seed)
{
    struct clock_course course;
    if (!ok(clock_course_play(ppm, seed, &course),
            "%+d ppm: the session is played and its record read", ppm))
        return;
    diag("crystal %+d ppm: drift %+.3f ppm, offset %.0f us off the true one", ppm, course.drift_ppm,
         course.offset_error_us);
    ok(figure_is_within(FIGURE_CLOCK_DRIFT, course.drift_error_ppm,
                        figure_budget(FIGURE_CLOCK_DRIFT)),
       "%+d ppm: the drift is found within 2 ppm", ppm);
    ok(figure_is_within(FIGURE_CLOCK_OFFSET, course.offset_error_us,
                        figure_budget(FIGURE_CLOCK_OFFSET)),
       "%+d ppm: the offset within 0.5 ms", ppm);
}

int main(void)
{
    judge(100, 1);
    judge(-100, 2);
    return done();
}
