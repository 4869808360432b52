/* Routines, and the commands that only read them: lint. */
#include "host/calf/routine.h"

#include <stdio.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "host/calf/lint_warnings.h"
#include "host/calf/say.h"
#include "host/calf/settings.h"
#include "protocol/limits.h"
#include "protocol/settings.h"

int routine_open(const char *word, struct routine_program *program)
{
    struct diagnostics diagnostics;
    bool good = routine_load(word, program, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    return good ? EXIT_OK : EXIT_ROUTINE;
}

/* The windows of the device that the options name; an exit code. */
static int read_windows(const struct options *options, struct lint_windows *windows)
{
    struct device device;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    for (uint8_t zone = 0; zone < ZONE_COUNT && code == EXIT_OK; zone++) {
        code = settings_read(&device, SETTING_upper_medial_start + zone, &windows->start[zone]);
        if (code == EXIT_OK)
            code = settings_read(&device, SETTING_upper_medial_max + zone, &windows->max[zone]);
    }
    device_close(&device);
    return code;
}

/* Checks one routine, also against those windows if there are any, and prints what it does, or what is wrong
 * with it. */
static int lint_one(const char *word, const struct options *options,
                    const struct lint_windows *windows)
{
    struct routine_program program;
    struct diagnostics diagnostics;
    bool good = routine_load(word, &program, &diagnostics);
    if (good)
        lint_note_warmth(&program, &diagnostics);
    if (good && windows)
        lint_warn_of_windows(&program, windows, &diagnostics);
    if (options->json) {
        printf("{\"ok\":%s,\"diagnostics\":", good ? "true" : "false");
        diagnostics_print_json(&diagnostics, stdout);
        if (good) {
            printf(",\"routine\":");
            lint_print_json(&program, stdout);
        }
        printf("}");
    } else {
        diagnostics_print(&diagnostics, stderr);
        if (good && !options->quiet)
            lint_print(&program, stdout);
    }
    return good ? EXIT_OK : EXIT_ROUTINE;
}

int command_lint(const struct options *options, struct arguments *arguments)
{
    int code = EXIT_OK;
    struct lint_windows windows;
    bool calibrated = arguments_flag(arguments, "--calibrated");
    const char *word = arguments_next(arguments), *before = "[";
    if (!word) {
        say("lint: which routine?");
        return EXIT_USAGE;
    }
    if (calibrated && (code = read_windows(options, &windows)) != EXIT_OK)
        return code;
    for (; word; word = arguments_next(arguments)) {
        if (options->json)
            fputs(before, stdout);
        before = options->json ? ",\n" : "\n";
        if (lint_one(word, options, calibrated ? &windows : NULL) != EXIT_OK)
            code = EXIT_ROUTINE;
    }
    if (options->json)
        printf("]\n");
    return arguments_end(arguments) ? code : EXIT_USAGE;
}

bool routine_names_for_new_leg(char names[ROUTINE_NAMES_BYTES])
{
    struct library library;
    size_t used = 0;
    names[0] = '\0';
    library_list(&library);
    for (unsigned i = 0; i < library.count; i++) {
        struct routine_program program;
        struct diagnostics diagnostics;
        if (!routine_load(library.names[i], &program, &diagnostics) ||
            program.totals.motor_ticks > (uint32_t)LIMIT_NEW_LEG_MOTOR_TIME_s * ROUTINE_TICKS_s ||
            used + strlen(library.names[i]) + sizeof ", " > ROUTINE_NAMES_BYTES)
            continue;
        strcat(strcat(names, used > 0 ? ", " : ""), library.names[i]);
        used = strlen(names);
    }
    return used > 0;
}
