#include "avr/hw/uart.h"

#include <avr/interrupt.h>
#include <util/atomic.h>

#include "avr/hw/hw.h"

enum { RING_BYTES = 128, RING_MASK = RING_BYTES - 1, PANIC_BYTE = 0xA5 };

/* One producer (interrupt), one consumer (main), indices below RING_BYTES; equal: it is empty. */
static volatile uint8_t ring[RING_BYTES]
    __attribute__((section(".noinit"))); /* clearing takes long */
static volatile uint8_t ring_in, ring_out;
static volatile uint16_t framing_errors, overruns;

/* What waits to be sent: main fills in the frame and then its length, 0 of which means that none waits. */
enum kind { REPLY, EVENT };
static const uint8_t *volatile waiting[2];
static volatile uint8_t waiting_length[2];

/* What is being sent. */
static const uint8_t *sending; /* touched with interrupts off only */
static volatile uint8_t sending_left;
static volatile bool in_reply;

ISR(USART_RX_vect)
{
    uint8_t status = UCSR0A; /* before UDR0: reading that pops both */
    uint8_t byte = UDR0;
    if (status & _BV(FE0)) {
        GPIOR0 &= (uint8_t)~_BV(FLAG_AFTER_ZERO);
        framing_errors++;
        return;
    }
    if (status & _BV(DOR0))
        overruns++; /* the byte before this one was lost in the receiver */
    if (byte == 0) {
        GPIOR0 |= _BV(FLAG_AFTER_ZERO);
    } else {
        if (byte == PANIC_BYTE && (GPIOR0 & _BV(FLAG_AFTER_ZERO))) {
            hw_cut();
            GPIOR0 |= _BV(FLAG_PANIC);
        }
        GPIOR0 &= (uint8_t)~_BV(FLAG_AFTER_ZERO);
    }
    uint8_t in = ring_in;
    ring[in] = byte; /* the place after the newest is always free */
    in = (in + 1) & RING_MASK;
    if (in == ring_out)
        overruns++;
    else
        ring_in = in;
    GPIOR0 |= _BV(FLAG_LINK);
}

/* What waits in that slot is sent from now on. */
__attribute__((always_inline)) static inline void begin_to_send(enum kind kind)
{
    sending = waiting[kind];
    sending_left = waiting_length[kind];
    waiting_length[kind] = 0;
    in_reply = kind == REPLY;
}

/* The next byte into the transmitter, which has room for it. */
__attribute__((always_inline)) static inline void feed_transmitter(void)
{
    const uint8_t *at = sending;
    UDR0 = *at++;
    sending = at;
    uint8_t left = (uint8_t)(sending_left - 1);
    sending_left = left;
    if (left == 0)
        GPIOR0 |= _BV(FLAG_LINK); /* after a reply: bytes may have waited for this */
}

/* A byte of what is being sent: written out, like the tick (clock.c). */
ISR(USART_UDRE_vect, ISR_NAKED)
{
    __asm__ volatile(
        "   push r24\n in r24, __SREG__\n push r24\n"
        "   lds r24, %[left]\n subi r24, 1\n brcs 2f\n"
        "   sts %[left], r24\n brne 1f\n"
        "   sbi %[flags], %[flag_link]\n" /* after a reply: bytes may have waited for this */
        "1: push r30\n push r31\n lds r30, %[at]\n lds r31, %[at]+1\n"
        "   ld r24, Z+\n sts %[data], r24\n sts %[at], r30\n sts %[at]+1, r31\n"
        "   pop r31\n pop r30\n pop r24\n out __SREG__, r24\n pop r24\n reti\n"
        "2: pop r24\n out __SREG__, r24\n pop r24\n rjmp __vector_sent\n"
        :
        : [left] "i"(&sending_left), [at] "i"(&sending), [data] "i"(_SFR_MEM_ADDR(UDR0)),
          [flags] "I"(_SFR_IO_ADDR(GPIOR0)), [flag_link] "I"(FLAG_LINK));
}

/* All of it is sent: what waits comes next, the reply first, by the interrupt that follows at once. */
ISR(__vector_sent)
{
    if (waiting_length[REPLY] > 0)
        begin_to_send(REPLY);
    else if (waiting_length[EVENT] > 0)
        begin_to_send(EVENT);
    else
        UCSR0B &= (uint8_t)~_BV(UDRIE0);
}

bool uart_pending(void)
{
    GPIOR0 &= (uint8_t)~_BV(FLAG_LINK); /* first: a byte from here on notes itself anew */
    return ring_in != ring_out;
}

uint8_t uart_take(void)
{
    uint8_t out = ring_out;
    uint8_t byte = ring[out];
    ring[out] = 0; /* or a flipped index would have all of a session said once more */
    ring_out = (out + 1) & RING_MASK;
    return byte;
}

/* Nothing is off meanwhile, or a frame could be late by that: the interrupt looks at a frame once its length is there, and
 * where it is off nothing is being sent. */
static void send(enum kind kind, const uint8_t *frame, uint8_t length)
{
    waiting[kind] = frame;
    waiting_length[kind] = length;
    if (!(UCSR0B & _BV(UDRIE0))) { /* the first byte need not wait for the interrupt */
        begin_to_send(kind);
        feed_transmitter();
        ORDER_STORES();
        UCSR0B |= _BV(UDRIE0);
    }
}

bool uart_reply_free(void)
{
    return waiting_length[REPLY] == 0 && (sending_left == 0 || !in_reply);
}

bool uart_event_free(void)
{
    return waiting_length[EVENT] == 0 && (sending_left == 0 || in_reply);
}

void uart_send_reply(const uint8_t *frame, uint8_t length)
{
    send(REPLY, frame, length);
}

void uart_send_event(const uint8_t *frame, uint8_t length)
{
    send(EVENT, frame, length);
}

static uint16_t read_counter(const volatile uint16_t *counter)
{
    uint16_t value;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        value = *counter;
    }
    return value;
}

uint16_t uart_framing_errors(void)
{
    return read_counter(&framing_errors);
}

uint16_t uart_overruns(void)
{
    return read_counter(&overruns);
}

bool uart_take_panic(void)
{
    bool panic = GPIOR0 & _BV(FLAG_PANIC);
    GPIOR0 &= (uint8_t)~_BV(FLAG_PANIC);
    if (panic)
        ring_out = ring_in; /* requests from before it come too late */
    return panic;
}
