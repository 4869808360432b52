/* STOP held for three seconds acknowledges faults: those that a person may have read before, and no other. */
#include "protocol/faults.h"
#include "tests/pure/bench.h"
#include "tests/tap.h"

enum { HELD_frames = 300, PHASES = 10 };

static struct bench bench;
static struct device *const device = &bench.device;

static void press(uint32_t frames)
{
    device->stop_is_down = false;
    bench_frames(&bench, 2);
    device->stop_is_down = true;
    bench_frames(&bench, frames);
}

static void begin(void)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
    safety_raise(&device->safety, FAULT_ILLEGAL_RESET);
    bench_frames(&bench, 2);
}

/* The user would lose: the news of what came while they held STOP in a fright. */
static void test_fault_meanwhile(void)
{
    begin();
    press(HELD_frames - 1);
    is_int(bench_state(&bench), STATE_FAULT, "held for less than 3 s STOP clears no fault");
    bench_frames(&bench, 1);
    is_int(bench_state(&bench), STATE_IDLE, "held for 3 s it does");
    begin();
    press(HELD_frames - 10);
    safety_raise(&device->safety, FAULT_SELF_TEST);
    bench_frames(&bench, 3 * HELD_frames);
    is_int(device->safety.latched,
           (long)(FAULT_BIT(FAULT_SELF_TEST) | FAULT_BIT(FAULT_ILLEGAL_RESET)),
           "a fault that comes meanwhile is not one that was read, and spends the press");
    press(HELD_frames);
    is_int(bench_state(&bench), STATE_IDLE, "pressed anew STOP clears it");
}

/* The gate finds a flipped bit in one frame of ten; in one of these it is the last of the press. */
static void test_fault_in_the_last_frame(void)
{
    unsigned kept = 0;
    for (uint8_t phase = 0; phase < PHASES; phase++) {
        begin();
        bench_frames(&bench, phase);
        press(HELD_frames - 1);
        device->safety.legs[0].kept.motor_s ^= 1;
        bench_frames(&bench, 20);
        kept += device->safety.latched == FAULT_BIT(FAULT_SELF_TEST);
    }
    is_int(kept, 1, "nor is one of its last frame");
}

int main(void)
{
    test_fault_meanwhile();
    test_fault_in_the_last_frame();
    return done();
}
