#include "avr/core/motor_watch.h"

enum {
    TELLS_LEAST_permille =
        200,             /* below, a good motor takes too little to be told from a missing one */
    SETTLED_frames = 30, /* a kick and the filter are over, and a whole measurement is in between */
    /* Can-type motors of 14 to 30 Ohm: 40 mA when they hardly turn, 405 with the rotor held (J). Some draw less held
     * than others turning: a stalled one, of 2 W, is the self-test's to tell. */
    OPEN_mA = 20,
    SHORTED_mA = 450,
    OFF_mA = 60, /* twice what the amplifier's offset and the converter's make together */
    CANNOT_TELL = ZONE_COUNT + 1,
};

bool motor_watch_frame(struct motor_watch *watch, const uint16_t permille[ZONE_COUNT], bool unclear)
{
    uint8_t driven = ZONE_COUNT;
    for (uint8_t zone = permille ? 0 : ZONE_COUNT; zone < ZONE_COUNT; zone++) {
        uint16_t duty = *permille++;
        if (duty > 0)
            driven = driven == ZONE_COUNT && duty >= TELLS_LEAST_permille ? zone : CANNOT_TELL;
    }
    if (driven != watch->driven || unclear)
        watch->frames = 0;
    else if (watch->frames < SETTLED_frames)
        watch->frames++;
    watch->driven = driven;
    return driven != ZONE_COUNT;
}

bool motor_watch_cycle(struct motor_watch *watch, uint16_t motor_mA)
{
    uint8_t driven = watch->driven;
    if (watch->frames < SETTLED_frames || driven == CANNOT_TELL)
        return false;
    if (driven == ZONE_COUNT)
        return motor_mA > OFF_mA;
    if (motor_mA >= OPEN_mA && motor_mA <= SHORTED_mA)
        return false;
    watch->off = (uint8_t)(watch->off | 1U << driven);
    return true;
}
