/* safety_case.h: where each limit, fault and measure is carried out, and which test holds it.
 *
 * P(what it is about, code: file, a word of it; test: file, a word of it). The words are functions, or what a
 * limit is called there. make docs writes tests/SAFETY-CASE.md from it, and fails where a limit or fault has no
 * row, or a file or word is gone.
 */
#ifndef HOST_DOCS_SAFETY_CASE_H
#define HOST_DOCS_SAFETY_CASE_H

/* clang-format off */
#define LIMIT_PLACES(P) \
    P("SETPOINT_MAX_mC", "avr/core/orders.c", "LIMIT_SETPOINT_MAX_mC", "tests/kit/by_hand_test.c", "test_heat") \
    P("SETPOINT_MIN_mC", "avr/core/orders.c", "LIMIT_SETPOINT_MIN_mC", "tests/campaign/evasions.c", "LIMIT_SETPOINT_MIN_mC") \
    P("SKIN_TRIP_mC", "avr/core/level_checks.c", "SKIN_TRIP", "tests/pure/safety_checks_test.c", "test_checks") \
    P("PAD_CONTROL_mC", "avr/core/control.c", "PAD_CONTROL", "tests/pure/control_test.c", "test_at_random") \
    P("PAD_TRIP_mC", "avr/core/level_checks.c", "PAD_TRIP", "tests/pure/safety_checks_test.c", "test_checks") \
    P("SENSOR_ERROR_mC", "avr/core/usage.c", "SENSOR_ERROR", "tests/pure/usage_test.c", "test_dose_budget") \
    P("DOSE_MAX_mCEM43", "avr/core/usage.c", "LIMIT_DOSE_MAX_mCEM43", "tests/kit/limits_test.c", "test_dose") \
    P("HOT_SKIN_mC", "avr/core/usage.c", "HOT_SKIN", "tests/pure/usage_test.c", "test_hot_time") \
    P("HOT_TIME_s", "avr/core/usage.c", "LIMIT_HOT_TIME_s", "tests/kit/limits_test.c", "test_hot_time") \
    P("REST_s", "avr/core/usage.c", "LIMIT_REST_s", "tests/pure/safety_limits_test.c", "test_hot_time") \
    P("MOTOR_TIME_s", "avr/core/usage.c", "LIMIT_MOTOR_TIME_s", "tests/kit/limits_test.c", "test_motor_time") \
    P("NEW_LEG_MOTOR_TIME_s", "avr/core/usage.c", "LIMIT_NEW_LEG_MOTOR_TIME_s", "tests/kit/limits_test.c", "test_new_leg") \
    P("NEW_LEG_STRENGTH_permille", "avr/core/safety.c", "safety_strength_q10", "tests/pure/safety_limits_test.c", "test_new_leg_strength") \
    P("NEW_LEG_SESSIONS", "avr/core/usage.c", "LIMIT_NEW_LEG_SESSIONS", "tests/pure/device_test.c", "test_practise") \
    P("ANKLE_STRENGTH_permille", "avr/core/session.c", "LIMIT_ANKLE_STRENGTH_permille", "tests/kit/recital.c", "LIMIT_ANKLE_STRENGTH_permille") \
    P("PAIN_STRENGTH_permille", "avr/core/session.c", "LIMIT_PAIN_STRENGTH_permille", "tests/kit/limits_test.c", "test_pain") \
    P("WARM_UP_FREE_mC", "avr/core/control.c", "WARM_UP_FREE", "tests/pure/control_test.c", "test_slew") \
    P("WARM_UP_SLEW_mC_min", "avr/core/control.c", "LIMIT_WARM_UP_SLEW_mC_min", "tests/pure/control_test.c", "test_slew") \
    P("HEAT_WAIT_s", "protocol/routine_check.c", "LIMIT_HEAT_WAIT_s", "tests/pure/session_test.c", "test_warm_wait") \
    P("PROMPT_WAIT_s", "protocol/routine_check.c", "LIMIT_PROMPT_WAIT_s", "tests/pure/session_test.c", "test_prompt") \
    P("PAUSE_s", "avr/core/orders.c", "LIMIT_PAUSE_s", "tests/pure/session_test.c", "test_long_pause") \
    P("BY_HAND_ms", "avr/core/orders.c", "LIMIT_BY_HAND_ms", "tests/kit/by_hand_test.c", "test_duration") \
    P("TEST_ms", "avr/core/requests.c", "LIMIT_TEST_ms", "tests/pure/testing_test.c", "test_tests") \
    P("TEST_AFTER_STOP_ms", "avr/core/session.c", "LIMIT_TEST_AFTER_STOP_ms", "tests/pure/testing_test.c", "test_after_a_stop") \
    P("TEST_CREDIT_s", "avr/core/trial.c", "LIMIT_TEST_CREDIT_s", "tests/pure/trial_test.c", "test_credit") \
    P("TEST_WARM_mC", "avr/core/safety.c", "TEST_WARM", "tests/pure/trial_test.c", "test_warm") \
    P("OUTPUT_LEASE_ms", "avr/hw/clock.c", "LEASE_FRAMES", "tests/kit/hang_test.c", "test_lease") \
    P("SENSOR_STALE_ms", "avr/core/safety.c", "is_stale", "tests/pure/safety_test.c", "test_stale") \
    P("SUPPLY_LOW_mV", "avr/core/level_checks.c", "LIMIT_SUPPLY_LOW_mV", "tests/pure/safety_checks_test.c", "test_weak_supply") \
    P("SUPPLY_HIGH_mV", "avr/core/level_checks.c", "LIMIT_SUPPLY_HIGH_mV", "tests/pure/safety_checks_test.c", "test_checks") \
    P("SESSION_COUNTS_MOTOR_s", "avr/core/usage.c", "LIMIT_SESSION_COUNTS_MOTOR_s", "tests/pure/present_test.c", "test_second_session") \
    P("SESSION_COUNTS_HEAT_s", "avr/core/usage.c", "LIMIT_SESSION_COUNTS_HEAT_s", "tests/pure/device_test.c", "test_heat_counts") \
    P("SESSIONS_APART_h", "avr/core/usage.c", "LIMIT_SESSIONS_APART_h", "tests/pure/calendar_test.c", "test_six_hours") \
    P("SESSIONS_PER_DAY", "avr/core/usage.c", "LIMIT_SESSIONS_PER_DAY", "tests/pure/calendar_test.c", "test_day_and_week") \
    P("SESSIONS_NOTICE", "avr/core/usage.c", "LIMIT_SESSIONS_NOTICE", "tests/pure/present_test.c", "test_frequent") \
    P("SESSIONS_PER_WEEK", "avr/core/usage.c", "LIMIT_SESSIONS_PER_WEEK", "tests/pure/calendar_test.c", "test_day_and_week") \
    P("SESSIONS_UNTIMED", "avr/core/usage.c", "LIMIT_SESSIONS_UNTIMED", "tests/pure/present_test.c", "test_without_clock") \
    P("COOL_mC", "avr/core/device.c", "COOL", "tests/pure/present_test.c", "test_without_clock") \
    P("CLOCK_SLACK_min", "avr/core/calendar.c", "LIMIT_CLOCK_SLACK_min", "tests/pure/calendar_test.c", "test_clock_set_back") \
    P("CLOCK_MAX_min", "avr/core/calendar.c", "LIMIT_CLOCK_MAX_min", "tests/pure/calendar_test.c", "test_long_off") \
    P("ASK_s", "avr/core/device.c", "LIMIT_ASK_s", "tests/pure/present_test.c", "test_it_asks") \
    P("UNANSWERED_s", "avr/core/usage.c", "LIMIT_UNANSWERED_s", "tests/pure/present_test.c", "test_nobody_answers")

