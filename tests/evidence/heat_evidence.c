/* heat_evidence.c: the warmth a leg gets, at the corners of room, pad, supply and blanket.
 *
 * Each row is 24 minutes of heat, as long as hot skin may last, from a cold cuff on a 32 C leg. Where the setpoint is reachable the
 * skin sensor must settle within 0.3 C of it and never be more than 0.5 C above, and nothing may trip.
 * A corner is unreachable when the pad itself stands at its control limit to the end: then the row says
 * how far it got.
 */
#include <math.h>
#include <stdio.h>

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
    {"blanket, strong pad, 37", 30, 2.97, 5.25, true, 37.0},
    {"blanket, strong pad, 40", 30, 2.97, 5.25, true, 40.0},
};

enum { SECONDS = 1440, LAST_MINUTES_s = 300, REACHED_mC = 300, OVERSHOOT_mC = 500 };

struct course {
    double reached_min; /* first within 0.3 C; negative: never */
    double overshoot_C; /* of the sensor */
    double deviation_C; /* largest in the last five minutes */
    double last_C, last_pad_C, true_skin_C;
    bool ended; /* by a fault or a limit */
};

static struct course play(const struct corner *corner)
{
    struct course course = {.reached_min = -1, .overshoot_C = -99};
    struct kit_options options = peer_options();
    options.ambient_C = corner->ambient_C;
    options.pad_Ohm = corner->pad_Ohm;
    options.supply_V = corner->supply_V;
    options.blanket = corner->blanket;
    struct peer *peer = peer_new(&options);
    struct peer_routine routine;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_TOWEL, SECONDS, (uint8_t)lround((corner->setpoint_C - 30) * 10));
    peer_end(&routine);
    peer_play(peer, &routine);
    for (int second = 0; second < SECONDS - 10; second++) {
        peer_run_s(peer, 1);
        struct msg_status_reply status = peer_status(peer);
        double skin_C = status.skin_mC / 1000.0, error_C = skin_C - corner->setpoint_C;
        course.ended |= status.state != STATE_RUNNING;
        if (course.reached_min < 0 && fabs(error_C) * 1000 <= REACHED_mC)
            course.reached_min = second / 60.0;
        course.overshoot_C = fmax(course.overshoot_C, error_C);
        if (second > SECONDS - LAST_MINUTES_s)
            course.deviation_C = fmax(course.deviation_C, fabs(error_C));
        course.last_C = skin_C;
        course.last_pad_C = status.pad_mC / 1000.0;
        struct wire_truth truth;
        kit_truth(peer->kit, &truth);
        course.true_skin_C = fmax(course.true_skin_C, truth.skin_C);
        peer_forget_events(peer);
    }
    peer_free(peer);
    return course;
}

int main(void)
{
    printf("# %-24s %8s %9s %9s %8s %8s %9s\n", "corner", "reached", "overshoot", "last 5min",
           "skin", "pad", "true skin");
    for (unsigned i = 0; i < sizeof corners / sizeof corners[0]; i++) {
        const struct corner *corner = &corners[i];
        struct course course = play(corner);
        bool limited = course.last_pad_C * 1000 > LIMIT_PAD_CONTROL_mC - 1000;
        printf("# %-24s %4.1f min %+8.2f %9.2f %8.2f %8.2f %9.2f\n", corner->name,
               course.reached_min, course.overshoot_C, course.deviation_C, course.last_C,
               course.last_pad_C, course.true_skin_C);
        ok(!course.ended, "%s: no fault or limit ends 24 minutes of heat", corner->name);
        ok(course.overshoot_C * 1000 <= OVERSHOOT_mC, "%s: never 0.5 C too warm", corner->name);
        if (course.reached_min < 0 && limited)
            ok(course.last_C > corner->setpoint_C - 2.0,
               "%s: not reachable, the pad is at its limit; within 2 C of it", corner->name);
        else
            ok(course.deviation_C * 1000 <= REACHED_mC, "%s: settled within 0.3 C", corner->name);
    }
    return done();
}
