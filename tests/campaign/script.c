#include "tests/campaign/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/scenes.h"
#include "tests/campaign/leg.h"

enum {
    READY_ms = 1200, /* all checks of the first second are done */
    CHUNK_every_ms = 12,
    START_after_ms = 20,
    HEAT_40_C = 100,
    HEAT_41_C = 110,
    SESSION_s = 5,
    SHORT_SESSION_s = 3,
};

double script_window_ms(enum script_scene scene)
{
#define AS_WINDOW(id, name, window_ms, what) (window_ms),
    static const double windows_ms[] = {SCRIPT_SCENES(AS_WINDOW)};
#undef AS_WINDOW
    return windows_ms[scene];
}

const char *script_scene_name(enum script_scene scene)
{
#define AS_NAME(id, name, window_ms, what) (name),
    static const char *const names[] = {SCRIPT_SCENES(AS_NAME)};
#undef AS_NAME
    return names[scene];
}

/* --- What the host says ------------------------------------------------------------------------- */

static void add(struct script *script, double ms, const uint8_t *message, uint8_t length)
{
    if (script->count == SCRIPT_STEPS_max || length > SCRIPT_MESSAGE_max) {
        fprintf(stderr, "campaign: the script is too long\n");
        exit(1);
    }
    struct script_step *step = &script->steps[script->count++];
    step->cycle = script_cycle(script, ms);
    step->length = length;
    memcpy(step->message, message, length);
}

/* ADD(script, ms, leg, .leg = 1): a request with these fields. */
#define ADD(script, ms, name, ...)                                                       \
    do {                                                                                 \
        uint8_t message[SCRIPT_MESSAGE_max] = {0};                                       \
        uint8_t length = message_put_##name(message, peer_next_sequence((script)->peer), \
                                            &(struct msg_##name){__VA_ARGS__});          \
        add((script), (ms), message, length);                                            \
    } while (0)

static void add_order(struct script *script, double ms, uint8_t type)
{
    add(script, ms, (const uint8_t[]){type, peer_next_sequence(script->peer)}, MESSAGE_HEADER);
}

/* The upload, the leg and the start; returns when the session begins. */
static double add_session(struct script *script, double ms, const struct peer_routine *routine)
{
    uint16_t crc = peer_routine_crc(routine);
    script->routine = *routine;
    ADD(script, ms, upload_begin, .length = routine->length, .crc = crc);
    for (uint8_t at = 0; at < routine->length; at = (uint8_t)(at + MESSAGE_CHUNK_BYTES)) {
        uint8_t rest = (uint8_t)(routine->length - at);
        struct msg_upload_chunk chunk = {.index = at / MESSAGE_CHUNK_BYTES};
        chunk.data_length = rest < MESSAGE_CHUNK_BYTES ? rest : MESSAGE_CHUNK_BYTES;
        memcpy(chunk.data, routine->bytes + at, chunk.data_length);
        uint8_t message[SCRIPT_MESSAGE_max] = {0};
        uint8_t length =
            message_put_upload_chunk(message, peer_next_sequence(script->peer), &chunk);
        add(script, ms += CHUNK_every_ms, message, length);
    }
    add_order(script, ms += CHUNK_every_ms, MESSAGE_UPLOAD_COMMIT);
    ms += START_after_ms;
    ADD(script, ms, leg, .leg = LEG_LEFT, .leg_inverted = (uint8_t)~LEG_LEFT);
    ms += START_after_ms;
    ADD(script, ms, start, .level = ROUTINE_MAX_LEVEL,
        .level_inverted = (uint8_t)~ROUTINE_MAX_LEVEL, .routine_crc = crc);
    return ms;
}

static void add_massage(struct script *script, double ms, uint16_t duration_s, uint8_t heat)
{
    struct peer_routine routine;
    peer_make_massage(&routine, duration_s, heat);
    add_session(script, ms, &routine);
}

/* Two pairs of zones in turn, as the bench's scene, for a short while. */
static void add_playing(struct script *script)
{
    enum { UPPER = 0x03, MID = 0x0C, RAMP_ticks = 40, REST_ticks = 60 };
    struct peer_routine routine;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, SESSION_s, HEAT_40_C);
    peer_repeat(&routine, ROUTINE_MAX_REPEAT);
    peer_key(&routine, ROUTINE_KEY_STEP, UPPER, 50, RAMP_ticks);
    peer_rest(&routine, REST_ticks);
    peer_key(&routine, ROUTINE_KEY_STEP, MID, 50, RAMP_ticks);
    peer_key(&routine, ROUTINE_KEY, UPPER, 0, RAMP_ticks);
    peer_rest(&routine, REST_ticks);
    peer_key(&routine, ROUTINE_KEY, MID, 0, RAMP_ticks);
    peer_again(&routine);
    peer_end(&routine);
    ADD(script, 0, setting_set, .setting = SETTING_sample_period_ms, .value = SCENE_SAMPLE_ms,
        .value_inverted = ~SCENE_SAMPLE_ms);
    add_session(script, START_after_ms, &routine);
}

