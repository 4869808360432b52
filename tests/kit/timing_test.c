/* Does every step begin when the routine says, for as long as it plays, however busy the link is?
 *
 * The plan is worked out here, not by the firmware's player. The truth is the cycle at which the
 * firmware writes the timers' registers; the chip itself takes a new duty over at the end of its
 * PWM period, up to 128 us later on timers 0 and 2 and up to 1 ms on timer 1. */
#include <stdlib.h>

#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    TICK_cycles = 10 * PEER_CYCLES_ms,
    STEP_max_error_cycles = 50 * PEER_CYCLES_us,
    STAMP_max_error_cycles = 20 * PEER_CYCLES_us,
    STEPS_max = 4000,
    ROUND_STEPS = 7, /* each zone once, then all of them */
    ON_ticks = 21,
    OFF_ticks = 13,
    LINK_bytes_s = 25000,
    FLOOD_s = 10, /* a second longer than its session */
};

/* --- The plan --------------------------------------------------------------------------------- */

struct plan {
    struct peer_routine routine;
    unsigned steps;
    struct {
        uint32_t on_tick, off_tick; /* counted from the start of the routine */
        uint8_t zones;
    } step[STEPS_max];
};

/* One step: full strength at once, and off at once. */
static void write_step(struct peer_routine *routine, uint8_t zones)
{
    peer_key(routine, ROUTINE_KEY_STEP, zones, 100, 0);
    peer_rest(routine, ON_ticks);
    peer_key(routine, ROUTINE_KEY, zones, 0, 0);
    peer_rest(routine, OFF_ticks);
}

static uint8_t zones_of_step(unsigned in_round)
{
    return in_round < ZONE_COUNT ? (uint8_t)(1U << in_round) : PEER_ALL_ZONES_mask;
}

/* A stage full of rounds, which its end cuts off wherever they are. */
static void plan_stage(struct plan *plan, uint32_t stage_tick, uint16_t duration_s, uint8_t heat)
{
    uint32_t end_tick = stage_tick + duration_s * (uint32_t)ROUTINE_TICKS_s;
    peer_stage(&plan->routine, STAGE_MASSAGE, duration_s, heat);
    peer_repeat(&plan->routine, ROUTINE_MAX_REPEAT);
    for (unsigned i = 0; i < ROUND_STEPS; i++)
        write_step(&plan->routine, zones_of_step(i));
    peer_again(&plan->routine);

    unsigned in_round = 0;
    for (uint32_t tick = stage_tick; tick < end_tick; tick += ON_ticks + OFF_ticks) {
        uint32_t off_tick = tick + ON_ticks < end_tick ? tick + ON_ticks : end_tick;
        plan->step[plan->steps].on_tick = tick;
        plan->step[plan->steps].off_tick = off_tick;
        plan->step[plan->steps++].zones = zones_of_step(in_round++ % ROUND_STEPS);
    }
}

/* Two stages with a stage of rest between them. */
static void make_plan(struct plan *plan, uint16_t first_s, uint16_t rest_s, uint16_t second_s)
{
    plan->steps = 0;
    peer_begin(&plan->routine);
    plan_stage(plan, 0, first_s, 60);
    peer_stage(&plan->routine, STAGE_TOWEL, rest_s, 70);
    plan_stage(plan, (uint32_t)(first_s + rest_s) * ROUTINE_TICKS_s, second_s, 0);
    peer_end(&plan->routine);
}

/* --- What is seen ----------------------------------------------------------------------------- */

/* An interval in which the same zones were driven. */
struct seen {
    uint64_t on_cycle, off_cycle;
    uint8_t zones;
};

struct record {
    struct seen step[STEPS_max];
    unsigned steps;
    bool on;
};

static void note(void *context, uint64_t cycle, const struct outputs *outputs)
{
    struct record *record = context;
    uint8_t zones = 0;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        zones |= (uint8_t)((outputs->motor_permille[zone] > 0) << zone);
    struct seen *step = &record->step[record->steps % STEPS_max];
    if (zones && !record->on)
        *step = (struct seen){.on_cycle = cycle};
    step->zones |= zones;
    if (!zones && record->on) {
        step->off_cycle = cycle;
        record->steps++;
    }
    record->on = zones != 0;
}

struct spread {
    long least, most;
};

static void widen(struct spread *spread, long value)
{
    spread->least = value < spread->least ? value : spread->least;
    spread->most = value > spread->most ? value : spread->most;
}

static bool is_within(const struct spread *spread, long limit, const char *what)
{
    diag("%s: %.2f to %.2f us", what, (double)spread->least / PEER_CYCLES_us,
         (double)spread->most / PEER_CYCLES_us);
    return spread->least >= -limit && spread->most <= limit;
}

/* --- The comparison --------------------------------------------------------------------------- */

