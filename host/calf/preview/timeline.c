#include "host/calf/preview/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "protocol/limits.h"

enum { FIRST_ROOM = 64, PERMILLE_Q6 = 64, PERCENT_Q6 = 10 * PERMILLE_Q6 };

/* Makes room for one more element in an array that grows by doubling. */
static bool make_room(void **array, uint32_t *room, uint32_t count, size_t size)
{
    if (count < *room)
        return true;
    uint32_t more = *room > 0 ? 2 * *room : FIRST_ROOM;
    void *grown = realloc(*array, more * size);
    if (!grown)
        return false;
    *array = grown;
    *room = more;
    return true;
}

static bool add_event(struct timeline *timeline, struct timeline_event event)
{
    void *events = timeline->events;
    if (!make_room(&events, &timeline->event_room, timeline->event_count, sizeof event))
        return false;
    timeline->events = events;
    timeline->events[timeline->event_count++] = event;
    return true;
}

static bool add_point(struct timeline_zone *zone, uint32_t tick, uint16_t permille)
{
    struct timeline_point point = {tick, permille};
    void *points = zone->points;
    if (!make_room(&points, &zone->room, zone->count, sizeof point))
        return false;
    zone->points = points;
    zone->points[zone->count++] = point;
    return true;
}

/* What a zone's strength is multiplied with, in permille: messages.h (level), A33 (ankle). */
static uint32_t scale_permille(unsigned level, unsigned zone)
{
    if (level == 0)
        return PERMILLE_FULL;
    uint32_t scale = PERMILLE_FULL - 100 * (ROUTINE_MAX_LEVEL - level);
    bool is_ankle = zone == ZONE_ANKLE_MEDIAL || zone == ZONE_ANKLE_LATERAL;
    return is_ankle ? scale * LIMIT_ANKLE_STRENGTH_permille / PERMILLE_FULL : scale;
}

/* Moving is never 0, as on the device. */
static uint16_t q6_to_permille(uint32_t now_q6, uint32_t scale)
{
    uint32_t full = PERMILLE_Q6 * PERMILLE_FULL;
    return (uint16_t)((now_q6 * scale + full - 1) / full);
}

/* Where the ramp would be a tick later if nothing happened. */
static struct routine_ramp ramp_onwards(struct routine_ramp ramp)
{
    int32_t target_q6 = ramp.target_percent * PERCENT_Q6;
    if (ramp.left_ticks > 0) {
        ramp.now_q6 = (uint16_t)(ramp.now_q6 + (target_q6 - ramp.now_q6) / ramp.left_ticks);
        ramp.left_ticks--;
    }
    return ramp;
}

/* Adds the points at which the zone's strength bends or jumps at this tick. */
static bool add_bend(struct timeline_zone *zone, uint32_t tick, struct routine_ramp before,
                     struct routine_ramp now, uint32_t scale)
{
    struct routine_ramp natural = ramp_onwards(before);
    bool turns = now.left_ticks != natural.left_ticks ||
                 (now.left_ticks > 0 && now.target_percent != before.target_percent);
    bool arrives = before.left_ticks == 1;
    bool jumps = now.now_q6 != natural.now_q6;
    if ((turns || arrives || jumps) &&
        !add_point(zone, tick, q6_to_permille(natural.now_q6, scale)))
        return false;
    return !jumps || add_point(zone, tick, q6_to_permille(now.now_q6, scale));
}

static bool add_events(struct timeline *timeline, const struct routine_player *player,
                       uint8_t events, uint8_t heat_before)
{
    struct timeline_event event = {player->clock_ticks, TIMELINE_STAGE, player->stage, player->heat,
                                   0};
    bool good = true;
    if (events & PLAYER_STAGE)
        good = add_event(timeline, event);
    if (player->heat != heat_before) {
        event.kind = TIMELINE_HEAT;
        good = good && add_event(timeline, event);
    }
    if (events & PLAYER_MARK) {
        event.kind = TIMELINE_MARK;
        event.number = player->mark;
        good = good && add_event(timeline, event);
    }
    if (events & PLAYER_WAIT_BEGAN) {
        event.kind = player->warming ? TIMELINE_WARM : TIMELINE_PROMPT;
        event.number = player->prompt;
        event.most_s = (uint16_t)(player->rest_ticks / ROUTINE_TICKS_s);
        good = good && add_event(timeline, event);
    }
    return good;
}

/* Plays one tick and keeps what it did. */
static bool step(struct timeline *timeline, struct routine_player *player, unsigned level,
                 uint8_t *events)
{
    struct routine_player before = *player;
    bool good = true;
    *events = player_tick(player, player->warming || player->prompting);
    uint32_t tick = player->clock_ticks;
    if (!(*events & PLAYER_END))
        good = add_events(timeline, player, *events, before.heat);
    for (unsigned zone = 0; zone < ZONE_COUNT && good; zone++)
        good = add_bend(&timeline->zones[zone], tick, before.zones[zone], player->zones[zone],
                        scale_permille(level, zone));
    if (player->warming || player->prompting || tick >= timeline->ticks)
        return good;
    timeline->heat[tick] = player->heat;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        timeline->permille[tick][zone] =
            q6_to_permille(player->zones[zone].now_q6, scale_permille(level, zone));
    return good;
}

bool timeline_play(struct timeline *timeline, const struct routine_program *program, unsigned level)
{
    struct routine_player player;
    uint8_t events = 0;
    *timeline = (struct timeline){.ticks = program->totals.duration_ticks};
    timeline->permille = calloc(timeline->ticks + 1U, sizeof *timeline->permille);
    timeline->heat = calloc(timeline->ticks + 1U, sizeof *timeline->heat);
    bool good = timeline->permille && timeline->heat;
    player_begin(&player, program->bytes, program->length);
    while (good && !(events & PLAYER_END))
        good = step(timeline, &player, level, &events);
    if (!good)
        timeline_free(timeline);
    return good;
}

void timeline_free(struct timeline *timeline)
{
    free(timeline->permille);
    free(timeline->heat);
    free(timeline->events);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        free(timeline->zones[zone].points);
    *timeline = (struct timeline){0};
}

uint32_t timeline_zone_ticks(const struct timeline *timeline, unsigned zone, uint32_t from,
                             uint32_t to)
{
    uint32_t sum = 0;
    for (uint32_t tick = from; tick < to; tick++)
        sum += timeline->permille[tick][zone] > 0;
    return sum;
}

uint32_t timeline_motor_ticks(const struct timeline *timeline, uint32_t from, uint32_t to)
{
    static const uint16_t still[ZONE_COUNT];
    uint32_t sum = 0;
    for (uint32_t tick = from; tick < to; tick++)
        sum += memcmp(timeline->permille[tick], still, sizeof still) != 0;
    return sum;
}

uint16_t timeline_peak(const struct timeline *timeline, unsigned zone, uint32_t from, uint32_t to)
{
    uint16_t peak = 0;
    for (uint32_t tick = from; tick < to; tick++)
        if (timeline->permille[tick][zone] > peak)
            peak = timeline->permille[tick][zone];
    return peak;
}
