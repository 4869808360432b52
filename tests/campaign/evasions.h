/* evasions.h: the ways in which a host, and a hand at the plug, may want more than a leg may have.
 *
 * Owns: nothing; the campaign owns its struct attack. Context: tests. Errors: a way that does not work ends the run
 * as failed.
 */
#ifndef TESTS_CAMPAIGN_EVASIONS_H
#define TESTS_CAMPAIGN_EVASIONS_H

#include "tests/campaign/leg.h"

enum {
    EVASION_waits = 17, /* the leg has had a session just now, and waits six hours */
    EVASION_count,
    EVASION_AWAKE_ms = 1200
};                                           /* the leg waits six hours; the last */
#define EVASION_BEGIN_min UINT32_C(29927520) /* 2026-11-26, what the kit knows when it is tried */

struct attack {
    struct peer *peer;
    struct leg_log log;
    uint32_t random;
    unsigned round;
};

/* What is tried: begins with a kit that is idle and awake, then again and again what takes some seconds. */
struct evasion {
    const char *name;
    void (*begin)(struct attack *attack);
    void (*go_on)(struct attack *attack);
    bool tests; /* has TEST's own credit on top */
    bool sampled;
    const char *meaning;
};

/* One of the list. */
const struct evasion *evasion_at(unsigned place);

#endif
