/* The device as a whole over more than one session: the time that a host tells, rests that are refused and kept,
 * and "still there?". */
#include "protocol/limits.h"
#include "tests/pure/ear.h"
#include "tests/tap.h"

enum { FRAMES_s = 100, ALL_ZONES = 0x3F, MODE_counts = 0, LEVEL_counts = 512, NONE_counts = 1023 };
enum { HOUR_min = 60, HEAT_38C = 80 };
#define NOON_min 29927520UL

static struct bench bench;
static struct device *const device = &bench.device;
static struct usage *const left = &bench.device.safety.legs[0];
static struct routine_maker maker;
static const struct heard *heard;

static void load(uint16_t seconds)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, seconds, HEAT_38C);
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 80, 0);
    make_rest(&maker, seconds * (uint32_t)FRAMES_s);
    make_end(&maker);
    bench_upload(&bench, &maker);
}

static void switch_on(void)
{
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
    heard = ear_listen(&bench);
    load(60);
}

static void begin(void)
{
    bench_blank();
    switch_on();
}

static void play(void)
{
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 1);
    bench_frames(&bench, FRAMES_s);
}

static struct msg_refused refused(void)
{
    struct msg_refused reply = {0, 0};
    message_get_refused(&reply, bench.reply, bench.reply_length);
    return reply;
}

static uint16_t told_wait_min(void)
{
    struct msg_usage_reply usage;
    bench_ask(&bench, MESSAGE_USAGE);
    message_get_usage_reply(&usage, bench.reply, bench.reply_length);
    return usage.wait_min;
}

static void press(uint16_t ladder_counts)
{
    device->sense.ladder_counts = ladder_counts;
    bench_frames(&bench, 5);
    device->sense.ladder_counts = NONE_counts;
    bench_frames(&bench, 5);
}

/* --- sessions --------------------------------------------------------------------------------- */

static void test_clock_request(void)
{
    static const uint8_t torn[LENGTH_CLOCK] = {MESSAGE_CLOCK, 1, 1, 0, 0, 0, 0, 0, 0, 0};
    begin();
    is_int(bench_send(&bench, torn, sizeof torn), REFUSAL_COPIES_DIFFER, "a torn time is none");
    is_int(bench_clock(&bench, NOON_min), 0, "a whole one is");
    is_int((long)(device->calendar.now_min - NOON_min), 0, "from now on");
    bench_frames(&bench, 60 * FRAMES_s);
    is_int((long)(device->calendar.now_min - NOON_min), 1,
           "and a minute later it is a minute later");
    device->stop_is_down = true;
    is_int(bench_clock(&bench, NOON_min - 60), 0, "while a person holds STOP it believes a host");
    is_int((long)(device->calendar.now_min - NOON_min), -60, "that it is earlier");
    device->stop_is_down = false;
    bench_clock(&bench, NOON_min - 120);
    is_int((long)(device->calendar.now_min - NOON_min), -60, "then no more");
    bench_frames(&bench, 50);
    bench_boot(&bench, RESET_POWER_ON);
    is_int((long)(device->calendar.now_min - NOON_min), -60,
           "it is written down, though nothing is used");
}

static void test_second_session(void)
{
    begin();
    bench_clock(&bench, NOON_min);
    play();
    left->kept.motor_s = LIMIT_SESSION_COUNTS_MOTOR_s - 1;
    device->safety.guard.is_old = true; /* rightly so */
    bench_frames(&bench, FRAMES_s);
    is_int(left->kept.recent[0], USAGE_WEEK_units, "a minute of motors is a session");
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 10);
    bench_leg(&bench, LEG_LEFT);
    is_int(bench_start(&bench, 1), 0, "which may be taken up again");
    bench_frames(&bench, 10);
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 10);

    switch_on();
    bench_clock(&bench, NOON_min + 2 * HOUR_min);
    bench_leg(&bench, LEG_LEFT);
    is_int(bench_start(&bench, 1), REFUSAL_LEG_RESTS, "two hours later it may not begin another");
    uint16_t wait_min = refused().detail;
    ok(wait_min > 4 * HOUR_min && wait_min < 5 * HOUR_min, "which is told: %u min", wait_min);
    is_int(told_wait_min(), wait_min, "also by USAGE");
    press(MODE_counts);
    is_int(bench_state(&bench), STATE_ARMED, "MODE does not begin it either");
    is_int(bench_set(&bench, ZONE_MID_MEDIAL, 500, 1000), REFUSAL_LEG_RESTS,
           "nothing moves by hand");
    is_int(bench_heat(&bench, 38000, 1000), REFUSAL_HEAT_RESTS, "or warms");
    bench_leg(&bench, LEG_RIGHT);
    is_int(told_wait_min(), 0, "the other leg need not wait");
    is_int(bench_start(&bench, 1), 0, "and begins");
    bench_frames(&bench, 10);
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 10);

    switch_on();
    bench_clock(&bench, NOON_min + 7 * HOUR_min);
    bench_leg(&bench, LEG_LEFT);
    is_int(bench_start(&bench, 1), 0, "seven hours later it may");
    bench_frames(&bench, 2);
    is_int(heard->notices & 1 << NOTICE_FREQUENT, 0, "the second of the week is nothing to tell");
}

