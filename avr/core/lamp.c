#include "avr/core/lamp.h"

#include "avr/core/by_pointer.h"
#include "protocol/faults.h"

enum {
    HEARTBEAT_tenths = 20,
    SLOW_tenths = 10, /* one blink of the tens, half of it dark */
    QUICK_tenths = 4,
    PAUSE_tenths = 15,
};

static uint8_t lowest_fault(uint32_t faults)
{
    uint8_t fault = 0;
    for (; !(faults & 1); faults >>= 1)
        fault++;
    return fault;
}

/* The next digit: tens, then units, then the pause and tens again. */
static void begin_digit(struct lamp *lamp, uint8_t fault)
{
    lamp->units = !lamp->units;
    lamp->blinks_left = lamp->units ? fault % 10 : fault / 10;
    lamp->tenths_left = lamp->units ? PAUSE_tenths / 2 : PAUSE_tenths;
}

static void blink_fault(struct lamp *lamp, uint8_t fault)
{
    uint8_t period = lamp->units ? QUICK_tenths : SLOW_tenths;
    if (lamp->tenths_left > 0) {
        lamp->tenths_left--;
    } else if (lamp->blinks_left > 0) {
        lamp->blinks_left--;
        lamp->tenths_left = (uint8_t)(period - 1);
        lamp->attention = true;
        return;
    } else {
        begin_digit(lamp, fault);
    }
    if (lamp->tenths_left < period / 2)
        lamp->attention = false;
}

void lamp_tenth(struct lamp *lamp, bool session_is_open, bool asks, uint32_t faults)
{
    BY_POINTER(lamp);
    if (++lamp->beat == HEARTBEAT_tenths)
        lamp->beat = 0;
    lamp->status = session_is_open || lamp->beat == 0;
    if (faults)
        blink_fault(lamp, lowest_fault(faults));
    else
        lamp->attention = asks;
}
