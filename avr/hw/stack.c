#include "avr/hw/stack.h"

#include <avr/io.h>

#include "avr/hw/early.h"

enum { BYTES_PER_LOOK = 4 };

extern uint8_t _end; /* of the variables, by the linker script */

static uint8_t *lowest_touched = (uint8_t *)RAMEND;
static uint8_t *look_at = &_end;

void stack_watch(void)
{
    for (uint8_t bytes = 0; bytes < BYTES_PER_LOOK; bytes++) {
        if (look_at >= lowest_touched) {
            look_at = &_end;
            return;
        }
        if (*look_at != EARLY_STACK_PAINT) {
            lowest_touched = look_at;
            look_at = &_end;
            return;
        }
        look_at++;
    }
}

uint16_t stack_free_bytes(void)
{
    return (uint16_t)(lowest_touched - &_end);
}
