#include "avr/hw/early.h"

#include <avr/io.h>
#include <avr/wdt.h>

static uint8_t reset_flags __attribute__((section(".noinit")));

/* A watchdog that ran at the reset still runs, at its shortest period. */
void early_stop_watchdog(void) __attribute__((naked, used, section(".init3")));
void early_stop_watchdog(void)
{
    reset_flags = MCUSR;
    MCUSR = 0; /* WDRF must be clear before the watchdog can be stopped */
    wdt_disable();
}

/* Nothing is on the stack yet: all RAM above the variables is painted. */
void early_paint_stack(void) __attribute__((naked, used, section(".init3")));
void early_paint_stack(void)
{
    __asm__ volatile("    ldi r30, lo8(_end)\n"
                     "    ldi r31, hi8(_end)\n"
                     "    ldi r24, %0\n"
                     "    ldi r25, hi8(%1)\n"
                     "1:  st Z+, r24\n"
                     "    cpi r30, lo8(%1)\n"
                     "    cpc r31, r25\n"
                     "    brlo 1b\n"
                     :
                     : "M"(EARLY_STACK_PAINT), "i"(RAMEND + 1)
                     : "r24", "r25", "r30", "r31", "memory");
}

uint8_t early_reset_flags(void)
{
    return reset_flags;
}
