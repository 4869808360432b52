#include "host/calf/help.h"

#include <stdbool.h>
#include <string.h>

#include "host/calf/before_use.h"
#include "host/calf/command.h"
#include "host/calf/language/suggest.h"
#include "host/calf/say.h"

enum { NAME_WIDTH = 36, OPTION_WIDTH = 18 };

struct entry {
    const char *name, *words, *help, *more;
};

static const struct entry entries[] = {
#define AS_ENTRY(name, words, help, more) {#name, words, help, more},
    COMMANDS(AS_ENTRY)
#undef AS_ENTRY
};
enum { ENTRIES = sizeof entries / sizeof *entries };

static const struct entry *find_entry(const char *name)
{
    for (int i = 0; i < ENTRIES; i++)
        if (strcmp(entries[i].name, name) == 0)
            return &entries[i];
    return NULL;
}

static void print_options(FILE *out)
{
#define AS_OPTION(option, argument, help)                                                          \
    fprintf(out, "  %-*s%s\n", OPTION_WIDTH,                                                       \
            (argument)[0] == '\0' || (argument)[0] == '[' ? option argument : option " " argument, \
            help);
    OPTIONS(AS_OPTION)
#undef AS_OPTION
}

int help_print_overview(FILE *out)
{
    fputs("calf: sends massage routines to the kit, watches them, and records what happened.\n\n"
          "usage: calf [OPTION...] COMMAND [ARGUMENT...]\n\n",
          out);
    for (int i = 0; i < ENTRIES; i++) {
        char words[2 * NAME_WIDTH];
        snprintf(words, sizeof words, "%s %s", entries[i].name, entries[i].words);
        fprintf(out, "  %-*s  %s\n", NAME_WIDTH, words, entries[i].help);
    }
    fputs("\noptions of every command:\n", out);
    print_options(out);
    fputs("\nWithout --port, --sim or --socket the device is looked for by its USB id.\n"
          "No device yet? calf --sim='--eeprom practised' run classic --leg left\n",
          out);
    return EXIT_OK;
}

int help_print_command(FILE *out, const char *name)
{
    const struct entry *entry = find_entry(name);
    if (!entry)
        return fail(EXIT_USAGE, "there is no command '%s'; `calf help` lists them", name);
    fprintf(out, "calf %s: %s\n\nusage: calf %s%s%s\n", entry->name, entry->help, entry->name,
            entry->words[0] ? " " : "", entry->words);
    if (entry->more[0] != '\0')
        fprintf(out, "\n%s", entry->more);
    fputs("\noptions of every command:\n", out);
    print_options(out);
    return EXIT_OK;
}

const char *help_words(const char *name)
{
    const struct entry *entry = find_entry(name);
    return entry ? entry->words : "";
}

static void print_exit_codes(FILE *out)
{
#define AS_LINE(number, name, words) fprintf(out, "%2d  %s\n", number, words);
    EXITS(AS_LINE)
#undef AS_LINE
}

const char *help_similar_command(const char *name)
{
    struct suggestion suggestion = suggest_begin(name, strlen(name));
    for (int i = 0; i < ENTRIES; i++)
        suggest_consider(&suggestion, entries[i].name);
    return suggestion.best;
}

int command_help(const struct options *options, struct arguments *arguments)
{
    (void)options;
    const char *topic = arguments_next(arguments);
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    if (!topic)
        return help_print_overview(stdout);
    if (strcmp(topic, "exit-codes") == 0) {
        print_exit_codes(stdout);
        return EXIT_OK;
    }
    if (strcmp(topic, "before-use") == 0) {
        before_use_print(stdout);
        return EXIT_OK;
    }
    return help_print_command(stdout, topic);
}
