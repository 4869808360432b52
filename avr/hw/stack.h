/* stack.h: how deep the stack has been, and whether that was deeper than it may be.
 *
 * Owns: the paint in the RAM between the variables and the stack. Context: main.
 */
#ifndef AVR_HW_STACK_H
#define AVR_HW_STACK_H

#include <stdbool.h>
#include <stdint.h>

enum { STACK_ALLOWED_bytes = 512 }; /* more than its worst case, and well above the variables */

/* Paints what the stack does not reach at this moment; once, early in main. */
void stack_paint(void);

/* Looks at the canary below the allowed depth, and at a few more bytes; call it once per frame. False: the
 * stack has been deeper. */
bool stack_watch(void);

/* The least free stack seen since the reset, in bytes; known exactly after some seconds. */
uint16_t stack_free_bytes(void);

#endif
