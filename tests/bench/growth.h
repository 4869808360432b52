/* growth.h: how costs grow with what is asked, as small plots.
 *
 * Errors: a file that cannot be written ends the program.
 */
#ifndef TESTS_BENCH_GROWTH_H
#define TESTS_BENCH_GROWTH_H

/* Measures and draws tests/bench/growth-*.svg. */
void growth_draw(void);

#endif
