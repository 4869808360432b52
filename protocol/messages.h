/* messages.h: every message of the protocol, one list, with its fields.
 *
 * M(NAME, name, type byte, kind, "help"); the fields of `name` are the list FIELDS_name, each
 * F(kind, name, unit, "help"), in wire order, little-endian, no padding. Structs, codec, lengths,
 * printing, PROTOCOL.md and round-trip tests all expand from here.
 * Kinds of fields: u8 u16 u32 i32; i16x10 and u32x10, which count in tens of their unit on the wire; u8x6 (one per
 * zone); bytes48 (up to 48 bytes, the message's rest).
 */
#ifndef PROTOCOL_MESSAGES_H
#define PROTOCOL_MESSAGES_H

#define PROTOCOL_VERSION 3
#define MESSAGE_CHUNK_BYTES 48 /* of a routine, in each upload chunk but the last */

#define MESSAGES(M)                                                                           \
    M(HELLO, hello, 0x01, REQUEST,                                                            \
      "who is there? also empties the device's memory of the last reply")                     \
    M(STATUS, status, 0x02, REQUEST, "how are you?")                                          \
    M(STATISTICS, statistics, 0x03, REQUEST, "what was counted since the reset?")             \
    M(PROBE, probe, 0x04, REQUEST, "what do the inputs read?")                                \
    M(SETTING_GET, setting_get, 0x05, REQUEST, "read a setting")                              \
    M(READINGS, readings, 0x06, REQUEST, "what do you measure, what do you drive?")           \
    M(USAGE, usage, 0x07, REQUEST, "what is left of the stage, what has this leg had?")       \
    M(CLOCK, clock, 0x08, REQUEST, "what time it is")                                         \
    M(UPLOAD_BEGIN, upload_begin, 0x10, REQUEST, "a routine follows; forgets the loaded one") \
    M(UPLOAD_CHUNK, upload_chunk, 0x11, REQUEST, "the next part of it")                       \
    M(UPLOAD_COMMIT, upload_commit, 0x12, REQUEST, "that was all: check it")                  \
    M(SETTING_SET, setting_set, 0x13, REQUEST, "change a setting and keep it")                \
    M(FAULT_ACK, fault_ack, 0x14, REQUEST, "acknowledge faults whose cause is gone")          \
    M(LEG, leg, 0x18, REQUEST, "the cuff is on this leg: check everything and arm")           \
    M(SET, set, 0x19, REQUEST, "drive one zone by hand for a while")                          \
    M(HEAT, heat, 0x1A, REQUEST, "warm by hand for a while")                                  \
    M(TEST, test, 0x1B, REQUEST, "drive one output by itself for a moment")                   \
    M(PRESENT, present, 0x1C, REQUEST, "a person is there: answers the notice STILL_THERE")   \
    M(MARK, mark, 0x1D, REQUEST, "note this instant in the record")                           \
    M(LEVEL, level, 0x1E, REQUEST, "change the level")                                        \
    M(PAIN, pain, 0x1F, REQUEST, "it hurts: all off; the second time the session ends")       \
    M(START, start, 0x20, REQUEST, "play the loaded routine")                                 \
    M(PAUSE, pause, 0x21, REQUEST, "all off, remember the place")                             \
    M(RESUME, resume, 0x22, REQUEST, "go on; also answers a prompt")                          \
    M(STOP, stop, 0x23, REQUEST, "end the session now; accepted in every state")              \
    M(HELLO_REPLY, hello_reply, 0x81, REPLY, "answers HELLO")                                 \
    M(STATUS_REPLY, status_reply, 0x82, REPLY, "answers STATUS")                              \
    M(STATISTICS_REPLY, statistics_reply, 0x83, REPLY, "answers STATISTICS")                  \
    M(PROBE_REPLY, probe_reply, 0x84, REPLY, "answers PROBE")                                 \
    M(SETTING_REPLY, setting_reply, 0x85, REPLY, "answers SETTING_GET")                       \
    M(READINGS_REPLY, readings_reply, 0x86, REPLY, "answers READINGS")                        \
    M(USAGE_REPLY, usage_reply, 0x87, REPLY, "answers USAGE")                                 \
    M(OK, ok, 0xBE, REPLY, "done as asked")                                                   \
    M(REFUSED, refused, 0xBF, REPLY, "not done, and why")                                     \
    M(BOOT, boot, 0xC0, EVENT, "the device has started; as HELLO_REPLY")                      \
    M(STATE, state, 0xC1, EVENT, "the state has changed")                                     \
    M(STAGE, stage, 0xC2, EVENT, "a stage of the routine has begun")                          \
    M(STEP, step, 0xC3, EVENT, "a step has begun: its duties are in the timers")              \
    M(SAMPLE, sample, 0xC4, EVENT, "temperatures and duties, as READINGS_REPLY")              \
    M(MARKED, marked, 0xC5, EVENT, "a mark of the routine or of a person")                    \
    M(PROMPT, prompt, 0xC6, EVENT, "the routine waits for RESUME")                            \
    M(FAULT, fault, 0xC7, EVENT, "a fault was latched")                                       \
    M(NOTICE, notice, 0xC8, EVENT, "something worth knowing")                                 \
    M(END, end, 0xC9, EVENT, "the session has ended")                                         \
    M(WAIT, wait, 0xCA, EVENT, "a wait of the routine began or ended: its clock stands meanwhile")

