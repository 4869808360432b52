/* The session's frames. The requests that move it are in orders.c, uploading is in upload.c. */
#include "avr/core/session.h"

#include <string.h>

#include "avr/core/by_pointer.h"
#include "protocol/crc16.h"
#include "protocol/limits.h"

enum {
    FRAMES_s = 100,
    COOLING_MAX_s = 1200,
    REACHED_cC = 30, /* this near the setpoint is warm */
    COLD_cC =
        150, /* so far below it after the time that a stage may wait for warmth is worth a word */
    Q10_ONE = 1024,
    AFRESH_frames = 8,
    HAND_FRAMES_mask = 0x1FF, /* what a flipped bit makes longer than that is not counted */
    ANKLE_FIRST = ZONE_ANKLE_MEDIAL,
    CHECKED_AT_ONCE_bytes = 2,
};

/* Shares are counted in 1/1024: a product is then a shift away. */
#define TO_Q10(permille) ((uint16_t)(((permille)*1024UL + 500) / 1000))
#define LEVEL_STEP_q10 TO_Q10(100)
#define LEVEL_BASE_q10 ((uint16_t)(Q10_ONE - ROUTINE_MAX_LEVEL * LEVEL_STEP_q10)) /* 60 ... 100 % */

#define COOL_cC 3800 /* pad: below this nothing needs watching any more */

void session_init(struct session *session)
{
    memset(session, 0, sizeof *session);
    session->state = STATE_BOOT;
    session->player.stage = ROUTINE_NO_STAGE;
}

uint16_t session_take_news(struct session *session)
{
    uint16_t news = session->news;
    session->news = 0;
    return news;
}

void session_go_to(struct session *session, uint8_t state)
{
    BY_POINTER(session);
    if (state == STATE_STOPPED)
        session->frames_left =
            session->state == STATE_IDLE ? 0 : LIMIT_TEST_AFTER_STOP_ms / ROUTINE_TICK_ms;
    if (session->state == state)
        return;
    session->state_before = session->state;
    session->state = state;
    session->test = TEST_NONE;
    session->news |= NEWS_STATE;
}

bool session_waits_for_person(const struct session *session)
{
    return session->state == STATE_PAUSED ||
           (session->state == STATE_RUNNING && session->player.prompting);
}

bool session_is_open(const struct session *session)
{
    switch (session->state) {
    case STATE_RUNNING:
    case STATE_PAUSED:
    case STATE_SETTLING:
        return true;
    default:
        return false;
    }
}

/* --- strength ------------------------------------------------------------------------------ */

/* Of a share below one: shifted up, the upper word of the product is the answer. */
static uint16_t times(uint16_t q10, uint16_t share_q10)
{
    return (uint16_t)((uint32_t)q10 * (uint16_t)(share_q10 << 6) >> 16);
}

/* Level, PAIN and the leg's cap together; the ankle row takes its own share on top (A33). */
void session_set_scale(struct session *session)
{
    uint16_t scale = session->leg_strength_q10;
    if (session->level >= 1 && session->level < ROUTINE_MAX_LEVEL)
        scale = times(scale, (uint16_t)(LEVEL_BASE_q10 + session->level * LEVEL_STEP_q10));
    if (session->pains > 0)
        scale = times(scale, TO_Q10(LIMIT_PAIN_STRENGTH_permille));
    session->scale_q10 = scale;
    session->player.moved_zones = ZONES_ALL;
    session->ankle_scale_q10 = times(scale, TO_Q10(LIMIT_ANKLE_STRENGTH_permille));
}

/* Rounded up: what moves, however weakly, counts as moving. A product of 1/64 permille and 1/1024 is a whole
 * word away from permille. */
static uint16_t scaled_q6(const struct session *session, uint8_t zone, uint16_t permille_q6)
{
    BY_POINTER(session);
    uint16_t scale_q10 = zone >= ANKLE_FIRST ? session->ankle_scale_q10 : session->scale_q10;
    return (uint16_t)(((uint32_t)permille_q6 * scale_q10 + UINT16_MAX) >> 16);
}

/* --- the frame ----------------------------------------------------------------------------- */

