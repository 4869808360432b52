/* The session: a routine is played as it was meant, waits when it should, and ends when it must. */
#include <string.h>

#include "protocol/limits.h"
#include "tests/pure/sitting.h"
#include "tests/tap.h"

static struct sitting sitting;
static struct session *const session = &sitting.session;
static struct session_inputs *const inputs = &sitting.inputs;
static struct routine_maker *const maker = &sitting.maker;

/* --- starting --------------------------------------------------------------------------------- */

static void test_boot(void)
{
    memset(session, 0xA5, sizeof *session);
    session_init(session);
    ok(session->state == STATE_BOOT && sitting_rests(&sitting),
       "whatever the memory held, a session starts with everything off");
    is_int(session->player.stage, ROUTINE_NO_STAGE, "and in no stage");
    inputs->is_checked = false;
    sitting_frames(&sitting, 50);
    is_int(session->state, STATE_BOOT, "before every input was read once the kit is not ready");
    inputs->is_checked = true;
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_IDLE, "then it is");
}

/* --- pausing ---------------------------------------------------------------------------------- */

/* planned_ms is the time record's yardstick: 10 ms a frame from the first one on, whatever
 * happens. */
static void test_pause(void)
{
    sitting_make_simple(&sitting, SITTING_HEAT_38C);
    sitting_begin_playing(&sitting, 5);
    inputs->applies_ms = 5000;
    sitting_frames(&sitting, 2 * SITTING_FRAMES_s);
    is_int(session->planned_ms, 5010 + 199 * 10L, "the plan begins when the first frame applies");
    uint32_t position = session->player.clock_ticks;
    session_pause(session);
    ok(sitting_rests(&sitting), "a pause is quiet and cool at once, not with the next frame");
    sitting_frames(&sitting, 7 * SITTING_FRAMES_s);
    ok(sitting_rests(&sitting), "and stays so");
    is_int(session->player.clock_ticks, position, "the routine's clock stands: nothing is missed");
    inputs->applies_ms += 3; /* a frame came late */
    session_take_news(session);
    session_resume(session);
    ok(!(session_take_news(session) & NEWS_RESUMED_LOWER), "without PAIN it does not go on lower");
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_RUNNING, "RESUME goes on");
    is_int(session->player.clock_ticks, position + 1, "where it was");
    ok(sitting_moves(&sitting) && session->setpoint_cC == 3800, "with strength and warmth");
    is_int(session->planned_ms, 5010 + 900 * 10L,
           "and the plan has counted every frame of the pause");
    bool moves = true;
    for (uint8_t times = 0; times < 10; times++) {
        session_pause(session);
        sitting_frames(&sitting, 1);
        session_resume(session);
        sitting_frames(&sitting, 1);
        moves = moves && sitting_moves(&sitting);
    }
    ok(moves, "strength is back with the first frame, wherever that is");
}

static void test_pause_in_settle(void)
{
    make_header(maker);
    make_stage(maker, STAGE_SETTLE, 2, 0);
    make_end(maker);
    sitting_begin_playing(&sitting, 1);
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_SETTLING, "the quiet end of a routine is told as such");
    session_pause(session);
    session_resume(session);
    is_int(session->state, STATE_SETTLING, "also after a pause");
}

static void test_long_pause(void)
{
    sitting_make_simple(&sitting, 0);
    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, 10);
    session_pause(session);
    sitting_frames(&sitting, LIMIT_PAUSE_s * (uint32_t)SITTING_FRAMES_s - 1);
    is_int(session->state, STATE_PAUSED, "a pause may last 15 min");
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_STOPPED, "then somebody has gone, or sleeps");
    is_int(session->end_reason, END_STAGE_TIMEOUT, "and the session ends");
}

/* --- waits ------------------------------------------------------------------------------------ */

/* Plays a routine up to its wait. */
static void play_to_wait(uint8_t op, uint8_t value, uint8_t timeout_s)
{
    sitting_make_wait(&sitting, op, value, timeout_s);
    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, SITTING_FRAMES_s + 1);
}

