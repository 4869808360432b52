/* Every request in every state: what is not allowed changes nothing, what is allowed does what it
 * says. */
#include "protocol/accepts.h"
#include "protocol/crc16.h"
#include "protocol/faults.h"
#include "protocol/flash.h"
#include "protocol/limits.h"
#include "tests/pure/bench.h"
#include "tests/tap.h"

enum { SEQUENCE = 77, LEVEL = 3, MARK = 200, SAME_STATE = STATE_COUNT };

static struct bench bench;
static struct routine_maker maker;

/* --- bringing the kit into a state ------------------------------------------------------------ */

/* One stage of a second, motors or rest. */
static void make_routine(uint8_t kind)
{
    make_header(&maker);
    make_stage(&maker, kind, 1, 0);
    if (kind == STAGE_MASSAGE)
        make_key(&maker, ROUTINE_KEY_STEP, 0x3F, 50, 0);
    make_end(&maker);
}

static void run_routine(uint8_t kind)
{
    make_routine(kind);
    bench_upload(&bench, &maker);
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, LEVEL);
    bench_frames(&bench, 1);
}

/* By the ways a person has; always with a routine loaded. */
static void bring_to(uint8_t state)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    if (state == STATE_BOOT)
        return;
    bench_frames(&bench, 20);
    bench_practise(&bench);
    make_routine(STAGE_MASSAGE);
    bench_upload(&bench, &maker);
    switch (state) {
    case STATE_ARMED:
        bench_leg(&bench, LEG_LEFT);
        break;
    case STATE_RUNNING:
        run_routine(STAGE_MASSAGE);
        break;
    case STATE_PAUSED:
        run_routine(STAGE_MASSAGE);
        bench_ask(&bench, MESSAGE_PAUSE);
        break;
    case STATE_SETTLING:
        run_routine(STAGE_SETTLE);
        break;
    case STATE_COOLING:
        run_routine(STAGE_MASSAGE);
        bench.device.sense.pad.cC = 4000; /* so that it lasts */
        bench_frames(&bench, 110);
        break;
    case STATE_STOPPED:
        bench_ask(&bench, MESSAGE_STOP);
        break;
    case STATE_FAULT:
        safety_raise(&bench.device.safety, FAULT_ILLEGAL_RESET);
        bench_frames(&bench, 1);
        break;
    case STATE_BY_HAND:
        bench_leg(&bench, LEG_LEFT);
        bench_set(&bench, 0, 500, 5000);
        bench_frames(&bench, 1);
        break;
    case STATE_TESTING:
        bench_test(&bench, TEST_MOTOR_UM, 1000);
        break;
    default:
        break;
    }
}

/* --- the requests ----------------------------------------------------------------------------- */

/* Sends a request of this type that nothing but the state speaks against. */
static uint8_t send_good(uint8_t type)
{
    static const uint8_t chunk[] = {MESSAGE_UPLOAD_CHUNK, SEQUENCE, 0, 1, 2, 3};
    switch (type) {
    case MESSAGE_HELLO:
        return bench_send(&bench, (const uint8_t[]){type, SEQUENCE, PROTOCOL_VERSION}, 3);
    case MESSAGE_UPLOAD_BEGIN:
        return bench_send(&bench, (const uint8_t[]){type, SEQUENCE, 20, 0, 0}, 5);
    case MESSAGE_UPLOAD_CHUNK:
        return bench_send(&bench, chunk, sizeof chunk);
    case MESSAGE_LEG:
        return bench_leg(&bench, LEG_RIGHT);
    case MESSAGE_START:
        return bench_start(&bench, LEVEL);
    case MESSAGE_MARK:
        return bench_send(&bench, (const uint8_t[]){type, SEQUENCE, MARK}, 3);
    case MESSAGE_LEVEL:
        return bench_send(&bench, (const uint8_t[]){type, SEQUENCE, LEVEL, (uint8_t)~LEVEL}, 4);
    case MESSAGE_SET:
        return bench_set(&bench, 0, 500, 1000);
    case MESSAGE_HEAT:
        return bench_heat(&bench, 38000, 1000);
    case MESSAGE_TEST:
        return bench_test(&bench, TEST_LED_HEAT, 1000);
    case MESSAGE_SETTING_GET:
        return bench_send(&bench, (const uint8_t[]){type, SEQUENCE, 0}, 3);
    case MESSAGE_SETTING_SET:
        return bench_setting(&bench, SETTING_kick_ms, 100);
    case MESSAGE_FAULT_ACK:
        return bench_acknowledge(&bench, UINT32_MAX);
    default:
        return bench_ask(&bench, type);
    }
}