#define FAULT_PLACES(P) \
    P("NTC_OPEN", "avr/core/level_checks.c", "FAULT_NTC_OPEN", "tests/campaign/thermistor_test.c", "open") \
    P("NTC_SHORT", "avr/core/level_checks.c", "FAULT_NTC_SHORT", "tests/campaign/thermistor_test.c", "short") \
    P("OVER_TEMPERATURE", "avr/core/level_checks.c", "FAULT_OVER_TEMPERATURE", "tests/pure/safety_checks_test.c", "test_checks") \
    P("NO_RISE", "avr/core/heat_watch.c", "FAULT_NO_RISE", "tests/pure/safety_watch_test.c", "test_no_rise") \
    P("DEFICIT", "avr/core/heat_watch.c", "FAULT_DEFICIT", "tests/pure/safety_watch_test.c", "test_detached_sensor") \
    P("RISE_WHILE_OFF", "avr/core/heat_watch.c", "FAULT_RISE_WHILE_OFF", "tests/pure/safety_watch_test.c", "test_rise_while_off") \
    P("SENSORS_DISAGREE", "avr/core/level_checks.c", "FAULT_SENSORS_DISAGREE", "tests/campaign/thermistor_test.c", "drift") \
    P("SUPPLY_LOW", "avr/core/level_checks.c", "FAULT_SUPPLY_LOW", "tests/pure/safety_checks_test.c", "test_weak_supply") \
    P("SUPPLY_HIGH", "avr/core/level_checks.c", "FAULT_SUPPLY_HIGH", "tests/pure/safety_checks_test.c", "test_checks") \
    P("HEATER_OPEN", "avr/core/level_checks.c", "FAULT_HEATER_OPEN", "tests/campaign/power_stage_test.c", "pad open") \
    P("HEATER_CURRENT", "avr/core/level_checks.c", "FAULT_HEATER_CURRENT", "tests/campaign/power_stage_test.c", "arm switch short") \
    P("ILLEGAL_RESET", "avr/core/recall.c", "FAULT_ILLEGAL_RESET", "tests/kit/hang_test.c", "test_hang_at") \
    P("STORE_CORRUPT", "avr/core/recall.c", "FAULT_STORE_CORRUPT", "tests/kit/faults_test.c", "test_corrupt_store") \
    P("BROWN_OUT", "avr/core/recall.c", "FAULT_BROWN_OUT", "tests/pure/device_test.c", "test_reset_cause") \
    P("SELF_TEST", "avr/main.c", "test_itself", "tests/kit/controller_test.c", "test_registers") \
    P("CLOCK", "avr/hw/eeprom.c", "eeprom_pace_is_plausible", "tests/kit/controller_test.c", "test_clock") \
    P("MOTOR", "avr/core/motor_watch.c", "motor_watch_cycle", "tests/kit/motor_faults_test.c", "test_bad_motor") \
    P("SENSORS_STALE", "avr/core/safety.c", "FAULT_SENSORS_STALE", "tests/pure/safety_test.c", "test_stale")

