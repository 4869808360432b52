/* example_session.h: one session as messages, with every type of message at least once.
 *
 * X(NAME, name, sequence, fields...): who sends it follows from its kind. PROTOCOL.md shows these
 * bytes and tests/golden.txt pins them. The values are plausible, not measured.
 */
#ifndef PROTOCOL_EXAMPLE_SESSION_H
#define PROTOCOL_EXAMPLE_SESSION_H

/* A routine of 15 s: four strokes of the upper row after a short warm-up, then rest. */
#define EXAMPLE_ROUTINE                                                                   \
    {                                                                                     \
        0x01, 0x1E, 0x32, 0x03, 0x08, 0x00, 0x0F, 0x00, /* header: 30 %, levels 2 to 3 */ \
            0x01, 0x00, 0x13, 0x0A, 0x46,               /* STAGE massage, 10 s, 37.0 C */ \
            0x06, 0x46, 0x3C,                           /* WARM 37.0 C within 60 s */     \
            0x08, 0x00, 0x3C,                           /* PROMPT 0 for at most 60 s */   \
            0x03, 0x04,                                 /* REPEAT 4 */                    \
            0xC3, 0x1E, 0x50,                           /* KEY_STEP upper, 30 %, 0.8 s */ \
            0x02, 0x78,                                 /* REST 1.2 s */                  \
            0x43, 0x00, 0x50,                           /* KEY upper, 0 %, 0.8 s */       \
            0x02, 0x64,                                 /* REST 1 s */                    \
            0x04,                                       /* AGAIN */                       \
            0x01, 0x03, 0x00, 0x05, 0x00,               /* STAGE settle, 5 s, no heat */  \
            0x00                                        /* END */                         \
    }
#define EXAMPLE_ROUTINE_LENGTH 38
#define EXAMPLE_ROUTINE_CRC 0xF10C

