/* Warmth: reached, held, changed, ended, and counted. From a leg that is warm already, to save
 * time. */
#include <math.h>
#include <stdlib.h>

#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    HEAT_40_C = 100, /* as in a routine: 30.0 C and so many tenths */
    HEAT_38_C = 80,
    FIRST_s = 330,
    SECOND_s = 260,
    SETTLED_s = 80, /* the last part of each stage */
};

static const double SETTLED_K = 0.3, OVERSHOOT_K = 0.5, CHAIN_ERROR_K = 0.3;

/* What the kit's samples say, and what it must have counted by them. */
struct account {
    double least_C, most_C; /* displayed skin */
    double hot_s, dose_mCEM43;
};

/* CEM43 = sum of dt * R^(43 - T), R = 0.25 below 43 C (Sapareto and Dewey 1984), on the displayed
 * temperature plus the worst sensor error. */
static void add_sample(struct account *account, const struct msg_sample *sample)
{
    const double period_s = 0.2, error_C = LIMIT_SENSOR_ERROR_mC / 1000.0;
    double skin_C = sample->skin_mC / 1000.0;
    account->least_C = fmin(account->least_C, skin_C);
    account->most_C = fmax(account->most_C, skin_C);
    account->hot_s += sample->skin_mC > LIMIT_HOT_SKIN_mC ? period_s : 0;
    account->dose_mCEM43 += 1000 * period_s / 60 * pow(0.25, 43 - skin_C - error_C);
}

/* Plays on for so long; the account's range is that of this time. */
static void watch(struct peer *peer, struct account *account, int seconds)
{
    struct msg_sample sample;
    account->least_C = INFINITY;
    account->most_C = -INFINITY;
    peer_run_s(peer, seconds);
    while (peer_await_sample(peer, &sample, 0))
        add_sample(account, &sample);
}

static bool is_held(const struct account *account, double setpoint_C)
{
    diag("skin from %.2f to %.2f C at %.1f C", account->least_C, account->most_C, setpoint_C);
    return account->least_C >= setpoint_C - SETTLED_K && account->most_C <= setpoint_C + SETTLED_K;
}

static void test_counts(struct peer *peer, const struct account *account)
{
    struct msg_usage_reply usage = peer_usage(peer);
    diag("hot time %u s, by the samples %.1f s", usage.hot_s, account->hot_s);
    ok(fabs(usage.hot_s - account->hot_s) <= 3, "hot time is what the samples add up to");
    diag("dose %u mCEM43, by the formula %.1f", usage.dose_mCEM43, account->dose_mCEM43);
    ok(usage.dose_mCEM43 >= account->dose_mCEM43 - 2 &&
           usage.dose_mCEM43 <= account->dose_mCEM43 * 1.1 + 2,
       "the dose is that of the formula, or a little more, never less");
}

static void test_display(struct peer *peer)
{
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    double error_K = peer_readings(peer).skin_mC / 1000.0 - (double)truth.skin_sensor_C;
    diag("displayed less true: %+.2f K", error_K);
    ok(error_K >= -0.1 && error_K <= CHAIN_ERROR_K,
       "what is displayed is the sensor's temperature, or a little more");
}

/* --- The session ------------------------------------------------------------------------------ */

static void test_end(struct peer *peer)
{
    struct msg_end end = {0};
    ok(peer_await_end(peer, &end, 2000), "the session ends");
    is_int(end.reason, END_COMPLETED, "completed");
    is_int(end.heat_ms, (FIRST_s + SECOND_s) * 1000L, "with heat asked for all the time");
    uint64_t ended = kit_cycles(peer->kit);
    is_int(peer_status(peer).state, STATE_COOLING, "the pad is still warm: cooling");
    peer_run_s(peer, 2);
    ok(!peer->outputs.driven && peer->outputs.off_cycle <= ended, "with the heater off at once");
    ok(peer->outputs.arm_cycle <= ended + PEER_CYCLES_ms, "and its arm line at rest");
    ok(peer_reach_state(peer, STATE_IDLE, 1200e3), "cold, it is idle");
    ok(peer_readings(peer).pad_mC < 38500, "below 38 C");
    is_int(peer_usage(peer).completed, 3,
           "with more than five minutes of heating it counts as a session");
}

