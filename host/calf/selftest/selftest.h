/* selftest.h: the walk through a kit that has just been built: each item driven, measured and judged here, one
 * small request at a time; the firmware only drives and measures.
 *
 * The thresholds stand beside the judgements, with their reasons. A person answers through `person`.
 * Owns: nothing; device and person are the caller's. Errors: once `code` is not EXIT_OK the walk is over,
 * and why has been said; what could not be tested is BLOCKED, with the reason.
 */
#ifndef HOST_CALF_SELFTEST_SELFTEST_H
#define HOST_CALF_SELFTEST_SELFTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "host/calf/device.h"
#include "host/calf/exit.h"
#include "host/calf/selftest/findings.h"
#include "protocol/words.h"

enum { SELFTEST_TEXT = 256, SELFTEST_FOUND_MAX = 12 };

/* --- the person ------------------------------------------------------------------------------- */

enum question_kind { ASK_ROOM, ASK_PRESS, ASK_RELEASE, ASK_LED, ASK_ZONE, ASK_HEATER_LED };

struct question {
    enum question_kind kind;
    unsigned subject; /* a zone; a press, 0 for STOP; an LED: enum test */
    char words[SELFTEST_TEXT];
};

enum asked {
    ASKED_WAIT,     /* no answer yet */
    ASKED_ANSWERED, /* the line is in `answer`, "" for Enter alone */
    ASKED_NOBODY,   /* there is nobody to answer */
};

struct person {
    /* Called again and again with the same question until it is answered. NULL: nobody is there. */
    enum asked (*answer)(void *context, const struct question *question, char *answer, size_t size);
    void *context;
};

/* --- the report ------------------------------------------------------------------------------- */

enum outcome {
    NOT_WANTED,
    WANTED, /* and not reached yet */
    GOOD,
    PARTLY, /* good, but not all of it was tested */
    WRONG,
    SKIPPED, /* it needs a person */
    BLOCKED,
};

struct found {
    enum selftest_finding finding;
    unsigned subject;           /* the motor's zone, the LED from 0; else 0 */
    char detail[SELFTEST_TEXT]; /* which one, how much; or "" */
};

struct result {
    enum outcome outcome;
    char measured[2 * SELFTEST_TEXT]; /* or why not */
    struct found found[SELFTEST_FOUND_MAX];
    unsigned count;
};

struct selftest {
    struct device *device;
    struct person person;
    struct result results[ITEM_COUNT]; /* NOT_WANTED: the walk leaves it out */
    enum selftest_item item;           /* under way */
    bool quiet;
    int code;                                              /* EXIT_OK while it goes on */
    void (*progress)(const char *item, const char *doing); /* or NULL */
    void (*done)(const struct selftest *test, enum selftest_item item); /* or NULL */
};

/* Walks through the wanted items (results[].outcome is not NOT_WANTED); ends with everything off. */
void selftest_walk(struct selftest *test);

/* Is nothing WRONG or BLOCKED, and has everything that was wanted been reached? */
bool selftest_passed(const struct selftest *test);

/* Has all that was wanted been tested, whatever came of it? */
bool selftest_is_complete(const struct selftest *test);

const char *item_name(enum selftest_item item);
const char *item_help(enum selftest_item item);
int item_number(const char *name); /* -1: there is none of that name */

/* One item's lines; the whole as JSON. */
void report_print_item(FILE *out, const struct selftest *test, enum selftest_item item);
void report_print_json(FILE *out, const struct selftest *test);

/* --- for the items ---------------------------------------------------------------------------- */

/* Notes a finding of the item under way, with which one or how much, printf style. */
__attribute__((format(printf, 4, 5))) void selftest_found(struct selftest *test,
                                                          enum selftest_finding finding,
                                                          unsigned subject, const char *detail,
                                                          ...);

/* Adds to what was measured. */
__attribute__((format(printf, 2, 3))) void selftest_measured(struct selftest *test,
                                                             const char *words, ...);

/* The item cannot be tested, or not without a person, or not all of it. */
void selftest_block(struct selftest *test, const char *why);
void selftest_skip(struct selftest *test, const char *why);
void selftest_leave_open(struct selftest *test, const char *what);

void selftest_progress(const struct selftest *test, const char *doing);

/* Lets time pass, and listens. False: the walk is over. */
bool selftest_wait(struct selftest *test, unsigned span_ms);

bool selftest_probe(struct selftest *test, struct msg_probe_reply *probe);

/* What was seen while one output was driven. */
struct driven {
    unsigned samples;             /* whole measurements while it was driven */
    uint16_t heater_mA, motor_mA; /* the last ones */
    uint16_t heater_most_mA;      /* in any measurement, also half ones */
    uint16_t supply_least_mV;     /* likewise */
    bool cut;                     /* the gate has ended it before its time */
    uint32_t faults;              /* those that are latched then */
};

/* Drives an output (enum test) for so long. False: it was refused and the item is blocked, or the walk is
 * over. */
bool selftest_drive(struct selftest *test, uint8_t output, unsigned span_ms, struct driven *driven);

/* Puts a question, and drives `output` while it waits for the answer (TEST_NONE: nothing). */
enum asked selftest_ask(struct selftest *test, const struct question *question, uint8_t output,
                        char *answer, size_t size);

/* The items. */
#define AS_ITEM(name, word, help) void selftest_do_##name(struct selftest *test);
SELFTEST_ITEMS(AS_ITEM)
#undef AS_ITEM

#endif
