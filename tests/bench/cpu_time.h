/* cpu_time.h: the CPU time of this program, for ratios that other programs on the machine do not spoil. */
#ifndef TESTS_BENCH_CPU_TIME_H
#define TESTS_BENCH_CPU_TIME_H

#include <time.h>

static inline double cpu_time_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

#endif