void session_rest_all(struct session *session)
{
    if (session->moves) {
        memset(session->strength_permille, 0, sizeof session->strength_permille);
        session->moved_zones = ZONES_ALL;
    }
    session->moves = false;
    session->player.moved_zones = ZONES_ALL; /* to be taken over when it goes on */
    session->setpoint_cC = 0;
}

void session_finish(struct session *session, uint8_t end_reason, uint8_t state)
{
    session->end_reason = end_reason;
    session->news |= NEWS_END;
    session->frames_left = (uint32_t)COOLING_MAX_s * FRAMES_s;
    session_rest_all(session);
    session_go_to(session, state);
}

/* What the routine asks for, no warmer than the person's own limit. */
static int16_t setpoint(const struct session *session, int16_t setpoint_max_cC)
{
    int16_t setpoint_cC = routine_heat_to_cC(session->player.heat);
    return setpoint_cC < setpoint_max_cC ? setpoint_cC : setpoint_max_cC;
}

static bool is_warm(const struct session *session, const struct session_inputs *inputs)
{
    return inputs->skin_cC >= setpoint(session, inputs->setpoint_max_cC) - REACHED_cC;
}

/* The player's strengths as this leg and person get them: when they have changed, and ten times a second in any case.
 * Zones of a row are usually alike. */
static void take_over_strengths(struct session *session)
{
    struct routine_player *player = &session->player;
    uint8_t moved = player->moved_zones;
    if ((uint8_t)player->clock_ticks % AFRESH_frames == 0)
        moved = ZONES_ALL;
    if (!moved)
        return;
    player->moved_zones = 0;
    session->moved_zones |= moved;
    uint16_t known_q6 = 0, permille = 0, any = 0;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        uint16_t now_q6 = player->zones[zone].now_q6;
        if (now_q6 != known_q6 || zone == ANKLE_FIRST)
            permille = scaled_q6(session, zone, now_q6);
        known_q6 = now_q6;
        session->strength_permille[zone] = permille;
        any |= now_q6;
    }
    session->moves = any > 0;
}

/* Strengths and warmth; true if something moves. */
static bool take_over_outputs(struct session *session, int16_t setpoint_max_cC)
{
    take_over_strengths(session);
    session->setpoint_cC = setpoint(session, setpoint_max_cC);
    if (session->moves)
        session->motor_ms += ROUTINE_TICK_ms;
    if (session->setpoint_cC > 0)
        session->heat_ms += ROUTINE_TICK_ms;
    return session->moves;
}

static void play_frame(struct session *session, const struct session_inputs *inputs)
{
    struct routine_player *player = &session->player;
    bool was_warming = player->warming;
    bool go = was_warming ? inputs->heat_rests || is_warm(session, inputs) : session->go;
    session->go = false;
    uint8_t events = player_tick(player, go);
    session->news |= events & (uint8_t) ~(PLAYER_TIMED_OUT | PLAYER_END);
    if (was_warming && (events & PLAYER_TIMED_OUT))
        session->news |= NEWS_HEAT_NOT_REACHED;
    if (events & PLAYER_END) {
        session_finish(session, END_COMPLETED, STATE_COOLING);
        return;
    }
    if (events & PLAYER_STAGE)
        session_go_to(session, player->kind == STAGE_SETTLE ? STATE_SETTLING : STATE_RUNNING);
    /* the leg's budget, and the session's own: a long soak in between rests the leg, not the session */
    if (take_over_outputs(session, inputs->setpoint_max_cC) &&
        (inputs->limit == END_MOTOR_LIMIT || session->motor_ms > LIMIT_MOTOR_TIME_s * 1000UL))
        session_finish(session, END_MOTOR_LIMIT, STATE_COOLING);
    if (session->heat_ms == LIMIT_HEAT_WAIT_s * 1000UL &&
        session->setpoint_cC > inputs->skin_cC + COLD_cC)
        session->news |= NEWS_HEAT_NOT_REACHED; /* the cuff may be open: what fault 5 cannot tell */
}

static bool is_overdue(const struct session *session)
{
    uint16_t planned_s = routine_header(session->program).total_s;
    return session->player.clock_ticks > (uint32_t)ROUTINE_TICKS_s * (uint16_t)(planned_s + 1);
}

