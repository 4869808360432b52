#include "tests/campaign/leg.h"

#include <math.h>

#include "host/kit/kit_internal.h"

void leg_log_begin(struct leg_log *log, struct peer *peer)
{
    *log = (struct leg_log){.peer = peer, .moved_before = peer_moved_cycles(peer)};
}

static void look(struct leg_log *log, double elapsed_s)
{
    struct wire_truth truth;
    kit_truth(log->peer->kit, &truth);
    double skin_C = (double)truth.skin_C;
    log->skin_C = fmax(log->skin_C, skin_C);
    log->pad_C = fmax(log->pad_C, (double)truth.pad_C);
    if (skin_C > LEG_UNSAFE_C)
        log->unsafe_s += elapsed_s;
    bool heated = truth.pad_J > log->pad_J;
    log->pad_J = truth.pad_J;
    if (heated && skin_C > (LIMIT_HOT_SKIN_mC + LIMIT_SENSOR_ERROR_mC) / 1e3)
        log->hot_s += elapsed_s;
    log->dose_CEM43 += pow(skin_C >= 43 ? 0.5 : 0.25, 43 - skin_C) * elapsed_s / 60;
}

void leg_log_run_s(struct leg_log *log, double seconds)
{
    while (seconds > 0) {
        double step_s = fmin(1, seconds);
        peer_run_s(log->peer, step_s);
        look(log, step_s);
        seconds -= step_s;
    }
}

double leg_log_moved_s(const struct leg_log *log)
{
    return (double)(peer_moved_cycles(log->peer) - log->moved_before) / MACHINE_CLOCK_Hz;
}

bool leg_log_is_too_hot(const struct leg_log *log)
{
    return log->unsafe_s > LEG_UNSAFE_s;
}

bool leg_log_is_unsafe(const struct leg_log *log)
{
    return leg_log_is_too_hot(log) || log->dose_CEM43 * 1e3 > LIMIT_DOSE_MAX_mCEM43;
}

void leg_warm(struct peer *peer, double skin_C, double pad_C)
{
    struct board *board = &peer->kit->board;
    struct thermal *thermal = &board->thermal;
    double rise_K = skin_C - thermal->tissue_C[0];
    for (unsigned node = 0; node < THERMAL_NODES; node++) /* as heat has come in from above */
        thermal->tissue_C[node] += rise_K * (THERMAL_NODES - node) / THERMAL_NODES;
    thermal->pad_C = pad_C;
    board->ntc[SENSOR_SKIN].bead_C = thermal_between_C(thermal);
    board->ntc[SENSOR_PAD].bead_C = pad_C;
}
