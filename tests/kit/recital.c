#include "tests/kit/recital.h"

#include <stdlib.h>
#include <string.h>

#include "tests/tap.h"

enum {
    TICK_cycles = 10 * PEER_CYCLES_ms,
    TICK_us = 1000 * ROUTINE_TICK_ms,
    START_permille = 250, /* defaults of the calibration */
    MAX_permille = 900,
    KICK_ticks = 6,
    WAKE_UP_s = 2,
    AFTERWARDS_s = 5,
    Q10_one = 1024,
};

/* --- the plan ----------------------------------------------------------------------------------- */

/* A zone's duty in each tick, as the timers' registers can say it, and where steps begin. */
struct plan {
    uint32_t ticks, steps;
    uint16_t (*duty_permille)[ZONE_COUNT];
    uint32_t *step_tick;
};

static uint16_t q10(uint32_t permille)
{
    return (uint16_t)((permille * Q10_one + 500) / 1000);
}

/* Level 5 is all of it, each level below it a tenth less; the ankle gets three quarters. */
static uint16_t scale_q10(unsigned zone, unsigned level)
{
    uint32_t scale = Q10_one - (uint32_t)(ROUTINE_MAX_LEVEL - level) * q10(100);
    return (uint16_t)(zone < ZONE_ANKLE_MEDIAL ? scale
                                               : scale * q10(LIMIT_ANKLE_STRENGTH_permille) >> 10);
}

/* 100 us of 128 us, or of 1 ms: what the timer makes of a duty. */
static uint16_t as_driven(unsigned zone, uint32_t duty_permille)
{
    bool wide = zone == ZONE_MID_MEDIAL || zone == ZONE_MID_LATERAL; /* timer 1 */
    uint32_t period = wide ? 2000 : 256;
    uint32_t high = wide ? duty_permille * 2 + 1 : (duty_permille * 65 >> 8) + 1;
    return (uint16_t)((high * 1000 + period / 2) / period);
}

/* A zone's strength stands in 1/64 permille: scaled by 1/1024, rounded up once. */
static uint16_t duty(unsigned zone, uint32_t permille_q6, unsigned level)
{
    uint32_t strength = (permille_q6 * scale_q10(zone, level) + UINT16_MAX) >> 16;
    if (strength == 0)
        return 0;
    return as_driven(zone, START_permille + (MAX_permille - START_permille) * strength / 1000);
}

static void make_plan(const struct routine_program *program, unsigned level, struct plan *plan)
{
    struct routine_player player;
    uint8_t events;
    plan->duty_permille = calloc(program->totals.duration_ticks + 2, sizeof *plan->duty_permille);
    plan->step_tick = calloc(program->totals.steps + 1U, sizeof *plan->step_tick);
    plan->ticks = plan->steps = 0;
    player_begin(&player, program->bytes, program->length);
    while (!((events = player_tick(&player, true)) & PLAYER_END)) {
        if (events & PLAYER_STEP)
            plan->step_tick[plan->steps++] = plan->ticks;
        for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
            plan->duty_permille[plan->ticks][zone] = duty(zone, player.zones[zone].now_q6, level);
        plan->ticks++;
    }
}

static void free_plan(struct plan *plan)
{
    free(plan->duty_permille);
    free(plan->step_tick);
}

/* --- what is driven ------------------------------------------------------------------------------ */

struct change {
    uint64_t cycle;
    uint16_t duty_permille[ZONE_COUNT];
};

struct seen {
    struct change *changes;
    size_t count, room;
};

static void note(void *context, uint64_t cycle, const struct outputs *outputs)
{
    struct seen *seen = context;
    const uint16_t *last = seen->changes[seen->count - 1].duty_permille;
    if (memcmp(last, outputs->motor_permille, sizeof outputs->motor_permille) == 0)
        return;
    if (seen->count == seen->room) {
        seen->room *= 2;
        seen->changes = realloc(seen->changes, seen->room * sizeof *seen->changes);
    }
    struct change *change = &seen->changes[seen->count++];
    change->cycle = cycle;
    memcpy(change->duty_permille, outputs->motor_permille, sizeof change->duty_permille);
}

