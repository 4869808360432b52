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

#include "host/calf/language/program.h"
#include "protocol/limits.h"
#include "protocol/routine.h"

/* K(KIND, "how it is written"): how an argument is written, and what its value is. */
#define ARGUMENT_KINDS(K)                                                                        \
    K(TIME, "90s, 1:30, 2 min, 0.8s")             /* in ticks of 10 ms */                        \
    K(SECONDS, "whole seconds: 90s, 1:30, 2 min") /* in seconds */                               \
    K(PERCENT, "40%")                                                                            \
    K(COUNT, "6")                                                                                \
    K(HEAT, "38.0 (degrees Celsius) or off") /* as in the bytecode */                            \
    K(NAME, "small letters, digits and hyphens")                                                 \
    K(TEXT, "\"in quotes\"")                                                                     \
    K(ZONES, "a zone, a row, a column, all, or several such as upper+mid") /* a mask of zones */ \
    K(ON_ZONES, "the word on, then the same")                              /* a mask of zones */ \
    K(PAIR, "medial<->lateral")                                            /* two masks */       \
    K(PATH, "ankle->upper")                        /* the masks of all stations */               \
    K(SWEEP, "down or up, then perhaps a column")  /* the same */                                \
    K(PATTERN, "the name of a pattern above")      /* the number of its statement */             \
    K(REPEATS, "6, or fill: as often as fits")     /* fill is 0 */                               \
    K(LEG, "left, right or each")                  /* 1, 2, 3 */                                 \
    K(WHEN, "before, after or neither")            /* 1, 2, 0 */                                 \
    K(UP, "the word up")                           /* for the sound of it */                     \
    K(REFERENCES, "rules of the article: A13 A14") /* bits */

#define AS_KIND(KIND, written) KIND_##KIND,
enum argument_kind { ARGUMENT_KINDS(AS_KIND) };
#undef AS_KIND

enum { TICKS_HOUR = 3600 * ROUTINE_TICKS_s, TICKS_RAMP = ROUTINE_MAX_RAMP_ticks };

enum { HEAT_OFF = 0, HEAT_LEAST = 1, HEAT_MOST = ROUTINE_HEAT_MAX }; /* as in the bytecode */
_Static_assert(30000 + 100 * HEAT_LEAST == LIMIT_SETPOINT_MIN_mC, "the lowest heat");
_Static_assert(30000 + 100 * HEAT_MOST == LIMIT_SETPOINT_MAX_mC, "the highest heat");

/* A(NAME, "word", kind, least, most, value if not given, "where the bound comes from")
 * An operand stands at its place right after the verb, an option anywhere after its word. The word
 * of an operand is only for messages: `intensity 140% is above 100%`. */
#define ARGUMENTS(A)                                                                 \
    A(NAME, "name", NAME, 1, PROGRAM_NAME_BYTES - 1, 0, "")                          \
    A(TEXT, "text", TEXT, 1, PROGRAM_TEXT_BYTES - 1, 0, "")                          \
    A(ABOUT, "text", TEXT, 1, PROGRAM_ABOUT_BYTES - 1, 0, "")                        \
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
    A(SWEEP, "zones", SWEEP, 0, 0, 0, "")                                            \
    A(PATTERN, "pattern", PATTERN, 0, 0, 0, "")                                      \
    A(ON_ZONES, "zones", ON_ZONES, 0, 0, 0, "")                                      \
    A(INTENSITY, "intensity", PERCENT, 1, 100, 0, "")                                \
    A(ATTACK, "attack", TIME, 0, TICKS_RAMP, 80, "")                                 \
    A(HOLD, "hold", TIME, 0, TICKS_HOUR, 40, "")                                     \
    A(RELEASE, "release", TIME, 0, TICKS_RAMP, 80, "")                               \
    A(GAP, "gap", TIME, 0, TICKS_HOUR, 0, "")                                        \
    A(OVER, "over", TIME, 10, TICKS_RAMP, 0, "")                                     \
    A(OVERLAP, "overlap", PERCENT, 0, 50, 40, "")                                    \
    A(TIMES, "times", COUNT, 1, ROUTINE_MAX_REPEAT, 1, "")                           \
    A(ON, "on", TIME, 1, TICKS_HOUR, 0, "")                                          \
    A(OFF, "off", TIME, 1, TICKS_HOUR, 0, "")                                        \
    A(RAMP_TO, "to", PERCENT, 0, 100, 0, "")                                         \
    A(RAMP_OVER, "over", TIME, 1, TICKS_RAMP, 0, "")                                 \
    A(MOVE_OVER, "over", TIME, 0, TICKS_RAMP, 0, "")                                 \
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

#define AS_BIT(NAME, word, kind, least, most, fallback, origin) \
    GIVES_##NAME = UINT64_C(1) << ARGUMENT_##NAME,
