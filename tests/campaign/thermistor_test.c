/* The thermistor matrix: each way in which a sensor can lie, in each phase of a session. */
#include "tests/campaign/matrix.h"

#define F(n) FAULT_BIT(n)
#define ANY(n)                             \
    {                                      \
        F(n), F(n), F(n), F(n), F(n), F(n) \
    }
#define NONE 0
#define EACH(faults)                                               \
    {                                                              \
        (faults), (faults), (faults), (faults), (faults), (faults) \
    }

static const struct matrix_row rows[] = {
    {.name = "skin open",
     .mishaps = {"ntc-skin-open"},
     .faults = ANY(1),
     .within_s = 1,
     .sampled = MATRIX_EACH,
     .meaning = "F01 at once, never \"cold, heat more\""},
    {.name = "pad open",
     .mishaps = {"ntc-pad-open"},
     .faults = ANY(1),
     .within_s = 1,
     .sampled = MATRIX_EACH,
     .meaning = "the same"},
    {.name = "skin short",
     .mishaps = {"ntc-skin-short"},
     .faults = ANY(2),
     .within_s = 1,
     .sampled = MATRIX_EACH,
     .meaning = "F02 at once"},
    {.name = "pad short",
     .mishaps = {"ntc-pad-short"},
     .faults = ANY(2),
     .within_s = 1,
     .sampled = MATRIX_EACH,
     .meaning = "the same"},
    {.name = "skin frozen",
     .mishaps = {"ntc-skin-frozen"},
     .faults = {F(5), NONE, NONE, NONE, NONE, NONE},
     .within_s = 600,
     .hides = true,
     .meaning = "F05 from cold; else the pad's limit of 44 C keeps the skin below 41 C"},
    {.name = "pad frozen",
     .mishaps = {"ntc-pad-frozen"},
     .faults = {F(4) | F(5), F(4) | F(5), NONE, NONE, NONE, NONE},
     .within_s = 150,
     .hides = true,
     .meaning = "warming: F04 or F05; then the skin's own sensor regulates, and trips"},
    {.name = "skin drifts up 1 K/min",
     .mishaps = {"ntc-skin-drift=1"},
     .faults = EACH(F(3) | F(5)),
     .within_s = 600,
     .hides = true,
     .meaning = "heats less and less, then F03"},
    {.name = "pad drifts up 1 K/min",
     .mishaps = {"ntc-pad-drift=1"},
     .faults = EACH(F(3) | F(5)),
     .within_s = 700,
     .hides = true,
     .meaning = "heats less and less, then F05 or F03"},
    {.name = "skin drifts down 1 K/min",
     .mishaps = {"ntc-skin-drift=-1"},
     .faults = EACH(F(5) | F(7)),
     .within_s = 700,
     .hides = true,
     .meaning = "F05, before the skin is at 41 C"},
    {.name = "pad drifts down 1 K/min",
     .mishaps = {"ntc-pad-drift=-1"},
     .faults = EACH(F(4) | F(5)),
     .within_s = 700,
     .hides = true,
     .meaning = "F04 or F05; the skin's own sensor regulates, and trips"},
    {.name = "skin noisy, 10 counts",
     .mishaps = {"ntc-skin-noise=10"},
     .faults = {NONE, NONE, NONE, NONE, NONE, NONE},
     .within_s = 700,
     .meaning = "eight conversions are averaged: 0.4 K, nothing to tell"},
    {.name = "pad noisy, 10 counts",
     .mishaps = {"ntc-pad-noise=10"},
     .faults = {NONE, NONE, NONE, NONE, NONE, NONE},
     .within_s = 700,
     .meaning = "eight conversions are averaged: 0.4 K, nothing to tell"},
    {.name = "skin noisy, 100 counts",
     .mishaps = {"ntc-skin-noise=100"},
     .faults = EACH(F(7) | F(3)),
     .within_s = 10,
     .hides = true,
     .meaning = "F07: something at the input with the divider unpowered; or F03"},
    {.name = "pad noisy, 100 counts",
     .mishaps = {"ntc-pad-noise=100"},
     .faults = EACH(F(7) | F(3)),
     .within_s = 10,
     .hides = true,
     .meaning = "the same"},
    {.name = "skin detached",
     .mishaps = {"ntc-skin-detached"},
     .faults = EACH(F(5) | F(7)),
     .within_s = 120,
     .hides = true,
     .meaning = "F07 when the pad is 15 K above the air for 10 s, or F05"},
    {.name = "pad detached",
     .mishaps = {"ntc-pad-detached"},
     .faults = EACH(F(4) | F(5)),
     .within_s = 120,
     .hides = true,
     .meaning = "F04 or F05"},
    {.name = "swapped",
     .mishaps = {"ntc-swapped"},
     .faults = {F(5), F(5), F(3), F(3), F(3), F(3)},
     .within_s = 120,
     .hides = true,
     .meaning = "warm: F03; from cold: F05"},
    {.name = "skin reads 18 K low",
     .mishaps = {"ntc-skin-divider=4700"},
     .faults = EACH(F(5) | F(7)),
     .within_s = 120,
     .hides = true,
     .meaning = "F07 or F05"},
    {.name = "pad reads 18 K low",
     .mishaps = {"ntc-pad-divider=4700"},
     .faults = EACH(F(4) | F(5) | F(7)),
     .within_s = 120,
     .hides = true,
     .meaning = "F05, or F07 or F04"},
    {.name = "skin reads 20 K high",
     .mishaps = {"ntc-skin-divider=22000"},
     .faults = ANY(3),
     .within_s = 3,
     .sampled = MATRIX_EACH,
     .meaning = "F03 at once"},
    {.name = "pad reads 20 K high",
     .mishaps = {"ntc-pad-divider=22000"},
     .faults = ANY(3),
     .within_s = 3,
     .sampled = MATRIX_EACH,
     .meaning = "F03 at once"},
    {.name = "pad reads 5 K high",
     .mishaps = {"pad-offset=5"},
     .faults = {NONE, NONE, F(3), F(3), F(3), F(3)},
     .within_s = 10,
     .hides = true,
     .meaning = "warm: F03; from cold it heats less"},
    {.name = "pad reads 5 K low",
     .mishaps = {"pad-offset=-5"},
     .faults = {F(4), F(4), NONE, NONE, NONE, NONE},
     .within_s = 400,
     .hides = true,
     .meaning = "from cold F04: it seems to warm nothing; else the skin's own sensor regulates, "
                "and trips"},
};

#undef F
#undef ANY
#undef EACH

enum { ROWS = sizeof rows / sizeof *rows };

static void try(bool is_long)
{
    matrix_try(rows, ROWS, is_long);
}

static void print(FILE *out, const struct campaign_result *results, unsigned runs)
{
    matrix_print(out, rows, ROWS, results, runs);
}

int main(int count, char **arguments)
{
    static struct campaign_class classes[ROWS];
    for (unsigned i = 0; i < ROWS; i++)
        classes[i] = (struct campaign_class){rows[i].name, rows[i].meaning};
    const struct campaign campaign = {
        .name = "thermistors",
        .question = "Each way in which a thermistor can lie is planted in each phase of a session, "
                    "and followed until "
                    "the kit has noticed\nor the session has ended.",
        .classes = classes,
        .class_count = ROWS,
        .try = try,
        .print = print,
    };
    return campaign_main(&campaign, count, arguments);
}
