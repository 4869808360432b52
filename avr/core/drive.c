#include "avr/core/drive.h"

#include "avr/core/divide.h"

enum { FRAME_ms = 10 };

static uint16_t window_duty(uint16_t strength_permille, uint16_t start, uint16_t max)
{
    if (max < start)
        return max;
    return (uint16_t)(start + divide_by_1000((uint32_t)(max - start) * strength_permille));
}

static void drive_zone(struct drive *drive, uint8_t zone, uint16_t strength_permille,
                       const struct drive_windows *windows)
{
    uint16_t *duty = &drive->duty_permille[zone];
    uint16_t max = (uint16_t)windows->max_permille[zone];
    if (strength_permille == 0) {
        *duty = 0;
        /* a frame of rest earns a frame of kick */
        if ((drive->kick_frames[zone] + 1U) * FRAME_ms <= windows->kick_ms)
            drive->kick_frames[zone]++;
        return;
    }
    uint16_t target = window_duty(strength_permille, (uint16_t)windows->start_permille[zone], max);
    if (drive->kick_frames[zone] > 0) {
        drive->kick_frames[zone]--;
        *duty = max;
        return;
    }
    /* after a kick, or while falling, straight to the target; rising, by the slew */
    if (target > *duty + windows->slew_permille && *duty != 0)
        *duty = (uint16_t)(*duty + windows->slew_permille);
    else
        *duty = target;
}

void drive_frame(struct drive *drive, const uint16_t strength_permille[ZONE_COUNT],
                 const struct drive_windows *windows)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        drive_zone(drive, zone, strength_permille[zone], windows);
}