static void test_prompt(void)
{
    play_to_wait(ROUTINE_PROMPT, 4, 30);
    ok(session_waits_for_person(session) && !sitting_moves(&sitting),
       "a prompt waits quietly for the person");
    sitting_frames(&sitting, 10 * SITTING_FRAMES_s);
    ok(session_waits_for_person(session), "as long as it says");
    is_int(session->player.clock_ticks, SITTING_FRAMES_s, "while the routine's clock stands");
    is_int(session_resume(session), 0, "RESUME answers it");
    sitting_frames(&sitting, 1);
    ok(sitting_moves(&sitting) && !session_waits_for_person(session), "and the routine goes on");
    is_int(session_resume(session), REFUSAL_WRONG_STATE,
           "without a prompt there is nothing to answer");

    play_to_wait(ROUTINE_PROMPT, 4, 30);
    sitting_frames(&sitting, 30 * SITTING_FRAMES_s - 1);
    ok(!sitting_moves(&sitting), "nobody answers for 29.99 s");
    sitting_frames(&sitting, 1);
    ok(sitting_moves(&sitting), "after 30 s it goes on by itself");
}

static void test_old_answer(void)
{
    play_to_wait(ROUTINE_PROMPT, 4, 30);
    session_pause(session);
    session_resume(session);
    sitting_frames(&sitting, 1);
    ok(session_waits_for_person(session), "going on after a pause does not answer the prompt");
    session_resume(session);
    sitting_frames(&sitting, 1);
    ok(!session_waits_for_person(session), "that takes an answer of its own");
    sitting_make_simple(&sitting, 0);
    sitting_begin_playing(&sitting, 5);
    session_pause(session);
    session_resume(session);
    sitting_frames(&sitting, 1);
    ok(!session->go, "but no answer is kept for a prompt that comes later");
}

static void test_warm_wait(void)
{
    play_to_wait(ROUTINE_WARM, SITTING_HEAT_40C, 60);
    is_int(session->setpoint_cC, 4000, "a wait for warmth asks for it");
    ok(!sitting_moves(&sitting) && !session_waits_for_person(session),
       "with quiet motors, and of nobody else");
    inputs->skin_cC = 3969;
    sitting_frames(&sitting, 10);
    ok(!sitting_moves(&sitting), "0.301 K below is not warm yet");
    inputs->skin_cC = 3970;
    sitting_frames(&sitting, 1);
    ok(sitting_moves(&sitting), "0.3 K below is");
    ok(!(session_take_news(session) & NEWS_HEAT_NOT_REACHED), "and nothing else is claimed");

    play_to_wait(ROUTINE_WARM, SITTING_HEAT_40C, 60);
    sitting_frames(&sitting, 60 * SITTING_FRAMES_s - 1);
    ok(!sitting_moves(&sitting), "it waits its 60 s");
    sitting_frames(&sitting, 1);
    ok(sitting_moves(&sitting), "then plays with the warmth there is");
    uint16_t news = session_take_news(session);
    ok((news & NEWS_HEAT_NOT_REACHED) && (news & PLAYER_WAIT_ENDED) && (news & NEWS_STEP),
       "and says so, and that the wait is over, and that a step begins");

    play_to_wait(ROUTINE_WARM, SITTING_HEAT_40C, 60);
    inputs->heat_rests = NOTICE_HOT_TIME_USED;
    sitting_frames(&sitting, 1);
    ok(sitting_moves(&sitting), "a leg whose heat rests is not kept waiting for what cannot come");
    ok(session_take_news(session) & NEWS_HEAT_RESTS, "and hears why");
    sitting_frames(&sitting, 10);
    ok(!(session_take_news(session) & NEWS_HEAT_RESTS), "once");
}

