#include "avr/hw/uart.h"

#include <avr/interrupt.h>
#include <util/atomic.h>

#include "avr/board.h"
#include "avr/hw/hw.h"

enum { RING_BYTES = 128, RING_MASK = RING_BYTES - 1, PANIC_BYTE = 0xA5 };

#define UBRR_VALUE (BOARD_CLOCK_Hz / 16 / BOARD_LINK_baud - 1) /* datasheet table 20-1 */

/* One producer (interrupt), one consumer (main), free-running indices. */
static volatile uint8_t ring[RING_BYTES];
static volatile uint8_t ring_in, ring_out;
static volatile uint16_t framing_errors, overruns;

/* What is being sent, and what waits. Main fills a waiting slot and then sets its length. */
enum { REPLY, EVENT, SOURCES };
static const uint8_t *volatile frames[SOURCES];
static volatile uint8_t waiting_length[SOURCES]; /* 0: none waits */
static const uint8_t *sending;                   /* the interrupt's */
static volatile uint8_t sending_left;
static volatile uint8_t sending_source;

void uart_init(void)
{
    UBRR0 = UBRR_VALUE;
    UCSR0A = 0;                         /* 16 samples a bit */
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00); /* 8N1 */
    UCSR0B = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0);
    UDR0 = 0; /* ends a frame that the reset has cut short, so that BOOT is heard */
}

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
}

ISR(USART_UDRE_vect)
{
    uint8_t left = sending_left;
    const uint8_t *at = sending;
    if (left == 0) {
        uint8_t source = waiting_length[REPLY] ? REPLY : EVENT;
        left = waiting_length[source];
        if (left == 0) {
            sending_source = SOURCES;
            UCSR0B &= (uint8_t)~_BV(UDRIE0);
            return;
        }
        at = frames[source];
        waiting_length[source] = 0;
        sending_source = source;
    }
    UDR0 = *at;
    sending = at + 1;
    sending_left = (uint8_t)(left - 1);
}

bool uart_pending(void)
{
    return ring_in != ring_out;
}

uint8_t uart_take(void)
{
    uint8_t out = ring_out;
    uint8_t byte = ring[out & RING_MASK];
    ring_out = (uint8_t)(out + 1);
    return byte;
}

static bool is_free(uint8_t source)
{
    bool free;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        free = waiting_length[source] == 0 && !(sending_left > 0 && sending_source == source);
    }
    return free;
}

static void send(uint8_t source, const uint8_t *frame, uint8_t length)
{
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        frames[source] = frame;
        waiting_length[source] = length;
        UCSR0B |= _BV(UDRIE0);
    }
}

bool uart_reply_free(void)
{
    return is_free(REPLY);
}

bool uart_event_free(void)
{
    return is_free(EVENT);
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
