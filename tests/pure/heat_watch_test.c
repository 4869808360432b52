/* Fault 5: the pad must lie above the skin by what the heat explains, and what does not is found in time. Faults 4
 * and 6 are tested through the gate, in safety_watch_test.c; the corners of good kits in tests/kit. */
#include "avr/core/heat_watch.h"
#include "protocol/faults.h"
#include "tests/tap.h"

enum {
    FULL = 1000,
    FULL_ABOVE_cC = 812, /* 8.1 K */
    LATE_s = 32,
    SETTLED_s = 500,
    ABOVE_cC = 350, /* what may be more, and less */
    BELOW_cC = 750,
    FOUND_s = 201, /* 200 K for a second, at one kelvin too much */
    GONE_s = 20,
};

static struct heat_watch watch;

static void begin(int16_t above_cC)
{
    watch = (struct heat_watch){0};
    heat_watch_init(&watch);
    heat_watch_second(&watch, 3500, (int16_t)(3500 + above_cC), 0);
}

static bool is_found(void)
{
    return watch.present & FAULT_BIT(FAULT_DEFICIT);
}

/* So many seconds with the pad so far above the skin; true if fault 5 is there then. */
static bool pass(uint16_t seconds, int16_t above_cC, uint16_t permille)
{
    for (; seconds > 0; seconds--)
        heat_watch_second(&watch, 3500, (int16_t)(3500 + above_cC), permille);
    return is_found();
}

static int16_t expected_cC(void)
{
    return (int16_t)(watch.expected_q5_cC >> 5);
}

static void test_expectation(void)
{
    begin(0);
    is_int(expected_cC(), 0, "without heat it begins with what there is");
    pass(LATE_s, 0, FULL);
    ok(expected_cC() > 505 && expected_cC() < 525,
       "after half a minute at full power 63 %% of 8.1 K (%d)", expected_cC());
    pass(SETTLED_s, 0, FULL);
    ok(expected_cC() >= FULL_ABOVE_cC - 1 && expected_cC() <= FULL_ABOVE_cC,
       "in the end all of it (%d)", expected_cC());
    pass(SETTLED_s, 0, FULL / 4);
    ok(expected_cC() >= 202 && expected_cC() <= 204, "a quarter of it at a quarter (%d)",
       expected_cC());
    pass(LATE_s / 2, 0, 0);
    ok(expected_cC() > 118 && expected_cC() < 126, "and it fades away without (%d)", expected_cC());
}

static void test_beginning(void)
{
    static const struct {
        int16_t above_cC, want_cC;
    } rows[] = {{-500, -500},   {-999, -999}, {-1001, -1000},
                {-8000, -1000}, {999, 999},   {1001, 1000}};
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        begin(rows[row].above_cC);
        is_int(expected_cC(), rows[row].want_cC, "a pad %d cK above the skin is where it begins",
               rows[row].above_cC);
    }
    begin(0);
    pass(10, 0, FULL);
    pass(GONE_s - 1, -700, 0);
    ok(expected_cC() > 0, "19 s without heat change nothing");
    pass(1, -700, 0);
    is_int(expected_cC(), -700, "after 20 s it begins anew");
}

/* This pad settles where it should; then it is so far off. */
static void begin_settled(void)
{
    begin(FULL_ABOVE_cC);
    pass(SETTLED_s, FULL_ABOVE_cC, FULL);
    is_int(watch.astray_cCs, 0, "nothing is astray at first");
}

