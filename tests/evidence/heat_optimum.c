#include "tests/evidence/heat_optimum.h"

#include "host/kit/ntc.h"
#include "host/kit/thermal.h"
#include "protocol/limits.h"

static const double STEP_s = 0.05;

struct course {
    struct thermal thermal;
    struct thermal_input input;
    struct ntc skin, pad;
    double now_s, setpoint_C, pad_limit_C, full_W;
};

static void step(struct course *course)
{
    struct thermal_input *input = &course->input;
    bool heat =
        course->pad.bead_C < course->pad_limit_C && course->skin.bead_C < course->setpoint_C;
    input->heater_W = heat ? course->full_W : 0;
    thermal_step(&course->thermal, input, STEP_s, NULL);
    double between_C = input->on_leg ? thermal_between_C(&course->thermal)
                                     : (course->thermal.pad_C + input->ambient_C) / 2;
    ntc_follow(&course->skin, between_C, STEP_s);
    ntc_follow(&course->pad, course->thermal.pad_C, STEP_s);
    course->now_s += STEP_s;
}

static void run(struct course *course, double seconds)
{
    for (double end_s = course->now_s + seconds; course->now_s < end_s;)
        step(course);
}

/* Seconds until the sensor is near the setpoint, or -1. */
static double run_until_near(struct course *course, double near_K, double within_s)
{
    double start_s = course->now_s;
    while (course->skin.bead_C < course->setpoint_C - near_K) {
        if (course->now_s - start_s > within_s)
            return -1;
        step(course);
    }
    return course->now_s - start_s;
}

/* Of the pad at the supply's end of its cable. */
static double full_W(double supply_V, double pad_Ohm)
{
    double amperes = supply_V / (pad_Ohm + KIT_SUPPLY_SOURCE_Ohm);
    return amperes * amperes * pad_Ohm;
}

struct heat_optimum heat_optimum(const struct kit_options *kit, const struct heat_task *task)
{
    struct course course = {
        .input = {.ambient_C = kit->ambient_C,
                  .perfusion = kit->perfusion,
                  .on_leg = true,
                  .blanket = kit->blanket},
        .skin.bead_C = kit->skin_C,
        .pad.bead_C = kit->ambient_C,
        .setpoint_C = task->setpoint_C - task->error_K,
        .pad_limit_C = LIMIT_PAD_CONTROL_mC / 1000.0 - task->error_K,
        .full_W = full_W(kit->supply_V, kit->pad_Ohm),
    };
    struct heat_optimum optimum = {-1, -1};
    thermal_init(&course.thermal, kit->ambient_C, kit->skin_C, kit->perfusion);
    optimum.reached_s = run_until_near(&course, task->near_K, task->within_s);
    if (optimum.reached_s < 0)
        return optimum;
    run(&course, task->hold_s);
    course.input.on_leg = false;
    run(&course, task->open_s);
    course.input.on_leg = true;
    optimum.recovered_s = task->open_s + run_until_near(&course, task->near_K, task->within_s);
    return optimum;
}
