/* How soon outputs are off, and how exactly they change on time. */
#include <math.h>
#include <stdlib.h>

#include "tests/bench/figures.h"
#include "tests/bench/scenes.h"
#include "tests/bench/trace.h"
#include "tests/tap.h"

enum {
    INSTANTS = 4000,
    SEED = 21,
    STOP_press_ms = 5,
    TICK_VECTOR = 13, /* TIMER1_OVF */
    FRAME_cycles = ROUTINE_TICK_ms * PEER_CYCLES_ms,
    KEYFRAMES = 1000,
    FLOOD_s = KEYFRAMES * ROUTINE_TICK_ms / 1000,
    LINK_bytes_s = 25000,
};

/* --- Off ----------------------------------------------------------------------------------------- */

static void drive(struct peer *peer, double ms)
{
    if (peer_leg(peer, LEG_LEFT) != 0 || peer_set(peer, PEER_ALL_ZONES, 1000, 5000) != 0 ||
        peer_heat(peer, 38000, 5000) != 0) {
        fprintf(stderr, "bench: the kit cannot be driven by hand\n");
        exit(1);
    }
    peer_run_ms(peer, ms);
}

static double off_cycles(const struct peer *peer, uint64_t since)
{
    if (peer->outputs.driven) {
        fprintf(stderr, "bench: the outputs stay on\n");
        exit(1);
    }
    return (double)(int64_t)(peer->outputs.off_cycle - since) + TRACE_ENTRY_cycles;
}

static void measure_stops(struct figures *figures)
{
    static const uint8_t panic[] = {0x00, 0xA5, 0x00};
    double *panic_max = &figures->values[FIGURE_PANIC_MAX];
    double *stop_max = &figures->values[FIGURE_STOP_MAX];
    uint32_t random = SEED;
    struct peer *peer = scene_idle();
    *panic_max = *stop_max = 0;
    for (unsigned i = 0; i < INSTANTS; i++) {
        drive(peer, 30 + tap_random(&random) % 20000 / 1000.0);
        uint64_t now = kit_cycles(peer->kit);
        kit_write(peer->kit, panic, sizeof panic);
        peer_run_ms(peer, 1);
        *panic_max = fmax(*panic_max, off_cycles(peer, now + 2 * MACHINE_BYTE_cycles));

        drive(peer, 30 + tap_random(&random) % 20000 / 1000.0);
        now = kit_cycles(peer->kit);
        kit_press(peer->kit, BUTTON_STOP, STOP_press_ms);
        peer_run_ms(peer, STOP_press_ms + 20);
        *stop_max = fmax(*stop_max, off_cycles(peer, now));
        peer_forget_events(peer);
    }
    peer_free(peer);
}

/* --- On time ------------------------------------------------------------------------------------- */

struct changes {
    uint64_t cycles[KEYFRAMES];
    unsigned count;
    bool on;
};

static void note(void *context, uint64_t cycle, const struct outputs *outputs)
{
    struct changes *changes = context;
    bool on = outputs->motor_permille[0] > 0;
    if (on == changes->on)
        return;
    changes->on = on;
    if (changes->count < KEYFRAMES)
        changes->cycles[changes->count++] = cycle;
}

/* When timer 1 overflows, as a remainder of its period: the earliest entry of its interrupt. */
static void note_tick(void *context, const struct machine_step *step)
{
    uint64_t *phase = context;
    uint64_t at = (step->cycle + step->cycles) % PEER_CYCLES_ms;
    if (step->vector == TICK_VECTOR && at < *phase)
        *phase = at;
}

/* A keyframe in every frame: the zone on, and off again. */
static void play_keyframes(struct peer *peer)
{
    struct peer_routine routine;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, FLOOD_s + 2, 80);
    peer_repeat(&routine, ROUTINE_MAX_REPEAT);
    peer_key(&routine, ROUTINE_KEY, 0x01, 100, 0);
    peer_rest(&routine, 1);
    peer_key(&routine, ROUTINE_KEY, 0x01, 0, 0);
    peer_rest(&routine, 1);
    peer_again(&routine);
    peer_end(&routine);
    peer_change_setting(peer, SETTING_kick_ms, 0);
    peer_change_setting(peer, SETTING_sample_period_ms, SCENE_SAMPLE_ms);
    peer_play(peer, &routine);
}

static void flood(struct peer *peer)
{
    enum { FRAME_bytes = LENGTH_STATUS + FRAME_OVERHEAD };
    for (unsigned sent = 0; sent < FLOOD_s * LINK_bytes_s; sent += FRAME_bytes)
        peer_send(peer, (const uint8_t[]){MESSAGE_STATUS, peer_next_sequence(peer)}, LENGTH_STATUS);
    peer_run_s(peer, FLOOD_s);
}

static double least_of(const double *values, unsigned count)
{
    double least = INFINITY;
    for (unsigned i = 0; i < count; i++)
        least = fmin(least, values[i]);
    return least;
}

static void judge(struct figures *figures, const struct changes *changes, uint64_t phase)
{
    static double late[KEYFRAMES]; /* cycles from the compare to the write */
    double sum = 0, squares = 0, most = 0;
    if (changes->count < KEYFRAMES * 9 / 10) {
        fprintf(stderr, "bench: only %u keyframes were seen\n", changes->count);
        exit(1);
    }
    for (unsigned i = 0; i < changes->count; i++) {
        late[i] = (double)((changes->cycles[i] - phase) % PEER_CYCLES_ms) + TRACE_ENTRY_cycles;
        sum += late[i];
        squares += late[i] * late[i];
        most = fmax(most, late[i]);
    }
    unsigned half = changes->count / 2, last = changes->count - 1;
    double mean = sum / changes->count;
    double lasted = (double)(changes->cycles[last] - changes->cycles[0]) - (late[last] - late[0]);
    figures->values[FIGURE_KEYFRAME_SD] =
        sqrt(fmax(0, squares / changes->count - mean * mean)) / PEER_CYCLES_us;
    figures->values[FIGURE_KEYFRAME_MAX] = most / PEER_CYCLES_us;
    /* every keyframe in its own frame, and the second half no later in it than the first */
    figures->values[FIGURE_KEYFRAME_DRIFT] =
        fabs(lasted - (double)last * FRAME_cycles) +
        fabs(least_of(late + half, half) - least_of(late, half));
}

static void measure_keyframes(struct figures *figures)
{
    static struct changes changes;
    uint64_t phase = PEER_CYCLES_ms;
    struct peer *peer = scene_idle();
    kit_trace(peer->kit, note_tick, &phase);
    peer_run_ms(peer, 50);
    kit_trace(peer->kit, NULL, NULL);
    play_keyframes(peer);
    /* a crystal a little off, as they are: else the bytes would meet every frame at the same point of it */
    peer_inject(peer, "clock-ppm=83");
    peer_run_ms(peer, 500);
    changes.on = kit_outputs(peer->kit).motor_permille[0] > 0;
    kit_watch(peer->kit, note, &changes);
    flood(peer);
    judge(figures, &changes, phase);
    peer_free(peer);
}

void measure_outputs(struct figures *figures)
{
    measure_stops(figures);
    measure_keyframes(figures);
}