/* What the third column of accepts.h says, for the states in which the request is accepted. */
static const struct {
    uint8_t type, answer, leads_to;
} requests[] = {
    {MESSAGE_HELLO, 0, SAME_STATE},
    {MESSAGE_STATUS, 0, SAME_STATE},
    {MESSAGE_STATISTICS, 0, SAME_STATE},
    {MESSAGE_PROBE, 0, SAME_STATE},
    {MESSAGE_READINGS, 0, SAME_STATE},
    {MESSAGE_USAGE, 0, SAME_STATE},
    {MESSAGE_UPLOAD_BEGIN, 0, SAME_STATE},
    {MESSAGE_UPLOAD_CHUNK, REFUSAL_UPLOAD_ORDER, SAME_STATE},  /* without a BEGIN */
    {MESSAGE_UPLOAD_COMMIT, REFUSAL_UPLOAD_ORDER, SAME_STATE}, /* likewise */
    {MESSAGE_LEG, 0, STATE_ARMED},
    {MESSAGE_START, 0, STATE_RUNNING},
    {MESSAGE_PAUSE, 0, STATE_PAUSED},
    {MESSAGE_RESUME, 0, STATE_RUNNING},
    {MESSAGE_STOP, 0, STATE_STOPPED},
    {MESSAGE_PAIN, 0, STATE_PAUSED},
    {MESSAGE_MARK, 0, SAME_STATE},
    {MESSAGE_LEVEL, 0, SAME_STATE},
    {MESSAGE_TEST, 0, STATE_TESTING},
    {MESSAGE_SET, 0, STATE_BY_HAND},
    {MESSAGE_HEAT, 0, STATE_BY_HAND},
    {MESSAGE_SETTING_GET, 0, SAME_STATE},
    {MESSAGE_SETTING_SET, 0, SAME_STATE},
    {MESSAGE_FAULT_ACK, 0, SAME_STATE},
};

enum { REQUESTS = sizeof requests / sizeof requests[0] };

/* The exceptions: where a request leads depends on where it comes from. */
static uint8_t destination(uint8_t type, uint8_t state, uint8_t leads_to)
{
    if ((type == MESSAGE_STOP || type == MESSAGE_TEST) && state == STATE_FAULT)
        return STATE_FAULT;
    if (type == MESSAGE_PAIN && state == STATE_BY_HAND)
        return STATE_STOPPED;
    if (type == MESSAGE_FAULT_ACK && state == STATE_FAULT)
        return STATE_IDLE;
    return leads_to == SAME_STATE ? state : leads_to;
}

static void test_accepted(uint8_t state, uint8_t type, uint8_t answer, uint8_t leads_to)
{
    bool no_prompt = type == MESSAGE_RESUME && state == STATE_RUNNING;
    is_int(send_good(type), no_prompt ? REFUSAL_WRONG_STATE : answer,
           "request 0x%02x in state %u is answered as promised", type, state);
    is_int(bench_state(&bench), destination(type, state, leads_to), "and leads where it should");
    is_int(bench.reply[1], SEQUENCE, "the answer carries the request's number");
}

/* A fingerprint of everything a request could change, small enough for the AVR's RAM. */
static uint16_t fingerprint(void)
{
    return crc16_block(CRC16_START, (const uint8_t *)&bench.device, sizeof bench.device);
}

/* Refused, with the state as the reason, and nothing is touched. */
static void test_refused(uint8_t state, uint8_t type)
{
    uint16_t before = fingerprint();
    bool fault_first = state == STATE_FAULT && type == MESSAGE_LEG;
    is_int(send_good(type), fault_first ? REFUSAL_FAULT_LATCHED : REFUSAL_WRONG_STATE,
           "request 0x%02x in state %u is refused", type, state);
    struct msg_refused refused;
    ok(message_get_refused(&refused, bench.reply, bench.reply_length) &&
           refused.detail == (fault_first ? 0 : state),
       "the refusal names the state");
    is_int(fingerprint(), before, "and nothing has changed");
}

static void test_every_request_in_every_state(void)
{
    for (uint8_t state = 0; state < STATE_COUNT; state++) {
        for (uint8_t i = 0; i < REQUESTS; i++) {
            bring_to(state);
            if (bench_state(&bench) != state)
                ok(false, "the test cannot bring the kit to state %u", state);
            else if (accepts_request((enum state)state, requests[i].type))
                test_accepted(state, requests[i].type, requests[i].answer, requests[i].leads_to);
            else
                test_refused(state, requests[i].type);
        }
    }
}

/* --- malformed -------------------------------------------------------------------------------- */

static uint8_t a_state_that_accepts(uint8_t type)
{
    uint8_t state = STATE_IDLE;
    while (!accepts_request((enum state)state, type))
        state++;
    return state;
}

