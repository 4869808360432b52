#include "avr/hw/uart.h"

#include <avr/interrupt.h>
#include <util/atomic.h>

#include "avr/hw/hw.h"

enum { RING_BYTES = 128, RING_MASK = RING_BYTES - 1, PANIC_BYTE = 0xA5 };

/* One producer (interrupt), one consumer (main), free-running indices. */
static volatile uint8_t ring[RING_BYTES];
static volatile uint8_t ring_in, ring_out;
static volatile uint16_t framing_errors, overruns;

/* What is being sent, and what waits. Main fills a waiting slot and then sets its length. */
struct outgoing {
    const uint8_t *frame;
    uint8_t waiting_length; /* 0: none waits */
    bool in_use;            /* waiting or being sent */
};
static volatile struct outgoing reply, event;
static const uint8_t *sending; /* the interrupt's */
static uint8_t sending_left;

ISR(USART_RX_vect)
{
    uint8_t status = UCSR0A; /* before UDR0: reading that pops both */
    uint8_t byte = UDR0;
    if (status & _BV(FE0)) {
        GPIOR0 &= (uint8_t)~_BV(FLAG_AFTER_ZERO);
        framing_errors++;
        return;
    }
    if (byte == PANIC_BYTE && (GPIOR0 & _BV(FLAG_AFTER_ZERO))) {
        hw_cut();
        GPIOR0 |= _BV(FLAG_PANIC);
    }
    if (byte == 0)
        GPIOR0 |= _BV(FLAG_AFTER_ZERO);
    else
        GPIOR0 &= (uint8_t)~_BV(FLAG_AFTER_ZERO);
    uint8_t in = ring_in;
    if (status & _BV(DOR0))
        overruns++; /* the byte before this one was lost in the receiver */
    if ((uint8_t)(in - ring_out) == RING_BYTES) {
        overruns++;
        return;
    }
    ring[in & RING_MASK] = byte;
    ring_in = (uint8_t)(in + 1);
    GPIOR0 |= _BV(FLAG_LINK);
}

/* The next byte into the transmitter, which has room for it; the interrupt is off when there is none. */
__attribute__((always_inline)) static inline void feed_transmitter(void)
{
    uint8_t left = sending_left;
    const uint8_t *at = sending;
    if (left == 0) {
        if ((left = reply.waiting_length) > 0) {
            at = reply.frame;
            reply.waiting_length = 0;
            GPIOR0 |= _BV(FLAG_IN_REPLY);
        } else if ((left = event.waiting_length) > 0) {
            at = event.frame;
            event.waiting_length = 0;
            GPIOR0 &= (uint8_t)~_BV(FLAG_IN_REPLY);
        } else {
            UCSR0B &= (uint8_t)~_BV(UDRIE0);
            return;
        }
    }
    UDR0 = *at;
    sending = at + 1;
    sending_left = --left;
    if (left > 0)
        return;
    if (GPIOR0 & _BV(FLAG_IN_REPLY)) {
        reply.in_use = false;
        GPIOR0 |= _BV(FLAG_LINK); /* bytes may have waited for this */
    } else {
        event.in_use = false;
    }
}

ISR(USART_UDRE_vect)
{
    feed_transmitter();
}

bool uart_pending(void)
{
    GPIOR0 &= (uint8_t)~_BV(FLAG_LINK); /* first: a byte from here on notes itself anew */
    return ring_in != ring_out;
}

uint8_t uart_take(void)
{
    uint8_t out = ring_out;
    uint8_t byte = ring[out & RING_MASK];
    ring_out = (uint8_t)(out + 1);
    return byte;
}

static void send(volatile struct outgoing *outgoing, const uint8_t *frame, uint8_t length)
{
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        outgoing->in_use = true;
        outgoing->frame = frame;
        outgoing->waiting_length = length;
        UCSR0B |= _BV(UDRIE0);
        if (UCSR0A & _BV(UDRE0)) /* idle: the first byte need not wait for the interrupt */
            feed_transmitter();
    }
}

bool uart_reply_free(void)
{
    return !reply.in_use;
}

bool uart_event_free(void)
{
    return !event.in_use;
}

void uart_send_reply(const uint8_t *frame, uint8_t length)
{
    send(&reply, frame, length);
}

void uart_send_event(const uint8_t *frame, uint8_t length)
{
    send(&event, frame, length);
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