/* The Class B components of IEC 60730-1, annex H, as a checklist; no claim of compliance. */
#define CONTROLLER_PLACES(P) \
    P("registers stuck: 0x55 and 0xAA through all 32 at the reset; a core that fails stands still, pins floating", \
      "avr/hw/early.c", "early_start", "tests/kit/controller_test.c", "test_core_registers") \
    P("program counter: a frame's checks sign in order, for the watchdog and for the heater's pump", \
      "avr/hw/arm.c", "arm_take_round", "tests/kit/controller_test.c", "test_arm_line") \
    P("program counter: hang, wild jump, skipped instruction", \
      "avr/hw/watchdog.c", "watchdog_start", "tests/campaign/hangs_test.c", "hang") \
    P("interrupts missing or too many: late frames; ticks while a byte is written to the EEPROM, 3 to 5", \
      "avr/hw/eeprom.c", "eeprom_pace_is_plausible", "tests/kit/controller_test.c", "test_clock") \
    P("an interrupt without a handler: outputs cut, then the watchdog", \
      "avr/hw/watchdog.c", "BADISR_vect", "tests/kit/controller_test.c", "stray_interrupt_ends") \
    P("clock: crystal against the RC oscillator that times EEPROM writes, at the start and every minute of use; a write that never ends", \
      "avr/hw/eeprom.c", "eeprom_pace_is_plausible", "tests/kit/controller_test.c", "test_clock") \
    P("program memory: CRC-16 over the image, whole at the reset and every two minutes", \
      "avr/hw/image.c", "image_check", "tests/kit/controller_test.c", "test_memory_while_playing") \
    P("RAM stuck: March C- over all of it at the reset", \
      "avr/hw/early.c", "early_start", "tests/kit/controller_test.c", "test_memory_at_the_start") \
    P("RAM flips: faults, leg, credit and what the legs have had are kept twice, one copy inverted; the stricter is left", \
      "avr/core/guard.c", "guard_check", "tests/pure/guard_test.c", "test_flips") \
    P("RAM flips: the routine that plays, by its CRC and by its planned end; noticed within two seconds", \
      "avr/core/session.c", "session_is_astray", "tests/pure/astray_test.c", "test_changed") \
    P("stack: a canary below the allowed depth, and a high-water mark", \
      "avr/hw/stack.c", "stack_watch", "tests/kit/controller_test.c", "stack_ends") \
    P("I/O registers: one list that sets them and is compared ever after; outputs written afresh each frame", \
      "avr/hw/registers.c", "registers_check", "tests/kit/controller_test.c", "test_registers") \
    P("output pins: PIN against PORT", \
      "avr/hw/registers.c", "check_together", "tests/kit/controller_test.c", "test_pins") \
    P("converter, reference and multiplexer: ground and bandgap channels, and the dividers unpowered", \
      "avr/core/level_checks.c", "CONVERTER", "tests/pure/safety_checks_test.c", "test_checks") \
    P("communication: CRC, exact lengths, sequence, critical values twice", \
      "protocol/frame.c", "frame_feed", "tests/campaign/host_faults_test.c", "host")

