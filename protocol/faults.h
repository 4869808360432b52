/* faults.h: everything that can be wrong, one list.
 *
 * F(number, NAME, "name", "what it means", "what to do"). A fault's bit in every mask is 1 << number.
 * Faults are level-triggered and latched, kept through reset, and acknowledged only when their
 * cause is gone. Numbers 14, 15 and 20 are end reasons (words.h), not faults. The texts expand
 * only on the host. The attention LED blinks the number: tens slowly, then units quickly.
 */
#ifndef PROTOCOL_FAULTS_H
#define PROTOCOL_FAULTS_H

#include <stdint.h>

#define FAULTS(F)                                                                                  \
    F(1, NTC_OPEN, "thermistor open", "a temperature sensor is not connected",                     \
      "check the sensor's plug and its wire for a break")                                          \
    F(2, NTC_SHORT, "thermistor short", "a temperature sensor's wires touch each other",           \
      "look for bare wire at the sensor's plug and along its cable")                               \
    F(3, OVER_TEMPERATURE, "over-temperature", "skin or pad was hotter than allowed",              \
      "take the cuff off, let it cool, and find out why before using heat again")                  \
    F(4, NO_RISE, "no rise", "the heater was on but the pad did not get warmer",                   \
      "check that the pad is plugged in and its sensor is on the pad")                             \
    F(5, DEFICIT, "heat deficit", "the temperature stayed away from what the heater should reach", \
      "put the cuff on the leg, close it, and check the sensors' places")                          \
    F(6, RISE_WHILE_OFF, "rise while off", "the pad got warmer although the heater was off",       \
      "pull the plug: a heater switch may be shorted; do the start test of the build guide")       \
    F(7, SENSORS_DISAGREE, "sensors disagree", "pad and skin sensor cannot both be right",         \
      "check that both sensors sit in their places and are of the type in the settings")           \
    F(8, SUPPLY_LOW, "supply low", "the 5 V supply is missing or too weak",                        \
      "use a 5 V, 3 A supply, switch it on, and check its cable")                                  \
    F(9, SUPPLY_HIGH, "supply high", "the supply gives more than 5 V",                             \
      "use a 5 V supply: a higher voltage overheats the pad")                                      \
    F(10, HEATER_OPEN, "heater open", "the heater is switched on but takes no current",            \
      "check the pad's plug, its bimetal switch and the thermal fuse")                             \
    F(11, HEATER_CURRENT, "heater current",                                                        \
      "the heater takes too much current, or some while off",                                      \
      "pull the plug: look for a shorted pad or a shorted switch")                                 \
    F(12, ILLEGAL_RESET, "watchdog reset", "the program stopped answering and was restarted",      \
      "acknowledge it; if it happens again, flash the firmware anew")                              \
    F(13, STORE_CORRUPT, "store corrupt", "the stored safety record could not be read",            \
      "acknowledge it: usage then starts anew, strictly; check settings before use")               \
    F(16, BROWN_OUT, "brown-out", "the supply dipped while outputs were on",                       \
      "use a stronger supply or a shorter cable")                                                  \
    F(17, SELF_TEST, "self-test", "the controller found its own work late or its memory wrong",    \
      "acknowledge it; if it happens again, flash anew or replace the Nano")                       \
    F(18, CLOCK, "clock implausible", "the controller's clock runs at a wrong speed",              \
      "replace the Nano")                                                                          \
    F(19, MOTOR, "motor fault", "a motor is missing or shorted, or runs by itself",                \
      "`calf selftest --item motors` tells which, and what to look at")                            \
    F(21, SENSORS_STALE, "sensors stale", "no fresh temperature readings arrived",                 \
      "acknowledge it; if it happens again, replace the Nano")

#define AS_FAULT(number, name, title, meaning, remedy) FAULT_##name = (number),
enum fault { FAULTS(AS_FAULT) FAULT_END = 32 };
#undef AS_FAULT

/* The fault's bit in a 32-bit mask. */
#define FAULT_BIT(fault) (UINT32_C(1) << (fault))

#endif
