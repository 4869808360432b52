/* calf import: other programs' haptic files as patterns of the language. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/interchange/import.h"
#include "host/calf/interchange/pattern.h"
#include "host/calf/json.h"
#include "host/calf/language/compiler.h"
#include "host/calf/language/values.h"
#include "host/calf/lint.h"
#include "host/calf/output.h"
#include "host/calf/say.h"

enum { WARNINGS_MOST = 8, WARNING_BYTES = 160, FEWER = 2 };

struct warnings {
    unsigned count;
    char texts[WARNINGS_MOST][WARNING_BYTES];
};

/* What is asked for, and what comes of it. */
struct task {
    const char *file, *name, *path;
    bool force;
    struct import import;
    struct envelope_ramps ramps;
    struct warnings warnings;
    char *text; /* of the routine; to be freed */
};

__attribute__((format(printf, 2, 3))) static void warn(struct warnings *warnings,
                                                       const char *format, ...)
{
    va_list values;
    va_start(values, format);
    if (warnings->count < WARNINGS_MOST)
        vsnprintf(warnings->texts[warnings->count++], WARNING_BYTES, format, values);
    va_end(values);
}

/* --- reading ----------------------------------------------------------------------------------- */

static bool read_file(struct task *task)
{
    struct json_object *root = json_tree_read(task->file);
    bool good;
    if (!root)
        return false;
    task->import.file = task->file;
    if (json_tree_get(root, "Pattern"))
        good = import_ahap(&task->import, root);
    else if (json_tree_get(root, "signals"))
        good = import_haptic(&task->import, root);
    else
        good = import_complain(&task->import, "the file",
                               "this is neither AHAP (Pattern) nor .haptic (signals)");
    json_object_put(root);
    if (good && envelope_is_silent(&task->import.envelope))
        return import_complain(&task->import, "the file", "it is silent: there is nothing to feel");
    return good;
}

/* --- writing ----------------------------------------------------------------------------------- */

static bool write_text(struct task *task)
{
    size_t length;
    FILE *memory;
    free(task->text);
    task->text = NULL;
    memory = open_memstream(&task->text, &length);
    if (!memory)
        return false;
    pattern_print(memory, task->name, task->file, &task->ramps);
    return fclose(memory) == 0;
}

/* Writes it with ever fewer ramps until it fits into the device. Returns an exit code. */
static int make_routine(struct task *task)
{
    static struct routine_program program;
    struct diagnostics diagnostics;
    for (unsigned most = ENVELOPE_MAX_RAMPS; most >= ENVELOPE_MIN_RAMPS; most -= FEWER) {
        if (!envelope_simplify(&task->import.envelope, most, &task->ramps) || !write_text(task))
            return fail(EXIT_OTHER, "no memory left");
        size_t length = strlen(task->text);
        if (routine_compile(task->text, length, task->name, &program, &diagnostics)) {
            lint_check(&program, &(struct source){task->text, length, &diagnostics});
            break;
        }
        if (task->ramps.count <= ENVELOPE_MIN_RAMPS)
            break;
    }
    if (diagnostics.errors == 0)
        return EXIT_OK;
    diagnostics_print(&diagnostics, stderr);
    return EXIT_ROUTINE;
}

static void find_warnings(struct task *task)
{
    const struct import *import = &task->import;
    struct warnings *warnings = &task->warnings;
    char felt[VALUE_TEXT_BYTES];
    unsigned brief = envelope_count_short(&import->envelope);
    value_print_ticks(ENVELOPE_FELT_ticks, felt);
    if (import->frequency)
        warn(warnings, "sharpness and frequency are left out: a motor's follows its strength");
    if (import->transients > 0)
        warn(warnings, "%u tap%s made %s long: a motor needs that to be felt", import->transients,
             import->transients == 1 ? " is" : "s are", felt);
    if (brief > 0)
        warn(warnings, "%u part%s shorter than %s and hardly felt", brief,
             brief == 1 ? " is" : "s are", felt);
    if (import->audio > 0)
        warn(warnings, "%u sound%s left out", import->audio, import->audio == 1 ? " is" : "s are");
    if (import->clamped > 0)
        warn(warnings, "%u value%s out of range and moved to its end", import->clamped,
             import->clamped == 1 ? " was" : "s were");
    if (import->unknown > 0)
        warn(warnings, "%u %s of no known effect and left out", import->unknown,
             import->unknown == 1 ? "entry is" : "entries are");
    if (task->ramps.off_permille > 10)
        warn(warnings, "made of %u ramp%s to fit the device: %u %% off on average",
             task->ramps.count, task->ramps.count == 1 ? "" : "s",
             (task->ramps.off_permille + 9) / 10);
}

static void print_json(const struct task *task)
{
    fputs("{\"file\":", stdout);
    json_string(stdout, task->file);
    fputs(",\"pattern\":", stdout);
    json_string(stdout, task->name);
    fprintf(stdout, ",\"duration_ms\":%u,\"ramps\":%u,\"off_permille\":%u,\"warnings\":[",
            task->import.envelope.ticks * ROUTINE_TICK_ms, task->ramps.count,
            task->ramps.off_permille);
    for (unsigned i = 0; i < task->warnings.count; i++) {
        fputs(i > 0 ? "," : "", stdout);
        json_string(stdout, task->warnings.texts[i]);
    }
    fputs("]}\n", stdout);
}

static int import_and_write(struct task *task, const struct options *options)
{
    struct output output;
    int code = output_begin(&output, task->path, task->force ? OUTPUT_REPLACES : OUTPUT_KEEPS);
    if (code != EXIT_OK)
        return code;
    code = read_file(task) ? make_routine(task) : EXIT_ROUTINE;
    if (code != EXIT_OK) {
        output_drop(&output);
        return code;
    }
    find_warnings(task);
    for (unsigned i = 0; i < task->warnings.count && !options->json; i++)
        say("%s: warning: %s", task->file, task->warnings.texts[i]);
    fputs(task->text, output.file);
    code = output_end(&output, options->quiet);
    if (code == EXIT_OK && options->json)
        print_json(task);
    return code;
}

int command_import(const struct options *options, struct arguments *arguments)
{
    struct task task = {
        .path = arguments_value(arguments, "-o"),
        .name = arguments_value(arguments, "--name"),
        .force = arguments_flag(arguments, "--force"),
    };
    task.file = arguments_next(arguments);
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    arguments->wrong = !task.file || !task.name;
    if (!task.file)
        return fail(EXIT_USAGE, "import: which file?");
    if (!task.name)
        return fail(EXIT_USAGE, "import: what shall the pattern be called? --name NAME");
    if (options->json && (!task.path || strcmp(task.path, "-") == 0))
        return fail(EXIT_USAGE, "import: --json needs -o FILE: the routine is not JSON");
    int code = import_and_write(&task, options);
    envelope_free(&task.import.envelope);
    free(task.text);
    return code;
}
