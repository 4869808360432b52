/* The thermistor matrix: each way in which a sensor can lie, in each phase of a session. */
#include <math.h>
#include <string.h>

#include "tests/campaign/campaign.h"
#include "tests/campaign/leg.h"
#include "tests/tap.h"

enum phase { BEFORE_START, WARMING, HOLDING, SOAKING, PAUSED, OFF, PHASES };

static const char *const phase_names[PHASES] = {"before start", "warming", "holding",
                                                "soaking",      "paused",  "off"};

enum {
    HEAT_40_C = 100,
    SESSION_s = 600,
    AWAKE_ms = 1200,
    WARMING_s = 30,  /* the pad is then on its way */
    SETTLING_s = 30, /* the controller has found its balance */
    PAUSED_s = 15,   /* with the trouble, then the person goes on */
    OFF_s = 30,      /* then they begin the next session */
    BEFORE_s = 3,
    NEVER_s = 10000,
    LATEST_s = SESSION_s + 60,
    REST_ms = 500, /* from the fault's news until all must rest */
    AGAIN_ms = 1500,
};

/* --- What is expected --------------------------------------------------------------------------- */

#include "tests/campaign/thermistor_cells.h"

/* --- The phases --------------------------------------------------------------------------------- */

static struct peer_routine massage, soak;

static void make_routines(void)
{
    peer_make_massage(&massage, SESSION_s, HEAT_40_C);
    peer_begin(&soak);
    peer_stage(&soak, STAGE_SOAK, SESSION_s, HEAT_40_C);
    peer_end(&soak);
}

static struct peer *new_peer(enum phase phase)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    if (phase == BEFORE_START) {
        peer_run_ms(peer, AWAKE_ms);
        return peer;
    }
    peer_play(peer, phase == SOAKING ? &soak : &massage);
    if (phase == WARMING) {
        peer_run_s(peer, WARMING_s);
        return peer;
    }
    leg_warm(peer, 39.7, 42.8);
    peer_run_s(peer, SETTLING_s);
    return peer;
}

/* From holding on: paused, and from there off. */
static void go_to(struct peer *peer, enum phase phase)
{
    peer_order(peer, phase == PAUSED ? MESSAGE_PAUSE : MESSAGE_STOP);
    peer_run_s(peer, 1);
}

/* What a person does after some seconds with the trouble, who knows nothing of it: they begin, or go on. */
static int go_on(struct peer *peer, enum phase phase)
{
    if (phase == PAUSED)
        return peer_order(peer, MESSAGE_RESUME);
    peer_load(peer, &massage);
    int refusal = peer_leg(peer, LEG_LEFT);
    return refusal ? refusal : peer_start(peer, &massage, ROUTINE_MAX_LEVEL);
}

static const unsigned go_on_s[PHASES] = {
    [BEFORE_START] = BEFORE_s, [WARMING] = NEVER_s, [HOLDING] = NEVER_s,
    [SOAKING] = NEVER_s,       [PAUSED] = PAUSED_s, [OFF] = OFF_s,
};

/* --- One cell ----------------------------------------------------------------------------------- */

struct course {
    struct leg_log leg;
    uint64_t planted;
    struct msg_fault fault; /* .fault 0: none came */
    uint32_t notices;       /* bits */
    bool ended, refused;
};

static bool is_noticed(struct course *course)
{
    struct msg_notice notice;
    while (peer_await_notice(course->leg.peer, &notice, 0))
        course->notices |= 1U << notice.notice;
    return peer_await_fault(course->leg.peer, &course->fault, 0);
}

/* Until a fault, a refusal or the session's end. */
static void follow(struct course *course, enum phase phase)
{
    struct peer *peer = course->leg.peer;
    struct msg_end end;
    for (unsigned second = 0; second < LATEST_s + go_on_s[phase] % NEVER_s; second++) {
        if (second == go_on_s[phase])
            course->refused = go_on(peer, phase) != 0;
        leg_log_run_s(&course->leg, 1);
        if (is_noticed(course))
            return;
        course->ended = peer_await_end(peer, &end, 0);
        if (course->ended || course->refused)
            return;
    }
}

static bool is_refused(struct peer *peer)
{
    struct msg_status_reply status = peer_status(peer);
    return status.state == STATE_FAULT && status.faults != 0 &&
           peer_leg(peer, LEG_LEFT) == REFUSAL_FAULT_LATCHED;
}

static void clear(struct peer *peer, const char *mishap)
{
    char name[40] = "";
    strncat(name, mishap, strcspn(mishap, "="));
    kit_clear(peer->kit, name);
}

