#include "avr/hw/clock.h"

#include <avr/cpufunc.h>
#include <avr/interrupt.h>
#include <avr/sleep.h>
#include <stddef.h>
#include <util/atomic.h>

#include "avr/hw/adc.h"
#include "avr/hw/hw.h"
#include "avr/hw/pins.h"

enum {
    OUTPUTS_AT_counts = 7, /* 3.5 us into the frame */
    COUNTS_PER_us = 2,
    LEASE_FRAMES = 10,   /* 100 ms */
    WINDOW_FRAMES = 100, /* 1 s of heater proportioning */
    PERMILLE = 1000,
};

/* One frame, as the registers take it. */
struct frame {
    uint8_t tccr0a, tccr1a, tccr2a;
    uint8_t ocr0a, ocr0b, ocr2a, ocr2b;
    uint16_t ocr1a, ocr1b;
    bool heater;
};

/* 0..9, place of the present tick in its frame; in a spare register (datasheet 8.5.2), which in and out reach. */
#define FRAME_TICK GPIOR1

static volatile uint8_t frames;       /* counts all frames, for main to follow */
static volatile bool wakes_always;    /* every tick wakes main, not only a frame's first */
static volatile bool published;       /* next is ready */
static volatile uint8_t lease_frames; /* how long the last frame may still stand */
static volatile uint16_t late_frames;
static volatile uint8_t frames_since; /* the last one that was published in time began */
static volatile uint8_t applied_counts;
static volatile uint16_t counts_sum; /* of this frame's conversions */
static struct frame next;            /* written by main while !published */
static uint32_t frame_ms;            /* main's: when frame frames_seen began */
static uint8_t frames_seen;
static uint8_t window_at;

/* Frame boundary: copy what was permitted, at an instant that does not depend on what the interrupt was held up
 * by, if that was short. Kept to register moves: this is the path that all step timing is measured on. Timers
 * 0 and 2 come first: they take a new duty over soonest. */
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
    if (!(GPIOR0 & _BV(FLAG_CUT))) {
        while (TCNT1L < OUTPUTS_AT_counts)
            ;
        OCR0A = next.ocr0a;
        OCR0B = next.ocr0b;
        TCCR0A = next.tccr0a;
        OCR2A = next.ocr2a;
        OCR2B = next.ocr2b;
        TCCR2A = next.tccr2a;
        TCCR1A = next.tccr1a;
        OCR1A = next.ocr1a;
        OCR1B = next.ocr1b;
        if (next.heater)
            PIN_SET(HEATER_POWER);
        else
            PIN_CLEAR(HEATER_POWER);
        lease_frames = LEASE_FRAMES;
    }
    applied_counts = TCNT1L;
    published = false;
    frames_since = 0;
}

/* --- conversions ------------------------------------------------------------------------------ */

#define AS_CHANNEL(net, channel) CHANNEL_##net = (channel),
enum { ANALOG_INPUTS(AS_CHANNEL) };
#undef AS_CHANNEL

enum {
    FIRST_TICK_THAT_COUNTS = 2, /* by then that of tick 1 is finished */
    LADDER_TICK = CLOCK_TICKS_PER_FRAME - 1,
    AVCC_IS_REFERENCE = _BV(REFS0),
};

void adc_begin(uint8_t channel)
{
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        counts_sum = 0;
        ADMUX = (uint8_t)(AVCC_IS_REFERENCE | channel);
        ADCSRA |= _BV(ADSC);
    }
}

struct adc_frame adc_take(void)
{
    struct adc_frame frame;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        frame = (struct adc_frame){.counts8 = counts_sum, .ladder_counts = ADC};
    }
    return frame;
}

/* --- the tick --------------------------------------------------------------------------------- */

/* Nine ticks of ten end here: the conversion before is added up and the next one begun. An idle kit is awake for
 * little else, so it is written out: the compiler would save seven registers more. */
