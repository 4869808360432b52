/* Orders: what a person asks of a session is done as asked, no stronger than allowed, or
 * refused. */
#include "protocol/limits.h"
#include "tests/pure/sitting.h"
#include "tests/tap.h"

enum { TOLERANCE_permille = 3 /* shares are counted in 1/1024 */ };

static struct sitting sitting;
static struct session *const session = &sitting.session;
static struct routine_maker *const maker = &sitting.maker;

static uint8_t start(uint8_t level)
{
    return session_start(session, level, session->crc, LIMIT_MOTOR_TIME_s, false);
}

/* --- strength --------------------------------------------------------------------------------- */

/* What 100 % of the routine becomes, in permille: level (A1) x new leg x PAIN, and 0.75 for the ankle
 * (A33). */
static void test_strength(void)
{
    static const struct {
        uint8_t level, pains;
        uint16_t leg_q10, want, want_ankle;
    } rows[] = {
        {1, 0, SITTING_FULL_q10, 600, 450},  {2, 0, SITTING_FULL_q10, 700, 525},
        {3, 0, SITTING_FULL_q10, 800, 600},  {4, 0, SITTING_FULL_q10, 900, 675},
        {5, 0, SITTING_FULL_q10, 1000, 750}, {5, 1, SITTING_FULL_q10, 700, 525},
        {1, 1, SITTING_FULL_q10, 420, 315},  {5, 0, SITTING_HALF_q10, 500, 375},
        {1, 1, SITTING_HALF_q10, 210, 158},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        sitting_make_simple(&sitting, 0);
        sitting_begin(&sitting, rows[row].leg_q10);
        start(rows[row].level);
        sitting_frames(&sitting, 1);
        if (rows[row].pains > 0) {
            session_pain(session);
            session_resume(session);
        }
        sitting_frames(&sitting, SITTING_FRAMES_s + 1);
        for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
            int16_t want =
                (int16_t)(zone < ZONE_ANKLE_MEDIAL ? rows[row].want : rows[row].want_ankle);
            int16_t got = (int16_t)session->strength_permille[zone];
            ok(got >= want - TOLERANCE_permille && got <= want + TOLERANCE_permille,
               "level %u, %u PAIN, %u/1024: zone %u is driven at %d, not at %d", rows[row].level,
               rows[row].pains, rows[row].leg_q10, zone, want, got);
        }
    }
}

/* The least percent must still count as motion, or its motor time would be free. */
static void test_weakest(void)
{
    make_header(maker);
    make_stage(maker, STAGE_MASSAGE, 1, 0);
    make_key(maker, ROUTINE_KEY_STEP, SITTING_ALL_ZONES, 1, 0);
    make_rest(maker, SITTING_FRAMES_s);
    make_end(maker);
    sitting_begin(&sitting, SITTING_HALF_q10);
    start(1);
    sitting_frames(&sitting, 1);
    ok(session->strength_permille[0] > 0 && session->strength_permille[5] > 0,
       "1 %% at the lowest level on a new leg still moves, and is counted");
}

static void test_level(void)
{
    sitting_make_simple(&sitting, 0);
    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, SITTING_FRAMES_s + 1);
    is_int(session_level(session, 1), 0, "a weaker level is taken while it plays");
    sitting_frames(&sitting, 1);
    ok(session->strength_permille[0] <= 603, "and felt with the next frame");
    is_int(session_level(session, 0), REFUSAL_BAD_VALUE, "there is no level 0");
    is_int(session_level(session, 6), REFUSAL_BAD_VALUE, "nor 6");
    maker->bytes[2] = 0x31; /* default 1, highest 3 */
    sitting_begin_playing(&sitting, 3);
    is_int(session_level(session, 4), REFUSAL_LEVEL_TOO_HIGH,
           "nor one above the routine's highest");
    is_int(session->level, 3, "which changes nothing");
}

/* --- starting --------------------------------------------------------------------------------- */

