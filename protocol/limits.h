/* limits.h: the compiled limits, one list. Settings and routines may only be stricter.
 *
 * L(NAME_unit, value, reason). Sources: IEC 60601-1 (41 C applied part), van Rhoon 2013 (2 CEM43),
 * Moritz & Henriques 1947 (burn times); A-numbers are the rules of the article the kit carries out.
 * "J" marks our own judgement.
 */
#ifndef PROTOCOL_LIMITS_H
#define PROTOCOL_LIMITS_H

#define LIMITS(L)                                                                                  \
    L(SETPOINT_MAX_mC, 41000, "highest skin setpoint (IEC 60601-1 applied part)")                  \
    L(SETPOINT_MIN_mC, 30100, "lowest setpoint that means anything on a leg (J)")                  \
    L(SKIN_TRIP_mC, 42400, "displayed skin; with the worst sensor error the true skin is 43.5")    \
    L(PAD_CONTROL_mC, 44000, "the controller never asks more of the pad (J)")                      \
    L(PAD_TRIP_mC, 45500, "displayed pad (J)")                                                     \
    L(SENSOR_ERROR_mC, 1050,                                                                       \
      "worst error of the chain: parts 0.77, converter 0.26, table 0.02 K; for the dose")          \
    L(DOSE_MAX_mCEM43, 2000, "thermal dose per leg, milli-minutes at 43 C (van Rhoon 2013)")       \
    L(HOT_SKIN_mC, 38500, "displayed skin above this counts as hot time (J)")                      \
    L(HOT_TIME_s, 1200, "hot time per declared leg, then rest (consumer rules 10-20 min; J)")      \
    L(REST_s, 1200, "rest in which a leg's motor and hot time are whole again (J)")                \
    L(MOTOR_TIME_s, 900, "motor time per leg and session (A12, A30)")                              \
    L(NEW_LEG_MOTOR_TIME_s, 600, "the same in a leg's first two sessions (A19)")                   \
    L(NEW_LEG_STRENGTH_permille, 500, "strength in a leg's first two sessions (A19)")              \
    L(NEW_LEG_SESSIONS, 2, "completed sessions after which a leg is practised (A19)")              \
    L(ANKLE_STRENGTH_permille, 750, "the ankle row is bony (A33)")                                 \
    L(PAIN_STRENGTH_permille, 700, "after PAIN the session goes on 30 % lower (A21-A23)")          \
    L(WARM_UP_FREE_mC, 38000, "below this the setpoint may be reached as fast as the pad can (J)") \
    L(WARM_UP_SLEW_mC_min, 2000, "above it the setpoint rises no faster (J)")                      \
    L(HEAT_WAIT_s, 720, "a stage waiting for heat plays on after this (J)")                        \
    L(PROMPT_WAIT_s, 300, "a prompt waits no longer (J)")                                          \
    L(PAUSE_s, 900, "a paused session ends after this (J)")                                        \
    L(BY_HAND_ms, 5000, "a zone or the heat set by hand needs renewing within this (J)")           \
    L(TEST_ms, 2000, "an output tested by TEST needs renewing within this (J)")                    \
    L(TEST_AFTER_STOP_ms, 1000,                                                                    \
      "TEST waits so long after a stop: what is under way must not go on (J)")                     \
    L(TEST_CREDIT_s, 120,                                                                          \
      "TEST drives one motor no longer without rest or power-up, the heater a quarter (J)")        \
    L(TEST_WARM_mC, 38000, "TEST does not warm a pad or skin that reads more (J)")                 \
    L(OUTPUT_LEASE_ms, 100, "outputs drop when the gate has not permitted afresh (J)")             \
    L(SENSOR_STALE_ms, 500, "readings older than this are no readings (J)")                        \
    L(SUPPLY_LOW_mV, 4400, "the 5 V rail under load (USB tolerance 4.75 less 0.35 of sag; J)")     \
    L(SUPPLY_HIGH_mV, 5600, "above this the pad's power grows by a quarter (J)")                   \
    L(SESSION_COUNTS_MOTOR_s, 60, "motor time after which a session counts")                       \
    L(SESSION_COUNTS_HEAT_s, 300, "heat time after which a session counts")                        \
    L(SESSIONS_APART_h, 6, "between the beginnings of two sessions of a leg (J)")                  \
    L(SESSIONS_PER_DAY, 2, "of a leg in any 24 hours (J)")                                         \
    L(SESSIONS_NOTICE, 4, "the fourth of a leg in any seven days gets a notice (J)")               \
    L(SESSIONS_PER_WEEK, 7, "of a leg in any seven days (J)")                                      \
    L(SESSIONS_UNTIMED, 2, "of a leg after each reset, while no host has given the time (J)")      \
    L(COOL_mC, 34000, "both sensors below this: the last session's warmth is gone (J)")            \
    L(CLOCK_SLACK_min, 3, "what two tellings of the time may differ by, against the leg (J)")      \
    L(CLOCK_MAX_min, 68374080, "2100-01-01; a host that tells seconds is refused (J)")             \
    L(ASK_s, 240, "heat after which it asks whether somebody is there (J)")                        \
    L(UNANSWERED_s, 300, "heat after which it ends when nobody answers (J)")

#define AS_LIMIT(name, value, reason) LIMIT_##name = (value),
__extension__ enum limit { LIMITS(AS_LIMIT) }; /* wider than the AVR's int: hence the extension */
#undef AS_LIMIT

/* The firmware reckons in hundredths of a degree: LIMIT_cC(SKIN_TRIP). */
#define LIMIT_cC(name) ((int16_t)(LIMIT_##name##_mC / 10))

#endif
