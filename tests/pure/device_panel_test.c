/* The device as a person has it: its buttons, and what stops it. */
#include "protocol/faults.h"
#include "tests/pure/ear.h"
#include "tests/tap.h"

enum { ALL_ZONES = 0x3F, MODE_counts = 0, LEVEL_counts = 512, NONE_counts = 1023 };

static struct bench bench;
static struct device *const device = &bench.device;

static const struct heard *heard;

static void begin(void)
{
    heard = ear_begin(&bench);
}

/* Twenty seconds of all zones. */
static void load(uint8_t heat)
{
    static struct routine_maker maker;
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 20, heat);
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 80, 0);
    make_rest(&maker, 2000);
    make_end(&maker);
    bench_upload(&bench, &maker);
}

static void press(uint16_t ladder_counts)
{
    device->sense.ladder_counts = ladder_counts;
    bench_frames(&bench, 5);
    device->sense.ladder_counts = NONE_counts;
    bench_frames(&bench, 5);
}

static void test_buttons(void)
{
    begin();
    press(MODE_counts);
    is_int(bench_state(&bench), STATE_IDLE, "MODE starts nothing without a declared leg");
    bench_leg(&bench, LEG_LEFT);
    press(MODE_counts);
    is_int(bench_state(&bench), STATE_ARMED, "nor without a routine");
    load(0);
    press(MODE_counts);
    is_int(bench_state(&bench), STATE_RUNNING, "with both it starts");
    is_int(device->session.level, 1, "at the routine's own level");
    press(LEVEL_counts);
    is_int(device->session.level, 2, "LEVEL goes up by one");
    for (uint8_t times = 0; times < 4; times++)
        press(LEVEL_counts);
    is_int(device->session.level, 1, "and from the highest back to the gentlest");
    press(MODE_counts);
    ok(bench_state(&bench) == STATE_PAUSED && !bench_moves(&bench), "MODE pauses");
    press(MODE_counts);
    ok(bench_state(&bench) == STATE_RUNNING && bench_moves(&bench), "and goes on");
    device_stop(device, END_STOP_BUTTON);
    bench_frames(&bench, 3);
    ok(bench_state(&bench) == STATE_STOPPED && !bench_moves(&bench), "STOP stops");
    is_int(heard->end.reason, END_STOP_BUTTON, "and is told as the button");
    press(MODE_counts);
    is_int(bench_state(&bench), STATE_STOPPED, "after it no button starts anything");
}

static void test_stop_button(void)
{
    begin();
    load(0);
    device->stop_is_down = true;
    is_int(bench_leg(&bench, LEG_LEFT), REFUSAL_STOP_PRESSED,
           "a pressed or stuck STOP arms nothing");
    device->stop_is_down = false;
    bench_leg(&bench, LEG_LEFT);
    device->stop_is_down = true;
    is_int(bench_start(&bench, 1), REFUSAL_STOP_PRESSED, "and starts nothing");
    device->stop_is_down = false;
    safety_raise(&device->safety, FAULT_ILLEGAL_RESET);
    bench_frames(&bench, 2);
    device->stop_is_down = true;
    bench_frames(&bench, 299);
    is_int(bench_state(&bench), STATE_FAULT, "held for less than 3 s it clears no fault");
    bench_frames(&bench, 1);
    is_int(bench_state(&bench), STATE_IDLE, "held for 3 s it does: no PC is needed");

    bench_boot(&bench, RESET_WATCHDOG);
    device->stop_is_down = true;
    bench_frames(&bench, 1000);
    is_int(bench_state(&bench), STATE_FAULT, "stuck since before the start it clears nothing");
}

static void test_panic(void)
{
    begin();
    load(80);
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 5);
    bench_frames(&bench, 10);
    device_stop(device, END_PANIC);
    ok(device_must_rest(device), "after the panic byte the outputs are cut without waiting");
    bench_frames(&bench, 1);
    is_int(device->panics, 1, "and it is counted");
    is_int(bench_ask(&bench, MESSAGE_RESUME), REFUSAL_WRONG_STATE, "nothing resumes it");
    ok(bench.cut, "and nothing lifts the cut");
    bench_leg(&bench, LEG_LEFT);
    bench_frames(&bench, 1);
    ok(!bench.cut, "but a leg declared anew");
}

int main(void)
{
    test_buttons();
    test_stop_button();
    test_panic();
    return done();
}
