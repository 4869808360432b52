/* From the jack to the rails: what is right comes through, what is wrong does not. */
#include "tests/schematics/stages.h"

#include "protocol/limits.h"

#define FULL_Ohm 1.35   /* 3.7 A: the pad and six motors stalled, less than a second */
#define TYPICAL_Ohm 2.0 /* 2.5 A: the pad and six motors running */

static void measure_rails(struct circuit *stage)
{
    circuit_add(stage, ".meas tran rail max v(+5VP) from=1m\n.meas tran under min v(+5VP)\n"
                       ".meas tran end find v(+5VP) at=99m\n.meas tran logic max v(+5V)\n"
                       ".meas tran below min v(+5V)\n.meas tran logic_end find v(+5V) at=99m");
}

static struct circuit *supply(const struct circuit *whole, double volts, double load_Ohm)
{
    struct circuit *stage = stage_supply(whole, load_Ohm);
    circuit_add(stage, "Vsource source 0 PWL(0 0 1m 0 1.1m %g)\nRsource source DC_IN 20m", volts);
    circuit_add(stage, ".tran 10u 100m 0 0.2m");
    measure_rails(stage);
    return stage;
}

void check_supply_forward(const struct circuit *whole, struct finding *f)
{
    struct circuit *stage = supply(whole, 5, TYPICAL_Ohm);
    stage_run(stage, "supply-typical", f);
    stage_expect(f, stage, "end", 4.7, 5, "rail of 5 V under 2.5 A in V");
    stage_expect(f, stage, "logic_end", 4.6, 5, "logic in V");
    circuit_free(stage);

    stage = supply(whole, 5.25, FULL_Ohm);
    stage_run(stage, "supply-full", f);
    stage_expect(f, stage, "end", LIMIT_SUPPLY_LOW_mV / 1000.0, 5.25,
                 "rail of 5.25 V under 3.7 A in V");
    circuit_free(stage);
}

static void expect_nothing(const struct circuit *whole, struct finding *f, double volts,
                           double most_V, const char *name)
{
    struct circuit *stage = supply(whole, volts, 100);
    circuit_add(stage, ".meas tran drawn max par('abs(v(source)-v(DC_IN))') from=90m");
    stage_run(stage, name, f);
    stage_expect(f, stage, "rail", -0.3, most_V, "rail in V");
    stage_expect(f, stage, "under", -0.3, most_V, "rail at least in V");
    stage_expect(f, stage, "logic", -0.3, most_V, "logic in V");
    stage_expect(f, stage, "below", -0.3, most_V, "logic at least in V");
    stage_expect(f, stage, "drawn", -1e-6, 0.05 * 20e-3, "across 20 mohm in V");
    circuit_free(stage);
}

void check_supply_reverse(const struct circuit *whole, struct finding *f)
{
    expect_nothing(whole, f, -5.25, 0.3, "supply-reversed-5");
    expect_nothing(whole, f, -12, 0.3, "supply-reversed-12");
}

/* A supply that rises slowly shows where the cut-out acts, with the divider and the reference at
 * their worst: above where the firmware itself complains (F09), and below what the Nano stands, 6.0 V
 * (ATmega328P datasheet, absolute maximum ratings). */
static void expect_cut_out(const struct circuit *whole, struct finding *f, double sign)
{
    struct circuit *stage = stage_supply(whole, 100);
    stage_tolerate(stage, "R202", sign);
    stage_tolerate(stage, "R203", -sign);
    circuit_parameter(stage, "U201", "vref=%g", 2.495 * (1 + sign * 0.01));
    circuit_add(stage, "Vsource DC_IN 0 PWL(0 4 60m 7)\n.tran 10u 60m 0 0.2m\n"
                       ".meas tran most max v(+5VP)");
    stage_run(stage, "supply-cut-out", f);
    stage_expect(f, stage, "most", LIMIT_SUPPLY_HIGH_mV / 1000.0, 6.0, "cut-out at V");
    circuit_free(stage);
}

void check_supply_over(const struct circuit *whole, struct finding *f)
{
    expect_nothing(whole, f, 12, 6, "supply-of-12-V");
    expect_nothing(whole, f, 24, 6, "supply-of-24-V");
    expect_cut_out(whole, f, +1);
    expect_cut_out(whole, f, -1);
}
