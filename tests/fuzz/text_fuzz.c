/* text_fuzz.c: any text is compiled or complained about, without harm; what the tool accepts, the device
 * accepts and plays, and `calf fmt` lays it out without changing what it plays. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/decompile.h"
#include "host/calf/language/disassemble.h"
#include "host/calf/language/format.h"
#include "host/calf/lint.h"
#include "protocol/crc16.h"
#include "protocol/limits.h"
#include "tests/fuzz/fuzz.h"

enum { PLAYED_MAX_s = 10, PRINTED_ONE_IN = 4 /* printing takes longer than finding */ };

static FILE *nowhere(void)
{
    static FILE *file;
    if (!file)
        file = fopen("/dev/null", "w");
    return file;
}

static const char refused[] =
    "the device would refuse byte"; /* compiler.c says so of its own work */

static void check_diagnostic(const struct diagnostic *one, size_t size)
{
    fuzz_must(one->message[0] != '\0', "a complaint says something");
    fuzz_must(strncmp(one->message, refused, sizeof refused - 1) != 0,
              "what the compiler makes is valid, or it has complained itself");
    fuzz_must(one->line <= size + 1 && one->column <= size + 1 && one->columns <= size,
              "a complaint is about a place in the text");
    fuzz_must(one->line == 0 || one->column > 0, "and that has a column");
}

static void check_diagnostics(const struct diagnostics *diagnostics, size_t size)
{
    fuzz_must(diagnostics->count <= DIAGNOSTICS_MAX, "the list is bounded");
    unsigned errors = 0;
    for (unsigned i = 0; i < diagnostics->count; i++) {
        check_diagnostic(&diagnostics->list[i], size);
        errors += diagnostics->list[i].severity == SEVERITY_ERROR;
    }
    fuzz_must((errors > 0) == (diagnostics->errors > 0), "who errs is told at least one error");
    if (size % PRINTED_ONE_IN != 0)
        return;
    diagnostics_print(diagnostics, nowhere());
    diagnostics_print_json(diagnostics, nowhere());
}

static void check_program(const struct routine_program *program)
{
    struct routine_header header = routine_header(program->bytes);
    const struct routine_totals *totals = &program->totals;
    uint8_t at;
    fuzz_must(routine_check(program->bytes, program->length, &at) == ROUTINE_ERROR_OK,
              "what the tool accepts is valid");
    fuzz_must(program->crc == crc16_block(CRC16_START, program->bytes, program->length),
              "the checksum is that of the bytes");
    fuzz_must(header.motor_s * (uint32_t)ROUTINE_TICKS_s >= totals->motor_ticks,
              "the declared motor time is not too little");
    fuzz_must(totals->stages == program->stage_count, "every stage has its name");
    if (header.total_s <= PLAYED_MAX_s && totals->wait_s <= PLAYED_MAX_s)
        fuzz_play(program->bytes, program->length, program->crc);
    lint_print(program, nowhere());
    lint_print_json(program, nowhere());
}

/* Lays a text out; NULL if it has errors. The caller frees it. */
static char *lay_out(const char *text, size_t size, size_t *length)
{
    static struct diagnostics diagnostics;
    const struct source source = {text, size, &diagnostics};
    char *out;
    FILE *file = open_memstream(&out, length);
    bool laid_out = format_print(&source, "fuzz.calf", file);
    fclose(file);
    if (laid_out)
        return out;
    free(out);
    return NULL;
}

/* Bytes can be said in words that play the same. */
static void check_words(const struct routine_program *program)
{
    static struct routine_program again;
    static struct diagnostics diagnostics;
    char *text;
    size_t bytes;
    FILE *file = open_memstream(&text, &bytes);
    decompile_print(program, file);
    fclose(file);
    fuzz_must(routine_compile(text, bytes, "fuzz.calf", &again, &diagnostics),
              "what was compiled can be said in words");
    fuzz_must(plays_alike(program, &again), "that play the same");
    disassemble_print(program, nowhere());
    free(text);
}

/* What is laid out plays the same, and laying it out once more changes nothing. */
static void check_layout(const uint8_t *data, size_t size, const struct routine_program *program)
{
    static struct routine_program again;
    static struct diagnostics diagnostics;
    size_t once_bytes, twice_bytes;
    char *once = lay_out((const char *)data, size, &once_bytes);
    fuzz_must(once, "what compiles can be laid out");
    char *twice = lay_out(once, once_bytes, &twice_bytes);
    fuzz_must(twice && twice_bytes == once_bytes && memcmp(once, twice, once_bytes) == 0,
              "laid out twice is as laid out once");
    fuzz_must(routine_compile(once, once_bytes, "fuzz.calf", &again, &diagnostics),
              "what is laid out compiles");
    fuzz_must(again.length == program->length &&
                  memcmp(again.bytes, program->bytes, program->length) == 0,
              "to the same bytes");
    free(once);
    free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct routine_program program;
    static struct diagnostics diagnostics;
    const struct source source = {(const char *)data, size, &diagnostics};
    bool compiled = routine_compile(source.text, size, "fuzz.calf", &program, &diagnostics);
    fuzz_must(compiled == (diagnostics.errors == 0), "it compiles or is complained about");
    if (compiled)
        lint_check(&program, &source);
    check_diagnostics(&diagnostics, size);
    if (!compiled)
        return 0;
    check_program(&program);
    check_layout(data, size, &program);
    if (routine_header(program.bytes).total_s <= PLAYED_MAX_s)
        check_words(&program);
    if (diagnostics.errors == 0)
        fuzz_must(fuzz_device_refuses(program.bytes, program.length) == 0,
                  "what lint accepts, the device accepts");
    return 0;
}
