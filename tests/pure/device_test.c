/* The device as a whole: sessions by link, and faults. The panel is tested in device_panel_test.c, what it tells and
 * keeps in telling_test.c and checkpoint_test.c. */
#include <string.h>

#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/ear.h"
#include "tests/tap.h"

enum { FRAMES_s = 100, ALL_ZONES = 0x3F };

static struct bench bench;
static struct device *const device = &bench.device;
static struct routine_maker maker;

static const struct heard *heard;

/* --- a kit ------------------------------------------------------------------------------------ */

static void begin(void)
{
    heard = ear_begin(&bench);
}

/* Two steps of all zones in one stage. */
static void load(uint8_t seconds, uint8_t heat)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, seconds, heat);
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 80, 0);
    make_rest(&maker, FRAMES_s);
    MAKE(&maker, ROUTINE_MARK, 5);
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 40, 0);
    make_rest(&maker, seconds * (uint32_t)FRAMES_s);
    make_end(&maker);
    bench_upload(&bench, &maker);
}

/* --- a session -------------------------------------------------------------------------------- */

static void test_session(void)
{
    begin();
    load(3, 80);
    bench_leg(&bench, LEG_LEFT);
    bench_frames(&bench, 1);
    is_int(bench_start(&bench, 5), 0, "a loaded routine starts on a declared leg");
    bench_frames(&bench, FRAMES_s + TRIAL_PROOF_frames);
    ok(bench_moves(&bench) && bench_heats(&bench), "motors and heat reach the outputs together");
    ok(bench.permit.motor_permille[0] > bench.permit.motor_permille[ZONE_ANKLE_LATERAL],
       "the bony ankle gets less");
    bench_frames(&bench, 3 * FRAMES_s);
    is_int(bench_state(&bench), STATE_IDLE, "at its end the kit is idle again");
    ok(!bench_moves(&bench) && !bench_heats(&bench), "with everything off");
    is_int(ear_count(MESSAGE_STATE), 4, "the record has armed, running, cooling and idle");
    ok(heard->state.state == STATE_IDLE && heard->state.before == STATE_COOLING,
       "each with the state before");
    is_int(ear_count(MESSAGE_STAGE), 1, "its stage");
    is_int(ear_count(MESSAGE_STEP), 2, "each of its steps");
    is_int(ear_count(MESSAGE_MARKED), 1, "its mark");
    is_int(ear_count(MESSAGE_END), 1, "and its end");
    is_int(heard->end.reason, END_COMPLETED, "which was the routine's own");
    is_int(heard->end.motor_ms, 3000, "with its motor time");
    is_int(heard->end.steps, 2, "and the number of its steps");
    is_int(heard->gaps, 0, "no event is missing");
}

/* Each step is told with the instant at which its duties were in the timers, and the planned
 * one. */
static void test_step_times(void)
{
    begin();
    load(3, 0);
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 5);
    uint32_t first_ms = bench.now_ms + 20;
    bench_frames(&bench, FRAMES_s + 3);
    is_int(heard->step.planned_us, (long)(first_ms + 1000) * 1000,
           "a step is planned on the session's clock");
    is_int(heard->step.t_us, (long)heard->step.planned_us, "and told with the instant it began");
    is_int(heard->step.step, 1, "in its order");
    is_int(heard->step.zones, ALL_ZONES, "with its zones");
    is_int(heard->step.percent, 40, "and its strength");
}

/* Two completed sessions of over a minute make a leg practised, shorter ones do not. */
static void test_practise(void)
{
    begin();
    device->safety.legs[0].kept.completed = 0;
    load(3, 0);
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 5);
    bench_frames(&bench, 1);
    bench_frames(&bench, 1);
    is_int(heard->notices, 1 << NOTICE_NEW_LEG, "a new leg is told that it is one");
    ok(device->session.strength_permille[0] <= 403,
       "and gets half strength, though 80 %% is asked");
    bench_frames(&bench, 4 * FRAMES_s);
    is_int(device->safety.legs[0].kept.completed, 0, "a session of seconds does not count");
    load(60, 0);
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 5);
    bench_frames(&bench, 59 * FRAMES_s);
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 2);
    is_int(device->safety.legs[0].kept.completed, 0, "nor does one that was stopped");
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 5);
    bench_frames(&bench, 61 * FRAMES_s);
    is_int(device->safety.legs[0].kept.completed, 1, "one of 60 s, completed, counts");
    is_int(device->safety.legs[1].kept.completed, 2, "for its leg only");
    bench_frames(&bench, 20);
    bench_boot(&bench, RESET_POWER_ON);
    is_int(device->safety.legs[0].kept.completed, 1, "and is remembered");
}

/* Warmth counts as a session after 5 min, without any motor. */
static void test_heat_counts(uint16_t short_s, uint8_t completed)
{
    begin();
    make_header(&maker);
    make_stage(&maker, STAGE_TOWEL, 3, 80);
    make_end(&maker);
    bench_upload(&bench, &maker);
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 1);
    bench_frames(&bench, 10);
    device->safety.legs[0].heat_s = (uint16_t)(LIMIT_SESSION_COUNTS_HEAT_s - 1 - short_s);
    bench_frames(&bench, 3 * FRAMES_s);
    is_int(device->safety.legs[0].kept.completed, completed, "5 min of warmth less %u s %s",
           short_s, short_s ? "are no session" : "are one");
}