bool session_is_astray(struct session *session)
{
    BY_POINTER(session);
    if (!session_is_open(session))
        return false;
    uint8_t at = session->checked_bytes;
    bool astray = at % AFRESH_frames == 0 && is_overdue(session);
    uint16_t crc = at > 0 ? session->checked_crc : CRC16_START;
    uint8_t left = (uint8_t)(session->length - at);
    uint8_t bytes = left < CHECKED_AT_ONCE_bytes ? left : CHECKED_AT_ONCE_bytes;
    crc = crc16_block(crc, session->program + at, bytes);
    at = (uint8_t)(at + bytes);
    if (at >= session->length) {
        astray |= crc != session->crc;
        session_set_scale(session); /* a flipped bit of that would stay, too */
        at = 0;
    }
    session->checked_crc = crc;
    session->checked_bytes = at;
    return astray;
}

_Static_assert(LIMIT_BY_HAND_ms / ROUTINE_TICK_ms < HAND_FRAMES_mask, "a hand's time fits");

/* Each zone and the heat run out on their own; when nothing is left the hand is off. */
static void hand_frame(struct session *session)
{
    bool any = false;
    struct routine_ramp *ramp = session->player.zones;
    for (uint8_t zones = ZONE_COUNT; zones > 0; zones--, ramp++) {
        uint16_t left = ramp->left_ticks & HAND_FRAMES_mask;
        if (left > 0) {
            left--;
            any = true;
        }
        if (left == 0)
            ramp->now_q6 = 0;
        ramp->left_ticks = left;
    }
    session->player.moved_zones = ZONES_ALL;
    take_over_strengths(session);
    if (session->hand_heat_frames > 0) {
        session->hand_heat_frames--;
        any = true;
    }
    session->setpoint_cC = session->hand_heat_frames > 0 ? session->hand_setpoint_cC : 0;
    if (!any)
        session_go_to(session, STATE_ARMED);
}

/* The session's own clock: from its first frame on, ten milliseconds a frame, whatever happens. */
static void plan_frame(struct session *session, uint32_t applies_ms)
{
    session->planned_ms = session->is_anchored ? session->planned_ms + ROUTINE_TICK_ms : applies_ms;
    session->is_anchored = true;
}

static __attribute__((noinline)) bool wait_is_over(struct session *session)
{
    return session->frames_left == 0 || --session->frames_left == 0;
}

static void tell_heat_rest(struct session *session, uint8_t heat_rests)
{
    if (!session_is_open(session))
        heat_rests = 0;
    if (heat_rests && heat_rests != session->heat_rests)
        session->news |= NEWS_HEAT_RESTS;
    session->heat_rests = heat_rests;
}

void session_frame(struct session *session, const struct session_inputs *inputs)
{
    if (inputs->faulty && session->state != STATE_FAULT) {
        session_stop(session, END_FAULT);
        return;
    }
    if (session_is_open(session) && inputs->limit == END_DOSE) {
        session_finish(session, END_DOSE, STATE_COOLING);
        return;
    }
    tell_heat_rest(session, inputs->heat_rests);
    if (session_is_open(session))
        plan_frame(session, inputs->applies_ms);
    switch (session->state) {
    case STATE_RUNNING:
    case STATE_SETTLING:
        play_frame(session, inputs);
        break;
    case STATE_PAUSED:
        session_rest_all(session);
        if (wait_is_over(session))
            session_finish(session, END_STAGE_TIMEOUT, STATE_STOPPED);
        break;
    case STATE_BY_HAND:
        hand_frame(session);
        break;
    case STATE_COOLING:
        session_rest_all(session);
        if (wait_is_over(session) || inputs->pad_cC < COOL_cC)
            session_go_to(session, STATE_IDLE);
        break;
    case STATE_TESTING:
    case STATE_FAULT: /* an LED can be tested */
        session_rest_all(session);
        if (!wait_is_over(session))
            break;
        session->test = TEST_NONE;
        if (session->state == STATE_TESTING)
            session_go_to(session, STATE_IDLE);
        break;
    case STATE_BOOT:
        if (inputs->is_checked)
            session_go_to(session, STATE_IDLE);
        break;
    default:
        session_rest_all(session);
        wait_is_over(session); /* of STOPPED: then TEST may follow */
        break;
    }
}
