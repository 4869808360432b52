/* The physics of the virtual kit: if these fail, no claim about heat that was tested in it
 * holds. */
#include <math.h>

#include "host/kit/heater.h"
#include "host/kit/motors.h"
#include "host/kit/ntc.h"
#include "host/kit/thermal.h"
#include "tests/tap.h"

static const double STEP_s = 0.01;
static const double PAD_AREA_m2 = 0.02;   /* as in thermal.c */
static const double CONTACT_W_m2K = 45.0; /* as in thermal.c */

static struct thermal_input warming(double heater_W)
{
    return (struct thermal_input){
        .heater_W = heater_W, .ambient_C = 23, .perfusion = 1, .on_leg = true};
}

static void run(struct thermal *thermal, const struct thermal_input *input, double duration_s)
{
    for (double t = 0; t < duration_s - STEP_s / 2; t += STEP_s)
        thermal_step(thermal, input, STEP_s, NULL);
}

static bool within(double got, double want, double tolerance)
{
    if (fabs(got - want) <= tolerance)
        return true;
    diag("got %g, want %g +- %g", got, want, tolerance);
    return false;
}

/* Without blood flow, and before the warmth reaches the core, the calf is a semi-infinite solid
 * under a constant flux q: dT = 2 q sqrt(t / (pi k rho c)) (Carslaw and Jaeger, section 2.9). */
static void test_semi_infinite_solid(void)
{
    const double k_W_mK = 0.37, rho_c_J_m3K = 3.6e6, pi = 3.14159265358979;
    const double flux_W_m2 = 375, duration_s = 300;
    struct thermal thermal;
    thermal_init(&thermal, 36, 36, 0);
    struct thermal_input input = {.on_leg = true, .blanket = true};
    for (double t = 0; t < duration_s - STEP_s / 2; t += STEP_s) {
        input.ambient_C = thermal.pad_C; /* nothing is lost */
        input.heater_W = flux_W_m2 * PAD_AREA_m2;
        thermal.pad_C = thermal.tissue_C[0] + flux_W_m2 / CONTACT_W_m2K; /* nor stored in the pad */
        thermal_step(&thermal, &input, STEP_s, NULL);
    }
    double rise_K = 2 * flux_W_m2 * sqrt(duration_s / (pi * k_W_mK * rho_c_J_m3K));
    ok(within(thermal.tissue_C[0] - 36, rise_K, 0.01 * rise_K),
       "skin warms like a semi-infinite solid, within 1 %%");
}

static void test_energy_balance(void)
{
    struct thermal thermal;
    struct thermal_ledger ledger = {0};
    struct thermal_input input = warming(7.5);
    thermal_init(&thermal, 23, 32, 1);
    double before_J = thermal_stored_J(&thermal);
    for (int i = 0; i < 90000; i++) {
        input.on_leg = i < 60000; /* the last five minutes in the air */
        thermal_step(&thermal, &input, STEP_s, &ledger);
    }
    double stored_J = thermal_stored_J(&thermal) - before_J;
    double balance_J =
        ledger.heater_J - ledger.ambient_J - ledger.blood_J - ledger.core_J - stored_J;
    ok(fabs(balance_J) < 1e-6 * ledger.heater_J, "no joule is lost or made in 15 minutes");
}

/* The warm-up table of the safety page, of an independent model. Minutes; 0: not in the table. */
static const struct {
    double heater_W, skin_at_6_min_C, to_38_min, to_39_7_min, pad_above_K, stuck_on_C;
} table[] = {
    {5.0, 36.3, 11.6, 23.5, 4.2, 40.5},
    {6.5, 37.3, 7.6, 13.1, 5.4, 42.0},
    {7.5, 37.9, 6.1, 10.3, 6.2, 42.9},
};

static double minutes_to(double heater_W, double skin_C)
{
    struct thermal thermal;
    struct thermal_input input = warming(heater_W);
    thermal_init(&thermal, 23, 32, 1);
    double t_s = 0;
    for (; thermal.tissue_C[0] < skin_C && t_s < 3600; t_s += STEP_s)
        thermal_step(&thermal, &input, STEP_s, NULL);
    return t_s / 60;
}

static void test_warm_up_table(void)
{
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++) {
        int mW = (int)(table[i].heater_W * 1000);
        struct thermal thermal;
        struct thermal_input input = warming(table[i].heater_W);
        thermal_init(&thermal, 23, 32, 1);
        run(&thermal, &input, 360);
        ok(within(thermal.tissue_C[0], table[i].skin_at_6_min_C, 0.2), "%d mW: skin at 6 min", mW);
        ok(within(minutes_to(table[i].heater_W, 38), table[i].to_38_min, 0.08 * table[i].to_38_min),
           "%d mW: time to 38.0 C within 8 %%", mW);
        ok(within(minutes_to(table[i].heater_W, 39.7), table[i].to_39_7_min,
                  0.05 * table[i].to_39_7_min),
           "%d mW: time to 39.7 C within 5 %%", mW);
        ok(within(thermal.pad_C - thermal.tissue_C[0], table[i].pad_above_K, 0.5),
           "%d mW: pad above skin", mW);

        /* stuck on: 10 % less resistance, 5.25 V, blanket, 10 min */
        input.heater_W *= 1.05 * 1.05 / 0.9;
        input.blanket = true;
        thermal_init(&thermal, 23, 32, 1);
        run(&thermal, &input, 600);
        ok(within(thermal.tissue_C[0], table[i].stuck_on_C, 0.65), "%d mW: skin when stuck on", mW);
    }
}