static void test_personal_limit(void)
{
    begin();
    bench_setting(&bench, SETTING_setpoint_max_dC, 385);
    load(3, 100);
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 1);
    bench_frames(&bench, 2);
    is_int(device->session.setpoint_cC, 3850, "a person's own limit holds in every routine");
}

/* --- faults ----------------------------------------------------------------------------------- */

static void test_fault_is_told_and_kept(void)
{
    begin();
    load(20, 80);
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 5);
    bench_frames(&bench, 2 * FRAMES_s);
    device->sense.skin = (struct sense_thermistor){SENSE_NO_READING_cC, SENSE_OPEN};
    bench_frames(&bench, 40);
    ok(bench_state(&bench) == STATE_FAULT && !bench_moves(&bench),
       "a broken sensor ends the session");
    is_int(ear_count(MESSAGE_FAULT), 1, "it is told once");
    is_int(heard->fault.fault, FAULT_NTC_OPEN, "by its number");
    is_int(heard->end.reason, END_FAULT, "and the session's end as its consequence");
    is_int(bench_acknowledge(&bench, UINT32_MAX), REFUSAL_CAUSE_REMAINS,
           "it cannot be waved away while it is there");
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
    is_int(bench_state(&bench), STATE_FAULT, "nor switched off and on again");
    is_int(bench_leg(&bench, LEG_LEFT), REFUSAL_FAULT_LATCHED, "and allows nothing");
    is_int(bench_acknowledge(&bench, UINT32_MAX), 0, "repaired, it can be acknowledged");
    bench_frames(&bench, 10);
    bench_boot(&bench, RESET_POWER_ON);
    is_int(device->safety.latched, 0, "and stays so");
}

/* A reset with the outputs at rest, or on. */
static void test_reset_cause(uint8_t cause, uint32_t at_rest, uint32_t while_on)
{
    for (uint8_t on = 0; on < 2; on++) {
        begin();
        load(20, 0);
        bench_leg(&bench, LEG_LEFT);
        if (on)
            bench_start(&bench, 1);
        bench_frames(&bench, 50);
        is_int(bench_moves(&bench), on, "outputs are %s", on ? "on" : "off");
        bench_boot(&bench, cause);
        is_int(device->safety.latched, (long)(on ? while_on : at_rest),
               "reset cause %u: a person is told of what should not happen", cause);
        bench_frames(&bench, 1);
        if (cause != RESET_POWER_ON) {
            bench_boot(&bench, cause);
            is_int(device->safety.latched, (long)(on ? while_on : at_rest),
                   "also if the next reset comes before that is written down");
        }
        bench_frames(&bench, 30);
        is_int(device_kept(device), DEVICE_KEPT_NOTHING & device->safety.trial.credit_frames,
               "the one after that will find them off");
    }
}

/* Sensors gone: the controller must not keep asking, or start where it was. */
static void test_control_without_readings(void)
{
    begin();
    bench_leg(&bench, LEG_LEFT);
    bench_heat(&bench, 40000, 5000);
    bench_frames(&bench, 2 * FRAMES_s);
    ok(bench.request.heater_permille > 0, "warmth by hand asks for power");
    bench_heat(&bench, 0, 5000);
    bench_frames(&bench, 1);
    is_int(bench.request.heater_permille, 0, "without warmth asked for there is none, at once");
    bench_heat(&bench, 40000, 5000);
    bench_frames(&bench, FRAMES_s + 1);
    device->sense.pad.state = SENSE_STRAY;
    device->second_frames = FRAMES_s - 1;
    device_control(device);
    is_int(device->heat_permille, 0, "with one sensor alone the controller does not go on");
    bench_frames(&bench, FRAMES_s);
    is_int(bench.request.heater_permille, 0, "without a sensor nothing is even asked");
    is_int(device->heat_permille, 0, "nor kept to be asked later");
    is_int(device->control.target_cC, 0, "and the controller has forgotten");
}

int main(void)
{
    test_session();
    test_step_times();
    test_practise();
    test_heat_counts(0, 3);
    test_heat_counts(1, 2);
    test_personal_limit();
    test_fault_is_told_and_kept();
    test_reset_cause(RESET_POWER_ON, 0, 0);
    test_reset_cause(RESET_EXTERNAL, 0, 0);
    test_reset_cause(RESET_WATCHDOG, FAULT_BIT(FAULT_ILLEGAL_RESET),
                     FAULT_BIT(FAULT_ILLEGAL_RESET));
    test_reset_cause(RESET_BROWN_OUT, 0, FAULT_BIT(FAULT_BROWN_OUT));
    test_reset_cause(RESET_UNKNOWN, 0, FAULT_BIT(FAULT_ILLEGAL_RESET));
    test_control_without_readings();
    return done();
}
