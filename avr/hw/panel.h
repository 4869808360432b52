/* panel.h: the pins that are neither timer nor converter: STOP, LEDs, thermistor power, arm line, sync.
 *
 * Owns: ports B, C and D except what clock.h drives, INT0. Context: main. A press of STOP cuts the outputs
 * in its interrupt.
 */
#ifndef AVR_HW_PANEL_H
#define AVR_HW_PANEL_H

#include <stdbool.h>
#include <stdint.h>

/* Every pin into its direction and its off state. */
void panel_init(void);

/* Has STOP been pressed since the last call? */
bool panel_take_stop(void);

/* Is STOP held down now? */
bool panel_stop_is_down(void);

void panel_status_led(bool on);
void panel_heat_led(bool on);
void panel_attention_led(bool on);

/* Feeds the thermistors' dividers. */
void panel_ntc_power(bool on);

/* One half period of the heater's charge pump: it must be called every millisecond to keep the arm
 * switch closed. */
void panel_pump_arm(void);

/* The sync output: high while a step's first frame stands. */
void panel_sync(bool on);

#endif
