/* words.h: the closed vocabularies of the protocol, one list each: W(number, NAME, "in words").
 *
 * States, legs, zones, stage kinds, end reasons, notices, refusals. Texts expand only on the host.
 */
#ifndef PROTOCOL_WORDS_H
#define PROTOCOL_WORDS_H

#define STATES(W)                                                                   \
    W(0, BOOT, "boot")         /* self-check after a reset */                       \
    W(1, IDLE, "idle")         /* no leg declared, nothing may move or warm */      \
    W(2, ARMED, "armed")       /* leg declared, checks passed: ready to start */    \
    W(3, RUNNING, "running")   /* a routine plays */                                \
    W(4, PAUSED, "paused")     /* all off; a person resumes it */                   \
    W(5, SETTLING, "settling") /* the quiet minutes at a routine's end */           \
    W(6, COOLING, "cooling")   /* finished; the pad is still warm and watched */    \
    W(7, STOPPED, "stopped")   /* somebody stopped it: nothing until a leg again */ \
    W(8, FAULT, "fault")       /* a fault is latched */                             \
    W(9, BY_HAND, "by hand")   /* zones or heat set singly, renewed or dropped */   \
    W(10, TESTING, "testing")  /* the self-test drives one output by itself */

#define LEGS(W)        \
    W(0, NONE, "none") \
    W(1, LEFT, "left") \
    W(2, RIGHT, "right")

/* Bit order of every zone mask and array. */
#define ZONES(W)                         \
    W(0, UPPER_MEDIAL, "upper-medial")   \
    W(1, UPPER_LATERAL, "upper-lateral") \
    W(2, MID_MEDIAL, "mid-medial")       \
    W(3, MID_LATERAL, "mid-lateral")     \
    W(4, ANKLE_MEDIAL, "ankle-medial")   \
    W(5, ANKLE_LATERAL, "ankle-lateral")

#define STAGE_KINDS(W)                                          \
    W(0, MASSAGE, "massage")                                    \
    W(1, TOWEL, "towel")   /* heat only (A32) */                \
    W(2, SOAK, "soak")     /* long heat before massage (A24) */ \
    W(3, SETTLE, "settle") /* lie still, no motors, no heat */

#define END_REASONS(W)                                     \
    W(0, NONE, "not ended")                                \
    W(1, COMPLETED, "completed")                           \
    W(2, STOP_REQUEST, "stopped by request")               \
    W(3, STOP_BUTTON, "stopped by the STOP button")        \
    W(4, PANIC, "stopped by the panic byte")               \
    W(5, PAIN, "stopped after a second PAIN")              \
    W(6, FAULT, "stopped by a fault")                      \
    W(14, STAGE_TIMEOUT, "paused or waiting for too long") \
    W(15, MOTOR_LIMIT, "the leg's motor time is used up")  \
    W(20, DOSE, "the leg's thermal dose is used up")

#define NOTICES(W)                                                                                \
    W(1, HEAT_NOT_REACHED, "the warmth asked for was not reached, going on: is the cuff closed?") \
    W(2, HOT_TIME_USED, "hot time used up: heat rests, the motors play on")                       \
    W(5, NEW_LEG, "one of this leg's first two sessions: at half strength")                       \
    W(6, RESUMED_LOWER, "going on 30 % lower after PAIN")                                         \
    W(7, STILL_THERE, "still there? without an answer the heat ends in a minute of heating")      \
    W(8, ANSWERED, "somebody is there: the heat goes on")                                         \
    W(9, UNANSWERED, "nobody answered: no more heat in this session, the motors play on")         \
    W(10, HEAT_WAITS, "the leg and the pad must be cool once before there is heat")               \
    W(11, FREQUENT, "the fourth session of this leg, or a later one, in seven days")

