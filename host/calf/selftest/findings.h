/* findings.h: what the self-test looks at, and everything it can find wrong, one list each.
 *
 * I(NAME, "name", "what it shows"): the items, in the order of the walk.
 * N(NAME, ITEM, PART, "what is wrong", "the likely mistake, and what to do"): PART is a row of parts.h, the first
 * one where there is a row for each motor or LED.
 * The tests plant a fault for each row and see it found.
 */
#ifndef HOST_CALF_SELFTEST_FINDINGS_H
#define HOST_CALF_SELFTEST_FINDINGS_H

#define SELFTEST_ITEMS(I)                                                      \
    I(JUMPER, "jumper", "the RUN/FLASH jumper stands on RUN")                  \
    I(FUSES, "fuses", "brown-out detection at 4.3 V")                          \
    I(SUPPLY, "supply", "the 5 V supply is there, and right")                  \
    I(THERMISTORS, "thermistors", "both plausible, and alike at rest")         \
    I(BUTTONS, "buttons", "STOP, MODE and LEVEL, each pressed and let go")     \
    I(LEDS, "leds", "each lights by itself")                                   \
    I(MOTORS, "motors", "each turns, takes its current, and sits in its zone") \
    I(HEATER, "heater", "both switches, the pad's current, warmth up and down again")

