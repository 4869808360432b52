/* What a voltmeter shows at the test points, from the whole circuit in SPICE. */
#include <math.h>
#include <string.h>

#include "schematics/guide/guide.h"
#include "schematics/netlist/circuit.h"

#define CIRCUIT "schematics/export/calfkit.cir"

/* The Nano takes 20 mA; the supply's cable has 60 mohm; a meter has 10 Mohm. Pins that nobody drives
 * float, as in reset. */
static const char everywhere[] = "Rcable supply DC_IN 60m\nRnano +5V 0 250\n.options rshunt=1e12\n"
                                 ".tran 0.1m 100m 0 0.5m uic\n";

static const struct state {
    const char *title, *name, *sources;
    const char *part, *parameters; /* of a part that is worked; NULL: none */
} states[] = {
    {"USB alone", "points-usb",
     "Vsupply supply 0 0\nVusb usb 0 5\nDusb usb +5V USB\n"
     ".model USB D(is=1u n=1.05 rs=0.1)",
     NULL, NULL},
    {"supply on, at rest", "points-rest", "Vsupply supply 0 PWL(0 0 1m 5)", NULL, NULL},
    {"M301 turns, D6 at +5V", "points-motor",
     "Vsupply supply 0 PWL(0 0 1m 5)\nVmotor motor 0 5\nRmotor motor "
     "MOTOR_UM 25",
     "M301", "emf=3.3"},
    {"heating", "points-heat",
     "Vsupply supply 0 PWL(0 0 1m 5)\nVpower power 0 5\nRpower power HEATER_POWER 25\n"
     "Varm arm 0 PULSE(0 5 0 100n 100n 1m 2m)\nRarm arm HEATER_ARM 25\n.ic v(ARM_GATE)=3.3",
     NULL, NULL},
};

enum { STATES = sizeof states / sizeof *states };

static bool is_point(const struct netlist_part *part)
{
    return strcmp(part->symbol, "TestPoint") == 0;
}

static const char *net_of(const struct netlist *drawing, const struct netlist_part *point)
{
    return netlist_at(drawing, point, "1");
}

/* A measurement may not begin with a digit or contain a plus: they go by the point's reference. */
static struct circuit *run_state(const struct netlist *drawing, const struct state *state)
{
    struct circuit *circuit = circuit_read(CIRCUIT);
    if (state->part)
        circuit_parameter(circuit, state->part, "%s", state->parameters);
    circuit_add(circuit, "%s%s", everywhere, state->sources);
    for (size_t i = 0; i < drawing->part_count; i++)
        if (is_point(&drawing->parts[i]) && strcmp(net_of(drawing, &drawing->parts[i]), "GND") != 0)
            circuit_add(circuit, "Rmeter_%s %s 0 10Meg\n.meas tran %s avg v(%s) from=80m to=100m",
                        drawing->parts[i].reference, net_of(drawing, &drawing->parts[i]),
                        drawing->parts[i].reference, net_of(drawing, &drawing->parts[i]));
    if (!circuit_run(circuit, state->name))
        fprintf(stderr, "%s: %s\n", state->name, circuit_error(circuit));
    return circuit;
}

bool guide_print_test_points(const struct netlist *drawing, FILE *out)
{
    struct circuit *runs[STATES];
    bool complete = true;
    fputs("\n| point | net |", out);
    for (unsigned s = 0; s < STATES; s++) {
        runs[s] = run_state(drawing, &states[s]);
        fprintf(out, " %s |", states[s].title);
    }
    fputs("\n|---|---|", out);
    for (unsigned s = 0; s < STATES; s++)
        fputs("---|", out);
    for (size_t i = 0; i < drawing->part_count; i++) {
        const struct netlist_part *point = &drawing->parts[i];
        if (!is_point(point))
            continue;
        fprintf(out, "\n| %s | %s |", point->reference, net_of(drawing, point));
        for (unsigned s = 0; s < STATES; s++) {
            bool ground = strcmp(net_of(drawing, point), "GND") == 0;
            double volts = ground ? 0 : circuit_result(runs[s], point->reference);
            complete = complete && !isnan(volts);
            fprintf(out, " %.2f |", fabs(volts) < 0.005 ? 0 : volts);
        }
    }
    fputs("\n\n", out);
    for (unsigned s = 0; s < STATES; s++)
        circuit_free(runs[s]);
    return complete;
}
