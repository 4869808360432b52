/* panel.h: the three buttons and the person in front of them.
 *
 * Owns: nothing; state is the caller's. Time is kit time in microseconds.
 */
#ifndef HOST_KIT_PANEL_H
#define HOST_KIT_PANEL_H

#include <stdbool.h>

enum button { BUTTON_STOP, BUTTON_MODE, BUTTON_LEVEL, BUTTON_count };

struct panel {
    struct {
        double from_us, until_us; /* the last press */
        bool stuck, open;
    } buttons[BUTTON_count];
    bool swapped;     /* MODE and LEVEL, on the ladder */
    double bounce_us; /* how long contacts chatter after each edge */

    bool person_present; /* presses MODE when the attention LED asks for it */
    bool led_lit;
    double lit_since_us;
};

void panel_init(struct panel *panel, bool person_present);

/* Someone presses a button. */
void panel_press(struct panel *panel, enum button button, double now_us, double duration_us);

/* Whether its contact is closed at this moment. */
bool panel_is_closed(const struct panel *panel, enum button button, double now_us);

/* When the contact may change next; INFINITY if it will not by itself. */
double panel_next_change_us(const struct panel *panel, enum button button, double now_us);

/* The attention LED changed. */
void panel_set_attention(struct panel *panel, bool lit, double now_us);

/* Lets the person look; call it often. Lit steadily for two seconds, the LED is a question, and a
 * person who is there answers it with MODE. */
void panel_let_person_look(struct panel *panel, double now_us);

/* The ladder's voltage as a share of AVCC: 10 k to AVCC, MODE to ground, LEVEL through 10 k. */
double panel_ladder_share(const struct panel *panel, double now_us);

#endif
