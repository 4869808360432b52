/* Telling: what the kit says of itself is what it does; a record is no better than this. */
#include <string.h>

#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/ear.h"
#include "tests/tap.h"

enum { FRAMES_s = 100, ALL_ZONES = 0x3F, HEAT_38C = 80, HEAT_40C = 100 };

static struct bench bench;
static struct device *const device = &bench.device;
static struct routine_maker maker;
static const struct heard *heard;

static void begin(void)
{
    heard = ear_begin(&bench);
}

/* Opens a routine of one stage at 38 C in which all zones go to 80 %, and to 40 % a second
 * later. */
static void open_routine(uint8_t seconds)
{
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, seconds, HEAT_38C);
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 80, 0);
    make_rest(&maker, FRAMES_s);
}

static uint8_t close_routine(uint8_t seconds)
{
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 40, 0);
    make_rest(&maker, seconds * (uint32_t)FRAMES_s);
    make_end(&maker);
    return bench_upload(&bench, &maker);
}

static void load(uint8_t seconds)
{
    open_routine(seconds);
    close_routine(seconds);
}

static void start(void)
{
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 5);
}

/* --- who it is -------------------------------------------------------------------------------- */

static void test_hello(void)
{
    begin();
    device->boot.fuse_extended = 0xFC;
    const uint8_t hello[] = {MESSAGE_HELLO, 1, PROTOCOL_VERSION};
    bench_send(&bench, hello, sizeof hello);
    struct msg_hello_reply reply;
    ok(message_get_hello_reply(&reply, bench.reply, bench.reply_length), "HELLO is answered");
    is_int(reply.protocol_version, PROTOCOL_VERSION, "with the protocol that it speaks");
    is_int(reply.firmware_minor, FIRMWARE_MINOR, "the firmware's version");
    is_int(reply.build_id, 0x12345678, "its build");
    is_int(reply.boot_id, 1, "how often it has started");
    is_int(reply.uptime_ms, (long)bench.now_ms, "how long ago that was");
    is_int(reply.routine_capacity, ROUTINE_MAX_BYTES, "how long a routine may be");
    is_int(reply.fuse_extended, 0xFC, "and its brown-out fuse");
    device_say_boot(device, bench.now_ms);
    bench_frames(&bench, 1);
    is_int(device->session.player.stage, ROUTINE_NO_STAGE, "outside a routine there is no stage");
    is_int(ear_count(MESSAGE_BOOT), 1, "a start is also told unasked");
    is_int(heard->boot.boot_id, 1, "in the same words");
}

static void test_statistics(void)
{
    begin();
    is_int(bench_ask(&bench, MESSAGE_STATISTICS), 0, "STATISTICS is answered");
    struct msg_statistics_reply reply;
    ok(message_get_statistics_reply(&reply, bench.reply, bench.reply_length) &&
           reply.drops_crc == 1,
       "with what only the main program can count");
}

/* --- what it does ----------------------------------------------------------------------------- */

static void test_mark(void)
{
    begin();
    load(20);
    start();
    bench_send(&bench, (const uint8_t[]){MESSAGE_MARK, 0, 128}, LENGTH_MARK);
    bench_frames(&bench, 1);
    is_int(ear_count(MESSAGE_MARKED), 1, "a person's mark comes into the record");
    is_int(heard->marked.mark, 128, "under its number");
}

static void test_stage(void)
{
    begin();
    load(20);
    start();
    bench_frames(&bench, 3);
    is_int(heard->stage.stage, 0, "a stage is told by its index");
    is_int(heard->stage.kind, STAGE_MASSAGE, "its kind");
    is_int(heard->stage.duration_s, 20, "how long it lasts");
    is_int(heard->stage.setpoint_mC, 38000, "and its warmth");
}

static void test_prompt(void)
{
    begin();
    open_routine(20);
    MAKE(&maker, ROUTINE_PROMPT, 4, 30);
    close_routine(20);
    start();
    bench_frames(&bench, 2 * FRAMES_s);
    is_int(ear_count(MESSAGE_PROMPT), 1, "a prompt is told once");
    is_int(heard->prompt.prompt, 4, "by its number");
    is_int(heard->prompt.wait_s, 30, "with how long it waits");
    is_int(ear_count(MESSAGE_WAIT), 1, "so is that the clock stands");
    is_int(heard->wait.waiting, 1, "from now on");
    is_int(heard->wait.position_ms, 1000, "at this place");
    ok(device->lamp.attention, "and the lamp calls the person");
    bench_ask(&bench, MESSAGE_RESUME);
    bench_frames(&bench, 20);
    is_int(ear_count(MESSAGE_WAIT), 2, "and that it goes on");
    is_int(heard->wait.waiting, 0, "again");
    ok(!device->lamp.attention, "and the lamp rests");
}

static void test_warm_wait(void)
{
    begin();
    open_routine(20);
    MAKE(&maker, ROUTINE_WARM, HEAT_40C, 2);
    close_routine(20);
    start();
    bench_frames(&bench, 2 * FRAMES_s);
    is_int(ear_count(MESSAGE_WAIT), 1, "a wait for warmth is told");
    is_int(ear_count(MESSAGE_PROMPT), 0, "and nobody is asked for it");
    is_int(heard->notices, 0, "there is nothing else to say");
    bench_frames(&bench, 2 * FRAMES_s);
    is_int(heard->notices, 1 << NOTICE_HEAT_NOT_REACHED, "warmth that was not reached is told");
}

