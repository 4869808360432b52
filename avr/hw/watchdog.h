/* watchdog.h: the reset of last resort. Stopped before main, in early.c.
 *
 * An interrupt without a handler cuts the outputs and waits for it.
 * Owns: the watchdog. Context: main.
 */
#ifndef AVR_HW_WATCHDOG_H
#define AVR_HW_WATCHDOG_H

/* Starts it: without watchdog_kick() for 120 ms the chip resets. */
void watchdog_start(void);

/* The one call stands in the main loop. */
void watchdog_kick(void);

#endif
