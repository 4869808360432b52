/* What a leg may have: each limit ends or refuses what it should, and says so. What a leg has had
 * before is put into the EEPROM, so that a limit of minutes is reached in seconds. */
#include <string.h>

#include "host/kit/eeprom_image.h"
#include "host/kit/registers.h"
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    HEAT_40_C = 100,
    FRAME_us = 10000,
    US_per_s = 1000000,
    WINDOW_START_permille = 250, /* defaults of the calibration */
    WINDOW_MAX_permille = 900,
    AWAKE_ms = 1200,
};

/* A kit on a warm leg that has had this before. */
static struct peer *new_peer(const struct usage_leg *used, double skin_C)
{
    struct kit_options options = peer_options();
    options.eeprom = peer_stored(used, 0);
    options.skin_C = skin_C;
    options.ambient_C = skin_C; /* the pad is warm, too */
    return peer_new(&options);
}

/* A massage whose header says one second of motor time, whatever it plays. */
static void make_liar(struct peer_routine *routine, uint16_t duration_s, uint8_t heat)
{
    peer_make_massage(routine, duration_s, heat);
    routine->header.motor_s = 1;
    routine_put_header(routine->bytes, &routine->header);
}

static bool ends_with(struct peer *peer, uint8_t reason, struct msg_end *end, double within_ms)
{
    return peer_await_end(peer, end, within_ms) && end->reason == reason;
}

static bool notices(struct peer *peer, uint8_t wanted, double within_ms)
{
    struct msg_notice notice;
    return peer_await_notice(peer, &notice, within_ms) && notice.notice == wanted;
}

/* The user would lose: the end of a massage after fifteen minutes, whatever a routine says (A30). */
static void test_motor_time(void)
{
    const struct usage_leg used = {.completed = 2, .motor_s = LIMIT_MOTOR_TIME_s - 3};
    struct peer_routine honest, liar;
    struct msg_end end = {0};
    peer_make_massage(&honest, 4, 0);
    make_liar(&liar, 60, 0);
    struct peer *peer = new_peer(&used, 32);
    peer_run_ms(peer, AWAKE_ms);
    is_int(peer_load(peer, &honest), 0, "a routine of 4 s");
    is_int(peer_leg(peer, LEG_LEFT), 0, "for a leg with 3 s left");
    is_int(peer_start(peer, &honest, 1), REFUSAL_MOTOR_TIME_USED, "is refused by name");
    peer_order(peer, MESSAGE_STOP);
    peer_play(peer, &liar);
    uint64_t began = kit_cycles(peer->kit);
    ok(ends_with(peer, END_MOTOR_LIMIT, &end, 10e3), "one that says 1 s and plays on is ended");
    peer_run_s(peer, 1);
    long played_us = (long)((peer->outputs.off_cycle - began) / PEER_CYCLES_us);
    diag("motors ran for %ld us", played_us);
    ok(!peer->outputs.driven && played_us <= 3 * US_per_s + 3 * FRAME_us, "after its 3 s");
    is_int(peer_status(peer).state, STATE_IDLE, "and the kit is idle");
    peer_leg(peer, LEG_LEFT);
    is_int(peer_start(peer, &liar, 1), REFUSAL_MOTOR_TIME_USED, "not even 1 s more is left");
    unsigned times = peer->outputs.times;
    peer_set(peer, ZONE_MID_MEDIAL, 500, 100);
    peer_run_ms(peer, 200);
    is_int(peer->outputs.times, times, "nor by hand");
    is_int(peer_order(peer, MESSAGE_STOP), 0, "the other leg");
    is_int(peer_leg(peer, LEG_RIGHT), 0, "is another leg");
    peer_free(peer);
}

/* The user would lose: the rest that skin needs after twenty minutes of heat. */
static void test_hot_time(void)
{
    const struct usage_leg used = {.completed = 2, .hot_s = LIMIT_HOT_TIME_s - 5};
    struct peer_routine routine;
    peer_make_massage(&routine, 60, HEAT_40_C);
    struct peer *peer = new_peer(&used, 39.5);
    peer_play(peer, &routine);
    ok(notices(peer, NOTICE_HOT_TIME_USED, 10e3), "hot time is used up after some seconds");
    peer_run_ms(peer, 200);
    uint64_t now = kit_cycles(peer->kit);
    peer_run_s(peer, 5);
    struct msg_status_reply status = peer_status(peer);
    is_int(status.state, STATE_RUNNING, "the motors play on");
    ok(peer->outputs.driven && !peer->outputs.heater && peer->outputs.heater_off_cycle < now,
       "without heat");
    ok(peer->outputs.arm_cycle < now, "and with the arm line at rest");
    peer_order(peer, MESSAGE_STOP);
    peer_leg(peer, LEG_LEFT);
    is_int(peer_heat(peer, 40000, 1000), REFUSAL_HEAT_RESTS, "heat by hand is refused by name");
    peer_free(peer);
}

