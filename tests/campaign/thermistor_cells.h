/* thermistor_cells.h: the matrix: what the kit must find of each trouble, by phase. For thermistor_test.c only. */
#ifndef TESTS_CAMPAIGN_THERMISTOR_CELLS_H
#define TESTS_CAMPAIGN_THERMISTOR_CELLS_H

#include <stdbool.h>
#include <stdint.h>

enum { SAMPLE_ALL = 0x3F, SAMPLE_NONE = 0 };

struct row {
    const char *name, *mishap;
    uint32_t
        faults[PHASES]; /* in the order of the phases: any of these; 0: nothing can be noticed */
    unsigned within_s;
    bool hides;       /* at rest the cause cannot be seen, so that a person's word is taken */
    unsigned sampled; /* bits of the phases that the short form tries */
    const char *meaning;
};

#define F(n) FAULT_BIT(n)

static const struct row rows[] = {
    {"skin, open", "ntc-skin-open", {F(1), F(1), F(1), F(1), F(1), F(1)}, 1, false, SAMPLE_ALL, ""},
    {"pad, open", "ntc-pad-open", {F(1), F(1), F(1), F(1), F(1), F(1)}, 1, false, SAMPLE_ALL, ""},
    {"skin, short",
     "ntc-skin-short",
     {F(2), F(2), F(2), F(2), F(2), F(2)},
     1,
     false,
     SAMPLE_ALL,
     ""},
    {"pad, short", "ntc-pad-short", {F(2), F(2), F(2), F(2), F(2), F(2)}, 1, false, SAMPLE_ALL, ""},
    {"skin, frozen", "ntc-skin-frozen", {0, 0, 0, 0, 0, 0}, 600, true, 0, ""},
    {"pad, frozen", "ntc-pad-frozen", {F(4), F(4), 0, 0, 0, 0}, 600, true, 0, ""},
    {"skin, drifts up",
     "ntc-skin-drift=1",
     {F(3), F(3), F(3), F(3), F(3), F(3)},
     600,
     false,
     0,
     ""},
    {"pad, drifts up", "ntc-pad-drift=1", {F(3), F(3), F(3), F(3), F(3), F(3)}, 700, true, 0, ""},
    {"skin, drifts down", "ntc-skin-drift=-1", {F(7), F(7), 0, 0, 0, 0}, 700, true, 0, ""},
    {"pad, drifts down", "ntc-pad-drift=-1", {F(4), F(4), 0, 0, 0, 0}, 700, true, 0, ""},
    {"skin, noisy", "ntc-skin-noise=10", {0, 0, 0, 0, 0, 0}, 700, true, 0, ""},
    {"pad, noisy", "ntc-pad-noise=10", {0, 0, 0, 0, 0, 0}, 700, true, 0, ""},
    {"skin, very noisy",
     "ntc-skin-noise=100",
     {F(7), F(7), F(3), F(3), F(7), F(3)},
     10,
     true,
     0,
     ""},
    {"pad, very noisy", "ntc-pad-noise=100", {F(7), F(7), F(7), F(7), F(7), F(7)}, 10, true, 0, ""},
    {"skin, detached", "ntc-skin-detached", {F(7), F(7), F(7), F(7), F(7), F(7)}, 80, true, 0, ""},
    {"pad, detached", "ntc-pad-detached", {F(4), F(4), 0, 0, 0, 0}, 80, true, 0, ""},
    {"swapped", "ntc-swapped", {0, 0, F(3), F(3), F(3), 0}, 80, true, 0, ""},
    {"skin, reads 18 K low",
     "ntc-skin-divider=4700",
     {F(7), F(7), F(7), F(7), F(7), F(7)},
     80,
     true,
     0,
     ""},
    {"pad, reads 18 K low", "ntc-pad-divider=4700", {F(7), F(4), 0, 0, 0, 0}, 80, true, 0, ""},
    {"skin, reads 20 K high",
     "ntc-skin-divider=22000",
     {F(3), F(3), F(3), F(3), F(3), F(3)},
     2,
     false,
     SAMPLE_ALL,
     ""},
    {"pad, reads 20 K high",
     "ntc-pad-divider=22000",
     {F(3), F(3), F(3), F(3), F(3), F(3)},
     3,
     false,
     SAMPLE_ALL,
     ""},
    {"pad, reads 5 K high", "pad-offset=5", {0, 0, F(3), F(3), F(3), F(3)}, 10, true, 0, ""},
    {"pad, reads 5 K low", "pad-offset=-5", {F(4), F(4), 0, 0, 0, 0}, 200, true, 0, ""},
};

#undef F

enum { ROWS = sizeof rows / sizeof *rows };

#endif
