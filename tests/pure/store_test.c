/* The store: what a leg has had and what a person has set survive a power cut at any byte. */
#include <string.h>

#include "avr/core/store.h"
#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/bench.h"
#include "tests/tap.h"

static struct bench bench;

/* --- two copies ------------------------------------------------------------------------------- */

static const uint8_t *copies[2];

static uint8_t read_copy(uint16_t address)
{
    return copies[address / STORE_SLOT_BYTES][address % STORE_SLOT_BYTES];
}

/* Of two copies, which one is believed, and is it the one that is read? */
static enum store_found choose(const uint8_t *a, const uint8_t *b, uint8_t length)
{
    uint8_t bytes[STORE_MAX_BYTES];
    copies[0] = a;
    copies[1] = b;
    enum store_found found = store_load(read_copy, STORE_SAFETY_A, bytes, length);
    if (found >= STORE_A && memcmp(bytes, copies[found - STORE_A], length) != 0)
        return STORE_CORRUPT;
    return found;
}

static void make_copy(uint8_t *out, uint8_t generation)
{
    struct usage_leg leg = {.completed = generation, .motor_s = 100};
    uint8_t *at = store_begin_safety(out, generation, 7, 0, &(struct calendar){0});
    for (uint8_t i = 0; i < USAGE_LEGS; i++)
        at = store_add_leg(at, &leg);
    store_seal(out, at);
}

static void test_newer_copy(void)
{
    static const struct {
        uint8_t a, b;
        enum store_found want;
    } rows[] = {{1, 2, STORE_B},   {2, 1, STORE_A}, {255, 0, STORE_B},
                {0, 255, STORE_A}, {5, 5, STORE_A}, {100, 227, STORE_B}};
    uint8_t a[STORE_SAFETY_BYTES], b[STORE_SAFETY_BYTES];
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        make_copy(a, rows[row].a);
        make_copy(b, rows[row].b);
        is_int(choose(a, b, STORE_SAFETY_BYTES), rows[row].want,
               "of the generations %u and %u the newer one counts", rows[row].a, rows[row].b);
    }
}

static void test_damaged_copy(void)
{
    uint8_t a[STORE_SAFETY_BYTES], b[STORE_SAFETY_BYTES];
    long believed = 0;
    for (uint16_t bit = 0; bit < STORE_SAFETY_BYTES * 8; bit++) {
        make_copy(a, 1);
        make_copy(b, 2);
        b[bit / 8] = (uint8_t)(b[bit / 8] ^ 1U << bit % 8);
        believed += choose(a, b, STORE_SAFETY_BYTES) != STORE_A;
        believed += choose(b, a, STORE_SAFETY_BYTES) != STORE_B;
        believed += choose(b, b, STORE_SAFETY_BYTES) != STORE_CORRUPT;
    }
    is_int(believed, 0, "a copy with one flipped bit is never believed, whichever bit it is");
}

static void test_blank(void)
{
    uint8_t blank[STORE_SAFETY_BYTES], zeros[STORE_SAFETY_BYTES] = {0}, copy[STORE_SAFETY_BYTES];
    memset(blank, 0xFF, sizeof blank);
    make_copy(copy, 9);
    is_int(choose(blank, blank, sizeof blank), STORE_EMPTY, "a new chip is no fault");
    long excused = 0;
    for (uint8_t i = 0; i < sizeof blank; i++) {
        blank[i] = 0xFE;
        excused += choose(blank, blank, sizeof blank) != STORE_CORRUPT;
        blank[i] = 0xFF;
    }
    is_int(excused, 0, "one bit written, wherever it is, and it is not new");
    is_int(choose(blank, copy, sizeof blank), STORE_B, "one copy beside a blank is enough");
    is_int(choose(zeros, zeros, sizeof zeros), STORE_CORRUPT, "an erased record is no record");
    is_int(choose(zeros, blank, sizeof zeros), STORE_TORN,
           "one beside a blank is a new chip's first");
}

