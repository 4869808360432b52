/* One routine, played by the player and by the naive one, instant by instant. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/pure/naive_player.h"

enum {
    EXACT_RAMP_ticks = 640, /* a longer one may stand at zero at first (naive_moves) */
    PERMILLE_PERCENT = 10,
    GO_ONE_IN = 64,
};

/* naive_play() has no place for a context of its caller's. */
static struct {
    struct routine_player player;
    uint8_t events;
    uint8_t ceiling_percent;
    uint32_t luck;
    uint32_t ticks, most_ticks;
    uint32_t zone_ticks[ZONE_COUNT];
    bool exact;
} side;

static bool go_now(void)
{
    side.luck ^= side.luck << 13;
    side.luck ^= side.luck >> 17;
    side.luck ^= side.luck << 5;
    return side.luck % GO_ONE_IN == 0;
}

static bool is_waiting(void)
{
    return side.player.warming || side.player.prompting;
}

static void check_instant(void)
{
    const struct routine_player *player = &side.player;
    bool may_move = player->kind == STAGE_MASSAGE && !is_waiting() && !(side.events & PLAYER_END);
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        uint16_t permille = player_permille(player, zone);
        fuzz_must(permille <= side.ceiling_percent * PERMILLE_PERCENT, "no zone above the ceiling");
        fuzz_must(permille == 0 || may_move, "motors move only while a massage stage plays");
    }
    fuzz_must(player->heat <= ROUTINE_HEAT_MAX, "never warmer than 41.0 C");
    fuzz_must(player->heat == 0 || player->kind != STAGE_SETTLE, "no heat in a settle stage");
}

static void tick(void)
{
    uint16_t steps = side.player.steps;
    bool waited = is_waiting(), go = go_now();
    uint32_t clock_ticks = side.player.clock_ticks;
    side.events = player_tick(&side.player, go);
    fuzz_must(++side.ticks <= side.most_ticks, "it ends when its stages and waits are over");
    fuzz_must(side.player.steps - steps == ((side.events & PLAYER_STEP) != 0), "a step at a time");
    fuzz_must(!waited || side.player.clock_ticks == clock_ticks, "the clock stands in a wait");
    check_instant();
}

/* To the instant after the waits, if there are any. */
static void tick_over_waits(void)
{
    tick();
    while (is_waiting())
        tick();
}

static void compare_zone(const struct naive_zone *zone, uint8_t number)
{
    const struct routine_ramp *ramp = &side.player.zones[number];
    int32_t off_q6 = ramp->now_q6 - naive_q6(zone);
    side.exact = side.exact && zone->ticks <= EXACT_RAMP_ticks;
    fuzz_must(off_q6 <= naive_slack_q6(zone) && -off_q6 <= naive_slack_q6(zone),
              "every zone is on its straight line");
    bool moves = ramp->now_q6 > 0;
    side.zone_ticks[number] += moves;
    fuzz_must(moves == naive_moves(zone) || (!moves && !side.exact),
              "a zone moves when its line does");
}

static void compare(struct naive_player *naive)
{
    tick_over_waits();
    fuzz_must(side.player.clock_ticks == naive->duration_ticks, "both clocks agree");
    fuzz_must(side.player.stage == naive->stage, "both are in the same stage");
    fuzz_must(side.player.heat == naive->heat, "both ask for the same heat");
    fuzz_must(side.player.steps == naive->steps, "both have begun the same steps");
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        compare_zone(&naive->zones[zone], zone);
}

static void compare_totals(const struct naive_player *naive, const struct routine_totals *totals)
{
    fuzz_must(totals->duration_ticks == naive->duration_ticks, "the duration is the naive one's");
    fuzz_must(totals->heat_ticks == naive->heat_ticks, "and so is the heat");
    fuzz_must(totals->wait_s == naive->wait_s, "and the waits");
    fuzz_must(totals->steps == naive->steps && totals->stages == naive->stages,
              "and steps and stages");
    fuzz_must(totals->motor_ticks == naive->motor_ticks ||
                  (!side.exact && totals->motor_ticks < naive->motor_ticks),
              "and motor time");
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        fuzz_must(totals->zone_ticks[zone] == side.zone_ticks[zone], "each zone's time is played");
        fuzz_must(totals->peak_permille[zone] <= side.ceiling_percent * PERMILLE_PERCENT,
                  "no peak above the ceiling");
    }
}

void fuzz_play(const uint8_t *program, uint8_t length, uint32_t luck)
{
    struct naive_player naive;
    struct routine_totals totals;
    struct routine_header header = routine_header(program);
    routine_totals(program, length, &totals);
    memset(&side, 0, sizeof side);
    side.ceiling_percent = header.ceiling_percent;
    side.luck = luck | 1;
    side.exact = true;
    side.most_ticks = (header.total_s + totals.wait_s) * ROUTINE_TICKS_s + 1;
    player_begin(&side.player, program, length);

    naive_play(&naive, program, compare);
    tick_over_waits(); /* an operation after the last instant, or the end */
    fuzz_must(side.events & PLAYER_END, "the player ends when the naive one does");
    fuzz_must(!player_moving(&side.player) && side.player.heat == 0,
              "everything is off at the end");
    fuzz_must(player_tick(&side.player, true) == PLAYER_END, "what is over stays over");
    fuzz_must(naive.duration_ticks == header.total_s * (uint32_t)ROUTINE_TICKS_s,
              "it lasts as long as the header says");
    compare_totals(&naive, &totals);
}
