/* The parts of a stage, drawn as they look, each leg with the net it goes to. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "schematics/guide/guide.h"
#include "schematics/guide/svg.h"
#include "schematics/netlist/value.h"

enum { CARD_w = 196, CARD_h = 124, COLUMNS = 5, MARGIN = 12, HEAD = 44, LEG_size = 10 };

static const double MAP_px_per_mm = 6.25; /* as wide as the cards */

static const char ink[] = "#222222", grey[] = "#777777", lead[] = "#999999", net_ink[] = "#0b5394";

/* A card in the making: its corner, its part. */
struct card {
    FILE *out;
    const struct netlist *drawing;
    const struct netlist_part *part;
    double x, y;
    int columns, rows; /* how many plain cards it takes */
};

static const char *net_at(const struct card *card, const char *pin)
{
    const char *net = netlist_at(card->drawing, card->part, pin);
    return net ? guide_net_name(net) : "-";
}

static void leg(const struct card *card, double x, double y, enum svg_anchor anchor,
                const char *pin, const char *name)
{
    svg_text(card->out, x, y, LEG_size, anchor, net_ink, "%s", net_at(card, pin));
    if (*name)
        svg_text(card->out, x, y - 12, LEG_size, anchor, grey, "%s", name);
}

/* --- two legs, in line ------------------------------------------------------------------------- */

/* The colours of a 1 % resistor: three digits, the power of ten, brown (IEC 60062). */
static void bands(const struct card *card, double x, double y)
{
    static const char *const paint[] = {"#000000", "#8b4513", "#d40000", "#ff7f00", "#ffe000",
                                        "#008000", "#0000d4", "#8000a0", "#808080", "#ffffff"};
    double ohm = value_parse(card->part->value);
    int power = 0;
    if (isnan(ohm) || ohm < 1)
        return;
    for (; ohm < 99.95; ohm *= 10)
        power--;
    for (; ohm >= 999.5; ohm /= 10)
        power++;
    if (power < 0)
        return;
    int digits = (int)lround(ohm);
    const int band[] = {digits / 100, digits / 10 % 10, digits % 10, power, 1};
    for (int i = 0; i < 5; i++)
        svg_rect(card->out, x + 8 + 11 * i + (i == 4 ? 6 : 0), y, 5, 20, paint[band[i]], "none");
}

static void draw_in_line(const struct card *card)
{
    FILE *out = card->out;
    double x = card->x + CARD_w / 2.0, y = card->y + 62;
    bool diode = *card->part->symbol == 'D';
    bool resistor = strcmp(card->part->symbol, "R") == 0;
    svg_line(out, x - 62, y, x + 62, y, lead, 2);
    svg_rect(out, x - 36, y - 10, 72, 20,
             diode      ? "#444444"
             : resistor ? "#9fc5e8"
                        : "#e8e0c8",
             ink);
    if (diode)
        svg_rect(out, x - 28, y - 10, 8, 20, "#eeeeee", "none");
    if (resistor)
        bands(card, x - 36, y - 10);
    leg(card, card->x + 8, y + 32, SVG_START, "1", diode ? "ring (K)" : "");
    leg(card, card->x + CARD_w - 8, y + 32, SVG_END, "2", diode ? "A" : "");
}

/* --- two legs, side by side -------------------------------------------------------------------- */

