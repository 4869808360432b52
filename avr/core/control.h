/* control.h: how much heat to ask for. May be wrong, tuned or replaced: the gate does not trust it.
 *
 * Two loops: the outer one turns the skin's error into a pad temperature, the inner one turns the pad's
 * error into a duty. The pad's target never exceeds LIMIT_PAD_CONTROL_mC, and above 38 C the skin's
 * target rises no faster than 2 C a minute.
 * Owns: its struct, pure. Context: main, once per second.
 */
#ifndef AVR_CORE_CONTROL_H
#define AVR_CORE_CONTROL_H

#include <stdint.h>

struct control {
    int16_t target_cC;    /* the skin setpoint after the slew; 0: off */
    int16_t integral_cCs; /* skin error summed up, in hundredths of a degree times seconds */
};

void control_reset(struct control *control);

/* Duty in permille for the next second. setpoint_cC 0 is off. Both temperatures must be valid. */
uint16_t control_second(struct control *control, int16_t setpoint_cC, int16_t skin_cC,
                        int16_t pad_cC);

#endif
