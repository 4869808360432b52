/* Everything that the self-test claims to find is planted in a kit, and found, and nothing else is. */
#include <math.h>
#include <string.h>

#include "tests/selftest/kit_link.h"
#include "tests/tap.h"

enum { FAULTS_max = 2 };

/* A planted mistake. `spoil` changes the kit where no fault of host/kit/mishap.h does. */
struct row {
    enum selftest_finding finding;
    const char *faults[FAULTS_max];
    void (*spoil)(struct kit_options *options);
};

static void on_flash(struct kit_options *options)
{
    options->flash_jumper = true;
}

static void brown_out_2V7(struct kit_options *options)
{
    options->fuses.extended = 0xFD;
}

static void brown_out_off(struct kit_options *options)
{
    options->fuses.extended = 0xFF;
}

static const struct row rows[] = {
    {FOUND_JUMPER_FLASH, {0}, on_flash},
    {FOUND_BROWN_OUT, {0}, brown_out_2V7},
    {FOUND_BROWN_OUT, {0}, brown_out_off},
    {FOUND_SUPPLY_MISSING, {"supply=0"}, 0},
    {FOUND_SUPPLY_LOW, {"supply=4.3"}, 0},
    {FOUND_SUPPLY_HIGH, {"supply=5.8"}, 0},
    {FOUND_SKIN_OPEN, {"ntc-skin-open"}, 0},
    {FOUND_SKIN_SHORT, {"ntc-skin-short"}, 0},
    {FOUND_PAD_OPEN, {"ntc-pad-open"}, 0},
    {FOUND_PAD_SHORT, {"ntc-pad-short"}, 0},
    {FOUND_NTC_STRAY, {"ntc-powered"}, 0},
    {FOUND_NTC_APART, {"ntc-skin-divider"}, 0},
    {FOUND_NTC_APART, {"ntc-pad-divider=22000"}, 0},
    {FOUND_NTC_APART, {"ntc-pad-divider=12000"}, 0},
    {FOUND_NTC_IMPLAUSIBLE, {"ntc-skin-divider=4700", "ntc-pad-divider=4700"}, 0},
    {FOUND_NTC_OFF, {"ntc-skin-divider=12000", "ntc-pad-divider=12000"}, 0},
    {FOUND_STOP_STUCK, {"stop-stuck"}, 0},
    {FOUND_MODE_STUCK, {"mode-stuck"}, 0},
    {FOUND_LEVEL_STUCK, {"level-stuck"}, 0},
    {FOUND_STOP_SILENT, {"stop-open"}, 0},
    {FOUND_MODE_SILENT, {"mode-open"}, 0},
    {FOUND_LEVEL_SILENT, {"level-open"}, 0},
    {FOUND_LADDER_SWAPPED, {"ladder-swapped"}, 0},
    {FOUND_LED_DARK, {"led-status-open"}, 0},
    {FOUND_LED_DARK, {"led-heat-open"}, 0},
    {FOUND_LED_DARK, {"led-attention-open"}, 0},
    {FOUND_LED_SWAPPED, {"leds-swapped"}, 0},
    {FOUND_MOTOR_AT_REST, {"motor-fet-short=ankle-medial"}, 0},
    {FOUND_MOTOR_MISSING, {"motor-open=upper-medial"}, 0},
    {FOUND_MOTOR_MISSING, {"motor-open=all"}, 0},
    {FOUND_MOTOR_SHORTED, {"motor-short=mid-lateral"}, 0},
    {FOUND_MOTOR_STALLED, {"motor-stalled=ankle-lateral"}, 0},
    {FOUND_MOTOR_SWAPPED, {"motor-swapped=upper-lateral"}, 0},
    {FOUND_MOTOR_STILL, {"motor-loose=mid-medial"}, 0},
    {FOUND_HEATER_AT_REST, {"arm-short", "heater-fet-short"}, 0},
    {FOUND_ARM_SHORT, {"arm-short"}, 0},
    {FOUND_LOW_SIDE_SHORT, {"heater-fet-short"}, 0},
    {FOUND_HEATER_OPEN, {"heater-open"}, 0},
    {FOUND_HEATER_OPEN, {"bimetal-open"}, 0},
    {FOUND_HEATER_OPEN, {"arm-open"}, 0},
    {FOUND_HEATER_OPEN, {"heater-fet-open"}, 0},
    {FOUND_HEATER_WEAK, {"pad-ohms=5"}, 0},
    {FOUND_HEATER_STRONG, {"pad-ohms=2.5"}, 0},
    {FOUND_HEATER_STRONG, {"pad-ohms=1"}, 0},
    {FOUND_SUPPLY_SAGS, {"supply-weak"}, 0},
    {FOUND_SUPPLY_SAGS, {"supply-weak=0.3"}, 0},
    {FOUND_NO_RISE, {"ntc-pad-detached"}, 0},
    {FOUND_NO_RISE, {"ntc-pad-frozen"}, 0},
    {FOUND_NTC_SWAPPED, {"ntc-swapped"}, 0},
    {FOUND_NO_FALL, {"ntc-pad-drift=20"}, 0},
    {FOUND_HEATER_LED, {"heater-led-open"}, 0},
};