static void test_frequent(void)
{
    begin();
    bench_clock(&bench, NOON_min);
    left->kept.recent[0] = left->kept.recent[1] = 150;
    left->kept.recent[2] = 1;
    device->safety.guard.is_old = true; /* rightly so */
    play();
    ok(heard->notices & 1 << NOTICE_FREQUENT, "the fourth of the week is");
}

/* Without a known time: 20 min, then without heat until both sensors have been cool. */
static void test_without_clock(void)
{
    begin();
    play();
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 10);
    switch_on();
    device->sense.skin.cC = LIMIT_cC(COOL);
    bench_leg(&bench, LEG_LEFT);
    is_int(bench_start(&bench, 1), REFUSAL_LEG_RESTS, "after a power-up a leg that was used rests");
    is_int(refused().detail, 20, "for 20 min");
    left->rest_s = LIMIT_REST_s - 1;
    bench_frames(&bench, FRAMES_s);
    is_int(bench_start(&bench, 1), 0, "then it may begin");
    bench_frames(&bench, 3 * FRAMES_s);
    ok(bench_moves(&bench) && !bench_heats(&bench), "with motors; but the skin is at 34 C");
    is_int(heard->notices & 1 << NOTICE_HEAT_WAITS, 1 << NOTICE_HEAT_WAITS, "which is told");
    device->sense.skin.cC = LIMIT_cC(COOL) - 1;
    device->sense.pad.cC = LIMIT_cC(COOL);
    bench_frames(&bench, 2 * FRAMES_s);
    ok(!bench_heats(&bench), "the pad must be below it as well");
    device->sense.pad.cC = LIMIT_cC(COOL) - 1;
    bench_frames(&bench, 3 * FRAMES_s);
    ok(bench_heats(&bench), "when both are it may warm");
    device->sense.pad.cC = LIMIT_cC(COOL);
    bench_frames(&bench, FRAMES_s);
    ok(bench_heats(&bench), "and go on");
}

/* --- is somebody there? ----------------------------------------------------------------------- */

/* In a session, with so many seconds of heat unanswered, and one more. */
static void warm_for(uint16_t seconds)
{
    begin();
    load(300);
    play();
    bench_frames(&bench, FRAMES_s);
    left->unanswered_s = seconds;
    bench_frames(&bench, FRAMES_s);
}

static void test_it_asks(void)
{
    warm_for(LIMIT_ASK_s - 3);
    is_int(heard->notices & 1 << NOTICE_STILL_THERE, 0, "for almost four minutes nobody is asked");
    ok(!device->lamp.attention, "and the lamp rests");
    bench_frames(&bench, 3 * FRAMES_s);
    ok(heard->notices & 1 << NOTICE_STILL_THERE, "then somebody is");
    ok(device->lamp.attention && bench_heats(&bench), "by the lamp, too; the heat is still on");
}