#define FIELDS_hello(F) F(u8, protocol_version, "", "the host's")

#define FIELDS_hello_reply(F)                                                         \
    F(u8, protocol_version, "", "the device's; another one than yours: do not go on") \
    F(u8, firmware_major, "", "")                                                     \
    F(u8, firmware_minor, "", "")                                                     \
    F(u8, firmware_patch, "", "")                                                     \
    F(u32, build_id, "", "the source it was built from; 0 is unknown")                \
    F(u8, reset_cause, "", "RESET_CAUSES; a hint, bootloaders change it")             \
    F(u16, boot_id, "", "counts power-ups and resets, from the EEPROM")               \
    F(u32, uptime_ms, "ms", "since the reset")                                        \
    F(u8, routine_capacity, "byte", "longest routine it can hold")                    \
    F(u8, fuse_extended, "", "the chip's brown-out fuse byte, 0xFD is 2.7 V, 0xFC is 4.3 V")

#define FIELDS_boot(F) FIELDS_hello_reply(F)

#define FIELDS_status(F)

#define FIELDS_status_reply(F)                                                                   \
    F(u32, t_us, "us", "the device's clock, wraps after 71 minutes")                             \
    F(u8, state, "", "STATES")                                                                   \
    F(u8, leg, "", "LEGS")                                                                       \
    F(u8, level, "", "1 to 5; 0 before a start")                                                 \
    F(u8, end_reason, "", "END_REASONS, of the last session")                                    \
    F(u32, faults, "", "latched faults, bit = number")                                           \
    F(u16, routine_crc, "", "of the loaded routine; with routine_length tells which one it is")  \
    F(u8, routine_length, "byte", "0: none is loaded")                                           \
    F(u32x10, position_ms, "ms", "of the routine's own clock, which stands in pauses and waits") \
    F(u8, stage, "", "index of the stage, from 0; 255 outside a routine")

#define FIELDS_readings(F)
#define FIELDS_readings_reply(F)                                          \
    F(i16x10, skin_mC, "mC", "displayed skin; below -273000: no reading") \
    F(i16x10, pad_mC, "mC", "displayed pad; below -273000: no reading")   \
    F(i16x10, setpoint_mC, "mC", "0: no heat asked")                      \
    F(u16, heater_permille, "permille", "permitted duty")                 \
    F(u16, supply_mV, "mV", "the 5 V rail before the diode")              \
    F(u8x6, strength_percent, "%", "by zone, of its calibrated window")

#define FIELDS_usage(F)

#define FIELDS_usage_reply(F)                                             \
    F(u32x10, stage_left_ms, "ms", "of its own time the stage still has") \
    F(u16, motor_s, "s", "motor time of this session")                    \
    F(u16, hot_s, "s", "hot time of this leg")                            \
    F(u16, dose_mCEM43, "mCEM43", "thermal dose of this leg")             \
    F(u8, completed, "", "sessions this leg has completed")               \
    F(u16, wait_min, "min", "until this leg may have a session; 65535: not before the next reset")