enum { ROWS = sizeof rows / sizeof *rows };

static const char *const names[FOUND_COUNT] = {
#define AS_NAME(name, item, part, words, remedy) [FOUND_##name] = #name,
    SELFTEST_FINDINGS(AS_NAME)
#undef AS_NAME
};

static const enum selftest_item item_of[FOUND_COUNT] = {
#define AS_ITEM(name, item, part, words, remedy) [FOUND_##name] = ITEM_##item,
    SELFTEST_FINDINGS(AS_ITEM)
#undef AS_ITEM
};

/* What comes before the finding in the walk, and its own item; no motors on the way to the heater. */
static unsigned items_for(enum selftest_finding finding)
{
    enum selftest_item item = item_of[finding];
    unsigned items = (2u << item) - 1;
    return item == ITEM_HEATER ? items & ~(1u << ITEM_MOTORS) : items;
}

/* --- the tests -------------------------------------------------------------------------------- */

static void plant(struct kit_link *bench, const struct row *row)
{
    char why[512];
    for (unsigned i = 0; i < FAULTS_max && row->faults[i]; i++)
        if (!kit_inject(bench->kit, row->faults[i], why, sizeof why))
            diag("%s", why);
}

/* The builder would lose: the one hint that says what to look at. */
static void test_row(const struct row *row)
{
    struct selftest test;
    struct kit_options options = kit_link_options();
    unsigned right, wrong;
    if (row->spoil)
        row->spoil(&options);
    struct kit_link *bench = kit_link_new(&options);
    plant(bench, row);
    kit_link_walk(bench, &test, items_for(row->finding));
    kit_link_count(&test, row->finding, &right, &wrong);
    ok(right > 0 && test.results[item_of[row->finding]].outcome == WRONG, "%s%s is found: %s",
       row->faults[0] ? row->faults[0] : "the setting", row->faults[1] ? " and the other" : "",
       names[row->finding]);
    is_int(wrong, 0, "and nothing else");
    ok(test.code == EXIT_OK && kit_link_is_off(bench), "it ends with everything off");
    bench->link.close(&bench->link);
}

static void test_every_claim(void)
{
    unsigned missing = 0;
    for (unsigned finding = 0; finding < FOUND_COUNT; finding++) {
        bool planted = false;
        for (unsigned i = 0; i < ROWS; i++)
            planted |= rows[i].finding == finding;
        if (!planted)
            diag("nobody plants what %s claims", names[finding]);
        missing += !planted;
    }
    is_int(missing, 0, "each of %d claims has its mistake", FOUND_COUNT);
}

int main(void)
{
    test_every_claim();
    for (unsigned i = 0; i < ROWS; i++)
        test_row(&rows[i]);
    return done();
}