__extension__ enum argument_bit {
    ARGUMENTS(AS_BIT)
}; /* more than an int has: hence the extension */
#undef AS_BIT

/* How the values of a kind are written. */
const char *grammar_kind(enum argument_kind kind);

struct argument_rule {
    const char *word;
    enum argument_kind kind;
    uint32_t least, most, fallback;
    const char *origin; /* of `most`: its name in protocol/limits.h, or "" */
};

/* Where a line may stand: above everything that plays; at the left margin, a stage or a pattern; inside
 * a stage or a pattern; only inside a stage; only inside a pattern; at the margin or inside a stage. */
enum verb_place {
    PLACE_HEADER,
    PLACE_MARGIN,
    PLACE_DEFINITION,
    PLACE_INSIDE,
    PLACE_STAGE,
    PLACE_PATTERN,
    PLACE_PLAYING,
};

/* Whether indented lines belong to it. */
enum verb_body { BODY_NONE, BODY_MAY, BODY_MUST };

enum { VERB_MAX_OPERANDS = 3 };

/* V(NAME, "word", place, body, first, second, third operand, options it needs, other options,
 *   "example", "what it says") */
#define VERBS(V)                                                                                   \
    V(ROUTINE, "routine", HEADER, NONE, NAME, NONE, NONE, 0, 0, "routine classic",                 \
      "the first line: the routine's name")                                                        \
    V(TITLE, "title", HEADER, NONE, TEXT, NONE, NONE, 0, 0, "title \"Top-to-bottom drainage\"",    \
      "its name for people")                                                                       \
    V(ABOUT, "about", HEADER, NONE, ABOUT, NONE, NONE, 0, 0,                                       \
      "about \"Light strokes towards the heart, from the knee down.\"",                            \
      "what it is for; several such lines are read as one text")                                   \
    V(AUTHOR, "author", HEADER, NONE, TEXT, NONE, NONE, 0, 0, "author \"A. Weaver\"",              \
      "who wrote it")                                                                              \
    V(SOURCE, "source", HEADER, NONE, REFERENCES, NONE, NONE, 0, 0, "source A13 A14",              \
      "the rules of the article that it carries out")                                              \
    V(LEG, "leg", HEADER, NONE, LEG, NONE, NONE, 0, 0, "leg each", "which leg it is for")          \
    V(LEVEL, "level", HEADER, NONE, NONE, NONE, NONE, GIVES_DEFAULT, GIVES_MAX,                    \
      "level default 2 max 3", "the level it begins with, and the highest it may be set to")       \
    V(CEILING, "ceiling", HEADER, NONE, CEILING, NONE, NONE, 0, 0, "ceiling 30%",                  \
      "nothing in it may be stronger")                                                             \
    V(TOWEL, "towel", MARGIN, MAY, WHEN, DURATION, NONE, GIVES_AT, 0, "towel before 2:00 at 37.0", \
      "a stage of warmth without motors, before or after the massage")                             \
    V(SOAK, "soak", MARGIN, MAY, DURATION, NONE, NONE, GIVES_AT, 0, "soak 15:00 at 40.0",          \
      "the same, long: to soften the muscle")                                                      \
    V(STAGE, "stage", MARGIN, MUST, NAME, DURATION, NONE, 0, GIVES_HEAT,                           \
      "stage clear 3:00 heat 37.0", "a part of the massage; begins and ends with all at rest")     \
    V(SETTLE, "settle", MARGIN, MAY, DURATION, NONE, NONE, 0, 0, "settle 1:00",                    \
      "lie still: no motors, no heat")                                                             \
    V(PATTERN, "pattern", DEFINITION, MUST, NAME, NONE, NONE, 0, 0, "pattern ease",                \
      "lines to be played with 'play', at other zones and other strengths")                        \
    V(PRESS, "press", INSIDE, NONE, ZONES, INTENSITY, NONE, 0,                                     \
      GIVES_ATTACK | GIVES_HOLD | GIVES_RELEASE | GIVES_GAP,                                       \
      "press upper 30% attack 0.8s hold 0.4s release 0.8s gap 1s",                                 \
      "into the muscle, stay, let go")                                                             \
    V(ROLL, "roll", INSIDE, NONE, PAIR, INTENSITY, NONE, GIVES_OVER, GIVES_TIMES | GIVES_GAP,      \
      "roll medial<->lateral 40% over 1.2s times 6",                                               \
      "two places in turn, one falling as the other rises; over: there and back")                  \
    V(STROKE, "stroke", INSIDE, NONE, PATH, INTENSITY, NONE, GIVES_OVER,                           \
      GIVES_OVERLAP | GIVES_GAP, "stroke ankle->upper 30% over 1.8s overlap 40% gap 0.6s",         \
      "a wave from place to place, each fading out as the next fades in")                          \
    V(SWEEP, "sweep", INSIDE, NONE, SWEEP, INTENSITY, NONE, GIVES_OVER, GIVES_OVERLAP | GIVES_GAP, \
      "sweep down 40% over 6s overlap 40% gap 1s",                                                 \
      "a stroke along the whole calf: down to the ankle, or up to the knee")                       \
    V(PULSE, "pulse", INSIDE, NONE, ZONES, INTENSITY, NONE, GIVES_ON | GIVES_OFF,                  \
      GIVES_TIMES | GIVES_GAP, "pulse mid 40% on 0.3s off 0.5s times 8",                           \
      "tap, at once on and off")                                                                   \
    V(HOLD, "hold", INSIDE, NONE, ZONES, INTENSITY, NONE, GIVES_FOR, 0, "hold mid 40% for 5s",     \
      "the same strength all the time")                                                            \
    V(RAMP, "ramp", PATTERN, NONE, ZONES, NONE, NONE, GIVES_RAMP_TO | GIVES_RAMP_OVER, 0,          \
      "ramp here to 60% over 0.5s", "evenly from where it is to a strength, and stay there")       \
    V(PLAY, "play", STAGE, NONE, PATTERN, ON_ZONES, INTENSITY, 0, GIVES_TIMES | GIVES_GAP,         \
      "play ease on upper 40% times 3 gap 1s",                                                     \
      "a pattern on these zones, its strengths being parts of this one")                           \
    V(STEP, "step", STAGE, NONE, ZONES, NONE, NONE, GIVES_RAMP_TO | GIVES_MOVE_OVER, 0,            \
      "step mid to 40% over 0.5s", "a single keyframe that begins a step; takes no time itself")   \
    V(MOVE, "move", STAGE, NONE, ZONES, NONE, NONE, GIVES_RAMP_TO | GIVES_MOVE_OVER, 0,            \
      "move mid to 0% over 1s", "a single keyframe within a step, as no other verb would say it")  \
    V(REST, "rest", INSIDE, NONE, SPAN, NONE, NONE, 0, 0, "rest 2s", "let time pass")              \
    V(HEAT, "heat", STAGE, NONE, SETPOINT, NONE, NONE, 0, 0, "heat 38.5",                          \
      "another warmth from here on; nothing waits for it")                                         \
    V(WARM, "warm", STAGE, NONE, UP, NONE, NONE, GIVES_TO | GIVES_WARM_WITHIN, 0,                  \
      "warm up to 38.0 within 6:00",                                                               \
      "another warmth from here on, and all at rest until the skin has it, or the time is out")    \
    V(REPEAT, "repeat", INSIDE, MUST, REPEATS, NONE, NONE, 0, 0, "repeat fill",                    \
      "the lines below it again and again; fill: as often as the stage has time for")              \
    V(MARK, "mark", PLAYING, NONE, TEXT, NONE, NONE, 0, 0, "mark \"half-way\"",                    \
      "a note in the session's record, and on the screen")                                         \
    V(PROMPT, "prompt", PLAYING, NONE, TEXT, NONE, NONE, 0, GIVES_PROMPT_WITHIN,                   \
      "prompt \"Turn the cuff\" within 2:00", "all at rest until the person answers")