#define REFUSALS(W)                                                                           \
    W(1, UNKNOWN_REQUEST, "the device does not know this request")                            \
    W(2, BAD_LENGTH, "the request has the wrong length for its type")                         \
    W(3, BAD_VALUE, "a value is outside its range")                                           \
    W(4, COPIES_DIFFER, "a critical value and its inverted copy differ")                      \
    W(5, WRONG_STATE, "not possible in this state")                                           \
    W(6, NO_ROUTINE, "no verified routine is loaded")                                         \
    W(7, OTHER_ROUTINE, "the loaded routine is another one")                                  \
    W(8, UPLOAD_ORDER, "the upload's chunks are out of order or of a wrong size")             \
    W(9, UPLOAD_CRC, "the uploaded routine's checksum is wrong")                              \
    W(10, ROUTINE_INVALID, "the uploaded routine is not valid")                               \
    W(11, FAULT_LATCHED, "a fault is latched: find its cause and acknowledge it")             \
    W(12, CAUSE_REMAINS, "the fault's cause is still there")                                  \
    W(13, LEVEL_TOO_HIGH, "the level is above the routine's highest")                         \
    W(14, NEW_LEG_TOO_LONG,                                                                   \
      "too long for one of the first two sessions of this leg: at most 10 minutes of motors") \
    W(15, MOTOR_TIME_USED, "this leg's motor time is used up")                                \
    W(16, STOP_PRESSED, "the STOP button is pressed")                                         \
    W(17, SUPPLY, "the 5 V supply is off or out of range")                                    \
    W(18, SENSORS, "the temperature sensors give no plausible reading")                       \
    W(19, HEAT_RESTS, "this leg's heat must rest")                                            \
    W(20, WRONG_LEG, "the routine is not for this leg")                                       \
    W(21, BUSY, "the device is still busy with the last request: ask again")                  \
    W(22, TEST_RESTS, "the outputs have been tested for long: let them rest some minutes")    \
    W(23, BROWN_OUT_OFF,                                                                      \
      "brown-out detection is off: no heat before its fuse is set (build guide)")             \
    W(24, CLOCK_BEHIND, "the device has been told a later time before")                       \
    W(25, LEG_RESTS, "this leg must rest before its next session")

/* What TEST drives. The motors stand in the order of the zones, from 1 on. */
#define TESTS(W)                                             \
    W(0, NONE, "nothing")                                    \
    W(1, MOTOR_UM, "upper-medial motor")                     \
    W(2, MOTOR_UL, "upper-lateral motor")                    \
    W(3, MOTOR_MM, "mid-medial motor")                       \
    W(4, MOTOR_ML, "mid-lateral motor")                      \
    W(5, MOTOR_AM, "ankle-medial motor")                     \
    W(6, MOTOR_AL, "ankle-lateral motor")                    \
    W(7, HEATER_POWER, "the heater's low-side switch alone") \
    W(8, HEATER_ARM, "its arm switch alone")                 \
    W(9, HEATER, "the heater")                               \
    W(10, LED_STATUS, "status LED")                          \
    W(11, LED_HEAT, "heat LED")                              \
    W(12, LED_ATTENTION, "attention LED")

#define PRESSES(W)     \
    W(0, NONE, "none") \
    W(1, MODE, "MODE") \
    W(2, LEVEL, "LEVEL")

#define RESET_CAUSES(W)          \
    W(0, POWER_ON, "power on")   \
    W(1, EXTERNAL, "reset pin")  \
    W(2, BROWN_OUT, "brown-out") \
    W(3, WATCHDOG, "watchdog")   \
    W(4, UNKNOWN, "unknown: perhaps a bootloader or a jump to zero")

#define AS_STATE(number, name, words) STATE_##name = (number),
#define AS_LEG(number, name, words) LEG_##name = (number),
#define AS_ZONE(number, name, words) ZONE_##name = (number),
#define AS_STAGE_KIND(number, name, words) STAGE_##name = (number),
#define AS_END(number, name, words) END_##name = (number),
#define AS_NOTICE(number, name, words) NOTICE_##name = (number),
#define AS_REFUSAL(number, name, words) REFUSAL_##name = (number),
#define AS_TEST(number, name, words) TEST_##name = (number),
#define AS_PRESS(number, name, words) PRESSED_##name = (number),
#define AS_RESET(number, name, words) RESET_##name = (number),
enum state { STATES(AS_STATE) STATE_COUNT };
enum leg { LEGS(AS_LEG) LEG_COUNT };
enum zone { ZONES(AS_ZONE) ZONE_COUNT };
enum { ZONES_ALL = (1 << ZONE_COUNT) - 1 }; /* as bits */
enum stage_kind { STAGE_KINDS(AS_STAGE_KIND) STAGE_KIND_COUNT };
enum end_reason { END_REASONS(AS_END) };
enum notice { NOTICES(AS_NOTICE) };
enum refusal { REFUSALS(AS_REFUSAL) };
enum test { TESTS(AS_TEST) TEST_COUNT };
enum pressed { PRESSES(AS_PRESS) };
enum reset_cause { RESET_CAUSES(AS_RESET) };
#undef AS_STATE
#undef AS_LEG
#undef AS_ZONE
#undef AS_STAGE_KIND
#undef AS_END
#undef AS_NOTICE
#undef AS_REFUSAL
#undef AS_TEST
#undef AS_PRESS
#undef AS_RESET

#endif
