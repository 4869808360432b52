/* session_test: what a person is shown of a session must be where it really is: countdowns that
 * stand in pauses, a session that ends although its END was lost, steps that went missing.
 */
#include <string.h>

#include "host/calf/session.h"
#include "protocol/faults.h"
#include "tests/tap.h"

enum { START_us = 5000000 };

static const struct msg_stage first = {
    .t_us = START_us, .planned_us = START_us, .kind = STAGE_MASSAGE, .duration_s = 60};

/* Hands the session an event as the device client would. */
#define TELL(session, at_us, name, ...)                             \
    do {                                                            \
        struct event told = {.device_us = (at_us)};                 \
        const struct msg_##name fields = {__VA_ARGS__};             \
        told.length = message_put_##name(told.message, 0, &fields); \
        told.type = told.message[0];                                \
        session_apply(session, &told);                              \
    } while (0)

static long position_ms(const struct session *session)
{
    return (long)(session_position_us(session) / 1000);
}

/* Time passes: samples tell it. */
static void pass_until(struct session *session, int64_t at_us)
{
    TELL(session, at_us, sample, .skin_mC = 33000);
}

static struct session started(void)
{
    struct session session;
    struct event event = {.device_us = START_us};
    session_begin(&session, 2, START_us);
    TELL(&session, START_us, state, .state = STATE_RUNNING, .before = STATE_ARMED);
    event.length = message_put_stage(event.message, 0, &first);
    session_apply(&session, &event);
    return session;
}

static void test_clock(void)
{
    struct session session = started();
    pass_until(&session, START_us + 10000000);
    is_int(position_ms(&session), 10000, "the routine's clock follows the device's");
    is_int(session_stage_left_us(&session) / 1000000, 50, "the stage's countdown too");

    TELL(&session, START_us + 12000000, state, .state = STATE_PAUSED, .before = STATE_RUNNING);
    pass_until(&session, START_us + 99000000);
    is_int(position_ms(&session), 12000, "it stands in a pause");
    TELL(&session, START_us + 100000000, state, .state = STATE_RUNNING, .before = STATE_PAUSED);
    pass_until(&session, START_us + 101000000);
    is_int(position_ms(&session), 13000, "and goes on where it stood");

    TELL(&session, START_us + 102000000, wait, .waiting = 1, .position_ms = 14000);
    pass_until(&session, START_us + 150000000);
    is_int(position_ms(&session), 14000, "it stands while the routine waits");
    ok(session.waiting && !session.prompting, "for warmth, if no prompt came");
    TELL(&session, START_us + 160000000, wait, .waiting = 0, .position_ms = 14000);
    pass_until(&session, START_us + 161000000);
    is_int(position_ms(&session), 15000, "and goes on after it");

    TELL(&session, START_us + 206000000, stage, .stage = 1, .duration_s = 30);
    is_int(position_ms(&session), 60000, "a new stage begins where the last one ends");
    pass_until(&session, START_us + 400000000);
    is_int(session_stage_left_us(&session), 0, "a countdown does not fall below zero");
}

static void test_stale(void)
{
    struct session session;
    struct event event = {.device_us = START_us - 1, .type = MESSAGE_END};
    session_begin(&session, 2, START_us);
    ok(!session_concerns(&session, &event), "the END of an earlier session is none of this one");
    event.device_us = START_us;
    ok(session_concerns(&session, &event), "its own is");
    event = (struct event){.device_us = 3000, .type = MESSAGE_BOOT};
    ok(session_concerns(&session, &event), "and so is a reset, although time begins anew");
}

static void test_prompt(void)
{
    struct session session = started();
    TELL(&session, START_us + 1000000, wait, .waiting = 1, .position_ms = 1000);
    TELL(&session, START_us + 1000000, prompt, .prompt = 3, .wait_s = 300);
    ok(session.prompting && session.prompt == 3, "a prompt is open");
    TELL(&session, START_us + 2000000, wait, .waiting = 0, .position_ms = 1000);
    ok(!session.prompting, "and closed when the wait ends");
    TELL(&session, START_us + 3000000, prompt, .prompt = 3, .wait_s = 300);
    TELL(&session, START_us + 4000000, wait, .waiting = 1, .position_ms = 1000);
    ok(!session.prompting, "or when a wait for warmth follows it at once");
}

