#include "avr/core/divide.h"

/* From the upper bits comes a quotient that is at most one too small; its remainder says whether it is. */
__attribute__((noinline)) uint16_t divide_by_1000(uint32_t value)
{
    uint16_t upper = (uint16_t)(value >> 8);
    uint16_t quotient = (uint16_t)((uint32_t)upper * (65536UL * 256 / 1000) >> 16);
    uint16_t rest = (uint16_t)((uint16_t)value - (uint16_t)(quotient * 1000U));
    return rest >= 1000 ? (uint16_t)(quotient + 1) : quotient;
}

/* A quarter of it, divided by 25. */
uint16_t divide_by_100(uint32_t value)
{
    uint16_t quarters = (uint16_t)(value >> 2);
    uint16_t quotient = (uint16_t)((uint32_t)quarters * (65536UL / 25) >> 16);
    uint8_t rest = (uint8_t)(quarters - quotient * 25U);
    return rest >= 25 ? (uint16_t)(quotient + 1) : quotient;
}

uint8_t divide_by_10_up(uint16_t value)
{
    return (uint8_t)((uint32_t)(uint16_t)(value + 9) * (65536UL / 10 + 1) >> 16);
}