/* The user would lose: pleasant warmth, its limit to what skin may have, and a pad that cools. */
static void test_session(void)
{
    struct kit_options options = peer_options();
    struct peer_routine routine;
    struct account account = {0};
    options.skin_C = 38;
    options.ambient_C = 28;
    options.person_absent = false; /* who says that somebody is there, so that the heat goes on */
    peer_begin(&routine);
    peer_stage(&routine, STAGE_SOAK, FIRST_s, HEAT_40_C);
    peer_stage(&routine, STAGE_TOWEL, SECOND_s, HEAT_38_C);
    peer_end(&routine);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);

    watch(peer, &account, FIRST_s - SETTLED_s);
    double most_C = account.most_C;
    watch(peer, &account, SETTLED_s);
    ok(is_held(&account, 40), "40.0 C: the skin settles within 0.3 C");
    ok(fmax(most_C, account.most_C) <= 40 + OVERSHOOT_K, "and overshoots by at most 0.5 C");
    test_display(peer);

    watch(peer, &account, SECOND_s - SETTLED_s);
    watch(peer, &account, SETTLED_s - 1);
    ok(is_held(&account, 38), "38.0 C after a change of setpoint");
    is_int(peer_statistics(peer).drops_event, 0, "no sample was lost");
    test_counts(peer, &account);
    test_end(peer);
    peer_free(peer);
}

/* The user would lose: a massage that begins warm, and one that begins at all with a weak pad. */
static void test_waiting_for_warmth(void)
{
    struct kit_options options = peer_options();
    struct peer_routine routine;
    struct msg_wait wait;
    options.skin_C = 36;
    options.ambient_C = 28;
    peer_begin(&routine);
    peer_stage(&routine, STAGE_MASSAGE, 2, 0);
    peer_warm(&routine, 70, 300);
    peer_key(&routine, ROUTINE_KEY_STEP, PEER_ALL_ZONES_mask, 50, 0);
    peer_rest(&routine, 150);
    peer_warm(&routine, 110, 5);
    peer_rest(&routine, 50);
    peer_end(&routine);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    ok(peer_await_wait(peer, &wait, 100) && wait.waiting, "the stage waits for warmth");
    ok(peer_await_wait(peer, &wait, 300e3) && !wait.waiting, "until it is reached");
    long skin_mC = (long)peer_readings(peer).skin_mC;
    ok(labs(skin_mC - 37000) <= 350, "at 37.0 C: the kit shows %ld mC", skin_mC);
    is_int(peer_await(peer, MESSAGE_NOTICE, 0) != NULL, 0, "without complaint");
    struct msg_step step;
    ok(peer_await_step(peer, &step, 100), "then the motors begin");

    struct msg_notice notice = {0};
    ok(peer_await_notice(peer, &notice, 8000), "warmth that cannot be reached in time is given up");
    is_int(notice.notice, NOTICE_HEAT_NOT_REACHED, "with a notice");
    struct msg_end end = {0};
    ok(peer_await_end(peer, &end, 1000) && end.reason == END_COMPLETED, "and the routine plays on");
    is_int(end.position_ms, 2000, "its clock stood while it waited");
    peer_free(peer);
}

/* The user would lose: their own highest setpoint, whatever routine they are given. */
static void test_personal_limit(void)
{
    struct kit_options options = peer_options();
    struct peer_routine routine;
    peer_make_massage(&routine, 20, 110);
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, 300);
    is_int(peer_change_setting(peer, SETTING_setpoint_max_dC, 365), 0, "at most 36.5 C, please");
    is_int(peer_change_setting(peer, SETTING_setpoint_max_dC, 411), REFUSAL_BAD_VALUE,
           "41.1 C is no one's to allow");
    peer_play(peer, &routine);
    peer_run_s(peer, 1);
    is_int(peer_readings(peer).setpoint_mC, 36500, "a routine of 41.0 C gets 36.5 C");
    peer_order(peer, MESSAGE_STOP);
    peer_leg(peer, LEG_LEFT);
    is_int(peer_heat(peer, 36600, 1000), REFUSAL_BAD_VALUE, "nor is it exceeded by hand");
    peer_free(peer);
}

int main(void)
{
    test_session();
    test_waiting_for_warmth();
    test_personal_limit();
    return done();
}
