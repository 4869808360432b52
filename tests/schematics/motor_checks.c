/* The motors' stage: switched fast, and off when nobody drives it. */
#include "avr/board.h"
#include "schematics/netlist/circuit_internal.h"
#include "tests/schematics/stages.h"

/* Q301's stage stands for all six, which are alike; that they are is the truth test's concern. */
#define DRIVE_Ohm 25 /* a pin of the ATmega328P, figure 29-22 of the datasheet */

/* PWM at the faster of the two rates, half on. */
static void drive(struct circuit *stage, double logic_V)
{
    circuit_add(stage, "Vpin pin 0 PULSE(0 %g 1u 50n 50n 64u 128u)\nRpin pin MOTOR_UM %d", logic_V,
                DRIVE_Ohm);
}

static void expect_drive(const struct circuit *whole, struct finding *f, double rail_V,
                         double threshold_V, double motor_Ohm, const char *name)
{
    struct circuit *stage = stage_motors(whole, rail_V);
    circuit_parameter(stage, "Q301", "vto=%g", threshold_V);
    circuit_parameter(stage, "M301", "rw=%g", motor_Ohm);
    drive(stage, 4.75);
    circuit_add(stage,
                ".tran 0.2u 0.64m 0 1u\n"
                ".meas tran peak max v(UM_DRAIN) from=0.1m\n"
                ".meas tran left min v(UM_DRAIN) from=0.1m\n"
                ".meas tran current max v(MOTOR_SENSE) from=0.5m\n"
                ".meas tran turnoff trig at=577.1u targ v(UM_DRAIN) val=%g rise=1 td=577.1u",
                rail_V);
    stage_run(stage, name, f);
    stage_expect(f, stage, "peak", rail_V - 0.1, rail_V + 0.8, "drain's peak in V");
    stage_expect(f, stage, "left", -0.1, 0.15, "voltage left on the transistor in V");
    stage_expect(f, stage, "current", 0.1 * 0.2 * rail_V / motor_Ohm,
                 0.1 * 1.05 * rail_V / motor_Ohm, "across the shunt in V");
    stage_expect(f, stage, "turnoff", 0, 12e-6, "turn-off in s");
    circuit_free(stage);
}

void check_motor_drive(const struct circuit *whole, struct finding *f)
{
    expect_drive(whole, f, 5.25, 1.0, 30, "motor-best");
    expect_drive(whole, f, 5.25, 2.0, 14, "motor-worst");
}

/* An input of the chip leaks up to 1 uA (datasheet, table 28-1), which must not open a gate. */
void check_motor_rest(const struct circuit *whole, struct finding *f)
{
    static const char *const nets[] = {"MOTOR_UM", "MOTOR_UL", "MOTOR_MM",
                                       "MOTOR_ML", "MOTOR_AM", "MOTOR_AL"};
    struct circuit *stage = stage_motors(whole, 5.25);
    for (unsigned i = 0; i < sizeof nets / sizeof *nets; i++)
        circuit_add(stage, "Rleak%u +5V %s 5Meg", i, nets[i]);
    circuit_add(stage, ".tran 1m 20m\n.meas tran rest max v(MOTOR_SENSE)");
    stage_run(stage, "motor-rest", f);
    stage_expect(f, stage, "rest", -1e-6, 10e-6, "across the shunt at rest in V");
    circuit_free(stage);
}

/* The winding's energy goes into the transistor: 60 uJ against 210 mJ (IRLZ44N datasheet). */
void check_motor_without_flyback(const struct circuit *whole, struct finding *f)
{
    struct circuit *stage = stage_motors(whole, 5.25);
    circuit_remove(stage, "D301");
    drive(stage, 5);
    circuit_add(stage, ".tran 0.2u 0.4m 0 1u\n.meas tran peak max v(UM_DRAIN)");
    stage_run(stage, "motor-without-flyback", f);
    stage_expect(f, stage, "peak", 6, 75, "drain's peak without a flyback diode in V");
    circuit_free(stage);
}
