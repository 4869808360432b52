/* Sleep, start, upload and size. */
#include <stdlib.h>

#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "tests/bench/elf.h"
#include "tests/bench/figures.h"
#include "tests/bench/scenes.h"
#include "tests/bench/stack.h"
#include "tests/bench/trace.h"

enum { IMAGE_READ_ms = 200 };

static double asleep_percent(struct peer *peer, double seconds)
{
    struct trace trace;
    trace_begin(&trace, peer->kit);
    uint64_t cycles = kit_cycles(peer->kit), slept = kit_slept_cycles(peer->kit);
    peer_run_s(peer, seconds);
    slept = kit_slept_cycles(peer->kit) - slept - trace.entries * TRACE_ENTRY_cycles;
    return 100.0 * (double)slept / (double)(kit_cycles(peer->kit) - cycles);
}

static void measure_sleep(struct figures *figures)
{
    struct peer *idle = scene_idle(), *playing = scene_playing();
    figures->values[FIGURE_ASLEEP_IDLE] = asleep_percent(idle, 10);
    figures->values[FIGURE_ASLEEP_PLAYING] = asleep_percent(playing, 24);
    peer_free(idle);
    peer_free(playing);
}

/* The tests of the controller at its reset. */
struct self_tests {
    uint16_t early, early_end, image, image_end;
    uint64_t early_cycles, image_cycles;
};

static void count_self_tests(void *context, const struct machine_step *step)
{
    struct self_tests *tests = context;
    if (step->at >= tests->early && step->at < tests->early_end)
        tests->early_cycles += step->cycles;
    if (step->at >= tests->image && step->at < tests->image_end)
        tests->image_cycles += step->cycles;
}

/* A kit's first cycle is that of its reset. */
static void measure_boot(struct figures *figures)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    struct self_tests tests = {
        .early = elf_function(FIGURES_FIRMWARE, "early_start"),
        .early_end = elf_function_end(FIGURES_FIRMWARE, "early_start"),
        .image = elf_function(FIGURES_FIRMWARE, "image_check"),
        .image_end = elf_function_end(FIGURES_FIRMWARE, "image_check"),
    };
    kit_run_until(peer->kit, 1, KIT_UNTIL_TIME); /* before that it has no power */
    kit_trace(peer->kit, count_self_tests, &tests);
    const struct peer_message *boot = peer_await(peer, MESSAGE_BOOT, 1000);
    if (!boot) {
        fprintf(stderr, "bench: the kit does not say that it has started\n");
        exit(1);
    }
    figures->values[FIGURE_BOOT] =
        (double)boot->cycle - (double)tests.early_cycles + TRACE_ENTRY_cycles;
    peer_run_ms(peer, IMAGE_READ_ms);
    figures->values[FIGURE_SELF_TESTS] = (double)(tests.early_cycles + tests.image_cycles);
    peer_free(peer);
}

void measure_core(struct figures *figures)
{
    measure_sleep(figures);
    measure_boot(figures);
}

/* --- Upload -------------------------------------------------------------------------------------- */

static void find_largest(struct routine_program *largest)
{
    static struct library library;
    static struct routine_program program;
    static struct diagnostics diagnostics;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    largest->length = 0;
    for (unsigned i = 0; i < library.count; i++)
        if (routine_load(library.names[i], &program, &diagnostics) &&
            program.length > largest->length)
            *largest = program;
    if (largest->length == 0) {
        fprintf(stderr, "bench: no routine in the library\n");
        exit(1);
    }
}

/* As `calf send` does it: all chunks, the check, and the question what is loaded now. */
void measure_upload(struct figures *figures)
{
    static struct routine_program largest;
    struct peer_routine routine;
    find_largest(&largest);
    peer_begin(&routine);
    routine.length = largest.length;
    for (unsigned i = 0; i < largest.length; i++)
        routine.bytes[i] = largest.bytes[i];

    struct peer *peer = scene_idle();
    uint64_t began = kit_cycles(peer->kit);
    if (peer_load(peer, &routine) != 0 || peer_status(peer).routine_crc != largest.crc) {
        fprintf(stderr, "bench: %s cannot be loaded\n", largest.name);
        exit(1);
    }
    figures->values[FIGURE_UPLOAD] =
        (double)(kit_cycles(peer->kit) - began) / (double)PEER_CYCLES_ms;
    figures->values[FIGURE_CHUNK_USEFUL] =
        100.0 * MESSAGE_CHUNK_BYTES / (LENGTH_UPLOAD_CHUNK + FRAME_OVERHEAD);
    peer_free(peer);
}

void measure_size(struct figures *figures)
{
    struct elf_size size = elf_size(FIGURES_FIRMWARE);
    figures->values[FIGURE_FLASH] = size.flash_bytes;
    figures->values[FIGURE_RAM] = size.ram_bytes;
}

void measure_stack(struct figures *figures)
{
    static struct stack_report stack;
    if (!stack_of_firmware(FIGURES_FIRMWARE, &stack)) {
        fprintf(stderr, "bench: the stack has no bound: %s\n", stack.error);
        exit(1);
    }
    figures->values[FIGURE_STACK_WORST] = stack.main_bytes + stack.interrupt_bytes;
}
