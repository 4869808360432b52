/* The player: what was drawn is what is felt, to the tick. */
#include <stdlib.h>
#include <string.h>

#include "protocol/routine.h"
#include "tests/pure/naive_player.h"
#include "tests/pure/routine_maker.h"
#include "tests/tap.h"

enum { PERCENT_Q6 = 640, UPPER_MEDIAL = 1, ALL_ZONES = 0x3F };

static struct routine_maker maker;
static struct routine_player player;

static void begin(void)
{
    make_end(&maker);
    player_begin(&player, maker.bytes, maker.length);
}

static uint8_t play(uint32_t ticks, bool go)
{
    uint8_t events = 0;
    for (; ticks > 0; ticks--)
        events |= player_tick(&player, go);
    return events;
}

static bool all_zero(void)
{
    bool zero = !player_moving(&player);
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        zero = zero && player_permille(&player, zone) == 0;
    return zero;
}

/* --- ramps ----------------------------------------------------------------------------------- */

struct ramp_result {
    int32_t worst_q6; /* greatest distance from the straight line */
    bool one_way, early;
    int32_t end_q6;
};

/* Follows the ramp that the player has just begun. */
static struct ramp_result follow_ramp(int32_t from_q6, int32_t to_q6, uint16_t ticks)
{
    struct ramp_result result = {.one_way = true};
    int32_t before = from_q6;
    for (uint16_t tick = 1; tick <= ticks; tick++) {
        player_tick(&player, false);
        int32_t now = player.zones[0].now_q6;
        int32_t line = from_q6 + (to_q6 - from_q6) * tick / ticks;
        if (labs((long)(now - line)) > result.worst_q6)
            result.worst_q6 = (int32_t)labs((long)(now - line));
        result.one_way = result.one_way && (to_q6 > from_q6 ? now >= before : now <= before);
        result.early = result.early || (tick < ticks && now == to_q6);
        before = now;
    }
    result.end_q6 = before;
    return result;
}

/* A press that jumps, overshoots or comes late is what a sore calf feels first. */
static void test_ramp(uint8_t from, uint8_t to, uint16_t ticks)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 70, 0);
    make_key(&maker, ROUTINE_KEY, UPPER_MEDIAL, from, 0);
    make_rest(&maker, 1);
    make_key(&maker, ROUTINE_KEY, UPPER_MEDIAL, to, ticks);
    make_rest(&maker, 6500);
    begin();
    play(2, false);
    int32_t to_q6 = (int32_t)to * PERCENT_Q6;
    struct ramp_result result = follow_ramp((int32_t)from * PERCENT_Q6, to_q6, ticks);
    is_int(result.end_q6, to_q6, "%d to %d %% over %u ticks arrives exactly", from, to, ticks);
    ok(result.one_way && !result.early, "not early, and never the other way");
    ok(result.worst_q6 <= ticks / 4 + 1, "at most ticks/256 permille off the line");
    play(1, false);
    is_int(player.zones[0].now_q6, to_q6, "and stays there");
}

/* A zone that moves at all must be told as moving: the motor time is counted from this. */
static void test_rounding(void)
{
    memset(&player, 0, sizeof player);
    is_int(player_permille(&player, 0), 0, "nothing is nothing");
    player.zones[0].now_q6 = 1;
    is_int(player_permille(&player, 0), 1, "the least motion counts as 1 permille");
    ok(player_moving(&player), "and as moving");
    player.zones[0].now_q6 = 64000;
    is_int(player_permille(&player, 0), 1000, "full strength is 1000 permille");
}

/* --- stages ---------------------------------------------------------------------------------- */

/* A stage that ends in the middle of a stroke leaves nothing running. */
static void test_stage_ends_mid_step(void)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 1, 80);
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 100, 300);
    make_rest(&maker, 300);
    make_stage(&maker, STAGE_MASSAGE, 1, 0); /* which begins by doing nothing */
    make_rest(&maker, 100);
    begin();
    is_int(play(1, false), PLAYER_STAGE | PLAYER_STEP, "the stage and its step begin at once");
    is_int(play(99, false), 0, "then nothing for 99 ticks");
    ok(player_moving(&player), "all zones are on their way");
    is_int(play(1, false), PLAYER_STAGE, "with the hundredth the next stage begins");
    ok(all_zero(), "and all zones are at zero");
    is_int(player.heat, 0, "the heat is the new stage's");
    is_int(player.stage, 1, "which is number 1");
    is_int(play(99, false), 0, "it lasts its second");
    ok(all_zero(), "in which nothing moves");
    is_int(play(1, false), PLAYER_END, "then the routine is over");
}

