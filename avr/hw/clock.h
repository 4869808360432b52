/* clock.h: the device's time, and the outputs that change with it.
 *
 * Timer 1 overflows every millisecond (a tick); ten ticks are a frame. At each frame's beginning the
 * interrupt copies the duties main has published for it into the timers.
 * Owns: timers 0, 1 and 2, the six motor pins, HEATER_POWER. Context: main, unless said otherwise.
 * Errors: a frame that is not ready in time keeps the last one and is counted; after the lease of 100 ms
 * without a new frame everything is off.
 * Latching: the chip takes a new duty at the end of its PWM period, up to 128 us later on timers 0
 * and 2 (7.8 kHz) and up to 1 ms on timer 1 (1 kHz; datasheet 15.7.3, 16.9.3).
 */
#ifndef AVR_HW_CLOCK_H
#define AVR_HW_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_TICKS_PER_FRAME = 10, CLOCK_ZONES = 6 };

/* Milliseconds since the reset; wraps after 49 days. */
uint32_t clock_ms(void);

/* Microseconds since the reset; wraps after 71 minutes. Resolution 0.5 us, truncated. */
uint32_t clock_us(void);

/* When the present frame began, on clock_ms()'s scale. */
uint32_t clock_frame_ms(void);

/* Frames begun so far, wraps at 256. Main looks at least once in so many. */
uint8_t clock_frames(void);

/* The present tick's place in its frame, 0 to 9. */
uint8_t clock_frame_tick(void);

/* Main has seen FLAG_TICK (hw.h). Is it a frame's first? */
bool clock_take_tick(void);

/* Is FLAG_TICK noted in every tick, or in a frame's tick 0 only? */
void clock_wake_in_every_tick(bool every);

/* Sleeps until an interrupt has noted something for main (hw.h), and says what. */
uint8_t clock_sleep(void);

/* Hands over the next frame: duties in permille of full on (0 is off; the most is 255/256; NULL: all off), and
 * the heater's duty, proportioned over a window of one second. Call once per frame. */
void outputs_publish(const uint16_t duty_permille[CLOCK_ZONES], uint16_t heater_permille);

/* When the last published frame went into the timers, on clock_us()'s scale. */
uint32_t outputs_applied_us(void);

/* Has the lease run out since the last call? */
bool outputs_take_lease_expiry(void);

/* Lets published frames through again after a cut. Only after a human action; not while a stop waits to be
 * noticed. */
void outputs_restore(void);

/* Everything off now, from main. */
void outputs_cut(void);

/* Is the heater's switch on in the present frame? */
bool outputs_heater_is_on(void);

/* Frames that were not published in time since the reset. */
uint16_t outputs_late_frames(void);

#endif
