/* The heater's two switches: one armed by edges alone, one that sets the power. */
#include "tests/schematics/stages.h"

#include <stdio.h>

#define SHUNT_Ohm 0.05
#define OFF_A 0.01 /* counts as none: the pad then takes 0.3 mW */
#define OFF_V (OFF_A * SHUNT_Ohm)

/* A corner of the suppliers' tolerances. Q401's threshold is 1.0 to 2.0 V at 25 C (IRLZ44N
 * datasheet) and falls by some 6 mV/K. */
struct corner {
    double threshold_V;
    double pump, store, leak; /* C401, C402, R403 with R404: +1 or -1 of their tolerance */
    double logic_V;
    int temperature_C;
};

static const struct corner holds_longest = {0.85, +1, +1, +1, 5.25, 50};
static const struct corner arms_least = {2.1, -1, -1, -1, 4.75, 10};
static const struct corner edge_shows_most = {0.85, +1, -1, +1, 5.25, 50};

static struct circuit *heater(const struct circuit *whole, const struct corner *corner)
{
    struct circuit *stage = stage_heater(whole, corner->logic_V);
    circuit_parameter(stage, "Q401", "vto=%g", corner->threshold_V);
    stage_tolerate(stage, "C401", corner->pump);
    stage_tolerate(stage, "C402", corner->store);
    stage_tolerate(stage, "R403", corner->leak);
    stage_tolerate(stage, "R404", corner->leak);
    circuit_add(stage, ".temp %d", corner->temperature_C);
    return stage;
}

static void power(struct circuit *stage, bool on)
{
    circuit_add(stage, "Vpower power 0 %d\nRpower power HEATER_POWER 25", on ? 5 : 0);
}

/* The arm pin toggles at 500 Hz until a time and keeps a level from then on. */
static void toggle(struct circuit *stage, double logic_V, unsigned until_ms, double then_V)
{
    circuit_add(stage,
                "Vclock clock 0 PULSE(0 %g 1m 100n 100n 1m 2m)\n"
                "Barm arm 0 V = time < %um ? v(clock) : %g\nRarm arm HEATER_ARM 25",
                logic_V, until_ms, then_V);
}

/* The worst parts still arm, soon, and hold when the program is late by a frame; the pad then has
 * all but a tenth of a volt of the rail. */
void check_arm_by_edges(const struct circuit *whole, struct finding *f)
{
    struct circuit *stage = heater(whole, &arms_least);
    char lamp[64] = "0";
    circuit_node(stage, "R407", 2, lamp, sizeof lamp);
    circuit_parameter(stage, "Q402", "vto=-3"); /* SUP53P06 datasheet: -1 to -3 V */
    power(stage, true);
    circuit_add(stage,
                "Vclock clock 0 PULSE(0 %g 1m 100n 100n 1m 2m)\n"
                "Barm arm 0 V = time < 150m || time > 160m ? v(clock) : 0\n"
                "Rarm arm HEATER_ARM 25",
                arms_least.logic_V);
    circuit_add(stage,
                ".tran 0.1m 190m 0 1m uic\n"
                ".meas tran on when v(HEATER_SENSE)=%g rise=1\n"
                ".meas tran gate find v(ARM_GATE) at=149m\n"
                ".meas tran least min v(HEATER_P) from=120m\n"
                ".meas tran lamp find par('v(HEATER_P)-v(%s)') at=149m",
                SHUNT_Ohm, lamp);
    stage_run(stage, "arm-by-edges", f);
    stage_expect(f, stage, "on", 1e-3, 0.1, "armed after s");
    stage_expect(f, stage, "gate", 2.3, 5, "gate in V");
    stage_expect(f, stage, "least", arms_least.logic_V - 0.1, arms_least.logic_V,
                 "least voltage of the pad's switch in V");
    stage_expect(f, stage, "lamp", 1.5, 4, "lamp's mA");
    circuit_free(stage);
}

/* The pin sticks at 100 ms, where the pump has long reached its height: it began above it. */
static void expect_hold(const struct circuit *whole, struct finding *f, double then_V,
                        double most_s, const char *name)
{
    struct circuit *stage = heater(whole, &holds_longest);
    power(stage, true);
    toggle(stage, holds_longest.logic_V, 100, then_V);
    circuit_add(stage,
                ".ic v(ARM_GATE)=4.2\n.tran 0.1m 350m 0 1m uic\n"
                ".meas tran gate find v(ARM_GATE) at=99m\n"
                ".meas tran held trig at=100m targ v(HEATER_SENSE) val=%g fall=last\n"
                ".meas tran end find v(HEATER_SENSE) at=349m",
                OFF_V);
    stage_run(stage, name, f);
    stage_expect(f, stage, "gate", 1.5, 4.5, "gate in V");
    stage_expect(f, stage, "held", 1e-3, most_s, "held for s");
    stage_expect(f, stage, "end", -OFF_V, OFF_V, "across the shunt at the end in V");
    circuit_free(stage);
}

