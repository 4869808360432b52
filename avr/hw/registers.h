/* registers.h: what the chip's registers are set to at the start, and must still be: one list for both.
 *
 * The registers that change with the outputs (OCRn, TCCRnA) are not checked but written afresh: every frame by
 * clock.c, and here while the outputs are cut.
 * Owns: nothing by itself; the peripherals belong to their own files. Context: main.
 */
#ifndef AVR_HW_REGISTERS_H
#define AVR_HW_REGISTERS_H

#include <stdbool.h>

/* Sets pins and UART: every pin in its direction and off, the link ready. */
void registers_set_first(void);

/* Sets the others, once, after that: timers, converter and the tick. */
void registers_set_rest(void);

/* Looks at the next register of the list (at all of them in a third of a second), at timer 1's TOP and at the
 * outputs' pins; once per frame. False: something was not as it should be. A register then has been set right. */
bool registers_check(void);

#endif