/* The user would lose: the limit of what warmth may do to skin. */
static void test_dose(void)
{
    const struct usage_leg used = {.completed = 2, .dose_mCEM43 = LIMIT_DOSE_MAX_mCEM43 - 2};
    struct peer_routine routine;
    struct msg_end end = {0};
    peer_make_massage(&routine, 120, HEAT_40_C);
    struct peer *peer = new_peer(&used, 39.5);
    peer_play(peer, &routine);
    ok(ends_with(peer, END_DOSE, &end, 60e3), "a session ends when the dose is used up");
    peer_run_s(peer, 2);
    ok(!peer->outputs.driven, "everything is off");
    uint16_t dose_mCEM43 = peer_usage(peer).dose_mCEM43;
    ok(dose_mCEM43 >= LIMIT_DOSE_MAX_mCEM43 && dose_mCEM43 < LIMIT_DOSE_MAX_mCEM43 + 5,
       "at its limit: %u mCEM43", dose_mCEM43);
    peer_leg(peer, LEG_LEFT);
    is_int(peer_heat(peer, 37000, 1000), REFUSAL_HEAT_RESTS, "no heat by hand either");
    peer_free(peer);
}

/* The user would lose: two gentle first sessions (A19). */
static void test_new_leg(void)
{
    const struct usage_leg once = {.completed = 1}, twice = {.completed = 2};
    struct peer_routine fits, too_long;
    peer_make_massage(&fits, LIMIT_NEW_LEG_MOTOR_TIME_s, 0);
    peer_make_massage(&too_long, LIMIT_NEW_LEG_MOTOR_TIME_s + 1, 0);
    struct peer *peer = new_peer(&once, 32);
    peer_run_ms(peer, AWAKE_ms);
    peer_load(peer, &too_long);
    peer_leg(peer, LEG_LEFT);
    is_int(peer_start(peer, &too_long, 5), REFUSAL_NEW_LEG_TOO_LONG,
           "in its second session a leg gets no routine of more than 10 motor minutes");
    peer_order(peer, MESSAGE_STOP);
    peer_play(peer, &fits);
    ok(notices(peer, NOTICE_NEW_LEG, 100), "10 minutes it does get, with a notice");
    peer_run_ms(peer, 500);
    int half = (WINDOW_START_permille + WINDOW_MAX_permille) / 2;
    is_int(kit_outputs(peer->kit).motor_permille[ZONE_MID_LATERAL] / 10, half / 10,
           "at half strength");
    peer_free(peer);

    peer = new_peer(&twice, 32);
    peer_play(peer, &too_long);
    peer_run_ms(peer, 500);
    is_int(kit_outputs(peer->kit).motor_permille[ZONE_MID_LATERAL] / 10, WINDOW_MAX_permille / 10,
           "in its third session the same routine plays at full strength");
    peer_free(peer);
}

/* The user would lose: days between the sessions, by switching the kit off or by a host's clock. */
static void test_rests(void)
{
    enum { NOON_min = 29927520, TWO_HOURS_min = 120 };
    struct peer_routine routine;
    struct msg_refused refused = {0};
    peer_make_massage(&routine, 60, 0);
    struct peer *peer = new_peer(&(struct usage_leg){0}, 32);
    peer_run_ms(peer, AWAKE_ms);
    is_int(peer_clock(peer, NOON_min), 0, "a host tells the time");
    peer_play(peer, &routine);
    peer_run_s(peer, 62);
    struct peer_record record;
    ok(peer_read_record(peer, &record) && record.legs[0].recent[0] > 0,
       "a minute of motors is in the record as a session");
    uint8_t eeprom[EEPROM_IMAGE_bytes];
    memcpy(eeprom, kit_eeprom(peer->kit), sizeof eeprom);
    peer_free(peer);

    struct kit_options options = peer_options();
    options.eeprom = eeprom;
    for (int timed = 0; timed < 2; timed++) {
        peer = peer_new(&options);
        peer_run_ms(peer, AWAKE_ms);
        if (timed) {
            is_int(peer_clock(peer, NOON_min - LIMIT_CLOCK_SLACK_min - 1), REFUSAL_CLOCK_BEHIND,
                   "back it does not go");
            is_int(peer_clock(peer, NOON_min + TWO_HOURS_min), 0, "two hours later it is");
        }
        peer_load(peer, &routine);
        peer_leg(peer, LEG_LEFT);
        is_int(peer_start(peer, &routine, 1), REFUSAL_LEG_RESTS, "the leg may not begin");
        message_get_refused(&refused, peer->reply.bytes, peer->reply.length);
        ok(timed ? refused.detail > 4 * 60 && refused.detail < 5 * 60 : refused.detail == 20,
           "for %u min, %s", refused.detail, timed ? "by the clock" : "without one");
        unsigned times = peer->outputs.times;
        peer_set(peer, ZONE_MID_MEDIAL, 500, 100);
        peer_run_ms(peer, 200);
        is_int(peer->outputs.times, times, "nor move by hand");
        peer_free(peer);
    }
}

