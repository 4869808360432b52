#include "tests/campaign/follow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/kit/kit_internal.h"
#include "host/kit/registers.h"
#include "tests/bench/elf.h"
#include "tests/campaign/leg.h"
#include "tests/campaign/upset.h"
#include "tests/tap.h"

enum {
    STEP_cycles = 10 * PEER_CYCLES_ms,
    PHASE_cycles = 12000, /* into a tick: the core usually sleeps */
    STEPS_s = 100,
    AFTER_END_steps = FOLLOW_MOTOR_unsafe_ms / 10 + 30,
    PROBE_after_steps = STEPS_s / 2,
    COOL_steps = STEPS_s / 5, /* for so long without current, and not armed: the heat is off */
    PROBE_max_steps = 300 * STEPS_s,
    TAIL_max_steps = 900 * STEPS_s,
    ANSWER_ms = 30,
    NEAR_permille = 20,
    NOTICED_steps = 3 * STEPS_s / 2, /* what is off after a fault and its news stays so */
    AWAKE_cycles = 25 * PEER_CYCLES_us,
};

static const double NEAR_SKIN_K = 0.02, NEAR_PAD_K = 0.2;    /* a frame of heat more or less */
static const double PROBE_SKIN_C = 43.2, PROBE_PAD_C = 44.6; /* a little above the skin's trip */

static uint64_t cycle_of(const struct script *script, unsigned step)
{
    return script->begin_cycle + (uint64_t)step * STEP_cycles + PHASE_cycles;
}

static void look(struct script *script, uint16_t variables_end, struct moment *moment)
{
    const struct kit *kit = script->peer->kit;
    moment->state = kit->machine ? upset_state(kit, variables_end) : 0;
    moment->skin_C = (float)kit->board.thermal.tissue_C[0];
    moment->pad_C = (float)kit->board.thermal.pad_C;
    moment->heater = kit->outputs.heater_power;
    memcpy(moment->motor_permille, kit->outputs.motor_permille, sizeof moment->motor_permille);
}

static bool moves(const struct moment *moment)
{
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        if (moment->motor_permille[zone] > 0)
            return true;
    return false;
}

/* --- The session as it should be ---------------------------------------------------------------- */

/* STATUS; false: no answer. */
static bool ask_status(struct script *script, struct msg_status_reply *status)
{
    struct peer *peer = script->peer;
    const uint8_t message[MESSAGE_HEADER] = {MESSAGE_STATUS, peer_next_sequence(peer)};
    peer->has_reply = false;
    peer_send(peer, message, sizeof message);
    uint64_t until = kit_cycles(peer->kit) + ANSWER_ms * PEER_CYCLES_ms;
    while (!script_run_until(script, until) && upset_stand_still(peer->kit))
        ;
    peer_listen(peer);
    return peer->has_reply &&
           message_get_status_reply(status, peer->reply.bytes, peer->reply.length);
}

static void record_moments(struct script *script, struct record *record)
{
    for (unsigned step = 0; step < FOLLOW_MOMENTS_max; step++) {
        struct moment *moment = &record->moments[step];
        script_run_until(script, cycle_of(script, step));
        look(script, record->variables_end, moment);
        record->count = step + 1;
        if (moves(moment))
            record->motor_until = step;
        if (moment->heater && record->heat_from == 0)
            record->heat_from = step;
        if (moment->heater)
            record->heat_until = step;
        bool is_over = script->next == script->count && record->motor_until > 0 &&
                       step >= record->motor_until + AFTER_END_steps;
        if (is_over)
            return;
    }
}

struct record *follow_record(enum script_scene scene)
{
    struct record *record = campaign_share(sizeof *record);
    if (!campaign_rehearse())
        return record;
    struct script *script = script_new(scene);
    record->variables_end =
        (uint16_t)(RAM_START + elf_size(peer_options().firmware_path).ram_bytes);
    record_moments(script, record);
    struct msg_status_reply status = {0};
    bool answered = ask_status(script, &status);
    record->replies = script->peer->replies;
    record->state = status.state;
    record->end_reason = status.end_reason;
    bool fits = answered && record->count < FOLLOW_MOMENTS_max && record->heat_from > 0 &&
                status.faults == 0;
    if (!fits)
        fprintf(stderr,
                "campaign: the scene %s does not play: %u moments, heat from %u, state %u, faults "
                "%lx\n",
                script_scene_name(scene), record->count, record->heat_from, status.state,
                (unsigned long)status.faults);
    _exit(fits ? 0 : 1);
}

