/* calf: sends routines to the massager, watches them, and records what happened and when. */
#include <stdio.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/help.h"
#include "host/calf/say.h"
#include "host/calf/signals.h"
#include "host/calf/version.h"
#include "protocol/messages.h"

struct command {
    const char *name;
    int (*run)(const struct options *options, struct arguments *arguments);
};

static const struct command commands[] = {
#define AS_COMMAND(name, words, help, more) {#name, command_##name},
    COMMANDS(AS_COMMAND)
#undef AS_COMMAND
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* `calf sim` passes its words on untouched: they are another program's. */
static int start_kit(struct arguments *arguments)
{
    struct options none = {0};
    arguments->words++;
    arguments->count--;
    return command_sim(&none, arguments);
}

static int run_command(struct arguments *arguments)
{
    struct options options;
    bool wants_help = arguments_flag(arguments, "--help") || arguments_flag(arguments, "-h");
    if (!options_take(&options, arguments))
        return EXIT_USAGE;

    const char *name = arguments_next(arguments);
    if (!name && wants_help)
        return help_print_overview(stdout);
    if (!name) {
        help_print_overview(stderr);
        return EXIT_USAGE;
    }
    const struct command *command = find_command(name);
    if (!command) {
        const char *meant = help_similar_command(name);
        return meant ? fail(EXIT_USAGE, "there is no command '%s'; did you mean '%s'?", name, meant)
                     : fail(EXIT_USAGE, "there is no command '%s'; `calf help` lists them", name);
    }
    if (wants_help)
        return help_print_command(stdout, name);

    int code = command->run(&options, arguments);
    /* What is found wrong later, by a kit or a question, is not for want of knowing the words. */
    if (code == EXIT_USAGE && (arguments->wrong || !arguments->ended))
        say("usage: calf %s%s%s", name, help_words(name)[0] ? " " : "", help_words(name));
    return code;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {argv + 1, argc > 0 ? argc - 1 : 0, false, false};
    signals_catch();
    if (arguments.count > 0 && strcmp(arguments.words[0], "sim") == 0)
        return start_kit(&arguments);
    if (arguments_flag(&arguments, "--version")) {
        printf("calf %s, protocol %d\n", CALF_VERSION, PROTOCOL_VERSION);
        return EXIT_OK;
    }
    int code = run_command(&arguments);
    if (fflush(stdout) != 0 || ferror(stdout))
        return fail(EXIT_OTHER, "the output could not be written");
    return code;
}
