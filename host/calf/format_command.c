/* calf fmt: routines laid out as usual, in place. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/language/format.h"
#include "host/calf/language/library.h"
#include "host/calf/output.h"
#include "host/calf/say.h"

static const char standard_input[] = "-";

/* A text and what it is to become. */
struct laid_out {
    char path[PATH_MAX];
    char text[SOURCE_MAX_BYTES + 1];
    size_t length;
    char *result; /* malloc's */
    size_t result_length;
    bool changes;
};

static bool read_standard_input(struct laid_out *file)
{
    file->length = fread(file->text, 1, sizeof file->text, stdin);
    if (!ferror(stdin))
        return true;
    say("standard input: %s", strerror(errno));
    return false;
}

static bool read_file(const char *word, struct laid_out *file, struct diagnostics *diagnostics)
{
    char found[PATH_MAX];
    if (library_find(word, found, diagnostics) &&
        library_read(found, file->text, &file->length, diagnostics)) {
        if (realpath(found, file->path)) /* what a link names is replaced, not the link */
            return true;
        diagnose_file(diagnostics, SEVERITY_ERROR, "%s", strerror(errno));
    }
    diagnostics_print(diagnostics, stderr);
    return false;
}

/* Lays it out in memory; an exit code. */
static int lay_out(const char *word, struct laid_out *file)
{
    struct diagnostics diagnostics;
    bool piped = strcmp(word, standard_input) == 0;
    if (piped ? !read_standard_input(file) : !read_file(word, file, &diagnostics))
        return EXIT_ROUTINE;
    FILE *out = open_memstream(&file->result, &file->result_length);
    if (!out)
        return fail(EXIT_OTHER, "%s: %s", word, strerror(errno));
    const struct source source = {file->text, file->length, &diagnostics};
    bool good = format_print(&source, piped ? "standard input" : word, out);
    diagnostics_print(&diagnostics, stderr);
    if (fclose(out) != 0)
        return fail(EXIT_OTHER, "%s: %s", word, strerror(errno));
    file->changes =
        file->length != file->result_length || memcmp(file->text, file->result, file->length) != 0;
    return good ? EXIT_OK : EXIT_ROUTINE;
}

/* Puts it in the place of the file, or on standard output. */
static int replace(const struct laid_out *file, bool piped)
{
    struct output output;
    int code = output_begin(&output, piped ? NULL : file->path, OUTPUT_REPLACES);
    if (code != EXIT_OK)
        return code;
    fwrite(file->result, 1, file->result_length, output.file);
    return output_end(&output, true);
}

static int finish(const char *word, const struct laid_out *file, bool check)
{
    bool piped = strcmp(word, standard_input) == 0;
    if (check && file->changes)
        printf("%s\n", piped ? "standard input" : word);
    if (check)
        return file->changes ? EXIT_OTHER : EXIT_OK;
    return piped || file->changes ? replace(file, piped) : EXIT_OK;
}

int command_fmt(const struct options *options, struct arguments *arguments)
{
    (void)options;
    static struct laid_out file;
    bool check = arguments_flag(arguments, "--check");
    const char *word = arguments_next(arguments);
    int code = EXIT_OK;
    if (!word) {
        say("fmt: which routine?");
        return EXIT_USAGE;
    }
    for (; word; word = arguments_next(arguments)) {
        file.result = NULL;
        int one = lay_out(word, &file);
        if (one == EXIT_OK)
            one = finish(word, &file, check);
        free(file.result);
        code = one != EXIT_OK ? one : code;
    }
    return arguments_end(arguments) ? code : EXIT_USAGE;
}
