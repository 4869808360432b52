#include "avr/core/divide.h"

/* From the upper bits comes a quotient that is at most one too small; its remainder says whether it is. */
__attribute__((noinline)) uint16_t divide_by_1000(uint32_t value)
{
    uint16_t upper = (uint16_t)(value >> 8);
    uint16_t quotient = (uint16_t)((uint32_t)upper * (65536UL * 256 / 1000) >> 16);
    uint16_t rest = (uint16_t)((uint16_t)value - (uint16_t)(quotient * 1000U));
    return rest >= 1000 ? (uint16_t)(quotient + 1) : quotient;
}

/* An eighth of the fifth: 52429 is 2^18 / 5, rounded up, which is near enough for any sixteen bits. */
uint16_t divide_by_40(uint16_t value)
{
    return (uint16_t)((uint32_t)value * 52429UL >> 16) >> 5;
}

/* The same way, with a sixteen-bit product. */
uint8_t divide_by_10_up(uint16_t value)
{
    uint16_t dividend = (uint16_t)(value + 9);
    uint8_t quotient = (uint8_t)((uint16_t)(dividend * 51U) >> 9);
    uint8_t rest = (uint8_t)(dividend - quotient * 10U);
    return rest >= 10 ? (uint8_t)(quotient + 1) : quotient;
}
