/* The wiring drawing: the board's plugs in the middle, the box on the left, the cuff on the right. */
#include <string.h>

#include "schematics/guide/guide.h"
#include "schematics/guide/svg.h"

enum { WIDTH = 1280, HEIGHT = 860, PIN_STEP = 24, PLUG_w = 30 };

static const char ink[] = "#222222", grey[] = "#777777";

/* Where everything stands; what is joined comes from the netlist. A side of -1 has its pins to the left. */
static const struct plug {
    const char *reference, *title;
    int x, y, side;
} plugs[] = {
    {"J201", "5 V, 3 A in", 430, 120, -1}, {"J202", "power switch", 430, 260, -1},
    {"J701", "STOP", 430, 400, -1},        {"J702", "sync out", 430, 540, -1},
    {"J301", "motors", 720, 110, 1},       {"J401", "pad", 720, 420, 1},
    {"J501", "thermistors", 720, 600, 1},
};

enum shape { MOTOR, PAD, BEAD, SWITCH, BIMETAL, FUSE, BUTTON };

static const struct part {
    const char *reference, *title;
    enum shape shape;
    int x, y;     /* its middle */
    bool flipped; /* the first pin on the right */
} parts[] = {
    {"SW201", "power switch, in reach of the hand", SWITCH, 130, 280, true},
    {"SW701", "STOP, red", BUTTON, 130, 424, false},
    {"M301", "upper medial", MOTOR, 1000, 140, false},
    {"M302", "upper lateral", MOTOR, 1190, 140, false},
    {"M303", "mid medial", MOTOR, 1000, 245, false},
    {"M304", "mid lateral", MOTOR, 1190, 245, false},
    {"M305", "ankle medial", MOTOR, 1000, 350, false},
    {"M306", "ankle lateral", MOTOR, 1190, 350, false},
    {"TS401", "bimetal, on the pad", BIMETAL, 920, 445, false},
    {"F401", "thermal fuse, on the pad", FUSE, 1120, 445, false},
    {"R410", "heating pad", PAD, 1020, 545, true},
    {"TH501", "skin side of the pad", BEAD, 1040, 640, false},
    {"TH502", "hot spot of the pad", BEAD, 1040, 750, false},
};

struct point {
    double x, y;
};

/* --- things ------------------------------------------------------------------------------------ */

static const struct plug *plug_of(const char *reference)
{
    for (size_t i = 0; i < sizeof plugs / sizeof *plugs; i++)
        if (strcmp(plugs[i].reference, reference) == 0)
            return &plugs[i];
    return NULL;
}

static const struct part *part_of(const char *reference)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].reference, reference) == 0)
            return &parts[i];
    return NULL;
}

static struct point plug_pin(const struct plug *plug, size_t index)
{
    return (struct point){plug->x + (plug->side > 0 ? PLUG_w : 0),
                          plug->y + PIN_STEP * ((double)index + 0.5)};
}

static void draw_plug(const struct netlist *drawing, const struct netlist_part *part,
                      const struct plug *plug, FILE *out)
{
    double height = PIN_STEP * (double)part->pin_count;
    svg_rect(out, plug->x, plug->y, PLUG_w, height, "#f4f4f4", ink);
    svg_bold(out, plug->side > 0 ? plug->x - 6 : plug->x + PLUG_w + 6, plug->y - 8, 14,
             plug->side > 0 ? SVG_END : SVG_START, ink, "%s %s", plug->reference, plug->title);
    for (size_t i = 0; i < part->pin_count; i++) {
        const struct netlist_pin *pin = &drawing->pins[part->first_pin + i];
        double y = plug_pin(plug, i).y;
        svg_text(out, plug->x + PLUG_w / 2.0, y + 4, 12, SVG_MIDDLE, ink, "%s", pin->number);
        svg_text(out, plug->side > 0 ? plug->x - 6 : plug->x + PLUG_w + 6, y + 4, 11,
                 plug->side > 0 ? SVG_END : SVG_START, grey, "%s",
                 guide_net_name(drawing->nets[pin->net].name));
    }
    svg_path(out, ink, "none", 0, "M %d %d l 8 0 l -8 8 z", plug->x,
             plug->y); /* pin one's corner */
}

/* Where a wire meets a part. */
static struct point part_pin(const struct part *part, size_t index)
{
    bool left = (index == 0) != part->flipped;
    switch (part->shape) {
    case MOTOR:
        return (struct point){part->x + (left ? -10 : 10), part->y + 22};
    case BUTTON: /* NO, COM, NC one below the other */
        return (struct point){part->x + 40, part->y + 22 * ((double)index - 1)};
    case PAD:
        return (struct point){part->x + (left ? -110 : 110), part->y};
    default:
        return (struct point){part->x + (left ? -40 : 40), part->y};
    }
}