static void test_notices(void)
{
    begin();
    load(20);
    start();
    bench_frames(&bench, 10);
    bench_ask(&bench, MESSAGE_PAIN);
    bench_ask(&bench, MESSAGE_RESUME);
    bench_frames(&bench, 2);
    is_int(heard->notices, 1 << NOTICE_RESUMED_LOWER, "going on lower after PAIN is told");
    safety_leg(&device->safety)->kept.hot_s = LIMIT_HOT_TIME_s;
    bench_frames(&bench, 2);
    ok(heard->notices & 1 << NOTICE_HOT_TIME_USED, "a leg whose heat must rest is told why");
}

static void test_two_faults(void)
{
    begin();
    safety_raise(&device->safety, FAULT_ILLEGAL_RESET);
    safety_raise(&device->safety, FAULT_STORE_CORRUPT);
    bench_frames(&bench, 3);
    is_int(ear_count(MESSAGE_FAULT), 2, "each fault is told, once");
    is_int(heard->fault.faults,
           (long)(FAULT_BIT(FAULT_ILLEGAL_RESET) | FAULT_BIT(FAULT_STORE_CORRUPT)),
           "with all of them");
    bench_acknowledge(&bench, FAULT_BIT(FAULT_STORE_CORRUPT));
    bench_frames(&bench, 2);
    safety_raise(&device->safety, FAULT_STORE_CORRUPT);
    bench_frames(&bench, 2);
    is_int(ear_count(MESSAGE_FAULT), 3, "and again when it comes again");
}

static void test_end(void)
{
    begin();
    load(20);
    start();
    bench_frames(&bench, 5 * FRAMES_s);
    bench_ask(&bench, MESSAGE_STOP);
    bench_frames(&bench, 2);
    is_int(heard->end.reason, END_STOP_REQUEST, "the end is told with its reason");
    is_int(heard->end.position_ms, 4990, "and its place");
    is_int(heard->end.heat_ms, 5000, "and the warmth there was");
}

/* --- how it is -------------------------------------------------------------------------------- */

static void test_samples(void)
{
    static const struct {
        uint16_t period_ms, want;
    } rows[] = {{0, 0}, {50, 200}, {200, 50}, {10000, 1}};
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        begin();
        bench_setting(&bench, SETTING_sample_period_ms, rows[row].period_ms);
        device->sample_left_ms = rows[row].period_ms;
        bench_frames(&bench, 1000);
        is_int(ear_count(MESSAGE_SAMPLE), rows[row].want, "a sample every %u ms: %u in ten seconds",
               rows[row].period_ms, rows[row].want);
    }
    is_int(heard->sample.skin_mC, 30000, "with the skin's temperature");
    is_int(heard->sample.pad_mC, 28000, "and the pad's, not the other way round");
    is_int(heard->sample.supply_mV, 5000, "and the supply");
    load(20);
    bench_leg(&bench, LEG_LEFT);
    bench_setting(&bench, SETTING_sample_period_ms, 50);
    device->sample_left_ms = 0;
    bench_start(&bench, 5);
    bench_frames(&bench, 20);
    is_int(heard->sample.strength_percent[ZONE_MID_MEDIAL], 80, "each zone's strength");
    is_int(heard->sample.heater_permille, bench.permit.heater_permille, "and the heater's power");
}

static void test_status(void)
{
    begin();
    load(20);
    bench_leg(&bench, LEG_RIGHT);
    bench_start(&bench, 4);
    bench_frames(&bench, 2 * FRAMES_s);
    bench_ask(&bench, MESSAGE_STATUS);
    struct msg_status_reply status;
    ok(message_get_status_reply(&status, bench.reply, bench.reply_length), "STATUS is answered");
    is_int(status.state, STATE_RUNNING, "with the state");
    is_int(status.leg, LEG_RIGHT, "the leg");
    is_int(status.level, 4, "the level");
    is_int(status.position_ms, 1990, "the place in the routine");
    is_int(status.routine_crc, (long)device->session.crc, "which routine it is");
}

static void test_usage(void)
{
    begin();
    struct msg_usage_reply usage;
    bench_ask(&bench, MESSAGE_USAGE);
    ok(message_get_usage_reply(&usage, bench.reply, bench.reply_length), "USAGE is answered");
    ok(usage.hot_s == 0 && usage.completed == 0 && usage.wait_min == 0,
       "without a leg there is nothing to tell");
    device->safety.legs[1].kept =
        (struct usage_leg){.completed = 7, .hot_s = 111, .dose_mCEM43 = 222};
    load(20);
    bench_leg(&bench, LEG_RIGHT);
    bench_start(&bench, 4);
    bench_frames(&bench, 2 * FRAMES_s);
    bench_ask(&bench, MESSAGE_USAGE);
    message_get_usage_reply(&usage, bench.reply, bench.reply_length);
    is_int(usage.completed, 7, "what this leg has had: sessions");
    is_int(usage.hot_s, 111, "hot time");
    is_int(usage.dose_mCEM43, 222, "dose");
    is_int(usage.motor_s, 2, "motors now");
    is_int(usage.stage_left_ms, 18010, "and what is left of the stage");
}

int main(void)
{
    test_hello();
    test_statistics();
    test_mark();
    test_stage();
    test_prompt();
    test_warm_wait();
    test_notices();
    test_two_faults();
    test_end();
    test_samples();
    test_status();
    test_usage();
    return done();
}