/* The cycle in which tick 0 began: the first motion of the plan and the first that is seen are one. */
static uint64_t first_cycle(const struct plan *plan, const struct seen *seen)
{
    uint32_t tick = 0;
    while (tick < plan->ticks) {
        unsigned zone = 0;
        while (zone < ZONE_COUNT && plan->duty_permille[tick][zone] == 0)
            zone++;
        if (zone < ZONE_COUNT)
            break;
        tick++;
    }
    return seen->count > 1 ? seen->changes[1].cycle - (uint64_t)tick * TICK_cycles : 0;
}

/* --- the comparison ------------------------------------------------------------------------------ */

static bool is_planned(const struct plan *plan, uint32_t tick, unsigned zone, uint16_t driven)
{
    uint32_t from = tick > 0 ? tick - 1 : 0, to = tick + 1 < plan->ticks ? tick + 1 : tick;
    for (uint32_t at = from; at <= to; at++)
        if (plan->duty_permille[at][zone] == driven)
            return true;
    return false;
}

/* Zero must be zero in the same tick or the next to it, and what moves must move. */
static bool is_stray(const struct plan *plan, uint32_t tick, unsigned zone, uint16_t driven)
{
    uint32_t from = tick > 0 ? tick - 1 : 0, to = tick + 1 < plan->ticks ? tick + 1 : tick;
    for (uint32_t at = from; at <= to; at++)
        if ((plan->duty_permille[at][zone] > 0) == (driven > 0))
            return false;
    return true;
}

/* A motor that starts from rest is pushed for 60 ms at the most: there only that it moves is planned. */
static void compare_tick(struct recital *recital, const struct plan *plan, uint32_t tick,
                         const uint16_t *driven, unsigned kick_ticks[ZONE_COUNT])
{
    bool moving = false;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        bool pushed = driven[zone] == as_driven(zone, MAX_permille) && kick_ticks[zone] > 0;
        kick_ticks[zone] = driven[zone] == 0      ? KICK_ticks
                           : kick_ticks[zone] > 0 ? kick_ticks[zone] - 1
                                                  : 0;
        moving |= plan->duty_permille[tick][zone] > 0;
        bool stray = is_stray(plan, tick, zone, driven[zone]);
        recital->stray_ticks += stray;
        if (!stray && (pushed || is_planned(plan, tick, zone, driven[zone])))
            continue;
        if (recital->wrong_ticks++ == 0)
            recital->first_wrong_tick = tick;
    }
    recital->moving_ticks += moving;
}

/* Looks in the middle of each tick. */
static void compare_driven(struct recital *recital, const struct plan *plan,
                           const struct seen *seen)
{
    uint64_t first = first_cycle(plan, seen);
    unsigned kick_ticks[ZONE_COUNT];
    size_t at = 0;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        kick_ticks[zone] = KICK_ticks;
    for (uint32_t tick = 0; tick < plan->ticks; tick++) {
        uint64_t middle = first + (uint64_t)tick * TICK_cycles + TICK_cycles / 2;
        while (at + 1 < seen->count && seen->changes[at + 1].cycle <= middle)
            at++;
        compare_tick(recital, plan, tick, seen->changes[at].duty_permille, kick_ticks);
    }
}

static void compare_told(struct recital *recital, struct peer *peer, const struct plan *plan)
{
    struct msg_stage stage = {0};
    struct msg_step step;
    bool began = peer_await_stage(peer, &stage, 0);
    recital->planned_steps = plan->steps;
    for (; peer_await_step(peer, &step, 0); recital->told_steps++) {
        if (recital->told_steps >= plan->steps)
            continue;
        long planned_us = (long)plan->step_tick[recital->told_steps] * TICK_us;
        long off_us = labs((long)(step.t_us - stage.t_us) - planned_us);
        recital->worst_step_us = off_us > recital->worst_step_us ? off_us : recital->worst_step_us;
    }
    recital->ended = began && peer_await_end(peer, &recital->end, 0);
    recital->duration_error_us =
        (long)(recital->end.t_us - stage.t_us) - (long)plan->ticks * TICK_us;
}

