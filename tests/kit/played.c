#include "tests/kit/played.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "avr/core/store.h"
#include "host/kit/eeprom_image.h"
#include "tests/pure/routine_maker.h"
#include "tests/tap.h"

enum {
    AWAKE_ms = 1200,
    LONGER_ms = 3000, /* than lint says, before the test gives up */
    TICK_cycles = ROUTINE_TICK_ms * PEER_CYCLES_ms,
    EDGE_max_us = 50,
    SAMPLE_ms = 1000,
    SLEW_most_permille = 1000,
    PEAK_slack_permille = 8, /* of duty: 8 bits of timer, and strength rounded up thrice */
    WAIT_MAX_s = 2,
    LEVEL_BASE_permille = 500,
    LEVEL_STEP_permille = 100,
};

/* --- measuring --------------------------------------------------------------------------------- */

/* How long something was on, in whole ticks. */
struct span_count {
    uint64_t since_cycle;
    bool on;
    uint32_t ticks;
};

struct meter {
    struct span_count any, zones[ZONE_COUNT];
    struct played *played;
};

static void note_span(struct meter *meter, struct span_count *count, bool on, uint64_t cycle)
{
    if (on == count->on)
        return;
    if (!on) {
        uint64_t cycles = cycle - count->since_cycle;
        uint32_t ticks = (uint32_t)((cycles + TICK_cycles / 2) / TICK_cycles);
        double off_us = fabs((double)cycles - (double)ticks * TICK_cycles) / PEER_CYCLES_us;
        meter->played->edge_us = fmax(meter->played->edge_us, off_us);
        count->ticks += ticks;
    }
    count->on = on;
    count->since_cycle = cycle;
}

static void note_outputs(void *context, uint64_t cycle, const struct outputs *outputs)
{
    struct meter *meter = context;
    bool any = false;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        uint16_t permille = outputs->motor_permille[zone];
        uint16_t *peak = &meter->played->peak_permille[zone];
        *peak = permille > *peak ? permille : *peak;
        any = any || permille > 0;
        note_span(meter, &meter->zones[zone], permille > 0, cycle);
    }
    note_span(meter, &meter->any, any, cycle);
}

/* --- playing ----------------------------------------------------------------------------------- */

/* An EEPROM of practised legs, whose motors have neither kick nor slew. */
static const uint8_t *plain_motors(const uint8_t *practised)
{
    static uint8_t image[EEPROM_IMAGE_bytes];
    struct store_settings settings;
    memcpy(image, practised, sizeof image);
    store_default_settings(&settings);
    settings.values[SETTING_kick_ms] = 0;
    settings.values[SETTING_slew_permille_per_10ms] = SLEW_most_permille;
    store_put_settings(image + STORE_SETTINGS_A * STORE_SLOT_BYTES, 1, &settings);
    return image;
}

static struct peer *kit_at(const struct played_where *where)
{
    struct kit_options options = peer_options();
    options.ambient_C = where->ambient_C;
    options.skin_C = where->skin_C;
    options.pad_Ohm = where->pad_Ohm;
    options.supply_V = where->supply_V;
    options.perfusion = where->perfusion;
    options.blanket = where->blanket;
    if (where->plain_motors)
        options.eeprom = plain_motors(options.eeprom);
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, AWAKE_ms);
    peer_change_setting(peer, SETTING_sample_period_ms, SAMPLE_ms);
    return peer;
}

static uint32_t us_to_ticks(uint32_t us)
{
    return (us + ROUTINE_TICK_ms * 500) / (ROUTINE_TICK_ms * 1000);
}

/* The sum of the waits, by their stamps. */
static uint32_t waited_us(struct peer *peer)
{
    struct msg_wait wait;
    uint32_t since_us = 0, sum_us = 0;
    while (peer_await_wait(peer, &wait, 0)) {
        if (wait.waiting)
            since_us = wait.t_us;
        else
            sum_us += wait.t_us - since_us;
    }
    return sum_us;
}

static void take_times(struct peer *peer, struct played *played, const struct msg_end *end)
{
    struct msg_stage stage = {0};
    peer_await_stage(peer, &stage, 0);
    uint32_t session_us = end->t_us - stage.t_us;
    played->session_ticks = us_to_ticks(session_us);
    played->duration_ticks = us_to_ticks(session_us - waited_us(peer));
    played->end_reason = end->reason;
}

static void take_sums(struct peer *peer, struct played *played, const struct wire_truth *before)
{
    struct wire_truth truth;
    struct msg_usage_reply usage = peer_usage(peer);
    kit_truth(peer->kit, &truth);
    played->hot_s = usage.hot_s;
    played->dose_mCEM43 = usage.dose_mCEM43;
    played->faulty = peer_status(peer).faults != 0;
    played->pad_J = truth.pad_J - before->pad_J;
    played->motors_J = truth.motors_J - before->motors_J;
}

static void start(struct peer *peer, const uint8_t *program, uint8_t length)
{
    struct peer_routine routine = {.length = length, .header = routine_header(program)};
    memcpy(routine.bytes, program, length);
    uint8_t leg = routine.header.legs & 1 ? LEG_LEFT : LEG_RIGHT;
    int loaded = peer_load(peer, &routine);
    int declared = peer_leg(peer, leg);
    int started = peer_start(peer, &routine, routine.header.level_max);
    if (loaded || declared || started) {
        diag("not played: load %d, leg %d, start %d", loaded, declared, started);
        exit(1);
    }
}

