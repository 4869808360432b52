/* The thermistors: a degree shown is a degree felt. */
#include "avr/core/thermistor.h"
#include "tests/tap.h"

enum { FULL_SCALE_counts8 = 8192, DIVIDER_Ohm = 10000 };
#define ZERO_mK 273150L

/* ln x for x > 0: halved or doubled into 0.75 ... 1.5, then the series of 2 atanh((x - 1) / (x +
 * 1)). */
static double natural_log(double x)
{
    const double ln_2 = 0.69314718056;
    double log = 0;
    for (; x > 1.5; x /= 2)
        log += ln_2;
    for (; x < 0.75; x *= 2)
        log -= ln_2;
    double y = (x - 1) / (x + 1);
    double y2 = y * y;
    return log + 2 * y * (1 + y2 * (1.0 / 3 + y2 * (1.0 / 5 + y2 * (1.0 / 7 + y2 / 9))));
}

/* Steinhart and Hart 1968, with the coefficients of thermistor.h. */
static double true_K(uint16_t counts8)
{
    double log = natural_log((double)DIVIDER_Ohm * counts8 / (FULL_SCALE_counts8 - counts8));
    return 1 / (8.874628e-4 + 2.515199e-4 * log + 1.919450e-7 * log * log * log);
}

static int32_t true_mC(uint16_t counts8)
{
    return (int32_t)(true_K(counts8) * 1000) - ZERO_mK;
}

static int32_t reading_mC(uint16_t counts8)
{
    return thermistor_counts8_to_cC(counts8) * 10L;
}

struct range {
    int32_t lowest_mC, highest_mC; /* of reading minus truth */
};

static void widen(struct range *range, int32_t error_mC)
{
    if (error_mC < range->lowest_mC)
        range->lowest_mC = error_mC;
    if (error_mC > range->highest_mC)
        range->highest_mC = error_mC;
}

/* A reading that is too low is a pad that is too hot. */
static void test_against_the_equation(void)
{
    struct range on_skin = {0, 0}, anywhere = {0, 0};
    long falls = 0;
    int32_t before_mC = INT32_MAX;
    for (uint16_t counts8 = THERMISTOR_MIN_counts8; counts8 <= THERMISTOR_MAX_counts8; counts8++) {
        int32_t now_mC = reading_mC(counts8);
        int32_t error_mC = now_mC - true_mC(counts8);
        widen(&anywhere, error_mC);
        if (now_mC > 0 && now_mC < 60000)
            widen(&on_skin, error_mC);
        falls += now_mC > before_mC;
        before_mC = now_mC;
    }
    ok(on_skin.lowest_mC >= -10, "0 to 60 C: none reads over 0.01 K too low and overheats (%ld mK)",
       (long)on_skin.lowest_mC);
    ok(on_skin.highest_mC <= 30, "nor over 0.03 K too high and stays cold (%ld mK)",
       (long)on_skin.highest_mC);
    ok(anywhere.lowest_mC >= -30 && anywhere.highest_mC <= 70,
       "in the whole window none is off by more than 0.07 K (%ld to %ld mK)",
       (long)anywhere.lowest_mC, (long)anywhere.highest_mC);
    is_int(falls, 0, "more counts never read warmer: a controller could hang on such a step");
}

#ifndef __AVR__ /* whose double has too few digits for it */
/* To the hundredth: from one 128th to the next as the crow flies, and the knots are the equation's. A digit that is
 * mistyped is seen. */
static void test_table(void)
{
    enum { STEP_counts8 = 128 };
    long wrong = 0;
    for (uint16_t counts8 = THERMISTOR_MIN_counts8; counts8 <= THERMISTOR_MAX_counts8; counts8++) {
        uint16_t part = counts8 % STEP_counts8, knot = (uint16_t)(counts8 - part);
        int32_t warm_cC = (int32_t)(true_K(knot) * 100 + 0.5);
        int32_t cold_cC = (int32_t)(true_K((uint16_t)(knot + STEP_counts8)) * 100 + 0.5);
        int32_t want_cC = warm_cC - (warm_cC - cold_cC) * part / STEP_counts8 - ZERO_mK / 10;
        wrong += thermistor_counts8_to_cC(counts8) != want_cC;
    }
    is_int(wrong, 0, "each reading is the table's, and the table is the equation's");
}
#endif

/* Semitec's table for the 103AT-2, typed from the datasheet; the equation could be wrong itself. */
static void test_against_the_datasheet(void)
{
    static const struct {
        int32_t mC;
        uint16_t Ohm;
    } rows[] = {{0, 27280}, {25000, 10000}, {40000, 5827}, {45000, 4911}, {60000, 3020}};
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        uint32_t total_Ohm = (uint32_t)rows[row].Ohm + DIVIDER_Ohm;
        uint16_t counts8 =
            (uint16_t)((rows[row].Ohm * (uint32_t)FULL_SCALE_counts8 + total_Ohm / 2) / total_Ohm);
        int32_t error_mC = reading_mC(counts8) - rows[row].mC;
        ok(error_mC >= -50 && error_mC <= 50,
           "the sensor's datasheet agrees within 0.05 K at %ld C", (long)rows[row].mC / 1000);
    }
}

/* What is outside the window is judged elsewhere; here it must not wrap into a believable
 * number. */
static void test_ends(void)
{
    is_int(reading_mC(0), reading_mC(THERMISTOR_MIN_counts8),
           "a shorted sensor reads the hot end, not a wrapped number");
    is_int(reading_mC(UINT16_MAX), reading_mC(THERMISTOR_MAX_counts8),
           "an open one reads the cold end");
    ok(reading_mC(THERMISTOR_MIN_counts8) > 70000, "the hot end is above any limit");
    ok(reading_mC(THERMISTOR_MAX_counts8) < -10000, "the cold end below any leg");
}

int main(void)
{
    test_against_the_equation();
#ifndef __AVR__
    test_table();
#endif
    test_against_the_datasheet();
    test_ends();
    return done();
}
