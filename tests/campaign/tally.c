#include "tests/campaign/tally.h"

#include <stdlib.h>

#include "host/kit/machine.h"

static int by_size(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

struct tally tally_of(const struct campaign_result *results, unsigned count, unsigned class,
                      unsigned class_count)
{
    struct tally tally = {0};
    int64_t *latencies = calloc(count + 1, sizeof *latencies);
    for (unsigned i = 0; i < count && latencies; i++) {
        const struct campaign_result *result = &results[i];
        if (class < class_count && result->class != class)
            continue;
        tally.runs++;
        tally.detected += result->detected;
        tally.unsafe += result->unsafe;
        tally.wrong += result->wrong;
        if (result->latency_cycles >= 0)
            latencies[tally.latencies++] = result->latency_cycles;
    }
    if (tally.latencies > 0) {
        qsort(latencies, tally.latencies, sizeof *latencies, by_size);
        tally.median_cycles = latencies[tally.latencies / 2];
        tally.longest_cycles = latencies[tally.latencies - 1];
    }
    free(latencies);
    return tally;
}

/* In cycles where these matter. */
static void print_time(FILE *out, int64_t cycles)
{
    double us = (double)cycles * 1e6 / MACHINE_CLOCK_Hz;
    if (us < 1e3)
        fprintf(out, "%lld cycles (%.1f us)", (long long)cycles, us);
    else if (us < 10e6)
        fprintf(out, "%.1f ms", us / 1e3);
    else
        fprintf(out, "%.0f s", us / 1e6);
}

void tally_print_row(FILE *out, const char *name, const struct tally *tally, const char *last)
{
    fprintf(out, "| %s | %u | %u | ", name, tally->runs, tally->detected);
    if (tally->latencies > 0)
        print_time(out, tally->median_cycles);
    fputs(" | ", out);
    if (tally->latencies > 0)
        print_time(out, tally->longest_cycles);
    fprintf(out, " | %u |", tally->unsafe);
    fprintf(out, last ? " %s |\n" : "\n", last);
}
