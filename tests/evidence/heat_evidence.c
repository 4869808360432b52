/* heat_evidence.c: at every corner (heat_course.h) the warmth keeps its budgets. Where the pad cannot reach the
 * setpoint its row says how far the kit got. */
#include <stdio.h>

#include "tests/bench/figures.h"
#include "tests/evidence/heat_course.h"
#include "tests/tap.h"

static void keeps(const struct heat_course *course, enum figure figure, double value)
{
    const struct figure_info *info = figure_info(figure);
    ok(figure_is_within(figure, value, info->budget), "%s: %s, %.*f of %g %s", course->corner,
       info->what, info->decimals, value, info->budget, info->unit);
}

static void judge(const struct heat_course *course)
{
    const struct heat_optimum *best = &course->best;
    printf("# %-24s %7.0f %7.0f %6.2f %8.0f %7.0f %6.2f %+9.2f %9.2f %7.2f %+.2f\n", course->corner,
           course->reached_s, best->reached_s, course->reached_s / best->reached_s,
           course->recovered_s, best->recovered_s, course->recovered_s / best->recovered_s,
           course->overshoot_K, course->deviation_K, course->last_C, course->error_K);
    ok(!course->ended, "%s: no fault or limit ends it", course->corner);
    keeps(course, FIGURE_HEAT_OVER, course->overshoot_K);
    if (best->reached_s < 0) {
        ok(course->last_C > course->setpoint_C - 2.0,
           "%s: not reachable, the pad is at its limit; within 2 C of it", course->corner);
        return;
    }
    ok(course->reached_s > 0 && course->recovered_s > 0, "%s: it is reached, and again",
       course->corner);
    keeps(course, FIGURE_HEAT_TIME, course->reached_s / best->reached_s);
    keeps(course, FIGURE_HEAT_AGAIN, course->recovered_s / best->recovered_s);
    keeps(course, FIGURE_HEAT_NEAR, course->deviation_K);
}

int main(void)
{
    printf("# %-24s %7s %7s %6s %8s %7s %6s %9s %9s %7s\n", "corner", "to it s", "best s", "ratio",
           "again s", "best s", "ratio", "overshoot", "deviation", "last C");
    for (unsigned corner = 0; corner < HEAT_CORNERS; corner++) {
        struct heat_course course = heat_course_play(corner);
        judge(&course);
    }
    return done();
}
