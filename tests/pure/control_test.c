/* Control: warmth comes as promised, stays there, and never by way of a pad that is too hot. */
#include "avr/core/control.h"
#include "protocol/limits.h"
#include "tests/pure/warmth.h"
#include "tests/tap.h"

enum { DUTY_FULL = 1000, MINUTE_s = 60, SECOND_ms = 1000 };

static struct control control;
static struct warmth warmth;

struct run {
    int32_t skin_highest_mC, pad_highest_mC; /* from its beginning */
    int32_t skin_lowest_mC;
    uint32_t duty_sum;
};

/* Heats for some time. */
static struct run heat(uint32_t seconds, int32_t setpoint_mC)
{
    struct run run = {0, 0, INT32_MAX, 0};
    for (; seconds > 0; seconds--) {
        int32_t skin_mC = warmth_skin_mC(&warmth), pad_mC = warmth_pad_mC(&warmth);
        uint16_t duty = control_second(&control, setpoint_mC, skin_mC, pad_mC);
        warmth_pass(&warmth, duty, SECOND_ms);
        run.duty_sum += duty;
        if (skin_mC > run.skin_highest_mC)
            run.skin_highest_mC = skin_mC;
        if (skin_mC < run.skin_lowest_mC)
            run.skin_lowest_mC = skin_mC;
        if (pad_mC > run.pad_highest_mC)
            run.pad_highest_mC = pad_mC;
    }
    return run;
}

/* --- the loop --------------------------------------------------------------------------------- */

/* minutes: until the skin is within 0.3 K, at the latest. */
struct warm_up {
    int32_t room_mC, skin_mC, setpoint_mC;
    uint8_t minutes;
};

static void test_warm_up(const struct warm_up *row)
{
    control_reset(&control);
    warmth_init(&warmth, row->room_mC, row->skin_mC);
    struct run rise = heat((uint32_t)row->minutes * MINUTE_s, row->setpoint_mC);
    struct run stay = heat(10L * MINUTE_s, row->setpoint_mC);
    if (stay.skin_highest_mC > rise.skin_highest_mC)
        rise = stay;
    ok(stay.skin_lowest_mC >= row->setpoint_mC - 300 &&
           stay.skin_highest_mC <= row->setpoint_mC + 300,
       "%ld C in a room of %ld C: warm after %u min, and it stays within 0.3 K",
       (long)row->setpoint_mC / 1000, (long)row->room_mC / 1000, row->minutes);
    ok(rise.skin_highest_mC <= row->setpoint_mC + 500, "never more than 0.5 K too warm (%ld mC)",
       (long)rise.skin_highest_mC);
    struct run settled = heat(5L * MINUTE_s, row->setpoint_mC);
    ok(settled.skin_lowest_mC >= row->setpoint_mC - 100 &&
           settled.skin_highest_mC <= row->setpoint_mC + 100,
       "in the end within 0.1 K of it (%ld to %ld mC)", (long)settled.skin_lowest_mC,
       (long)settled.skin_highest_mC);
    ok(rise.pad_highest_mC <= LIMIT_PAD_CONTROL_mC && stay.pad_highest_mC <= LIMIT_PAD_CONTROL_mC,
       "the pad never above its limit (%ld mC)", (long)rise.pad_highest_mC);
}

static void test_warm_ups(void)
{
    static const struct warm_up rows[] = {
        {15000, 30000, 35000, 6},  {23000, 32000, 37000, 7},  {23000, 32000, 39000, 12},
        {15000, 32000, 40000, 20}, {30000, 34000, 40000, 15}, {30000, 36500, 37000, 4},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++)
        test_warm_up(&rows[row]);
}

/* Opened for 30 s in a cool room, then closed again. */
static void test_open_cuff(void)
{
    control_reset(&control);
    warmth_init(&warmth, 20000, 32000);
    heat(20L * MINUTE_s, 39000);
    warmth.skin_uC -= 2000000;
    struct run run = heat(10L * MINUTE_s, 39000);
    ok(run.skin_highest_mC <= 39500, "a cuff that was opened does not come back too warm (%ld mC)",
       (long)run.skin_highest_mC);
    run = heat(5L * MINUTE_s, 39000);
    ok(run.skin_lowest_mC >= 38700, "but it comes back");
}

/* A setpoint that the pad cannot reach must not pile up into a jump once it can. */
static void test_no_wind_up(void)
{
    control_reset(&control);
    warmth_init(&warmth, 15000, 32000);
    warmth.full_mW = 1500;
    heat(20L * MINUTE_s, 39000);
    warmth.full_mW = 7500;
    struct run run = heat(20L * MINUTE_s, 39000);
    ok(run.skin_highest_mC <= 39500,
       "twenty minutes of too little power piles up no demand that overheats later (%ld mC)",
       (long)run.skin_highest_mC);
}

static void test_lower_setpoint(void)
{
    control_reset(&control);
    warmth_init(&warmth, 23000, 32000);
    heat(20L * MINUTE_s, 40000);
    is_int(heat(20, 37000).duty_sum, 0, "a lower setpoint takes the power away at once");
    struct run run = heat(30L * MINUTE_s, 37000);
    ok(run.skin_highest_mC <= 40300, "and nothing rises any more");
}

/* --- what is promised of every second --------------------------------------------------------- */

/* Above 38 C the warmth asked for rises by at most 2 K in any minute: no sudden heat. */
static void test_slew(void)
{
    long hasty = 0;
    control_reset(&control);
    int32_t before_mC[MINUTE_s] = {0};
    for (uint16_t second = 0; second < 3 * MINUTE_s; second++) {
        control_second(&control, LIMIT_SETPOINT_MAX_mC, 32000, 32000);
        int32_t *minute_ago_mC = &before_mC[second % MINUTE_s];
        int32_t from_mC = second < MINUTE_s ? LIMIT_WARM_UP_FREE_mC : *minute_ago_mC;
        hasty += control.target_mC > from_mC + LIMIT_WARM_UP_SLEW_mC_min;
        *minute_ago_mC = control.target_mC;
    }
    is_int(hasty, 0, "above 38 C what is asked for rises by at most 2 K a minute");
    is_int(control.target_mC, LIMIT_SETPOINT_MAX_mC, "until it is what was wanted");

    control_reset(&control);
    control_second(&control, LIMIT_SETPOINT_MAX_mC, 40000, 40000);
    ok(control.target_mC >= 40000 &&
           control.target_mC <= 40000 + LIMIT_WARM_UP_SLEW_mC_min / MINUTE_s,
       "on a leg that is warm already it begins where the leg is");
}

static void test_off(void)
{
    control_reset(&control);
    warmth_init(&warmth, 23000, 32000);
    heat(20L * MINUTE_s, 40000);
    ok(control.integral_mCs > 0, "steady warmth has taught the controller something");
    is_int(control_second(&control, 0, 20000, 20000), 0,
           "no warmth wanted, no power, however cold");
    is_int(control.target_mC, 0, "and the warmth of before is forgotten");
    is_int(control.integral_mCs, 0, "with all that was learned");
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
        int32_t setpoint_mC = (int32_t)(30100 + tap_random(&state) % 10901);
        int32_t skin_mC = (int32_t)(tap_random(&state) % 60000) - 5000;
        int32_t pad_mC = (int32_t)(tap_random(&state) % 60000) - 5000;
        uint16_t duty = control_second(&control, setpoint_mC, skin_mC, pad_mC);
        too_hot += pad_mC >= LIMIT_PAD_CONTROL_mC && duty > 0;
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
