/* Control: warmth comes as promised, stays there, and never by way of a pad that is too hot. */
#include "avr/core/control.h"
#include "protocol/limits.h"
#include "tests/pure/warmth.h"
#include "tests/tap.h"

enum { DUTY_FULL = 1000, MINUTE_s = 60, SECOND_ms = 1000 };

static struct control control;
static struct warmth warmth;

struct run {
    int16_t skin_highest_cC, pad_highest_cC; /* from its beginning */
    int16_t skin_lowest_cC;
    uint32_t duty_sum;
};

/* Heats for some time. */
static struct run heat(uint32_t seconds, int16_t setpoint_cC)
{
    struct run run = {0, 0, INT16_MAX, 0};
    for (; seconds > 0; seconds--) {
        int16_t skin_cC = warmth_skin_cC(&warmth), pad_cC = warmth_pad_cC(&warmth);
        uint16_t duty = control_second(&control, setpoint_cC, skin_cC, pad_cC);
        warmth_pass(&warmth, duty, SECOND_ms);
        run.duty_sum += duty;
        if (skin_cC > run.skin_highest_cC)
            run.skin_highest_cC = skin_cC;
        if (skin_cC < run.skin_lowest_cC)
            run.skin_lowest_cC = skin_cC;
        if (pad_cC > run.pad_highest_cC)
            run.pad_highest_cC = pad_cC;
    }
    return run;
}

/* --- the loop --------------------------------------------------------------------------------- */

/* minutes: until the skin is within 0.3 K, at the latest. */
struct warm_up {
    int16_t room_cC, skin_cC, setpoint_cC;
    uint8_t minutes;
};

static void test_warm_up(const struct warm_up *row)
{
    control_reset(&control);
    warmth_init(&warmth, row->room_cC, row->skin_cC);
    struct run rise = heat((uint32_t)row->minutes * MINUTE_s, row->setpoint_cC);
    struct run stay = heat(10L * MINUTE_s, row->setpoint_cC);
    if (stay.skin_highest_cC > rise.skin_highest_cC)
        rise = stay;
    ok(stay.skin_lowest_cC >= row->setpoint_cC - 30 &&
           stay.skin_highest_cC <= row->setpoint_cC + 30,
       "%ld C in a room of %ld C: warm after %u min, and it stays within 0.3 K",
       (long)row->setpoint_cC / 100, (long)row->room_cC / 100, row->minutes);
    ok(rise.skin_highest_cC <= row->setpoint_cC + 50, "never more than 0.5 K too warm (%ld cC)",
       (long)rise.skin_highest_cC);
    struct run settled = heat(5L * MINUTE_s, row->setpoint_cC);
    ok(settled.skin_lowest_cC >= row->setpoint_cC - 10 &&
           settled.skin_highest_cC <= row->setpoint_cC + 10,
       "in the end within 0.1 K of it (%ld to %ld cC)", (long)settled.skin_lowest_cC,
       (long)settled.skin_highest_cC);
    ok(rise.pad_highest_cC <= LIMIT_cC(PAD_CONTROL) && stay.pad_highest_cC <= LIMIT_cC(PAD_CONTROL),
       "the pad never above its limit (%ld cC)", (long)rise.pad_highest_cC);
}

static void test_warm_ups(void)
{
    static const struct warm_up rows[] = {
        {1500, 3000, 3500, 6},  {2300, 3200, 3700, 7},  {2300, 3200, 3900, 12},
        {1500, 3200, 4000, 20}, {3000, 3400, 4000, 15}, {3000, 3650, 3700, 4},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++)
        test_warm_up(&rows[row]);
}

/* Opened for 30 s in a cool room, then closed again. */
static void test_open_cuff(void)
{
    control_reset(&control);
    warmth_init(&warmth, 2000, 3200);
    heat(20L * MINUTE_s, 3900);
    warmth.skin_uC -= 2000000;
    struct run run = heat(10L * MINUTE_s, 3900);
    ok(run.skin_highest_cC <= 3950, "a cuff that was opened does not come back too warm (%ld cC)",
       (long)run.skin_highest_cC);
    run = heat(5L * MINUTE_s, 3900);
    ok(run.skin_lowest_cC >= 3870, "but it comes back");
}

