/* The player, byte by byte: what the random routines hardly ever reach, and bytes that the check would refuse, as a flipped
 * bit of RAM makes them. */
#include "protocol/routine.h"
#include "tests/pure/routine_maker.h"
#include "tests/tap.h"

enum { UPPER_MEDIAL = 1, NO_OPERATION = 0x0F };

static struct routine_maker maker;
static struct routine_player player;

static void begin(void)
{
    make_end(&maker);
    player_begin(&player, maker.bytes, maker.length);
}

static uint8_t play(uint32_t ticks)
{
    uint8_t events = 0;
    for (; ticks > 0; ticks--)
        events |= player_tick(&player, false);
    return events;
}

static void begin_stage(uint16_t duration_s)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, duration_s, 30);
}

/* The user would lose: minutes of warmth, whose number has three groups of bits. */
static void test_long_rest(void)
{
    const uint32_t ticks = 0x4081; /* a bit in each */
    begin_stage(400);
    make_rest(&maker, ticks);
    make_key(&maker, ROUTINE_KEY_STEP, UPPER_MEDIAL, 50, 0);
    make_rest(&maker, 1);
    begin();
    is_int(play(ticks), PLAYER_STAGE, "in a rest of %lu ticks nothing happens",
           (unsigned long)ticks);
    is_int(play(1), PLAYER_STEP, "and after it the step");
    is_int(player_permille(&player, 0), 500, "as it stands there");
}

/* Written with its number, as a rest of so many ticks need not be. */
static void test_short_rest(void)
{
    begin_stage(9);
    MAKE(&maker, ROUTINE_REST, 1, ROUTINE_MARK, 5);
    begin();
    is_int(play(1), PLAYER_STAGE, "a rest of one tick");
    is_int(play(1), PLAYER_MARK, "is over with the next");
}

static void test_heat(void)
{
    begin_stage(9);
    MAKE(&maker, ROUTINE_MARK, 5);
    make_rest(&maker, 1);
    MAKE(&maker, ROUTINE_HEAT, 90);
    begin();
    play(1);
    is_int(play(1), 0, "another heat is no event");
    is_int(player.heat, 90, "it is the heat from then on");
    is_int(player.mark, 5, "and no mark");
}

static void test_last_tick(void)
{
    begin_stage(1);
    make_key(&maker, ROUTINE_KEY, UPPER_MEDIAL, 50, 0);
    make_rest(&maker, 99);
    begin();
    is_int(play(100), PLAYER_STAGE, "steps that are over one tick before their stage");
    ok(!player_moving(&player), "leave it that tick");
    is_int(player.stage, 0, "of quiet");
    is_int(play(1), PLAYER_END, "then it ends");
    is_int(player.clock_ticks, 100, "at its time");
}

/* The device works out duties where `moved_zones` says so: a ramp would be felt in jerks. */
static void test_moved(void)
{
    uint8_t missed = 0, moves = 0;
    begin_stage(1);
    make_key(&maker, ROUTINE_KEY, UPPER_MEDIAL, 50, 0);
    make_rest(&maker, 10);
    make_key(&maker, ROUTINE_KEY, UPPER_MEDIAL, 100, 40);
    make_rest(&maker, 90);
    begin();
    for (uint8_t tick = 0; tick <= 100; tick++) {
        uint16_t before_q6 = player.zones[0].now_q6;
        player.moved_zones = 0;
        player_tick(&player, false);
        bool moves_now = player.zones[0].now_q6 != before_q6;
        moves = (uint8_t)(moves + moves_now);
        missed = (uint8_t)(missed + (moves_now && !(player.moved_zones & 1)));
    }
    is_int(moves, 1 + 40 + 1, "a jump, a ramp and the end");
    is_int(missed, 0, "are moves, tick by tick");
}

/* --- bytes that are refused ------------------------------------------------------------------- */

static void test_rest_of_no_time(void)
{
    begin_stage(9);
    make_rest(&maker, 1);
    MAKE(&maker, ROUTINE_REST, 0, ROUTINE_MARK, 5);
    make_rest(&maker, 10);
    begin();
    play(1);
    is_int(play(1), PLAYER_MARK, "a rest of no time lets none pass");
    is_int(play(10), 0, "what stands behind it has its own");
}

static void test_no_operation(void)
{
    make_header(&maker);
    MAKE(&maker, NO_OPERATION, 0);
    make_key(&maker, ROUTINE_KEY_STEP, UPPER_MEDIAL, 100, 0);
    begin();
    is_int(play(1), PLAYER_END, "a byte that is no operation ends the routine");
    is_int(play(10), PLAYER_END, "for good");
    ok(!player_moving(&player), "and what stands behind it does not move anything");
}

int main(void)
{
    test_long_rest();
    test_short_rest();
    test_heat();
    test_last_tick();
    test_moved();
    test_rest_of_no_time();
    test_no_operation();
    return done();
}
