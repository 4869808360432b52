/* calf preview: what a routine does, drawn. */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/calf/ascii.h"
#include "host/calf/command.h"
#include "host/calf/language/diagnostics.h"
#include "host/calf/language/lexer.h"
#include "host/calf/language/values.h"
#include "host/calf/output.h"
#include "host/calf/preview/preview.h"
#include "host/calf/routine.h"
#include "host/calf/say.h"
#include "host/calf/terminal.h"

enum { TIME_BYTES = 32 };

/* A time of the routine, written as routines write times; `otherwise` when the option is not there. */
static uint32_t take_time(struct arguments *arguments, const char *option, uint32_t otherwise)
{
    struct diagnostics unsaid; /* there is no file to point into */
    char text[TIME_BYTES];
    struct line line;
    uint32_t ticks = 0;
    const char *word = arguments_value(arguments, option);
    if (!word)
        return otherwise;
    int length = snprintf(text, sizeof text, "%s\n", word);
    diagnostics_begin(&unsaid, option);
    struct source source = {text, (size_t)length, &unsaid};
    if (length < TIME_BYTES && source_check(&source)) {
        struct lexer lexer = lexer_begin(&source);
        if (lexer_read_line(&lexer, &line) && !line.broken &&
            value_take(&source, &line, ARGUMENT_HOLD, &ticks) && line_peek(&line).kind == TOKEN_END)
            return ticks;
    }
    say("%s: '%s' is no time of a routine; write it as 90s, 1:30 or 2min", option, word);
    arguments->wrong = true;
    return otherwise;
}

static struct preview_style style_of_terminal(FILE *out)
{
    struct preview_style style = {0};
    const char *kind = getenv("TERM"), *no_color = getenv("NO_COLOR"); /* no-color.org */
    int rows;
    bool is_terminal = out == stdout && isatty(STDOUT_FILENO);
    setlocale(LC_CTYPE, "");
    style.unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    style.color = is_terminal && kind && strcmp(kind, "dumb") != 0 && !(no_color && *no_color);
    terminal_size(&style.columns, &rows);
    return style;
}

/* Draws for the terminal; in a memory first, since not every terminal shows every character. */
static int print_for_terminal(const struct preview *preview, FILE *out)
{
    struct preview_style style = style_of_terminal(out);
    char *text = NULL;
    size_t length;
    FILE *memory = open_memstream(&text, &length);
    if (!memory)
        return fail(EXIT_OTHER, "no memory left");
    preview_print(preview, &style, memory);
    if (fclose(memory) != 0) {
        free(text);
        return fail(EXIT_OTHER, "no memory left");
    }
    if (!style.unicode)
        ascii_only(text);
    fputs(text, out);
    free(text);
    return EXIT_OK;
}

static int print_to(const struct preview *preview, const char *page, const struct options *options)
{
    struct output output;
    if (!page && !options->json)
        return print_for_terminal(preview, stdout);
    int code = output_begin(&output, page, OUTPUT_REPLACES);
    if (code != EXIT_OK)
        return code;
    if (page)
        preview_print_page(preview, output.file);
    else
        preview_print_json(preview, output.file);
    return output_end(&output, options->quiet);
}

/* Which part of it, and of which strength? The options were wrong if not. */
static int check_options(const struct preview *preview, struct arguments *arguments)
{
    struct routine_header header = routine_header(preview->program->bytes);
    char time[VALUE_TEXT_BYTES];
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    if (preview->level > header.level_max)
        return fail(EXIT_USAGE, "level %u is above this routine's highest, %u", preview->level,
                    header.level_max);
    value_print_ticks(preview->timeline->ticks, time);
    if (preview->from >= preview->timeline->ticks)
        return fail(EXIT_USAGE, "--from: the routine is over after %s", time);
    if (preview->from >= preview->to)
        return fail(EXIT_USAGE, "--to: the end is not after the beginning");
    return EXIT_OK;
}

int command_preview(const struct options *options, struct arguments *arguments)
{
    struct routine_program program;
    struct timeline timeline;
    const char *page = arguments_value(arguments, "--svg");
    double level = arguments_number(arguments, "--level", 1, ROUTINE_MAX_LEVEL, 0);
    uint32_t from = take_time(arguments, "--from", 0);
    uint32_t to = take_time(arguments, "--to", UINT32_MAX);
    const char *word = arguments_next(arguments);
    if (arguments->wrong)
        return EXIT_USAGE;
    if (!word) {
        say("preview: which routine?");
        return EXIT_USAGE;
    }
    if (page && options->json)
        return fail(EXIT_USAGE, "preview: --svg and --json exclude each other");
    if (level != (unsigned)level) {
        arguments->wrong = true;
        return fail(EXIT_USAGE, "--level: a level is a whole number");
    }
    int code = routine_open(word, &program);
    if (code != EXIT_OK)
        return code;
    if (!timeline_play(&timeline, &program, (unsigned)level))
        return fail(EXIT_OTHER, "no memory left");
    struct preview preview = {&program, &timeline, from, to < timeline.ticks ? to : timeline.ticks,
                              (unsigned)level};
    code = check_options(&preview, arguments);
    if (code == EXIT_OK)
        code = print_to(&preview, page, options);
    timeline_free(&timeline);
    return code;
}