/* A setpoint that the pad cannot reach must not pile up into a jump once it can. */
static void test_no_wind_up(void)
{
    control_reset(&control);
    warmth_init(&warmth, 1500, 3200);
    warmth.full_mW = 1500;
    heat(20L * MINUTE_s, 3900);
    warmth.full_mW = 7500;
    struct run run = heat(20L * MINUTE_s, 3900);
    ok(run.skin_highest_cC <= 3950,
       "twenty minutes of too little power piles up no demand that overheats later (%ld cC)",
       (long)run.skin_highest_cC);
}

static void test_lower_setpoint(void)
{
    control_reset(&control);
    warmth_init(&warmth, 2300, 3200);
    heat(20L * MINUTE_s, 4000);
    is_int(heat(20, 3700).duty_sum, 0, "a lower setpoint takes the power away at once");
    struct run run = heat(30L * MINUTE_s, 3700);
    ok(run.skin_highest_cC <= 4030, "and nothing rises any more");
}

/* --- what is promised of every second --------------------------------------------------------- */

/* Above 38 C the warmth asked for rises by at most 2 K in any minute: no sudden heat. */
static void test_slew(void)
{
    long hasty = 0;
    control_reset(&control);
    int16_t before_cC[MINUTE_s] = {0};
    for (uint16_t second = 0; second < 3 * MINUTE_s; second++) {
        control_second(&control, LIMIT_cC(SETPOINT_MAX), 3200, 3200);
        int16_t *minute_ago_cC = &before_cC[second % MINUTE_s];
        int16_t from_cC = second < MINUTE_s ? LIMIT_cC(WARM_UP_FREE) : *minute_ago_cC;
        hasty += control.target_cC > from_cC + LIMIT_WARM_UP_SLEW_mC_min / 10;
        *minute_ago_cC = control.target_cC;
    }
    is_int(hasty, 0, "above 38 C what is asked for rises by at most 2 K a minute");
    is_int(control.target_cC, LIMIT_cC(SETPOINT_MAX), "until it is what was wanted");

    control_reset(&control);
    control_second(&control, LIMIT_cC(SETPOINT_MAX), 4000, 4000);
    ok(control.target_cC >= 4000 &&
           control.target_cC <= 4000 + LIMIT_WARM_UP_SLEW_mC_min / 10 / MINUTE_s,
       "on a leg that is warm already it begins where the leg is");
}

static void test_off(void)
{
    control_reset(&control);
    warmth_init(&warmth, 2300, 3200);
    heat(20L * MINUTE_s, 4000);
    ok(control.integral_cCs > 0, "steady warmth has taught the controller something");
    is_int(control_second(&control, 0, 2000, 2000), 0, "no warmth wanted, no power, however cold");
    is_int(control.target_cC, 0, "and the warmth of before is forgotten");
    is_int(control.integral_cCs, 0, "with all that was learned");
}

/* Any readings, any history. */
static void test_at_random(void)
{
    uint32_t state = 11;
    long too_hot = 0, too_much = 0;
    control_reset(&control);
    for (uint16_t second = 0; second < 10000; second++) {
        if (tap_random(&state) % 256 == 0)
            control_reset(&control);
        int16_t setpoint_cC = (int16_t)(3010 + tap_random(&state) % 1091);
        int16_t skin_cC = (int16_t)((int16_t)(tap_random(&state) % 6000) - 500);
        int16_t pad_cC = (int16_t)((int16_t)(tap_random(&state) % 6000) - 500);
        uint16_t duty = control_second(&control, setpoint_cC, skin_cC, pad_cC);
        too_hot += pad_cC >= LIMIT_cC(PAD_CONTROL) && duty > 0;
        too_much += duty > DUTY_FULL;
    }
    is_int(too_hot, 0, "a pad at its limit gets no power, whatever the skin says");
    is_int(too_much, 0, "and no pad more than full power");
}

int main(void)
{
    test_warm_ups();
    test_open_cuff();
    test_no_wind_up();
    test_lower_setpoint();
    test_slew();
    test_off();
    test_at_random();
    return done();
}
