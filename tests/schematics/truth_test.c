/* One truth: the drawing says what the firmware and the virtual kit take for granted. */
#include "tests/schematics/truth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "avr/board.h"
#include "host/kit/heater.h"
#include "host/kit/kit.h"
#include "host/kit/motors.h"
#include "host/kit/ntc.h"
#include "host/kit/panel.h"
#include "tests/schematics/stages.h"
#include "tests/tap.h"

/* --- the firmware ------------------------------------------------------------------------------ */

static const struct {
    const char *sentence;
    unsigned (*compare)(const struct netlist *drawing, FILE *out);
} sides[] = {
    {"every pin of avr/board.h is where the schematic has it, and no other", truth_of_pins},
    {"its constants are the schematic's values", truth_of_values},
    {"the six motors' stages are alike", truth_of_zones},
};

enum { SIDES = sizeof sides / sizeof *sides };

/* What all comparisons complain of; the caller frees it. */
static char *complaints_of(const struct netlist *drawing)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    for (unsigned i = 0; i < SIDES; i++)
        sides[i].compare(drawing, out);
    fclose(out);
    return text;
}

static void test_firmware(const struct netlist *drawing)
{
    for (unsigned i = 0; i < SIDES; i++)
        is_int(sides[i].compare(drawing, stderr), 0, "%s", sides[i].sentence);
}

/* The drawing with something else in it, read from a changed copy of the file. */
static struct netlist *changed(const char *from, const char *to)
{
    static char before[1 << 20], after[1 << 20];
    char error[200];
    FILE *file = fopen(DRAWING_NETLIST, "r");
    size_t length = file ? fread(before, 1, sizeof before - 1, file) : 0;
    before[length] = '\0';
    if (file)
        fclose(file);
    const char *at = strstr(before, from);
    if (!at)
        return NULL;
    snprintf(after, sizeof after, "%.*s%s%s", (int)(at - before), before, to, at + strlen(from));
    file = fopen("build/spice/changed.xml", "w");
    if (!file)
        return NULL;
    fputs(after, file);
    fclose(file);
    return netlist_read("build/spice/changed.xml", error, sizeof error);
}

/* Would it be noticed, and would both sides be named? */
static void test_disagreements(void)
{
#define PIN_OF(net, number, function)                                              \
    "name=\"/" net "\" class=\"Default\">\n      <node ref=\"A601\" pin=\"" number \
    "\" pinfunction=\"" function "\""
    static const struct {
        const char *from, *to, *firmware, *schematic;
    } rows[] = {
        {PIN_OF("MOTOR_UM", "9", "D6"), PIN_OF("MOTOR_UM", "9", "D9"),
         "avr/board.h has MOTOR_MM there", "the schematic MOTOR_UM"},
        {"name=\"/HEATER_ARM\"", "name=\"/ARM\"", "avr/board.h has HEATER_ARM there",
         "the schematic ARM"},
        {"name=\"/SYNC\"", "name=\"/TRIGGER\"", "SYNC: avr/board.h has this net",
         "the schematic has not"},
        {"<comp ref=\"R501\">\n      <value>10k<", "<comp ref=\"R501\">\n      <value>12k<",
         "BOARD_NTC_DIVIDER_Ohm is 10000", "skin divider 12000"},
        {"<comp ref=\"R208\">\n      <value>10k<", "<comp ref=\"R208\">\n      <value>20k<",
         "BOARD_SUPPLY_DIVIDER is 2", "supply divider 3"},
        {"<comp ref=\"R411\">\n      <value>50m<", "<comp ref=\"R411\">\n      <value>20m<",
         "BOARD_HEATER_CURRENT_mV_per_A is 1000", "amplifier 402"},
        {"<comp ref=\"R508\">\n      <value>19.1k<", "<comp ref=\"R508\">\n      <value>9.1k<",
         "BOARD_MOTOR_CURRENT_mV_per_A is 2000", "amplifier 1010"},
        {"<comp ref=\"R410\">\n      <value>3.3<", "<comp ref=\"R410\">\n      <value>2.2<",
         "BOARD_HEATER_mOhm is 3300", "pad 2200"},
        {"<comp ref=\"TH502\">\n      <value>103AT-2<", "<comp ref=\"TH502\">\n      <value>B3950<",
         "NTC_PAD reads a 103AT-2", "the schematic has B3950"},
        {"<comp ref=\"A601\">\n      <value>Nano v3<", "<comp ref=\"A601\">\n      <value>Uno<",
         "the clock is that of a Nano v3", "the schematic has Uno"},
        {"<comp ref=\"R324\">\n      <value>10k<", "<comp ref=\"R324\">\n      <value>1Meg<",
         "MOTOR_ML", "1e+06 from there to ground"},
        {"ref=\"D305\" pin=\"1\" pinfunction=\"K\"", "ref=\"D305\" pin=\"1\" pinfunction=\"A\"",
         "D305: pin K", "the schematic has nothing"},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct netlist *drawing = changed(rows[i].from, rows[i].to);
        char *complaints = drawing ? complaints_of(drawing) : NULL;
        if (!ok(complaints && strstr(complaints, rows[i].firmware) &&
                    strstr(complaints, rows[i].schematic),
                "noticed, with both sides: %s ... %s", rows[i].firmware, rows[i].schematic))
            diag("it says: %s", complaints ? complaints : "nothing, for the text was not found");
        free(complaints);
        netlist_free(drawing);
    }
}