/* As many steps as a routine has room for. */
static void add_uploading(struct script *script)
{
    enum { STEPS = 20 };
    struct peer_routine routine;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, SHORT_SESSION_s, HEAT_40_C);
    for (uint8_t step = 0; step < STEPS; step++) {
        peer_key(&routine, ROUTINE_KEY_STEP, PEER_ALL_ZONES_mask, step % 2 ? 100 : 60, 4);
        peer_rest(&routine, 10);
    }
    peer_end(&routine);
    add_session(script, 0, &routine);
}

static void add_writing(struct script *script)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        ADD(script, zone * 100.0, setting_set,
            .setting = (uint8_t)(SETTING_upper_medial_max + zone), .value = 900,
            .value_inverted = ~900);
    add_massage(script, 150, SHORT_SESSION_s, HEAT_40_C);
}

/* What the receiver has had, leg and start among it, is over. The last word only makes the record long enough. */
static void add_resting(struct script *script)
{
    enum { LAST_ms = 9000 };
    add_massage(script, 0, 1, HEAT_40_C);
    add_order(script, LAST_ms, MESSAGE_STATUS);
}

static void add_by_hand(struct script *script)
{
    enum { ZONES_ms = 4000, HEAT_ms = 5000 };
    const int32_t setpoint_mC = 40000;
    ADD(script, 0, leg, .leg = LEG_LEFT, .leg_inverted = (uint8_t)~LEG_LEFT);
    ADD(script, 20, set, .zone = PEER_ALL_ZONES, .strength_permille = 1000,
        .strength_inverted = (uint16_t)~1000, .duration_ms = ZONES_ms);
    ADD(script, 40, heat, .setpoint_mC = setpoint_mC, .setpoint_inverted = ~setpoint_mC,
        .duration_ms = HEAT_ms);
}

static void add_steps(struct script *script)
{
    switch (script->scene) {
    case SCENE_WARMING:
        add_massage(script, 0, SESSION_s, HEAT_40_C);
        break;
    case SCENE_HOLDING:
        add_massage(script, 0, SESSION_s, HEAT_41_C);
        break;
    case SCENE_PLAYING:
        add_playing(script);
        break;
    case SCENE_PAUSED:
        add_massage(script, 0, SESSION_s - 1, HEAT_40_C);
        add_order(script, 2000, MESSAGE_PAUSE);
        add_order(script, 3000, MESSAGE_RESUME);
        break;
    case SCENE_UPLOADING:
        add_uploading(script);
        break;
    case SCENE_RESTING:
        add_resting(script);
        break;
    case SCENE_BY_HAND:
        add_by_hand(script);
        break;
    default:
        add_writing(script);
    }
}

/* --- Life --------------------------------------------------------------------------------------- */

static struct kit_options options_of(enum script_scene scene)
{
    struct kit_options options = peer_options();
    options.skin_C = 34;
    options.adc_noise_counts = 0; /* or a conversion more or less would show for ever */
    if (scene == SCENE_HOLDING) {
        options.ambient_C = 30;
        options.blanket = true;
        options.pad_Ohm = 2.97;
        options.supply_V = 5.25;
    }
    return options;
}

struct script *script_new(enum script_scene scene)
{
    struct script *script = calloc(1, sizeof *script);
    if (!script) {
        fprintf(stderr, "campaign: out of memory\n");
        exit(1);
    }
    struct kit_options options = options_of(scene);
    script->scene = scene;
    script->peer = peer_new(&options);
    peer_run_ms(script->peer, READY_ms);
    if (scene == SCENE_HOLDING)
        leg_warm(script->peer, 40.6, 43.0);
    script->begin_cycle = kit_cycles(script->peer->kit);
    add_steps(script);
    return script;
}

void script_free(struct script *script)
{
    peer_free(script->peer);
    free(script);
}

uint64_t script_cycle(const struct script *script, double ms)
{
    return script->begin_cycle + (uint64_t)(ms * PEER_CYCLES_ms);
}

bool script_run_until(struct script *script, uint64_t cycle)
{
    struct kit *kit = script->peer->kit;
    while (script->next < script->count && script->steps[script->next].cycle <= cycle) {
        const struct script_step *step = &script->steps[script->next++];
        if (kit_run_until(kit, step->cycle, KIT_UNTIL_TIME) == KIT_DEAD)
            return false;
        peer_send(script->peer, step->message, step->length);
    }
    return kit_run_until(kit, cycle, KIT_UNTIL_TIME) != KIT_DEAD;
}

bool script_run_until_ms(struct script *script, double ms)
{
    return script_run_until(script, script_cycle(script, ms));
}