static uint32_t word_at(const struct peer *peer, unsigned address)
{
    const uint8_t *data = kit_data(peer->kit) + address;
    return data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
}

/* Where the firmware counts a pause down, in frames: the one word of RAM that holds about this
 * many and a second later a hundred less. 0: there is none. */
static unsigned find_countdown(struct peer *peer, uint32_t frames)
{
    static uint32_t before[RAM_END];
    for (unsigned at = RAM_START; at < RAM_END - 3; at++)
        before[at] = word_at(peer, at);
    peer_run_s(peer, 1);
    for (unsigned at = RAM_START; at < RAM_END - 3; at++)
        if (before[at] - frames + 5 < 10 && before[at] - word_at(peer, at) == 100)
            return at;
    return 0;
}

/* Makes fewer than 256 frames of it, a bit at a time, instead of simulating a quarter of an hour.
 */
static void shorten_countdown(struct peer *peer, unsigned at)
{
    uint32_t frames = word_at(peer, at);
    for (unsigned bit = 8; bit < 32; bit++) {
        char flip[40];
        snprintf(flip, sizeof flip, "ram-flip=0x%x.%u", at + bit / 8, bit % 8);
        if (frames >> bit & 1)
            peer_inject(peer, flip);
    }
}

/* The user would lose: their place in the routine for a quarter of an hour, and a kit that does
 * not wait for ever to move again. */
static void test_pause(void)
{
    const struct usage_leg practised = {.completed = 2};
    struct peer_routine routine;
    struct msg_end end = {0};
    peer_make_massage(&routine, 60, 0);
    struct peer *peer = new_peer(&practised, 32);
    peer_play(peer, &routine);
    peer_run_s(peer, 1);
    is_int(peer_order(peer, MESSAGE_PAUSE), 0, "a pause");
    unsigned times = peer->outputs.times;
    unsigned at = find_countdown(peer, LIMIT_PAUSE_s * 100UL);
    ok(at > 0, "is counted down from 15 minutes");
    shorten_countdown(peer, at);
    is_int(peer_status(peer).state, STATE_PAUSED, "with everything off");
    is_int(peer->outputs.times, times, "until they are over");
    ok(ends_with(peer, END_STAGE_TIMEOUT, &end, 3e3), "then the session ends");
    is_int(peer_order(peer, MESSAGE_RESUME), REFUSAL_WRONG_STATE, "and cannot be resumed");
    peer_free(peer);
}

/* The user would lose: gentler strokes after they hurt (A21). */
static void test_pain(void)
{
    const struct usage_leg practised = {.completed = 2};
    struct peer_routine routine;
    peer_make_massage(&routine, 60, 0);
    struct peer *peer = new_peer(&practised, 32);
    peer_play(peer, &routine);
    peer_run_s(peer, 1);
    is_int(peer_order(peer, MESSAGE_PAIN), 0, "PAIN");
    is_int(peer_status(peer).state, STATE_PAUSED, "pauses");
    is_int(peer_order(peer, MESSAGE_RESUME), 0, "the person goes on");
    ok(notices(peer, NOTICE_RESUMED_LOWER, 100), "with a notice");
    peer_run_ms(peer, 500);
    int lower = WINDOW_START_permille + (WINDOW_MAX_permille - WINDOW_START_permille) * 7 / 10;
    int now = kit_outputs(peer->kit).motor_permille[ZONE_MID_LATERAL];
    ok(now >= lower - 5 && now <= lower + 5, "at 70 %% of the window: %d permille", now);
    peer_free(peer);
}

int main(void)
{
    test_motor_time();
    test_hot_time();
    test_dose();
    test_new_leg();
    test_rests();
    test_pause();
    test_pain();
    return done();
}
