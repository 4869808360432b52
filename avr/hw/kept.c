#include "avr/hw/kept.h"

static uint16_t noted __attribute__((section(".noinit")));
static uint16_t noted_inverted __attribute__((section(".noinit")));

uint16_t kept_word(uint16_t otherwise)
{
    return (noted ^ noted_inverted) == UINT16_MAX ? noted : otherwise;
}

void kept_note(uint16_t word)
{
    noted = word;
    noted_inverted = (uint16_t)~word;
}
