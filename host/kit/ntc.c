#include "host/kit/ntc.h"

#include <math.h>

static const double STEINHART_A = 8.874628e-4;
static const double STEINHART_B = 2.515199e-4;
static const double STEINHART_C = 1.919450e-7;
static const double ZERO_CELSIUS_K = 273.15;
static const double BEAD_LAG_s = 2.5; /* judgement: epoxy bead taped to skin */
static const double INPUT_CAPACITOR_F = 100e-9;

double ntc_Ohm(double celsius)
{
    /* C x^3 + B x + (A - 1/T) = 0 with x = ln R has one real root (Cardano, B and C positive). */
    double p = STEINHART_B / STEINHART_C;
    double q = (STEINHART_A - 1.0 / (celsius + ZERO_CELSIUS_K)) / STEINHART_C;
    double root = sqrt(q * q / 4 + p * p * p / 27);
    return exp(cbrt(root - q / 2) - cbrt(root + q / 2));
}

double ntc_drifted_Ohm(struct ntc *ntc, double drift_K)
{
    double celsius = ntc->bead_C + drift_K;
    if (ntc->known_Ohm <= 0 || fabs(celsius - ntc->known_C) > 0) {
        ntc->known_C = celsius;
        ntc->known_Ohm = ntc_Ohm(celsius);
    }
    return ntc->known_Ohm;
}

void ntc_follow(struct ntc *ntc, double surroundings_C, double step_s)
{
    ntc->bead_C += (surroundings_C - ntc->bead_C) * -expm1(-step_s / BEAD_LAG_s);
}

void ntc_settle(struct ntc *ntc, double divider_Ohm, double ntc_Ohm_now, double supply_V,
                double elapsed_s)
{
    double share = ntc_Ohm_now / (ntc_Ohm_now + divider_Ohm);
    double source_Ohm = share * divider_Ohm;
    double target_V = supply_V * share;
    double lag_s = source_Ohm * INPUT_CAPACITOR_F;
    ntc->divider_V += (target_V - ntc->divider_V) * -expm1(-elapsed_s / lag_s);
}
