/* lines.h: compiling what stands inside a stage: steps, rests, heat, marks, prompts, repeats.
 *
 * Owns: nothing. Context: host. Errors: complains; the operations are then not fit for a device.
 */
#ifndef HOST_CALF_LANGUAGE_LINES_H
#define HOST_CALF_LANGUAGE_LINES_H

#include "host/calf/language/emitter.h"
#include "host/calf/language/program.h"
#include "host/calf/language/script.h"

/* What a compilation goes through: from the script into operations and the names beside them. */
struct compiler {
    const struct script *script;     /* its times resolved */
    struct routine_program *program; /* the stage being compiled is its last one */
    struct emitter emitter;
    unsigned depth; /* of the repeats around the line being compiled */
};

/* For pattern_play(), which writes such lines too. The statement is the one to complain about. */

/* Keeps the words of the step that was emitted last. */
void lines_keep_step(const struct compiler *compiler, const struct statement *statement);

/* Complains if a repeat here would be nested too deep. */
void lines_check_depth(const struct compiler *compiler, const struct statement *statement,
                       bool repeats);

/* What is written between these two is played `times` times. */
void lines_open_repeat(struct compiler *compiler, const struct statement *statement,
                       uint32_t times);
void lines_close_repeat(struct compiler *compiler, uint32_t times);

/* Compiles the statements from `first` to before `end`, with all that belongs to them. */
void compile_lines(struct compiler *compiler, uint16_t first, uint16_t end);

#endif
