/* The guide's tables: what to buy, what goes to which plug, what is joined to what. */
#include <stdlib.h>
#include <string.h>

#include "schematics/guide/guide.h"

/* --- parts ------------------------------------------------------------------------------------- */

static const char *place_of(const struct netlist_part *part)
{
    return guide_is_on_board(part) ? "board" : netlist_field(part, "Place");
}

/* One line of the list: the same part for the same place. */
static bool same_line(const struct netlist_part *a, const struct netlist_part *b)
{
    return strcmp(a->value, b->value) == 0 && strcmp(a->description, b->description) == 0 &&
           strcmp(netlist_field(a, "MPN"), netlist_field(b, "MPN")) == 0 &&
           strcmp(place_of(a), place_of(b)) == 0;
}

static bool came_before(const struct netlist *drawing, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!guide_is_no_part(&drawing->parts[i]) &&
            same_line(&drawing->parts[i], &drawing->parts[index]))
            return true;
    return false;
}

/* A table's cell: what would end it is written otherwise. */
static void cell(FILE *out, const char *text)
{
    fputs("| ", out);
    for (; *text; text++)
        if (*text == '|')
            fputs("\\|", out);
        else
            fputc(*text, out);
    fputc(' ', out);
}

static double print_part(const struct netlist *drawing, size_t index, FILE *out)
{
    const struct netlist_part *part = &drawing->parts[index];
    const char *rating = netlist_field(part, "Rating"),
               *tolerance = netlist_field(part, "Tolerance");
    unsigned count = 0;
    for (size_t i = index; i < drawing->part_count; i++)
        count += !guide_is_no_part(&drawing->parts[i]) && same_line(&drawing->parts[i], part);
    fprintf(out, "| %u ", count);
    cell(out, part->value);
    fprintf(out, "| %s %s ", netlist_field(part, "Manufacturer"), netlist_field(part, "MPN"));
    fprintf(out, "| %s%s%s%s%s ", part->description, *rating ? "; " : "", rating,
            *tolerance ? "; " : "", tolerance);
    cell(out, netlist_field(part, "Substitute"));
    fprintf(out, "| %s |", netlist_field(part, "Price"));
    for (size_t i = index; i < drawing->part_count; i++)
        if (!guide_is_no_part(&drawing->parts[i]) && same_line(&drawing->parts[i], part))
            fprintf(out, " %s", drawing->parts[i].reference);
    fputs(" |\n", out);
    return count * strtod(netlist_field(part, "Price"), NULL);
}

/* The one date of all prices; NULL if they differ. */
static const char *price_date(const struct netlist *drawing)
{
    const char *date = NULL;
    for (size_t i = 0; i < drawing->part_count; i++) {
        const char *here = netlist_field(&drawing->parts[i], "PriceDate");
        if (guide_is_no_part(&drawing->parts[i]))
            continue;
        if (date && strcmp(date, here) != 0)
            return NULL;
        date = here;
    }
    return date;
}

bool guide_print_parts(const struct netlist *drawing, FILE *out)
{
    static const struct {
        const char *place, *title;
    } places[] = {{"board", "On the board"}, {"box", "In the box"}, {"cuff", "In the cuff"}};
    double total = 0;
    size_t printed = 0, wanted = 0;
    for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
        fprintf(out,
                "\n**%s**\n\n| pieces | value | part | what it is | may be replaced by | EUR each "
                "| references |\n|---|---|---|---|---|---|---|\n",
                places[p].title);
        for (size_t i = 0; i < drawing->part_count; i++) {
            const struct netlist_part *part = &drawing->parts[i];
            if (guide_is_no_part(part) || strcmp(place_of(part), places[p].place) != 0)
                continue;
            printed++;
            if (!came_before(drawing, i))
                total += print_part(drawing, i, out);
        }
    }
    for (size_t i = 0; i < drawing->part_count; i++)
        wanted += !guide_is_no_part(&drawing->parts[i]);
    const char *date = price_date(drawing);
    fprintf(out,
            "\nTogether about %.0f EUR in single pieces. The prices are estimates of %s, not "
            "quotations.\n\n",
            total, date ? date : "several months");
    if (printed == wanted)
        return true;
    fprintf(stderr, "%zu parts are neither on the board nor in the box or the cuff\n",
            wanted - printed);
    return false;
}

