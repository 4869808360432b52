#include "avr/hw/clock.h"

#include <avr/cpufunc.h>
#include <avr/interrupt.h>
#include <avr/sleep.h>
#include <util/atomic.h>

#include "avr/hw/hw.h"
#include "avr/hw/pins.h"

enum {
    COUNTS_PER_us = 2,
    LEASE_FRAMES = 10,   /* 100 ms */
    WINDOW_FRAMES = 100, /* 1 s of heater proportioning */
    PERMILLE = 1000,
};

/* `next` is plain memory: keeps the compiler from moving its stores across `published`. */
#define ORDER_STORES() __asm__ volatile("" ::: "memory")

/* One frame, as the registers take it. */
struct frame {
    uint8_t tccr0a, tccr1a, tccr2a;
    uint8_t ocr0a, ocr0b, ocr2a, ocr2b;
    uint16_t ocr1a, ocr1b;
    bool heater;
};

static volatile uint32_t frame_ms;    /* when the present frame began */
static volatile uint8_t frame_tick;   /* 0..9, place of the present tick in it */
static volatile uint8_t ticks;        /* counts all ticks, for main to follow */
static volatile bool published;       /* next is ready */
static volatile uint8_t lease_frames; /* how long the last frame may still stand */
static volatile uint16_t late_frames;
static volatile uint8_t frames_since; /* the last one that was published in time began */
static volatile uint16_t applied_counts;
static struct frame next;            /* written by main while !published */
static uint8_t ticks_seen, tick_due; /* main's */
static uint8_t window_at;            /* main's */

/* Frame boundary: copy what was permitted. Kept to register moves: this is the path that all step
 * timing is measured on. */
static inline void apply_frame(void)
{
    if (!published) {
        late_frames++;
        frames_since++;
        if (lease_frames > 0 && --lease_frames == 0) {
            hw_cut();
            GPIOR0 |= _BV(FLAG_LEASE);
        }
        return;
    }
    published = false;
    frames_since = 0;
    if (!(GPIOR0 & _BV(FLAG_CUT))) {
        OCR1A = next.ocr1a;
        OCR1B = next.ocr1b;
        OCR0A = next.ocr0a;
        OCR0B = next.ocr0b;
        OCR2A = next.ocr2a;
        OCR2B = next.ocr2b;
        TCCR0A = next.tccr0a;
        TCCR1A = next.tccr1a;
        TCCR2A = next.tccr2a;
        if (next.heater)
            PIN_SET(HEATER_POWER);
        else
            PIN_CLEAR(HEATER_POWER);
        lease_frames = LEASE_FRAMES;
    }
    applied_counts = TCNT1;
}

ISR(TIMER1_OVF_vect)
{
    uint8_t tick = (uint8_t)(frame_tick + 1);
    if (tick == CLOCK_TICKS_PER_FRAME) {
        tick = 0;
        apply_frame(); /* before anything else: the sooner, the more exact */
        frame_ms += CLOCK_TICKS_PER_FRAME;
    }
    frame_tick = tick;
    ticks++;
    GPIOR0 |= _BV(FLAG_TICK);
}

uint32_t clock_ms(void)
{
    uint32_t ms;
    uint8_t tick;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        ms = frame_ms;
        tick = frame_tick;
    }
    return ms + tick;
}

uint32_t clock_next_frame_ms(void)
{
    uint32_t ms;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        ms = frame_ms;
    }
    return ms + CLOCK_TICKS_PER_FRAME;
}

static uint32_t to_us(uint32_t ms, uint16_t counts)
{
    return ms * 1000UL + counts / COUNTS_PER_us;
}

uint32_t clock_us(void)
{
    uint32_t ms;
    uint16_t counts;
    uint8_t tick;
    bool overflowed;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        ms = frame_ms;
        tick = frame_tick;
        counts = TCNT1;
        overflowed = TIFR1 & _BV(TOV1);
    }
    /* an overflow that the interrupt has not counted yet belongs to a small count only */
    if (overflowed && counts < TIMER1_TOP / 2)
        tick++;
    return to_us(ms + tick, counts);
}