#define FIELDS_statistics(F)

#define FIELDS_statistics_reply(F)                                            \
    F(u16, drops_crc, "frame", "dropped: wrong CRC")                          \
    F(u16, drops_code, "frame", "dropped: COBS code past the end")            \
    F(u16, drops_too_long, "frame", "dropped: longer than any request")       \
    F(u16, drops_too_short, "frame", "dropped: shorter than any message")     \
    F(u16, drops_framing, "byte", "dropped: stop bit missing")                \
    F(u16, drops_overrun, "byte", "dropped: the receiver was full")           \
    F(u16, drops_event, "event", "events that found no place to wait")        \
    F(u16, repeats, "request", "answered from memory, not done twice")        \
    F(u16, late_frames, "frame", "control frames not ready at their instant") \
    F(u16, panics, "", "panic bytes received")                                \
    F(u16, stack_free_byte, "byte", "stack never touched since the reset")    \
    F(u16, store_writes, "", "records written to the EEPROM since the reset")

#define FIELDS_probe(F)

#define FIELDS_probe_reply(F)                                                                      \
    F(u8, cycles, "", "measurements so far, one each 100 ms, wraps")                               \
    F(u8, test, "", "TESTS; what the gate lets be driven now for TEST")                            \
    F(u8, stop, "", "1 while STOP is pressed")                                                     \
    F(u8, button, "", "PRESSES; which one of MODE and LEVEL is pressed")                           \
    F(i16x10, skin_mC, "mC", "displayed skin; below -273000: no reading")                          \
    F(i16x10, pad_mC, "mC", "displayed pad; below -273000: no reading")                            \
    F(u16, supply_mV, "mV", "the 5 V rail before the diode")                                       \
    F(u16, heater_mA, "mA", "")                                                                    \
    F(u16, motor_mA, "mA", "of all motors together")                                               \
    F(u16, bandgap_counts8, "", "the chip's own reference, sum of eight conversions of 0 to 1023") \
    F(u16, skin_counts8, "", "the skin divider, likewise")                                         \
    F(u16, pad_counts8, "", "the pad divider, likewise")

#define FIELDS_clock(F)                                         \
    F(u32, utc_min, "min", "since 1970-01-01 00:00 UTC, whole") \
    F(u32, utc_inverted, "", "~utc_min")

#define FIELDS_upload_begin(F)                                           \
    F(u8, length, "byte", "of the whole routine, 9 to routine_capacity") \
    F(u16, crc, "", "CRC-16 of the whole routine")

#define FIELDS_upload_chunk(F)           \
    F(u8, index, "", "from 0, in order") \
    F(bytes48, data, "", "48 bytes; the last chunk exactly the rest")

#define FIELDS_upload_commit(F)

#define FIELDS_leg(F)                       \
    F(u8, leg, "", "LEGS: 1 left, 2 right") \
    F(u8, leg_inverted, "", "~leg")

#define FIELDS_start(F)                                                               \
    F(u8, level, "", "1 to 5 = 60, 70, 80, 90, 100 %; at most the routine's highest") \
    F(u8, level_inverted, "", "~level")                                               \
    F(u16, routine_crc, "", "of the routine that is meant")

#define FIELDS_pause(F)
#define FIELDS_resume(F)
#define FIELDS_stop(F)
#define FIELDS_pain(F)
#define FIELDS_mark(F) F(u8, mark, "", "the host's number for it, 128 to 255")

#define FIELDS_level(F)        \
    F(u8, level, "", "1 to 5") \
    F(u8, level_inverted, "", "~level")

#define FIELDS_set(F)                                                        \
    F(u16, strength_permille, "permille", "of the zone's calibrated window") \
    F(u16, strength_inverted, "", "~strength_permille")                      \
    F(u8, zone, "", "ZONES, or 6 for all")                                   \
    F(u16, duration_ms, "ms", "10 to 5000; renew it before it is over")

