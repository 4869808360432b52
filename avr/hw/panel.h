/* panel.h: the pins that are neither timer nor converter: STOP, LEDs, thermistor power, sync.
 *
 * Owns: ports B, C and D except what clock.h drives, INT0. Context: main. A press of STOP cuts the outputs
 * in its interrupt.
 */
#ifndef AVR_HW_PANEL_H
#define AVR_HW_PANEL_H

#include <stdbool.h>
#include <stdint.h>

/* Has STOP been pressed since the last call? */
bool panel_take_stop(void);

/* Is STOP held down now? */
bool panel_stop_is_down(void);

void panel_status_led(bool on);
void panel_heat_led(bool on);
void panel_attention_led(bool on);

/* Feeds the thermistors' dividers. */
void panel_ntc_power(bool on);

/* The sync output: high while a step's first frame stands. */
void panel_sync(bool on);

#endif
