/* What the converter sees, judged by the firmware's own conversions and limits. */
#include "avr/board.h"
#include "avr/core/thermistor.h"
#include "host/kit/ntc.h"
#include "protocol/limits.h"
#include "tests/schematics/stages.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LOGIC_V 5.0

/* A row of Semitec's table for the 103AT-2 (datasheet of the AT series). */
static const struct row {
    int celsius;
    double ohm;
} table[] = {{0, 27280}, {25, 10000}, {40, 5827}, {45, 4911}, {60, 3020}};

enum { COUNTS = 1024, STRAY_MAX_counts = 40 /* avr/core/sense.c */ };

/* The sensors are read in frames 1 and 2 of ten of 10 ms, and
 * unpowered in frames 7 and 8 (avr/core/sense.h). Measured where the first conversion begins. */
static struct circuit *thermistors(const struct circuit *whole, double skin_Ohm, double pad_Ohm)
{
    struct circuit *stage = stage_thermistors(whole, LOGIC_V);
    circuit_parameter(stage, "TH501", "r=%g", skin_Ohm);
    circuit_parameter(stage, "TH502", "r=%g", pad_Ohm);
    circuit_add(stage, ".tran 0.1m 100m\n.meas tran skin find v(NTC_SKIN) at=11m\n"
                       ".meas tran pad find v(NTC_PAD) at=21m\n"
                       ".meas tran skin_off find v(NTC_SKIN) at=71m\n"
                       ".meas tran pad_off find v(NTC_PAD) at=81m");
    return stage;
}

static double counts(const struct circuit *stage, const char *measurement)
{
    return circuit_result(stage, measurement) / LOGIC_V * COUNTS;
}

/* What the firmware would show, in C, for a measured voltage. */
static double shown_C(const struct circuit *stage, const char *measurement)
{
    double sum = counts(stage, measurement) * THERMISTOR_SUM;
    if (isnan(sum) || sum < 0 || sum > COUNTS * THERMISTOR_SUM)
        return NAN;
    return thermistor_counts8_to_cC((uint16_t)(sum + 0.5)) / 100.0;
}

/* Shown less true must lie between these. Showing too little is the side that burns. */
static void expect_C(struct finding *f, const struct circuit *stage, const char *measurement,
                     double true_C, double least_K, double most_K)
{
    double error_K = shown_C(stage, measurement) - true_C;
    size_t length = strlen(f->seen);
    snprintf(f->seen + length, sizeof f->seen - length, "%s%s at %g C %+.2f K", length ? ", " : "",
             measurement, true_C, error_K);
    if (!(error_K >= least_K && error_K <= most_K) && !*f->wrong)
        snprintf(f->wrong, sizeof f->wrong, "%s shows %.2f C at a true %.2f C", measurement,
                 true_C + error_K, true_C);
}

/* With nominal parts only the pin's own voltage drop shows, 0.2 K to the warm side. With a divider
 * and a sensor of 1 %, both at their worst, the limits' margin must hold, less 0.3 K for two counts
 * of the converter (ATmega328P datasheet, table 28-16: absolute accuracy). */
void check_thermistor_table(const struct circuit *whole, struct finding *f)
{
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++) {
        const struct row *skin = &table[i];
        const struct row *pad = &table[sizeof table / sizeof *table - 1 - i];
        struct circuit *stage = thermistors(whole, skin->ohm, pad->ohm);
        stage_run(stage, "thermistor-table", f);
        expect_C(f, stage, "skin", skin->celsius, -0.1, 0.25);
        expect_C(f, stage, "pad", pad->celsius, -0.1, 0.25);
        circuit_free(stage);
    }
    static const double least_K =
        -(LIMIT_SENSOR_ERROR_mC - 190 - 260) / 1000.0; /* no B, no converter */
    const double ohm_at_43_C = ntc_Ohm(43);
    struct circuit *stage = thermistors(whole, ohm_at_43_C * 1.01, ohm_at_43_C * 0.99);
    stage_tolerate(stage, "R501", -1);
    stage_tolerate(stage, "R502", +1);
    stage_run(stage, "thermistor-tolerance", f);
    expect_C(f, stage, "skin", 43, least_K, 0);
    expect_C(f, stage, "pad", 43, 0, 1);
    circuit_free(stage);
}

static void expect_counts(struct finding *f, const struct circuit *stage, const char *measurement,
                          double least, double most, const char *what)
{
    double seen = counts(stage, measurement);
    size_t length = strlen(f->seen);
    snprintf(f->seen + length, sizeof f->seen - length, "%s%s %.1f counts", length ? ", " : "",
             what, seen);
    if (!(seen >= least && seen <= most) && !*f->wrong)
        snprintf(f->wrong, sizeof f->wrong, "%s reads %.1f counts, outside of %g to %g", what, seen,
                 least, most);
}

void check_thermistor_faults(const struct circuit *whole, struct finding *f)
{
    const double least_open = (double)THERMISTOR_MAX_counts8 / THERMISTOR_SUM;
    const double most_short = (double)THERMISTOR_MIN_counts8 / THERMISTOR_SUM;
    struct circuit *stage = thermistors(whole, 1e9, 10);
    stage_run(stage, "thermistor-faults", f);
    expect_counts(f, stage, "skin", least_open, COUNTS, "an open sensor");
    expect_counts(f, stage, "pad", 0, most_short, "a shorted sensor");
    expect_counts(f, stage, "skin_off", 0, COUNTS, "an open sensor unpowered");
    circuit_free(stage);
    stage = thermistors(whole, 10, 1e9);
    stage_run(stage, "thermistor-faults", f);
    expect_counts(f, stage, "pad", least_open, COUNTS, "an open pad sensor");
    expect_counts(f, stage, "skin", 0, most_short, "a shorted skin sensor");
    circuit_free(stage);
}

