/* script.h: a routine as its writer wrote it: the parser's result, the compiler's input.
 *
 * Owns: nothing outside the struct. Context: host. Errors: none.
 */
#ifndef HOST_CALF_LANGUAGE_SCRIPT_H
#define HOST_CALF_LANGUAGE_SCRIPT_H

#include "host/calf/language/grammar.h"
#include "host/calf/language/source.h"

enum {
    SCRIPT_MAX_STATEMENTS = 512, /* what plays fits into 192 bytes; patterns may be left unplayed */
    SCRIPT_MAX_ABOUT = 16,
    STATEMENT_MAX_STATIONS = 6,
};

/* One line that plays, or of a pattern. Its body, if it has one, stands right behind it. */
struct statement {
    enum verb verb;
    struct span span;
    uint16_t end; /* the first statement after its body */
    uint8_t station_count;
    uint8_t stations[STATEMENT_MAX_STATIONS]; /* masks of zones */
    struct span text;                         /* a stage's name, or a text without its quotes */
    uint32_t values[ARGUMENT_COUNT];          /* as grammar.h says for each kind */
};

struct script {
    const struct source *source;
    struct span name, title, author; /* length 0: not given */
    struct span about[SCRIPT_MAX_ABOUT];
    uint8_t about_count;
    bool in_pattern;     /* the line being read is one of a pattern */
    uint64_t references; /* bit n: the routine cites A<n> */
    uint8_t legs;        /* bit 0 left, bit 1 right */
    uint8_t level_default, level_max, ceiling_percent;
    uint16_t count;
    struct statement statements[SCRIPT_MAX_STATEMENTS];
};

#endif
