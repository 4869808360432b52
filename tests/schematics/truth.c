#include "tests/schematics/truth.h"

#include <math.h>
#include <string.h>

#include "avr/board.h"
#include "schematics/netlist/value.h"

#define CONTROLLER "A601"

/* --- pins -------------------------------------------------------------------------------------- */

/* What board.h says about a pin of the Nano. */
static const struct place {
    const char *nano, *net;
} places[] = {
#define AS_DIGITAL(net, port, bit, nano, direction) {nano, #net},
    PINS(AS_DIGITAL)
#undef AS_DIGITAL
#define AS_ANALOG(net, channel) {"A" #channel, #net},
        ANALOG_INPUTS(AS_ANALOG)
#undef AS_ANALOG
};

static const char *net_by_board(const char *nano)
{
    for (unsigned i = 0; i < sizeof places / sizeof *places; i++)
        if (strcmp(places[i].nano, nano) == 0)
            return places[i].net;
    return "nothing";
}

/* A pin that firmware can drive or read: D2 to D13, A0 to A7. D0 and D1 are the serial line. */
static bool is_port(const char *function)
{
    return (*function == 'D' || *function == 'A') && strchr("0123456789", function[1]) &&
           !strchr(function, '/');
}

unsigned truth_of_pins(const struct netlist *drawing, FILE *out)
{
    const struct netlist_part *nano = netlist_part(drawing, CONTROLLER);
    unsigned wrong = 0, ports = 0;
    for (size_t i = 0; nano && i < nano->pin_count; i++) {
        const struct netlist_pin *pin = &drawing->pins[nano->first_pin + i];
        const char *drawn = drawing->nets[pin->net].name, *board = net_by_board(pin->function);
        if (!is_port(pin->function))
            continue;
        ports++;
        if (strcmp(board, drawn) == 0)
            continue;
        wrong++;
        fprintf(out, "%s: avr/board.h has %s there, the schematic %s\n", pin->function, board,
                drawn);
    }
    for (unsigned i = 0; i < sizeof places / sizeof *places; i++) {
        bool in_the_chip =
            strcmp(places[i].net, "BANDGAP") == 0 || strcmp(places[i].net, "GROUND") == 0;
        if (in_the_chip || netlist_net(drawing, places[i].net))
            continue;
        wrong++;
        fprintf(out, "%s: avr/board.h has this net, the schematic has not\n", places[i].net);
    }
    if (ports < 20) {
        wrong++;
        fprintf(out, "the schematic's %s shows only %u ports\n", CONTROLLER, ports);
    }
    return wrong;
}

/* --- values ------------------------------------------------------------------------------------ */

struct comparison {
    const struct netlist *drawing;
    FILE *out;
    unsigned wrong;
};

/* The resistor between two nets, in ohm; NAN, and a complaint, if there is not exactly one. */
static double resistor_Ohm(struct comparison *c, const char *net, const char *other)
{
    const struct netlist_part *part = netlist_between(c->drawing, "R", net, other);
    if (part)
        return value_parse(part->value);
    c->wrong++;
    fprintf(c->out, "the schematic has not one resistor between %s and %s\n", net, other);
    return NAN;
}

static void compare(struct comparison *c, const char *name, double firmware, const char *what,
                    double drawn, double tolerance)
{
    if (fabs(drawn - firmware) <= tolerance * firmware)
        return;
    c->wrong++;
    fprintf(c->out, "avr/board.h: %s is %g; the schematic's %s %.6g\n", name, firmware, what,
            drawn);
}