static void test_start_refusals(void)
{
    sitting_make_simple(&sitting, 0);
    maker->bytes[2] = 0x31; /* default 1, highest 3 */
    maker->bytes[3] = 1;    /* left only */
    maker->bytes[4] = 0x59; /* 601 s of motors declared */
    maker->bytes[5] = 0x02;
    sitting_begin(&sitting, SITTING_FULL_q10);
    uint16_t crc = session->crc;
    is_int(session_start(session, 1, (uint16_t)(crc + 1), 900, false), REFUSAL_OTHER_ROUTINE,
           "another routine than the one meant is not played");
    is_int(session_start(session, 0, crc, 900, false), REFUSAL_BAD_VALUE, "nor at level 0");
    is_int(session_start(session, 6, crc, 900, false), REFUSAL_BAD_VALUE, "nor at level 6");
    is_int(session_start(session, 4, crc, 900, false), REFUSAL_LEVEL_TOO_HIGH,
           "nor above the routine's highest");
    is_int(session_start(session, 1, crc, 900, true), REFUSAL_NEW_LEG_TOO_LONG,
           "nor one of over ten minutes on a new leg");
    is_int(session_start(session, 1, crc, 600, false), REFUSAL_MOTOR_TIME_USED,
           "nor one that the leg has not enough motor time left for");
    maker->bytes[4] = 0x58;
    sitting_begin(&sitting, SITTING_FULL_q10);
    is_int(session_start(session, 1, session->crc, 600, true), 0, "one of just ten minutes is");
    maker->bytes[4] = 0x59;
    sitting_begin(&sitting, SITTING_FULL_q10);
    session_declare_leg(session, LEG_RIGHT, SITTING_FULL_q10);
    is_int(session_start(session, 1, crc, 900, false), REFUSAL_WRONG_LEG, "nor on the other leg");
    is_int(session->state, STATE_ARMED, "a refused start leaves everything as it was");
    session_declare_leg(session, LEG_LEFT, SITTING_FULL_q10);
    is_int(session_start(session, 3, crc, 601, false), 0, "what is in order is played");
    session_upload_begin(session, 20, 0);
    is_int(session_start(session, 1, crc, 900, false), REFUSAL_NO_ROUTINE,
           "a routine that is half uploaded is none");
}

/* --- PAIN and STOP ---------------------------------------------------------------------------- */

/* The second time the session ends (A22). */
static void test_pain(void)
{
    sitting_make_simple(&sitting, SITTING_HEAT_38C);
    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, 2 * SITTING_FRAMES_s);
    session_pain(session);
    is_int(session->state, STATE_PAUSED, "PAIN pauses");
    ok(sitting_rests(&sitting), "and takes motors and heat at once");
    session_resume(session);
    ok(session_take_news(session) & NEWS_RESUMED_LOWER, "going on lower is told");
    sitting_frames(&sitting, 1);
    ok(session->strength_permille[0] <= 703, "and felt: 30 %% lower");
    session_level(session, 5);
    sitting_frames(&sitting, 1);
    ok(session->strength_permille[0] <= 703, "the level cannot take that back");
    is_int(session_pain(session), 0, "a second PAIN is heard");
    is_int(session->state, STATE_STOPPED, "and ends the session");
    is_int(session->end_reason, END_PAIN, "as what it is");
    ok(sitting_rests(&sitting), "quiet and cool");

    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, 1);
    session_pain(session);
    session_pain(session);
    is_int(session->state, STATE_STOPPED, "so does one said during the pause");
    sitting_begin_playing(&sitting, 5);
    sitting_frames(&sitting, 1);
    session_pause(session);
    session_pain(session);
    is_int(session->state, STATE_PAUSED, "a first one said in a pause keeps the pause");
    is_int(session->pains, 1, "but counts");
    session_declare_leg(session, LEG_LEFT, SITTING_FULL_q10);
    is_int(session->pains, 0, "a new session begins without");
}

