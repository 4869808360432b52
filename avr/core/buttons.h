/* buttons.h: debounced presses of MODE and LEVEL from the ladder's voltage, and the long press of STOP.
 *
 * Owns: its struct, pure. Context: main, once per frame of 10 ms.
 */
#ifndef AVR_CORE_BUTTONS_H
#define AVR_CORE_BUTTONS_H

#include <stdbool.h>
#include <stdint.h>

enum { BUTTONS_STOP_HELD_frames = 300 };

enum button { BUTTON_NONE, BUTTON_MODE, BUTTON_LEVEL };

struct buttons {
    uint8_t seen, held; /* enum button: as read, and as debounced */
    uint8_t frames;     /* seen for this long */
    uint16_t stop_frames;
};

/* Nothing pressed; a STOP that is down from the start must be let go before it counts as held. */
void buttons_init(struct buttons *buttons);

/* The button whose press has just become certain (30 ms), or BUTTON_NONE. */
uint8_t buttons_frame(struct buttons *buttons, uint16_t ladder_counts);

/* True once, when STOP has been down for 3 s. */
bool buttons_stop_held(struct buttons *buttons, bool stop_is_down);

/* This press of STOP, if it is one, does not count as held any more. */
static inline void buttons_stop_spent(struct buttons *buttons)
{
    buttons->stop_frames = BUTTONS_STOP_HELD_frames;
}

#endif
