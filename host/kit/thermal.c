#include "host/kit/thermal.h"

#include <math.h>
#include <stddef.h>

/* S: read in a source. F: fitted to the warm-up table of the project's safety page, whose own model
 * used the S values. J: judgement, to be measured on a real pad. */
static const double PAD_AREA_m2 = 0.02;             /* 200 cm2 */
static const double PAD_CAPACITY_J_m2K = 1150.0;    /* F; 23 J/K, such as 18 g of silicone */
static const double CONTACT_W_m2K = 45.0;           /* F; S says "about 60" */
static const double OUTER_LOSS_W_m2K = 4.3;         /* F; a cuff of some 5 mm foam, still air */
static const double OUTER_LOSS_BLANKET_W_m2K = 0.5; /* F; blanket of a bed, edges neglected */
static const double BARE_LOSS_W_m2K = 8.0;          /* J; skin or pad face in still air */
static const double CONDUCTIVITY_W_mK = 0.37;       /* S; skin, fat and muscle lumped */
static const double HEAT_CAPACITY_J_m3K = 3.6e6;    /* S */
static const double DEPTH_m = 0.030;                /* J; beyond it the leg keeps its warmth */
static const double BLOOD_C = 36.0;                 /* S */
static const double PERFUSION_W_m3K = 790.0;        /* F; 1.2 ml of blood per 100 ml and minute */
static const double PERFUSION_RISE_per_K = 0.131;   /* F; blood flow doubles in 5 K */
static const double PERFUSION_RISES_ABOVE_C = 34.0; /* J */
static const double BETWEEN_PAD_SHARE = 0.05; /* J; a bead between pad and skin, on the skin */
static const double NODE_GROWTH = 1.12;       /* each gap that much wider than the last */

/* The gap below a node: a geometric series that sums to DEPTH_m. The last node borders the core. */
static double gap_m(unsigned node)
{
    double first = DEPTH_m * (NODE_GROWTH - 1) / (pow(NODE_GROWTH, THERMAL_NODES) - 1);
    return first * pow(NODE_GROWTH, node);
}

double thermal_depth_m(unsigned node)
{
    double depth = 0;
    for (unsigned i = 0; i < node; i++)
        depth += gap_m(i);
    return depth;
}

/* Each node stands for half the gap above it and half the gap below. Computed at the first use. */
struct grid {
    double gap_m[THERMAL_NODES];
    double thickness_m[THERMAL_NODES];
};

static const struct grid *grid(void)
{
    static struct grid grid;
    if (grid.gap_m[0] > 0)
        return &grid;
    for (unsigned i = 0; i < THERMAL_NODES; i++) {
        grid.gap_m[i] = gap_m(i);
        grid.thickness_m[i] = (grid.gap_m[i] + (i > 0 ? grid.gap_m[i - 1] : 0)) / 2;
    }
    return &grid;
}

/* Heat the blood takes per volume and kelvin; a leg's vessels widen as it warms. */
static double perfusion_W_m3K(double tissue_C, double factor)
{
    double above_K = fmax(0, tissue_C - PERFUSION_RISES_ABOVE_C);
    return factor * PERFUSION_W_m3K * exp(PERFUSION_RISE_per_K * above_K);
}

/* Advances the tissue by `surface_W_m2` flowing into the skin; the ledger counts per square
 * metre. */