#define EXAMPLE_SESSION(X)                                                                         \
    X(BOOT, boot, 0, .protocol_version = PROTOCOL_VERSION, .firmware_minor = 1,                    \
      .build_id = 0x1A2B3C40, .reset_cause = RESET_POWER_ON, .boot_id = 17, .uptime_ms = 31,       \
      .routine_capacity = 192, .fuse_extended = 0xFC)                                              \
    X(HELLO, hello, 1, .protocol_version = PROTOCOL_VERSION)                                       \
    X(HELLO_REPLY, hello_reply, 1, .protocol_version = PROTOCOL_VERSION, .firmware_minor = 1,      \
      .build_id = 0x1A2B3C40, .reset_cause = RESET_POWER_ON, .boot_id = 17, .uptime_ms = 2031,     \
      .routine_capacity = 192, .fuse_extended = 0xFC)                                              \
    X(SETTING_GET, setting_get, 2, .setting = SETTING_skin_offset_mC)                              \
    X(SETTING_REPLY, setting_reply, 2, .setting = SETTING_skin_offset_mC, .value = 0)              \
    X(SETTING_SET, setting_set, 3, .setting = SETTING_skin_offset_mC, .value = -120,               \
      .value_inverted = ~(int32_t)-120)                                                            \
    X(OK, ok, 3, )                                                                                 \
    X(UPLOAD_BEGIN, upload_begin, 4, .length = EXAMPLE_ROUTINE_LENGTH, .crc = EXAMPLE_ROUTINE_CRC) \
    X(OK, ok, 4, )                                                                                 \
    X(UPLOAD_CHUNK, upload_chunk, 5, .index = 0, .data = EXAMPLE_ROUTINE,                          \
      .data_length = EXAMPLE_ROUTINE_LENGTH)                                                       \
    X(OK, ok, 5, )                                                                                 \
    X(UPLOAD_COMMIT, upload_commit, 6, )                                                           \
    X(OK, ok, 6, )                                                                                 \
    X(PROBE, probe, 22, )                                                                          \
    X(PROBE_REPLY, probe_reply, 22, .cycles = 21, .skin_mC = 31200, .pad_mC = 30900,               \
      .skin_counts8 = 3620, .pad_counts8 = 3648, .bandgap_counts8 = 1802, .supply_mV = 5010,       \
      .heater_mA = 6, .motor_mA = 4)                                                               \
    X(TEST, test, 23, .test = TEST_MOTOR_ML, .test_inverted = 0xFF & ~TEST_MOTOR_ML,               \
      .duration_ms = 400)                                                                          \
    X(OK, ok, 23, )                                                                                \
    X(CLOCK, clock, 24, .utc_min = 29927520, .utc_inverted = ~(uint32_t)29927520)                  \
    X(OK, ok, 24, )                                                                                \
    X(LEG, leg, 7, .leg = LEG_LEFT, .leg_inverted = 0xFF & ~LEG_LEFT)                              \
    X(OK, ok, 7, )                                                                                 \
    X(STATE, state, 1, .t_us = 2950000, .state = STATE_ARMED, .before = STATE_IDLE,                \
      .uptime_ms = 2950)                                                                           \
    X(SET, set, 8, .zone = ZONE_ANKLE_LATERAL, .strength_permille = 300,                           \
      .strength_inverted = 0xFFFF & ~300, .duration_ms = 500)                                      \
    X(OK, ok, 8, )                                                                                 \
    X(STATE, state, 2, .t_us = 3400000, .state = STATE_BY_HAND, .before = STATE_ARMED,             \
      .uptime_ms = 3400)                                                                           \
    X(HEAT, heat, 9, .setpoint_mC = 37000, .setpoint_inverted = ~(int32_t)37000,                   \
      .duration_ms = 1000)                                                                         \
    X(OK, ok, 9, )                                                                                 \
    X(START, start, 10, .level = 2, .level_inverted = 0xFF & ~2,                                   \
      .routine_crc = EXAMPLE_ROUTINE_CRC)                                                          \
    X(REFUSED, refused, 10, .reason = REFUSAL_WRONG_STATE, .detail = STATE_BY_HAND)                \
    X(STATE, state, 3, .t_us = 4650000, .state = STATE_ARMED, .before = STATE_BY_HAND,             \
      .uptime_ms = 4650)                                                                           \
    X(START, start, 11, .level = 2, .level_inverted = 0xFF & ~2,                                   \
      .routine_crc = EXAMPLE_ROUTINE_CRC)                                                          \
    X(OK, ok, 11, )                                                                                \
    X(STATE, state, 4, .t_us = 5000000, .state = STATE_RUNNING, .before = STATE_ARMED,             \
      .uptime_ms = 5000)                                                                           \
    X(STAGE, stage, 5, .t_us = 5010002, .planned_us = 5010000, .stage = 0, .kind = STAGE_MASSAGE,  \
      .duration_s = 10, .setpoint_mC = 37000)                                                      \
    X(WAIT, wait, 6, .t_us = 5010002, .waiting = 1, .position_ms = 0)                              \
    X(SAMPLE, sample, 7, .t_us = 5150000, .skin_mC = 36800, .pad_mC = 39450, .setpoint_mC = 37000, \
      .heater_permille = 620, .supply_mV = 4980)                                                   \
    X(WAIT, wait, 8, .t_us = 9320002, .waiting = 1, .position_ms = 0)                              \
    X(PROMPT, prompt, 9, .t_us = 9320002, .prompt = 0, .wait_s = 60)                               \
    X(RESUME, resume, 12, )                                                                        \
    X(OK, ok, 12, )                                                                                \
    X(STEP, step, 10, .t_us = 12180002, .planned_us = 12180000, .step = 0, .stage = 0,             \
      .zones = 0x03, .percent = 30)                                                                \
    X(WAIT, wait, 11, .t_us = 12180002, .waiting = 0, .position_ms = 0)                            \
    X(LEVEL, level, 13, .level = 3, .level_inverted = 0xFF & ~3)                                   \
    X(OK, ok, 13, )                                                                                \
    X(MARK, mark, 14, .mark = 128)                                                                 \
    X(OK, ok, 14, )                                                                                \
    X(MARKED, marked, 12, .t_us = 13005120, .mark = 128)                                           \
    X(PAIN, pain, 15, )                                                                            \
    X(OK, ok, 15, )                                                                                \
    X(STATE, state, 13, .t_us = 13400000, .state = STATE_PAUSED, .before = STATE_RUNNING,          \
      .uptime_ms = 13400)                                                                          \
    X(STATUS, status, 16, )                                                                        \
    X(STATUS_REPLY, status_reply, 16, .t_us = 13900250, .state = STATE_PAUSED, .leg = LEG_LEFT,    \
      .level = 3, .routine_crc = EXAMPLE_ROUTINE_CRC, .routine_length = EXAMPLE_ROUTINE_LENGTH,    \
      .position_ms = 1220, .stage = 0)                                                             \
    X(READINGS, readings, 26, )                                                                    \
    X(READINGS_REPLY, readings_reply, 26, .skin_mC = 37040, .pad_mC = 39100, .supply_mV = 5010)    \
    X(USAGE, usage, 27, )                                                                          \
    X(USAGE_REPLY, usage_reply, 27, .stage_left_ms = 7780, .motor_s = 2, .hot_s = 0,               \
      .dose_mCEM43 = 3, .completed = 4, .wait_min = 0)                                             \
    X(RESUME, resume, 17, )                                                                        \
    X(OK, ok, 17, )                                                                                \
    X(STATE, state, 14, .t_us = 14200000, .state = STATE_RUNNING, .before = STATE_PAUSED,          \
      .uptime_ms = 14200)                                                                          \
    X(NOTICE, notice, 15, .t_us = 14200000, .notice = NOTICE_RESUMED_LOWER)                        \
    X(NOTICE, notice, 16, .t_us = 14900000, .notice = NOTICE_STILL_THERE)                          \
    X(PRESENT, present, 25, )                                                                      \
    X(OK, ok, 25, )                                                                                \
    X(PAUSE, pause, 18, )                                                                          \
    X(OK, ok, 18, )                                                                                \
    X(STATE, state, 17, .t_us = 15100000, .state = STATE_PAUSED, .before = STATE_RUNNING,          \
      .uptime_ms = 15100)                                                                          \
    X(FAULT, fault, 18, .t_us = 16020000, .fault = FAULT_NTC_OPEN,                                 \
      .faults = FAULT_BIT(FAULT_NTC_OPEN))                                                         \
    X(STATE, state, 19, .t_us = 16020000, .state = STATE_FAULT, .before = STATE_PAUSED,            \
      .uptime_ms = 16020)                                                                          \
    X(END, end, 20, .t_us = 16020000, .reason = END_FAULT, .position_ms = 2120, .motor_ms = 2620,  \
      .heat_ms = 7400, .steps = 1)                                                                 \
    X(FAULT_ACK, fault_ack, 19, .faults = FAULT_BIT(FAULT_NTC_OPEN))                               \
    X(REFUSED, refused, 19, .reason = REFUSAL_CAUSE_REMAINS, .detail = 0)                          \
    X(STOP, stop, 20, )                                                                            \
    X(OK, ok, 20, )                                                                                \
    X(STATISTICS, statistics, 21, )                                                                \
    X(STATISTICS_REPLY, statistics_reply, 21, .drops_crc = 1, .drops_framing = 2, .repeats = 1,    \
      .stack_free_byte = 612, .store_writes = 3)

#endif