static void test_too_far(int16_t off_cC, const char *what)
{
    int16_t further_cC = (int16_t)(off_cC > 0 ? off_cC + 100 : off_cC - 100);
    begin_settled();
    ok(!pass(1000, (int16_t)(FULL_ABOVE_cC + off_cC), FULL), "%s may stay so", what);
    ok(!pass(FOUND_s - 1, (int16_t)(FULL_ABOVE_cC + further_cC), FULL),
       "200 s of 1 K more may be, too");
    ok(pass(1, (int16_t)(FULL_ABOVE_cC + further_cC), FULL), "one second later it is fault 5");
    ok(pass(1, FULL_ABOVE_cC, FULL), "which does not go away by itself");
    ok(pass(GONE_s - 1, FULL_ABOVE_cC, 0), "nor with the heat off for 19 s");
    ok(!pass(1, FULL_ABOVE_cC, 0), "but after 20 s nothing speaks for it any more");
    is_int(watch.astray_cCs, 0, "and nothing is held against it");
    ok(!pass(FOUND_s - 1, (int16_t)(FULL_ABOVE_cC + off_cC), FULL),
       "and heat begins with a clean slate");
}

/* To the hundredth of a degree. */
static void test_last_bit(int16_t off_cC)
{
    int16_t bit_cC = off_cC > 0 ? 1 : -1;
    begin_settled();
    pass(FOUND_s - 1, (int16_t)(FULL_ABOVE_cC + off_cC + 100 * bit_cC), FULL);
    pass(10, (int16_t)(FULL_ABOVE_cC + off_cC), FULL);
    is_int(watch.astray_cCs, 20000, "what just may be is neither counted nor forgiven");
    ok(pass(1, (int16_t)(FULL_ABOVE_cC + off_cC + bit_cC), FULL),
       "a hundredth of a degree more tips it");
    pass(9, (int16_t)(FULL_ABOVE_cC + off_cC + 5000 * bit_cC), FULL);
    is_int(watch.astray_cCs, 20000, "beyond which nothing is counted: 16 bits hold it");
}

/* A start without heat is no rise of the pad. */
static void test_start(void)
{
    uint8_t blamed = 0;
    begin(500);
    for (uint8_t second = 0; second < 100; second++) {
        pass(1, 500, 0);
        blamed |= watch.present;
    }
    is_int(blamed, 0, "a pad that was warm at the start is not blamed, not for a moment");
}

static void test_forgiven(uint16_t good_s, uint16_t still_s)
{
    const int16_t astray_cC = FULL_ABOVE_cC + ABOVE_cC + 100;
    begin_settled();
    pass(100, astray_cC, FULL);
    pass(good_s, FULL_ABOVE_cC, FULL);
    is_int(watch.astray_cCs, good_s < 100 ? 10000 - 100 * good_s : 0,
           "each good second forgives one bad one");
    ok(!pass((uint16_t)(still_s - 1), astray_cC, FULL), "after %u good seconds %u bad ones may be",
       good_s, still_s - 1U);
    ok(pass(1, astray_cC, FULL), "and no more");
}

/* A warm cuff that is taken off, or a pause: nothing to blame. */
static void test_without_heat(void)
{
    begin_settled();
    pass(FOUND_s - 1, FULL_ABOVE_cC + ABOVE_cC + 100, FULL);
    ok(!pass(GONE_s - 1, 3000, 0), "what is astray without heat is not counted");
    begin_settled();
    pass(100, FULL_ABOVE_cC + ABOVE_cC + 100, FULL);
    pass(1, 3000, 0);
    is_int(watch.astray_cCs, 10000, "nor forgiven");
}

/* However far: nothing wraps into good. */
static void test_far(int16_t above_cC)
{
    begin_settled();
    pass(3, above_cC, FULL);
    ok(is_found(), "%d cK is found within 3 s", above_cC);
    ok(pass(10, above_cC, 0), "and stays");
}

int main(void)
{
    test_expectation();
    test_beginning();
    test_too_far(ABOVE_cC, "a pad 3.5 K too far above the skin");
    test_too_far(-BELOW_cC, "one 7.5 K less above it than expected");
    test_last_bit(ABOVE_cC);
    test_last_bit(-BELOW_cC);
    test_start();
    test_forgiven(0, FOUND_s - 100);
    test_forgiven(50, FOUND_s - 50);
    test_forgiven(100, FOUND_s);
    test_forgiven(300, FOUND_s);
    test_without_heat();
    test_far(9000);
    test_far(-9500);
    return done();
}
