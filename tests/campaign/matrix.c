#include "tests/campaign/matrix.h"

#include <math.h>
#include <string.h>

#include "tests/campaign/leg.h"

enum { ROWS_MAX = 32 };

/* The campaign's: its runs and its table are made by functions that are given none. */
static const struct matrix_row *campaign_rows;
static unsigned campaign_row_count;

enum {
    HEAT_40_C = 100,
    SESSION_s = 600,
    STRENGTH_percent = 60,
    ZONE_ticks = 60,
    GAP_ticks = 60, /* as many a routine has: current without motion needs half a second to show */
    ROUND_ticks = ZONE_COUNT * (ZONE_ticks + GAP_ticks),
    AWAKE_ms = 1200,
    WARMING_s = 30,  /* the pad is then on its way */
    SETTLING_s = 30, /* the controller has found its balance */
    STAY_s = 20,     /* with a trouble that only the next session shows */
    PRESENT_s = 60,  /* somebody is there, and says so */
    NEVER_s = 10000,
    LATEST_s = SESSION_s + 60,
    REST_ms = 500, /* from the fault's news until all must rest */
    REPAIRED_ms = 1500,
    COOLING_s = 60, /* a pad that is too hot is that for as long */
};

static const char *const phase_names[MATRIX_PHASES] = {"before start", "warming", "holding",
                                                       "soaking",      "paused",  "off"};

/* When the person, who knows nothing of the trouble, begins or goes on. */
static const unsigned go_on_s[MATRIX_PHASES] = {
    [BEFORE_START] = 3,  [WARMING] = NEVER_s, [HOLDING] = NEVER_s,
    [SOAKING] = NEVER_s, [PAUSED] = 15,       [OFF] = 30,
};

/* --- The phases --------------------------------------------------------------------------------- */

static struct peer_routine massage, soak;

/* One zone after the other, so that each motor's current shows. */
static void make_routines(void)
{
    peer_begin(&massage);
    peer_stage(&massage, STAGE_MASSAGE, SESSION_s, HEAT_40_C);
    peer_repeat(&massage, SESSION_s * ROUTINE_TICKS_s / ROUND_ticks);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        peer_key(&massage, ROUTINE_KEY_STEP, (uint8_t)(1U << zone), STRENGTH_percent, 0);
        peer_rest(&massage, ZONE_ticks);
        peer_key(&massage, ROUTINE_KEY, (uint8_t)(1U << zone), 0, 0);
        peer_rest(&massage, GAP_ticks);
    }
    peer_again(&massage);
    peer_end(&massage);
    peer_begin(&soak);
    peer_stage(&soak, STAGE_SOAK, SESSION_s, HEAT_40_C);
    peer_end(&soak);
}

static struct peer *new_peer(enum matrix_phase phase)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    if (phase == BEFORE_START) {
        peer_run_ms(peer, AWAKE_ms);
        return peer;
    }
    peer_play(peer, phase == SOAKING ? &soak : &massage);
    if (phase != WARMING)
        leg_warm(peer, 39.7, 42.8);
    peer_run_s(peer, phase == WARMING ? WARMING_s : SETTLING_s);
    return peer;
}

static int begin_session(struct peer *peer)
{
    peer_order(peer, MESSAGE_STOP);
    peer_load(peer, &massage);
    int refusal = peer_leg(peer, LEG_LEFT);
    return refusal ? refusal : peer_start(peer, &massage, ROUTINE_MAX_LEVEL);
}

static int go_on(struct peer *peer, enum matrix_phase phase)
{
    return phase == PAUSED ? peer_order(peer, MESSAGE_RESUME) : begin_session(peer);
}

/* --- One cell ----------------------------------------------------------------------------------- */

struct cell {
    const struct matrix_row *row;
    uint8_t class; /* the row's place */
    enum matrix_phase phase;
    struct peer *peer;
    struct leg_log leg;
    uint64_t planted;
    struct msg_fault fault; /* .fault 0: none came */
    bool ended, refused;
};

static bool is_over(struct cell *cell)
{
    struct msg_end end;
    if (peer_await_fault(cell->peer, &cell->fault, 0) || cell->refused)
        return true;
    cell->ended = peer_await_end(cell->peer, &end, 0);
    return cell->ended;
}

