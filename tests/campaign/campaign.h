/* campaign.h: the frame of the safety campaigns: many runs against the whole firmware, counted by class.
 *
 * A campaign is a program, tests/campaign/NAME_test.c, whose main() is `return campaign_main(&campaign, ...)`.
 * Without arguments it makes its short form, for `make check`; with `--record` also its long one, and writes
 * both to build/campaign/NAME.row, of which `make evidence` makes tests/EVIDENCE.md. Each run is a fork, so a
 * kit that is under way is its own snapshot: nothing is booted anew, and a run cannot disturb the next one.
 * `--run NUMBER` makes one run of the long form alone. Seeds are fixed and nothing depends on wall time: the same firmware gives the same counts everywhere.
 * Owns: the results, which all runs share. Context: tests.
 * Errors: a run that crashes or takes longer than CAMPAIGN_RUN_s of CPU time fails the campaign.
 */
#ifndef TESTS_CAMPAIGN_CAMPAIGN_H
#define TESTS_CAMPAIGN_CAMPAIGN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Under a fixed build id: no count depends on the commit. KIT_FIRMWARE (peer.h) names another. */
#define CAMPAIGN_FIRMWARE "build/unnamed/calfkit.elf"

enum {
    CAMPAIGN_CLASSES_max = 64,
    CAMPAIGN_NOTE_bytes = 120,
    CAMPAIGN_RUN_s = 60,
    CAMPAIGN_NO_LATENCY = -1,
};

/* What may come of a run: the table on the page has a row for each. */
struct campaign_class {
    const char *name, *meaning;
};

struct campaign_result {
    uint8_t class;          /* index into the campaign's classes */
    bool detected;          /* a fault, a reset, a refusal, a stop: the kit has noticed */
    bool unsafe;            /* what must never be */
    bool wrong;             /* not unsafe, but not what the campaign promises: fails it as well */
    int64_t latency_cycles; /* from the trouble to all outputs off, or CAMPAIGN_NO_LATENCY */
    uint16_t own;           /* what the campaign's own print() wants to know */
    char note[CAMPAIGN_NOTE_bytes]; /* of an unsafe or wrong run: what it was */
};

struct campaign {
    const char *name;     /* as the tables have it */
    const char *question; /* what is tried and what must hold, in sentences: Markdown */
    const struct campaign_class *classes;
    unsigned class_count;
    /* Makes all runs of a form: campaign_expect() first, then campaign_run() for each. */
    void (*try)(bool is_long);
    /* Adds a table of its own to the page, of the long form's runs; may be NULL. */
    void (*print)(FILE *out, const struct campaign_result *results, unsigned runs);
};

/* The whole of a campaign's program: its exit code. */
int campaign_main(const struct campaign *campaign, int count, char **arguments);

/* How many runs there will be; once, before the first. */
void campaign_expect(unsigned runs);

/* Makes a run: true in a process of its own, which ends with campaign_end(); false in the one that goes on to
 * the next, while as many as two others run. Runs are counted in the order of these calls. */
bool campaign_run(void);
_Noreturn void campaign_end(const struct campaign_result *result);

/* As campaign_end() with a note in printf's form. */
__attribute__((format(printf, 2, 3))) _Noreturn void
campaign_end_with(struct campaign_result *result, const char *format, ...);

/* Memory that all runs from now on share: for what a first run tells the later ones. */
void *campaign_share(size_t bytes);

/* Makes a run that is not counted, and waits for it: true in it; it ends with _exit(0). */
bool campaign_rehearse(void);

#endif
