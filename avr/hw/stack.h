/* stack.h: how much of the RAM between the variables and the stack was never touched.
 *
 * Owns: the paint in that RAM. Context: main.
 */
#ifndef AVR_HW_STACK_H
#define AVR_HW_STACK_H

#include <stdint.h>

/* Paints what the stack does not reach at this moment; once, early in main. */
void stack_paint(void);

/* Looks at a few more bytes; call it once per frame. */
void stack_watch(void);

/* The least free stack seen since the reset, in bytes; known exactly after some seconds. */
uint16_t stack_free_bytes(void);

#endif
