/* player_bench.c: what a tick of the player costs, in exact cycles of the firmware's own code: the worst
 * of each routine of the library. */
#include <stdio.h>
#include <stdlib.h>

#include "host/calf/language/library.h"
#include "host/calf/language/values.h"
#include "tests/kit/player_machine.h"

int main(void)
{
    struct library library;
    struct player_machine *machine = player_machine_new();
    uint32_t worst_cycles = 0;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    for (unsigned i = 0; i < library.count; i++) {
        struct dearest_tick dearest = player_machine_play(machine, library.names[i]);
        char at[VALUE_TEXT_BYTES];
        value_print_ticks(dearest.clock_ticks, at);
        printf("%-14s the dearest of %6u ticks: %4u cycles, at %s\n", library.names[i],
               dearest.ticks, dearest.cycles, at);
        if (dearest.cycles > worst_cycles)
            worst_cycles = dearest.cycles;
    }
    printf("%-14s %u cycles\n", "all of them", worst_cycles);
    player_machine_free(machine);
    return library.count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