/* Until a fault, a refusal or the session's end; or until the person ends it and begins the next. */
static void follow(struct cell *cell)
{
    unsigned begins_s = go_on_s[cell->phase];
    unsigned leaves_s = cell->row->next ? begins_s % NEVER_s + STAY_s : NEVER_s;
    for (unsigned second = 0; second < LATEST_s + begins_s % NEVER_s && !is_over(cell); second++) {
        if (second == begins_s)
            cell->refused = go_on(cell->peer, cell->phase) != 0;
        else if (second == leaves_s)
            cell->refused = begin_session(cell->peer) != 0;
        if (second == leaves_s)
            peer_forget_events(cell->peer);
        if (second % PRESENT_s == 0)
            peer_order(cell->peer, MESSAGE_PRESENT);
        leg_log_run_s(&cell->leg, 1);
    }
}

static void plant(struct cell *cell)
{
    leg_log_begin(&cell->leg, cell->peer);
    peer_forget_events(cell->peer);
    cell->planted = kit_cycles(cell->peer->kit);
    for (unsigned i = 0; i < MATRIX_PARTS && cell->row->mishaps[i]; i++)
        peer_inject(cell->peer, cell->row->mishaps[i]);
}

static void repair(const struct cell *cell)
{
    for (unsigned i = 0; i < MATRIX_PARTS && cell->row->mishaps[i]; i++) {
        char name[40] = "";
        strncat(name, cell->row->mishaps[i], strcspn(cell->row->mishaps[i], "="));
        kit_clear(cell->peer->kit, name);
    }
}

static bool is_refused(struct peer *peer)
{
    struct msg_status_reply status = peer_status(peer);
    int refusal = peer_leg(peer, LEG_LEFT);
    return status.faults != 0 && refusal == REFUSAL_FAULT_LATCHED;
}

static bool can_be_acknowledged(struct peer *peer)
{
    return peer_acknowledge(peer, UINT32_MAX) == 0;
}

static bool recovers_rightly(const struct cell *cell)
{
    struct peer *peer = cell->peer;
    bool motor = cell->fault.fault == FAULT_MOTOR; /* its session goes on without it */
    if (motor) {
        peer_order(peer, MESSAGE_STOP);
        peer_run_ms(peer, REPAIRED_ms); /* current without motion needs half a second to show */
    }
    bool stays = is_refused(peer) && (cell->row->hides || !can_be_acknowledged(peer));
    unsigned times = peer->outputs.times;
    repair(cell);
    peer_run_ms(peer, REPAIRED_ms);
    stays = stays && is_refused(peer) && peer->outputs.times == times;
    bool ends = can_be_acknowledged(peer);
    if (!ends) {
        peer_run_s(peer, COOLING_s);
        ends = can_be_acknowledged(peer);
    }
    return stays && ends && peer_leg(peer, LEG_LEFT) == 0;
}

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* From the planting to the news of the fault and to the last output's end. */
static int64_t latency_cycles(const struct cell *cell)
{
    const struct peer *peer = cell->peer;
    uint64_t told = peer->events[peer->next_event[MESSAGE_FAULT] - 1].cycle;
    bool motor = cell->fault.fault == FAULT_MOTOR;
    return (int64_t)((motor ? told : later(told, peer->outputs.off_cycle)) - cell->planted);
}

static bool is_named(const struct cell *cell)
{
    uint32_t expected = cell->row->faults[cell->phase];
    return cell->fault.fault ? (expected & FAULT_BIT(cell->fault.fault)) != 0 : expected == 0;
}

_Noreturn static void try_cell(struct cell *cell)
{
    struct campaign_result result = {.class = cell->class, .latency_cycles = CAMPAIGN_NO_LATENCY};
    plant(cell);
    follow(cell);
    peer_run_ms(cell->peer, REST_ms);
    bool recovers = true, dosed = leg_log_is_unsafe(&cell->leg);
    if (cell->fault.fault) {
        result.detected = true;
        result.latency_cycles = latency_cycles(cell);
        result.unsafe = cell->peer->outputs.driven && cell->fault.fault != FAULT_MOTOR;
        leg_log_run_s(&cell->leg, cell->row->then_s);
        recovers = recovers_rightly(cell);
    }
    double latency_s = (double)result.latency_cycles / MACHINE_CLOCK_Hz;
    bool named = is_named(cell);
    result.own = (uint16_t)(cell->phase | cell->fault.fault << 8);
    result.unsafe = result.unsafe || dosed || leg_log_is_too_hot(&cell->leg);
    result.wrong = !named || !recovers || cell->refused || latency_s > cell->row->within_s;
    campaign_end_with(&result, "F%02d %.1f s; skin %.2f C, %.2f CEM43%s%s%s; %s, %s",
                      cell->fault.fault, latency_s, cell->leg.skin_C, cell->leg.dose_CEM43,
                      named ? "" : "; not the fault", recovers ? "" : "; recovers wrongly",
                      cell->ended ? "; played to its end" : "", cell->row->name,
                      phase_names[cell->phase]);
}

