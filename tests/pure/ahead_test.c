/* Playing ahead: many ticks at once are those ticks one by one, so lint's sums are of what the device plays. */
#include <string.h>

#include "protocol/routine.h"
#include "tests/pure/routine_maker.h"
#include "tests/tap.h"

#define RATE_UNKNOWN 0xFFFFU /* before the first tick of a ramp */

enum { ALL_ZONES = 0x3F, UPPER = 0x03, MOST = 64 };

static struct routine_maker maker;
static struct routine_player ahead, ticking;

static uint8_t moving_zones(const struct routine_player *player)
{
    uint8_t zones = 0;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        zones |= (uint8_t)((player_permille(player, zone) > 0) << zone);
    return zones;
}

/* All of a ramp that its next ticks depend on. */
static bool same_ramp(const struct routine_ramp *one, const struct routine_ramp *other)
{
    bool same_rate = one->rate_q6 == other->rate_q6 &&
                     (one->rest_q6 == other->rest_q6 || one->rate_q6 == RATE_UNKNOWN);
    return one->now_q6 == other->now_q6 && one->left_ticks == other->left_ticks &&
           (one->left_ticks == 0 || same_rate);
}

static bool same_players(void)
{
    bool same = ahead.next == ticking.next && ahead.clock_ticks == ticking.clock_ticks &&
                ahead.stage_left_ticks == ticking.stage_left_ticks &&
                ahead.rest_ticks == ticking.rest_ticks && ahead.heat == ticking.heat;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        same = same && same_ramp(&ahead.zones[zone], &ticking.zones[zone]);
    return same;
}

/* Plays the stretch ahead both ways; false if they differ. */
static bool skips_alike(uint32_t ticks)
{
    uint32_t sums[ZONE_COUNT], left = ticks;
    uint8_t moving = moving_zones(&ticking), heat = ticking.heat, events = 0;
    bool same = true;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        sums[zone] = player_permille_sum(&ahead, zone, ticks);
    player_skip(&ahead, ticks);
    for (; left > 0; left--) {
        events |= player_tick(&ticking, false);
        same = same && moving_zones(&ticking) == moving && ticking.heat == heat;
        for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
            sums[zone] -= player_permille(&ticking, zone);
    }
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        same = same && sums[zone] == 0;
    return same && events == 0 && same_players();
}

/* To the end, in stretches of any length that is allowed; returns how many were wrong. */
static long play_both(uint32_t *luck, uint32_t *skipped)
{
    long wrong = 0;
    player_begin(&ahead, maker.bytes, maker.length);
    player_begin(&ticking, maker.bytes, maker.length);
    for (;;) {
        *luck = (uint32_t)(*luck * 1664525UL + 1013904223UL); /* Numerical Recipes' */
        uint8_t events = player_tick(&ahead, false);
        wrong += events != player_tick(&ticking, false) || !same_players();
        if (events & PLAYER_END)
            return wrong;
        uint32_t ticks = player_alike_ticks(&ahead);
        if (*luck >> 31)
            ticks = ticks < MOST ? ticks : *luck >> 16 & (MOST - 1);
        wrong += !skips_alike(ticks);
        *skipped += ticks;
    }
}

static void test_random_routines(uint16_t routines)
{
    uint32_t state = 31337, luck = 1, skipped = 0;
    long wrong = 0;
    for (; routines > 0; routines--) {
        make_random(&maker, &state);
        wrong += play_both(&luck, &skipped);
    }
    is_int(wrong, 0, "random routines: each stretch is its ticks");
    ok(skipped > 0, "%lu ticks were played ahead", (unsigned long)skipped);
}

/* The slowest ramps: some stand at zero at first, some come to rest with their last tick. */
static void test_slow_ramps(void)
{
    static const uint8_t ways[][2] = {{0, 1}, {0, 100}, {1, 0}, {100, 0}, {1, 2}, {70, 20}};
    uint32_t luck = 7, skipped = 0;
    for (uint8_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        make_header(&maker);
        make_stage(&maker, STAGE_MASSAGE, 70, 70);
        make_key(&maker, ROUTINE_KEY, ALL_ZONES, ways[i][0], 0);
        make_rest(&maker, 1);
        make_key(&maker, ROUTINE_KEY, UPPER, ways[i][1], ROUTINE_MAX_RAMP_ticks);
        make_rest(&maker, 6500);
        make_end(&maker);
        is_int(play_both(&luck, &skipped), 0, "%d to %d %% over a minute", ways[i][0], ways[i][1]);
    }
}

/* Lint would be slow again if stretches were shorter than they can be. */
static void test_length(void)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 20, 0);
    make_rest(&maker, 500);
    make_key(&maker, ROUTINE_KEY, UPPER, 80, 100);
    make_rest(&maker, 1000);
    make_end(&maker);
    player_begin(&ahead, maker.bytes, maker.length);
    is_int(player_alike_ticks(&ahead), 0, "before the first tick: none");
    player_tick(&ahead, false);
    is_int(player_alike_ticks(&ahead), 499, "in a rest: all of it but the last");
    player_skip(&ahead, 499);
    player_tick(&ahead, false);
    is_int(player_alike_ticks(&ahead), 0, "before a zone begins to move: none");
    player_tick(&ahead, false);
    is_int(player_alike_ticks(&ahead), 99, "then to the ramp's end");
    player_skip(&ahead, 99);
    is_int(player_permille(&ahead, 0), 800, "where it has arrived");
    is_int(player_alike_ticks(&ahead), 899, "and to the end of the rest");
    player_skip(&ahead, 899);
    player_tick(&ahead, false);
    is_int(player_alike_ticks(&ahead), 499, "the stage's rest likewise");
    player_skip(&ahead, 499);
    is_int(player_tick(&ahead, false), PLAYER_END, "and then it is over");
    is_int(player_alike_ticks(&ahead), 0, "with nothing ahead");
}

int main(void)
{
    test_length();
    test_slow_ramps();
#ifdef __AVR__
    test_random_routines(6);
#else
    test_random_routines(500);
#endif
    return done();
}