struct played play_routine(const uint8_t *program, uint8_t length, const struct played_where *where)
{
    struct played played = {.end_reason = END_NONE};
    struct meter meter = {.played = &played};
    struct wire_truth before;
    struct msg_end end;
    struct lint_bounds most = lint_bounds(program, length);
    struct peer *peer = kit_at(where);
    kit_truth(peer->kit, &before);
    kit_watch(peer->kit, note_outputs, &meter);
    start(peer, program, length);
    if (peer_await_end(peer, &end, most.session_ticks * (double)ROUTINE_TICK_ms + LONGER_ms)) {
        take_sums(peer, &played, &before);
        take_times(peer, &played, &end);
    }
    played.motor_ticks = meter.any.ticks;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        played.zone_ticks[zone] = meter.zones[zone].ticks;
    peer_free(peer);
    return played;
}

/* --- comparing --------------------------------------------------------------------------------- */

static bool equal(const char *what, double kit, double lint)
{
    if (kit == lint)
        return true;
    diag("%s: the kit %.0f, lint %.0f", what, kit, lint);
    return false;
}

static bool within(const char *what, double kit, double most)
{
    if (kit <= most)
        return true;
    diag("%s: the kit %.3f, lint at most %.3f", what, kit, most);
    return false;
}

/* The duty of a strength in the window of a new kit. */
static double window_duty(double strength_permille)
{
    enum { START = 250, MAX = 900 };
    return strength_permille > 0 ? START + (MAX - START) * strength_permille / 1000 : 0;
}

static bool is_peak(const struct played *played, const struct routine_totals *totals, double level,
                    unsigned zone)
{
    double share = zone >= ZONE_ANKLE_MEDIAL ? LIMIT_ANKLE_STRENGTH_permille / 1000.0 : 1;
    double want = window_duty(totals->peak_permille[zone] * level * share);
    if (fabs(played->peak_permille[zone] - want) <= PEAK_slack_permille)
        return true;
    diag("peak of zone %u: the kit %u permille of duty, lint %.0f", zone,
         played->peak_permille[zone], want);
    return false;
}

bool played_as_lint_says(const struct played *played, const uint8_t *program, uint8_t length,
                         const struct played_where *where)
{
    struct routine_totals totals;
    struct lint_bounds most = lint_bounds(program, length);
    double level =
        (LEVEL_BASE_permille + LEVEL_STEP_permille * routine_header(program).level_max) / 1000.0;
    routine_totals(program, length, &totals);
    bool same = equal("end reason", played->end_reason, END_COMPLETED) &
                equal("faults", played->faulty, false) &
                equal("duration", played->duration_ticks, totals.duration_ticks) &
                equal("motor time", played->motor_ticks, totals.motor_ticks) &
                within("off whole ticks", played->edge_us, EDGE_max_us);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        same &= equal("a zone's time", played->zone_ticks[zone], totals.zone_ticks[zone]);
        same &= !where->plain_motors || is_peak(played, &totals, level, zone);
    }
    return same & within("session", played->session_ticks, most.session_ticks) &
           within("hot time", played->hot_s, ceil(most.hot_ticks / (double)ROUTINE_TICKS_s)) &
           within("dose", played->dose_mCEM43, most.dose_mCEM43) &
           within("energy of the pad", played->pad_J, most.pad_J) &
           within("energy of the motors", played->motors_J, most.motors_J);
}

/* --- at random --------------------------------------------------------------------------------- */

static double between(uint32_t *state, double least, double most)
{
    return least + (most - least) * (tap_random(state) >> 8) / (double)(1 << 24);
}

static void declare_motor_time(uint8_t *program, uint8_t length)
{
    struct routine_totals totals;
    struct routine_header header = routine_header(program);
    routine_totals(program, length, &totals);
    header.motor_s = (uint16_t)((totals.motor_ticks + ROUTINE_TICKS_s - 1) / ROUTINE_TICKS_s);
    header.level_max = (uint8_t)(1 + totals.steps % ROUTINE_MAX_LEVEL);
    routine_put_header(program, &header);
}

uint8_t played_random(uint32_t *state, uint8_t program[ROUTINE_MAX_BYTES],
                      struct played_where *where)
{
    struct routine_maker maker;
    uint8_t at;
    do
        make_random_waiting(&maker, state, WAIT_MAX_s);
    while (routine_check(maker.bytes, maker.length, &at) != ROUTINE_ERROR_OK);
    declare_motor_time(maker.bytes, maker.length);
    memcpy(program, maker.bytes, maker.length);
    *where = (struct played_where){
        .name = "at random",
        .ambient_C = between(state, 15, 32),
        .skin_C = between(state, 30, 36),
        .pad_Ohm = between(state, 2.97, 3.63),
        .supply_V = between(state, 4.9, 5.25),
        .perfusion = between(state, 0.4, 1.5),
        .blanket = tap_random(state) & 1,
        .plain_motors = tap_random(state) & 1,
    };
    return maker.length;
}