/* Steps that are done before the stage's time is up leave the rest of it quiet, not the last push. */
static void test_steps_end_early(void)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 1, 0);
    make_key(&maker, ROUTINE_KEY, ALL_ZONES, 50, 0);
    make_rest(&maker, 30);
    begin();
    play(30, false);
    ok(player_moving(&player), "zones move to the last tick of the steps");
    play(1, false);
    ok(all_zero(), "then they are at zero");
    is_int(play(69, false), 0, "until the stage's time is up");
    is_int(play(1, false), PLAYER_END, "and no longer");
}

/* However often the device asks, a routine that is over stays over. */
static void test_end(void)
{
    make_header(&maker);
    begin();
    is_int(play(1, false), PLAYER_END, "an empty routine is over at once");

    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 1, 70);
    make_key(&maker, ROUTINE_KEY, ALL_ZONES, 100, 0);
    make_rest(&maker, 200);
    begin();
    is_int(play(100, true), PLAYER_STAGE, "a second is 100 ticks");
    is_int(play(1, true), PLAYER_END, "then it ends");
    is_int(play(1000, true), PLAYER_END, "and says so whenever asked");
    ok(all_zero() && player.heat == 0, "all zones are at zero, the heat is off");
    is_int(player.clock_ticks, 100, "the clock stands at its second");
    is_int(player.stage, ROUTINE_NO_STAGE, "there is no stage any more");
}

/* --- waits ----------------------------------------------------------------------------------- */

static void begin_wait(uint8_t op, uint8_t operand, uint8_t timeout_s)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 9, 0);
    make_key(&maker, ROUTINE_KEY, ALL_ZONES, 100, 0);
    make_rest(&maker, 10);
    MAKE(&maker, ROUTINE_MARK, 3, op, operand, timeout_s);
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 40, 0);
    make_rest(&maker, 10);
    begin();
    play(10, false);
}

/* Waiting for warmth with the motors on would spend the leg's minutes on nothing. */
static void test_warm(void)
{
    begin_wait(ROUTINE_WARM, 90, 2);
    is_int(play(1, false), PLAYER_MARK | PLAYER_WAIT_BEGAN, "a mark, then a wait begins");
    ok(player.warming && !player.prompting, "for warmth");
    ok(all_zero(), "with all zones at zero");
    is_int(player.heat, 90, "and the new setpoint");
    is_int(play(100, false), 0, "it goes on");
    is_int(player.clock_ticks, 10, "while the clock stands");
    is_int(play(1, true), PLAYER_WAIT_ENDED | PLAYER_STEP,
           "until it is warm; the next step begins");
    is_int(player.clock_ticks, 10, "at the instant where the clock stood");
    is_int(player_permille(&player, 5), 400, "and drives its zones");
    play(1, false);
    is_int(player.clock_ticks, 11, "then time passes again");
}

/* A person who has fallen asleep, or a pad that does not warm: it ends by itself. */
static void test_time_out(void)
{
    begin_wait(ROUTINE_PROMPT, 7, 2);
    play(1, false);
    ok(player.prompting && !player.warming, "a prompt waits");
    is_int(player.prompt, 7, "with its own number");
    is_int(player.mark, 3, "and the mark of the same instant keeps its own");
    is_int(play(199, false), 0, "for two seconds");
    is_int(play(1, false), PLAYER_WAIT_ENDED | PLAYER_TIMED_OUT | PLAYER_STEP, "and no longer");
    ok(!player.prompting, "then it is over");
}

/* --- repeats --------------------------------------------------------------------------------- */

static void make_nested(uint16_t stage_s)
{
    make_stage(&maker, STAGE_MASSAGE, stage_s, 0);
    MAKE(&maker, ROUTINE_REPEAT, 2, ROUTINE_REPEAT, 3, ROUTINE_REPEAT, 4);
    make_key(&maker, ROUTINE_KEY_STEP, UPPER_MEDIAL, 10, 0);
    make_rest(&maker, 7);
    MAKE(&maker, ROUTINE_AGAIN);
    make_rest(&maker, 2);
    MAKE(&maker, ROUTINE_AGAIN, ROUTINE_AGAIN);
    make_key(&maker, ROUTINE_KEY_STEP, UPPER_MEDIAL, 20, 0);
    make_rest(&maker, 1);
}

