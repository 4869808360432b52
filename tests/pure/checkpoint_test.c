/* What the device keeps of a session under way, in case the power goes. */
#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/ear.h"
#include "tests/tap.h"

enum { FRAMES_s = 100, ALL_ZONES = 0x3F };

static struct bench bench;
static struct device *const device = &bench.device;
static struct routine_maker maker;

static void begin(void)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
    bench_practise(&bench);
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 200, 0);
    make_key(&maker, ROUTINE_KEY_STEP, ALL_ZONES, 80, 0);
    make_rest(&maker, 200UL * FRAMES_s);
    make_end(&maker);
    bench_upload(&bench, &maker);
}

static uint8_t read_eeprom(uint16_t address)
{
    return bench_eeprom()[address];
}

/* What a power cut just now would leave of a leg. */
static struct usage_leg kept(uint8_t leg)
{
    uint8_t bytes[STORE_SAFETY_BYTES];
    uint16_t boot_id;
    uint32_t faults;
    struct calendar calendar;
    struct usage_leg legs[USAGE_LEGS];
    store_load(read_eeprom, STORE_SAFETY_A, bytes, sizeof bytes);
    const uint8_t *at = store_get_safety(bytes, &boot_id, &faults, &calendar);
    for (uint8_t i = 0; i < USAGE_LEGS; i++)
        at = store_get_leg(at, &legs[i]);
    return legs[leg];
}

/* A cut at any moment leaves a record that is not too generous: it is charged a minute ahead. */
static void test_checkpoints(void)
{
    begin();
    bench_leg(&bench, LEG_LEFT);
    bench_start(&bench, 5);
    bench_frames(&bench, 10);
    long generous = 0, wasteful = 0;
    uint16_t writes = device->store_writes;
    for (uint8_t second = 0; second < 130; second++) {
        bench_frames(&bench, FRAMES_s);
        uint16_t played_s = safety_leg(&device->safety)->kept.motor_s;
        generous += kept(0).motor_s < played_s;
        wasteful += kept(0).motor_s > played_s + 60;
    }
    is_int(kept(1).motor_s, 0, "the other leg is charged nothing");
    is_int(generous, 0, "a power cut never gives motor time back");
    is_int(wasteful, 0, "nor takes more than the minute charged ahead");
    is_int(device->store_writes - writes, 2, "with a write a minute: the EEPROM lasts for years");
}

/* The user would lose: dose and hot time of a leg that is still hot though nothing plays, to a power cut. */
static void test_hot_leg(void)
{
    static const uint8_t states[] = {STATE_ARMED, STATE_STOPPED, STATE_FAULT};
    for (uint8_t i = 0; i < sizeof states; i++) {
        begin();
        bench_leg(&bench, LEG_LEFT);
        if (states[i] == STATE_STOPPED)
            bench_ask(&bench, MESSAGE_STOP);
        if (states[i] == STATE_FAULT)
            safety_raise(&device->safety, FAULT_BROWN_OUT);
        bench_frames(&bench, 20);
        is_int(bench_state(&bench), states[i], "state %u", states[i]);
        device->sense.skin.cC = 4150;
        long generous = 0;
        uint16_t writes = device->store_writes;
        for (uint8_t second = 0; second < 130; second++) {
            bench_frames(&bench, FRAMES_s);
            const struct usage_leg now = safety_leg(&device->safety)->kept, record = kept(0);
            generous += record.dose_mCEM43 < now.dose_mCEM43 || record.hot_s < now.hot_s;
        }
        is_int(generous, 0, "a power cut gives a hot leg nothing back");
        ok(safety_leg(&device->safety)->kept.hot_s >= 120, "and it has had something");
        is_int(device->store_writes - writes, 3, "with a write a minute");
        device->sense.skin.cC = LIMIT_cC(HOT_SKIN);
        bench_frames(&bench, 70 * FRAMES_s);
        writes = device->store_writes;
        bench_frames(&bench, 70 * FRAMES_s);
        is_int(device->store_writes, writes, "a leg that is not hot is left alone");
    }
}

/* The user would lose: six hours between sessions, to a host that resets the kit while a waiting leg seems in use. */
static void test_waiting_leg(void)
{
    static const uint32_t NOON_min = 29927520;
    for (uint8_t warm = 0; warm < 2; warm++) {
        begin();
        bench_clock(&bench, NOON_min);
        bench_leg(&bench, LEG_LEFT);
        device->safety.legs[0].kept.recent[0] = USAGE_WEEK_units;
        device->safety.guard.is_old = true;
        bench_frames(&bench, 20);
        is_int(bench_start(&bench, 5), REFUSAL_LEG_RESTS, "a leg waits for its next session");
        if (warm)
            device->sense.skin.cC = LIMIT_cC(HOT_SKIN) + 1;
        else
            bench_test(&bench, TEST_LED_STATUS, 1000);
        bench_frames(&bench, FRAMES_s);
        ok(kept(0).hot_s >= 60 || !warm, "it is charged what it may have of warmth");
        bench_boot(&bench, RESET_EXTERNAL);
        bench_frames(&bench, 20);
        bench_clock(&bench, NOON_min);
        bench_upload(&bench, &maker);
        bench_leg(&bench, LEG_LEFT);
        is_int(bench_start(&bench, 5), REFUSAL_LEG_RESTS, "and waits after a reset, too");
    }
}

int main(void)
{
    test_waiting_leg();
    test_checkpoints();
    test_hot_leg();
    return done();
}
