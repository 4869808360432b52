/* scenes.h: what the kit does while it is measured, the same for the bench and the profiler.
 *
 * Owns: nothing. Context: tests. Errors: a kit that refuses ends the program.
 */
#ifndef TESTS_BENCH_SCENES_H
#define TESTS_BENCH_SCENES_H

#include "tests/kit/peer.h"

enum { SCENE_SAMPLE_ms = 50 /* telemetry at 20 Hz */ };

/* Ten minutes of two pairs of zones rising and falling in turn, with heat. */
void scene_routine(struct peer_routine *routine);

/* A kit that plays it, with telemetry. */
struct peer *scene_playing(void);

/* A kit that has done its first checks and has nothing to do. */
struct peer *scene_idle(void);

#endif
