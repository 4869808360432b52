#include "protocol/dose.h"

#include "protocol/flash.h"

/* 1000 * R^(43 - T) at 37.0, 37.5, ... 47.0 C, rounded up. */
static const uint16_t rates[] FLASH_TABLE = {
    1,   1,    1,    2,    4,    8,    16,   32,   63,    125,   250,
    500, 1000, 1415, 2000, 2829, 4000, 5657, 8000, 11314, 16000,
};

enum { FIRST_cC = 3700, STEP_cC = 50, LAST = sizeof rates / sizeof rates[0] - 1 };

uint16_t dose_rate_mCEM43_min(int16_t skin_cC)
{
    if (skin_cC < FIRST_cC)
        return 0;
    if (skin_cC >= FIRST_cC + LAST * STEP_cC)
        return flash_u16(&rates[LAST]);
    uint16_t above_cC = (uint16_t)(skin_cC - FIRST_cC);
    uint8_t row = (uint8_t)(above_cC / STEP_cC);
    uint16_t part_cC = above_cC % STEP_cC;
    uint16_t low = flash_u16(&rates[row]);
    uint16_t rise = (uint16_t)(flash_u16(&rates[row + 1]) - low);
    return (uint16_t)(low + ((uint32_t)rise * part_cC + (STEP_cC - 1)) / STEP_cC); /* rounded up */
}
