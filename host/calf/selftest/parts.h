/* parts.h: the parts that a finding points at, by their reference in the schematic, one list.
 *
 * P(ROLE, "net", "references"): the first part sits on that net. tests/host/parts.t holds the list to the netlist.
 */
#ifndef HOST_CALF_SELFTEST_PARTS_H
#define HOST_CALF_SELFTEST_PARTS_H

#define SELFTEST_PARTS(P)                                                                       \
    P(JUMPER, "RESET_HOLD", "JP601 C601")                                                       \
    P(CONTROLLER, "NTC_POWER", "A601")                                                          \
    P(SUPPLY, "DC_ON", "J202 J201 SW201 F201 Q201 Q202 U201")                                   \
    P(SUPPLY_SENSE, "SUPPLY", "R208 R209 C206")                                                 \
    P(NTC_SKIN, "NTC_SKIN", "TH501 J501 R501")                                                  \
    P(NTC_PAD, "NTC_PAD", "TH502 J501 R502")                                                    \
    P(NTC_POWER, "NTC_POWER", "R501 R502")                                                      \
    P(NTC_DIVIDERS, "NTC_SKIN", "R501 R502 TH501 TH502")                                        \
    P(STOP, "STOP_BUTTON", "R702 SW701 J701 R701 C701")                                         \
    P(LADDER, "PANEL_LADDER", "R703 R704 SW702 SW703")                                          \
    P(LED_STATUS, "LED_STATUS", "R705 D701")                                                    \
    P(LED_HEAT, "LED_HEAT", "R706 D702")                                                        \
    P(LED_ATTENTION, "LED_ATTENTION", "R707 D703")                                              \
    P(MOTORS, "MOTOR_SENSE", "Q301 Q302 Q303 Q304 Q305 Q306 R301 U501")                         \
    P(MOTOR_UM, "MOTOR_UM", "R311 Q301 D301 J301 M301")                                         \
    P(MOTOR_UL, "MOTOR_UL", "R312 Q302 D302 J301 M302")                                         \
    P(MOTOR_MM, "MOTOR_MM", "R313 Q303 D303 J301 M303")                                         \
    P(MOTOR_ML, "MOTOR_ML", "R314 Q304 D304 J301 M304")                                         \
    P(MOTOR_AM, "MOTOR_AM", "R315 Q305 D305 J301 M305")                                         \
    P(MOTOR_AL, "MOTOR_AL", "R316 Q306 D306 J301 M306")                                         \
    P(HEATER, "HEATER_P", "J401 TS401 F401 R410 SW701 C401 D401 D402 Q401 Q402 Q403 R411 U501") \
    P(PAD, "HEATER_P", "J401 TS401 F401 R410 R411 U501")                                        \
    P(HEATER_SWITCHES, "HEATER_N", "Q403 Q402")                                                 \
    P(ARM_SWITCH, "HEATER_P", "Q402 Q401 R406")                                                 \
    P(LOW_SIDE, "POWER_GATE", "Q403 R409")                                                      \
    P(HEATER_LED, "HEATER_P", "R407 D403")

#define AS_PART(role, net, references) PART_##role,
enum selftest_part { SELFTEST_PARTS(AS_PART) PART_COUNT };
#undef AS_PART

#endif