#define AS_VERB(NAME, ...) VERB_##NAME,
enum verb { VERBS(AS_VERB) VERB_COUNT, VERB_UNKNOWN = VERB_COUNT };
#undef AS_VERB

struct verb_rule {
    const char *word;
    enum verb_place place;
    enum verb_body body;
    enum argument operands[VERB_MAX_OPERANDS];
    uint64_t needs, allows; /* bits of options */
    const char *example, *help;
};

/* A zone, row, column or `all`, and its mask. */
struct place_rule {
    const char *word;
    uint8_t zones;
    bool in_pattern; /* known only there: `here`, the zones that it is played on */
};

enum { GRAMMAR_ROWS = 3 };

const struct argument_rule *grammar_argument(enum argument argument);

/* The row of a verb. An unknown one may stand anywhere and own lines, so that these can be read. */
const struct verb_rule *grammar_verb(enum verb verb);

/* The places by number, and NULL after the last. */
const struct place_rule *grammar_place(unsigned number);

/* The zones of a row: 0 is the upper, 2 the ankle. */
uint8_t grammar_row(unsigned number);

/* The zones of a row: 0 is the upper one, 2 the ankle. */
uint8_t grammar_row(unsigned number);

/* The rows from `first` to `last`, both single rows on the same columns and with one row between
 * them: that row on these columns; otherwise 0. */
uint8_t grammar_zones_between(uint8_t first, uint8_t last);

/* How many rows lower the second place is than the first, or 0 if they are no single rows. */
int grammar_rows_down(uint8_t first, uint8_t second);

#endif
