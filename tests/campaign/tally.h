/* tally.h: what a campaign's runs came to, and how the page says it.
 *
 * Owns: nothing; the caller owns the struct. Context: tests.
 */
#ifndef TESTS_CAMPAIGN_TALLY_H
#define TESTS_CAMPAIGN_TALLY_H

#include "tests/campaign/campaign.h"

enum { TALLY_ROW_bytes = 512 };

struct tally {
    unsigned runs, detected, unsafe, wrong;
    unsigned latencies; /* runs that have one */
    int64_t median_cycles, longest_cycles;
};

/* Of the runs of one class, or of all of them (class_count). */
struct tally tally_of(const struct campaign_result *results, unsigned count, unsigned class,
                      unsigned class_count);

/* "| NAME | runs | detected | p50 | max | unsafe |" and the same with `last` as a further column. */
void tally_print_row(FILE *out, const char *name, const struct tally *tally, const char *last);

#define TALLY_HEADING                                               \
    "| campaign | runs | detected | latency p50 | max | unsafe |\n" \
    "|---|---|---|---|---|---|\n"
#define TALLY_CLASS_HEADING                                                 \
    "| class | runs | detected | latency p50 | max | unsafe | which is |\n" \
    "|---|---|---|---|---|---|---|\n"

#endif
