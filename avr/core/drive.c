#include "avr/core/drive.h"

#include "avr/core/divide.h"

enum { FRAME_ms = 10 };

static uint16_t window_duty(uint16_t strength_permille, uint16_t start, uint16_t max)
{
    if (max < start)
        return max;
    return (uint16_t)(start + divide_by_1000((uint32_t)(max - start) * strength_permille));
}

/* Zones of a row are usually alike: then it is worked out once for both. */
struct known {
    uint16_t strength_permille, start, max, target;
};

static uint16_t find_target(struct known *known, uint16_t strength_permille, uint16_t start,
                            uint16_t max)
{
    if (strength_permille != known->strength_permille || start != known->start || max != known->max)
        *known = (struct known){strength_permille, start, max,
                                window_duty(strength_permille, start, max)};
    return known->target;
}

/* True if the zone is as it was. */
static bool drive_zone(struct drive *drive, uint8_t zone, uint16_t strength_permille,
                       const struct drive_windows *windows, struct known *known)
{
    uint16_t *duty = &drive->duty_permille[zone];
    uint8_t *kick_frames = &drive->kick_frames[zone];
    uint16_t before = *duty, now = 0;
    bool is_settled = true;
    if (strength_permille == 0) {
        /* a frame of rest earns a frame of kick */
        if ((*kick_frames + 1U) * FRAME_ms <= windows->kick_ms) {
            ++*kick_frames;
            is_settled = false;
        }
    } else {
        uint16_t max = (uint16_t)windows->max_permille[zone];
        if (*kick_frames > 0) {
            --*kick_frames;
            now = max;
            is_settled = false;
        } else {
            now =
                find_target(known, strength_permille, (uint16_t)windows->start_permille[zone], max);
            /* after a kick, or while falling, straight to the target; rising, by the slew */
            if (now > before + windows->slew_permille && before != 0)
                now = (uint16_t)(before + windows->slew_permille);
        }
    }
    *duty = now;
    return is_settled && now == before;
}

void drive_frame(struct drive *drive, const uint16_t strength_permille[ZONE_COUNT],
                 const struct drive_windows *windows)
{
    struct known known = {.strength_permille = 0};
    bool is_settled = true;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        is_settled &= drive_zone(drive, zone, strength_permille[zone], windows, &known);
    drive->is_settled = is_settled;
}