/* With one of the two resistors open as well, a second fault, it still ends within 0.25 s. */
void check_arm_hold(const struct circuit *whole, struct finding *f)
{
    expect_hold(whole, f, 0, 0.150, "arm-stuck-low");
    expect_hold(whole, f, holds_longest.logic_V, 0.150, "arm-stuck-high");
    struct circuit *open = circuit_copy(whole);
    circuit_set(open, "R404", "100Meg");
    expect_hold(open, f, holds_longest.logic_V, 0.250, "arm-stuck-with-R404-open");
    circuit_free(open);
}

/* One edge, that of the supply itself, is all a pin gives that is high from the start. Floating it
 * leaks 1 uA (ATmega328P datasheet, table 28-1). */
void check_arm_from_cold(const struct circuit *whole, struct finding *f)
{
    struct circuit *stage = heater(whole, &edge_shows_most);
    power(stage, true);
    circuit_add(stage, "Varm arm 0 PWL(0 0 1m 0 1.001m %g)\nRarm arm HEATER_ARM 25",
                edge_shows_most.logic_V);
    circuit_add(stage, ".tran 10u 50m 0 0.2m uic\n.meas tran gate max v(ARM_GATE)\n"
                       ".meas tran most max v(HEATER_SENSE) from=0.9m");
    stage_run(stage, "arm-high-from-cold", f);
    stage_expect(f, stage, "gate", 0.05, 0.8, "gate after one edge in V");
    stage_expect(f, stage, "most", -OFF_V, OFF_V, "across the shunt in V");
    circuit_free(stage);

    stage = heater(whole, &edge_shows_most);
    circuit_add(stage,
                "Rleak +5V HEATER_ARM 5Meg\nRleak2 +5V HEATER_POWER 5Meg\n.tran 1m 500m uic\n"
                ".meas tran gate max v(ARM_GATE)\n.meas tran pin max v(HEATER_POWER) from=2m\n"
                ".meas tran arm max v(HEATER_ARM)");
    stage_run(stage, "arm-floating", f);
    stage_expect(f, stage, "gate", -0.1, 0.1, "gate while the pin floats in V");
    stage_expect(f, stage, "pin", -0.1, 0.1, "power pin while it floats in V");
    stage_expect(f, stage, "arm", -0.1, 0.1, "arm pin while it floats in V");
    circuit_free(stage);
}

/* `shorted`: a switch whose drain and source are one; NULL: none. */
static void expect_none(const struct circuit *whole, struct finding *f, bool armed, bool powered,
                        const char *shorted, const char *name)
{
    struct circuit *stage = heater(whole, &holds_longest);
    char drain[64], source[64];
    if (shorted && circuit_node(stage, shorted, 2, drain, sizeof drain) &&
        circuit_node(stage, shorted, 3, source, sizeof source))
        circuit_add(stage, "Rshorted %s %s 20m", drain, source);
    power(stage, powered);
    toggle(stage, holds_longest.logic_V, armed ? 1000 : 0, 0);
    circuit_add(stage, ".tran 1m 100m 0 1m uic\n.meas tran most max v(HEATER_SENSE) from=20m");
    stage_run(stage, name, f);
    stage_expect(f, stage, "most", -OFF_V, OFF_V, name);
    circuit_free(stage);
}

void check_arm_alone(const struct circuit *whole, struct finding *f)
{
    expect_none(whole, f, true, false, NULL, "shunt-armed-without-power");
    expect_none(whole, f, false, true, NULL, "shunt-power-without-arm");
    expect_none(whole, f, true, false, "Q402", "shunt-with-Q402-shorted");
    expect_none(whole, f, false, true, "Q403", "shunt-with-Q403-shorted");
}

void check_arm_stop(const struct circuit *whole, struct finding *f)
{
    struct circuit *pressed = circuit_copy(whole);
    circuit_parameter(pressed, "SW701", "rno=0.1 rnc=1G");
    expect_none(pressed, f, true, true, NULL, "shunt-with-STOP-pressed");
    circuit_free(pressed);

    struct circuit *unplugged = circuit_copy(whole);
    circuit_remove(unplugged, "SW701");
    expect_none(unplugged, f, true, true, NULL, "shunt-with-STOP-unplugged");
    circuit_free(unplugged);
}
