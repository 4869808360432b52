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

uint8_t early_reset_flags(void)
{
    return reset_flags;
}