static void test_fields(void)
{
    uint8_t bytes[STORE_SAFETY_BYTES];
    struct usage_leg legs[USAGE_LEGS] = {
        {0x1234, 0x5678, 0x9ABC, 255, USAGE_COUNTED, {253, 200, 150, 100, 50, 2, 1}},
        {1, 2, 3, 4, USAGE_UNTIMED, {7, 6, 5, 4, 3, 2, 0}}};
    struct usage_leg got;
    struct calendar when = {0x12345678, 39, 0}, then = {0, 0, 0};
    uint8_t *at = store_begin_safety(bytes, 3, 0xBEEF, 0x80200102, &when);
    at = store_add_leg(store_add_leg(at, &legs[0]), &legs[1]);
    is_int(store_seal(bytes, at), STORE_SAFETY_BYTES, "a safety record has its length");
    uint16_t boot_id;
    uint32_t faults;
    const uint8_t *from = store_get_safety(bytes, &boot_id, &faults, &then);
    is_int(boot_id, 0xBEEFL, "the boot count comes back");
    ok(faults == 0x80200102, "every fault comes back, none is forgotten by switching off");
    ok(then.now_min == when.now_min && then.unit_min == when.unit_min, "and the time");
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++) {
        from = store_get_leg(from, &got);
        ok(got.completed == legs[leg].completed && got.motor_s == legs[leg].motor_s &&
               got.hot_s == legs[leg].hot_s && got.dose_mCEM43 == legs[leg].dose_mCEM43 &&
               got.marks == legs[leg].marks,
           "so does what leg %u has had", leg);
        is_bytes(got.recent, legs[leg].recent, sizeof got.recent, "and when");
    }
}

/* --- settings --------------------------------------------------------------------------------- */

static void test_settings_fall_back(void)
{
    static const int16_t lowest[] = {
#define AS_LOWEST(number, name, unit, minimum, maximum, fallback, help) (minimum),
        SETTINGS(AS_LOWEST)};
    static const int16_t highest[] = {
#define AS_HIGHEST(number, name, unit, minimum, maximum, fallback, help) (maximum),
        SETTINGS(AS_HIGHEST)};
    struct store_settings defaults, record, got;
    uint8_t bytes[STORE_SETTINGS_BYTES];
    long wrong_default = 0, not_kept = 0, not_refused = 0;
    store_default_settings(&defaults);
    for (uint8_t setting = 0; setting < SETTING_COUNT; setting++) {
        wrong_default += !store_setting_ok(setting, defaults.values[setting]);
        const int16_t values[] = {lowest[setting], highest[setting], (int16_t)(lowest[setting] - 1),
                                  (int16_t)(highest[setting] + 1)};
        for (uint8_t i = 0; i < 4; i++) {
            record = defaults;
            record.values[setting] = values[i];
            store_put_settings(bytes, 1, &record);
            store_get_settings(bytes, &got);
            if (i < 2)
                not_kept += got.values[setting] != values[i];
            else
                not_refused += got.values[setting] != defaults.values[setting];
        }
    }
    is_int(wrong_default, 0, "every default is a value that may be set");
    is_int(not_kept, 0, "every value within its range comes back");
    is_int(not_refused, 0,
           "one outside, of another version, becomes the default and drives nothing");
    ok(!store_setting_ok(SETTING_COUNT, 0), "a setting that does not exist is none");
    ok(!store_setting_ok(SETTING_kick_ms, 65536 + 60), "a value is not judged by its low 16 bits");
}

/* The user would lose: the EEPROM, to a host that sets the same again and again. */
static void test_same_setting(void)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
    bench_setting(&bench, SETTING_kick_ms, 70);
    bench_frames(&bench, 30);
    uint16_t writes = bench.device.store_writes;
    is_int(bench_setting(&bench, SETTING_kick_ms, 70), 0, "a setting may be set to what it is");
    bench_frames(&bench, 30);
    is_int(bench.device.store_writes, writes, "which wears nothing");
    bench_setting(&bench, SETTING_kick_ms, 80);
    bench_frames(&bench, 30);
    is_int(bench.device.store_writes, writes + 1, "as a new value does");
}

