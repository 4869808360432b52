#include "tests/pure/sitting.h"

#include "protocol/crc16.h"
#include "protocol/limits.h"
#include "protocol/message.h"

enum { PLENTY_s = 900 };

/* --- routines --------------------------------------------------------------------------------- */

static void make_full_strength(struct routine_maker *maker, uint8_t percent, uint32_t ticks)
{
    make_key(maker, ROUTINE_KEY_STEP, SITTING_ALL_ZONES, percent, 0);
    make_rest(maker, ticks);
}

void sitting_make_simple(struct sitting *sitting, uint8_t heat)
{
    struct routine_maker *maker = &sitting->maker;
    make_header(maker);
    make_stage(maker, STAGE_MASSAGE, SITTING_SECONDS, heat);
    make_rest(maker, SITTING_FRAMES_s);
    make_full_strength(maker, 100, SITTING_SECONDS * SITTING_FRAMES_s);
    make_end(maker);
}

void sitting_make_wait(struct sitting *sitting, uint8_t op, uint8_t value, uint8_t timeout_s)
{
    struct routine_maker *maker = &sitting->maker;
    make_header(maker);
    make_stage(maker, STAGE_MASSAGE, SITTING_SECONDS, SITTING_HEAT_38C);
    make_full_strength(maker, 100, SITTING_FRAMES_s);
    MAKE(maker, op, value);
    make_number(maker, timeout_s);
    make_full_strength(maker, 50, SITTING_SECONDS * SITTING_FRAMES_s);
    make_end(maker);
}

/* --- playing ---------------------------------------------------------------------------------- */

void sitting_frames(struct sitting *sitting, uint32_t count)
{
    for (; count > 0; count--) {
        sitting->inputs.applies_ms += ROUTINE_TICK_ms;
        session_frame(&sitting->session, &sitting->inputs);
    }
}

void sitting_upload(struct sitting *sitting)
{
    struct session *session = &sitting->session;
    const struct routine_maker *maker = &sitting->maker;
    uint8_t at = 0;
    session_upload_begin(session, maker->length,
                         crc16_block(CRC16_START, maker->bytes, maker->length));
    for (uint8_t index = 0; at < maker->length; index++) {
        uint8_t rest = (uint8_t)(maker->length - at);
        uint8_t length = rest < MESSAGE_CHUNK_BYTES ? rest : (uint8_t)MESSAGE_CHUNK_BYTES;
        session_upload_chunk(session, index, maker->bytes + at, length);
        at = (uint8_t)(at + length);
    }
    session_upload_commit(session, &at);
}

void sitting_begin(struct sitting *sitting, uint16_t cap_q10)
{
    session_init(&sitting->session);
    sitting->inputs = (struct session_inputs){.skin_cC = 3000,
                                              .pad_cC = 3000,
                                              .setpoint_max_cC = LIMIT_cC(SETPOINT_MAX),
                                              .limit = END_NONE,
                                              .is_checked = true};
    sitting_frames(sitting, 1);
    sitting_upload(sitting);
    session_declare_leg(&sitting->session, LEG_LEFT, cap_q10);
}

void sitting_begin_playing(struct sitting *sitting, uint8_t level)
{
    sitting_begin(sitting, SITTING_FULL_q10);
    session_start(&sitting->session, level, sitting->session.crc, PLENTY_s, false);
    session_take_news(&sitting->session);
}

bool sitting_moves(const struct sitting *sitting)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        if (sitting->session.strength_permille[zone] > 0)
            return true;
    return false;
}

bool sitting_rests(const struct sitting *sitting)
{
    return !sitting_moves(sitting) && sitting->session.setpoint_cC == 0;
}