static void test_stop(void)
{
    static const uint8_t reasons[] = {END_STOP_REQUEST, END_STOP_BUTTON, END_PANIC};
    for (uint8_t i = 0; i < sizeof reasons; i++) {
        sitting_make_simple(&sitting, SITTING_HEAT_38C);
        sitting_begin_playing(&sitting, 5);
        sitting_frames(&sitting, 2 * SITTING_FRAMES_s);
        session_take_news(session);
        session_stop(session, reasons[i]);
        ok(session->state == STATE_STOPPED && sitting_rests(&sitting),
           "STOP %u: everything is off at once", i);
        is_int(session->end_reason, reasons[i], "the record says who stopped");
        ok(session_take_news(session) & NEWS_END, "and the end is told");
        sitting_frames(&sitting, 100);
        ok(session->state == STATE_STOPPED && sitting_rests(&sitting), "and it stays off");
        session_stop(session, END_PANIC);
        is_int(session->end_reason, reasons[i], "a second STOP does not rewrite the first");
        ok(!(session_take_news(session) & NEWS_END), "nor end the session twice");
    }
}

/* --- by hand ---------------------------------------------------------------------------------- */

static void begin_by_hand(void)
{
    sitting_make_simple(&sitting, 0);
    sitting_begin(&sitting, SITTING_FULL_q10);
}

static void test_by_hand(void)
{
    begin_by_hand();
    session_set(session, ZONE_MID_LATERAL, 500, 200);
    is_int(session->state, STATE_BY_HAND, "a zone can be driven by hand");
    long driven = 0, others = 0;
    for (uint8_t frame = 0; frame < 20; frame++) {
        sitting_frames(&sitting, 1);
        driven += session->strength_permille[ZONE_MID_LATERAL] == 500;
        others += session->strength_permille[ZONE_MID_MEDIAL];
    }
    is_int(driven, 20, "for its 200 ms");
    is_int(others, 0, "and no other zone");
    sitting_frames(&sitting, 1);
    ok(sitting_rests(&sitting), "unrenewed, it rests: a host that hangs drives nothing");
    sitting_frames(&sitting, 1);
    is_int(session->state, STATE_ARMED, "and the hand is off");
}

static void test_by_hand_each_by_itself(void)
{
    begin_by_hand();
    session_set(session, SESSION_ALL_ZONES, 1000, 100);
    session_set(session, ZONE_UPPER_MEDIAL, 400, 300);
    session_heat(session, 37000, 200);
    sitting_frames(&sitting, 10);
    is_int(session->strength_permille[ZONE_MID_MEDIAL], 1000, "all zones can be driven at once");
    is_int(session->strength_permille[ZONE_ANKLE_LATERAL], 750, "the ankle's at its share");
    is_int(session->strength_permille[ZONE_UPPER_MEDIAL], 400, "the newest word counts");
    is_int(session->setpoint_cC, 3700, "warmth has a time of its own");
    sitting_frames(&sitting, 10);
    is_int(session->strength_permille[ZONE_MID_MEDIAL], 0, "each ends in its time");
    is_int(session->setpoint_cC, 3700, "the warmth in its");
    sitting_frames(&sitting, 1);
    is_int(session->setpoint_cC, 0, "and not later");
    session_set(session, ZONE_UPPER_MEDIAL, 400, 300);
    session_heat(session, 37000, 300);
    sitting_frames(&sitting, 11);
    is_int(session->strength_permille[ZONE_UPPER_MEDIAL], 400, "what is renewed goes on");
    session_pain(session);
    ok(session->state == STATE_STOPPED && sitting_rests(&sitting), "PAIN by hand stops everything");
    session_declare_leg(session, LEG_LEFT, SITTING_FULL_q10);
    session_set(session, ZONE_MID_MEDIAL, 0, 100);
    sitting_frames(&sitting, 1);
    ok(sitting_rests(&sitting), "and nothing of it comes back with the next hand");
}

int main(void)
{
    test_strength();
    test_weakest();
    test_level();
    test_start_refusals();
    test_pain();
    test_stop();
    test_by_hand();
    test_by_hand_each_by_itself();
    return done();
}
