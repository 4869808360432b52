/* grammar.h: what the language knows, one list each: arguments, verbs, places.
 *
 * The parser has no knowledge of single verbs: it reads each line by its verb's row here. What a
 * verb then does is in steps.c, lines.c and compiler.c.
 * Owns: nothing; plain data. Context: host. Errors: none.
 */
#ifndef HOST_CALF_LANGUAGE_GRAMMAR_H
#define HOST_CALF_LANGUAGE_GRAMMAR_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/limits.h"
#include "protocol/routine.h"

/* How an argument is written, and what its value is. */
enum argument_kind {
    KIND_TIME,       /* 90s, 1:30, 2 min, 0.8s: in ticks of 10 ms */
    KIND_SECONDS,    /* the same, but whole seconds: in seconds */
    KIND_PERCENT,    /* 40% */
    KIND_COUNT,      /* 6 */
    KIND_HEAT,       /* 38.0 or off: as in the bytecode */
    KIND_NAME,       /* letters, digits, hyphens */
    KIND_TEXT,       /* "in quotes" */
    KIND_ZONES,      /* upper: a mask of zones */
    KIND_PAIR,       /* medial<->lateral: two masks */
    KIND_PATH,       /* ankle->upper: the masks of all stations on the way */
    KIND_REPEATS,    /* 6, or fill: 0 */
    KIND_LEG,        /* left 1, right 2, each 3 */
    KIND_WHEN,       /* before 1, after 2, or neither 0 */
    KIND_UP,         /* the word up, for the sound of it */
    KIND_REFERENCES, /* A13 A14: bits of the article's rules */
};

enum { TICKS_HOUR = 3600 * ROUTINE_TICKS_s, TICKS_RAMP = ROUTINE_MAX_RAMP_ticks };

enum { HEAT_OFF = 0, HEAT_LEAST = 1, HEAT_MOST = ROUTINE_HEAT_MAX }; /* as in the bytecode */
_Static_assert(30000 + 100 * HEAT_LEAST == LIMIT_SETPOINT_MIN_mC, "the lowest heat");
_Static_assert(30000 + 100 * HEAT_MOST == LIMIT_SETPOINT_MAX_mC, "the highest heat");

/* A(NAME, "word", kind, least, most, value if not given, "where the bound comes from")
 * An operand stands at its place right after the verb, an option anywhere after its word. The word
 * of an operand is only for messages: `intensity 140% is above 100%`. */
#define ARGUMENTS(A)                                                                 \
    A(NAME, "name", NAME, 0, 0, 0, "")                                               \
    A(TEXT, "text", TEXT, 0, 0, 0, "")                                               \
    A(REFERENCES, "source", REFERENCES, 1, 34, 0, "")                                \
    A(LEG, "leg", LEG, 0, 0, 0, "")                                                  \
    A(CEILING, "ceiling", PERCENT, 1, 100, 100, "")                                  \
    A(DEFAULT, "default", COUNT, 1, ROUTINE_MAX_LEVEL, 1, "")                        \
    A(MAX, "max", COUNT, 1, ROUTINE_MAX_LEVEL, ROUTINE_MAX_LEVEL, "")                \
    A(WHEN, "when", WHEN, 0, 0, 0, "")                                               \
    A(DURATION, "duration", SECONDS, 1, ROUTINE_MAX_STAGE_s, 0, "")                  \
    A(AT, "at", HEAT, HEAT_LEAST, HEAT_MOST, 0, "SETPOINT_MAX_mC")                   \
    A(HEAT, "heat", HEAT, HEAT_OFF, HEAT_MOST, 0, "SETPOINT_MAX_mC")                 \
    A(SETPOINT, "heat", HEAT, HEAT_OFF, HEAT_MOST, 0, "SETPOINT_MAX_mC")             \
    A(ZONES, "zones", ZONES, 0, 0, 0, "")                                            \
    A(PAIR, "zones", PAIR, 0, 0, 0, "")                                              \
    A(PATH, "zones", PATH, 0, 0, 0, "")                                              \
    A(INTENSITY, "intensity", PERCENT, 1, 100, 0, "")                                \
    A(ATTACK, "attack", TIME, 0, TICKS_RAMP, 80, "")                                 \
    A(HOLD, "hold", TIME, 0, TICKS_HOUR, 40, "")                                     \
    A(RELEASE, "release", TIME, 0, TICKS_RAMP, 80, "")                               \
    A(GAP, "gap", TIME, 0, TICKS_HOUR, 0, "")                                        \
    A(OVER, "over", TIME, 10, TICKS_RAMP, 0, "")                                     \
    A(OVERLAP, "overlap", PERCENT, 0, 50, 40, "")                                    \
    A(TIMES, "times", COUNT, 1, ROUTINE_MAX_REPEAT, 1, "")                           \
    A(FOR, "for", TIME, 1, TICKS_HOUR, 0, "")                                        \
    A(SPAN, "rest", TIME, 1, TICKS_HOUR, 0, "")                                      \
    A(UP, "up", UP, 0, 0, 0, "")                                                     \
    A(TO, "to", HEAT, HEAT_LEAST, HEAT_MOST, 0, "SETPOINT_MAX_mC")                   \
    A(WARM_WITHIN, "within", SECONDS, 1, LIMIT_HEAT_WAIT_s, 0, "HEAT_WAIT_s")        \
    A(PROMPT_WITHIN, "within", SECONDS, 1, LIMIT_PROMPT_WAIT_s, LIMIT_PROMPT_WAIT_s, \
      "PROMPT_WAIT_s")                                                               \
    A(REPEATS, "repeat", REPEATS, 1, ROUTINE_MAX_REPEAT, 0, "")

