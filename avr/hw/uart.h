/* uart.h: the serial link at 250000 baud 8N1, and the panic byte.
 *
 * Receiving: the interrupt puts bytes into a ring of 128. Sending: whole frames straight from their
 * buffers, one reply and one event at most in line, the reply first; no copy is made, so a buffer
 * belongs to the transmitter until its *_free() says otherwise.
 * Owns: USART0. Context: main. Errors: bytes with a framing error are dropped, and those that find the
 * ring full; both are counted. Panic: 0xA5 directly after a zero cuts the outputs in the interrupt.
 */
#ifndef AVR_HW_UART_H
#define AVR_HW_UART_H

#include <stdbool.h>
#include <stdint.h>

/* Does a received byte wait? */
bool uart_pending(void);

/* The oldest received byte; only when uart_pending(). */
uint8_t uart_take(void);

/* Is the reply (event) buffer no longer in use? */
bool uart_reply_free(void);
bool uart_event_free(void);

/* Sends a frame from its buffer; only when free. */
void uart_send_reply(const uint8_t *frame, uint8_t length);
void uart_send_event(const uint8_t *frame, uint8_t length);

/* Bytes lost since the reset: stop bit missing; no room in ring or receiver. */
uint16_t uart_framing_errors(void);
uint16_t uart_overruns(void);

/* Has a panic byte come since the last call? */
bool uart_take_panic(void);

#endif
