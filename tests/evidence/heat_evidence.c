/* heat_evidence.c: the warmth a leg gets, at the corners of room, pad, supply and blanket.
 *
 * From a cold cuff on a 32 C leg to the setpoint, held for three minutes, the cuff opened for half a
 * minute, and back. Where the setpoint is reachable the time to it must be within 1.15 of the fastest that
 * the pad allows (heat_optimum.h), the sensor never more than 0.3 C above it and, once there, within
 * 0.2 C. A corner is unreachable when the optimum itself does not get there in the 20 minutes that hot
 * skin may last: then the row says how far the kit got.
 */
#include <math.h>
#include <stdio.h>

#include "tests/evidence/heat_optimum.h"
#include "tests/kit/peer.h"
#include "tests/tap.h"

struct corner {
    const char *name;
    double ambient_C, pad_Ohm, supply_V;
    bool blanket;
    double setpoint_C;
};

static const struct corner corners[] = {
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

enum {
    SECONDS = 1740,
    REACHABLE_s = 1200,
    HOLD_s = 180,
    SETTLING_s = 60,
    OPEN_s = 30,
    RATIO_permille = 1150
};
static const double NEAR_K = 0.2, OVERSHOOT_K = 0.3;

struct course {
    double reached_s, recovered_s; /* the second from the cuff's opening; negative: never */
    double overshoot_K;            /* of the sensor as displayed */
    double deviation_K;            /* largest once it has settled */
    double last_C, error_K; /* at the end: displayed, and what that is above the sensor's own */
    bool ended;             /* by a fault or a limit */
};

/* A second of the session: what the display says. */
static double second(struct peer *peer, struct course *course, double setpoint_C)
{
    peer_run_s(peer, 1);
    struct msg_status_reply status = peer_status(peer);
    peer_forget_events(peer);
    course->last_C = status.skin_mC / 1000.0;
    course->ended |= status.state != STATE_RUNNING;
    course->overshoot_K = fmax(course->overshoot_K, course->last_C - setpoint_C);
    return course->last_C - setpoint_C;
}

/* Seconds until the display is near the setpoint, or -1. */
static double warm_up(struct peer *peer, struct course *course, double setpoint_C, int within_s)
{
    for (int seconds = 1; seconds <= within_s && !course->ended; seconds++)
        if (second(peer, course, setpoint_C) > -NEAR_K)
            return seconds;
    return -1;
}

static void hold(struct peer *peer, struct course *course, double setpoint_C)
{
    for (int seconds = 0; seconds < HOLD_s && !course->ended; seconds++) {
        double error_K = second(peer, course, setpoint_C);
        if (seconds >= SETTLING_s)
            course->deviation_K = fmax(course->deviation_K, fabs(error_K));
    }
}

static struct course play(const struct corner *corner, const struct kit_options *options)
{
    struct course course = {.reached_s = -1, .recovered_s = -1, .overshoot_K = -99};
    char opening[32];
    struct peer *peer = peer_new(options);
    struct peer_routine routine;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_TOWEL, SECONDS, (uint8_t)lround((corner->setpoint_C - 30) * 10));
    peer_end(&routine);
    peer_play(peer, &routine);
    course.reached_s = warm_up(peer, &course, corner->setpoint_C, REACHABLE_s);
    if (course.reached_s > 0) {
        hold(peer, &course, corner->setpoint_C);
        double now_s = (double)kit_now_us(peer->kit) / 1e6;
        snprintf(opening, sizeof opening, "cuff-off@%.3fs..%.3fs", now_s, now_s + OPEN_s);
        peer_inject(peer, opening);
        peer_run_s(peer, OPEN_s);
        course.recovered_s = warm_up(peer, &course, corner->setpoint_C, REACHABLE_s);
        course.recovered_s += course.recovered_s > 0 ? OPEN_s : 0;
        hold(peer, &course, corner->setpoint_C);
    }
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    course.error_K = course.last_C - (double)truth.skin_sensor_C;
    peer_free(peer);
    return course;
}

static bool is_near_optimum(double seconds, double optimum_s)
{
    return seconds > 0 &&
           (seconds - 1) * 1000 <= optimum_s * RATIO_permille; /* read once a second */
}

static void judge(const struct corner *corner)
{
    struct kit_options options = peer_options();
    options.ambient_C = corner->ambient_C;
    options.pad_Ohm = corner->pad_Ohm;
    options.supply_V = corner->supply_V;
    options.blanket = corner->blanket;
    struct course course = play(corner, &options);
    struct heat_task task = {.setpoint_C = corner->setpoint_C,
                             .near_K = NEAR_K,
                             .error_K = course.error_K,
                             .hold_s = HOLD_s,
                             .open_s = OPEN_s,
                             .within_s = REACHABLE_s};
    struct heat_optimum best = heat_optimum(&options, &task);
    printf("# %-24s %7.0f %7.0f %6.2f %8.0f %7.0f %6.2f %+9.2f %9.2f %7.2f %+.2f\n", corner->name,
           course.reached_s, best.reached_s, course.reached_s / best.reached_s, course.recovered_s,
           best.recovered_s, course.recovered_s / best.recovered_s, course.overshoot_K,
           course.deviation_K, course.last_C, course.error_K);
    ok(!course.ended, "%s: no fault or limit ends it", corner->name);
    ok(course.overshoot_K <= OVERSHOOT_K, "%s: never 0.3 C too warm", corner->name);
    if (best.reached_s < 0) {
        ok(course.last_C > corner->setpoint_C - 2.0,
           "%s: not reachable, the pad is at its limit; within 2 C of it", corner->name);
        return;
    }
    ok(is_near_optimum(course.reached_s, best.reached_s),
       "%s: reached within 1.15 of the fastest that the pad allows", corner->name);
    ok(is_near_optimum(course.recovered_s, best.recovered_s),
       "%s: and again after the cuff was open", corner->name);
    ok(course.deviation_K <= NEAR_K, "%s: and then within 0.2 C", corner->name);
}

int main(void)
{
    printf("# %-24s %7s %7s %6s %8s %7s %6s %9s %9s %7s\n", "corner", "to it s", "best s", "ratio",
           "again s", "best s", "ratio", "overshoot", "deviation", "last C");
    for (unsigned i = 0; i < sizeof corners / sizeof corners[0]; i++)
        judge(&corners[i]);
    return done();
}