/* Too long and too short, in a state that would accept it. An upload chunk may have any length. */
static void test_wrong_length(uint8_t type, uint8_t length)
{
    uint8_t message[LENGTH_UPLOAD_CHUNK] = {type, SEQUENCE};
    bring_to(a_state_that_accepts(type));
    is_int(bench_send(&bench, message, (uint8_t)(length + 1)), REFUSAL_BAD_LENGTH,
           "request 0x%02x with a byte too many is not guessed at", type);
    if (length > MESSAGE_HEADER)
        is_int(bench_send(&bench, message, (uint8_t)(length - 1)), REFUSAL_BAD_LENGTH,
               "nor with one too few");
}

/* Over the link, a routine whose last chunk is a single byte, and one that is not valid. */
static void test_uploads(void)
{
    bring_to(STATE_IDLE);
    make_header(&maker);
    make_stage(&maker, STAGE_TOWEL, 60, 0);
    while (maker.length < MESSAGE_CHUNK_BYTES)
        make_rest(&maker, 1);
    make_end(&maker);
    is_int(bench_upload(&bench, &maker), 0, "a last chunk of one byte is a chunk");
    maker.bytes[20] = ROUTINE_AGAIN;
    is_int(bench_upload(&bench, &maker), REFUSAL_ROUTINE_INVALID, "a broken routine is refused");
    struct msg_refused refused;
    ok(message_get_refused(&refused, bench.reply, bench.reply_length) && refused.detail == 20,
       "with the place of the error");
}

