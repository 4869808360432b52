/* A session that is not what was loaded and planned any more: a flipped bit of the routine, or of how it plays. */
#include "protocol/limits.h"
#include "tests/pure/sitting.h"
#include "tests/tap.h"

static struct sitting sitting;
static struct session *const session = &sitting.session;

/* So many frames as device_plan() goes through them: does the session go astray in one? */
static bool goes_astray(uint32_t frames)
{
    bool astray = false;
    for (; frames > 0; frames--) {
        sitting_frames(&sitting, 1);
        astray |= session_is_astray(session);
    }
    return astray;
}

/* The user would lose: the end, when a bit of what is left to play has flipped. */
static void test_overdue(void)
{
    enum { FLIPPED_BIT = 20 };
    sitting_make_simple(&sitting, 0);
    sitting_begin_playing(&sitting, 5);
    ok(!goes_astray(SITTING_SECONDS * SITTING_FRAMES_s + 1) && session->end_reason == END_COMPLETED,
       "to its end no routine goes astray");

    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, SITTING_FRAMES_s);
    session->player.stage_left_ticks ^= 1UL << FLIPPED_BIT;
    ok(!goes_astray(SITTING_SECONDS * SITTING_FRAMES_s) && session->state == STATE_RUNNING,
       "one that lost its end plays on; a second over is no reason yet");
    ok(goes_astray(10), "then it is overdue, within a tenth of a second");
}

static bool is_seen_in_a_pass(void)
{
    bool seen = false; /* not played: where it leads is not the question */
    for (uint16_t bytes = 0; bytes < session->length; bytes += 2)
        seen |= session_is_astray(session);
    return seen;
}

/* The user would lose: the end, when a bit of the routine itself has flipped. An END that becomes AGAIN leaves the
 * motors as they are for ever, and the routine's clock stands. */
static void test_changed(void)
{
    unsigned unseen = 0, false_alarms = 0;
    sitting_make_simple(&sitting, 0);
    for (uint8_t at = 0; at < sitting.maker.length; at++) {
        sitting_begin_playing(&sitting, 5);
        false_alarms += goes_astray((uint32_t)session->length + at);
        uint8_t intact = session->program[at];
        for (uint8_t bit = 0; bit < 8; bit++) {
            session->program[at] = (uint8_t)(intact ^ 1U << bit);
            bool seen = is_seen_in_a_pass();
            seen |= is_seen_in_a_pass(); /* as often as not it is behind the byte already */
            unseen += !seen;
            session->program[at] = intact;
            is_seen_in_a_pass(); /* what the running pass has read of it */
        }
    }
    is_int(false_alarms, 0, "a routine that is as it was loaded is no cause");
    is_int(unseen, 0, "each flipped bit of it is noticed within two passes");
}

/* The user would lose: the next routine, to a check that the last one left half done. */
static void test_changed_rightly(void)
{
    sitting_make_simple(&sitting, 0);
    sitting_begin_playing(&sitting, 5);
    goes_astray(3);
    session_stop(session, END_STOP_REQUEST);
    sitting_make_simple(&sitting, SITTING_HEAT_38C);
    sitting_upload(&sitting);
    session_declare_leg(session, LEG_LEFT, SITTING_FULL_q10);
    is_int(session_start(session, 5, session->crc, LIMIT_MOTOR_TIME_s, false), 0,
           "a routine is stopped, and another one begun within the same frame");
    ok(!goes_astray((uint32_t)session->length * 2), "it does not go astray");
}

/* The user would lose: the strength they chose, when a bit of what it was reckoned to has flipped. */
static void test_scale(void)
{
    enum { FLIPPED_BIT = 14 };
    sitting_make_simple(&sitting, 0);
    sitting_begin_playing(&sitting, 3);
    uint16_t scale_q10 = session->scale_q10, ankle_scale_q10 = session->ankle_scale_q10;
    session->scale_q10 ^= 1U << FLIPPED_BIT;
    session->ankle_scale_q10 ^= 1U << FLIPPED_BIT;
    ok(!goes_astray(session->length), "a strength that is wrong is no reason to end");
    is_int(session->scale_q10, scale_q10, "it is right again after a pass over the routine");
    is_int(session->ankle_scale_q10, ankle_scale_q10, "that of the ankle, too");

    session_stop(session, END_STOP_REQUEST);
    session_declare_leg(session, LEG_LEFT, SITTING_FULL_q10);
    is_int(session_set(session, 0, 500, 1000), 0, "by hand, too,");
    scale_q10 = session->scale_q10;
    session->scale_q10 ^= 1U << FLIPPED_BIT;
    is_int(session_set(session, 0, 500, 1000), 0, "each time that it is renewed");
    is_int(session->scale_q10, scale_q10, "it is made anew");
}

int main(void)
{
    test_scale();
    test_overdue();
    test_changed();
    test_changed_rightly();
    return done();
}