static void test_counts(void)
{
    struct session session = started();
    TELL(&session, START_us, step, .step = 0);
    TELL(&session, START_us, step, .step = 1);
    TELL(&session, START_us, step, .step = 4);
    is_int(session.steps, 5, "steps are counted by their numbers");
    is_int(session.steps_missed, 2, "so that lost ones are noticed");

    TELL(&session, START_us, sample, .skin_mC = 39900);
    TELL(&session, START_us, sample, .skin_mC = -273001);
    TELL(&session, START_us, sample, .skin_mC = 38000);
    is_int(session.peak_skin_mC, 39900, "the warmest skin is kept; no reading is no temperature");

    TELL(&session, START_us, marked, .mark = 128);
    TELL(&session, START_us, notice, .notice = NOTICE_NEW_LEG);
    TELL(&session, START_us, fault, .fault = 8, .faults = 1 << 8);
    is_int(session.marks, 1, "marks are counted");
    ok(session.notices == 1U << NOTICE_NEW_LEG && session.faults == 1 << 8,
       "notices and faults are kept");
}

/* "Still there?" is open until it is answered, given up, or there is no heat to ask for. */
static void test_asking(void)
{
    static const uint8_t ends[] = {NOTICE_ANSWERED, NOTICE_UNANSWERED};
    struct session session = started();
    for (unsigned i = 0; i < sizeof ends; i++) {
        TELL(&session, START_us, notice, .notice = NOTICE_STILL_THERE);
        TELL(&session, START_us, sample, .setpoint_mC = 38000);
        ok(session.asking, "somebody is asked");
        TELL(&session, START_us, notice, .notice = ends[i]);
        ok(!session.asking, "until notice %u", ends[i]);
    }
    TELL(&session, START_us, notice, .notice = NOTICE_STILL_THERE);
    TELL(&session, START_us, sample, .setpoint_mC = 0);
    ok(!session.asking, "or until no heat is asked for");
    TELL(&session, START_us, notice, .notice = NOTICE_STILL_THERE);
    TELL(&session, START_us, end, .reason = END_COMPLETED);
    ok(!session.asking, "or to the end");
}

/* "Is the cuff closed?" would send the person looking in the wrong place. */
static void test_heat_not_reached(void)
{
    struct session session = started();
    TELL(&session, START_us, notice, .notice = NOTICE_HEAT_NOT_REACHED);
    ok(session.notices == UINT32_C(1) << NOTICE_HEAT_NOT_REACHED,
       "heat that was not reached is noted");
    session = started();
    TELL(&session, START_us, fault, .faults = FAULT_BIT(FAULT_MOTOR), .fault = FAULT_MOTOR);
    TELL(&session, START_us, notice, .notice = NOTICE_HEAT_NOT_REACHED);
    is_int(session.notices, 0, "not where a fault has switched it off");
}

static void test_end(void)
{
    struct session session = started();
    TELL(&session, START_us, sample, .skin_mC = 33600, .setpoint_mC = 40000,
         .heater_permille = 1000, .strength_percent = {40});
    ok(session_stayed_cool(&session), "a skin far below its setpoint stayed cool");
    TELL(&session, START_us + 60000000, end, .reason = END_COMPLETED, .position_ms = 60000);
    ok(session.ended && session.end.reason == END_COMPLETED, "END ends it");
    ok(session.sample.setpoint_mC == 0 && session.sample.heater_permille == 0 &&
           session.sample.strength_percent[0] == 0,
       "and nothing is shown as on any more");
    is_int(session.peak_setpoint_mC, 40000, "what was asked for is still known");
    pass_until(&session, START_us + 90000000);
    is_int(position_ms(&session), 60000, "the clock stands afterwards");

    session = started();
    struct msg_status_reply status = {
        .state = STATE_STOPPED, .end_reason = END_STOP_BUTTON, .position_ms = 7000, .level = 3};
    session_apply_status(&session, &status, 5, START_us + 8000000);
    is_int(session.end.motor_ms, 5000, "with the motor time that the leg's account tells");
    ok(session.ended && session.end.reason == END_STOP_BUTTON, "a status ends it if END was lost");
    is_int(position_ms(&session), 7000, "with the position of the status");

    session = started();
    status = (struct msg_status_reply){.state = STATE_RUNNING, .position_ms = 9000, .level = 4};
    session_apply_status(&session, &status, 0, START_us + 9500000);
    ok(!session.ended && session.level == 4, "a status of a running session tells its level");
    is_int(position_ms(&session), 9000, "and corrects the clock");
}

int main(void)
{
    test_clock();
    test_stale();
    test_prompt();
    test_counts();
    test_asking();
    test_heat_not_reached();
    test_end();
    return done();
}
