/* program.h: a compiled routine: the bytes for the device, and the names that people see.
 *
 * The device knows stages, steps, marks and prompts by number; here are their words.
 * Owns: everything it holds, without pointers: copy it as you like. Context: host.
 */
#ifndef HOST_CALF_LANGUAGE_PROGRAM_H
#define HOST_CALF_LANGUAGE_PROGRAM_H

#include "host/calf/language/source.h"
#include "protocol/routine.h"

enum {
    PROGRAM_NAME_BYTES = 32, /* with the final zero, as everywhere here */
    PROGRAM_TEXT_BYTES = 64,
    PROGRAM_ABOUT_BYTES = 400,
    /* The shortest encodings of each bound how many of them 192 bytes can hold. */
    PROGRAM_MAX_MARKS = ROUTINE_MAX_BYTES / 2,
    PROGRAM_MAX_PROMPTS = ROUTINE_MAX_BYTES / 3,
    PROGRAM_MAX_STEPS = ROUTINE_MAX_BYTES / 3,
};

struct program_stage {
    char name[PROGRAM_NAME_BYTES];
    uint8_t kind; /* enum stage_kind */
    uint8_t heat; /* as in the bytecode; routine_heat_to_mC() */
    uint16_t duration_s;
    uint16_t begins_s; /* on the routine's own clock */
    struct span place; /* in the source */
};

/* A line of the source that begins steps. */
struct program_step {
    char text[PROGRAM_TEXT_BYTES]; /* as it was written: press upper 40% ... */
    uint32_t line;
    uint8_t at; /* its KEY_STEP in the bytecode */
    uint8_t stage;
};

struct routine_program {
    uint8_t bytes[ROUTINE_MAX_BYTES];
    uint8_t length;
    uint16_t crc; /* CRC-16 of the bytes, as the upload declares it */
    struct routine_totals totals;
    char name[PROGRAM_NAME_BYTES];
    char title[PROGRAM_TEXT_BYTES]; /* may be empty, as the next two */
    char author[PROGRAM_TEXT_BYTES];
    char about[PROGRAM_ABOUT_BYTES];
    uint64_t references; /* bit n: the routine cites A<n> of the article */
    uint8_t stage_count, step_count, mark_count, prompt_count;
    struct program_stage stages[ROUTINE_MAX_STAGES]; /* by the stage's index */
    struct program_step steps[PROGRAM_MAX_STEPS];    /* in order of `at` */
    char marks[PROGRAM_MAX_MARKS][PROGRAM_TEXT_BYTES];
    char prompts[PROGRAM_MAX_PROMPTS][PROGRAM_TEXT_BYTES];
};

/* The line that begins the session's step of that number (the `step` of a STEP event), or NULL if
 * the routine has no such step. */
const struct program_step *program_step(const struct routine_program *program, uint32_t number);

#endif