/* --- the virtual kit --------------------------------------------------------------------------- */

static void near(double kit, double drawn, double tolerance, const char *what)
{
    if (!ok(fabs(kit - drawn) <= tolerance * fabs(drawn), "%s: the kit %.4g, the schematic %.4g",
            what, kit, drawn))
        diag("host/kit and schematics/ differ by more than %g %%", tolerance * 100);
}

static struct circuit *finished(struct circuit *stage, const char *name)
{
    if (!ok(circuit_run(stage, name), "%s is simulated", name))
        diag("%s", circuit_error(stage));
    return stage;
}

/* Toggled at 500 Hz for half a second and then left high, with Q401 of the least threshold. */
static void test_pump(const struct circuit *whole)
{
    enum { TOGGLED_ms = 500 };
    struct circuit *stage = stage_heater(whole, 5);
    circuit_parameter(stage, "Q401", "vto=1");
    circuit_add(stage,
                "Vpower HEATER_POWER 0 5\nVclock clock 0 PULSE(0 5 1m 100n 100n 1m 2m)\n"
                "Barm arm 0 V = time < %dm ? v(clock) : 5\nRarm arm HEATER_ARM 25\n"
                ".tran 0.1m 700m 0 1m uic\n.meas tran one max v(ARM_GATE) to=1.9m\n"
                ".meas tran height max v(ARM_GATE) from=490m to=%dm\n"
                ".meas tran held trig at=499m targ v(HEATER_SENSE) val=0.5m fall=last",
                TOGGLED_ms, TOGGLED_ms);
    finished(stage, "kit-pump");

    struct heater heater = {.pad_Ohm = 3.3, .power_pin = true};
    for (unsigned ms = 1; ms < TOGGLED_ms; ms++) {
        heater_advance(&heater, ms * 1e3);
        heater_set_arm_pin(&heater, ms & 1);
        if (ms == 1)
            near(heater.pump_V, circuit_result(stage, "one"), 0.05, "gate after one edge in V");
    }
    near(heater.pump_V, circuit_result(stage, "height"), 0.03, "gate while it is pumped in V");
    heater_take_on_s(&heater);
    heater_advance(&heater, 10e6);
    near(heater_take_on_s(&heater), circuit_result(stage, "held"), 0.05,
         "armed after the last edge for s");
    circuit_free(stage);
}