/* --- The troubled one --------------------------------------------------------------------------- */

struct course {
    struct script *script;
    const struct record *record;
    uint64_t since_cycle;
    uint32_t resets;
    unsigned hot_steps;      /* in a row */
    unsigned times_at_reset; /* how often something had been driven by then */
    unsigned events;         /* looked at so far */
    unsigned noticed_steps;  /* since the kit has noticed, with nobody to ask for anything */
    int64_t noticed_cycles;
    bool differs, was_reset, has_fault;
};

static void note_fault(struct course *course)
{
    struct peer *peer = course->script->peer;
    peer_listen(peer);
    for (; course->events < peer->event_count; course->events++) {
        const struct peer_message *event = &peer->events[course->events];
        if (event->bytes[0] != MESSAGE_FAULT || event->cycle < course->since_cycle)
            continue;
        course->has_fault = true;
        if (course->noticed_cycles < 0)
            course->noticed_cycles = (int64_t)(event->cycle - course->since_cycle);
    }
}

/* One step; false: true skin has been too warm for too long. */
static bool go_on(struct course *course, unsigned step, struct moment *now)
{
    struct script *script = course->script;
    while (!script_run_until(script, cycle_of(script, step)) &&
           upset_stand_still(script->peer->kit))
        ;
    upset_let_watchdog_reset(script->peer->kit);
    look(script, course->record->variables_end, now);
    if (!course->was_reset && script->peer->kit->resets != course->resets) {
        course->noticed_cycles = (int64_t)(kit_cycles(script->peer->kit) - course->since_cycle);
        course->was_reset = script->next == script->count; /* nobody will ask for anything */
        course->times_at_reset = script->peer->outputs.times;
    }
    note_fault(course);
    if (course->noticed_cycles >= 0 && script->next == script->count)
        course->noticed_steps++;
    course->hot_steps = (double)now->skin_C > LEG_UNSAFE_C ? course->hot_steps + 1 : 0;
    return course->hot_steps <= LEG_UNSAFE_s * STEPS_s;
}

static bool is_near(const struct moment *a, const struct moment *b)
{
    return fabs((double)(a->skin_C - b->skin_C)) < NEAR_SKIN_K &&
           fabs((double)(a->pad_C - b->pad_C)) < NEAR_PAD_K;
}

static bool looks_alike(const struct moment *a, const struct moment *b)
{
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        if (abs(a->motor_permille[zone] - b->motor_permille[zone]) > NEAR_permille)
            return false;
    return a->heater == b->heater;
}

/* The heat must go off, or at least not make the skin too warm, from here on: does it? */
static bool heat_goes_off(struct course *course, unsigned step, unsigned max_steps)
{
    unsigned cool = 0;
    for (unsigned end = step + max_steps; step < end && cool < COOL_steps; step++) {
        struct moment now;
        if (!go_on(course, step, &now))
            return false;
        const struct heater *heater = &course->script->peer->kit->board.heater;
        cool = heater_is_on(heater) || heater_is_armed(heater) ? 0 : cool + 1;
    }
    return true;
}

/* In a copy of this run. */
static bool stands_hot_leg(struct course *course, unsigned step)
{
    fflush(NULL);
    pid_t copy = fork();
    if (copy == 0) {
        leg_warm(course->script->peer, PROBE_SKIN_C, PROBE_PAD_C);
        _exit(heat_goes_off(course, step, PROBE_max_steps) ? 0 : 2);
    }
    int status = 0;
    if (copy < 0 || waitpid(copy, &status, 0) != copy || !WIFEXITED(status) ||
        WEXITSTATUS(status) == 1)
        _exit(1);
    return WEXITSTATUS(status) == 0;
}

static unsigned probe_step(const struct record *record, unsigned step)
{
    unsigned at = step + PROBE_after_steps;
    unsigned first = record->heat_from + PROBE_after_steps;
    at = at < first ? first : at;
    return at < record->heat_until ? at : record->heat_until;
}