static void test_wrong_lengths(void)
{
#define AS_TEST(NAME, name, type, kind, help)           \
    if ((type) < 0x80 && LENGTH_##NAME == LEAST_##NAME) \
        test_wrong_length((type), LENGTH_##NAME);
    MESSAGES(AS_TEST)
#undef AS_TEST
    bring_to(STATE_IDLE);
    is_int(bench_send(&bench, (const uint8_t[]){MESSAGE_UPLOAD_CHUNK, SEQUENCE, 0}, 3),
           REFUSAL_BAD_LENGTH, "a chunk without data is none");
}

/* Critical values come twice: a bit that flips on the way must not start or warm anything. */
static void test_copies(void)
{
    static const struct copies {
        uint8_t bytes[12], length, state;
    } rows[] FLASH_TABLE = {
        {{MESSAGE_LEG, 0, 1, 0xFF}, LENGTH_LEG, STATE_IDLE},
        {{MESSAGE_START, 0, 1, 0xFC, 0, 0}, LENGTH_START, STATE_ARMED},
        {{MESSAGE_LEVEL, 0, 1, 0xFC}, LENGTH_LEVEL, STATE_RUNNING},
        {{MESSAGE_CLOCK, 0, 1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0x7F}, LENGTH_CLOCK, STATE_IDLE},
        {{MESSAGE_SET, 0, 100, 0, 0x9B, 0x7F, 0, 100, 0}, LENGTH_SET, STATE_ARMED},
        {{MESSAGE_HEAT, 0, 0, 0x94, 0, 0, 0xFF, 0x6B, 0xFF, 0x7F, 100, 0},
         LENGTH_HEAT,
         STATE_ARMED},
        {{MESSAGE_TEST, 0, TEST_HEATER, 0xFF ^ TEST_HEATER ^ 1, 100, 0}, LENGTH_TEST, STATE_IDLE},
        {{MESSAGE_SETTING_SET, 0, 100, 0, 0, 0, 0x9B, 0xFF, 0xFF, 0xFE, 12},
         LENGTH_SETTING_SET,
         STATE_IDLE},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        struct copies copies = {.length = 0};
        for (uint8_t i = 0; i < sizeof copies; i++)
            ((uint8_t *)&copies)[i] = flash_u8((const uint8_t *)&rows[row] + i);
        bring_to(copies.state);
        is_int(bench_send(&bench, copies.bytes, copies.length), REFUSAL_COPIES_DIFFER,
               "request 0x%02x whose copies differ in a bit is refused", copies.bytes[0]);
        is_int(bench_state(&bench), copies.state, "and nothing begins");
    }
}

static void test_no_requests(void)
{
    static const uint8_t types[] = {0x00,          0x7F, MESSAGE_OK, MESSAGE_HELLO_REPLY,
                                    MESSAGE_STATE, 0xFF};
    for (uint8_t i = 0; i < sizeof types; i++) {
        bring_to(STATE_IDLE);
        is_int(bench_ask(&bench, types[i]), REFUSAL_UNKNOWN_REQUEST,
               "0x%02x is no request: garbage is never answered OK", types[i]);
    }
}

/* --- values ----------------------------------------------------------------------------------- */

static void test_values(void)
{
    static const struct {
        uint8_t zone;
        uint16_t strength_permille, duration_ms;
        uint8_t want;
    } rows[] = {
        {5, 1000, 5000, 0},
        {SESSION_ALL_ZONES, 0, 10, 0},
        {7, 500, 100, REFUSAL_BAD_VALUE},
        {0, 1001, 100, REFUSAL_BAD_VALUE},
        {0, 500, 5001, REFUSAL_BAD_VALUE},
        {0, 500, 9, REFUSAL_BAD_VALUE},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        bring_to(STATE_ARMED);
        is_int(
            bench_set(&bench, rows[row].zone, rows[row].strength_permille, rows[row].duration_ms),
            rows[row].want, "zone %u at %u for %u ms: nothing beyond its range is driven",
            rows[row].zone, rows[row].strength_permille, rows[row].duration_ms);
    }
    bring_to(STATE_RUNNING);
    is_int(bench_send(&bench, (const uint8_t[]){MESSAGE_MARK, 0, 127}, 3), REFUSAL_BAD_VALUE,
           "a person's mark cannot be taken for the routine's");
    is_int(bench_leg(&bench, 3), REFUSAL_WRONG_STATE, "no leg is declared while a routine plays");
    bring_to(STATE_IDLE);
    is_int(bench_leg(&bench, 3), REFUSAL_BAD_VALUE, "nobody has a third leg");
    is_int(bench_leg(&bench, LEG_NONE), REFUSAL_BAD_VALUE, "and none is no leg to arm");
    is_int(bench_send(&bench, (const uint8_t[]){MESSAGE_SETTING_GET, 0, SETTING_COUNT}, 3),
           REFUSAL_BAD_VALUE, "a setting that does not exist is not read from elsewhere");
}

static void test_heat_values(void)
{
    static const struct {
        int32_t setpoint_mC;
        uint8_t want;
    } rows[] = {
        {0, 0},
        {30100, 0},
        {41000, 0},
        {41001, REFUSAL_BAD_VALUE},
        {30099, REFUSAL_BAD_VALUE},
        {-1, REFUSAL_BAD_VALUE},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        bring_to(STATE_ARMED);
        is_int(bench_heat(&bench, rows[row].setpoint_mC, 1000), rows[row].want,
               "%ld mC: no warmth outside 30.1 to 41.0 C is taken", (long)rows[row].setpoint_mC);
    }
    bring_to(STATE_STOPPED);
    is_int(bench_setting(&bench, SETTING_setpoint_max_dC, 380), 0,
           "a person may set a lower limit");
    bench_leg(&bench, LEG_LEFT);
    is_int(bench_heat(&bench, 38001, 1000), REFUSAL_BAD_VALUE, "which then holds by hand");
    is_int(bench_heat(&bench, 38000, 1000), 0, "to the tenth");
    bring_to(STATE_ARMED);
    safety_leg(&bench.device.safety)->kept.hot_s = LIMIT_HOT_TIME_s;
    is_int(bench_heat(&bench, 35000, 1000), REFUSAL_HEAT_RESTS, "a leg that must rest is told so");
}

static void test_settings(void)
{
    bring_to(STATE_IDLE);
    is_int(bench_setting(&bench, SETTING_sample_period_ms, 49), REFUSAL_BAD_VALUE,
           "samples cannot be asked for so often that they crowd out replies");
    is_int(bench_setting(&bench, SETTING_sample_period_ms, 0), 0, "but not at all, if one likes");
    is_int(bench_setting(&bench, SETTING_sample_period_ms, 50), 0, "or every 50 ms");
    is_int(bench_setting(&bench, SETTING_skin_offset_mC, -1), REFUSAL_BAD_VALUE,
           "no correction can hide a hot skin: they only raise a reading");
    is_int(bench_setting(&bench, SETTING_skin_offset_mC, 65536 + 5), REFUSAL_BAD_VALUE,
           "not even one that is small in its low 16 bits");
    is_int(bench_setting(&bench, SETTING_skin_offset_mC, 300), 0, "within its range it is taken");
    bench_send(&bench, (const uint8_t[]){MESSAGE_SETTING_GET, 9, SETTING_skin_offset_mC}, 3);
    struct msg_setting_reply reply;
    ok(message_get_setting_reply(&reply, bench.reply, bench.reply_length) && reply.value == 300 &&
           reply.setting == SETTING_skin_offset_mC,
       "and read back");
}

int main(void)
{
    test_every_request_in_every_state();
    test_wrong_lengths();
    test_uploads();
    test_copies();
    test_no_requests();
    test_values();
    test_heat_values();
    test_settings();
    return done();
}