uint8_t clock_next_tick(void)
{
    GPIOR0 &= (uint8_t)~_BV(FLAG_TICK); /* first: a tick from here on notes itself anew */
    if (++ticks_seen != ticks)
        GPIOR0 |= _BV(FLAG_TICK); /* this is not the last one */
    if (++tick_due == CLOCK_TICKS_PER_FRAME)
        tick_due = 0;
    return tick_due;
}

void clock_sleep(void)
{
    cli();
    while (!hw_anything_is_noted()) {
        sei(); /* takes effect after the next instruction: nothing slips in between */
        sleep_cpu();
        _NOP(); /* the simulator wants one instruction in which to notice what woke it */
        cli();
    }
    sei();
}

/* Duty 0 disconnects the pin (fast PWM has a spike at OCR 0); full on stays a little below TOP, where the
 * simulator and the chip differ. Sixteen bits suffice: 65/256 of a permille is 255/1000 less 0.4 %. */
static uint8_t to_ocr8(uint16_t permille)
{
    return (uint8_t)((uint16_t)(permille * 65U) >> 8);
}

static uint16_t to_ocr16(uint16_t permille)
{
    return permille < PERMILLE ? (uint16_t)(permille * 2U) : TIMER1_TOP - 1;
}

void outputs_publish(const uint16_t duty_permille[CLOCK_ZONES], uint16_t heater_permille)
{
    published = false; /* the interrupt leaves `next` alone from here on */
    ORDER_STORES();
    next.ocr0a = to_ocr8(duty_permille[0]);
    next.ocr0b = to_ocr8(duty_permille[1]);
    next.ocr1a = to_ocr16(duty_permille[2]);
    next.ocr1b = to_ocr16(duty_permille[3]);
    next.ocr2a = to_ocr8(duty_permille[4]);
    next.ocr2b = to_ocr8(duty_permille[5]);
    next.tccr0a = (uint8_t)(TCCR0A_OFF | (duty_permille[0] ? _BV(COM0A1) : 0) |
                            (duty_permille[1] ? _BV(COM0B1) : 0));
    next.tccr1a = (uint8_t)(TCCR1A_OFF | (duty_permille[2] ? _BV(COM1A1) : 0) |
                            (duty_permille[3] ? _BV(COM1B1) : 0));
    next.tccr2a = (uint8_t)(TCCR2A_OFF | (duty_permille[4] ? _BV(COM2A1) : 0) |
                            (duty_permille[5] ? _BV(COM2B1) : 0));
    if (++window_at == WINDOW_FRAMES)
        window_at = 0;
    next.heater = heater_permille > (uint16_t)window_at * (PERMILLE / WINDOW_FRAMES);
    ORDER_STORES();
    published = true;
}

uint32_t outputs_applied_us(void)
{
    uint32_t ms;
    uint16_t counts;
    uint8_t since;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        ms = frame_ms;
        since = frames_since;
        counts = applied_counts;
    }
    return to_us(ms - since * (uint16_t)CLOCK_TICKS_PER_FRAME, counts);
}

void outputs_restore(void)
{
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        if (!(GPIOR0 & (_BV(FLAG_PANIC) | _BV(FLAG_STOP)))) /* a stop that main has not seen yet */
            GPIOR0 &= (uint8_t)~_BV(FLAG_CUT);
    }
}

bool outputs_take_lease_expiry(void)
{
    bool expired = GPIOR0 & _BV(FLAG_LEASE);
    GPIOR0 &= (uint8_t)~_BV(FLAG_LEASE);
    return expired;
}

void outputs_cut(void)
{
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        hw_cut();
    }
}

bool outputs_heater_is_on(void)
{
    return PORTD & _BV(PIN_BIT_HEATER_POWER);
}

uint16_t outputs_late_frames(void)
{
    uint16_t frames;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        frames = late_frames;
    }
    return frames;
}