static enum outcome judge_end(struct course *course, struct campaign_result *result)
{
    struct peer *peer = course->script->peer;
    struct msg_status_reply status = {0};
    bool answers = ask_status(course->script, &status);
    note_fault(course);
    result->latency_cycles = course->noticed_cycles;
    result->detected = true;
    if (peer->kit->resets != course->resets || course->has_fault || (answers && status.faults))
        return OUTCOME_DETECTED;
    if (!answers)
        return OUTCOME_SILENT;
    if (status.state != course->record->state || status.end_reason != course->record->end_reason)
        return OUTCOME_STOPPED;
    result->detected = false;
    return course->differs ? OUTCOME_OTHERWISE : OUTCOME_HARMLESS;
}

static enum outcome follow_steps(struct course *course, unsigned step,
                                 struct campaign_result *result)
{
    const struct record *record = course->record;
    unsigned probe = probe_step(record, step);
    unsigned end = step > record->motor_until ? step : record->motor_until;
    for (; step < record->count && course->noticed_steps < NOTICED_steps; step++) {
        struct moment now;
        const struct moment *planned = &record->moments[step];
        if (!go_on(course, step, &now))
            return OUTCOME_TOO_WARM;
        if (now.state == planned->state && is_near(&now, planned))
            return course->differs ? OUTCOME_OTHERWISE : OUTCOME_HARMLESS;
        course->differs |= !looks_alike(&now, planned);
        if (step == probe && !stands_hot_leg(course, step + 1))
            return OUTCOME_TOO_WARM;
        if (course->was_reset && course->script->peer->outputs.times != course->times_at_reset)
            return OUTCOME_AGAIN;
        if (moves(&now) && step > end + FOLLOW_MOTOR_unsafe_ms / 10)
            return OUTCOME_NO_END;
    }
    if (!heat_goes_off(course, step, TAIL_max_steps))
        return OUTCOME_TOO_WARM;
    return judge_end(course, result);
}

static struct course course_of(struct script *script, const struct record *record)
{
    return (struct course){
        .script = script,
        .record = record,
        .since_cycle = kit_cycles(script->peer->kit),
        .resets = script->peer->kit->resets,
        .noticed_cycles = CAMPAIGN_NO_LATENCY,
    };
}

static unsigned next_step(const struct script *script)
{
    unsigned step = 0;
    while (cycle_of(script, step) <= kit_cycles(script->peer->kit))
        step++;
    return step;
}

enum outcome follow(struct script *script, const struct record *record,
                    struct campaign_result *result)
{
    struct course course = course_of(script, record);
    result->latency_cycles = CAMPAIGN_NO_LATENCY;
    enum outcome outcome = follow_steps(&course, next_step(script), result);
    result->unsafe = outcome >= OUTCOME_TOO_WARM;
    return outcome;
}

bool follow_hot_leg(struct script *script, const struct record *record)
{
    struct course course = course_of(script, record);
    leg_warm(script->peer, PROBE_SKIN_C, PROBE_PAD_C);
    return heat_goes_off(&course, next_step(script), PROBE_max_steps);
}

/* --- Instants ----------------------------------------------------------------------------------- */

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void wait_until_awake(struct script *script, uint32_t *random)
{
    const struct kit *kit = script->peer->kit;
    while (upset_is_asleep(kit))
        script_run_until(script, kit_cycles(kit) + AWAKE_cycles);
    script_run_until(script, kit_cycles(kit) + tap_random(random) % AWAKE_cycles);
}

void follow_instants(struct script *script, double from_ms, unsigned count, uint32_t *random,
                     void (*visit)(struct script *, void *context, uint32_t *random), void *context)
{
    double *at_ms = calloc(count, sizeof *at_ms);
    if (!at_ms)
        exit(1);
    double span_ms = script_window_ms(script->scene) - from_ms;
    for (unsigned i = 0; i < count; i++)
        at_ms[i] = from_ms + span_ms * tap_random(random) / UINT32_MAX;
    qsort(at_ms, count, sizeof *at_ms, by_size);
    for (unsigned i = 0; i < count; i++) {
        script_run_until_ms(script, at_ms[i]);
        if (i % 2)
            wait_until_awake(script, random);
        visit(script, context, random);
    }
    free(at_ms);
}
