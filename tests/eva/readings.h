/* readings.h: the range of what sense.c makes of any conversions: sense_eva.c shows it, safety_eva.c builds on it. */
#ifndef TESTS_EVA_READINGS_H
#define TESTS_EVA_READINGS_H

enum {
    READING_MIN_cC = -1800, /* of a thermistor that reads something */
    READING_MAX_cC = 7700,
    CURRENT_MAX_mA = 5000,
};

#endif