static void test_answers(void)
{
    for (uint8_t prompts = 0; prompts < 2; prompts++) {
        warm_for(LIMIT_ASK_s);
        device->session.player.prompting = prompts;
        bench_ask(&bench, prompts ? MESSAGE_RESUME : MESSAGE_PRESENT);
        is_int(left->unanswered_s, 0, "%s is an answer",
               prompts ? "RESUME to a prompt" : "PRESENT");
        bench_frames(&bench, 20);
        ok(heard->notices & 1 << NOTICE_ANSWERED && !device->lamp.attention, "told and shown");
    }
    warm_for(LIMIT_ASK_s);
    press(MODE_counts);
    is_int(left->unanswered_s, 0, "so is MODE");
    is_int(bench_state(&bench), STATE_RUNNING, "which does not pause then");
    press(MODE_counts);
    is_int(bench_state(&bench), STATE_PAUSED, "but does the next time");
    warm_for(LIMIT_ASK_s);
    press(LEVEL_counts);
    is_int(left->unanswered_s, 0, "so is the LEVEL button");
    is_int(device->session.level, 1, "which changes no level then");
    warm_for(LIMIT_ASK_s);
    uint8_t level[LENGTH_LEVEL];
    struct msg_level fields = {2, (uint8_t)~2};
    bench_send(&bench, level, message_put_level(level, 5, &fields));
    is_int(left->unanswered_s, 0, "so is another level from a host");
    is_int(device->session.level, 2, "which is the level then");
}

/* The user would lose: the heat's end, to a host whose requests are refused. */
static void test_refused_is_no_answer(void)
{
    uint8_t level[LENGTH_LEVEL];
    struct msg_level none = {ROUTINE_MAX_LEVEL + 1, (uint8_t) ~(ROUTINE_MAX_LEVEL + 1)};
    warm_for(LIMIT_ASK_s);
    is_int(bench_ask(&bench, MESSAGE_RESUME), REFUSAL_WRONG_STATE, "a RESUME of nothing");
    ok(!device->restore, "a refused one allows nothing anew");
    bench_send(&bench, level, message_put_level(level, 5, &none));
    none.level_inverted++;
    bench_send(&bench, level, message_put_level(level, 6, &none));
    ok(left->unanswered_s >= LIMIT_ASK_s && device->asks,
       "and a LEVEL that there is not, or that is garbled, answer nothing");
}

static void test_nobody_answers(void)
{
    warm_for(LIMIT_UNANSWERED_s - 2);
    bench_frames(&bench, 3 * FRAMES_s);
    ok(heard->notices & 1 << NOTICE_UNANSWERED, "without an answer in a minute that is told");
    ok(bench_moves(&bench) && !bench_heats(&bench), "the heat ends, the motors play on");
    ok(!device->lamp.attention, "and nobody is asked any more");
    bench_ask(&bench, MESSAGE_PRESENT);
    bench_frames(&bench, 2 * FRAMES_s);
    ok(!bench_heats(&bench), "an answer comes too late for this session");
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 10);
    bench_leg(&bench, LEG_LEFT);
    is_int(left->unanswered_s, 0, "a leg declared anew is a person's");
}

/* Where no heat is asked for nobody need be there. */
static void test_pause_asks_nobody(void)
{
    warm_for(LIMIT_ASK_s - 3);
    bench_ask(&bench, MESSAGE_PAUSE);
    left->unanswered_s = LIMIT_ASK_s;
    bench_frames(&bench, 2 * FRAMES_s);
    ok(!device->lamp.attention, "a pause asks nobody");
    is_int(heard->notices & 1 << NOTICE_STILL_THERE, 0, "and tells nothing");
}

/* --- an undeclared change of leg -------------------------------------------------------------- */

static void test_undeclared_leg(void)
{
    begin();
    play();
    bench_ask(&bench, MESSAGE_PAUSE); /* and the cuff changes the leg */
    uint16_t motor_s = left->kept.motor_s;
    bench_ask(&bench, MESSAGE_RESUME);
    bench_frames(&bench, 2 * FRAMES_s);
    ok(left->kept.motor_s >= motor_s + 1, "nobody said so: it is the same leg's time");
    is_int(device->safety.legs[1].kept.motor_s, 0, "the other has had nothing");
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 10);
    is_int(bench_start(&bench, 1), REFUSAL_WRONG_STATE,
           "and the next session needs a leg declared");
}

int main(void)
{
    test_clock_request();
    test_second_session();
    test_frequent();
    test_without_clock();
    test_it_asks();
    test_answers();
    test_refused_is_no_answer();
    test_nobody_answers();
    test_pause_asks_nobody();
    test_undeclared_leg();
    return done();
}