#define FIELDS_heat(F)                                    \
    F(i32, setpoint_mC, "mC", "30100 to 41000; 0 is off") \
    F(i32, setpoint_inverted, "", "~setpoint_mC")         \
    F(u16, duration_ms, "ms", "10 to 5000; renew it before it is over")

#define FIELDS_present(F)

#define FIELDS_test(F)                  \
    F(u8, test, "", "TESTS; 0 ends it") \
    F(u8, test_inverted, "", "~test")   \
    F(u16, duration_ms, "ms", "10 to 2000; renew it before it is over")

#define FIELDS_setting_get(F) F(u8, setting, "", "number of the setting")

#define FIELDS_setting_reply(F)                 \
    F(u8, setting, "", "number of the setting") \
    F(i32, value, "", "in the setting's unit")

#define FIELDS_setting_set(F)                  \
    F(i32, value, "", "in the setting's unit") \
    F(i32, value_inverted, "", "~value")       \
    F(u8, setting, "", "number of the setting")

#define FIELDS_fault_ack(F) F(u32, faults, "", "bits of the faults to acknowledge")

#define FIELDS_ok(F)

#define FIELDS_refused(F)                                                                         \
    F(u8, reason, "", "REFUSALS")                                                                 \
    F(u16, detail, "",                                                                            \
      "WRONG_STATE: the state; ROUTINE_INVALID: the byte it is about; LEG_RESTS: minutes, 65535 " \
      "until the next reset; else 0")

#define FIELDS_state(F)                \
    F(u32, t_us, "us", "device clock") \
    F(u8, state, "", "STATES")         \
    F(u8, before, "", "STATES")        \
    F(u32, uptime_ms, "ms", "tells how often t_us has wrapped")

#define FIELDS_stage(F)                                                \
    F(u32, t_us, "us", "device clock, when its first outputs applied") \
    F(u32, planned_us, "us", "device clock, when they should have")    \
    F(u8, stage, "", "index, from 0")                                  \
    F(u8, kind, "", "STAGE_KINDS")                                     \
    F(u16, duration_s, "s", "of its own time")                         \
    F(i16x10, setpoint_mC, "mC", "0: no heat")

#define FIELDS_step(F)                                               \
    F(u32, t_us, "us", "device clock, when the timers took it over") \
    F(u32, planned_us, "us", "device clock, when they should have")  \
    F(u16, step, "", "index in the session, from 0")                 \
    F(u8, stage, "", "index of its stage")                           \
    F(u8, zones, "", "bits of the zones it begins with")             \
    F(u8, percent, "%", "of the routine, before level and calibration")

#define FIELDS_sample(F) F(u32, t_us, "us", "device clock") FIELDS_readings_reply(F)

#define FIELDS_marked(F)               \
    F(u32, t_us, "us", "device clock") \
    F(u8, mark, "", "0 to 127 from the routine, 128 and up from a MARK request")

#define FIELDS_prompt(F)                       \
    F(u32, t_us, "us", "device clock")         \
    F(u8, prompt, "", "number in the routine") \
    F(u16, wait_s, "s", "after this it goes on by itself")

#define FIELDS_fault(F)                \
    F(u32, t_us, "us", "device clock") \
    F(u8, fault, "", "FAULTS")         \
    F(u32, faults, "", "all latched faults, bit = number")

#define FIELDS_notice(F)               \
    F(u32, t_us, "us", "device clock") \
    F(u8, notice, "", "NOTICES")

#define FIELDS_end(F)                                          \
    F(u32, t_us, "us", "device clock")                         \
    F(u8, reason, "", "END_REASONS")                           \
    F(u32x10, position_ms, "ms", "of the routine's own clock") \
    F(u32, motor_ms, "ms", "motor time of the session")        \
    F(u32, heat_ms, "ms", "time with heat asked for")          \
    F(u16, steps, "", "steps begun")

#define FIELDS_wait(F)                           \
    F(u32, t_us, "us", "device clock")           \
    F(u8, waiting, "", "1 it began, 0 it ended") \
    F(u32x10, position_ms, "ms", "of the routine's own clock")

#endif