#define SELFTEST_FINDINGS(N)                                                                      \
    N(JUMPER_FLASH, JUMPER, JUMPER,                                                               \
      "it stands on FLASH: every program that opens the port resets the kit",                     \
      "put it on RUN; FLASH is for `calf flash`")                                                 \
    N(BROWN_OUT, FUSES, CONTROLLER, "brown-out detection is not at 4.3 V",                        \
      "set the extended fuse to 0xFC: `calf flash --isp PROGRAMMER`")                             \
    N(SUPPLY_MISSING, SUPPLY, SUPPLY, "the 5 V supply is off: only USB feeds the controller",     \
      "switch it on; else its plug, its polarity, the fuse; above 5.8 V it is cut off")           \
    N(SUPPLY_LOW, SUPPLY, SUPPLY_SENSE, "the supply reads low",                                   \
      "measure it: if the meter shows 5 V, the sense divider is wrong or `calf settings "         \
      "bandgap_mV` is to be set")                                                                 \
    N(SUPPLY_HIGH, SUPPLY, SUPPLY_SENSE, "the supply reads high",                                 \
      "measure it before anything else: more than 5.25 V overheats the pad; if it is 5 V, the "   \
      "sense divider is wrong")                                                                   \
    N(SKIN_OPEN, THERMISTORS, NTC_SKIN, "the skin thermistor is open",                            \
      "its plug, a broken wire, a cold joint at its resistor")                                    \
    N(SKIN_SHORT, THERMISTORS, NTC_SKIN, "the skin thermistor is shorted",                        \
      "bare wire at its plug; or its divider gets no power: the resistor to NTC_POWER")           \
    N(PAD_OPEN, THERMISTORS, NTC_PAD, "the pad thermistor is open",                               \
      "its plug, a broken wire, a cold joint at its resistor")                                    \
    N(PAD_SHORT, THERMISTORS, NTC_PAD, "the pad thermistor is shorted",                           \
      "bare wire at its plug; or its divider gets no power: the resistor to NTC_POWER")           \
    N(NTC_STRAY, THERMISTORS, NTC_POWER,                                                          \
      "a thermistor's divider is alive while its power pin is low",                               \
      "the dividers' upper ends belong on NTC_POWER, not on 5 V")                                 \
    N(NTC_APART, THERMISTORS, NTC_DIVIDERS, "the two thermistors do not agree",                   \
      "a wrong divider resistor, or two kinds of thermistor; or the cuff has not rested yet")     \
    N(NTC_IMPLAUSIBLE, THERMISTORS, NTC_DIVIDERS, "no room is that warm or cold",                 \
      "wrong divider resistors, or thermistors that are not 10 k at 25 °C")                       \
    N(NTC_OFF, THERMISTORS, NTC_DIVIDERS, "the thermistors are off the room's temperature",       \
      "wrong divider resistors or thermistors; or the cuff has not rested yet")                   \
    N(STOP_STUCK, BUTTONS, STOP, "STOP reads pressed though nobody presses it",                   \
      "its contact is shorted, or it is a button that opens")                                     \
    N(MODE_STUCK, BUTTONS, LADDER, "MODE reads pressed though nobody presses it",                 \
      "its contact is shorted, or the ladder's resistor to 5 V is missing")                       \
    N(LEVEL_STUCK, BUTTONS, LADDER, "LEVEL reads pressed though nobody presses it",               \
      "its contact is shorted")                                                                   \
    N(STOP_SILENT, BUTTONS, STOP, "STOP was not seen",                                            \
      "its wire or its joint; without STOP do not use the kit")                                   \
    N(MODE_SILENT, BUTTONS, LADDER, "MODE was not seen", "its wire or its joint")                 \
    N(LEVEL_SILENT, BUTTONS, LADDER, "LEVEL was not seen", "its wire, its joint or its resistor") \
    N(LADDER_SWAPPED, BUTTONS, LADDER, "MODE and LEVEL are exchanged",                            \
      "the ladder's resistor belongs to LEVEL")                                                   \
    N(LED_DARK, LEDS, LED_STATUS, "an LED stays dark",                                            \
      "it sits the wrong way round, or its resistor")                                             \
    N(LED_SWAPPED, LEDS, LED_STATUS, "another LED lights than the one that is driven",            \
      "two LEDs, or their wires, are exchanged")                                                  \
    N(MOTOR_AT_REST, MOTORS, MOTORS, "current flows though all motors are off",                   \
      "does one turn? its transistor is shorted or sits the wrong way round")                     \
    N(MOTOR_MISSING, MOTORS, MOTOR_UM, "a motor takes no current",                                \
      "its plug, a broken wire, or its transistor's gate; if all are missing, their fuse")        \
    N(MOTOR_SHORTED, MOTORS, MOTOR_UM, "a motor takes far too much current",                      \
      "its flyback diode sits the wrong way round, or its winding is shorted")                    \
    N(MOTOR_STALLED, MOTORS, MOTOR_UM, "a motor takes the current of one that does not turn",     \
      "something blocks its weight: glue, a wire, the cuff's cloth")                              \
    N(MOTOR_SWAPPED, MOTORS, MOTOR_UM, "another zone moved than the one that was driven",         \
      "the wires of two motors are exchanged in their plug")                                      \
    N(MOTOR_STILL, MOTORS, MOTOR_UM, "a motor takes its current, but nothing was felt",           \
      "its weight has come off, or it hangs loose in its pocket")                                 \
    N(HEATER_AT_REST, HEATER, HEATER_SWITCHES, "the heater takes current though it is off",       \
      "pull the plug: both its switches conduct")                                                 \
    N(ARM_SHORT, HEATER, ARM_SWITCH, "the heater conducts though it is not armed",                \
      "the arm switch is shorted, or sits the wrong way round")                                   \
    N(LOW_SIDE_SHORT, HEATER, LOW_SIDE, "the heater conducts as soon as it is armed",             \
      "the low-side transistor is shorted, sits the wrong way round, or lacks its pull-down")     \
    N(HEATER_OPEN, HEATER, HEATER, "the heater takes no current",                                 \
      "the pad's plug, its bimetal switch and thermal fuse, STOP's closed contact; if those are " \
      "good, the arm pump and the switches")                                                      \
    N(HEATER_WEAK, HEATER, PAD, "the pad takes too little current",                               \
      "a pad of another resistance, or a bad contact in its path")                                \
    N(HEATER_STRONG, HEATER, PAD, "the pad takes too much current",                               \
      "a pad of another resistance, or shorted wires: do not use it")                             \
    N(SUPPLY_SAGS, HEATER, SUPPLY, "the supply sags under the heater's current",                  \
      "a stronger supply (5 V, 3 A), a thicker or shorter cable")                                 \
    N(NO_RISE, HEATER, NTC_PAD, "the pad is heated, but its thermistor does not get warmer",      \
      "it has come off the pad's hot spot, or its wire is exchanged with the skin's")             \
    N(NTC_SWAPPED, HEATER, NTC_PAD, "the skin thermistor gets warm before the pad's",             \
      "the wires of the two thermistors are exchanged in their plug")                             \
    N(NO_FALL, HEATER, NTC_PAD, "the pad gets warmer and warmer though the heater is off",        \
      "pull the plug; if it still reads more, the thermistor or its joint drifts")                \
    N(HEATER_LED, HEATER, HEATER_LED, "the LED across the pad stayed dark",                       \
      "it sits the wrong way round, or its resistor")

#define AS_ITEM(name, word, help) ITEM_##name,
enum selftest_item { SELFTEST_ITEMS(AS_ITEM) ITEM_COUNT };
#undef AS_ITEM

#define AS_FINDING(name, item, parts, words, remedy) FOUND_##name,
enum selftest_finding { SELFTEST_FINDINGS(AS_FINDING) FOUND_COUNT };
#undef AS_FINDING

#endif
