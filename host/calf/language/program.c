/* From a step's number back to the line it was written in. */
#include "host/calf/language/program.h"

#include <stddef.h>

static const struct program_step *step_at(const struct routine_program *program, uint8_t at)
{
    for (unsigned i = 0; i < program->step_count; i++)
        if (program->steps[i].at == at)
            return &program->steps[i];
    return NULL;
}

/* Walks the operations as the player does, but without time. That is the same because a compiled
 * routine's steps always fit into their stages. */
const struct program_step *program_step(const struct routine_program *program, uint32_t number)
{
    struct {
        uint8_t at;
        uint32_t left;
    } repeats[ROUTINE_MAX_DEPTH];
    struct routine_step step = {.next = ROUTINE_HEADER_BYTES};
    unsigned depth = 0;
    for (;;) {
        if (routine_read(program->bytes, program->length, step.next, &step) != ROUTINE_ERROR_OK ||
            step.op == ROUTINE_END)
            return NULL;
        if (step.op == ROUTINE_KEY_STEP && number-- == 0)
            return step_at(program, step.at);
        if (step.op == ROUTINE_REPEAT && depth < ROUTINE_MAX_DEPTH) {
            repeats[depth].at = step.next;
            repeats[depth++].left = step.number;
        } else if (step.op == ROUTINE_AGAIN && depth > 0) {
            if (--repeats[depth - 1].left > 0)
                step.next = repeats[depth - 1].at;
            else
                depth--;
        }
    }
}
