/* Limit evasion: a host and a hand at the plug that want more than a leg may have.
 *
 * The leg has had nearly all it may have; whatever is then tried, for as long as no rest gives it back, must not get
 * it more than that. What it gets is the model's truth: motors that are driven, skin, its dose. */
#include "tests/campaign/campaign.h"
#include "tests/campaign/evasions.h"

enum {
    SEED = 77,
    LONG_s = 240,
    SHORT_s = 24,
    LONG_seeds = 2,
    MOTOR_LEFT_s = 12, /* of the limits, as the attempts begin */
    HOT_LEFT_s = 12,
    DOSE_LEFT_mCEM43 = 60,
};

/* What TEST may have by its own credit, on a leg or without one. */
static const double CREDIT_s = LIMIT_TEST_CREDIT_s + LONG_s / 4.0;
static const double MOTOR_SLACK_s = 0.5, HOT_SLACK_s = 3, SKIN_C = 39.4, PAD_C = 39.5,
                    COOL_SKIN_C = 35;

static struct peer *new_peer(bool waits, bool is_hot)
{
    struct usage_leg before = {
        .completed = LIMIT_NEW_LEG_SESSIONS,
        .motor_s = LIMIT_MOTOR_TIME_s - MOTOR_LEFT_s,
        .hot_s = LIMIT_HOT_TIME_s - HOT_LEFT_s,
        .dose_mCEM43 = LIMIT_DOSE_MAX_mCEM43 - DOSE_LEFT_mCEM43,
    };
    struct kit_options options = peer_options();
    if (waits) {
        before.motor_s = 0;
        before.marks = USAGE_USED;
        before.recent[0] = USAGE_WEEK_units;
    }
    options.eeprom = peer_stored_at(&before, 0, EVASION_BEGIN_min);
    options.skin_C = is_hot ? SKIN_C : COOL_SKIN_C;
    options.flash_jumper = true;
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, EVASION_AWAKE_ms);
    if (is_hot)
        leg_warm(peer, SKIN_C, PAD_C);
    return peer;
}

_Noreturn static void try_evasion(unsigned place, unsigned seed, double seconds)
{
    const struct evasion *evasion = evasion_at(place);
    struct attack attack = {.random = SEED + seed};
    struct campaign_result result = {.class = (uint8_t)place,
                                     .latency_cycles = CAMPAIGN_NO_LATENCY};
    bool waits = place == EVASION_waits;
    attack.peer = new_peer(waits, !waits || seed % 2);
    leg_log_begin(&attack.log, attack.peer);
    if (evasion->begin)
        evasion->begin(&attack);
    int64_t until_us = kit_now_us(attack.peer->kit) + (int64_t)(seconds * 1e6);
    for (; kit_now_us(attack.peer->kit) < until_us; attack.round++)
        evasion->go_on(&attack);

    double moved_s = leg_log_moved_s(&attack.log);
    double motor_left_s = (waits ? 0 : MOTOR_LEFT_s) + (evasion->tests ? CREDIT_s : 0);
    bool moved = moved_s > motor_left_s + MOTOR_SLACK_s;
    bool hot = attack.log.hot_s > HOT_LEFT_s + HOT_SLACK_s;
    bool dosed = attack.log.dose_CEM43 * 1e3 > DOSE_LEFT_mCEM43;
    struct msg_status_reply status = peer_status(attack.peer);
    result.unsafe = moved || hot || dosed || leg_log_is_too_hot(&attack.log);
    result.detected = !result.unsafe;
    result.wrong = status.faults != 0;
    campaign_end_with(&result,
                      "%s: motors %.1f s, hot %.1f s, %.0f mCEM43, skin %.2f C, faults %lx",
                      evasion->name, moved_s, attack.log.hot_s, attack.log.dose_CEM43 * 1e3,
                      attack.log.skin_C, (unsigned long)status.faults);
}

static void try(bool is_long)
{
    unsigned runs = 0, seeds = is_long ? LONG_seeds : 1;
    for (unsigned i = 0; i < EVASION_count; i++)
        runs += is_long ? seeds : evasion_at(i)->sampled;
    campaign_expect(runs);
    for (unsigned i = 0; i < EVASION_count; i++)
        for (unsigned seed = 0; seed < seeds; seed++)
            if ((is_long || evasion_at(i)->sampled) && campaign_run())
                try_evasion(i, seed, is_long ? LONG_s : SHORT_s);
}

int main(int count, char **arguments)
{
    static struct campaign_class classes[EVASION_count];
    for (unsigned i = 0; i < EVASION_count; i++)
        classes[i] = (struct campaign_class){evasion_at(i)->name, evasion_at(i)->meaning};
    const struct campaign campaign = {
        .name = "limit evasion",
        .question =
            "A leg has had all but 12 s of its motor time, 12 s of its hot time and 60 mCEM43 of "
            "its dose. "
            "What is then tried for\n240 s must not get it more: of motors that are driven, of "
            "heat on "
            "skin that is hot by more than the sensors' error,\nof dose by the formula; all by the "
            "model's truth. *Detected*: held.",
        .classes = classes,
        .class_count = EVASION_count,
        .try = try,
    };
    return campaign_main(&campaign, count, arguments);
}
