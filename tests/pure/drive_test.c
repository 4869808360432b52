/* Drive: a motor starts when it should, never beyond what is comfortable, and is off when it is
 * off. */
#include <string.h>

#include "avr/core/drive.h"
#include "tests/tap.h"

enum {
    START = 250,
    MAX = 900,
    SLEW = 50,
    KICK_FRAMES = 6,
    HALF = 575 /* in the middle of the window */
};

static struct drive drive;
static int16_t start_permille[ZONE_COUNT], max_permille[ZONE_COUNT];
static struct drive_windows windows;
static uint16_t strength_permille[ZONE_COUNT];

static void drive_all(void)
{
    drive.due_zones = ZONES_ALL;
    drive_frame(&drive, strength_permille, &windows);
}

/* Motors at rest for long enough to have earned the push that is set. */
static void begin_with_kick(uint16_t kick_ms)
{
    memset(&drive, 0, sizeof drive);
    memset(strength_permille, 0, sizeof strength_permille);
    windows = (struct drive_windows){start_permille, max_permille, kick_ms, SLEW};
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        start_permille[zone] = START;
        max_permille[zone] = MAX;
    }
    for (uint8_t frame = 0; frame < KICK_FRAMES; frame++)
        drive_all();
}

static void begin(void)
{
    begin_with_kick(KICK_FRAMES * 10);
}

/* The first zone's duty after some frames at this strength. */
static uint16_t duty_after(uint8_t frames, uint16_t strength)
{
    strength_permille[0] = strength;
    for (; frames > 0; frames--)
        drive_all();
    return drive.duty_permille[0];
}

static void test_start(void)
{
    begin();
    is_int(duty_after(1, 500), MAX, "a resting motor gets a push, or it would only hum");
    is_int(duty_after(KICK_FRAMES - 1, 500), MAX, "for 60 ms");
    is_int(duty_after(1, 500), HALF, "and then turns at what was asked, without a detour");

    begin_with_kick(0);
    is_int(duty_after(1, 500), HALF, "without a push it starts where it was asked to");
}

static void test_change(void)
{
    begin();
    duty_after(KICK_FRAMES, 500);
    duty_after(1, 500);
    is_int(duty_after(1, 1000), HALF + SLEW, "stronger comes gently, 50 permille a frame");
    is_int(duty_after(5, 1000), HALF + 6 * SLEW, "step by step");
    is_int(duty_after(1, 1000), MAX, "up to the comfortable maximum and no further");
    is_int(duty_after(1, 100), 315, "weaker comes at once");
    is_int(duty_after(1, 0), 0, "off too");
}

/* A push at full strength for every short pulse would be a massage at full strength. */
static void test_short_pulses(void)
{
    begin();
    is_int(duty_after(1, 100), MAX, "a start is a push");
    is_int(duty_after(1, 0), 0, "which off interrupts");
    duty_after(100, 100);
    is_int(duty_after(2, 0), 0, "after a rest of 20 ms");
    is_int(duty_after(2, 100), MAX, "the motor still turns, and gets a push of 20 ms");
    is_int(duty_after(1, 100), 315, "and no longer");
    duty_after(200, 0);
    is_int(duty_after(KICK_FRAMES, 100), MAX, "a long rest earns the whole push");
    is_int(duty_after(1, 100), 315, "and no more than that");
}

/* The ends of the window are what the person has calibrated (A2). */
static void test_window(void)
{
    begin();
    duty_after(KICK_FRAMES, 1);
    is_int(duty_after(1, 1), START, "the least strength still turns the motor");
    duty_after(100, 1000);
    is_int(duty_after(1, 1000), MAX, "full strength is the person's maximum, not the motor's");
    max_permille[0] = 200;
    is_int(duty_after(100, 500), 200, "a maximum below the start is obeyed all the same");
    max_permille[0] = 1000;
    start_permille[0] = 600;
    is_int(duty_after(100, 1000), 1000, "the widest window does not overflow");
}

static void test_zones_are_separate(void)
{
    begin();
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        start_permille[zone] = (int16_t)(100 + 50 * zone);
        strength_permille[zone] = zone % 2 ? 0 : 1;
    }
    for (uint8_t frame = 0; frame <= KICK_FRAMES; frame++)
        drive_all();
    long wrong = 0;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        wrong += (int16_t)drive.duty_permille[zone] != (zone % 2 ? 0 : start_permille[zone]);
    is_int(wrong, 0, "each zone has its own window, and those that are not asked stay still");
}

/* Where nothing changes no time is spent. */
static void test_due(void)
{
    begin();
    strength_permille[0] = strength_permille[1] = strength_permille[2] = 500;
    drive.due_zones = 2;
    drive_frame(&drive, strength_permille, &windows);
    is_int(drive.duty_permille[1], MAX, "a zone that is due moves");
    is_int(drive.duty_permille[0] + drive.duty_permille[2], 0,
           "its neighbours, which are not, stay");
    is_int(drive.due_zones, 2, "it is due while its push lasts");
    for (uint8_t frame = 0; frame <= KICK_FRAMES; frame++)
        drive_frame(&drive, strength_permille, &windows);
    is_int(drive.duty_permille[1], HALF, "until it turns at what was asked");
    is_int(drive.due_zones, 0, "and then no more");
}

/* Whatever the strengths and the calibration: off is off, on is on, and nobody exceeds the
 * maximum. */
static void test_at_random(void)
{
    uint32_t state = 7;
    long wrong_off = 0, too_strong = 0, jumps = 0;
    begin();
    for (uint16_t frame = 0; frame < 5000; frame++) {
        if (frame % 50 == 0) {
            start_permille[0] = (int16_t)(50 + tap_random(&state) % 551);
            max_permille[0] = (int16_t)(100 + tap_random(&state) % 901);
            windows.kick_ms = (uint16_t)(tap_random(&state) % 201);
            windows.slew_permille = (uint16_t)(5 + tap_random(&state) % 996);
            duty_after(1, 0);
        }
        uint16_t before = drive.duty_permille[0];
        bool kicked = drive.kick_frames[0] > 0 || before == 0;
        uint16_t strength = tap_random(&state) % 4 ? (uint16_t)(tap_random(&state) % 1001) : 0;
        uint16_t duty = duty_after(1, strength);
        wrong_off += (duty == 0) != (strength == 0);
        too_strong += duty > (uint16_t)max_permille[0];
        jumps += !kicked && duty > before + windows.slew_permille;
    }
    is_int(wrong_off, 0, "the duty is zero exactly when the strength is: motor time is honest");
    is_int(too_strong, 0, "no duty is above the person's maximum");
    is_int(jumps, 0, "no running motor jumps by more than the slew");
}

/* The user would lose: a bit that is no zone's may not reach what stands behind the duties. */
static void test_no_seventh_zone(void)
{
    begin_with_kick(0);
    strength_permille[0] = HALF;
    drive_all();
    struct drive good = drive, flipped = drive;
    good.due_zones = ZONES_ALL;
    flipped.due_zones = 0xFF;
    drive_frame(&good, strength_permille, &windows);
    drive_frame(&flipped, strength_permille, &windows);
    ok(memcmp(good.duty_permille, flipped.duty_permille, sizeof good.duty_permille) == 0 &&
           memcmp(good.kick_frames, flipped.kick_frames, sizeof good.kick_frames) == 0,
       "there is no seventh zone");
}

int main(void)
{
    test_start();
    test_change();
    test_short_pulses();
    test_window();
    test_zones_are_separate();
    test_due();
    test_no_seventh_zone();
    test_at_random();
    return done();
}