static void draw_upright(const struct card *card)
{
    FILE *out = card->out;
    const char *symbol = card->part->symbol;
    double x = card->x + CARD_w / 2.0, y = card->y + 52;
    bool led = strcmp(symbol, "LED") == 0, polar = strcmp(symbol, "C_Pol") == 0;
    svg_line(out, x - 12, y, x - 12, y + 38, lead, 2);
    svg_line(out, x + 12, y, x + 12, y + (led ? 46 : 38), lead, 2);
    if (led) {
        svg_path(out,
                 strcmp(card->part->value, "red") == 0     ? "#ff8080"
                 : strcmp(card->part->value, "green") == 0 ? "#80e080"
                                                           : "#ffe060",
                 ink, 1, "M %g %g v -18 a 17 17 0 0 1 34 0 v 18 z", x - 17, y + 8);
        svg_line(out, x - 21, y + 8, x + 21, y + 8, ink, 2);
    } else if (polar) {
        svg_rect(out, x - 20, y - 22, 40, 36, "#3c4a6b", ink);
        svg_rect(out, x + 8, y - 22, 8, 36, "#d0d4e0", "none");
    } else if (*symbol == 'C') {
        svg_circle(out, x, y - 4, 18, "#e0a860", ink);
    } else {
        svg_rect(out, x - 20, y - 20, 40, 34, *symbol == 'S' ? "#bbbbbb" : "#e0c040", ink);
    }
    const char *left = led ? "short leg (K)" : polar ? "+" : "1";
    const char *right = led ? "long leg (A)" : polar ? "- (stripe)" : "2";
    leg(card, card->x + 8, y + 58, SVG_START, "1", left);
    leg(card, card->x + CARD_w - 8, y + 58, SVG_END, "2", right);
}

/* --- three legs -------------------------------------------------------------------------------- */

static void draw_three_legs(const struct card *card, const char *const *names)
{
    static const char *const numbers[] = {"1", "2", "3"};
    FILE *out = card->out;
    double x = card->x + 34, y = card->y + 30;
    bool power = strstr(card->part->symbol, "GDS");
    if (power) {
        svg_rect(out, x - 24, y - 6, 48, 16, "#c8c8c8", ink);
        svg_circle(out, x, y + 2, 4, "white", ink);
        svg_rect(out, x - 24, y + 10, 48, 34, "#333333", ink);
    } else if (strstr(card->part->symbol, "Jumper") || strstr(card->part->symbol, "SPDT")) {
        svg_rect(out, x - 24, y + 18, 48, 26, "#dddddd", ink);
    } else {
        svg_path(out, "#333333", ink, 1, "M %g %g v -26 h 44 v 26 z", x - 22, y + 44);
        svg_text(out, x, y + 34, 9, SVG_MIDDLE, "white", "flat side");
    }
    for (int i = 0; i < 3; i++) {
        double at = x - 16 + 16 * i, down = y + 52 + 14 * i;
        svg_path(out, "none", lead, 2, "M %g %g V %g", at, y + 44, down);
        svg_path(out, "none", lead, 1, "M %g %g H %g", at, down, x + 32);
        svg_text(out, x + 35, down + 3, LEG_size, SVG_START, grey, "%s", names[i]);
        svg_text(out, x + 55, down + 3, LEG_size, SVG_START, net_ink, "%s",
                 net_at(card, numbers[i]));
    }
}

/* --- many legs --------------------------------------------------------------------------------- */

/* Down the left side and up the right one for modules and chips; all on the left for plugs. */
static void draw_block(const struct card *card)
{
    enum { STEP = 15 };
    const struct netlist_pin *pins = &card->drawing->pins[card->part->first_pin];
    size_t count = card->part->pin_count;
    bool plug = *card->part->reference == 'J';
    size_t left = plug ? count : (count + 1) / 2;
    double width = plug ? 26 : strcmp(card->part->symbol, "Nano") == 0 ? 130 : 74;
    double x = card->x + (plug ? 40 : (card->columns * CARD_w - width) / 2), y = card->y + 34;
    svg_rect(card->out, x, y, width, STEP * (double)left + 4, plug ? "#eeeeee" : "#333333", ink);
    if (!plug)
        svg_path(card->out, "white", "none", 0, "M %g %g l 7 0 l -7 7 z", x, y); /* pin one */
    for (size_t i = 0; i < count; i++) {
        bool on_left = i < left;
        size_t row = on_left          ? i
                     : i == count - 1 ? 0
                                      : 2 * left - 1 - i; /* SOT-23-5 lacks a middle one */
        double at = y + 13 + STEP * (double)row;
        const char *net = guide_net_name(card->drawing->nets[pins[i].net].name);
        const char *name = *pins[i].function ? guide_net_name(pins[i].function) : pins[i].number;
        if (plug) {
            svg_text(card->out, x + 13, at, LEG_size, SVG_MIDDLE, ink, "%s", pins[i].number);
            svg_text(card->out, x + width + 8, at, LEG_size, SVG_START, net_ink, "%s", net);
            continue;
        }
        svg_text(card->out, on_left ? x + 4 : x + width - 4, at, LEG_size,
                 on_left ? SVG_START : SVG_END, "white", "%s", name);
        svg_text(card->out, on_left ? x - 5 : x + width + 5, at, LEG_size,
                 on_left ? SVG_END : SVG_START, net_ink, "%s", net);
    }
}