static void test_step_size_does_not_matter(void)
{
    struct thermal fine, coarse;
    struct thermal_input input = warming(7.5);
    thermal_init(&fine, 23, 32, 1);
    coarse = fine;
    for (int i = 0; i < 30000; i++)
        thermal_step(&fine, &input, 0.01, NULL);
    for (int i = 0; i < 600; i++)
        thermal_step(&coarse, &input, 0.5, NULL);
    ok(within(coarse.tissue_C[0], fine.tissue_C[0], 0.02), "steps of 10 ms and 500 ms agree");
}

static void test_open_cuff(void)
{
    struct thermal thermal;
    struct thermal_input input = warming(0);
    thermal_init(&thermal, 23, 32, 1);
    thermal.pad_C = 44;
    double skin_C = thermal.tissue_C[0];
    input.on_leg = false;
    run(&thermal, &input, 30);
    ok(thermal.pad_C < 42 && thermal.tissue_C[0] < skin_C + 0.2,
       "an open cuff cools and does not warm the skin");
}

/* Rows typed from the data sheet of Semitec's 103AT-2. */
static void test_thermistor(void)
{
    static const struct {
        double celsius, ohm;
    } rows[] = {{0, 27280}, {25, 10000}, {40, 5827}, {45, 4911}, {60, 3020}};
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
        ok(within(ntc_Ohm(rows[i].celsius), rows[i].ohm, 0.001 * rows[i].ohm), "103AT-2 at %d C",
           (int)rows[i].celsius);

    struct ntc ntc = {0};
    ntc_settle(&ntc, 10000, 10000, 5.0, 3e-3);
    ok(within(ntc.divider_V, 2.5, 0.01), "the divider has settled 3 ms after power");
    ntc_settle(&ntc, 10000, 10000, 0.0, 0.5e-3);
    ok(within(ntc.divider_V, 2.5 * exp(-1), 0.01), "and decays with 5 kOhm times 100 nF");
}

static void pump(struct heater *heater, double *now_us, int milliseconds)
{
    for (int i = 0; i < milliseconds; i++) {
        heater_advance(heater, *now_us += 1000);
        heater_set_arm_pin(heater, !heater->arm_pin);
    }
}

static void test_charge_pump(void)
{
    struct heater heater = {.pad_Ohm = 3.3, .power_pin = true};
    double now_us = 0;
    heater_set_arm_pin(&heater, true);
    ok(within(heater.pump_V, 0.44, 0.02), "an arm pin stuck high lifts the gate to 0.44 V only");
    ok(!heater_is_on(&heater), "and the heater stays off");

    pump(&heater, &now_us, 500);
    ok(heater_is_on(&heater), "toggling arms the heater");
    heater_take_on_s(&heater);
    heater_advance(&heater, now_us += 500e3);
    double held_s = heater_take_on_s(&heater);
    ok(within(held_s, 0.078, 0.004), "when toggling ends it is off within 82 ms");

    pump(&heater, &now_us, 500);
    heater.stop_pressed = true;
    ok(!heater_is_on(&heater), "STOP opens the arm line at once");
    heater.faults.arm_switch_short = true;
    ok(heater_is_on(&heater), "unless the arm switch is shorted");
    heater.power_pin = false;
    ok(!heater_is_on(&heater), "when the power pin still switches it off");
    heater.faults.fet_short = true;
    heater_set_pad_temperature(&heater, 51);
    ok(!heater_is_on(&heater), "and with both shorted the bimetal opens at 50 C");
}

static void run_motor(struct motor *motor, double duty)
{
    for (int i = 0; i < 100; i++)
        motor_step(motor, duty, 5.0, 0.01);
}

static void test_motors(void)
{
    struct motor motor = {0};
    run_motor(&motor, 0.18);
    ok(motor.speed < 0.01, "18 %% does not start a resting motor");
    double surge_A = motor_current_A(&motor, 1.0, 5.0);
    run_motor(&motor, 1.0);
    ok(motor.speed > 0.99, "full duty runs it at full speed");
    double running_A = motor_current_A(&motor, 1.0, 5.0);
    ok(surge_A > 2 * running_A, "its start draws more than twice the running current");
    run_motor(&motor, 0.18);
    ok(motor.speed > 0.02, "18 %% keeps a running motor running");
    motor.faults.stalled = true;
    run_motor(&motor, 1.0);
    ok(motor.speed < 0.01, "a blocked motor stands still");
    ok(motor_current_A(&motor, 1.0, 5.0) > 2 * running_A, "and draws its start current");
    motor.faults = (struct motor_faults){.open = true};
    ok(motor_current_A(&motor, 1.0, 5.0) <= 0, "an open one draws none");
}

int main(void)
{
    test_semi_infinite_solid();
    test_energy_balance();
    test_warm_up_table();
    test_step_size_does_not_matter();
    test_open_cuff();
    test_thermistor();
    test_charge_pump();
    test_motors();
    return done();
}
