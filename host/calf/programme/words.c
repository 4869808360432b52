/* The words for what a programme says in bits. */
#include "host/calf/programme/programme.h"

static const struct {
    const char *word, *help;
} measures[] = {
#define AS_MEASURE(NAME, word, help) {word, help},
    PROGRAMME_MEASURES(AS_MEASURE)
#undef AS_MEASURE
};

const char *programme_measure_word(enum programme_measure measure)
{
    return measures[measure].word;
}

const char *programme_measure_help(enum programme_measure measure)
{
    return measures[measure].help;
}