/* --- cards ------------------------------------------------------------------------------------- */

static const struct look {
    const char *symbol;
    void (*draw)(const struct card *card);
    const char *legs[3]; /* of those with three */
    int columns, rows;
} looks[] = {
    {"R", draw_in_line, {0}, 1, 1},
    {"R_Shunt", draw_in_line, {0}, 1, 1},
    {"D_Schottky", draw_in_line, {0}, 1, 1},
    {"D_Zener", draw_in_line, {0}, 1, 1},
    {"C", draw_upright, {0}, 1, 1},
    {"C_Pol", draw_upright, {0}, 1, 1},
    {"LED", draw_upright, {0}, 1, 1},
    {"PTC", draw_upright, {0}, 1, 1},
    {"SW_Push", draw_upright, {0}, 1, 1},
    {"NMOS_GDS", NULL, {"G", "D", "S"}, 1, 1},
    {"PMOS_GDS", NULL, {"G", "D", "S"}, 1, 1},
    {"PNP_EBC", NULL, {"E", "B", "C"}, 1, 1},
    {"TL431", NULL, {"REF", "A", "K"}, 1, 1},
    {"Jumper3", NULL, {"A", "C", "B"}, 1, 1},
    {"BarrelJack", draw_block, {0}, 1, 1},
    {"OPAMP_DUAL", draw_block, {0}, 2, 1},
    {"IDEAL_DIODE", draw_block, {0}, 1, 1},
    {"Conn_2", draw_block, {0}, 1, 1},
    {"Conn_3", draw_block, {0}, 1, 1},
    {"Conn_3_no2", draw_block, {0}, 1, 1},
    {"Conn_4", draw_block, {0}, 1, 1},
    {"Conn_8", draw_block, {0}, 1, 2},
    {"Nano", draw_block, {0}, 2, 3},
};

static const struct look *look_of(const struct netlist_part *part)
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (strcmp(looks[i].symbol, part->symbol) == 0)
            return &looks[i];
    return NULL;
}

static void draw_card(struct card *card, const struct look *look)
{
    svg_rect(card->out, card->x, card->y, card->columns * CARD_w - 6, card->rows * CARD_h - 6,
             "#fcfcf8", "#cccccc");
    svg_bold(card->out, card->x + 8, card->y + 18, 14, SVG_START, ink, "%s", card->part->reference);
    svg_text(card->out, card->columns * CARD_w - 14 + card->x, card->y + 18, 12, SVG_END, ink, "%s",
             card->part->value);
    if (look->draw)
        look->draw(card);
    else
        draw_three_legs(card, look->legs);
}

static bool is_of(const struct netlist_part *part, const char *sheet)
{
    return strcmp(part->sheet, sheet) == 0 && guide_is_on_board(part) && !guide_is_no_part(part);
}

/* Where the next card of that size goes: rows of plain cards, taken cells marked. */
static void find_place(bool taken[][COLUMNS], const struct look *look, int *column, int *row)
{
    for (*row = 0;; ++*row)
        for (*column = 0; *column + look->columns <= COLUMNS; ++*column) {
            bool free = true;
            for (int r = 0; r < look->rows; r++)
                for (int c = 0; c < look->columns; c++)
                    free = free && !taken[*row + r][*column + c];
            if (!free)
                continue;
            for (int r = 0; r < look->rows; r++)
                for (int c = 0; c < look->columns; c++)
                    taken[*row + r][*column + c] = true;
            return;
        }
}

