/* calf export: a routine for other programs. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/interchange/export.h"
#include "host/calf/output.h"
#include "host/calf/routine.h"
#include "host/calf/say.h"

struct format {
    const char *name;
    void (*write)(const struct export *export, FILE *out);
};

static const struct format formats[] = {{"hjif", export_hjif}, {"csv", export_csv}};
enum { FORMATS = sizeof formats / sizeof *formats };

static bool ends_with(const char *word, const char *end)
{
    size_t length = strlen(word), end_length = strlen(end);
    return length > end_length + 1 && word[length - end_length - 1] == '.' &&
           strcmp(word + length - end_length, end) == 0;
}

/* By its name, or by how the file's name ends. */
static const struct format *find_format(const char *name, const char *path)
{
    for (int i = 0; i < FORMATS; i++)
        if (name ? strcmp(name, formats[i].name) == 0 : path && ends_with(path, formats[i].name))
            return &formats[i];
    return NULL;
}

/* Now, or the instant that a reproducible build names (reproducible-builds.org/specs). */
static time_t time_of_export(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    long long seconds = epoch ? strtoll(epoch, &end, 10) : 0;
    return epoch && end != epoch && *end == '\0' ? (time_t)seconds : time(NULL);
}

static int export_to(const struct export *export, const struct format *format, const char *path,
                     bool quiet)
{
    struct output output;
    int code = output_begin(&output, path, OUTPUT_REPLACES);
    if (code != EXIT_OK)
        return code;
    format->write(export, output.file);
    return output_end(&output, quiet);
}

int command_export(const struct options *options, struct arguments *arguments)
{
    struct routine_program program;
    struct timeline timeline;
    const char *name = arguments_value(arguments, "--format");
    const char *path = arguments_value(arguments, "-o");
    const char *leg = arguments_value(arguments, "--leg");
    const char *word = arguments_next(arguments);
    const struct format *format = find_format(name, path);
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    arguments->wrong = !word || !format;
    if (!word)
        return fail(EXIT_USAGE, "export: which routine?");
    if (!format && name)
        return fail(EXIT_USAGE, "--format: '%s' is neither hjif nor csv", name);
    if (!format)
        return fail(EXIT_USAGE, "export: in which format? --format hjif or --format csv");
    if (leg && strcmp(leg, "left") != 0 && strcmp(leg, "right") != 0)
        return fail(EXIT_USAGE, "--leg: '%s' is neither left nor right", leg);
    int code = routine_open(word, &program);
    if (code != EXIT_OK)
        return code;
    if (!timeline_play(&timeline, &program, 0))
        return fail(EXIT_OTHER, "no memory left");
    struct export export = {&program, &timeline, routine_header(program.bytes).legs,
                            time_of_export()};
    uint8_t wanted = !leg ? export.legs : leg[0] == 'l' ? 1 : 2;
    if ((export.legs & wanted) == 0)
        code = fail(EXIT_USAGE, "this routine is not for the %s leg", leg);
    export.legs = wanted;
    if (code == EXIT_OK)
        code = export_to(&export, format, path, options->quiet);
    timeline_free(&timeline);
    return code;
}
