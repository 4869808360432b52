/* protections_list.h: what protects a person in the firmware. One list: protections.h says how it is used.
 *
 * P(name, "what it protects from", "file",
 *   "code", "what stands in its place", "tests that must miss it")
 */
#ifndef TESTS_CAMPAIGN_PROTECTIONS_LIST_H
#define TESTS_CAMPAIGN_PROTECTIONS_LIST_H

/* clang-format off */
#define PROTECTIONS(P) \
    /* level checks */ \
    P(ntc_open, "a broken wire of a thermistor that reads as cold", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_OPEN);", ";", "kit/faults_test") \
    P(ntc_short, "a shorted thermistor", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_SHORT);", ";", "kit/faults_test") \
    P(ntc_stray, "a reading that is not the thermistor's", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_STRAY);", ";", "kit/faults_test") \
    P(over_temperature, "a pad or skin that is too hot", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_HOT);", ";", "kit/faults_test") \
    P(sensors_disagree, "a sensor that hangs in the air", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_DISAGREE);", ";", "pure/safety_checks_test") \
    P(supply_low, "a supply that sags", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_SUPPLY_LOW);", ";", "kit/faults_test") \
    P(supply_high, "a supply that overheats the pad", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_SUPPLY_HIGH);", ";", "kit/faults_test") \
    P(heater_open, "a heater that takes no current", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_HEATER_OPEN);", ";", "kit/faults_test") \
    P(heater_over, "a pad that takes too much", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_HEATER_OVER);", ";", "campaign/power_stage_test") \
    P(heater_off, "a switch of the heater that conducts by itself", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_HEATER_OFF);", ";", "kit/faults_test") \
    P(converter, "a converter or its reference that is wrong", "avr/core/level_checks.c", \
      "bad |= BAD(CHECK_CONVERTER);", ";", "pure/safety_checks_test") \
    P(forbids_heat, "heat by a bad reading, before it is a fault", "avr/core/level_checks.c", \
      "checks->reading_is_good = !(bad & FORBIDS_HEAT);", "checks->reading_is_good = true;", "pure/safety_checks_test") \
    P(no_rise, "a pad that is heated and not felt", "avr/core/heat_watch.c", \
      "watch->duty_permille_s > RISE_DUTY_permille * (uint16_t)RISE_WINDOW_s &&", "false &&", "pure/safety_watch_test") \
    P(rise_while_off, "a pad that warms by itself", "avr/core/heat_watch.c", \
      "    watch_off(watch, skin_cC, pad_cC, heater_permille);", "    watch->off_s = heater_permille ? 0 : OFF_SETTLE_s;", "pure/heat_watch_test") \
    P(deficit, "a sensor that lies slowly, a cuff beside the leg", "avr/core/heat_watch.c", \
      "if (sum_cCs > ASTRAY_cCs)", "if (0)", "pure/heat_watch_test") \
    P(motor_watch, "a motor that goes on with a short", "avr/core/motor_watch.c", \
      "watch->off = (uint8_t)(watch->off | 1U << driven);", ";", "kit/motor_faults_test") \
    P(motor_by_itself, "a motor that runs whatever is said", "avr/core/motor_watch.c", \
      "return motor_mA > OFF_mA;", "return false;", "kit/motor_faults_test") \
    /* the gate */ \
    P(fault_latch, "a fault that is forgotten when its cause is away for a moment", "avr/core/safety.c", \
      "    safety->latched |= present;", ";", "kit/faults_test") \
    P(ack_needs_no_cause, "heat under a fault that was acknowledged away", "avr/core/safety.c", \
      "|| ((safety->present | safety->reported) & mask))", ")", "kit/faults_test") \
    P(fault_unread, "a fault that a press of STOP acknowledges which began before it", "avr/core/events.c", \
      "buttons_stop_spent(&device->buttons);", ";", "pure/stop_held_test") \
    P(refused_is_no_answer, "heat for nobody, by requests that are refused", "avr/core/device.c", \
      "    refusal = session_resume(&device->session);", "    device_answer(device); refusal = session_resume(&device->session);", "pure/present_test") \
    P(latched_forbids_heat, "heat while a fault is latched", "avr/core/safety.c", \
      "safety->latched == 0 && safety->checks.reading_is_good", "safety->checks.reading_is_good", "pure/safety_test") \
    P(readings_stale, "heat by readings of long ago", "avr/core/safety.c", \
      "if (sense->complete && is_stale(sense, request->now_ms))", "if (0)", "pure/safety_test") \
    P(motors_of_the_leg, "motors without a leg or beyond its time", "avr/core/safety.c", \
      "!usage_motor_is_used(leg);", "true;", "kit/limits_test") \
    P(preflight_faults, "a session that begins with a fault", "avr/core/safety.c", \
      "    if (faults)", "    if (0)", "pure/safety_test") \
    P(heat_rests, "heat beyond hot time and dose", "avr/core/safety.c", \
      "!safety->brown_out_is_off && !usage_heat_rests(leg)", "!safety->brown_out_is_off", "kit/limits_test") \
    P(brown_out_fuse, "heat with brown-out detection off", "avr/core/safety.c", \
      "!safety->brown_out_is_off && !usage_heat_rests", "!usage_heat_rests", "pure/trial_test") \
    P(probe, "a switch that conducts by itself under full power", "avr/core/safety.c", \
      "return safety->probe_s == 0 && heater_permille > PROBE_permille ? PROBE_permille", "return 0 ? PROBE_permille", "pure/safety_watch_test") \
    P(switch_proof, "heat with a switch that conducts by itself", "avr/core/trial.c", \
      "if (trial->proof_frames == TRIAL_PROOF_frames)", "if (1)", "kit/faults_test") \
    P(test_credit, "a massage of TEST requests", "avr/core/trial.c", \
      "if (trial->credit_frames < cost(test))", "if (0)", "pure/trial_test") \
    P(test_on_a_leg, "a massage of TEST requests on a leg that rests", "avr/core/safety.c", \
      "        safety_limit_reached(safety) != END_NONE)", "        0)", "pure/trial_test") \
    P(test_warm, "a TEST that warms what is warm", "avr/core/safety.c", \
      "sense->skin.cC < LIMIT_cC(TEST_WARM) &&", "true &&", "pure/trial_test") \
    P(test_after_stop, "a TEST that was under way and goes on behind a stop", "avr/core/requests.c", \
      "if (device->session.state == STATE_STOPPED && device->session.frames_left > 0)", "if (0)", "pure/testing_test kit/stops_test") \
    P(test_by_request, "an output that a flipped bit tests, on a leg or in a kit at rest", "avr/core/device.c", \
      "device->session.state == STATE_TESTING && ", "", "pure/testing_test") \
    P(credit_kept, "all of TEST's credit anew with each reset", "avr/core/recall.c", \
      "    trial_take_over(&device->safety.trial, boot->kept & DEVICE_KEPT_NOTHING);", ";", "kit/reset_test pure/device_test") \
    P(late_frames, "a program that cannot keep up with itself", "avr/core/safety.c", \
      "    if (safety->is_late)", "    if (0)", "kit/hang_test") \
    /* kept twice */ \
    P(guard, "what a particle makes of faults, leg and budgets", "avr/core/safety.c", \
      "&& !guard_check(safety))", "&& 0)", "kit/controller_test") \
    P(guard_stricter, "a fault that a particle clears", "avr/core/guard.c", \
      "                *at++ |= (uint8_t) ~*inverted++;", ";", "pure/guard_test") \
    P(guard_session, "a session beyond a leg's rest, or a new leg's caps, by a particle", "avr/core/guard.c", \
      "safety->legs[leg].kept.marks = USAGE_USED | USAGE_UNTIMED;", ";", "pure/guard_test") \
    P(guard_orders, "what a particle makes of them just before an order", "avr/core/guard.c", \
      "bool good = guard_check(safety);", "bool good = true;", "pure/guard_test") \
    P(guard_leg, "a leg that a particle names", "avr/core/guard.c", \
      "    safety->leg = LEG_NONE;", ";", "pure/guard_test") \
    /* budgets */ \
    P(dose, "more thermal dose than anyone may have", "avr/core/usage.c", \
      "leg->kept.dose_mCEM43 >= LIMIT_DOSE_MAX_mCEM43", "false", "kit/limits_test") \
    P(hot_time, "heat without rest", "avr/core/usage.c", \
      "leg->kept.hot_s >= LIMIT_HOT_TIME_s", "false", "kit/limits_test") \
    P(motor_time, "a massage without end", "avr/core/usage.c", \
      "uint16_t motor_s = leg->kept.motor_s;", "uint16_t motor_s = 0;", "kit/limits_test") \
    P(new_leg_gate, "a whole massage on a leg that is new to it", "avr/core/usage.c", \
      "motor_s >= LIMIT_MOTOR_TIME_s || usage_is_new(leg)", "motor_s >= LIMIT_MOTOR_TIME_s", "pure/usage_test") \
    P(new_leg_time, "a whole massage on a leg that is new to it", "avr/core/usage.c", \
      "usage_is_new(leg) ? LIMIT_NEW_LEG_MOTOR_TIME_s : LIMIT_MOTOR_TIME_s", "LIMIT_MOTOR_TIME_s", "pure/usage_test pure/calendar_test") \
    P(heat_pulses, "heat in pulses that no second counts", "avr/core/safety.c", \
      "safety->has_heated |= safety->heater_permille > 0;", "safety->has_heated = safety->heater_permille > 0;", "pure/safety_limits_test") \
    P(new_leg, "full strength on a leg that is new to it", "avr/core/usage.c", \
      "return before < LIMIT_NEW_LEG_SESSIONS;", "return false;", "kit/limits_test") \
    P(checkpoint, "use that a power cut forgets", "avr/core/usage.c", \
      "    add_capped(&record.motor_s, MINUTE_s);", ";", "kit/power_test") \
    P(hot_leg_kept, "dose and hot time after a stop that a power cut forgets", "avr/core/device.c", \
      "return device->sense.skin.cC > LIMIT_cC(HOT_SKIN);", "return false;", "pure/checkpoint_test") \
    P(rest_after_power_up, "a leg that is used again at once after a power cut", "avr/core/usage.c", \
      "leg->standing = USAGE_WAITS | USAGE_WARM;", "leg->standing = 0;", "pure/rests_test") \
    P(cool_first, "heat on a leg that is still warm, after a power cut", "avr/core/usage.c", \
      "return leg->standing & USAGE_WARM || usage_wait_min(leg, 0) > 0", "return usage_wait_min(leg, 0) > 0", "pure/rests_test") \
    P(untimed_sessions, "sessions without end while nobody knows the time", "avr/core/usage.c", \
      "leg->begun < LIMIT_SESSIONS_UNTIMED ? 0 : USAGE_FOR_EVER", "0", "pure/rests_test") \
    P(lost_record, "a leg that is new again when the store is spoilt", "avr/core/usage.c", \
      "if (is_lost) {", "if (0) {", "pure/rests_test") \
    P(still_there, "heat on somebody who sleeps", "avr/core/usage.c", \
      "if (leg->unanswered_s >= LIMIT_UNANSWERED_s)", "if (0)", "pure/present_test") \
    P(sessions_a_day, "more sessions than two a day and seven a week", "avr/core/usage.c", \
      "    uint8_t units = units_to_wait(leg->kept.recent);", "    uint8_t units = 0;", "pure/calendar_test") \
    P(clock_behind, "time that passes twice", "avr/core/calendar.c", \
      "    if ((int32_t)passed_min < 0)", "    if (0)", "campaign/evasion_test") \
    P(clock_once, "time that passes as often as a host says so", "avr/core/calendar.c", \
      "    if (!anew && (legs->standing & USAGE_TIMED))", "    if (0)", "pure/calendar_test") \
    P(clock_by_hand, "a clock that any host sets back", "avr/core/requests.c", \
      "bool anew = device->stop_is_down;", "bool anew = true;", "pure/present_test") \
    P(clock_max, "a time that is ahead for ever", "avr/core/calendar.c", \
      "    if (utc_min > LIMIT_CLOCK_MAX_min)", "    if (0)", "pure/calendar_test") \
    P(clock_slack, "minutes that two clocks differ by", "avr/core/calendar.c", \
      "minutes > 2 * LIMIT_CLOCK_SLACK_min ? (uint16_t)(minutes - 2 * LIMIT_CLOCK_SLACK_min) : 0", "minutes", "pure/calendar_test") \
    P(untimed_use, "use at an unknown time that counts as long ago", "avr/core/calendar.c", \
      "if (leg->kept.marks & USAGE_UNTIMED) {", "if (0) {", "pure/calendar_test") \
    /* session */ \
    P(hand_lapses, "motors that run on when the host has gone", "avr/core/session.c", \
      "ramp->left_ticks = left;", ";", "campaign/host_faults_test") \
    P(pause_ends, "a session that can be resumed for ever", "avr/core/session.c", \
      "    return session->frames_left == 0 || --session->frames_left == 0;", "    return false;", "kit/limits_test") \
    P(session_motor_time, "a massage without end, with soaks in between", "avr/core/session.c", \
      "(inputs->limit == END_MOTOR_LIMIT || session->motor_ms > LIMIT_MOTOR_TIME_s * 1000UL)", "(inputs->limit == END_MOTOR_LIMIT)", "pure/session_test") \
    P(hand_mask, "minutes by hand that a particle makes of seconds", "avr/core/session.c", \
      "ramp->left_ticks & HAND_FRAMES_mask", "ramp->left_ticks", "pure/session_test") \
    P(setpoint_cap, "a routine that is warmer than the person's own limit", "avr/core/session.c", \
      "return setpoint_cC < setpoint_max_cC ? setpoint_cC : setpoint_max_cC;", "return (void)setpoint_max_cC, setpoint_cC;", "pure/session_test") \
    P(pain_weaker, "full strength after PAIN", "avr/core/session.c", \
      "scale = times(scale, TO_Q10(LIMIT_PAIN_STRENGTH_permille));", ";", "pure/orders_test pure/session_test") \
    P(second_pain, "a session that goes on after the second PAIN", "avr/core/orders.c", \
      "    if (session->pains >= 2) {", "    if (0) {", "pure/orders_test") \
    P(other_routine, "another routine than the one that was asked for", "avr/core/orders.c", \
      "    if (routine_crc != session->crc)", "    if (0)", "pure/orders_test") \
    P(pad_control, "a pad that is driven to its trip", "avr/core/control.c", \
      "(is_limited ? LIMIT_cC(PAD_CONTROL) : pad_target_cC)", "pad_target_cC", "pure/control_test") \
    P(warm_up_slew, "warmth that comes too fast", "avr/core/control.c", \
      "    target_cC = (int16_t)(target_cC + SLEW_cC_s);", "    target_cC = setpoint_cC;", "pure/control_test") \
    P(overdue, "motors that go on when the routine has lost its end", "avr/core/session.c", \
      "bool astray = at % AFRESH_frames == 0 && is_overdue(session);", "bool astray = false;", "pure/astray_test") \
    P(routine_crc, "a routine that is another one than was checked", "avr/core/session.c", \
      "astray |= crc != session->crc;", ";", "pure/astray_test") \
    P(setpoint_max, "a setpoint above the person's own", "avr/core/requests.c", \
      "if ((uint32_t)request->setpoint_mC > setpoint_max_mC)", "if (0)", "pure/requests_test") \
    P(must_rest, "outputs that go on for a frame after a stop", "avr/main.c", \
      "outputs_cut();", ";", "kit/faults_test kit/stops_test") \
    P(leg_doubled, "a leg that a disturbed message names", "avr/core/requests.c", \
      "    D(LEG, leg, leg, leg_inverted)", "", "pure/requests_test") \
    P(start_doubled, "a level that a disturbed message names", "avr/core/requests.c", \
      "    D(START, start, level, level_inverted)", "", "pure/requests_test") \
    P(level_doubled, "another level, likewise", "avr/core/requests.c", \
      "    D(LEVEL, level, level, level_inverted)", "", "pure/requests_test") \
    P(clock_doubled, "the time, likewise", "avr/core/requests.c", \
      "    D(CLOCK, clock, utc_min, utc_inverted)", "", "pure/requests_test") \
    P(set_doubled, "a strength, likewise", "avr/core/requests.c", \
      "    D(SET, set, strength_permille, strength_inverted)", "", "pure/requests_test") \
    P(heat_doubled, "a setpoint, likewise", "avr/core/requests.c", \
      "    D(HEAT, heat, setpoint_mC, setpoint_inverted)", "", "pure/requests_test") \
    P(test_doubled, "an output, likewise", "avr/core/requests.c", \
      "    D(TEST, test, test, test_inverted)", "", "pure/requests_test pure/testing_test") \
    P(setting_doubled, "a setting, likewise", "avr/core/requests.c", \
      "    D(SETTING_SET, setting_set, value, value_inverted)", "", "pure/requests_test") \
    P(setting_range, "a setting beyond its range", "avr/core/requests.c", \
      "if (!store_setting_ok(request->setting, request->value))", "if (0)", "pure/requests_test") \
    /* link */ \
    P(frame_crc, "a disturbed message that is obeyed", "protocol/frame.c", \
      "} else if (!check_matches(receiver)) {", "} else if (0) {", "pure/frame_test") \
    P(frame_length, "a message that is longer than its place", "protocol/frame.c", \
      "if (receiver->length + CRC_BYTES >= receiver->capacity)", "if (0)", "pure/frame_test") \
    P(exact_length, "a message that is not as long as its kind", "avr/core/requests.c", \
      "else if (!length_is_right(type, length))", "else if (0)", "pure/requests_test") \
    P(repeats, "a repeated request that acts twice", "avr/core/link.c", \
      "if (link->remembers && sequence == link->sequence && crc == link->crc)", "if (0)", "kit/link_test") \
    P(upload_crc, "a routine that is not what was sent", "avr/core/upload.c", \
      "    if (session->upload_crc_so_far != session->upload_crc)", "    if (0)", "pure/upload_test") \
    P(upload_check, "a routine that breaks its rules", "avr/core/upload.c", \
      "if (routine_check(session->program, session->upload_length, at) != ROUTINE_ERROR_OK)", "if (0)", "pure/upload_test") \
    P(framing_errors, "bytes without a stop bit", "avr/hw/uart.c", \
      "if (status & _BV(FE0))", "if (0)", "kit/link_test") \
    P(panic_byte, "the stop that needs no frame", "avr/hw/uart.c", \
      "if (byte == PANIC_BYTE && (GPIOR0 & _BV(FLAG_AFTER_ZERO)))", "if (0)", "kit/stops_test") \
    /* stops and time */ \
    P(stop_interrupt, "a STOP that waits for its turn", "avr/hw/panel.c", \
      "hw_cut();", ";", "kit/stops_test") \
    P(stop_level, "a start under a pressed STOP", "avr/main.c", \
      "if (device.stop_is_down)", "if (0)", "kit/stops_test") \
    P(lease, "outputs that stay as a hung program left them", "avr/hw/clock.c", \
      "lease_frames > 0 && --lease_frames == 0", "false", "kit/hang_test") \
    P(watchdog, "a program that hangs for ever", "avr/hw/watchdog.c", \
      "    wdt_enable(WDTO_120MS);", ";", "kit/hang_test") \
    P(wild_start, "motors that run on through a start that nobody asked for", "avr/hw/early.c", \
      "    hw_cut();", "", "kit/hang_test") \
    P(watchdog_fault, "a hang of which nobody hears", "avr/core/recall.c", \
      "safety_raise(&device->safety, FAULT_ILLEGAL_RESET);", ";", "kit/hang_test") \
    P(arm_half_periods, "a heater that stays armed while no check is made", "avr/hw/arm.c", \
      "    half_periods_left--;", ";", "kit/controller_test") \
    P(arm_token, "a heater that one check alone keeps armed", "avr/hw/arm.c", \
      "    if (signed_to != ARM_CHECKS)", "    if (0)", "kit/controller_test") \
    P(arm_order, "one that the last check alone keeps armed", "avr/hw/arm.c", \
      "signed_to = check == ARM_STATE || check == (uint8_t)(signed_to + 1) ? check : 0;", "signed_to = check;", "kit/controller_test") \
    P(arm_follows_cut, "a heater that stays armed after a stop", "avr/hw/arm.c", \
      " || (GPIOR0 & _BV(FLAG_CUT))", "", "kit/controller_test") \
    P(no_session_by_warmth, "a session of a leg that waits, by the warmth of a TEST", "avr/core/usage.c", \
      "leg->kept.marks & USAGE_COUNTED || usage_wait_min(leg, 0) > 0)", "leg->kept.marks & USAGE_COUNTED)", "pure/calendar_test") \
    P(rest_after_reset, "a session of a leg that waits, by a reset while it seems in use", "avr/core/usage.c", \
      "if (usage_wait_min(leg, 0) > 0)", "if (0)", "pure/checkpoint_test") \
    P(reset_fault_kept, "a reset's fault that the next reset forgets", "avr/core/device.c", \
      "is_on ? DEVICE_KEPT_NOTHING + 1U : was_on", "is_on ? DEVICE_KEPT_NOTHING + 1U : was_on * 0U", "pure/device_test") \
    P(brown_out_fault, "a supply that breaks down under load, unheard", "avr/core/recall.c", \
      "if (cause == RESET_BROWN_OUT && was_on)", "if (0)", "kit/reset_test") \
    /* store */ \
    P(store_crc, "a record that is not what was written", "avr/core/store.c", \
      "if (crc16_block(CRC16_START, bytes, length) == 0)", "if (!is_blank(bytes, length))", "kit/faults_test") \
    P(store_corrupt, "a leg whose use is forgotten without a word", "avr/core/recall.c", \
      "else if (found == STORE_CORRUPT)", "else if (0)", "pure/store_test") \
    P(faults_recalled, "a fault that a power cut ends", "avr/core/recall.c", \
      "at = store_get_safety(at, &device->boot_id, &device->safety.latched, &device->calendar);", "at = store_get_safety(at, &device->boot_id, &(uint32_t){0}, &device->calendar);", "kit/faults_test") \
    P(wear, "an EEPROM that is worn out in half a day", "avr/core/device.c", \
      "is_wanted && device->keep_ahead_s < KEEP_AHEAD_s", "is_wanted", "pure/wear_test") \
    /* self-tests */ \
    P(image_crc, "a program whose bits have changed", "avr/main.c", \
      "    good &= image_check(IMAGE_BYTES_PER_FRAME);", ";", "kit/controller_test") \
    P(registers, "pins and timers that are not what they were set to", "avr/main.c", \
      "    good &= registers_check();", ";", "kit/controller_test") \
    P(heard_once, "a session said once more by a flipped index of the receiver", "avr/hw/uart.c", \
      "    ring[out] = 0;", "", "kit/link_test") \
    P(receiver_unread, "a byte of the panic byte's that the check of the registers takes", "avr/hw/registers.c", \
      "    if (bits == NOT_CHECKED)", "    if (0)", "kit/link_test") \
    P(stack, "a stack that grows into the variables", "avr/main.c", \
      "    good &= stack_watch();", ";", "kit/controller_test") \
    P(early_tests, "RAM and registers that are broken", "avr/main.c", \
      "    bool good = early_tests_passed();", "    bool good = true;", "kit/controller_test") \
    P(eeprom_stuck, "records that are never written", "avr/main.c", \
      " || eeprom_is_stuck()", "", "kit/controller_test") \
    P(eeprom_pace, "a clock that is too fast or too slow", "avr/main.c", \
      "safety_report(&device.safety, FAULT_CLOCK, !eeprom_pace_is_plausible());", ";", "kit/controller_test")
/* clang-format on */

#endif
