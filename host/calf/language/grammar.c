/* The language's lists as tables. */
#include "host/calf/language/grammar.h"

#include <stddef.h>

#define AS_RULE(NAME, word, kind, least, most, fallback, origin) \
    {word, KIND_##kind, least, most, fallback, origin},
static const struct argument_rule arguments[] = {ARGUMENTS(AS_RULE)};
#undef AS_RULE

#define AS_RULE(NAME, verb, where, lines, first, second, third, needed, allowed, text, says) \
    {                                                                                        \
        .word = verb,                                                                        \
        .place = PLACE_##where,                                                              \
        .body = BODY_##lines,                                                                \
        .operands = {ARGUMENT_##first, ARGUMENT_##second, ARGUMENT_##third},                 \
        .needs = needed,                                                                     \
        .allows = allowed,                                                                   \
        .example = text,                                                                     \
        .help = says,                                                                        \
    },
static const struct verb_rule verbs[] = {VERBS(AS_RULE)};
#undef AS_RULE

static const struct verb_rule unknown_verb = {
    .word = "",
    .place = PLACE_PLAYING,
    .body = BODY_MAY,
    .operands = {ARGUMENT_NONE, ARGUMENT_NONE, ARGUMENT_NONE},
    .example = "",
    .help = "",
};

enum {
    ROW_ZONES = 3, /* the two zones of the top row; a row below it is two bits further */
    ROW_BITS = 2,
    MEDIAL = 1 << ZONE_UPPER_MEDIAL | 1 << ZONE_MID_MEDIAL | 1 << ZONE_ANKLE_MEDIAL,
    LATERAL = 1 << ZONE_UPPER_LATERAL | 1 << ZONE_MID_LATERAL | 1 << ZONE_ANKLE_LATERAL,
    UPPER = 1 << ZONE_UPPER_MEDIAL | 1 << ZONE_UPPER_LATERAL,
    MID = 1 << ZONE_MID_MEDIAL | 1 << ZONE_MID_LATERAL,
    ANKLE = 1 << ZONE_ANKLE_MEDIAL | 1 << ZONE_ANKLE_LATERAL,
};
_Static_assert(UPPER == ROW_ZONES && MID == ROW_ZONES << ROW_BITS &&
                   ANKLE == ROW_ZONES << 2 * ROW_BITS,
               "rows lie in the mask one after the other, from the top");

#define AS_PLACE(number, NAME, word) {word, 1 << (number), false},
static const struct place_rule places[] = {
    ZONES(AS_PLACE){"upper", UPPER, false},
    {"mid", MID, false},
    {"ankle", ANKLE, false},
    {"medial", MEDIAL, false},
    {"lateral", LATERAL, false},
    {"all", ZONES_ALL, false},
    {"here", ZONES_ALL, true},
};
#undef AS_PLACE

#define AS_WRITTEN(KIND, written) written,
static const char *const kinds[] = {ARGUMENT_KINDS(AS_WRITTEN)};
#undef AS_WRITTEN

const char *grammar_kind(enum argument_kind kind)
{
    return kinds[kind];
}

const struct argument_rule *grammar_argument(enum argument argument)
{
    return &arguments[argument];
}

const struct verb_rule *grammar_verb(enum verb verb)
{
    return verb == VERB_UNKNOWN ? &unknown_verb : &verbs[verb];
}

const struct place_rule *grammar_place(unsigned number)
{
    return number < sizeof places / sizeof places[0] ? &places[number] : NULL;
}

uint8_t grammar_row(unsigned number)
{
    return (uint8_t)(ROW_ZONES << ROW_BITS * number);
}

/* The row that these zones lie in, 0 the upper; GRAMMAR_ROWS if they are in several. */
static int row_of(uint8_t zones)
{
    int row = 0;
    while (row < GRAMMAR_ROWS && (zones & ~(ROW_ZONES << ROW_BITS * row)) != 0)
        row++;
    return row;
}

int grammar_rows_down(uint8_t first, uint8_t second)
{
    int from = row_of(first), to = row_of(second);
    return from == GRAMMAR_ROWS || to == GRAMMAR_ROWS ? 0 : to - from;
}

uint8_t grammar_zones_between(uint8_t first, uint8_t last)
{
    int rows_down = grammar_rows_down(first, last);
    if (rows_down == 2 && first << 2 * ROW_BITS == last)
        return (uint8_t)(first << ROW_BITS);
    if (rows_down == -2 && first >> 2 * ROW_BITS == last)
        return (uint8_t)(first >> ROW_BITS);
    return 0;
}
