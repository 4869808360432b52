/* What a message tells stands at many places of the device: each of its fields comes from the right one. */
#include <string.h>

#include "tests/pure/ear.h"
#include "tests/tap.h"

#define NOW_ms 5000000UL /* the planned instant in microseconds wraps */
enum { NOW_us = 77 };

static struct bench bench;
static struct device *const device = &bench.device;
static uint8_t message[OUTBOX_MESSAGE_MAX];
static uint8_t length;

/* No two of the numbers that are told are the same. */
static void begin(void)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    while (outbox_take(&device->outbox, message))
        continue;
    struct session *session = &device->session;
    session->news = 0;
    session->planned_ms = NOW_ms;
    session->setpoint_cC = 3810;
    session->end_reason = END_PANIC;
    session->motor_ms = 123456;
    session->heat_ms = 234567;
    struct routine_player *player = &session->player;
    player->clock_ticks = 34567;
    player->stage = 2;
    player->kind = STAGE_SETTLE;
    player->stage_left_ticks = 4500;
    player->steps = 501;
    player->step_zones = 0x15;
    player->step_percent = 44;
    device->safety.heater_permille = 321;
    device->sense.skin.cC = -1234;
    device->sense.pad.cC = 4321;
    device->sense.supply_mV = 4987;
}

static void tell(uint16_t news)
{
    device->session.news = news;
    device_tell(device, NOW_us, NOW_ms);
    length = outbox_take(&device->outbox, message);
}

static void test_sample(void)
{
    begin();
    device_sample(device, NOW_us);
    length = outbox_take(&device->outbox, message);
    struct msg_sample sample;
    ok(message_get_sample(&sample, message, length), "a sample is told");
    is_int(sample.t_us, NOW_us, "with its instant");
    is_int(sample.skin_mC, -12340, "skin");
    is_int(sample.pad_mC, 43210, "pad");
    is_int(sample.setpoint_mC, 38100, "setpoint");
    is_int(sample.heater_permille, 321, "heater");
    is_int(sample.supply_mV, 4987, "supply");
}

static void test_stage(void)
{
    begin();
    tell(NEWS_STAGE);
    struct msg_stage stage;
    ok(message_get_stage(&stage, message, length), "a stage is told");
    is_int(stage.t_us, NOW_us, "with its instant");
    is_int(stage.planned_us, (long)(uint32_t)(NOW_ms * 1000), "and the planned one, which wraps");
    is_int(stage.stage, 2, "its index");
    is_int(stage.kind, STAGE_SETTLE, "kind");
    is_int(stage.duration_s, 45, "length");
    is_int(stage.setpoint_mC, 38100, "warmth");
}

static void test_step(void)
{
    begin();
    tell(NEWS_STEP);
    struct msg_step step;
    ok(message_get_step(&step, message, length), "a step is told");
    is_int(step.planned_us, (long)(uint32_t)(NOW_ms * 1000), "with its planned instant");
    is_int(step.step, 500, "its index");
    is_int(step.stage, 2, "its stage's");
    is_int(step.zones, 0x15, "zones");
    is_int(step.percent, 44, "strength");
}

static void test_end(void)
{
    begin();
    tell(NEWS_END);
    struct msg_end end;
    ok(message_get_end(&end, message, length), "the end is told");
    is_int(end.reason, END_PANIC, "with its reason");
    is_int(end.position_ms, 345670, "its place");
    is_int(end.motor_ms, 123456, "the motor time");
    is_int(end.heat_ms, 234567, "the time with heat");
    is_int(end.steps, 501, "the steps");
}

static void test_probe(void)
{
    begin();
    struct sense *sense = &device->sense;
    sense->cycles = 17;
    sense->skin_counts8 = 4001;
    sense->pad_counts8 = 4002;
    sense->bandgap_counts8 = 1801;
    sense->heater_mA = 1111;
    sense->motor_mA = 222;
    device->safety.trial.permitted = TEST_HEATER;
    device->stop_is_down = true;
    device->buttons.held = BUTTON_LEVEL;
    bench_ask(&bench, MESSAGE_PROBE);
    struct msg_probe_reply probe;
    ok(message_get_probe_reply(&probe, bench.reply, bench.reply_length), "PROBE is answered");
    is_int(probe.cycles, 17, "how often was measured");
    is_int(probe.test, TEST_HEATER, "what is tested");
    ok(probe.stop == 1 && probe.button == PRESSED_LEVEL, "what is pressed");
    is_int(probe.skin_mC, -12340, "skin");
    is_int(probe.pad_mC, 43210, "pad");
    is_int(probe.skin_counts8, 4001, "skin's counts");
    is_int(probe.pad_counts8, 4002, "pad's");
    is_int(probe.bandgap_counts8, 1801, "the reference's");
    is_int(probe.supply_mV, 4987, "supply");
    is_int(probe.heater_mA, 1111, "the heater's current");
    is_int(probe.motor_mA, 222, "the motors'");
}

static void test_readings(void)
{
    begin();
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        device->session.strength_permille[zone] = (uint16_t)(100 * zone + 1);
    bench_ask(&bench, MESSAGE_READINGS);
    struct msg_readings_reply readings;
    ok(message_get_readings_reply(&readings, bench.reply, bench.reply_length),
       "READINGS is answered");
    is_int(readings.skin_mC, -12340, "skin");
    is_int(readings.pad_mC, 43210, "pad");
    is_int(readings.setpoint_mC, 38100, "setpoint");
    is_int(readings.heater_permille, 321, "heater");
    is_int(readings.supply_mV, 4987, "supply");
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        is_int(readings.strength_percent[zone], 10 * zone + 1, "zone %u", zone);
}

static void test_status(void)
{
    begin();
    device->session.state = STATE_SETTLING;
    device->session.leg = LEG_RIGHT;
    device->session.level = 4;
    device->session.crc = 0xABCD;
    device->session.length = 77;
    device->safety.latched = 0x12345;
    bench_ask(&bench, MESSAGE_STATUS);
    struct msg_status_reply status;
    ok(message_get_status_reply(&status, bench.reply, bench.reply_length), "STATUS is answered");
    is_int(status.t_us, (long)(bench.now_ms * 1000), "with its instant");
    is_int(status.state, STATE_SETTLING, "the state");
    is_int(status.leg, LEG_RIGHT, "the leg");
    is_int(status.level, 4, "the level");
    is_int(status.end_reason, END_PANIC, "why the last session ended");
    is_int(status.faults, 0x12345, "the faults");
    is_int(status.routine_crc, 0xABCD, "which routine it is");
    is_int(status.routine_length, 77, "how long that is");
    is_int(status.position_ms, 345670, "how far it is");
    is_int(status.stage, 2, "in which stage");
}

int main(void)
{
    test_readings();
    test_status();
    test_sample();
    test_stage();
    test_step();
    test_end();
    test_probe();
    return done();
}