static void draw_part(const struct netlist *drawing, const struct netlist_part *netlist_part,
                      const struct part *part, FILE *out)
{
    int x = part->x, y = part->y;
    switch (part->shape) {
    case MOTOR:
        svg_circle(out, x, y, 24, "#dddddd", ink);
        svg_bold(out, x, y + 6, 16, SVG_MIDDLE, ink, "M");
        break;
    case PAD:
        svg_rect(out, x - 110, y - 30, 220, 60, "#ffe3d0", ink);
        svg_path(out, "none", "#e06020", 2,
                 "M %d %d h 20 l 8 -18 l 16 36 l 16 -36 l 16 36 l 16 -36 l 16 36 "
                 "l 16 -36 l 16 36 l 16 -36 l 8 18 h 20",
                 x - 100, y);
        break;
    case BEAD:
        svg_line(out, x - 40, y, x + 40, y, ink, 1);
        svg_circle(out, x, y, 10, "#303030", ink);
        break;
    case SWITCH:
        svg_rect(out, x - 40, y - 14, 80, 28, "#fff7d8", ink);
        svg_path(out, "none", ink, 2, "M %d %d h 20 l 36 -8 M %d %d h -20", x - 40, y, x + 40, y);
        break;
    case BIMETAL:
        svg_rect(out, x - 40, y - 14, 80, 28, "#fff7d8", ink);
        svg_path(out, "none", ink, 2, "M %d %d h 24 q 16 -12 32 0 h 24", x - 40, y);
        svg_text(out, x, y + 12, 9, SVG_MIDDLE, ink, "closed when cool");
        break;
    case FUSE:
        svg_rect(out, x - 40, y - 9, 80, 18, "#fff7d8", ink);
        svg_line(out, x - 40, y, x + 40, y, ink, 2);
        break;
    case BUTTON:
        svg_rect(out, x - 40, y - 36, 80, 72, "#ffd8d8", ink);
        svg_circle(out, x - 16, y, 14, "#d40000", ink);
        for (size_t i = 0; i < netlist_part->pin_count; i++)
            svg_text(out, x + 37, part_pin(part, i).y + 4, 10, SVG_END, ink, "%s",
                     drawing->pins[netlist_part->first_pin + i].function);
        break;
    }
    int above = part->shape == PAD || part->shape == BUTTON ? 40 : part->shape == MOTOR ? 30 : 20;
    svg_bold(out, x, y - above - 13, 12, SVG_MIDDLE, ink, "%s", part->reference);
    svg_text(out, x, y - above, 11, SVG_MIDDLE, grey, "%s", part->title);
}

/* --- wires ------------------------------------------------------------------------------------- */

/* A net's vertical lane beside a plug, and the horizontal runs below a row of parts: one for each net,
 * so that no two nets lie on each other. */
struct lanes {
    struct lane {
        const char *net;
        int place; /* a plug's y, or a row's y */
        unsigned index;
    } lane[64];
    size_t count;
};

static unsigned lane_of(struct lanes *lanes, int place, const char *net)
{
    unsigned index = 0;
    for (size_t i = 0; i < lanes->count; i++) {
        if (lanes->lane[i].place != place)
            continue;
        if (strcmp(lanes->lane[i].net, net) == 0)
            return lanes->lane[i].index;
        index++;
    }
    if (lanes->count < sizeof lanes->lane / sizeof *lanes->lane)
        lanes->lane[lanes->count++] = (struct lane){net, place, index};
    return index;
}

struct wiring {
    const struct netlist *drawing;
    FILE *out;
    struct lanes lanes, runs;
};

/* From a plug's pin to its net's lane, along it and to the part's pin: sideways if that looks at the lane,
 * else from below. */
static void draw_wire(struct wiring *wiring, const struct plug *plug, size_t index,
                      const struct part *part, size_t pin, const char *net)
{
    struct point from = plug_pin(plug, index);
    const char *paint = guide_wire_paint(net);
    double width = strstr(guide_wire_colour(net), "thick") ? 4 : 2;
    unsigned lane = lane_of(&wiring->lanes, plug->y, net);
    double lane_x = plug->side > 0 ? plug->x + 110 - 9.0 * lane : plug->x - 30 - 12.0 * lane;
    struct point to = part_pin(part, pin);
    bool looks_at_lane = part->shape != MOTOR && (lane_x < to.x) == (to.x < part->x);
    if (looks_at_lane) {
        svg_path(wiring->out, "none", paint, width, "M %g %g H %g V %g H %g", from.x, from.y,
                 lane_x, to.y, to.x);
    } else {
        double run_y = part->y + 34 + 7.0 * lane_of(&wiring->runs, part->y, net);
        svg_path(wiring->out, "none", paint, width, "M %g %g H %g V %g H %g V %g", from.x, from.y,
                 lane_x, run_y, to.x, to.y);
    }
    svg_circle(wiring->out, to.x, to.y, 3.5, paint, "none");
    svg_circle(wiring->out, lane_x, from.y, plug->side > 0 ? 2 : 0, paint, "none");
}

