#include "tests/profile/calls.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLEEP = 0x9588, RETURN_bytes = 2 /* an address on the stack */ };

static void *grown(void *memory, size_t count, size_t size)
{
    memory = realloc(memory, count * size);
    if (!memory) {
        fprintf(stderr, "profile: out of memory\n");
        exit(1);
    }
    return memory;
}

/* --- The tree ------------------------------------------------------------------------------------ */

static int child(struct calls *calls, const struct call *wanted)
{
    for (int i = 0; i < calls->tree_size; i++) {
        const struct call *call = &calls->tree[i];
        if (call->parent == wanted->parent && call->site == wanted->site &&
            call->target == wanted->target && call->vector == wanted->vector)
            return i;
    }
    if (calls->tree_size == calls->tree_room) {
        calls->tree_room = 2 * calls->tree_room + 64;
        calls->tree = grown(calls->tree, (size_t)calls->tree_room, sizeof *calls->tree);
    }
    calls->tree[calls->tree_size] = *wanted;
    return calls->tree_size++;
}

/* --- Cycles by instruction ----------------------------------------------------------------------- */

static struct spent *find(struct spent *table, unsigned room, int call, uint16_t at)
{
    unsigned slot = ((unsigned)call * 40503U + at * 2654435761U) % room;
    while (table[slot].call >= 0 && (table[slot].call != call || table[slot].at != at))
        slot = (slot + 1) % room;
    return &table[slot];
}

static struct spent *new_table(unsigned room)
{
    struct spent *table = grown(NULL, room, sizeof *table);
    for (unsigned i = 0; i < room; i++)
        table[i] = (struct spent){.call = -1};
    return table;
}

static void make_room(struct calls *calls)
{
    unsigned room = 2 * calls->spent_room + 4096;
    struct spent *table = new_table(room);
    for (unsigned i = 0; i < calls->spent_room; i++)
        if (calls->spent[i].call >= 0)
            *find(table, room, calls->spent[i].call, calls->spent[i].at) = calls->spent[i];
    free(calls->spent);
    calls->spent = table;
    calls->spent_room = room;
}

static void spend(struct calls *calls, int call, uint16_t at, uint32_t cycles)
{
    if (2 * calls->spent_used >= calls->spent_room)
        make_room(calls);
    struct spent *spent = find(calls->spent, calls->spent_room, call, at);
    if (spent->call < 0) {
        *spent = (struct spent){.call = call, .at = at};
        calls->spent_used++;
    }
    spent->cycles += cycles;
    spent->times++;
    calls->cycles += cycles;
}

/* --- Following the core -------------------------------------------------------------------------- */

/* AVR instruction set manual: CALL, RCALL, ICALL; RET, RETI. An RCALL to the next instruction only makes
 * room on the stack. */
static bool is_call(const struct machine_step *step)
{
    uint16_t opcode = step->opcode;
    bool is_rcall = (opcode & 0xF000) == 0xD000 && step->next != step->at + 2;
    return (opcode & 0xFE0E) == 0x940E || is_rcall || opcode == 0x9509;
}

static bool is_return(uint16_t opcode)
{
    return opcode == 0x9508 || opcode == 0x9518;
}

static void enter(struct calls *calls, struct call call, uint16_t stack)
{
    if (calls->depth == CALLS_DEPTH_max) {
        fprintf(stderr, "profile: calls are nested too deep\n");
        exit(1);
    }
    calls->frames[calls->depth].call = child(calls, &call);
    calls->frames[calls->depth++].stack = stack;
}

static int here(const struct calls *calls)
{
    return calls->depth > 0 ? calls->frames[calls->depth - 1].call : -1;
}

void calls_step(void *context, const struct machine_step *step)
{
    struct calls *calls = context;
    if (calls->depth == 0 && step->opcode != SLEEP)
        return; /* begin where it is certain to be in main */
    if (calls->depth == 0)
        enter(calls, (struct call){.parent = -1, .target = step->at}, UINT16_MAX);
    spend(calls, here(calls), step->at, step->cycles);

    uint16_t stack = step->vector ? (uint16_t)(step->stack + RETURN_bytes) : step->stack;
    if (is_call(step))
        enter(calls, (struct call){.parent = here(calls), .site = step->at, .target = step->next},
              stack);
    else if (is_return(step->opcode))
        while (calls->depth > 1 && calls->frames[calls->depth - 1].stack < stack)
            calls->depth--;
    if (step->vector) {
        enter(calls, (struct call){.parent = -1, .vector = step->vector}, step->stack);
        spend(calls, here(calls), 0, CALLS_ENTRY_cycles);
    }
}

void calls_init(struct calls *calls)
{
    *calls = (struct calls){0};
    make_room(calls);
}

void calls_free(struct calls *calls)
{
    free(calls->tree);
    free(calls->spent);
}