/* --- All of them -------------------------------------------------------------------------------- */

/* Runs are made in the order of this: by phase, then by row. */
struct place {
    const struct matrix_row *rows;
    unsigned count;
    bool is_long;
};

static bool is_tried(const struct place *place, unsigned row, enum matrix_phase phase)
{
    return place->is_long || place->rows[row].sampled >> phase & 1;
}

static void try_phase(const struct place *place, struct peer *peer, enum matrix_phase phase)
{
    for (unsigned row = 0; row < place->count; row++) {
        struct cell cell = {
            .row = &place->rows[row], .class = (uint8_t)row, .phase = phase, .peer = peer};
        if (is_tried(place, row, phase) && campaign_run())
            try_cell(&cell);
    }
}

static void try(bool is_long)
{
    const struct matrix_row *rows = campaign_rows;
    unsigned count = campaign_row_count;
    struct place place = {rows, count, is_long};
    unsigned runs = 0;
    for (unsigned row = 0; row < count; row++)
        for (enum matrix_phase phase = 0; phase < MATRIX_PHASES; phase++)
            runs += is_tried(&place, row, phase);
    campaign_expect(runs);
    make_routines();
    for (enum matrix_phase phase = 0; phase < PAUSED; phase++) {
        struct peer *peer = new_peer(phase);
        try_phase(&place, peer, phase);
        if (phase == HOLDING) { /* goes on to a pause, and to the time after */
            peer_order(peer, MESSAGE_PAUSE);
            peer_run_ms(peer, REST_ms);
            try_phase(&place, peer, PAUSED);
            peer_order(peer, MESSAGE_STOP);
            peer_run_ms(peer, REST_ms);
            try_phase(&place, peer, OFF);
        }
        peer_free(peer);
    }
}

/* --- The table ---------------------------------------------------------------------------------- */

static const struct campaign_result *find_cell(const struct campaign_result *results, unsigned runs,
                                               unsigned row, enum matrix_phase phase)
{
    for (unsigned i = 0; i < runs; i++)
        if (results[i].class == row && (results[i].own & 0xFF) == phase)
            return &results[i];
    return NULL;
}

static void print_cell(FILE *out, const struct campaign_result *result)
{
    if (!result)
        fputs(" not tried |", out);
    else if (!result->detected)
        fputs(" – |", out);
    else
        fprintf(out, " F%02d %.*f s |", result->own >> 8,
                result->latency_cycles < 10LL * MACHINE_CLOCK_Hz,
                (double)result->latency_cycles / MACHINE_CLOCK_Hz);
}

/* By phase, in Markdown: what was found and when, or that nothing was. */
static void print(FILE *out, const struct campaign_result *results, unsigned runs)
{
    const struct matrix_row *rows = campaign_rows;
    unsigned count = campaign_row_count;
    fputs("| planted |", out);
    for (enum matrix_phase phase = 0; phase < MATRIX_PHASES; phase++)
        fprintf(out, " %s |", phase_names[phase]);
    fputs("\n|---|---|---|---|---|---|---|\n", out);
    for (unsigned row = 0; row < count; row++) {
        fprintf(out, "| %s |", rows[row].name);
        for (enum matrix_phase phase = 0; phase < MATRIX_PHASES; phase++)
            print_cell(out, find_cell(results, runs, row, phase));
        fputs("\n", out);
    }
}

int matrix_main(const char *name, const char *question, const struct matrix_row *rows,
                unsigned row_count, int count, char **arguments)
{
    static struct campaign_class classes[ROWS_MAX];
    if (row_count > ROWS_MAX) {
        fprintf(stderr, "%s: more rows than there is room for: ROWS_MAX\n", name);
        return 1;
    }
    campaign_rows = rows;
    campaign_row_count = row_count;
    for (unsigned i = 0; i < row_count; i++)
        classes[i] = (struct campaign_class){rows[i].name, rows[i].meaning};
    const struct campaign campaign = {
        .name = name,
        .question = question,
        .classes = classes,
        .class_count = row_count,
        .try = try,
        .print = print,
    };
    return campaign_main(&campaign, count, arguments);
}