/* Every part on the plug's cable that has a pin on the net. */
static void draw_net(struct wiring *wiring, const struct netlist_part *plug, size_t index,
                     size_t net)
{
    const struct netlist *drawing = wiring->drawing;
    const struct plug *drawn = plug_of(plug->reference);
    for (size_t i = 0; i < drawing->part_count; i++) {
        const struct netlist_part *here = &drawing->parts[i];
        const struct part *part = part_of(here->reference);
        if (!drawn || !part || !guide_is_wired_to(plug, here))
            continue;
        for (size_t k = 0; k < here->pin_count; k++)
            if (drawing->pins[here->first_pin + k].net == net)
                draw_wire(wiring, drawn, index, part, k, drawing->nets[net].name);
    }
}

/* Nets that no plug has: between two parts of the cuff. */
static void draw_inner_net(struct wiring *wiring, size_t net)
{
    const struct netlist *drawing = wiring->drawing;
    const char *paint = guide_wire_paint(drawing->nets[net].name);
    struct point ends[2];
    unsigned count = 0;
    for (size_t i = 0; i < drawing->pin_count; i++) {
        const struct netlist_part *here = &drawing->parts[drawing->pins[i].part];
        const struct part *part = part_of(here->reference);
        if (drawing->pins[i].net == net && part && count < 2)
            ends[count++] = part_pin(part, i - here->first_pin);
    }
    if (count < 2)
        return;
    double out_x = (ends[0].x > ends[1].x ? ends[0].x : ends[1].x) + 25;
    if (ends[0].y == ends[1].y)
        svg_line(wiring->out, ends[0].x, ends[0].y, ends[1].x, ends[1].y, paint, 4);
    else
        svg_path(wiring->out, "none", paint, 4, "M %g %g H %g V %g H %g", ends[0].x, ends[0].y,
                 out_x, ends[1].y, ends[1].x);
}

static bool has_plug(const struct netlist *drawing, size_t net)
{
    for (size_t i = 0; i < drawing->pin_count; i++)
        if (drawing->pins[i].net == net && *drawing->parts[drawing->pins[i].part].reference == 'J')
            return true;
    return false;
}

/* Everything off the board has a place here, and every plug. */
static bool all_have_places(const struct netlist *drawing)
{
    bool all = true;
    for (size_t i = 0; i < drawing->part_count; i++) {
        const struct netlist_part *part = &drawing->parts[i];
        bool plug = *part->reference == 'J' && part->reference[1] != 'P';
        if ((plug && !plug_of(part->reference)) ||
            (!guide_is_on_board(part) && !part_of(part->reference))) {
            fprintf(stderr, "%s has no place in the wiring drawing\n", part->reference);
            all = false;
        }
    }
    return all;
}

static void draw_frames(FILE *out)
{
    svg_rect(out, 460, 40, 260, 760, "#e7f2e7", "#3a7a3a");
    svg_bold(out, 590, 66, 16, SVG_MIDDLE, "#2a5a2a", "board");
    svg_rect(out, 20, 40, 300, 760, "#f6f6fa", "#9999bb");
    svg_bold(out, 36, 66, 16, SVG_START, "#555577", "box");
    svg_rect(out, 856, 40, 404, 760, "#fdf6ef", "#bb9977");
    svg_bold(out, 872, 66, 16, SVG_START, "#775533", "cuff");
    svg_text(out, 20, 830, 12, SVG_START, grey,
             "Made from the schematic's netlist. A mark in a plug's corner is pin 1. Thick wires: "
             "0.5 mm2 "
             "(AWG 20), silicone; the others 0.14 mm2 (AWG 26).");
}

bool guide_draw_wiring(const struct netlist *drawing, FILE *out)
{
    struct wiring wiring = {.drawing = drawing, .out = out};
    svg_begin(out, WIDTH, HEIGHT, "calfkit: wiring of board, box and cuff");
    draw_frames(out);
    for (size_t i = 0; i < drawing->part_count; i++) {
        const struct netlist_part *here = &drawing->parts[i];
        for (size_t k = 0; plug_of(here->reference) && k < here->pin_count; k++)
            draw_net(&wiring, here, k, drawing->pins[here->first_pin + k].net);
    }
    for (size_t net = 0; net < drawing->net_count; net++)
        if (!has_plug(drawing, net))
            draw_inner_net(&wiring, net);
    for (size_t i = 0; i < drawing->part_count; i++) {
        const struct netlist_part *here = &drawing->parts[i];
        if (plug_of(here->reference))
            draw_plug(drawing, here, plug_of(here->reference), out);
        if (part_of(here->reference))
            draw_part(drawing, here, part_of(here->reference), out);
    }
    svg_end(out);
    return all_have_places(drawing);
}
