/* settings.h: what a person may adjust, one list.
 *
 * S(number, name, unit, minimum, maximum, default, "help"). Kept in the device's EEPROM. A value
 * outside its range is refused; a stored one outside falls back to the default. Nothing here can
 * widen a limit of limits.h: offsets only raise a reading. A wrong bandgap_mV shifts the window of
 * the supply's voltage by as much.
 */
#ifndef PROTOCOL_SETTINGS_H
#define PROTOCOL_SETTINGS_H

#define SETTINGS(S)                                                                                \
    S(0, upper_medial_start, "permille", 50, 600, 250, "duty at which this motor starts to turn")  \
    S(1, upper_lateral_start, "permille", 50, 600, 250, "duty at which this motor starts to turn") \
    S(2, mid_medial_start, "permille", 50, 600, 250, "duty at which this motor starts to turn")    \
    S(3, mid_lateral_start, "permille", 50, 600, 250, "duty at which this motor starts to turn")   \
    S(4, ankle_medial_start, "permille", 50, 600, 250, "duty at which this motor starts to turn")  \
    S(5, ankle_lateral_start, "permille", 50, 600, 250, "duty at which this motor starts to turn") \
    S(6, upper_medial_max, "permille", 100, 1000, 900, "duty of the user's comfortable maximum")   \
    S(7, upper_lateral_max, "permille", 100, 1000, 900, "duty of the user's comfortable maximum")  \
    S(8, mid_medial_max, "permille", 100, 1000, 900, "duty of the user's comfortable maximum")     \
    S(9, mid_lateral_max, "permille", 100, 1000, 900, "duty of the user's comfortable maximum")    \
    S(10, ankle_medial_max, "permille", 100, 1000, 900, "duty of the user's comfortable maximum")  \
    S(11, ankle_lateral_max, "permille", 100, 1000, 900, "duty of the user's comfortable maximum") \
    S(12, kick_ms, "ms", 0, 200, 60, "full-window push that starts a resting motor")               \
    S(13, slew_permille_per_10ms, "permille", 5, 1000, 50, "how fast a motor's duty may rise")     \
    S(14, sample_period_ms, "ms", 0, 10000, 200,                                                   \
      "time between sample events; 0 is none, else 50 or more")                                    \
    S(15, setpoint_max_dC, "0.1 C", 350, 410, 410, "highest skin setpoint for this person")        \
    S(16, bandgap_mV, "mV", 1000, 1200, 1100, "the chip's own reference, measured once")           \
    S(17, skin_offset_mC, "mC", 0, 300, 0, "added to the skin reading after a comparison")         \
    S(18, pad_offset_mC, "mC", 0, 300, 0, "added to the pad reading after a comparison")

#define AS_SETTING(number, name, unit, minimum, maximum, fallback, help) SETTING_##name = (number),
enum setting { SETTINGS(AS_SETTING) SETTING_COUNT };
#undef AS_SETTING

#endif
