#include "avr/hw/stack.h"

#include <avr/io.h>

enum { PAINT = 0xC5, INTERRUPTS_bytes = 48, BYTES_PER_LOOK = 2 };

#define CANARY ((uint8_t *)RAMEND - STACK_ALLOWED_bytes)

extern uint8_t _end; /* of the variables, by the linker script */

static uint8_t *lowest_touched = (uint8_t *)RAMEND;
static uint8_t *look_at = &_end;

void stack_paint(void)
{
    for (uint8_t *at = &_end; at < (uint8_t *)(SP - INTERRUPTS_bytes); at++)
        *at = PAINT;
}

static void look(void)
{
    for (uint8_t bytes = 0; bytes < BYTES_PER_LOOK; bytes++) {
        if (look_at >= lowest_touched) {
            look_at = &_end;
            return;
        }
        if (*look_at != PAINT) {
            lowest_touched = look_at;
            look_at = &_end;
            return;
        }
        look_at++;
    }
}

bool stack_watch(void)
{
    look();
    return lowest_touched > CANARY && CANARY[0] == PAINT && CANARY[-1] == PAINT;
}

uint16_t stack_free_bytes(void)
{
    return (uint16_t)(lowest_touched - &_end);
}
