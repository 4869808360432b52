#include "avr/core/drive.h"

#include "avr/core/divide.h"

enum { FRAME_ms = 10 };

static uint16_t window_duty(uint16_t strength_permille, uint16_t start, uint16_t max)
{
    if (max < start)
        return max;
    return (uint16_t)(start + divide_by_1000((uint32_t)(max - start) * strength_permille));
}

/* After a kick, or while falling, straight to the target; rising, by the slew. */
static uint16_t slewed(uint16_t target, uint16_t duty, uint16_t slew)
{
    return target > duty + slew && duty != 0 ? (uint16_t)(duty + slew) : target;
}

void drive_frame(struct drive *drive, const uint16_t *strength_permille,
                 const struct drive_windows *windows)
{
    const int16_t *start = windows->start_permille, *max = windows->max_permille;
    uint16_t *duty = drive->duty_permille;
    uint8_t *kick_frames = drive->kick_frames;
    uint16_t target = 0, of_strength = 0;
    uint8_t due = drive->due_zones & ZONES_ALL; /* or a flipped bit would be a seventh zone */
    uint8_t still_due = 0;
    for (uint8_t zone = 1; zone <= due;
         zone = (uint8_t)(zone << 1), duty++, kick_frames++, start++, max++) {
        uint16_t strength = *strength_permille++, before = of_strength, now = 0;
        of_strength = 0;
        if (!(due & zone))
            continue;
        uint8_t kick = *kick_frames;
        if (strength == 0) {
            /* a frame of rest earns a frame of kick */
            if ((kick + 1U) * FRAME_ms <= windows->kick_ms)
                ++*kick_frames;
        } else if (kick > 0) {
            --*kick_frames;
            now = (uint16_t)*max;
        } else {
            /* zones of a row are usually alike: then it is worked out once for both */
            if (strength != before || *start != start[-1] || *max != max[-1])
                target = window_duty(strength, (uint16_t)*start, (uint16_t)*max);
            of_strength = strength;
            now = slewed(target, *duty, windows->slew_permille);
        }
        if (now != *duty || kick != *kick_frames)
            still_due |= zone;
        *duty = now;
    }
    drive->due_zones = still_due;
}