static void test_divider(const struct circuit *whole)
{
    struct circuit *stage = stage_thermistors(whole, 5);
    double ohm = ntc_Ohm(25);
    circuit_parameter(stage, "TH501", "r=%g", ohm);
    circuit_add(
        stage, ".tran 10u 40m\n.meas tran early find v(NTC_SKIN) at=0.4m\n"
               ".meas tran late find v(NTC_SKIN) at=29m\n.meas tran off find v(NTC_SKIN) at=30.4m");
    finished(stage, "kit-divider");
    struct ntc ntc = {0};
    double pin_V = 5 / (1 + 25 * 2 / (ohm + BOARD_NTC_DIVIDER_Ohm));
    ntc_settle(&ntc, BOARD_NTC_DIVIDER_Ohm, ohm, pin_V, 0.4e-3);
    near(ntc.divider_V, circuit_result(stage, "early"), 0.02, "divider after 0.4 ms in V");
    ntc_settle(&ntc, BOARD_NTC_DIVIDER_Ohm, ohm, pin_V, 28.6e-3);
    near(ntc.divider_V, circuit_result(stage, "late"), 0.005, "settled in V");
    ntc_settle(&ntc, BOARD_NTC_DIVIDER_Ohm, ohm, 0, 0.4e-3);
    near(ntc.divider_V, circuit_result(stage, "off"), 0.05, "0.4 ms after its power in V");
    circuit_free(stage);
}

static void test_motors(const struct circuit *whole)
{
    static const struct motor still;
    struct circuit *stage = stage_motors(whole, 5);
    circuit_add(stage,
                "Vpin MOTOR_UM 0 5\n.tran 10u 5m\n.meas tran sense find v(MOTOR_SENSE) at=5m");
    finished(stage, "kit-motor");
    near(motor_current_A(&still, 1, 5), circuit_result(stage, "sense") / 0.1, 0.05,
         "a motor that starts in A");
    circuit_free(stage);
}

/* With the pad on. */
static void test_supply(const struct circuit *whole)
{
    const double load_Ohm = 3.3, logic_Ohm = 200;
    struct circuit *stage = stage_supply(whole, load_Ohm);
    circuit_add(stage, "Vsource DC_IN 0 PWL(0 0 1m 5)\n.tran 0.1m 50m\n"
                       ".meas tran rail find v(+5VP) at=49m");
    finished(stage, "kit-supply");
    double rail_V = circuit_result(stage, "rail");
    near(KIT_SUPPLY_SOURCE_Ohm, (5 - rail_V) / (rail_V / load_Ohm + rail_V / logic_Ohm), 0.1,
         "from the jack to the rail in ohm");
    circuit_free(stage);
}

static void test_panel(const struct circuit *whole)
{
    struct panel panel;
    panel_init(&panel, false);
    panel_press(&panel, BUTTON_LEVEL, 0, 1e6);
    struct circuit *stage = stage_panel(whole);
    circuit_parameter(stage, "SW703", "r=0.1");
    circuit_add(stage, ".tran 1m 50m\n.meas tran ladder find v(PANEL_LADDER) at=50m");
    finished(stage, "kit-ladder");
    near(panel_ladder_share(&panel, 1), circuit_result(stage, "ladder") / 5, 0.01,
         "share of the ladder with LEVEL");
    circuit_free(stage);
}

/* The bimetal's value is where it opens: "50 C". */
static void test_bimetal(const struct netlist *drawing)
{
    const struct netlist_part *bimetal = netlist_part(drawing, "TS401");
    double opens_C = bimetal ? strtod(bimetal->value, NULL) : NAN;
    struct heater heater = {.pad_Ohm = 3.3, .power_pin = true, .faults.arm_switch_short = true};
    heater_set_pad_temperature(&heater, opens_C - 0.5);
    ok(heater_is_on(&heater), "the kit's bimetal is closed just below the schematic's %s",
       bimetal ? bimetal->value : "-");
    heater_set_pad_temperature(&heater, opens_C + 0.5);
    ok(!heater_is_on(&heater), "and open just above");
}

int main(void)
{
    char error[200];
    struct netlist *drawing = netlist_read(DRAWING_NETLIST, error, sizeof error);
    struct circuit *whole = circuit_read(DRAWING_SPICE);
    if (!ok(drawing, "the drawing is read")) {
        diag("%s", error);
        return done();
    }
    test_firmware(drawing);
    test_pump(whole);
    test_divider(whole);
    test_motors(whole);
    test_supply(whole);
    test_panel(whole);
    test_bimetal(drawing);
    test_disagreements();
    netlist_free(drawing);
    circuit_free(whole);
    return done();
}
