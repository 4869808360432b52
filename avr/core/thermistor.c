#include "avr/core/thermistor.h"

#include "protocol/flash.h"

enum { STEP_BITS = 7, STEP_counts8 = 1 << STEP_BITS, FIRST = 1024 / STEP_counts8 };

/* Hundredths of a degree at 1024, 1152, ... 7168 counts8. No step falls by more than 516, so that a part of
 * it in 1/128 fits in 16 bits. */
static const int16_t table_cC[] FLASH_TABLE = {
    8550, 8064, 7630, 7238, 6880, 6550,  6244,  5957,  5686,  5431,  5187, 4955, 4732,
    4518, 4311, 4111, 3916, 3727, 3542,  3361,  3183,  3009,  2837,  2668, 2500, 2334,
    2169, 2005, 1841, 1677, 1514, 1349,  1184,  1018,  850,   680,   507,  332,  152,
    -31,  -220, -414, -615, -825, -1044, -1275, -1519, -1780, -2062,
};

int16_t thermistor_counts8_to_cC(uint16_t counts8)
{
    if (counts8 < THERMISTOR_MIN_counts8)
        counts8 = THERMISTOR_MIN_counts8;
    if (counts8 > THERMISTOR_MAX_counts8)
        counts8 = THERMISTOR_MAX_counts8;
    uint8_t row = (uint8_t)((counts8 >> STEP_BITS) - FIRST);
    int16_t above_cC = flash_i16(&table_cC[row]);
    uint16_t fall_cC = (uint16_t)(above_cC - flash_i16(&table_cC[row + 1]));
    uint16_t part_cC = (uint16_t)(fall_cC * (counts8 & (STEP_counts8 - 1U))) >> STEP_BITS;
    return (int16_t)(above_cC - (int16_t)part_cC);
}