/* --- plugs ------------------------------------------------------------------------------------- */

static const char *pin_name(const struct netlist_pin *pin)
{
    return *pin->function ? pin->function : pin->number;
}

/* What the plug's cable joins to this net: "M301 -"; whether there is anything. */
static bool print_far_ends(const struct netlist *drawing, const struct netlist_part *plug,
                           size_t net, FILE *out)
{
    const char *between = "";
    for (size_t i = 0; i < drawing->pin_count; i++) {
        const struct netlist_part *part = &drawing->parts[drawing->pins[i].part];
        if (drawing->pins[i].net != net || !guide_is_wired_to(plug, part))
            continue;
        fprintf(out, "%s%s pin %s", between, part->reference, pin_name(&drawing->pins[i]));
        between = ", ";
    }
    return *between != '\0';
}

bool guide_print_connectors(const struct netlist *drawing, FILE *out)
{
    fputs("\n| plug | pin | net | goes to | wire |\n|---|---|---|---|---|\n", out);
    for (size_t i = 0; i < drawing->part_count; i++) {
        const struct netlist_part *part = &drawing->parts[i];
        if (*part->reference != 'J' || part->reference[1] == 'P')
            continue;
        for (size_t k = 0; k < part->pin_count; k++) {
            const struct netlist_pin *pin = &drawing->pins[part->first_pin + k];
            const char *net = drawing->nets[pin->net].name;
            fprintf(out, "| %s | %s | %s | ", part->reference, pin->number, guide_net_name(net));
            bool wired = print_far_ends(drawing, part, pin->net, out);
            fprintf(out, " | %s |\n", wired ? guide_wire_colour(net) : "");
        }
    }
    fputc('\n', out);
    return true;
}

/* --- breadboard -------------------------------------------------------------------------------- */

/* The stage in whose table a net stands: that of most of its pins, or "Rails" if it serves many. */
static const char *stage_of(const struct netlist *drawing, size_t net)
{
    const char *sheet = NULL;
    unsigned most = 0;
    if (drawing->nets[net].pin_count > 12)
        return "/Rails/";
    for (size_t i = 0; i < drawing->pin_count; i++) {
        const char *here = drawing->parts[drawing->pins[i].part].sheet;
        unsigned count = 0;
        if (drawing->pins[i].net != net)
            continue;
        for (size_t k = 0; k < drawing->pin_count; k++)
            count += drawing->pins[k].net == net &&
                     strcmp(drawing->parts[drawing->pins[k].part].sheet, here) == 0;
        if (count > most) {
            most = count;
            sheet = here;
        }
    }
    return sheet ? sheet : "/Rails/";
}

static void print_net(const struct netlist *drawing, size_t net, FILE *out)
{
    const char *between = "";
    fprintf(out, "| %s | ", guide_net_name(drawing->nets[net].name));
    for (size_t i = 0; i < drawing->pin_count; i++) {
        const struct netlist_part *part = &drawing->parts[drawing->pins[i].part];
        if (drawing->pins[i].net != net || guide_is_no_part(part))
            continue;
        fprintf(out, "%s%s %s", between, part->reference, pin_name(&drawing->pins[i]));
        between = " · ";
    }
    fputs(" |\n", out);
}

bool guide_print_breadboard(const struct netlist *drawing, FILE *out)
{
    static const char *const stages[] = {"/Rails/",   "/Power/",  "/Controller/", "/Panel/",
                                         "/Sensing/", "/Motors/", "/Heater/"};
    size_t printed = 0, wanted = 0;
    for (size_t s = 0; s < sizeof stages / sizeof *stages; s++) {
        fprintf(out, "\n**%.*s**\n\n| net | joins |\n|---|---|\n", (int)strcspn(stages[s] + 1, "/"),
                stages[s] + 1);
        for (size_t net = 0; net < drawing->net_count; net++) {
            if (drawing->nets[net].pin_count < 2 || strcmp(stage_of(drawing, net), stages[s]) != 0)
                continue;
            print_net(drawing, net, out);
            printed++;
        }
    }
    fputc('\n', out);
    for (size_t net = 0; net < drawing->net_count; net++)
        wanted += drawing->nets[net].pin_count >= 2;
    if (printed == wanted)
        return true;
    fprintf(stderr, "%zu nets belong to no stage\n", wanted - printed);
    return false;
}