/* What was changed last is written though nobody says it again, and what is new of a fault at once. */
static void test_late_writes(void)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
    for (uint8_t value = 0; value < 20; value++) {
        bench_setting(&bench, SETTING_kick_ms, 50 + value);
        bench_frames(&bench, 30);
    }
    bench_frames(&bench, 1100);
    safety_raise(&bench.device.safety, FAULT_BROWN_OUT);
    bench_frames(&bench, 10);
    bench_boot(&bench, RESET_EXTERNAL);
    is_int(bench.device.settings.values[SETTING_kick_ms], 69,
           "the last value is there ten seconds later");
    is_int(bench.device.safety.latched, (long)FAULT_BIT(FAULT_BROWN_OUT),
           "and a new fault at once");
}

/* --- power cuts ------------------------------------------------------------------------------- */

enum { OLD_s = 111, NEW_s = 222, OLD_kick = 70, NEW_kick = 80 };

/* A kit that has written OLD, then begins to write NEW and is cut off after some bytes. */
static void write_and_cut(uint16_t bytes)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
    bench.device.safety.legs[1].kept.motor_s = OLD_s;
    bench.device.safety_dirty = true;
    bench_setting(&bench, SETTING_kick_ms, OLD_kick);
    bench_frames(&bench, 30);
    bench.device.safety.legs[1].kept.motor_s = NEW_s;
    safety_raise(&bench.device.safety, FAULT_ILLEGAL_RESET);
    bench_setting(&bench, SETTING_kick_ms, NEW_kick);
    bench.bytes_until_cut = bytes;
    bench_frames(&bench, 30);
    bench_boot(&bench, RESET_POWER_ON);
}

static void test_power_cuts(void)
{
    const uint8_t all = STORE_SAFETY_BYTES + STORE_SETTINGS_BYTES;
    long lost = 0, torn = 0, mixed = 0;
    for (uint8_t bytes = 0; bytes <= all; bytes++) {
        write_and_cut(bytes);
        const struct device *device = &bench.device;
        bool new_safety = bytes >= STORE_SAFETY_BYTES, new_settings = bytes >= all;
        lost += device->safety.latched & FAULT_BIT(FAULT_STORE_CORRUPT) ? 1 : 0;
        torn += device->safety.legs[1].kept.motor_s != (new_safety ? NEW_s : OLD_s) ||
                device->settings.values[SETTING_kick_ms] != (new_settings ? NEW_kick : OLD_kick);
        mixed += ((device->safety.latched & FAULT_BIT(FAULT_ILLEGAL_RESET)) != 0) != new_safety;
    }
    is_int(lost, 0, "a cut at any byte of any write leaves one whole copy of each record");
    is_int(torn, 0, "which is the old one until the new one is complete, then the new one");
    is_int(mixed, 0, "with the faults that belong to it");
}

/* A start writes too. It must not write over the newest copy: a cut would bring back an older
 * one. */
static void test_cut_at_start(void)
{
    long older = 0;
    for (uint8_t bytes = 0; bytes <= STORE_SAFETY_BYTES; bytes++) {
        for (uint8_t writes = 2; writes <= 3; writes++) {
            bench_blank();
            bench_boot(&bench, RESET_POWER_ON);
            for (uint8_t write = 1; write <= writes; write++) {
                bench.device.safety.legs[0].kept.motor_s = write;
                bench.device.safety_dirty = true;
                bench_frames(&bench, 5);
            }
            bench_boot(&bench, RESET_POWER_ON);
            bench.bytes_until_cut = bytes;
            bench_frames(&bench, 5);
            bench_boot(&bench, RESET_POWER_ON);
            older += bench.device.safety.legs[0].kept.motor_s != writes;
        }
    }
    is_int(older, 0, "a cut at any byte of a start's own write brings no older record back");
}

