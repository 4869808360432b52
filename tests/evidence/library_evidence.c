/* library_evidence.c: the whole library, played in the kit, each routine twice.
 *
 * First on a practised leg, then, after 20 minutes of rest, on a new kit with the memory of the first.
 * Each time every zone must be as planned to a tick of 10 ms and the total as long as written to 0.1 %.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "tests/kit/recital.h"
#include "tests/tap.h"

enum { REST_s = 1200 };

static void play_twice(const struct routine_program *program)
{
    const struct usage_leg practised = {.completed = LIMIT_NEW_LEG_SESSIONS};
    struct recital *first = recital_play(program, peer_stored(&practised, 0), 0);
    recital_judge(first, program, "practised");
    is_int(first->record.legs[0].completed, LIMIT_NEW_LEG_SESSIONS + 1, "and remembered");
    struct recital *next = recital_play(program, first->eeprom, REST_s);
    recital_judge(next, program, "next kit");
    is_int(next->record.legs[0].completed, LIMIT_NEW_LEG_SESSIONS + 2, "and remembered");
    printf("# %-12s %5u s, motors %4u s, %4u steps; off by %+ld and %+ld us in all, %ld and %ld us "
           "at a "
           "step; wrong %u and %u\n",
           program->name, first->planned_ticks / ROUTINE_TICKS_s,
           first->moving_ticks / ROUTINE_TICKS_s, first->told_steps, first->duration_error_us,
           next->duration_error_us, first->worst_step_us, next->worst_step_us, first->wrong_ticks,
           next->wrong_ticks);
    fflush(stdout);
    recital_free(first);
    recital_free(next);
}

int main(void)
{
    struct library library;
    (void)nice(10); /* it takes minutes; others may want to work */
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    for (unsigned i = 0; i < library.count; i++) {
        struct routine_program program;
        struct diagnostics diagnostics;
        printf("# %u of %u: %s\n", i + 1, library.count, library.names[i]);
        fflush(stdout);
        if (ok(routine_load(library.names[i], &program, &diagnostics), "%s loads",
               library.names[i]))
            play_twice(&program);
    }
    return done();
}