/* One turn too few or too many moves everything after it. */
static void test_nested_repeats(void)
{
    make_header(&maker);
    make_nested(9);
    begin();
    play(2 * 3 * (4 * 7 + 2), false);
    is_int(player.steps, 24, "2 x 3 x 4 times the step");
    is_int(player_permille(&player, 0), 100, "still at its strength");
    is_int(play(1, false), PLAYER_STEP, "then what stands behind the repeats");
    is_int(player_permille(&player, 0), 200, "at its own");

    make_header(&maker);
    make_nested(1);
    make_nested(9);
    begin();
    play(100, false);
    is_int(player.steps, 14, "a stage may end within its repeats: 3 x 4 + 2 steps in a second");
    play(2 * 3 * (4 * 7 + 2), false);
    is_int(player.steps, 14 + 24, "and the next one repeats as if there had been none");
}

/* --- against the naive player ---------------------------------------------------------------- */

static long misplaced; /* ticks at which something is not as the naive player has it */
static uint8_t events_seen;

static void compare_tick(struct naive_player *naive)
{
    events_seen = player_tick(&player, false);
    while (player.warming || player.prompting) {
        misplaced += !all_zero();
        events_seen = player_tick(&player, true);
    }
    bool same = player.heat == naive->heat && player.stage == naive->stage &&
                player.steps == naive->steps && player.clock_ticks == naive->duration_ticks;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        int32_t off_q6 = player.zones[zone].now_q6 - naive_q6(&naive->zones[zone]);
        int32_t slack_q6 = naive_slack_q6(&naive->zones[zone]);
        same = same && off_q6 <= slack_q6 && off_q6 >= -slack_q6 &&
               (player_permille(&player, zone) > 0) == naive_moves(&naive->zones[zone]);
    }
    misplaced += !same || (events_seen & PLAYER_END);
}

static bool same_totals(const struct routine_totals *totals, const struct naive_player *naive)
{
    bool same = totals->duration_ticks == naive->duration_ticks &&
                totals->motor_ticks == naive->motor_ticks &&
                totals->heat_ticks == naive->heat_ticks && totals->wait_s == naive->wait_s &&
                totals->steps == naive->steps && totals->stages == naive->stages;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        same = same && totals->zone_ticks[zone] == naive->zone_ticks[zone] &&
               (totals->peak_permille[zone] > 0) == (naive->zone_ticks[zone] > 0);
    return same;
}

/* Lint's totals decide whether a routine is allowed; the player decides what the leg gets. Both must be
 * what the bytes say, and nothing may be read outside of them. */
static void test_random_routines(uint16_t routines)
{
    static struct naive_player naive;
    static struct routine_totals totals;
    uint32_t seed = 20262, state = seed;
    long invalid = 0, not_ended = 0, wrong_totals = 0, wrong_length = 0;
    misplaced = 0;
    for (; routines > 0; routines--) {
        uint8_t at;
        make_random(&maker, &state);
        invalid += routine_check(maker.bytes, maker.length, &at) != ROUTINE_ERROR_OK;
#ifdef __AVR__
        uint8_t *bytes = maker.bytes;
#else /* a block of its own: the sanitizer sees a byte read beyond it */
        uint8_t *bytes = memcpy(malloc(maker.length), maker.bytes, maker.length);
#endif
        player_begin(&player, bytes, maker.length);
        naive_play(&naive, bytes, compare_tick);
        not_ended += player_tick(&player, false) != PLAYER_END || !all_zero() || player.heat != 0;
        wrong_length += player.clock_ticks != (uint32_t)maker.total_s * ROUTINE_TICKS_s;
        routine_totals(bytes, maker.length, &totals);
        wrong_totals += !same_totals(&totals, &naive);
#ifndef __AVR__
        free(bytes);
#endif
    }
    is_int(invalid, 0, "random routines are valid (seed %lu)", (unsigned long)seed);
    is_int(misplaced, 0, "each tick is as the naive player has it");
    is_int(not_ended, 0, "all is off at the end");
    is_int(wrong_length, 0, "which comes exactly at the declared time");
    is_int(wrong_totals, 0, "the totals are the naive player's");
}

int main(void)
{
    test_rounding();
    test_ramp(0, 80, 1);
    test_ramp(0, 1, 2);
    test_ramp(30, 31, 7);
    test_ramp(0, 100, 1000);
    test_ramp(100, 0, 1000);
    test_ramp(70, 20, 333);
    test_ramp(0, 100, 6000);
    test_ramp(100, 1, 6000);
    test_stage_ends_mid_step();
    test_steps_end_early();
    test_end();
    test_warm();
    test_time_out();
    test_nested_repeats();
#ifdef __AVR__
    test_random_routines(8);
#else
    test_random_routines(1000);
#endif
    return done();
}
