#include "schematics/guide/guide.h"

#include <string.h>

/* Pins with a bar, and nets that the drawing gives no name though a maker meets them. */
static const struct {
    const char *net, *name;
} read_as[] = {{"~{RESET}", "RESET"}, {"Net-(J702-Pad1)", "SYNC_OUT"}};

const char *guide_net_name(const char *net)
{
    if (strncmp(net, "unconnected", 11) == 0)
        return "-";
    for (size_t i = 0; i < sizeof read_as / sizeof *read_as; i++)
        if (strcmp(read_as[i].net, net) == 0)
            return read_as[i].name;
    return net;
}

/* One list: the wires of the cables. Motors one to six bear the colours of a resistor's digits. */
static const struct wire {
    const char *net, *colour, *paint;
} wires[] = {
    {"UM_DRAIN", "brown", "#8b4513"},
    {"UL_DRAIN", "pink", "#ff70b0"},
    {"MM_DRAIN", "orange", "#ff7f00"},
    {"ML_DRAIN", "yellow", "#d8b800"},
    {"AM_DRAIN", "green", "#008000"},
    {"AL_DRAIN", "blue", "#2040e0"},
    {"+5VM", "red", "#d40000"},
    {"HEATER_P", "red, thick", "#d40000"},
    {"HEATER_N", "black, thick", "#000000"},
    {"NTC_SKIN", "white", "#a0a0a0"},
    {"NTC_PAD", "violet", "#8000a0"},
    {"GND", "black", "#000000"},
    {"DC_IN", "red, thick", "#d40000"},
    {"DC_ON", "orange, thick", "#ff7f00"},
    {"ARM_RETURN", "grey", "#707070"},
    {"STOP_NO", "blue", "#2040e0"},
    {"PAD_A", "red, thick", "#d40000"},
    {"PAD_B", "red, thick", "#d40000"},
};

static const struct wire *wire_of(const char *net)
{
    for (size_t i = 0; i < sizeof wires / sizeof *wires; i++)
        if (strcmp(wires[i].net, net) == 0)
            return &wires[i];
    return NULL;
}

const char *guide_wire_colour(const char *net)
{
    const struct wire *wire = wire_of(net);
    return wire ? wire->colour : "";
}

const char *guide_wire_paint(const char *net)
{
    const struct wire *wire = wire_of(net);
    return wire ? wire->paint : "#444444";
}

bool guide_is_on_board(const struct netlist_part *part)
{
    const char *place = netlist_field(part, "Place");
    return *place == '\0' || strcmp(place, "board") == 0;
}

bool guide_is_no_part(const struct netlist_part *part)
{
    return strcmp(part->symbol, "TestPoint") == 0 || strcmp(part->symbol, "MountingHole") == 0;
}

bool guide_is_wired_to(const struct netlist_part *plug, const struct netlist_part *part)
{
    bool cable = strncmp(plug->value, "VH", 2) == 0 || strncmp(plug->value, "XH", 2) == 0;
    return cable && !guide_is_on_board(part) && strcmp(plug->sheet, part->sheet) == 0;
}
