/* arm.h: the heater's arm line, and the token that a main loop earns by passing its checks in order.
 *
 * Each check of a frame signs when it has been made. Only when all have signed, in their order, is the round
 * complete: it is taken once, for the watchdog and for as many half periods of the charge pump as a frame
 * and a half has. A program that hangs, serves nothing but ticks, leaves out a check or makes them in another order
 * earns nothing, and the pump stops at most 15 ms later; one that jumps to the pump pumps once.
 * Owns: HEATER_ARM's edges, the token. Context: main.
 */
#ifndef AVR_HW_ARM_H
#define AVR_HW_ARM_H

#include <stdbool.h>
#include <stdint.h>

/* A frame's checks, in their order. */
enum arm_check { ARM_STATE = 1, ARM_GATE, ARM_SENSORS, ARM_SELF_TEST, ARM_CHECKS = ARM_SELF_TEST };

/* The check has been made. */
void arm_sign(uint8_t check);

/* Have all checks been made in order since the last round that was taken? Takes the round and renews the
 * pump's half periods. */
bool arm_take_round(void);

/* One half period of the charge pump, if one is left and outputs are not cut: it must be called every
 * millisecond to keep the arm switch closed. */
void arm_pump(void);

#endif
