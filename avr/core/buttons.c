#include "avr/core/buttons.h"

#include "avr/board.h"

enum { DEBOUNCE_FRAMES = 3 };

void buttons_init(struct buttons *buttons)
{
    *buttons = (struct buttons){.stop_frames = BUTTONS_STOP_HELD_frames};
}

static uint8_t button_at(uint16_t ladder_counts)
{
    if (ladder_counts < BOARD_LADDER_MODE_max_counts)
        return BUTTON_MODE;
    return ladder_counts < BOARD_LADDER_LEVEL_max_counts ? BUTTON_LEVEL : BUTTON_NONE;
}

uint8_t buttons_frame(struct buttons *buttons, uint16_t ladder_counts)
{
    uint8_t button = button_at(ladder_counts);
    if (button != buttons->seen) {
        buttons->seen = button;
        buttons->frames = 0;
    }
    if (buttons->frames < DEBOUNCE_FRAMES && ++buttons->frames == DEBOUNCE_FRAMES &&
        button != buttons->held) {
        buttons->held = button;
        return button;
    }
    return BUTTON_NONE;
}

bool buttons_stop_held(struct buttons *buttons, bool stop_is_down)
{
    if (!stop_is_down) {
        buttons->stop_frames = 0;
        return false;
    }
    return buttons->stop_frames < BUTTONS_STOP_HELD_frames &&
           ++buttons->stop_frames == BUTTONS_STOP_HELD_frames;
}