/* --- playing ------------------------------------------------------------------------------------- */

static void start(struct peer *peer, const struct routine_program *program, unsigned level)
{
    struct peer_routine routine = {.length = program->length};
    memcpy(routine.bytes, program->bytes, program->length);
    int loaded = peer_load(peer, &routine), declared = peer_leg(peer, LEG_LEFT);
    int started = peer_start(peer, &routine, (uint8_t)level);
    if (loaded || declared || started)
        diag("%s: load %d, leg %d, start %d", program->name, loaded, declared, started);
}

struct recital *recital_play(const struct routine_program *program, const uint8_t *eeprom,
                             double rest_s)
{
    struct recital *recital = calloc(1, sizeof *recital);
    struct seen seen = {.count = 1, .room = 1 << 16};
    struct plan plan;
    struct kit_options options = peer_options();
    unsigned level = routine_header(program->bytes).level_max;
    seen.changes = calloc(seen.room, sizeof *seen.changes);
    make_plan(program, level, &plan);
    options.eeprom = eeprom;
    options.person_absent = false; /* who says that somebody is there, so that the heat goes on */
    struct peer *peer = peer_new(&options);
    peer_run_s(peer, WAKE_UP_s + rest_s);
    peer_forget_events(peer);
    kit_watch(peer->kit, note, &seen);
    start(peer, program, level);
    peer_run_s(peer, plan.ticks / (double)ROUTINE_TICKS_s + 1);
    unsigned driven = peer->outputs.times;
    recital->rests = !peer->outputs.driven;
    peer_run_s(peer, AFTERWARDS_s);
    recital->rests = recital->rests && peer->outputs.times == driven;
    recital->planned_ticks = plan.ticks;
    compare_driven(recital, &plan, &seen);
    compare_told(recital, peer, &plan);
    peer_read_record(peer, &recital->record);
    memcpy(recital->eeprom, kit_eeprom(peer->kit), sizeof recital->eeprom);
    peer_free(peer);
    free_plan(&plan);
    free(seen.changes);
    return recital;
}

void recital_free(struct recital *recital)
{
    free(recital);
}

void recital_judge(const struct recital *recital, const struct routine_program *program,
                   const char *when)
{
    unsigned planned_ms = recital->planned_ticks * ROUTINE_TICK_ms;
    char what[PROGRAM_NAME_BYTES + 16];
    snprintf(what, sizeof what, "%s, %s", program->name, when);
    is_int(recital->planned_ticks, (long)program->totals.duration_ticks, "%s: the plan is whole",
           what);
    is_int(recital->moving_ticks, (long)program->totals.motor_ticks, "%s: so is its motion", what);
    ok(recital->ended && recital->end.reason == END_COMPLETED, "%s: played to its end", what);
    is_int(recital->end.position_ms, (long)planned_ms, "%s: after exactly its time", what);
    ok(labs(recital->duration_error_us) <= (long)planned_ms, "%s: to 0.1 %%: %+ld us in %u s", what,
       recital->duration_error_us, planned_ms / 1000);
    ok(recital->wrong_ticks == 0, "%s: each zone as planned to a tick: %u wrong, first in tick %u",
       what, recital->wrong_ticks, recital->first_wrong_tick);
    is_int(recital->stray_ticks, 0, "%s: no zone driven where the plan has it at rest", what);
    is_int(recital->told_steps, (long)recital->planned_steps, "%s: every step is told", what);
    ok(recital->worst_step_us <= TICK_us, "%s: at worst %ld us from its plan", what,
       recital->worst_step_us);
    ok(recital->rests, "%s: nothing driven after the end", what);
}