/* The board from above, with the stage's parts named and the others as dots. */
static bool draw_map(const struct netlist *drawing, const struct places *places, const char *sheet,
                     double top, FILE *out)
{
    const double left = MARGIN, width = PLACES_BOARD_w_mm * MAP_px_per_mm;
    bool complete = true;
    svg_rect(out, left, top, width, PLACES_BOARD_h_mm * MAP_px_per_mm, "#eef5ee", "#3a7a3a");
    for (size_t i = 0; i < drawing->part_count; i++) {
        const struct netlist_part *part = &drawing->parts[i];
        const struct place *place = places_of(places, part->reference);
        bool wanted = is_of(part, sheet);
        if (!place && wanted) {
            fprintf(stderr, "%s has no place on the board\n", part->reference);
            complete = false;
        }
        if (!place)
            continue;
        double x = left + place->x_mm * MAP_px_per_mm;
        double y = top + (PLACES_BOARD_h_mm - place->y_mm) * MAP_px_per_mm;
        svg_circle(out, x, y, wanted ? 4 : 2, wanted ? "#0b5394" : "#b8c8b8", "none");
        if (wanted)
            svg_bold(out, x, y - 6, 11, SVG_MIDDLE, ink, "%s", part->reference);
        else if (*part->reference == 'J' || *part->reference == 'A') /* landmarks */
            svg_text(out, x, y - 6, 11, SVG_MIDDLE, grey, "%s", part->reference);
    }
    return complete;
}

/* The cards in rows; how many rows, or -1 if a part has no picture. */
static int draw_rows(const struct netlist *drawing, const char *sheet, FILE *out)
{
    enum { ROWS_max = 40 };
    static bool taken[ROWS_max][COLUMNS];
    int rows = 0;
    memset(taken, 0, sizeof taken);
    for (size_t i = 0; i < drawing->part_count; i++) {
        const struct netlist_part *part = &drawing->parts[i];
        const struct look *look = look_of(part);
        if (!is_of(part, sheet))
            continue;
        int column, row;
        if (!look) {
            fprintf(stderr, "%s: no picture for the symbol %s\n", part->reference, part->symbol);
            return -1;
        }
        find_place(taken, look, &column, &row);
        struct card card = {
            out,           drawing,   part, MARGIN + column * CARD_w, HEAD + row * CARD_h,
            look->columns, look->rows};
        draw_card(&card, look);
        rows = row + look->rows > rows ? row + look->rows : rows;
    }
    return rows;
}

bool guide_draw_cards(const struct netlist *drawing, const struct places *places, const char *sheet,
                      FILE *out)
{
    char *text = NULL, title[80];
    size_t length = 0;
    FILE *body = open_memstream(&text, &length);
    int rows = body ? draw_rows(drawing, sheet, body) : -1;
    int map_top = HEAD + rows * CARD_h + HEAD;
    bool complete = rows >= 0 && draw_map(drawing, places, sheet, map_top, body);
    if (body)
        fclose(body);
    snprintf(title, sizeof title, "%.*s: the parts and where their legs go",
             (int)strcspn(sheet + 1, "/"), sheet + 1);
    svg_begin(out, 2 * MARGIN + COLUMNS * CARD_w,
              map_top + (int)(PLACES_BOARD_h_mm * MAP_px_per_mm) + MARGIN, title);
    svg_bold(out, MARGIN, 28, 18, SVG_START, ink, "%s", title);
    svg_bold(out, MARGIN, map_top - 12, 14, SVG_START, ink,
             "Where they go on the board, seen from above");
    if (text && complete)
        fwrite(text, 1, length, out);
    svg_end(out);
    free(text);
    return complete;
}
