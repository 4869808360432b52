#include "protocol/dose.h"

#include "protocol/flash.h"

#define FIRST_mC 37000L
#define STEP_mC 500U

/* 1000 * R^(43 - T) at 37.0, 37.5, ... 47.0 C, rounded up. */
static const uint16_t rates[] FLASH_TABLE = {
    1,   1,    1,    2,    4,    8,    16,   32,   63,    125,   250,
    500, 1000, 1415, 2000, 2829, 4000, 5657, 8000, 11314, 16000,
};

enum { LAST = sizeof rates / sizeof rates[0] - 1 };

uint16_t dose_rate_mCEM43_min(int32_t skin_mC)
{
    if (skin_mC < FIRST_mC)
        return 0;
    if (skin_mC >= FIRST_mC + LAST * STEP_mC)
        return flash_u16(&rates[LAST]);
    uint16_t above_mC = (uint16_t)(skin_mC - FIRST_mC);
    uint8_t row = (uint8_t)(above_mC / STEP_mC);
    uint16_t part_mC = above_mC % STEP_mC;
    uint16_t low = flash_u16(&rates[row]);
    uint16_t rise = (uint16_t)(flash_u16(&rates[row + 1]) - low);
    return (uint16_t)(low + ((uint32_t)rise * part_mC + (STEP_mC - 1)) / STEP_mC); /* rounded up */
}