/* The user would lose: a new kit's first hour, to a fault of a good chip. */
static void test_first_cut(void)
{
    long faults = 0;
    for (uint8_t bytes = 0; bytes <= STORE_SAFETY_BYTES; bytes++) {
        bench_blank();
        bench_boot(&bench, RESET_POWER_ON);
        bench.bytes_until_cut = bytes;
        bench_frames(&bench, 30);
        bench_boot(&bench, RESET_POWER_ON);
        faults += bench.device.safety.latched != 0;
    }
    is_int(faults, 0, "a cut at any byte of the first record of all leaves a new chip");
}

static void test_boots_are_counted(void)
{
    bench_blank();
    for (uint8_t boot = 1; boot <= 5; boot++) {
        bench_boot(&bench, RESET_EXTERNAL);
        bench_frames(&bench, 5);
    }
    is_int(bench.device.boot_id, 5, "every start is counted, also one in which nothing happens");
}

/* Writes alternate for ever, past the wrap of the generation. */
static void test_many_writes(void)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    long wrong = 0;
    for (uint16_t write = 1; write <= 600; write++) {
        bench.device.safety.legs[0].kept.motor_s = write;
        bench.device.safety_dirty = true;
        bench_frames(&bench, 5);
        if (write % 20 == 0) {
            bench_boot(&bench, RESET_POWER_ON);
            wrong += bench.device.safety.legs[0].kept.motor_s != write;
            bench_frames(&bench, 5);
            bench_boot(&bench, RESET_POWER_ON);
            bench_frames(&bench, 5);
        }
    }
    is_int(wrong, 0,
           "after hundreds of writes and resets the newest one is still the one believed");
    is_int(bench.device.boot_id, 61, "and every start has been counted");
}

/* Nothing can be read at all. */
static void test_corrupt(void)
{
    for (uint8_t record = 0; record < 2; record++) {
        bench_blank();
        memset(bench_eeprom() + record * 2 * STORE_SLOT_BYTES, 0, 2 * STORE_SLOT_BYTES);
        bench_boot(&bench, RESET_POWER_ON);
        is_int(bench.device.safety.latched, (long)FAULT_BIT(FAULT_STORE_CORRUPT),
               "a record that cannot be read, number %u, is fault 13", record);
        is_int(bench.device.settings.values[SETTING_setpoint_max_dC], 410, "with default settings");
        is_int(safety_leg(&bench.device.safety) == NULL, 1, "and no leg declared");
        bench_frames(&bench, 20);
        is_int(bench_state(&bench), STATE_FAULT, "a person must know before the kit is used");
        is_int(bench_acknowledge(&bench, UINT32_MAX), 0, "and can say so");
        bench_frames(&bench, 10);
        bench_boot(&bench, RESET_POWER_ON);
        is_int(bench.device.safety.latched, 0, "after which it is written anew");
    }
}

/* The user would lose: the limit of their own, set once and never again, to a bit of the EEPROM, unheard. */
static void test_corrupt_once_set(void)
{
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 50);
    bench_setting(&bench, SETTING_setpoint_max_dC, 360);
    bench_frames(&bench, 50);
    bench_boot(&bench, RESET_POWER_ON);
    is_int(bench.device.settings.values[SETTING_setpoint_max_dC], 360, "a setting is kept");
    bench_eeprom()[STORE_SETTINGS_B * STORE_SLOT_BYTES + 20] = 1;
    bench_boot(&bench, RESET_POWER_ON);
    is_int(bench.device.safety.latched, (long)FAULT_BIT(FAULT_STORE_CORRUPT),
           "the only record of settings that cannot be read is fault 13");
    bench_frames(&bench, 50);
    bench_acknowledge(&bench, UINT32_MAX);
    bench_frames(&bench, 50);
    bench_boot(&bench, RESET_POWER_ON);
    is_int(bench.device.safety.latched, 0, "once, for it is written anew");
}

int main(void)
{
    test_newer_copy();
    test_damaged_copy();
    test_blank();
    test_fields();
    test_settings_fall_back();
    test_same_setting();
    test_late_writes();
    test_power_cuts();
    test_cut_at_start();
    test_first_cut();
    test_boots_are_counted();
    test_many_writes();
    test_corrupt();
    test_corrupt_once_set();
    return done();
}
