/* The library, played: is what a routine says what the kit drives? A sample of `make evidence`, which
 * plays all of it. What a user would lose: the massage that was drawn and checked. */
#include <stdlib.h>

#include "host/calf/lint.h"
#include "tests/kit/recital.h"
#include "tests/tap.h"

int main(void)
{
    struct routine_program program;
    struct diagnostics diagnostics;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    if (ok(routine_load("office", &program, &diagnostics), "office loads")) {
        const struct usage_leg practised = {.completed = LIMIT_NEW_LEG_SESSIONS};
        struct recital *recital = recital_play(&program, peer_stored(&practised, 0), 0);
        recital_judge(recital, &program, "practised");
        recital_free(recital);
    }
    return done();
}