static void compare_with_plan(const struct plan *plan, const struct record *record)
{
    struct spread begins = {0, 0}, ends = {0, 0};
    unsigned wrong_zones = 0;
    is_int(record->steps, plan->steps, "as many steps are driven as are planned");
    if (record->steps != plan->steps)
        return;
    uint64_t start = record->step[0].on_cycle;
    for (unsigned i = 0; i < plan->steps; i++) {
        const struct seen *seen = &record->step[i];
        uint64_t on = start + (uint64_t)plan->step[i].on_tick * TICK_cycles;
        uint64_t off = start + (uint64_t)plan->step[i].off_tick * TICK_cycles;
        widen(&begins, (long)(int64_t)(seen->on_cycle - on));
        widen(&ends, (long)(int64_t)(seen->off_cycle - off));
        wrong_zones += seen->zones != plan->step[i].zones;
    }
    is_int(wrong_zones, 0, "each drives the zones of its keyframe and no other");
    ok(is_within(&begins, STEP_max_error_cycles, "beginnings against plan"),
       "every step begins within 50 us of its plan, first to last: no drift");
    ok(is_within(&ends, STEP_max_error_cycles, "ends against plan"), "and ends so");
}

/* The device's clock starts when its first timer does; the first step tells when that was. */
static void compare_stamps(struct peer *peer, const struct record *record)
{
    struct msg_step step;
    struct spread stamps = {0, 0}, plans = {0, 0};
    unsigned told = 0;
    uint64_t clock_start = 0;
    for (; peer_await_step(peer, &step, 0) && step.step < record->steps; told++) {
        uint64_t stamp = step.t_us * (uint64_t)PEER_CYCLES_us;
        const struct seen *seen = &record->step[step.step];
        if (told == 0)
            clock_start = seen->on_cycle - stamp;
        widen(&stamps, (long)(int64_t)(clock_start + stamp - seen->on_cycle));
        widen(&plans, (long)(int64_t)(step.t_us - step.planned_us) * PEER_CYCLES_us);
    }
    is_int(told, record->steps, "each step has its STEP event");
    ok(is_within(&stamps, STAMP_max_error_cycles, "stamps against the timers"),
       "whose stamp is that of the registers");
    ok(is_within(&plans, STEP_max_error_cycles, "stamps against the device's own plan"),
       "and near the plan they tell");
}

static struct record *play(struct peer *peer, const struct plan *plan)
{
    struct record *record = calloc(1, sizeof *record);
    kit_watch(peer->kit, note, record);
    peer_play(peer, &plan->routine);
    return record;
}

/* The user would lose: a routine that lasts as long as it says and a record that can be trusted. */
static void test_ten_minutes(struct plan *plan)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    make_plan(plan, 300, 7, 300);
    struct record *record = play(peer, plan);
    peer_run_s(peer, 608);
    compare_with_plan(plan, record);
    compare_stamps(peer, record);

    struct msg_stage stage = {0};
    struct msg_end end = {0};
    bool ended = peer_await_stage(peer, &stage, 0) && peer_await_end(peer, &end, 0);
    ok(ended && end.reason == END_COMPLETED, "the session is played to its end");
    is_int(end.position_ms, 607000, "after exactly the time of its stages");
    long lasted_us = (long)(end.t_us - stage.t_us);
    ok(labs(lasted_us - 607000000L) <= 20, "by its stamps, too: %ld us", lasted_us);
    is_int(end.steps, plan->steps, "it tells how many steps there were");
    struct msg_statistics_reply statistics = peer_statistics(peer);
    is_int(statistics.late_frames, 0, "no frame was late");
    is_int(statistics.drops_event + statistics.drops_overrun, 0, "no event and no byte was lost");
    free(record);
    peer_free(peer);
}

/* Keeps requests coming faster than they can be answered: more than a real host would. */
static void flood_with_status(struct peer *peer, unsigned seconds)
{
    enum { FRAME_bytes = LENGTH_STATUS + FRAME_OVERHEAD };
    for (unsigned s = 0; s < seconds; s++) {
        for (unsigned sent = 0; sent < LINK_bytes_s; sent += FRAME_bytes)
            peer_send(peer, (const uint8_t[]){MESSAGE_STATUS, peer_next_sequence(peer)},
                      LENGTH_STATUS);
        peer_run_s(peer, 1);
    }
}

/* The user would lose: even strokes while the tool draws its live view. */
static void test_saturated_link(struct plan *plan)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    make_plan(plan, 4, 1, 4);
    peer_run_ms(peer, 400);
    is_int(peer_change_setting(peer, SETTING_sample_period_ms, 50), 0, "samples 20 times a second");
    struct record *record = play(peer, plan);
    unsigned replies = peer->replies;
    flood_with_status(peer, FLOOD_s);
    unsigned answer_bytes_s =
        (peer->replies - replies) * (LENGTH_STATUS_REPLY + FRAME_OVERHEAD) / FLOOD_s;
    ok(answer_bytes_s > LINK_bytes_s * 3 / 4, "answers alone take %u of %d bytes a second",
       answer_bytes_s, LINK_bytes_s);
    compare_with_plan(plan, record);
    compare_stamps(peer, record);
    peer_resynchronize(peer);
    is_int(peer_status(peer).end_reason, END_COMPLETED, "the session has ended");
    is_int(peer_statistics(peer).late_frames, 0, "no frame was late");
    free(record);
    peer_free(peer);
}

int main(void)
{
    struct plan *plan = calloc(1, sizeof *plan);
    test_ten_minutes(plan);
    test_saturated_link(plan);
    free(plan);
    return done();
}