/* The single faults of the hardware. */
#define HARDWARE_PLACES(P) \
    P("low-side FET short: arm switch, trip, bimetal; F11 while it should be off", \
      "avr/core/level_checks.c", "FAULT_HEATER_CURRENT", "tests/campaign/power_stage_test.c", "low-side FET short") \
    P("arm switch short: low-side FET, trip, bimetal; F11 as the next session proves the switches", \
      "avr/core/trial.c", "trial_prove", "tests/campaign/power_stage_test.c", "arm switch short") \
    P("pump diode or capacitor: no heat, or held: low-side FET; found by the same proof", \
      "avr/core/trial.c", "trial_prove", "tests/schematics/heater_checks.c", "arm") \
    P("arm or power pin stuck, controller hung: the pump needs toggling; watchdog", \
      "avr/hw/arm.c", "arm_pump", "tests/kit/hang_test.c", "test_arm_voltage") \
    P("thermistor lies: window, power-pin test, disagreement, slow watches", \
      "avr/core/sense.c", "SENSE_STRAY", "tests/campaign/thermistor_test.c", "frozen") \
    P("divider resistor or thermistor power: window, ground and bandgap channels", \
      "avr/core/level_checks.c", "STRAY", "tests/kit/faults_test.c", "test_row") \
    P("bimetal open: F10; welded: the trip, the fuse, and the guide's yearly check", \
      "avr/core/level_checks.c", "FAULT_HEATER_OPEN", "tests/campaign/power_stage_test.c", "pad open") \
    P("pad wires open: F10; short: supply fuse", \
      "avr/core/level_checks.c", "FAULT_HEATER_OPEN", "tests/campaign/power_stage_test.c", "pad open") \
    P("motor FET short: F19, the supply's switch; open: the start test", \
      "avr/core/motor_watch.c", "motor_watch_cycle", "tests/campaign/power_stage_test.c", "motor FET short") \
    P("motor stalled: 2 W at most, for its leg's time; the self-test tells", \
      "host/calf/selftest/motors.c", "STALLED_mA", "tests/kit/motor_faults_test.c", "test_stalled_motor") \
    P("flyback diode: rating margin", \
      "schematics/DESIGN.md", "flyback", "tests/schematics/motor_checks.c", "diode") \
    P("supply low or high: F08, F09", \
      "avr/core/level_checks.c", "FAULT_SUPPLY_HIGH", "tests/pure/safety_checks_test.c", "test_weak_supply") \
    P("STOP stuck: refuses the start; open: panic byte, the supply's switch, the self-test's question", \
      "avr/core/device.c", "REFUSAL_STOP_PRESSED", "tests/kit/faults_test.c", "test_broken_from_the_start")
/* clang-format on */

#endif
