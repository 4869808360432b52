#include "tests/kit/player_machine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <simavr/sim_avr.h>
#include <simavr/sim_core.h>
#include <simavr/sim_elf.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"

static const char FIRMWARE[] = "build/avr/calfkit.elf";

enum {
    PLAYER_AT = 0x200, /* in the RAM of a firmware that does not run */
    PROGRAM_AT = 0x400,
    STACK_AT = 0x8F0,
    RETURNED_AT = 0, /* the address that a call is made to return to: no function's */
    CALL_cycles = 4, /* of the instruction that is not executed here */
    LONGEST_CALL_cycles = 1000000,
};

struct player_machine {
    avr_t *avr;
    uint32_t begin_at, tick_at; /* the functions, in bytes of flash */
};

static void give_up(const char *why)
{
    fprintf(stderr, "# player_machine: %s: %s\n", FIRMWARE, why);
    exit(2);
}

static uint32_t find_function(const elf_firmware_t *firmware, const char *name)
{
    for (uint32_t i = 0; i < firmware->symbolcount; i++)
        if (strcmp(firmware->symbol[i]->symbol, name) == 0)
            return firmware->symbol[i]->addr;
    give_up("has no function of its own for the player");
    return 0;
}

static void log_errors(struct avr_t *avr, const int level, const char *format, va_list values)
{
    (void)avr;
    if (level == LOG_ERROR)
        vfprintf(stderr, format, values);
}

struct player_machine *player_machine_new(void)
{
    static elf_firmware_t firmware;
    struct player_machine *machine = malloc(sizeof *machine);
    avr_global_logger_set(log_errors);
    if (!machine || elf_read_firmware(FIRMWARE, &firmware) != 0)
        give_up("cannot be read");
    machine->avr = avr_make_mcu_by_name("atmega328p");
    if (!machine->avr || avr_init(machine->avr) != 0)
        give_up("simavr does not know the ATmega328P");
    avr_load_firmware(machine->avr, &firmware);
    machine->begin_at = find_function(&firmware, "player_begin");
    machine->tick_at = find_function(&firmware, "player_tick");
    return machine;
}

void player_machine_free(struct player_machine *machine)
{
    avr_terminate(machine->avr);
    free(machine);
}

static void put_pair(avr_t *avr, unsigned reg, unsigned value)
{
    avr->data[reg] = (uint8_t)value;
    avr->data[reg + 1] = (uint8_t)(value >> 8);
}

/* Calls a function with what the caller has put into the registers of its arguments (avr-gcc's calling
 * convention: r25:r24, r23:r22, r21:r20; r1 is zero; the result is in r24). */
static uint32_t call(avr_t *avr, uint32_t function)
{
    avr->data[1] = 0;
    put_pair(avr, R_SPL, STACK_AT);
    avr->data[STACK_AT + 1] = 0; /* the return address, high byte first */
    avr->data[STACK_AT + 2] = RETURNED_AT;
    avr->sreg[S_I] = 0;
    avr->pc = function;
    avr->state = cpu_Running;
    avr_cycle_count_t before = avr->cycle;
    while (avr->pc != RETURNED_AT) {
        avr->pc = avr_run_one(avr);
        if (avr->state != cpu_Running || avr->cycle - before > LONGEST_CALL_cycles)
            give_up("the player does not return");
    }
    return (uint32_t)(avr->cycle - before) + CALL_cycles;
}

static void begin(struct player_machine *machine, const struct routine_program *program)
{
    avr_t *avr = machine->avr;
    memcpy(avr->data + PROGRAM_AT, program->bytes, program->length);
    put_pair(avr, 24, PLAYER_AT);
    put_pair(avr, 22, PROGRAM_AT);
    put_pair(avr, 20, program->length);
    call(avr, machine->begin_at);
}

static uint32_t tick(struct player_machine *machine, bool go, uint8_t *events)
{
    avr_t *avr = machine->avr;
    put_pair(avr, 24, PLAYER_AT);
    put_pair(avr, 22, go);
    uint32_t cycles = call(avr, machine->tick_at);
    *events = avr->data[24];
    return cycles;
}

/* --- a routine's dearest tick ---------------------------------------------------------------- */

static void load(const char *name, struct routine_program *program)
{
    static char text[SOURCE_MAX_BYTES + 1];
    struct diagnostics diagnostics;
    char path[PATH_MAX];
    size_t length;
    if (library_find(name, path, &diagnostics) && library_read(path, text, &length, &diagnostics) &&
        routine_compile(text, length, path, program, &diagnostics))
        return;
    diagnostics_print(&diagnostics, stderr);
    exit(2);
}

struct dearest_tick player_machine_play(struct player_machine *machine, const char *name)
{
    struct routine_program program;
    struct dearest_tick dearest = {0};
    struct routine_player player;
    uint8_t events = 0, events_there;
    bool was_waiting = false;
    load(name, &program);
    player_begin(&player, program.bytes, program.length);
    begin(machine, &program);
    while (!(events & PLAYER_END)) {
        bool waiting = player.warming || player.prompting, go = waiting && was_waiting;
        was_waiting = waiting;
        events = player_tick(&player, go);
        uint32_t cycles = tick(machine, go, &events_there);
        dearest.differing += events_there != events;
        dearest.ticks++;
        if (cycles > dearest.cycles) {
            dearest.cycles = cycles;
            dearest.clock_ticks = player.clock_ticks;
        }
    }
    return dearest;
}
