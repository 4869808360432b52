/* mishap.h: what can be made to go wrong with the kit's hardware, and when.
 *
 * Written NAME[=VALUE][@TIME[..TIME]], e.g. "ntc-skin-open@120s" or "supply=4.2@10s..12s". The
 * word "fault" is left to what the firmware makes of it.
 * Owns: nothing; pure.
 * Errors: false and one sentence that lists the names when a name is unknown.
 */
#ifndef HOST_KIT_MISHAP_H
#define HOST_KIT_MISHAP_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* M(ID, "name", kind of value, value if none is given, "what happens").
 * Kinds: NOTHING takes no value; NUMBER takes one; ZONE a zone's name or "all"; BIT an address of
 * the data space and a bit, such as 0x123.4; FLASH_BIT one of the program memory. */
#define MISHAPS(M)                                                                                \
    M(NTC_SKIN_OPEN, "ntc-skin-open", NOTHING, 0, "a wire of the skin thermistor is broken")      \
    M(NTC_SKIN_SHORT, "ntc-skin-short", NOTHING, 0, "its wires touch each other")                 \
    M(NTC_SKIN_FROZEN, "ntc-skin-frozen", NOTHING, 0, "it keeps the value it has")                \
    M(NTC_SKIN_DRIFT, "ntc-skin-drift", NUMBER, 1, "it reads higher by VALUE K more each minute") \
    M(NTC_SKIN_NOISE, "ntc-skin-noise", NUMBER, 10, "noise of VALUE counts rms")                  \
    M(NTC_SKIN_DETACHED, "ntc-skin-detached", NOTHING, 0, "it hangs in the room's air")           \
    M(NTC_PAD_OPEN, "ntc-pad-open", NOTHING, 0, "a wire of the pad thermistor is broken")         \
    M(NTC_PAD_SHORT, "ntc-pad-short", NOTHING, 0, "its wires touch each other")                   \
    M(NTC_PAD_FROZEN, "ntc-pad-frozen", NOTHING, 0, "it keeps the value it has")                  \
    M(NTC_PAD_DRIFT, "ntc-pad-drift", NUMBER, 1, "it reads higher by VALUE K more each minute")   \
    M(NTC_PAD_NOISE, "ntc-pad-noise", NUMBER, 10, "noise of VALUE counts rms")                    \
    M(NTC_PAD_DETACHED, "ntc-pad-detached", NOTHING, 0, "it hangs in the room's air")             \
    M(NTC_SWAPPED, "ntc-swapped", NOTHING, 0, "the two thermistors' plugs are exchanged")         \
    M(NTC_POWERED, "ntc-powered", NOTHING, 0, "their dividers hang on 5 V instead of their pin")  \
    M(NTC_SKIN_DIVIDER, "ntc-skin-divider", NUMBER, 4700, "the divider resistor has VALUE Ohm")   \
    M(NTC_PAD_DIVIDER, "ntc-pad-divider", NUMBER, 4700, "the divider resistor has VALUE Ohm")     \
    M(PAD_OHMS, "pad-ohms", NUMBER, 2.5, "the pad has VALUE Ohm")                                 \
    M(PAD_OFFSET, "pad-offset", NUMBER, 5, "the pad's sensor lies VALUE K above the pad's mean")  \
    M(HEATER_FET_SHORT, "heater-fet-short", NOTHING, 0, "the low-side FET always conducts")       \
    M(HEATER_FET_OPEN, "heater-fet-open", NOTHING, 0, "it never conducts")                        \
    M(ARM_OPEN, "arm-open", NOTHING, 0, "the high-side arm switch never conducts")                \
    M(HEATER_OPEN, "heater-open", NOTHING, 0, "a wire of the pad is broken")                      \
    M(ARM_SHORT, "arm-short", NOTHING, 0, "the high-side arm switch always conducts")             \
    M(BIMETAL_OPEN, "bimetal-open", NOTHING, 0, "the pad's bimetal switch stays open")            \
    M(MOTOR_OPEN, "motor-open", ZONE, 0, "a wire of the motor is broken")                         \
    M(MOTOR_SHORT, "motor-short", ZONE, 0, "its winding is shorted")                              \
    M(MOTOR_STALLED, "motor-stalled", ZONE, 0, "it is blocked")                                   \
    M(MOTOR_LOOSE, "motor-loose", ZONE, 0,                                                        \
      "its weight has come off: it turns, and nobody feels it")                                   \
    M(MOTOR_SWAPPED, "motor-swapped", ZONE, 0, "its plug is exchanged with that beside it")       \
    M(MOTOR_FET_SHORT, "motor-fet-short", ZONE, 0, "it runs whatever the firmware says")          \
    M(SUPPLY, "supply", NUMBER, 4.4, "the 5 V supply gives VALUE V")                              \
    M(SUPPLY_WEAK, "supply-weak", NUMBER, 0.5, "supply and cable have VALUE Ohm")                 \
    M(SUPPLY_DROP, "supply-drop", NUMBER, 1, "the supply falls by VALUE V each second")           \
    M(SUPPLY_BOUNCE, "supply-bounce", NUMBER, 3, "it jumps between its voltage and VALUE V")      \
    M(NO_USB, "no-usb", NOTHING, 0, "the PC's cable does not feed the controller")                \
    M(STOP_PRESS, "stop-press", NUMBER, 200, "STOP is pressed for VALUE ms")                      \
    M(MODE_PRESS, "mode-press", NUMBER, 150, "MODE is pressed for VALUE ms")                      \
    M(LEVEL_PRESS, "level-press", NUMBER, 150, "LEVEL is pressed for VALUE ms")                   \
    M(STOP_STUCK, "stop-stuck", NOTHING, 0, "STOP stays pressed")                                 \
    M(MODE_STUCK, "mode-stuck", NOTHING, 0, "MODE stays pressed")                                 \
    M(LEVEL_STUCK, "level-stuck", NOTHING, 0, "LEVEL stays pressed")                              \
    M(STOP_OPEN, "stop-open", NOTHING, 0, "pressing STOP closes nothing")                         \
    M(MODE_OPEN, "mode-open", NOTHING, 0, "pressing MODE closes nothing")                         \
    M(LEVEL_OPEN, "level-open", NOTHING, 0, "pressing LEVEL closes nothing")                      \
    M(LADDER_SWAPPED, "ladder-swapped", NOTHING, 0, "MODE and LEVEL are exchanged")               \
    M(LED_STATUS_OPEN, "led-status-open", NOTHING, 0, "the status LED never lights")              \
    M(LED_HEAT_OPEN, "led-heat-open", NOTHING, 0, "the heat LED never lights")                    \
    M(LED_ATTENTION_OPEN, "led-attention-open", NOTHING, 0, "the attention LED never lights")     \
    M(LEDS_SWAPPED, "leds-swapped", NOTHING, 0, "status and attention LED are exchanged")         \
    M(HEATER_LED_OPEN, "heater-led-open", NOTHING, 0, "the LED across the pad never lights")      \
    M(BUTTON_BOUNCE, "button-bounce", NUMBER, 5, "every press and release bounces for VALUE ms")  \
    M(CUFF_OFF, "cuff-off", NOTHING, 0, "the cuff is opened and off the leg")                     \
    M(BLANKET, "blanket", NOTHING, 0, "a blanket lies over the cuff")                             \
    M(CLOCK_PPM, "clock-ppm", NUMBER, 100, "the controller's clock is VALUE ppm fast")            \
    M(RC_PPM, "rc-ppm", NUMBER, 500000,                                                           \
      "its RC oscillator, which times EEPROM writes, is VALUE ppm fast")                          \
    M(EEPROM_TORN, "eeprom-torn", NUMBER, 1000, "power fails for VALUE ms in the next write")     \
    M(RAM_FLIP, "ram-flip", BIT, 0, "one bit of registers or RAM inverts")                        \
    M(RAM_LOW, "ram-low", BIT, 0, "one bit of registers or RAM sticks at 0")                      \
    M(RAM_HIGH, "ram-high", BIT, 0, "one bit of registers or RAM sticks at 1")                    \
    M(FLASH_FLIP, "flash-flip", FLASH_BIT, 0, "one bit of the program memory inverts")            \
    M(POWER_CUT, "power-cut", NUMBER, 1000, "all power fails for VALUE ms")                       \
    M(HANG, "hang", NOTHING, 0,                                                                   \
      "the program stands still with interrupts off, as after a wild jump")

enum mishap {
#define AS_ENUM(id, name, kind, value, help) MISHAP_##id,
    MISHAPS(AS_ENUM)
#undef AS_ENUM
        MISHAP_count
};

#define MISHAP_FOREVER_us ((double)INFINITY)

/* One wish: from when (inclusive) to when (exclusive) in kit time; `value` is a number, a mask of
 * zones, or address * 8 + bit, by the kind of mishap. */
struct mishap_wish {
    enum mishap mishap;
    double value;
    double from_us, until_us;
};

/* Reads a wish. Times count from `now_us`, which is also the beginning if no time is given. On
 * failure writes a sentence to `error` and returns false. */
bool mishap_parse(struct mishap_wish *wish, const char *text, double now_us, char *error,
                  size_t error_size);

/* The mishap of that name, or MISHAP_count. */
enum mishap mishap_by_name(const char *name);

/* Prints the list with its explanations, a line each. */
void mishap_print_help(FILE *out);

#endif
