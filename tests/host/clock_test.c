/* clock_test: times in a record must be right beyond the wrap of the device's 32 bits, and the fit
 * of the clocks within 2 ppm and 0.5 ms over a jittery link: else the record proves nothing.
 */
#include <math.h>
#include <stdlib.h>

#include "host/calf/clock_fit.h"
#include "host/calf/device_clock.h"
#include "tests/budgets.h"
#include "tests/tap.h"

enum { SESSION_s = 900, SAMPLES_per_s = 5, PAIRS = SESSION_s * SAMPLES_per_s, JITTER_us = 8000 };

static void test_unwrap(void)
{
    struct device_clock clock;
    const int64_t wrap_us = INT64_C(1) << 32;

    device_clock_begin(&clock, 4294000); /* 4294.0 s: the wrap is at 4294.967296 s */
    is_int(device_clock_unwrap(&clock, 4294900000U), 4294900000, "just before the wrap");
    is_int(device_clock_unwrap(&clock, 100), wrap_us + 100, "just after it");
    is_int(device_clock_unwrap(&clock, 4294967000U), 4294967000,
           "a stamp from before that came late");
    is_int(clock.now_us, wrap_us + 100, "leaves the latest where it was");
    is_int(device_clock_unwrap(&clock, 200), wrap_us + 200, "and the next goes on from there");

    is_int(device_clock_anchor(&clock, 5, 12884902), 3 * wrap_us + 5, "an uptime tells the wraps");
    is_int(device_clock_anchor(&clock, 4294967290U, 12884902), 3 * wrap_us - 6,
           "also when it lies on the other side of one");
    device_clock_begin(&clock, 7);
    is_int(device_clock_unwrap(&clock, 8000), 8000, "a reset begins anew");
}

/* A session's events by a device that is `ppm` fast, seen `offset_us` later and up to 8 ms delayed.
 */
static void make_session(struct clock_pair *pairs, double ppm, double offset_us, uint32_t seed)
{
    for (int i = 0; i < PAIRS; i++) {
        double true_us = i * 1e6 / SAMPLES_per_s;
        double delay_us = tap_random(&seed) % JITTER_us;
        pairs[i].device_us = llround(true_us * (1 + ppm / 1e6));
        pairs[i].host_us = llround(true_us + offset_us + delay_us);
    }
}

static void test_fit(void)
{
    static struct clock_pair pairs[PAIRS];
    static const double drifts_ppm[] = {-100, -3, 0, 3, 100};
    for (size_t i = 0; i < sizeof drifts_ppm / sizeof *drifts_ppm; i++) {
        const double offset_us = 123456;
        make_session(pairs, drifts_ppm[i], offset_us, (uint32_t)(i + 1));
        struct clock_fit fit = clock_fit_pairs(pairs, PAIRS);
        ok(fabs(fit.drift_ppm - drifts_ppm[i]) < figure_budget(FIGURE_CLOCK_DRIFT),
           "seed %d: %.0f ppm are found as %.3f", (int)i + 1, drifts_ppm[i], fit.drift_ppm);
        ok(fabs(fit.offset_us - offset_us) < figure_budget(FIGURE_CLOCK_OFFSET),
           "seed %d: the offset too: %.1f us off", (int)i + 1, fit.offset_us - offset_us);
        double least_us = 1e9;
        for (int pair = 0; pair < PAIRS; pair++) {
            double delay_us = clock_fit_delay_us(&fit, &pairs[pair]);
            least_us = delay_us < least_us ? delay_us : least_us;
        }
        ok(fabs(least_us) < 1, "seed %d: no message is faster than the fastest: %.3f us",
           (int)i + 1, least_us);
    }
}

/* Questions and answers, each delayed by itself: what is alike in both is no offset. */
static void test_exchanges(void)
{
    enum { EXCHANGES = SESSION_s / 2, LEAST_us = 700 };
    static struct clock_exchange exchanges[EXCHANGES];
    static const double drifts_ppm[] = {-100, 0, 100};
    const double offset_us = 123456;
    for (size_t k = 0; k < sizeof drifts_ppm / sizeof *drifts_ppm; k++) {
        uint32_t seed = (uint32_t)(k + 1);
        for (int i = 0; i < EXCHANGES; i++) {
            double true_us = i * 2e6;
            exchanges[i] = (struct clock_exchange){
                .device_us = llround(true_us * (1 + drifts_ppm[k] / 1e6)),
                .left_us = llround(true_us + offset_us - LEAST_us - tap_random(&seed) % JITTER_us),
                .came_us = llround(true_us + offset_us + LEAST_us + tap_random(&seed) % JITTER_us),
            };
        }
        struct clock_fit fit = clock_fit_exchanges(exchanges, EXCHANGES);
        ok(fabs(fit.drift_ppm - drifts_ppm[k]) < figure_budget(FIGURE_CLOCK_DRIFT),
           "questions and answers: %.0f ppm are %.3f", drifts_ppm[k], fit.drift_ppm);
        ok(fabs(fit.offset_us - offset_us) < 200,
           "the offset is within 0.2 ms though each way takes 0.7 ms at least: %.1f us off",
           fit.offset_us - offset_us);
    }
    ok(clock_fit_exchanges(exchanges, 0).drift_ppm == 0, "no question, no drift");
}

static void test_few(void)
{
    struct clock_pair pairs[] = {{2000, 2700}, {1000, 1500}};
    ok(clock_fit_pairs(pairs, 0).drift_ppm == 0, "no pair, no drift");
    struct clock_fit fit = clock_fit_pairs(pairs, 1);
    ok(fit.drift_ppm == 0 && fit.offset_us == 700, "one pair gives the offset alone");
    fit = clock_fit_pairs(pairs, 2);
    ok(pairs[0].device_us == 1000, "the pairs come out sorted");
    ok(fabs(fit.offset_us - 500) < 1e-9, "two pairs give a line through both");

    struct clock_pair same[] = {{1000, 1500}, {1000, 1400}, {1000, 1600}};
    fit = clock_fit_pairs(same, 3);
    ok(fit.drift_ppm == 0 && fit.offset_us == 400, "at one instant the fastest counts");
}

int main(void)
{
    test_unwrap();
    test_fit();
    test_exchanges();
    test_few();
    return done();
}
