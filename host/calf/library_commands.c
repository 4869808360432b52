/* list and show: what the library has. */
#include <stdio.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/dates.h"
#include "host/calf/json.h"
#include "host/calf/language/library.h"
#include "host/calf/language/suggest.h"
#include "host/calf/lint.h"
#include "host/calf/print.h"
#include "host/calf/routine.h"
#include "host/calf/say.h"
#include "host/calf/show.h"

enum { NAME_WIDTH = 16, SPAN_WIDTH = 12 };

/* --- list ---------------------------------------------------------------------------------------- */

static bool list_routine(const char *name, const char *before, bool json)
{
    struct routine_program program;
    char span[PRINT_SPAN_BYTES];
    if (routine_open(name, &program) != EXIT_OK)
        return false;
    unsigned duration_s = program.totals.duration_ticks / ROUTINE_TICKS_s;
    if (!json) {
        printf("%-*s %*s  %s\n", NAME_WIDTH, program.name, SPAN_WIDTH, print_span(span, duration_s),
               program.title);
        return true;
    }
    printf("%s{\"name\":", before);
    json_string(stdout, program.name);
    printf(",\"duration_s\":%u,\"motor_s\":%u,\"title\":", duration_s,
           (unsigned)program.totals.motor_ticks / ROUTINE_TICKS_s);
    json_string(stdout, program.title);
    printf("}");
    return true;
}

static bool list_programme(const char *name, const char *before, bool json)
{
    struct programme programme;
    struct diagnostics diagnostics;
    bool good = programme_load(name, &programme, &diagnostics);
    char sessions[SPAN_WIDTH + 12];
    diagnostics_print(&diagnostics, stderr);
    if (!good)
        return false;
    unsigned days = programme.sessions[programme.session_count - 1].day;
    if (!json) {
        snprintf(sessions, sizeof sessions, "%u in %u d", programme.session_count, days);
        printf("%-*s %*s  %s\n", NAME_WIDTH, programme.name, SPAN_WIDTH, sessions, programme.title);
        return true;
    }
    printf("%s{\"name\":", before);
    json_string(stdout, programme.name);
    printf(",\"sessions\":%u,\"days\":%u,\"title\":", programme.session_count, days);
    json_string(stdout, programme.title);
    printf("}");
    return true;
}

/* Lists what the library names; one that has errors is said and left out. */
static void list_all(const struct library *library,
                     bool (*list_one)(const char *name, const char *before, bool json), bool json,
                     int *code)
{
    const char *before = "";
    for (unsigned i = 0; i < library->count; i++)
        if (list_one(library->names[i], before, json))
            before = ",\n";
        else
            *code = EXIT_ROUTINE;
}

int command_list(const struct options *options, struct arguments *arguments)
{
    struct library routines, programmes;
    int code = EXIT_OK;
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    library_list(&routines);
    library_list_programmes(&programmes);
    fputs(options->json ? "{\"routines\":[\n" : "routines\n", stdout);
    list_all(&routines, list_routine, options->json, &code);
    fputs(options->json ? "],\n\"programmes\":[\n" : "\nprogrammes, sessions and days\n", stdout);
    list_all(&programmes, list_programme, options->json, &code);
    fputs(options->json ? "]}\n" : "\n`calf show NAME` explains one.\n", stdout);
    if (routines.count + programmes.count == 0)
        return fail(EXIT_ROUTINE, "there is no library here; CALFKIT_ROUTINES can name its folder");
    return code;
}

/* --- show ---------------------------------------------------------------------------------------- */

static bool has(const struct library *library, const char *name)
{
    for (unsigned i = 0; i < library->count; i++)
        if (strcmp(library->names[i], name) == 0)
            return true;
    return false;
}

static bool ends_in(const char *word, const char *ending)
{
    size_t length = strlen(word), tail = strlen(ending);
    return length > tail && strcmp(word + length - tail, ending) == 0;
}

static int complain_unknown(const struct library *routines, const struct library *programmes,
                            const char *word)
{
    struct suggestion near = suggest_begin(word, strlen(word));
    for (unsigned i = 0; i < routines->count; i++)
        suggest_consider(&near, routines->names[i]);
    for (unsigned i = 0; i < programmes->count; i++)
        suggest_consider(&near, programmes->names[i]);
    return near.best ? fail(EXIT_ROUTINE,
                            "no routine and no programme is called '%s'; did you "
                            "mean '%s'?",
                            word, near.best)
                     : fail(EXIT_ROUTINE,
                            "no routine and no programme is called '%s'; `calf list` "
                            "shows them",
                            word);
}

static int show_a_programme(const char *word, long first_day, const struct options *options)
{
    struct programme programme;
    struct diagnostics diagnostics;
    bool good = programme_load(word, &programme, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    if (!good)
        return EXIT_ROUTINE;
    if (options->json)
        show_programme_json(&programme, first_day, stdout);
    else
        show_programme(&programme, first_day, stdout);
    return EXIT_OK;
}

static int show_a_routine(const char *word, const struct options *options)
{
    struct routine_program program;
    int code = routine_open(word, &program);
    if (code != EXIT_OK)
        return code;
    if (options->json)
        show_routine_json(&program, stdout);
    else
        show_routine(&program, stdout);
    return EXIT_OK;
}

/* What is no file is looked for in the library; routines come before programmes. */
static int show(const char *word, long first_day, const struct options *options)
{
    struct library routines, programmes;
    bool is_path = strchr(word, '/') || ends_in(word, ".calf") || ends_in(word, ".programme");
    library_list(&routines);
    library_list_programmes(&programmes);
    if (ends_in(word, ".programme") ||
        (!is_path && !has(&routines, word) && has(&programmes, word)))
        return show_a_programme(word, first_day, options);
    if (!is_path && !has(&routines, word))
        return complain_unknown(&routines, &programmes, word);
    if (first_day != SHOW_NO_DATE)
        return fail(EXIT_USAGE, "--from: only a programme has dates");
    return show_a_routine(word, options);
}

int command_show(const struct options *options, struct arguments *arguments)
{
    long first_day = SHOW_NO_DATE;
    const char *from = arguments_value(arguments, "--from");
    const char *word = arguments_next(arguments);
    if (!word) {
        say("show: which routine or programme? `calf list` shows them");
        arguments->wrong = true;
    }
    if (from && !date_read(from, &first_day)) {
        say("--from: '%s' is no date such as 2026-12-01", from);
        arguments->wrong = true;
    }
    if (!arguments_end(arguments) || !word)
        return EXIT_USAGE;
    return show(word, first_day, options);
}