static void step_tissue(double *tissue_C, double surface_W_m2, double perfusion, double step_s,
                        struct thermal_ledger *per_m2)
{
    const struct grid *g = grid();
    double inflow_W_m2 = surface_W_m2;
    for (unsigned i = 0; i < THERMAL_NODES; i++) {
        double next_C = i + 1 < THERMAL_NODES ? tissue_C[i + 1] : BLOOD_C;
        double outflow_W_m2 = CONDUCTIVITY_W_mK * (tissue_C[i] - next_C) / g->gap_m[i];
        double blood_W_m2 =
            perfusion_W_m3K(tissue_C[i], perfusion) * g->thickness_m[i] * (tissue_C[i] - BLOOD_C);
        double gain_W_m2 = inflow_W_m2 - outflow_W_m2 - blood_W_m2;
        tissue_C[i] += gain_W_m2 * step_s / (HEAT_CAPACITY_J_m3K * g->thickness_m[i]);
        per_m2->blood_J += blood_W_m2 * step_s;
        inflow_W_m2 = outflow_W_m2;
    }
    per_m2->core_J += inflow_W_m2 * step_s;
}

void thermal_init(struct thermal *thermal, double ambient_C, double skin_C, double perfusion)
{
    enum { SETTLING_s = 4 * 3600 };
    thermal->pad_C = ambient_C;
    for (unsigned i = 0; i < THERMAL_NODES; i++)
        thermal->tissue_C[i] = skin_C + (BLOOD_C - skin_C) * thermal_depth_m(i) / DEPTH_m;

    struct thermal_ledger unused = {0};
    for (int second = 0; second < SETTLING_s; second++) {
        step_tissue(thermal->tissue_C, 0, perfusion, 1.0, &unused);
        thermal->tissue_C[0] = skin_C;
    }
}

void thermal_step(struct thermal *thermal, const struct thermal_input *input, double step_s,
                  struct thermal_ledger *ledger)
{
    double skin_C = thermal->tissue_C[0];
    double pad_over_ambient_K = thermal->pad_C - input->ambient_C;
    double outer_W_m2K = input->blanket ? OUTER_LOSS_BLANKET_W_m2K : OUTER_LOSS_W_m2K;
    double heater_W_m2 = input->heater_W / PAD_AREA_m2;

    double from_pad_W_m2 = CONTACT_W_m2K * (thermal->pad_C - skin_C);
    double lost_W_m2 = outer_W_m2K * pad_over_ambient_K;
    double into_skin_W_m2 = from_pad_W_m2;
    if (!input->on_leg) {
        double skin_loss_W_m2 = BARE_LOSS_W_m2K * (skin_C - input->ambient_C);
        from_pad_W_m2 = BARE_LOSS_W_m2K * pad_over_ambient_K; /* its inner face, to the air */
        into_skin_W_m2 = -skin_loss_W_m2;
        lost_W_m2 += skin_loss_W_m2 + from_pad_W_m2;
    }

    struct thermal_ledger per_m2 = {.heater_J = heater_W_m2 * step_s,
                                    .ambient_J = lost_W_m2 * step_s};
    double pad_loss_W_m2 = outer_W_m2K * pad_over_ambient_K;
    thermal->pad_C += (heater_W_m2 - from_pad_W_m2 - pad_loss_W_m2) * step_s / PAD_CAPACITY_J_m2K;
    step_tissue(thermal->tissue_C, into_skin_W_m2, input->perfusion, step_s, &per_m2);

    if (ledger) {
        ledger->heater_J += per_m2.heater_J * PAD_AREA_m2;
        ledger->ambient_J += per_m2.ambient_J * PAD_AREA_m2;
        ledger->blood_J += per_m2.blood_J * PAD_AREA_m2;
        ledger->core_J += per_m2.core_J * PAD_AREA_m2;
    }
}

double thermal_between_C(const struct thermal *thermal)
{
    return thermal->tissue_C[0] + BETWEEN_PAD_SHARE * (thermal->pad_C - thermal->tissue_C[0]);
}

double thermal_stored_J(const struct thermal *thermal)
{
    double stored_J_m2 = PAD_CAPACITY_J_m2K * thermal->pad_C;
    for (unsigned i = 0; i < THERMAL_NODES; i++)
        stored_J_m2 += HEAT_CAPACITY_J_m3K * grid()->thickness_m[i] * thermal->tissue_C[i];
    return stored_J_m2 * PAD_AREA_m2;
}
