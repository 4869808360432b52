/* What a tick of the player costs in the firmware. It comes every 10 ms beside everything else; one too
 * dear would come late, and with it every step after it. */
#include <stdlib.h>

#include "host/calf/language/library.h"
#include "tests/kit/player_machine.h"
#include "tests/tap.h"

enum { BUDGET_cycles = 1000, ROUTINES = 12 };

int main(void)
{
    struct library library;
    struct player_machine *machine = player_machine_new();
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    ok(library.count >= ROUTINES, "there is a library of %u routines", library.count);
    for (unsigned i = 0; i < library.count; i++) {
        struct dearest_tick dearest = player_machine_play(machine, library.names[i]);
        is_int(dearest.differing, 0, "%s: the firmware plays its %lu ticks as this computer does",
               library.names[i], (unsigned long)dearest.ticks);
        ok(dearest.cycles > 0 && dearest.cycles <= BUDGET_cycles,
           "the dearest takes %lu of at most %d cycles", (unsigned long)dearest.cycles,
           (int)BUDGET_cycles);
    }
    player_machine_free(machine);
    return done();
}
