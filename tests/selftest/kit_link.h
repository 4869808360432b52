/* kit_link.h: a virtual kit in this process as calf's link, and the person who sits before it.
 *
 * Time passes only inside the link's read. The person feels which motors move, sees the LEDs and presses what is
 * asked for; what is broken in the kit is broken for them too.
 * Owns: struct kit_link with its kit; freed by the link's close(). Context: tests.
 */
#ifndef TESTS_SELFTEST_KIT_LINK_H
#define TESTS_SELFTEST_KIT_LINK_H

#include "host/calf/link.h"
#include "host/calf/selftest/selftest.h"
#include "host/kit/kit.h"

struct kit_link {
    struct link link;
    struct kit *kit;
    double room_C;           /* what a thermometer shows */
    float felt[ZONE_COUNT];  /* the fastest motion since the last answer */
    bool heater_led_seen;    /* likewise */
    enum question_kind kind; /* the question under way, its subject, and since when */
    unsigned subject;
    int64_t asked_us;
};

/* A kit of this build's firmware with its cuff on the table; ends the test program if it cannot be. */
struct kit_link *kit_link_new(const struct kit_options *options);

/* As kit_default_options(), on the table, with this build's firmware. */
struct kit_options kit_link_options(void);

/* Walks through the items of the mask (bit = enum selftest_item) with that person. */
void kit_link_walk(struct kit_link *bench, struct selftest *test, unsigned items);

/* How many findings were of that kind, and how many of others, which are named. */
void kit_link_count(const struct selftest *test, enum selftest_finding finding, unsigned *right,
                    unsigned *wrong);

/* Is nothing driven? */
bool kit_link_is_off(const struct kit_link *bench);

/* A struct person's answer(); the context is a struct kit_link. */
enum asked kit_link_answer(void *context, const struct question *question, char *answer,
                           size_t size);

#endif
