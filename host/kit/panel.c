#include "host/kit/panel.h"

#include <math.h>

static const double CHATTER_us = 350;      /* between closings of a bouncing contact, judgement */
static const double PERSON_LOOKS_us = 2e6; /* how long the LED must be lit to be noticed */
static const double PERSON_PRESSES_us = 150e3;

void panel_init(struct panel *panel, bool person_present)
{
    *panel = (struct panel){.person_present = person_present};
    for (unsigned i = 0; i < BUTTON_count; i++)
        panel->buttons[i].from_us = panel->buttons[i].until_us = -INFINITY;
}

void panel_press(struct panel *panel, enum button button, double now_us, double duration_us)
{
    panel->buttons[button].from_us = now_us;
    panel->buttons[button].until_us = now_us + duration_us;
}

static bool chatters_open(const struct panel *panel, double edge_us, double now_us)
{
    double since_us = now_us - edge_us;
    if (since_us < 0 || since_us >= panel->bounce_us)
        return false;
    return fmod(floor(since_us / CHATTER_us), 2) == 1;
}

bool panel_is_closed(const struct panel *panel, enum button button, double now_us)
{
    double from_us = panel->buttons[button].from_us, until_us = panel->buttons[button].until_us;
    if (panel->buttons[button].stuck)
        return true;
    if (panel->buttons[button].open)
        return false;
    if (now_us >= from_us && now_us < until_us)
        return !chatters_open(panel, from_us, now_us);
    return chatters_open(panel, until_us, now_us);
}

static double next_after_edge(const struct panel *panel, double edge_us, double now_us)
{
    if (now_us < edge_us)
        return edge_us;
    if (now_us >= edge_us + panel->bounce_us)
        return INFINITY;
    double next_us = edge_us + (floor((now_us - edge_us) / CHATTER_us) + 1) * CHATTER_us;
    return fmin(next_us, edge_us + panel->bounce_us);
}

double panel_next_change_us(const struct panel *panel, enum button button, double now_us)
{
    return fmin(next_after_edge(panel, panel->buttons[button].from_us, now_us),
                next_after_edge(panel, panel->buttons[button].until_us, now_us));
}

void panel_set_attention(struct panel *panel, bool lit, double now_us)
{
    if (lit && !panel->led_lit)
        panel->lit_since_us = now_us;
    panel->led_lit = lit;
}

void panel_let_person_look(struct panel *panel, double now_us)
{
    if (!panel->person_present || !panel->led_lit || now_us - panel->lit_since_us < PERSON_LOOKS_us)
        return;
    panel_press(panel, BUTTON_MODE, now_us, PERSON_PRESSES_us);
    panel->lit_since_us = now_us; /* still lit in two seconds: asked again */
}

double panel_ladder_share(const struct panel *panel, double now_us)
{
    if (panel_is_closed(panel, panel->swapped ? BUTTON_LEVEL : BUTTON_MODE, now_us))
        return 0.0;
    return panel_is_closed(panel, panel->swapped ? BUTTON_MODE : BUTTON_LEVEL, now_us) ? 0.5 : 1.0;
}
