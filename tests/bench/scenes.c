#include "tests/bench/scenes.h"

enum { WAKE_UP_ms = 1200, STAGE_s = 600, HEAT = 80, RAMP_ticks = 40, REST_ticks = 60 };

void scene_routine(struct peer_routine *routine)
{
    enum { UPPER = 0x03, MID = 0x0C };
    peer_begin(routine);
    peer_stage(routine, STAGE_MASSAGE, STAGE_s, HEAT);
    peer_repeat(routine, ROUTINE_MAX_REPEAT);
    peer_key(routine, ROUTINE_KEY_STEP, UPPER, 50, RAMP_ticks);
    peer_rest(routine, REST_ticks);
    peer_key(routine, ROUTINE_KEY_STEP, MID, 50, RAMP_ticks);
    peer_key(routine, ROUTINE_KEY, UPPER, 0, RAMP_ticks);
    peer_rest(routine, REST_ticks);
    peer_key(routine, ROUTINE_KEY, MID, 0, RAMP_ticks);
    peer_again(routine);
    peer_end(routine);
}

struct peer *scene_idle(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, WAKE_UP_ms);
    return peer;
}

struct peer *scene_playing(void)
{
    struct peer_routine routine;
    struct peer *peer = scene_idle();
    scene_routine(&routine);
    peer_change_setting(peer, SETTING_sample_period_ms, SCENE_SAMPLE_ms);
    peer_play(peer, &routine);
    return peer;
}
