#include "avr/hw/watchdog.h"

#include <avr/interrupt.h>
#include <avr/wdt.h>

#include "avr/hw/hw.h"

void watchdog_start(void)
{
    wdt_enable(WDTO_120MS);
    wdt_reset();
}

/* An interrupt that nobody has asked for: the program is not itself. The watchdog ends it. */
ISR(BADISR_vect, ISR_NAKED)
{
    hw_cut();
    for (;;) {
    }
}

void watchdog_kick(void)
{
    wdt_reset();
}