#define COMPARE(c, constant, what, drawn, tolerance) \
    compare((c), #constant, (double)(constant), (what), (drawn), (tolerance))

/* Millivolts at the converter for an ampere through a shunt and its amplifier, whose pins are given. */
static double mV_per_A(struct comparison *c, const char *sense, const char *minus,
                       const char *output)
{
    const struct netlist_part *amplifier = netlist_part(c->drawing, "U501");
    const char *feedback = amplifier ? netlist_at(c->drawing, amplifier, minus) : NULL;
    const char *out = amplifier ? netlist_at(c->drawing, amplifier, output) : NULL;
    if (!feedback || !out) {
        c->wrong++;
        fprintf(c->out, "the schematic's U501 has no pins %s and %s\n", minus, output);
        return NAN;
    }
    double gain = 1 + resistor_Ohm(c, feedback, out) / resistor_Ohm(c, feedback, "GND");
    return resistor_Ohm(c, sense, "GND") * gain * 1000;
}

/* A thermistor of the type that the firmware's table is of, from the input to ground. */
static void compare_sensor(struct comparison *c, const char *net)
{
    const struct netlist_part *sensor = netlist_between(c->drawing, "TH", net, "GND");
    if (sensor && strcmp(sensor->value, "103AT-2") == 0)
        return;
    c->wrong++;
    fprintf(c->out, "avr/core/thermistor.h: %s reads a 103AT-2 to ground; the schematic has %s\n",
            net, sensor ? sensor->value : "none");
}

unsigned truth_of_values(const struct netlist *drawing, FILE *out)
{
    struct comparison comparison = {drawing, out, 0}, *c = &comparison;
    const struct netlist_part *nano = netlist_part(drawing, CONTROLLER);
    if (!nano || strcmp(nano->value, "Nano v3") != 0) {
        c->wrong++;
        fprintf(out, "avr/board.h: the clock is that of a Nano v3; the schematic has %s\n",
                nano ? nano->value : "none");
    }
    compare_sensor(c, "NTC_SKIN");
    compare_sensor(c, "NTC_PAD");
    COMPARE(c, BOARD_NTC_DIVIDER_Ohm, "skin divider", resistor_Ohm(c, "NTC_POWER", "NTC_SKIN"), 0);
    COMPARE(c, BOARD_NTC_DIVIDER_Ohm, "pad divider", resistor_Ohm(c, "NTC_POWER", "NTC_PAD"), 0);
    COMPARE(c, BOARD_SUPPLY_DIVIDER, "supply divider",
            1 + resistor_Ohm(c, "+5VP", "SUPPLY") / resistor_Ohm(c, "SUPPLY", "GND"), 0.001);
    COMPARE(c, BOARD_HEATER_CURRENT_mV_per_A, "heater shunt and amplifier",
            mV_per_A(c, "HEATER_SENSE", "2", "1"), 0.01);
    COMPARE(c, BOARD_MOTOR_CURRENT_mV_per_A, "motor shunt and amplifier",
            mV_per_A(c, "MOTOR_SENSE", "6", "7"), 0.01);
    COMPARE(c, BOARD_HEATER_mOhm, "pad", 1000 * resistor_Ohm(c, "PAD_B", "HEATER_N"), 0);
    return c->wrong;
}

/* --- the six motors ---------------------------------------------------------------------------- */

static void expect_net(struct comparison *c, const struct netlist_part *part, const char *reference,
                       const char *pin, const char *want)
{
    const char *net = part ? netlist_at(c->drawing, part, pin) : NULL;
    if (net && strcmp(net, want) == 0)
        return;
    c->wrong++;
    fprintf(c->out, "%s: pin %s should be on %s as with the other motors, the schematic has %s\n",
            reference, pin, want, net ? net : "nothing");
}

/* The electrical tests look at one motor's stage; this says that the others are like it. */
unsigned truth_of_zones(const struct netlist *drawing, FILE *out)
{
    static const char *const zones[] = {"UM", "UL", "MM", "ML", "AM", "AL"};
    struct comparison comparison = {drawing, out, 0}, *c = &comparison;
    for (unsigned i = 0; i < sizeof zones / sizeof *zones; i++) {
        char pin[16], gate[16], drain[16], name[16];
        snprintf(pin, sizeof pin, "MOTOR_%s", zones[i]);
        snprintf(gate, sizeof gate, "GATE_%s", zones[i]);
        snprintf(drain, sizeof drain, "%s_DRAIN", zones[i]);
        double series = resistor_Ohm(c, pin, gate), pull_down = resistor_Ohm(c, gate, "GND");
        if (!(series <= 220 && pull_down <= 10e3)) {
            c->wrong++;
            fprintf(out, "%s: %g ohm to its gate and %g from there to ground, unlike the others\n",
                    pin, series, pull_down);
        }
        snprintf(name, sizeof name, "Q30%u", i + 1);
        expect_net(c, netlist_part(drawing, name), name, "G", gate);
        expect_net(c, netlist_part(drawing, name), name, "D", drain);
        expect_net(c, netlist_part(drawing, name), name, "S", "MOTOR_SENSE");
        snprintf(name, sizeof name, "D30%u", i + 1);
        expect_net(c, netlist_part(drawing, name), name, "K", "+5VM");
        expect_net(c, netlist_part(drawing, name), name, "A", drain);
        snprintf(name, sizeof name, "M30%u", i + 1);
        expect_net(c, netlist_part(drawing, name), name, "1", "+5VM");
        expect_net(c, netlist_part(drawing, name), name, "2", drain);
    }
    return c->wrong;
}
