/* script.h: short sessions for the campaigns, in which the host speaks at fixed times, whatever the kit answers.
 *
 * So a run may be forked at any instant of one: the session goes on in it as it would have without the trouble.
 * Owns: struct script with its peer, freed by script_free(). Context: tests.
 * Errors: a script that does not fit, or a kit that cannot be built, ends the program.
 */
#ifndef TESTS_CAMPAIGN_SCRIPT_H
#define TESTS_CAMPAIGN_SCRIPT_H

#include "tests/kit/peer.h"

/* S(ID, "name", how many ms the trouble may begin in, "what happens meanwhile"). */
#define SCRIPT_SCENES(S)                                                                           \
    S(WARMING, "warming", 4500, "the heater proves its switches and warms a cool leg; all motors") \
    S(HOLDING, "holding", 4500, "41 C held under a blanket, strong pad, 5.25 V, room at 30 C")     \
    S(PLAYING, "playing", 4500, "two pairs of zones rise and fall, heat, telemetry at 20 Hz")      \
    S(PAUSED, "paused", 4500, "the session is paused and goes on")                                 \
    S(UPLOADING, "uploading", 1500, "a long routine comes in and is started")                      \
    S(BY_HAND, "by hand", 4000, "all motors and heat are set by hand and not renewed")             \
    S(WRITING, "writing", 2500, "changed settings and the safety record go into the EEPROM")       \
    S(RESTING, "resting", 5500, "a session of a second, and then none: nobody asks for anything")

enum script_scene {
#define AS_SCENE(id, name, window_ms, what) SCENE_##id,
    SCRIPT_SCENES(AS_SCENE)
#undef AS_SCENE
        SCENE_count
};

enum { SCRIPT_STEPS_max = 48, SCRIPT_MESSAGE_max = 64 };

struct script_step {
    uint64_t cycle;
    uint8_t message[SCRIPT_MESSAGE_max], length;
};

struct script {
    struct peer *peer;
    enum script_scene scene;
    struct script_step steps[SCRIPT_STEPS_max];
    unsigned count, next;
    uint64_t begin_cycle;
    struct peer_routine routine; /* that is played; of no length: none is */
};

/* How long the trouble may begin in, from the scene's beginning. */
double script_window_ms(enum script_scene scene);
const char *script_scene_name(enum script_scene scene);

/* A kit that is ready, at the scene's beginning: the host's first word is about to come. */
struct script *script_new(enum script_scene scene);
void script_free(struct script *script);

/* Goes on to a cycle; to so many ms from the scene's beginning. False: the firmware cannot go on. */
bool script_run_until(struct script *script, uint64_t cycle);
bool script_run_until_ms(struct script *script, double ms);
uint64_t script_cycle(const struct script *script, double ms);

#endif
