/* board.h: the pin map and the electrical constants of the carrier board.
 *
 * One list for one fact: registers (avr/hw), the virtual kit (host/kit) and the tests all expand
 * PINS() and use the constants below; the schematic's nets carry the same names.
 * Owns: nothing; plain data, readable by both compilers.
 */
#ifndef AVR_BOARD_H
#define AVR_BOARD_H

#define BOARD_CLOCK_Hz 16000000UL /* ceramic resonator or crystal of the Nano v3 */
#define BOARD_LINK_baud 250000UL  /* exact at 16 MHz: UBRR 3, error 0 % (ATmega328P, table 20-7) */

/* P(net, port letter, bit, Nano pin, direction): digital pins of the ATmega328P.
 * Every output has a resistor on the board that holds it off while the pin floats. */
#define PINS(P)                       \
    P(MOTOR_UM, D, 6, "D6", OUT)      \
    P(MOTOR_UL, D, 5, "D5", OUT)      \
    P(MOTOR_MM, B, 1, "D9", OUT)      \
    P(MOTOR_ML, B, 2, "D10", OUT)     \
    P(MOTOR_AM, B, 3, "D11", OUT)     \
    P(MOTOR_AL, D, 3, "D3", OUT)      \
    P(HEATER_POWER, D, 7, "D7", OUT)  \
    P(HEATER_ARM, B, 0, "D8", OUT)    \
    P(STOP_BUTTON, D, 2, "D2", IN)    \
    P(NTC_POWER, D, 4, "D4", OUT)     \
    P(LED_STATUS, B, 5, "D13", OUT)   \
    P(LED_HEAT, C, 4, "A4", OUT)      \
    P(LED_ATTENTION, C, 5, "A5", OUT) \
    P(SYNC, B, 4, "D12", OUT)

/* A(net, ADC channel): what each converter input carries. GROUND and BANDGAP are inside the chip
 * (ATmega328P datasheet, table 24-4). */
#define ANALOG_INPUTS(A) \
    A(NTC_SKIN, 0)       \
    A(NTC_PAD, 1)        \
    A(SUPPLY, 2)         \
    A(HEATER_CURRENT, 3) \
    A(MOTOR_CURRENT, 6)  \
    A(PANEL_LADDER, 7)   \
    A(BANDGAP, 14)       \
    A(GROUND, 15)

#define BOARD_NTC_DIVIDER_Ohm 10000U /* 1 %, from NTC_POWER to the input; the NTC goes to ground */
#define BOARD_SUPPLY_DIVIDER 2U      /* SUPPLY is the 5 V rail, before the diode, halved */
#define BOARD_HEATER_CURRENT_mV_per_A 1000U /* 50 mOhm shunt, gain 20 */
#define BOARD_MOTOR_CURRENT_mV_per_A 2000U  /* 100 mOhm shunt, gain 20 */
#define BOARD_BANDGAP_mV \
    1100U /* nominal; 1.0 to 1.2 V (datasheet, table 28-3): a setting trims it */
#define BOARD_HEATER_mOhm 3300U /* the pad, +-10 % */

/* PANEL_LADDER: 10 k to AVCC; MODE pulls to ground, LEVEL pulls to ground through 10 k. */
#define BOARD_LADDER_MODE_max_counts 200U  /* below: MODE (alone or with LEVEL) */
#define BOARD_LADDER_LEVEL_max_counts 700U /* between: LEVEL; above: nothing pressed */

#endif