#define AS_ARGUMENT(NAME, word, kind, least, most, fallback, origin) ARGUMENT_##NAME,
enum argument { ARGUMENTS(AS_ARGUMENT) ARGUMENT_COUNT, ARGUMENT_NONE = ARGUMENT_COUNT };
#undef AS_ARGUMENT

#define AS_BIT(NAME, word, kind, least, most, fallback, origin) GIVES_##NAME = 1 << ARGUMENT_##NAME,
enum argument_bit { ARGUMENTS(AS_BIT) };
#undef AS_BIT

struct argument_rule {
    const char *word;
    enum argument_kind kind;
    uint32_t least, most, fallback;
    const char *origin; /* of `most`: its name in protocol/limits.h, or "" */
};

/* Where a line may stand: above everything that plays; at the left margin among what plays; inside a
 * stage; or in both of the last two. */
enum verb_place { PLACE_HEADER, PLACE_MARGIN, PLACE_INSIDE, PLACE_PLAYING };

/* Whether indented lines belong to it. */
enum verb_body { BODY_NONE, BODY_MAY, BODY_MUST };

/* V(NAME, "word", place, body, first operand, second operand, options it needs, other options,
 *   "example") */
#define VERBS(V)                                                                                   \
    V(ROUTINE, "routine", HEADER, NONE, NAME, NONE, 0, 0, "routine classic")                       \
    V(TITLE, "title", HEADER, NONE, TEXT, NONE, 0, 0, "title \"Top-to-bottom drainage\"")          \
    V(SOURCE, "source", HEADER, NONE, REFERENCES, NONE, 0, 0, "source A13 A14")                    \
    V(LEG, "leg", HEADER, NONE, LEG, NONE, 0, 0, "leg each")                                       \
    V(LEVEL, "level", HEADER, NONE, NONE, NONE, GIVES_DEFAULT, GIVES_MAX, "level default 2 max 3") \
    V(CEILING, "ceiling", HEADER, NONE, CEILING, NONE, 0, 0, "ceiling 30%")                        \
    V(TOWEL, "towel", MARGIN, MAY, WHEN, DURATION, GIVES_AT, 0, "towel before 2:00 at 37.0")       \
    V(SOAK, "soak", MARGIN, MAY, DURATION, NONE, GIVES_AT, 0, "soak 15:00 at 40.0")                \
    V(STAGE, "stage", MARGIN, MUST, NAME, DURATION, 0, GIVES_HEAT, "stage clear 3:00 heat 37.0")   \
    V(SETTLE, "settle", MARGIN, MAY, DURATION, NONE, 0, 0, "settle 1:00")                          \
    V(PRESS, "press", INSIDE, NONE, ZONES, INTENSITY, 0,                                           \
      GIVES_ATTACK | GIVES_HOLD | GIVES_RELEASE | GIVES_GAP,                                       \
      "press upper 30% attack 0.8s hold 0.4s release 0.8s gap 1s")                                 \
    V(ROLL, "roll", INSIDE, NONE, PAIR, INTENSITY, GIVES_OVER, GIVES_TIMES | GIVES_GAP,            \
      "roll medial<->lateral 40% over 1.2s times 6")                                               \
    V(STROKE, "stroke", INSIDE, NONE, PATH, INTENSITY, GIVES_OVER, GIVES_OVERLAP | GIVES_GAP,      \
      "stroke ankle->upper 30% over 1.8s overlap 40% gap 0.6s")                                    \
    V(HOLD, "hold", INSIDE, NONE, ZONES, INTENSITY, GIVES_FOR, 0, "hold mid 40% for 5s")           \
    V(REST, "rest", INSIDE, NONE, SPAN, NONE, 0, 0, "rest 2s")                                     \
    V(HEAT, "heat", INSIDE, NONE, SETPOINT, NONE, 0, 0, "heat 38.5")                               \
    V(WARM, "warm", INSIDE, NONE, UP, NONE, GIVES_TO | GIVES_WARM_WITHIN, 0,                       \
      "warm up to 38.0 within 6:00")                                                               \
    V(REPEAT, "repeat", INSIDE, MUST, REPEATS, NONE, 0, 0, "repeat fill")                          \
    V(MARK, "mark", PLAYING, NONE, TEXT, NONE, 0, 0, "mark \"half-way\"")                          \
    V(PROMPT, "prompt", PLAYING, NONE, TEXT, NONE, 0, GIVES_PROMPT_WITHIN,                         \
      "prompt \"Turn the cuff\" within 2:00")

#define AS_VERB(NAME, ...) VERB_##NAME,
enum verb { VERBS(AS_VERB) VERB_COUNT, VERB_UNKNOWN = VERB_COUNT };
#undef AS_VERB

struct verb_rule {
    const char *word;
    enum verb_place place;
    enum verb_body body;
    enum argument operands[2];
    uint32_t needs, allows; /* bits of options */
    const char *example;
};

/* A zone, row, column or `all`, and its mask. */
struct place_rule {
    const char *word;
    uint8_t zones;
};

enum { ZONES_ALL = (1 << ZONE_COUNT) - 1 };

const struct argument_rule *grammar_argument(enum argument argument);

/* The row of a verb. An unknown one may stand anywhere and own lines, so that these can be read. */
const struct verb_rule *grammar_verb(enum verb verb);

/* The places by number, and NULL after the last. */
const struct place_rule *grammar_place(unsigned number);

/* The rows from `first` to `last`, both single rows on the same columns and with one row between
 * them: that row on these columns; otherwise 0. */
uint8_t grammar_zones_between(uint8_t first, uint8_t last);

/* How many rows lower the second place is than the first, or 0 if they are no single rows. */
int grammar_rows_down(uint8_t first, uint8_t second);

#endif
