/* programme.h: several sessions, days apart: which routine, on which leg, at which level, and advice.
 *
 * A programme is a text like a routine, one instruction a line (PROGRAMME_VERBS). It is a plan for a
 * person: it starts nothing, and nothing keeps track of it yet.
 * Owns: everything it holds, without pointers. Context: host. Errors: in `diagnostics`, with places.
 */
#ifndef HOST_CALF_PROGRAMME_PROGRAMME_H
#define HOST_CALF_PROGRAMME_PROGRAMME_H

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/program.h"

enum {
    PROGRAMME_TEXT_BYTES = 161, /* with the final zero */
    PROGRAMME_MAX_LINES = 32,   /* of sessions */
    PROGRAMME_MAX_SESSIONS = 120,
    PROGRAMME_MAX_ADVICE = 16,
    PROGRAMME_MAX_APART_days = 60,
    /* J: two sessions a leg and day are the most, so a programme plans one; warn at four within a week,
     * refuse beyond seven (A28 to A30). */
    PROGRAMME_WEEK_WARN = 4,
    PROGRAMME_WEEK_MOST = 7,
    PROGRAMME_NO_ADVICE = -1,
};

/* V(NAME, "word", "what follows it", "what it says", "example") */
#define PROGRAMME_VERBS(V)                                                                       \
    V(PROGRAMME, "programme", "NAME", "the first line: its name, which is its file's",           \
      "programme weekly-recovery")                                                               \
    V(TITLE, "title", "\"TEXT\"", "one line for lists", "title \"A short massage every week\"")  \
    V(ABOUT, "about", "\"TEXT\"", "whom it is for; several such lines are read as one text",     \
      "about \"For a calf that was strained.\"")                                                 \
    V(SOURCE, "source", "A1 A2 ...", "the rules of the article that it carries out",             \
      "source A8 A12")                                                                           \
    V(APART, "apart", "N days", "the least from one session of a leg to the next, else 1",       \
      "apart 6 days")                                                                            \
    V(MEASURE, "measure", "WHAT ...", "what to write down each time: tightness, circumference",  \
      "measure tightness")                                                                       \
    V(ADVICE, "advice", "\"TEXT\"", "about the whole; indented below a session: about that one", \
      "advice \"Drink something afterwards.\"")                                                  \
    V(SESSION, "session", "ROUTINE [level N] [leg LEG] [after N days] [times N]",                \
      "a session, or several alike; level and leg as in the routine, days after the one before", \
      "session recovery level 1 after 7 days times 6")

#define AS_VERB(NAME, ...) PROGRAMME_VERB_##NAME,
enum programme_verb { PROGRAMME_VERBS(AS_VERB) PROGRAMME_VERB_COUNT };
#undef AS_VERB

/* M(NAME, "word", "what to do") */
#define PROGRAMME_MEASURES(M)                                                                \
    M(TIGHTNESS, "tightness",                                                                \
      "before and after each session note how tight the calf feels, 0 (loose) to 10 (hard)") \
    M(CIRCUMFERENCE, "circumference",                                                        \
      "measure the calf at its widest, three times, at the same hour, and note all three: "  \
      "what is less than their spread is no change")

#define AS_MEASURE(NAME, word, help) PROGRAMME_MEASURE_##NAME,
enum programme_measure { PROGRAMME_MEASURES(AS_MEASURE) PROGRAMME_MEASURE_COUNT };
#undef AS_MEASURE

/* A line of sessions that are alike. */
struct programme_line {
    char routine[PROGRAM_NAME_BYTES];
    uint8_t level; /* 1 to 5 */
    uint8_t legs;  /* bit 0 left, bit 1 right */
    uint8_t times;
    uint16_t after_days;      /* since the session before */
    int8_t advice;            /* its number, or PROGRAMME_NO_ADVICE */
    bool has_level, has_legs; /* written, not the routine's own */
    struct span routine_place, level_place, legs_place, after_place;
};

/* One session of the schedule. */
struct programme_session {
    uint8_t line;
    uint16_t day; /* the first session is on day 1 */
};

struct programme {
    char name[PROGRAM_NAME_BYTES];
    char title[PROGRAM_TEXT_BYTES];
    char about[PROGRAM_ABOUT_BYTES]; /* may be empty */
    uint64_t references;             /* bit n: it cites A<n> of the article */
    uint16_t apart_days;
    uint8_t measures; /* bits */
    uint8_t advice_count, line_count, session_count;
    char advice[PROGRAMME_MAX_ADVICE][PROGRAMME_TEXT_BYTES];
    bool advice_is_general[PROGRAMME_MAX_ADVICE];
    struct programme_line lines[PROGRAMME_MAX_LINES];
    struct programme_session sessions[PROGRAMME_MAX_SESSIONS];
};

/* Reads a text and lays its sessions out in days. False: at least one error, and `programme` must not
 * be used. Begins `diagnostics` afresh; `name` is what they call the text. */
bool programme_parse(const char *text, size_t length, const char *name, struct programme *programme,
                     struct diagnostics *diagnostics);

/* Compares what was parsed with the routines: that each exists, has this leg and this level; for a
 * programme that cites A19, that the first sessions are ones that a new leg may have. Fills in levels
 * and legs that were not written. */
bool programme_check(struct programme *programme, const struct source *source);

/* Finds a programme by path or library name, reads, parses and checks it. */
bool programme_load(const char *word, struct programme *programme, struct diagnostics *diagnostics);

/* Does the programme contain that routine? */
bool programme_uses(const struct programme *programme, const char *routine);

const char *programme_measure_word(enum programme_measure measure);
const char *programme_measure_help(enum programme_measure measure);

#endif
