/* hw.h: the law of this folder, and the cut that any interrupt may make.
 *
 * Interrupts move bytes, count time, latch samples and apply what was already decided. They decide
 * nothing, call nothing outside their own file, and take under 10 us. Everything else runs in main.
 * The one exception is the cut: the panic byte and the STOP button switch everything off themselves.
 * Any interrupt may switch off, none may switch on.
 * Shared between interrupts and main: one byte with one writer is volatile; anything wider is copied in
 * ATOMIC_BLOCK; GPIOR0's bits are set and cleared by single sbi and cbi instructions.
 */
#ifndef AVR_HW_HW_H
#define AVR_HW_HW_H

#include <avr/io.h>

#include "avr/hw/pins.h"

/* Bits of GPIOR0 (datasheet 8.5.1: a spare register that sbi and cbi reach). */
enum {
    FLAG_CUT = 0,        /* outputs are cut: the tick must not apply anything */
    FLAG_PANIC = 1,      /* the panic byte did it */
    FLAG_STOP = 2,       /* the STOP button did it */
    FLAG_LEASE = 3,      /* the lease ran out: main has not published for 100 ms */
    FLAG_TICK = 4,       /* a tick has begun */
    FLAG_LINK = 5,       /* a byte has come, or a reply has gone: look at the link */
    FLAG_FRAME = 6,      /* the clock's own: with the next tick a frame begins */
    FLAG_AFTER_ZERO = 7, /* the last good byte received was a zero */
};

/* Keeps the compiler from moving the stores of plain memory across what an interrupt goes by. */
#define ORDER_STORES() __asm__ volatile("" ::: "memory")

enum { TIMER1_TOP = 1999 /* 16 MHz / 8 / 2000 = 1 kHz */ };

/* Timer modes with every output compare disconnected: the pins follow PORT, which is low. */
enum {
    TCCR0A_OFF = _BV(WGM01) | _BV(WGM00), /* fast PWM, TOP 255 (table 15-8, mode 3) */
    TCCR1A_OFF = _BV(WGM11),              /* fast PWM, TOP ICR1 (table 16-4, mode 14) */
    TCCR2A_OFF = _BV(WGM21) | _BV(WGM20), /* fast PWM, TOP 255 (table 18-8, mode 3) */
};

/* Six motors and the heater off, now; they stay off until outputs_restore(). Always inlined: an interrupt
 * that calls a function saves every register the function might use. */
__attribute__((always_inline)) static inline void hw_cut(void)
{
    GPIOR0 |= _BV(FLAG_CUT);
    TCCR0A = TCCR0A_OFF;
    TCCR1A = TCCR1A_OFF;
    TCCR2A = TCCR2A_OFF;
    PIN_CLEAR(HEATER_POWER);
}

/* What interrupts have noted for main and main has not taken yet: a stop; anything. */
enum { HW_STOPS = _BV(FLAG_PANIC) | _BV(FLAG_STOP) | _BV(FLAG_LEASE) };

__attribute__((always_inline)) static inline uint8_t hw_stop_is_noted(void)
{
    return GPIOR0 & HW_STOPS;
}

__attribute__((always_inline)) static inline uint8_t hw_anything_is_noted(void)
{
    return GPIOR0 & (HW_STOPS | _BV(FLAG_TICK) | _BV(FLAG_LINK));
}

#endif
