/* The figures that lint warns by are those of the kit's model of pad and leg. */
#include <math.h>

#include "host/calf/lint_warnings.h"
#include "host/kit/thermal.h"
#include "tests/tap.h"

int main(void)
{
    static const struct {
        int minutes;
        int skin_mC;
    } points[] = {
#define AS_POINT(minutes, skin_mC) {minutes, skin_mC},
        LINT_WARM_UP(AS_POINT)
#undef AS_POINT
    };
    const struct thermal_input input = {
        .heater_W = 7.5, .ambient_C = 23, .perfusion = 1, .on_leg = true};
    const double step_s = 0.5;
    struct thermal thermal;
    int minutes = 0;
    thermal_init(&thermal, input.ambient_C, 32, input.perfusion);
    for (unsigned i = 0; i < sizeof points / sizeof points[0]; i++) {
        for (double s = 0; s < 60.0 * (points[i].minutes - minutes); s += step_s)
            thermal_step(&thermal, &input, step_s, NULL);
        minutes = points[i].minutes;
        ok(fabs(thermal.tissue_C[0] - points[i].skin_mC / 1000.0) <= 0.1,
           "after %d min at full power the skin has %.1f C", minutes, thermal.tissue_C[0]);
    }
    return done();
}
