/* matrix.h: troubles by phase of a session: each is planted in each, and what the kit makes of it is compared with
 * a table.
 *
 * Latency counts from the planting to the fault's news with everything off. After a fault neither a person's word
 * alone nor the repair alone may make the kit ready again; where the cause cannot be seen at rest, the word is taken.
 * Owns: nothing; the campaign owns its rows. Context: tests.
 */
#ifndef TESTS_CAMPAIGN_MATRIX_H
#define TESTS_CAMPAIGN_MATRIX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "protocol/faults.h"
#include "tests/campaign/campaign.h"

enum matrix_phase { BEFORE_START, WARMING, HOLDING, SOAKING, PAUSED, OFF, MATRIX_PHASES };

enum {
    MATRIX_EACH = (1 << MATRIX_PHASES) - 1, /* as `sampled` */
    MATRIX_PARTS = 2,
};

struct matrix_row {
    const char *name;
    const char *mishaps[MATRIX_PARTS];
    uint32_t faults
        [MATRIX_PHASES]; /* which may come, by phase; 0: none can, and `meaning` says why that is safe */
    unsigned within_s;
    bool hides;       /* at rest the cause cannot be seen */
    bool next;        /* the fault comes as the next session begins, not in this one */
    unsigned then_s;  /* how long the leg is watched after the fault, with nobody doing anything */
    unsigned sampled; /* bits of the phases that the short form tries */
    const char *meaning;
};

/* A campaign of that name and question over these rows, a class each: the whole of a program's main(). */
int matrix_main(const char *name, const char *question, const struct matrix_row *rows,
                unsigned row_count, int count, char **arguments);

#endif
