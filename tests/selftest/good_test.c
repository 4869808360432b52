/* A good kit passes, at the corners of what its parts, its supply and its room may be. */
#include "tests/selftest/kit_link.h"
#include "tests/tap.h"

/* The builder would lose: an afternoon over a kit that is good. Four of the eight corners of each three tolerances
 * meet every pair of them (an orthogonal array). */
static void test_good(unsigned corner)
{
    static const int8_t signs[8][7] = {
        {-1, -1, -1, -1, -1, -1, -1}, {-1, -1, -1, 1, 1, 1, 1}, {-1, 1, 1, -1, -1, 1, 1},
        {-1, 1, 1, 1, 1, -1, -1},     {1, -1, 1, -1, 1, -1, 1}, {1, -1, 1, 1, -1, 1, -1},
        {1, 1, -1, -1, 1, 1, -1},     {1, 1, -1, 1, -1, -1, 1},
    };
    const int8_t *sign = signs[corner];
    struct selftest test;
    struct kit_options options = kit_link_options();
    options.seed = corner + 1;
    options.supply_V = 5 + 0.25 * sign[0];
    options.pad_Ohm *= 1 + 0.1 * sign[1];
    options.ambient_C = 22.5 + 7.5 * sign[2];
    options.bandgap_V =
        1.1 + 0.03 * sign[3]; /* as most parts have it; `bandgap_mV` trims the rest */
    options.adc_offset_counts = 2 * sign[4];
    options.motor_current = 1 + 0.25 * sign[5];
    options.blanket = sign[6] > 0;
    struct kit_link *bench = kit_link_new(&options);
    kit_link_walk(bench, &test, (1u << ITEM_COUNT) - 1);
    unsigned right, wrong;
    kit_link_count(&test, FOUND_COUNT, &right, &wrong);
    is_int(wrong, 0, "a good kit, corner %u: nothing is found", corner);
    ok(selftest_passed(&test) && selftest_is_complete(&test) && test.code == EXIT_OK,
       "and everything was tested");
    for (int item = 0; item < ITEM_COUNT; item++)
        if (test.results[item].outcome != GOOD)
            diag("%s: %s", item_name((enum selftest_item)item), test.results[item].measured);
    diag("%s", test.results[ITEM_HEATER].measured);
    bench->link.close(&bench->link);
}

/* The builder would lose: a check of the panel before the sensors are soldered in. */
static void test_panel_alone(void)
{
    struct selftest test;
    struct kit_options options = kit_link_options();
    struct kit_link *bench = kit_link_new(&options);
    char why[256];
    ok(kit_inject(bench->kit, "ntc-skin-open", why, sizeof why) &&
           kit_inject(bench->kit, "ntc-pad-open", why, sizeof why),
       "a kit without thermistors");
    kit_link_walk(bench, &test, 1u << ITEM_BUTTONS | 1u << ITEM_LEDS);
    ok(selftest_passed(&test) && test.results[ITEM_LEDS].outcome == GOOD,
       "has its buttons and LEDs tested: %s", test.results[ITEM_LEDS].measured);
    bench->link.close(&bench->link);
}

int main(void)
{
    test_panel_alone();
    for (unsigned corner = 0; corner < 8; corner++)
        test_good(corner);
    return done();
}