/* The person's own limit is below the routine's wish. */
static void test_personal_limit(void)
{
    play_to_wait(ROUTINE_WARM, SITTING_HEAT_40C, 60);
    inputs->setpoint_max_cC = 3700;
    sitting_frames(&sitting, 1);
    is_int(session->setpoint_cC, 3700, "no routine is warmer than the person's own limit");
    inputs->skin_cC = 3670;
    sitting_frames(&sitting, 1);
    ok(sitting_moves(&sitting), "and that limit, reached, is warm enough to go on");
}

/* A second session on the same leg: of the first one nothing is left. */
static void test_second_session(void)
{
    play_to_wait(ROUTINE_PROMPT, 4, 30);
    session_resume(session);
    session_stop(session, END_STOP_REQUEST);
    session_declare_leg(session, LEG_LEFT, SITTING_FULL_q10);
    session->pains = 1; /* as if said just before */
    inputs->applies_ms = 700000;
    session_start(session, 5, session->crc, LIMIT_MOTOR_TIME_s, false);
    is_int(session->pains, 0, "no PAIN is carried over");
    is_int(session->end_reason, END_NONE, "nor an end");
    sitting_frames(&sitting, SITTING_FRAMES_s + 1);
    is_int(session->planned_ms, 700000 + 101 * 10L, "its plan begins anew");
    is_int(session->motor_ms, 1000, "so does its motor time");
    is_int(session->heat_ms, 1010, "and its heat");
    sitting_frames(&sitting, 1);
    ok(session_waits_for_person(session), "an answer given before it does not answer its prompt");
}

/* --- ending ----------------------------------------------------------------------------------- */

static void test_completed(void)
{
    sitting_make_simple(&sitting, SITTING_HEAT_38C);
    sitting_begin_playing(&sitting, 5);
    inputs->pad_cC = 4000;
    sitting_frames(&sitting, SITTING_SECONDS * SITTING_FRAMES_s);
    is_int(session->state, STATE_RUNNING, "a routine plays to its last tick");
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_COOLING, "and then cools");
    is_int(session->end_reason, END_COMPLETED, "completed");
    is_int(session->motor_ms, (SITTING_SECONDS - 1) * 1000L, "its motor time is exact");
    is_int(session->heat_ms, SITTING_SECONDS * 1000L, "so is its heat");
    ok(sitting_rests(&sitting), "nothing is on");
    sitting_frames(&sitting, 10 * SITTING_FRAMES_s);
    is_int(session->state, STATE_COOLING, "while the pad is warm it is watched");
    inputs->pad_cC = 3799;
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_IDLE, "below 38 C it is done");

    sitting_begin_playing(&sitting, 5);
    inputs->pad_cC = 4000;
    sitting_frames(&sitting, SITTING_SECONDS * SITTING_FRAMES_s + 1);
    sitting_frames(&sitting, 1200L * SITTING_FRAMES_s - 1);
    is_int(session->state, STATE_COOLING, "a pad that does not cool is watched for 20 min");
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_IDLE, "and no longer");
}

/* The record must not show motor time or heat that was not there, nor hide what was. */
static void test_accounts(void)
{
    make_header(maker);
    make_stage(maker, STAGE_MASSAGE, 2, 0);
    make_key(maker, ROUTINE_KEY_STEP, 1 << ZONE_UPPER_MEDIAL, 1, 0);
    make_rest(maker, SITTING_FRAMES_s);
    make_key(maker, ROUTINE_KEY, 1 << ZONE_UPPER_MEDIAL, 0, 0);
    make_end(maker);
    sitting_begin_playing(&sitting, 1);
    sitting_frames(&sitting, 3 * SITTING_FRAMES_s);
    is_int(session->motor_ms, 1000, "one zone at 1 %% is motor time, as all zones are");
    is_int(session->heat_ms, 0, "without heat there is none in the record");
}

