/* The virtual kit's speed: playing classic, and the same session once more in simavr alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "host/calf/lint.h"
#include "tests/bench/bare.h"
#include "tests/bench/cpu_time.h"
#include "tests/bench/figures.h"
#include "tests/bench/scenes.h"

enum {
    PLAY_s = 480, /* the towel, the upper row and most of a minute of the middle one */
    BOOT_ms = 1200,
    TRIES = 3, /* of which the cheapest counts: what else runs can only make one dearer */
};
static const double FIRST_ms = 0.05; /* in which nothing comes in */
static const double SAME_share = 0.02;

static void load_classic(struct peer_routine *routine)
{
    static struct routine_program program;
    static struct diagnostics diagnostics;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    if (!routine_load("classic", &program, &diagnostics)) {
        fprintf(stderr, "bench: classic cannot be read\n");
        exit(1);
    }
    peer_begin(routine);
    routine->length = program.length;
    for (unsigned i = 0; i < program.length; i++)
        routine->bytes[i] = program.bytes[i];
}

/* From the kit's first cycle. With `session` it is recorded. */
static void play_classic(struct bare_session **session)
{
    static struct peer_routine classic;
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    load_classic(&classic);
    peer_run_ms(peer, FIRST_ms);
    if (session)
        *session = bare_record(peer->kit);
    peer_run_ms(peer, BOOT_ms);
    peer_change_setting(peer, SETTING_sample_period_ms, SCENE_SAMPLE_ms);
    peer_play(peer, &classic);
    peer_run_s(peer, PLAY_s);
    if (session)
        bare_stop(*session);
    if (peer_status(peer).state != STATE_RUNNING) {
        fprintf(stderr, "bench: classic is not played to its end\n");
        exit(1);
    }
    peer_free(peer);
}

/* What is compared must be the same work: what is sent, and how long the core is awake for it. */
static void check_same(const struct bare_result *kit, const struct bare_result *bare)
{
    double sent = (double)bare->sent_bytes / (double)kit->sent_bytes;
    double awake = (1 - bare->asleep_share) / (1 - kit->asleep_share);
    if (fabs(sent - 1) < SAME_share && fabs(awake - 1) < SAME_share)
        return;
    fprintf(stderr, "bench: simavr alone plays another session: bytes %.3f, time awake %.3f\n",
            sent, awake);
    exit(1);
}

void measure_kit(struct figures *figures)
{
    struct bare_session *session;
    double kit_s = INFINITY, bare_s = INFINITY;
    play_classic(&session);
    struct bare_result kit = bare_recorded(session);
    for (unsigned i = 0; i < TRIES; i++) {
        double began_s = cpu_time_s();
        play_classic(NULL);
        kit_s = fmin(kit_s, cpu_time_s() - began_s);
        struct bare_result bare = bare_play(session);
        check_same(&kit, &bare);
        bare_s = fmin(bare_s, bare.cpu_s);
    }
    bare_free(session);
    figures->values[FIGURE_KIT_SPEED] = PLAY_s / kit_s;
    figures->values[FIGURE_KIT_SHARE] = bare_s / kit_s;
}
