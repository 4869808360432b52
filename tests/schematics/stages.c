#include "tests/schematics/stages.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schematics/netlist/netlist.h"

static const char *const rails[] = {"GND", "0", "+5V", "+5VP", "+5VM", NULL};

static struct circuit *cut(const struct circuit *whole, const char *const *nets,
                           const char *const *ends)
{
    struct circuit *stage = circuit_copy(whole);
    circuit_keep(stage, nets, ends);
    /* the Nano's pins and the amplifiers' inputs float in some of the tests */
    circuit_add(stage, ".options rshunt=1e12");
    return stage;
}

/* The same without the amplifiers, which join everything. */
static struct circuit *cut_without_amplifiers(const struct circuit *whole, const char *const *nets)
{
    struct circuit *rest = circuit_copy(whole);
    circuit_remove(rest, "U501");
    struct circuit *stage = cut(rest, nets, rails);
    circuit_free(rest);
    return stage;
}

static void feed(struct circuit *stage, double rail_V, double logic_V)
{
    circuit_add(stage, "Vrail +5VP 0 %g", rail_V);
    circuit_add(stage, "Vlogic +5V 0 %g", logic_V);
}

struct circuit *stage_heater(const struct circuit *whole, double rail_V)
{
    static const char *const nets[] = {"HEATER_ARM",   "HEATER_POWER", "HEATER_P", "HEATER_N",
                                       "HEATER_SENSE", "ARM_GATE",     NULL};
    struct circuit *stage = cut_without_amplifiers(whole, nets);
    feed(stage, rail_V, 5);
    return stage;
}

struct circuit *stage_motors(const struct circuit *whole, double rail_V)
{
    static const char *const nets[] = {"MOTOR_UM", "MOTOR_UL",    "MOTOR_MM",
                                       "MOTOR_ML", "MOTOR_AM",    "MOTOR_AL",
                                       "+5VM",     "MOTOR_SENSE", NULL};
    struct circuit *stage = cut_without_amplifiers(whole, nets);
    feed(stage, rail_V, 5);
    return stage;
}

struct circuit *stage_sensing(const struct circuit *whole)
{
    static const char *const nets[] = {"HEATER_SENSE", "MOTOR_SENSE", "HEATER_CURRENT",
                                       "MOTOR_CURRENT", NULL};
    struct circuit *stage = cut(whole, nets, rails);
    feed(stage, 5, 5);
    return stage;
}

struct circuit *stage_thermistors(const struct circuit *whole, double logic_V)
{
    static const char *const nets[] = {"NTC_SKIN", "NTC_PAD", "NTC_POWER", NULL};
    struct circuit *stage = cut(whole, nets, rails);
    circuit_add(stage,
                "Vpower power 0 PULSE(0 %g 0 1u 1u 30m 100m)\nRpower power NTC_POWER 25\n"
                "Vlogic +5V 0 %g",
                logic_V, logic_V);
    return stage;
}

struct circuit *stage_panel(const struct circuit *whole)
{
    static const char *const nets[] = {"PANEL_LADDER", "STOP_BUTTON", NULL};
    static const char *const ends[] = {"GND", "0", "+5V", "+5VP", "+5VM", "ARM_RETURN", NULL};
    struct circuit *stage = cut(whole, nets, ends);
    circuit_add(stage, "Vlogic +5V 0 5");
    return stage;
}

struct circuit *stage_supply(const struct circuit *whole, double load_Ohm)
{
    static const char *const nets[] = {"DC_IN", "+5VP", "+5V", "SUPPLY", NULL};
    static const char *const ends[] = {"GND", "0", "+5VM", "HEATER_P", NULL};
    static const char *const others[] = {"U501", "Q402", "F301", "R701", "R703", "R406"};
    struct circuit *rest = circuit_copy(whole);
    for (unsigned i = 0; i < sizeof others / sizeof *others; i++)
        circuit_remove(rest, others[i]);
    struct circuit *stage = cut(rest, nets, ends);
    circuit_free(rest);
    circuit_add(stage, "Rload_rail +5VP 0 %g\nRload_logic +5V 0 200", load_Ohm);
    return stage;
}

/* --- tolerances -------------------------------------------------------------------------------- */

/* The drawing's fields; read once, the program's end frees them. */
static const struct netlist *drawing(void)
{
    static struct netlist *netlist;
    char error[200];
    if (!netlist)
        netlist = netlist_read(DRAWING_NETLIST, error, sizeof error);
    if (!netlist) {
        printf("Bail out! %s\n", error);
        exit(EXIT_FAILURE);
    }
    return netlist;
}

void stage_tolerate(struct circuit *stage, const char *reference, double sign)
{
    const struct netlist_part *part = netlist_part(drawing(), reference);
    char *end = NULL;
    double percent = part ? strtod(netlist_field(part, "Tolerance"), &end) : NAN;
    if (!end || strcmp(end, " %") != 0 || isnan(percent)) {
        printf("Bail out! %s has no tolerance in percent\n", reference);
        exit(EXIT_FAILURE);
    }
    circuit_scale(stage, reference, 1 + sign * percent / 100);
}

/* --- findings ---------------------------------------------------------------------------------- */

void stage_run(struct circuit *stage, const char *name, struct finding *finding)
{
    if (*finding->wrong || circuit_run(stage, name))
        return;
    finding->broken = true;
    snprintf(finding->wrong, sizeof finding->wrong, "%s in ngspice: %s", name,
             circuit_error(stage));
}

void stage_expect(struct finding *finding, const struct circuit *stage, const char *measurement,
                  double least, double most, const char *what)
{
    double value = circuit_result(stage, measurement);
    size_t length = strlen(finding->seen);
    if (*finding->wrong)
        return;
    snprintf(finding->seen + length, sizeof finding->seen - length, "%s%s %.4g", length ? ", " : "",
             what, value);
    if (!(value >= least && value <= most))
        snprintf(finding->wrong, sizeof finding->wrong, "%s is %.4g, outside of %.4g to %.4g", what,
                 value, least, most);
}