static void test_limits(void)
{
    sitting_make_simple(&sitting, 0);
    sitting_begin_playing(&sitting, 5);
    inputs->limit = END_MOTOR_LIMIT;
    sitting_frames(&sitting, SITTING_FRAMES_s);
    is_int(session->state, STATE_RUNNING, "used motor time does not end what needs no motors");
    sitting_frames(&sitting, 1);
    ok(session->state == STATE_COOLING && session->end_reason == END_MOTOR_LIMIT,
       "the first motion that is not permitted ends it, as what it is");
    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, 2 * SITTING_FRAMES_s);
    session->motor_ms = LIMIT_MOTOR_TIME_s * 1000UL - ROUTINE_TICK_ms;
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_RUNNING, "a session may have 900 s of motors");
    sitting_frames(&sitting, 1);
    ok(session->state == STATE_COOLING && session->end_reason == END_MOTOR_LIMIT,
       "and no more, though its leg has rested in between");
    sitting_begin_playing(&sitting, 5);
    session_pause(session);
    inputs->limit = END_DOSE;
    sitting_frames(&sitting, 1);
    ok(session->state == STATE_COOLING && session->end_reason == END_DOSE,
       "a used dose ends the session, even a paused one");
}

static void test_fault(void)
{
    sitting_make_simple(&sitting, SITTING_HEAT_38C);
    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, 2 * SITTING_FRAMES_s);
    inputs->faulty = true;
    sitting_frames(&sitting, 1);
    ok(session->state == STATE_FAULT && sitting_rests(&sitting),
       "a fault ends everything within a frame");
    is_int(session->end_reason, END_FAULT, "and the record says why");
    session_stop(session, END_STOP_REQUEST);
    is_int(session->state, STATE_FAULT, "STOP does not hide a fault");
    inputs->faulty = false;
    sitting_frames(&sitting, 10);
    is_int(session->state, STATE_FAULT, "it waits for a person, not for the cause to go");
    session_fault_is_gone(session);
    is_int(session->state, STATE_IDLE, "then the kit is idle, and nothing starts by itself");

    sitting_begin(&sitting, SITTING_FULL_q10);
    session_set(session, 0, 500, 1000);
    inputs->faulty = true;
    sitting_frames(&sitting, 1);
    ok(session->state == STATE_FAULT && sitting_rests(&sitting), "a fault ends the hand as well");
}

/* The user would lose: the seconds in which a hand lapses, to a particle that makes minutes of them. */
static void test_flipped_hand(void)
{
    sitting_begin(&sitting, SITTING_FULL_q10);
    session_set(session, ZONE_UPPER_MEDIAL, 500, 1000);
    session->player.zones[ZONE_UPPER_MEDIAL].left_ticks |= 1U << 15;
    sitting_frames(&sitting, SITTING_FRAMES_s + 1);
    ok(sitting_rests(&sitting), "by hand, what is beyond the longest time is not counted");
}

/* The user would lose: a word on warmth that does not come in a routine that does not wait for it. */
static void test_cold_session(void)
{
    for (uint8_t cold = 0; cold < 2; cold++) {
        sitting_make_simple(&sitting, SITTING_HEAT_40C);
        sitting_begin_playing(&sitting, 5);
        inputs->skin_cC = (int16_t)(3850 - cold);
        session->heat_ms = LIMIT_HEAT_WAIT_s * 1000UL - 2 * ROUTINE_TICK_ms;
        sitting_frames(&sitting, 1);
        ok(!(session_take_news(session) & NEWS_HEAT_NOT_REACHED), "before 12 min nothing is said");
        sitting_frames(&sitting, 1);
        is_int((session_take_news(session) & NEWS_HEAT_NOT_REACHED) != 0, cold, "after them %s",
               cold ? "that it is 1.51 K too cold" : "nothing of 1.5 K");
        sitting_frames(&sitting, 5);
        ok(!(session_take_news(session) & NEWS_HEAT_NOT_REACHED), "and not again");
    }
}

int main(void)
{
    test_boot();
    test_pause();
    test_pause_in_settle();
    test_long_pause();
    test_prompt();
    test_old_answer();
    test_warm_wait();
    test_cold_session();
    test_personal_limit();
    test_second_session();
    test_completed();
    test_accounts();
    test_limits();
    test_fault();
    test_flipped_hand();
    return done();
}
