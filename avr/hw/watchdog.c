#include "avr/hw/watchdog.h"

#include <avr/wdt.h>

void watchdog_start(void)
{
    wdt_enable(WDTO_120MS);
    wdt_reset();
}

void watchdog_kick(void)
{
    wdt_reset();
}
