/* calf compile, disassemble, decompile: routines as bytes, and back. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/json.h"
#include "host/calf/language/compiler.h"
#include "host/calf/language/decompile.h"
#include "host/calf/language/disassemble.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "host/calf/output.h"
#include "host/calf/say.h"
#include "protocol/crc16.h"

enum { BYTES_A_LINE = 16 };

/* The file's name without folders and ending, as far as it can be a routine's name. */
static void name_after_file(const char *path, char name[PROGRAM_NAME_BYTES])
{
    const char *slash = strrchr(path, '/');
    const char *at = slash ? slash + 1 : path;
    size_t length = 0;
    for (; *at && *at != '.' && length < PROGRAM_NAME_BYTES - 1; at++) {
        bool fits = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        name[length++] = fits ? *at : '-';
    }
    name[length] = '\0';
    if (length == 0)
        strcpy(name, "routine");
}

/* Bytes as `calf compile -o` writes them. */
static bool take_bytes(const char *path, const char *bytes, size_t length,
                       struct routine_program *program, struct diagnostics *diagnostics)
{
    static const char *const words[] = {
#define AS_WORDS(NAME, in_words) in_words,
        ROUTINE_ERRORS(AS_WORDS)
#undef AS_WORDS
    };
    uint8_t at;
    enum routine_error error =
        routine_check((const uint8_t *)bytes, (uint16_t)(length > UINT16_MAX ? 0 : length), &at);
    diagnostics_begin(diagnostics, path);
    memset(program, 0, sizeof *program);
    if (error != ROUTINE_ERROR_OK) {
        diagnose_file(diagnostics, SEVERITY_ERROR, "not valid at byte %u: %s", at, words[error]);
        return false;
    }
    memcpy(program->bytes, bytes, length);
    program->length = (uint8_t)length;
    program->crc = crc16_block(CRC16_START, program->bytes, program->length);
    routine_totals(program->bytes, program->length, &program->totals);
    name_after_file(path, program->name);
    return true;
}

/* A routine by path or name, as text or as bytes; says what is wrong with it. */
static bool load(const char *word, struct routine_program *program)
{
    static char text[SOURCE_MAX_BYTES + 1];
    static struct diagnostics diagnostics;
    char path[PATH_MAX];
    size_t length;
    bool good =
        library_find(word, path, &diagnostics) && library_read(path, text, &length, &diagnostics);
    if (good && length > 0 && text[0] == ROUTINE_FORMAT)
        good = take_bytes(path, text, length, program, &diagnostics);
    else if (good)
        good = routine_compile(text, length, path, program, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    return good;
}

/* Refuses --json where the result is a text for people. */
static bool is_text(const char *command, const struct options *options)
{
    if (options->json)
        say("%s: --json: this result is text", command);
    return !options->json;
}

/* Takes the one routine that the commands below are about. */
static int take_routine(const char *command, struct arguments *arguments,
                        struct routine_program *program)
{
    const char *word = arguments_next(arguments);
    if (!word)
        say("%s: which routine?", command);
    if (!word || !arguments_end(arguments))
        return EXIT_USAGE;
    return load(word, program) ? EXIT_OK : EXIT_ROUTINE;
}

static void print_bytes(const struct routine_program *program)
{
    for (unsigned i = 0; i < program->length; i++)
        printf("%02x%c", program->bytes[i],
               i % BYTES_A_LINE == BYTES_A_LINE - 1 || i + 1U == program->length ? '\n' : ' ');
}

static void print_json(const struct routine_program *program)
{
    fputs("{\"name\":", stdout);
    json_string(stdout, program->name);
    printf(",\"crc\":%u,\"bytes\":[", program->crc);
    for (unsigned i = 0; i < program->length; i++)
        printf("%s%u", i > 0 ? "," : "", program->bytes[i]);
    puts("]}");
}

static int write_bytes(const struct routine_program *program, const char *path)
{
    struct output output;
    int code = output_begin(&output, path, OUTPUT_REPLACES);
    if (code != EXIT_OK)
        return code;
    fwrite(program->bytes, 1, program->length, output.file);
    return output_end(&output, false);
}

int command_compile(const struct options *options, struct arguments *arguments)
{
    struct routine_program program;
    const char *path = arguments_value(arguments, "-o");
    int code = take_routine("compile", arguments, &program);
    if (code != EXIT_OK)
        return code;
    if (path)
        return write_bytes(&program, path);
    if (options->json)
        print_json(&program);
    else
        print_bytes(&program);
    return EXIT_OK;
}

int command_disassemble(const struct options *options, struct arguments *arguments)
{
    struct routine_program program;
    if (!is_text("disassemble", options))
        return EXIT_USAGE;
    int code = take_routine("disassemble", arguments, &program);
    if (code == EXIT_OK)
        disassemble_print(&program, stdout);
    return code;
}

/* Some programs that no compiler writes have no text; then the reason is what the compiler says. */
static int check_text(const char *text, size_t length, const struct routine_program *program)
{
    static struct diagnostics diagnostics;
    struct routine_program again;
    if (!routine_compile(text, length, program->name, &again, &diagnostics)) {
        say("these bytes play what the language cannot say:");
        diagnostics_print(&diagnostics, stderr);
        return EXIT_ROUTINE;
    }
    if (!plays_alike(program, &again))
        return fail(EXIT_ROUTINE, "these bytes play what the language cannot say");
    return EXIT_OK;
}

int command_decompile(const struct options *options, struct arguments *arguments)
{
    struct routine_program program;
    char *text = NULL;
    size_t length = 0;
    if (!is_text("decompile", options))
        return EXIT_USAGE;
    int code = take_routine("decompile", arguments, &program);
    if (code != EXIT_OK)
        return code;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return fail(EXIT_OTHER, "%s", strerror(errno));
    decompile_print(&program, out);
    fclose(out);
    code = check_text(text, length, &program);
    if (code == EXIT_OK)
        fwrite(text, 1, length, stdout);
    free(text);
    return code;
}