/* The slowest: a sensor at 0 C. */
void check_thermistor_unpowered(const struct circuit *whole, struct finding *f)
{
    struct circuit *stage = thermistors(whole, table[0].ohm, table[0].ohm);
    stage_run(stage, "thermistor-unpowered", f);
    expect_counts(f, stage, "skin_off", 0, STRAY_MAX_counts / 4.0, "unpowered skin");
    expect_counts(f, stage, "pad_off", 0, STRAY_MAX_counts / 4.0, "unpowered pad");
    circuit_free(stage);
}

/* The amplifiers' offset of 0.5 mV (MCP6022 datasheet) is 10 mA of the pad. */
void check_current_sense(const struct circuit *whole, struct finding *f)
{
    const double heater_V = 1.5 * BOARD_HEATER_CURRENT_mV_per_A / 1000;
    const double motor_V = 1.2 * BOARD_MOTOR_CURRENT_mV_per_A / 1000;
    struct circuit *stage = stage_sensing(whole);
    circuit_add(stage,
                "Iheater 0 HEATER_SENSE 1.5\nImotors 0 MOTOR_SENSE PULSE(0 2.4 0 1u 1u 64u 128u)"
                "\n.tran 10u 120m 0 10u\n.meas tran heater find v(HEATER_CURRENT) at=100m\n"
                ".meas tran motor avg v(MOTOR_CURRENT) from=110m to=120m\n"
                ".meas tran ripple pp v(MOTOR_CURRENT) from=110m to=120m");
    stage_run(stage, "current-sense", f);
    stage_expect(f, stage, "heater", 0.97 * heater_V, 1.03 * heater_V, "1.5 A of the pad read V");
    stage_expect(f, stage, "motor", 0.97 * motor_V, 1.03 * motor_V, "1.2 A of motors read V");
    stage_expect(f, stage, "ripple", 0, 0.05 * motor_V, "ripple in V");
    circuit_free(stage);

    stage = stage_sensing(whole);
    circuit_add(stage, ".tran 1m 20m\n.meas tran heater find v(HEATER_CURRENT) at=20m\n"
                       ".meas tran motor find v(MOTOR_CURRENT) at=20m");
    stage_run(stage, "current-sense-rest", f);
    stage_expect(f, stage, "heater", 0, 0.04, "no current reads V");
    stage_expect(f, stage, "motor", 0, 0.04, "no motors read V");
    circuit_free(stage);
}

void check_supply_sense(const struct circuit *whole, struct finding *f)
{
    struct circuit *stage = stage_supply(whole, 10);
    circuit_add(stage, "Vrail +5VP 0 5\n.tran 1m 50m\n.meas tran supply find v(SUPPLY) at=50m");
    stage_run(stage, "supply-sense", f);
    stage_expect(f, stage, "supply", 0.99 * 5 / BOARD_SUPPLY_DIVIDER,
                 1.01 * 5 / BOARD_SUPPLY_DIVIDER, "5 V read V");
    circuit_free(stage);
}

/* --- the panel --------------------------------------------------------------------------------- */

static void expect_ladder(const struct circuit *whole, struct finding *f, bool mode, bool level,
                          double least, double most, const char *what)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        struct circuit *stage = stage_panel(whole);
        stage_tolerate(stage, "R703", sign);
        stage_tolerate(stage, "R704", -sign);
        if (mode)
            circuit_parameter(stage, "SW702", "r=0.1");
        if (level)
            circuit_parameter(stage, "SW703", "r=0.1");
        circuit_add(stage, ".tran 1m 50m\n.meas tran ladder find v(PANEL_LADDER) at=50m");
        stage_run(stage, "panel-ladder", f);
        expect_counts(f, stage, "ladder", least, most, what);
        circuit_free(stage);
    }
}

void check_panel_ladder(const struct circuit *whole, struct finding *f)
{
    enum { MODE = BOARD_LADDER_MODE_max_counts, LEVEL = BOARD_LADDER_LEVEL_max_counts, FAR = 100 };
    expect_ladder(whole, f, false, false, LEVEL + FAR, COUNTS, "no button");
    expect_ladder(whole, f, true, false, 0, MODE - FAR, "MODE");
    expect_ladder(whole, f, false, true, MODE + FAR, LEVEL - FAR, "LEVEL");
    expect_ladder(whole, f, true, true, 0, MODE - FAR, "both");
}

/* The chip reads low below 0.3 Vcc and high above 0.6 Vcc (datasheet, table 28-1). */
void check_panel_stop(const struct circuit *whole, struct finding *f)
{
    for (int pressed = 0; pressed <= 1; pressed++) {
        struct circuit *stage = stage_panel(whole);
        if (pressed)
            circuit_parameter(stage, "SW701", "rno=0.1 rnc=1G");
        circuit_add(stage, ".tran 1m 20m\n.meas tran stop find v(STOP_BUTTON) at=20m");
        stage_run(stage, "panel-stop", f);
        stage_expect(f, stage, "stop", pressed ? 0 : 0.7 * 5, pressed ? 0.2 * 5 : 5,
                     pressed ? "STOP pressed in V" : "STOP at rest in V");
        circuit_free(stage);
    }
}