/* Neither a person's word alone nor the repair alone ends it; both do. Where the cause cannot be seen at rest the
 * word is taken, and the next session finds it again. */
static bool recovers_rightly(struct peer *peer, const struct row *row)
{
    bool right = is_refused(peer);
    if (!row->hides)
        right = right && peer_acknowledge(peer, UINT32_MAX) == REFUSAL_CAUSE_REMAINS;
    unsigned times = peer->outputs.times;
    clear(peer, row->mishap);
    peer_run_ms(peer, AGAIN_ms);
    right = right && is_refused(peer) && peer->outputs.times == times;
    /* the pad may still be too hot for that */
    bool acknowledged = peer_acknowledge(peer, UINT32_MAX) == 0;
    if (!acknowledged) {
        peer_run_s(peer, 60);
        acknowledged = peer_acknowledge(peer, UINT32_MAX) == 0;
    }
    return right && acknowledged && peer_leg(peer, LEG_LEFT) == 0;
}

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

_Noreturn static void try_cell(struct peer *peer, const struct row *row, enum phase phase)
{
    struct course course = {0};
    struct campaign_result result = {.class = (uint8_t)(row - rows),
                                     .latency_cycles = CAMPAIGN_NO_LATENCY};
    uint32_t expected = row->faults[phase];
    leg_log_begin(&course.leg, peer);
    peer_forget_events(peer);
    course.planted = kit_cycles(peer->kit);
    peer_inject(peer, row->mishap);
    follow(&course, phase);
    peer_run_ms(peer, REST_ms);

    result.detected = course.fault.fault != 0;
    uint64_t told = kit_cycles(peer->kit);
    bool recovers = true;
    if (result.detected) {
        uint64_t fault_cycle = peer->events[peer->next_event[MESSAGE_FAULT] - 1].cycle;
        told = later(fault_cycle, peer->outputs.off_cycle);
        result.latency_cycles = (int64_t)(told - course.planted);
        result.unsafe = peer->outputs.driven;
        recovers = recovers_rightly(peer, row);
    }
    double latency_s = (double)(told - course.planted) / MACHINE_CLOCK_Hz;
    bool named = result.detected ? (expected & FAULT_BIT(course.fault.fault)) != 0 : expected == 0;
    result.unsafe = result.unsafe || leg_log_is_unsafe(&course.leg);
    result.wrong =
        !named || !recovers || course.refused || (result.detected && latency_s > row->within_s);
    campaign_end_with(
        &result, "%s, %s: F%02d after %.1f s; skin %.2f C, %.2f CEM43, notices %x%s%s%s", row->name,
        phase_names[phase], course.fault.fault, latency_s, course.leg.skin_C, course.leg.dose_CEM43,
        course.notices, named ? "" : "; not the fault", recovers ? "" : "; recovers wrongly",
        course.ended ? "; played to its end" : "");
}

/* --- All of them -------------------------------------------------------------------------------- */

static bool is_in_sample(const struct row *row, enum phase phase)
{
    return row->sampled & 1U << phase;
}

static void try_phase(struct peer *peer, enum phase phase, bool is_long)
{
    for (unsigned i = 0; i < ROWS; i++)
        if ((is_long || is_in_sample(&rows[i], phase)) && campaign_run())
            try_cell(peer, &rows[i], phase);
}

static void try(bool is_long)
{
    unsigned runs = 0;
    for (unsigned i = 0; i < ROWS; i++)
        for (enum phase phase = 0; phase < PHASES; phase++)
            runs += is_long || is_in_sample(&rows[i], phase);
    campaign_expect(runs);
    make_routines();
    for (enum phase phase = 0; phase < PAUSED; phase++) {
        struct peer *peer = new_peer(phase);
        try_phase(peer, phase, is_long);
        for (enum phase next = PAUSED; phase == HOLDING && next < PHASES; next++) {
            go_to(peer, next);
            try_phase(peer, next, is_long);
        }
        peer_free(peer);
    }
}

int main(int count, char **arguments)
{
    struct campaign_class classes[ROWS];
    for (unsigned i = 0; i < ROWS; i++)
        classes[i] = (struct campaign_class){rows[i].name, rows[i].meaning};
    const struct campaign campaign = {
        .name = "thermistors",
        .question = "Each way in which a thermistor can lie, planted in each phase of a session.",
        .classes = classes,
        .class_count = ROWS,
        .try = try,
    };
    return campaign_main(&campaign, count, arguments);
}