ISR(TIMER1_OVF_vect, ISR_NAKED)
{
    __asm__ volatile(
        "   sbic %[flags], %[flag_frame]\n rjmp __vector_frame\n"
        "   push r24\n in r24, __SREG__\n push r24\n"
        "   in r24, %[tick]\n inc r24\n out %[tick], r24\n cpi r24, %[first]\n brlo 1f\n"
        "   push r25\n"
        "   lds r25, %[result]\n lds r24, %[sum]\n add r24, r25\n sts %[sum], r24\n"
        "   lds r25, %[result]+1\n lds r24, %[sum]+1\n adc r24, r25\n sts %[sum]+1, r24\n"
        "   pop r25\n"
        "   in r24, %[tick]\n cpi r24, %[ladder_tick]\n brlo 1f\n"
        "   ldi r24, %[ladder]\n sts %[mux], r24\n" /* the result before has been read */
        "   sbi %[flags], %[flag_frame]\n"
        "1: lds r24, %[control]\n ori r24, %[begin]\n sts %[control], r24\n"
        "   lds r24, %[wakes]\n sbrc r24, 0\n sbi %[flags], %[flag_tick]\n"
        "   pop r24\n out __SREG__, r24\n pop r24\n reti\n"
        :
        : [tick] "I"(_SFR_IO_ADDR(FRAME_TICK)), [first] "M"(FIRST_TICK_THAT_COUNTS),
          [result] "i"(_SFR_MEM_ADDR(ADC)), [sum] "i"(&counts_sum), [ladder_tick] "M"(LADDER_TICK),
          [ladder] "M"(AVCC_IS_REFERENCE | CHANNEL_PANEL_LADDER), [mux] "i"(_SFR_MEM_ADDR(ADMUX)),
          [control] "i"(_SFR_MEM_ADDR(ADCSRA)), [begin] "M"(_BV(ADSC)), [wakes] "i"(&wakes_always),
          [flags] "I"(_SFR_IO_ADDR(GPIOR0)), [flag_frame] "I"(FLAG_FRAME),
          [flag_tick] "I"(FLAG_TICK));
}

/* The tenth: a frame begins. */
ISR(__vector_frame)
{
    apply_frame(); /* before anything else: the sooner, the more exact */
    GPIOR0 &= (uint8_t)~_BV(FLAG_FRAME);
    FRAME_TICK = 0;
    frames++;
    GPIOR0 |= _BV(FLAG_TICK);
}

/* When that frame began: the last one that main has heard of, at most 255 frames ago, or a newer one. */
static uint32_t began_ms(uint8_t frame)
{
    frame_ms += (uint8_t)(frame - frames_seen) * (uint16_t)CLOCK_TICKS_PER_FRAME;
    frames_seen = frame;
    return frame_ms;
}

static uint32_t to_us(uint32_t ms, uint16_t counts)
{
    return ms * 1000UL + counts / COUNTS_PER_us;
}

uint32_t clock_ms(void)
{
    uint8_t frame, tick;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        frame = frames;
        tick = FRAME_TICK;
    }
    return began_ms(frame) + tick;
}

uint32_t clock_frame_ms(void)
{
    return began_ms(frames);
}

uint32_t clock_us(void)
{
    uint8_t frame, tick;
    uint16_t counts;
    bool overflowed;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        frame = frames;
        tick = FRAME_TICK;
        counts = TCNT1;
        overflowed = TIFR1 & _BV(TOV1);
    }
    /* an overflow that the interrupt has not counted yet belongs to a small count only */
    if (overflowed && counts < TIMER1_TOP / 2)
        tick++;
    return to_us(began_ms(frame) + tick, counts);
}

uint8_t clock_frames(void)
{
    return frames;
}

uint8_t clock_frame_tick(void)
{
    return FRAME_TICK;
}

__attribute__((always_inline)) inline bool clock_take_tick(void)
{
    bool begins_frame;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) /* or a tick in between would be seen twice */
    {
        /* in a loop the compiler would reach it by a pointer, in three instructions */
        __asm__ volatile("cbi %0, %1" : : "I"(_SFR_IO_ADDR(GPIOR0)), "I"(FLAG_TICK));
        begins_frame = FRAME_TICK == 0;
    }
    return begins_frame;
}

void clock_wake_in_every_tick(bool every)
{
    wakes_always = every;
}

uint8_t clock_sleep(void)
{
    uint8_t noted;
    cli();
    while ((noted = hw_anything_is_noted()) == 0) {
        sei(); /* takes effect after the next instruction: nothing slips in between */
        sleep_cpu();
        _NOP(); /* the simulator wants one instruction in which to notice what woke it */
        cli();
    }
    sei();
    return noted;
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

static inline void set_duties(const uint16_t duty_permille[CLOCK_ZONES])
{
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
}

void outputs_publish(const uint16_t duty_permille[CLOCK_ZONES], uint16_t heater_permille)
{
    published = false; /* the interrupt leaves `next` alone from here on */
    ORDER_STORES();
    next.tccr0a = TCCR0A_OFF;
    next.tccr1a = TCCR1A_OFF;
    next.tccr2a = TCCR2A_OFF;
    if (duty_permille != NULL)
        set_duties(duty_permille);
    if (++window_at == WINDOW_FRAMES)
        window_at = 0;
    next.heater = heater_permille > (uint16_t)window_at * (PERMILLE / WINDOW_FRAMES);
    ORDER_STORES();
    published = true;
}

uint32_t outputs_applied_us(void)
{
    uint8_t frame, since, counts;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        frame = frames;
        since = frames_since;
        counts = applied_counts;
    }
    return to_us(began_ms(frame) - since * (uint16_t)CLOCK_TICKS_PER_FRAME, counts);
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
    uint16_t late;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        late = late_frames;
    }
    return late;
}
