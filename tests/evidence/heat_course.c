#include "tests/evidence/heat_course.h"

#include <math.h>
#include <stdio.h>

#include "tests/kit/peer.h"

struct corner {
    const char *name;
    double ambient_C, pad_Ohm, supply_V;
    bool blanket;
    double setpoint_C;
};

static const struct corner corners[HEAT_CORNERS] = {
    {"as built, 37", 23, 3.30, 5.00, false, 37.0},
    {"as built, 38", 23, 3.30, 5.00, false, 38.0},
    {"as built, 39", 23, 3.30, 5.00, false, 39.0},
    {"as built, 40", 23, 3.30, 5.00, false, 40.0},
    {"as built, 41", 23, 3.30, 5.00, false, 41.0},
    {"cold room, weak pad", 15, 3.63, 4.75, false, 39.0},
    {"cold room, strong pad", 15, 2.97, 5.25, false, 39.0},
    {"warm room, weak pad", 30, 3.63, 4.75, false, 39.0},
    {"warm room, strong pad", 30, 2.97, 5.25, false, 39.0},
    {"blanket, cold, weak pad", 15, 3.63, 4.75, true, 39.0},
    {"blanket, strong pad, 37", 30, 2.97, 5.25, true, 37.0},
    {"blanket, strong pad, 40", 30, 2.97, 5.25, true, 40.0},
};

enum { SECONDS = 1740, REACHABLE_s = 1200, HOLD_s = 180, SETTLING_s = 60, OPEN_s = 30 };
static const double NEAR_K = 0.2, FAR_K = 1,
                    LOOK_s = 0.2; /* how often, when it is not far any more */

/* Whoever wears the cuff answers when the kit asks. */
static void answer(struct peer *peer)
{
    struct msg_notice notice;
    while (peer_await_notice(peer, &notice, 0))
        if (notice.notice == NOTICE_STILL_THERE)
            peer_order(peer, MESSAGE_PRESENT);
}

/* Some time of the session: how far the display is above the setpoint then. */
static double pass(struct peer *peer, struct heat_course *course, double seconds)
{
    peer_run_s(peer, seconds);
    answer(peer);
    double skin_mC = peer_readings(peer).skin_mC;
    uint8_t state = peer_status(peer).state;
    peer_forget_events(peer);
    course->last_C = skin_mC / 1000;
    course->ended |= state != STATE_RUNNING;
    course->overshoot_K = fmax(course->overshoot_K, course->last_C - course->setpoint_C);
    return course->last_C - course->setpoint_C;
}

/* Seconds until the display is near the setpoint, or -1. */
static double warm_up(struct peer *peer, struct heat_course *course)
{
    double passed_s = 0, above_K = -INFINITY;
    while (passed_s < REACHABLE_s && !course->ended) {
        double look_s = above_K < -FAR_K ? 1 : LOOK_s;
        above_K = pass(peer, course, look_s);
        passed_s += look_s;
        if (above_K > -NEAR_K)
            return passed_s;
    }
    return -1;
}

static void hold(struct peer *peer, struct heat_course *course)
{
    for (int seconds = 0; seconds < HOLD_s && !course->ended; seconds++) {
        double above_K = pass(peer, course, 1);
        if (seconds >= SETTLING_s)
            course->deviation_K = fmax(course->deviation_K, fabs(above_K));
    }
}

static void open_cuff(struct peer *peer)
{
    char opening[32];
    double now_s = (double)kit_now_us(peer->kit) / 1e6;
    snprintf(opening, sizeof opening, "cuff-off@%.3fs..%.3fs", now_s, now_s + OPEN_s);
    peer_inject(peer, opening);
    peer_run_s(peer, OPEN_s);
}

static void play(struct heat_course *course, const struct kit_options *options)
{
    struct peer *peer = peer_new(options);
    struct peer_routine routine;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_TOWEL, SECONDS, (uint8_t)lround((course->setpoint_C - 30) * 10));
    peer_end(&routine);
    peer_play(peer, &routine);
    course->reached_s = warm_up(peer, course);
    if (course->reached_s > 0) {
        hold(peer, course);
        open_cuff(peer);
        course->recovered_s = warm_up(peer, course);
        course->recovered_s += course->recovered_s > 0 ? OPEN_s : 0;
        hold(peer, course);
    }
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    course->error_K = course->last_C - (double)truth.skin_sensor_C;
    peer_free(peer);
}

struct heat_course heat_course_play(unsigned index)
{
    const struct corner *corner = &corners[index];
    struct heat_course course = {.corner = corner->name,
                                 .setpoint_C = corner->setpoint_C,
                                 .reached_s = -1,
                                 .recovered_s = -1,
                                 .overshoot_K = -99};
    struct kit_options options = peer_options();
    options.ambient_C = corner->ambient_C;
    options.pad_Ohm = corner->pad_Ohm;
    options.supply_V = corner->supply_V;
    options.blanket = corner->blanket;
    play(&course, &options);
    struct heat_task task = {.setpoint_C = corner->setpoint_C,
                             .near_K = NEAR_K,
                             .error_K = course.error_K,
                             .hold_s = HOLD_s,
                             .open_s = OPEN_s,
                             .within_s = REACHABLE_s};
    course.best = heat_optimum(&options, &task);
    return course;
}
