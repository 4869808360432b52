/* tap.c: prints TAP to stdout and complaints to stderr; on the AVR each is a register that
 * tests/avr_runner.c listens to. */
#include "tests/tap.h"

#include <stdarg.h>
#include <string.h>

#ifdef __AVR__

#include <avr/io.h>

static int put_output(char c, FILE *stream)
{
    (void)stream;
    GPIOR0 = (uint8_t)c;
    return 0;
}

static int put_complaint(char c, FILE *stream)
{
    (void)stream;
    GPIOR2 = (uint8_t)c;
    return 0;
}

static FILE output_stream = FDEV_SETUP_STREAM(put_output, NULL, _FDEV_SETUP_WRITE);
static FILE complaint_stream = FDEV_SETUP_STREAM(put_complaint, NULL, _FDEV_SETUP_WRITE);

#define OUTPUT (&output_stream)
#define COMPLAINTS (&complaint_stream)
#define TEXT_FORMAT "%S" /* a string that lies in flash */
#define vprint vfprintf_P
#define END_RUN(exit_code) (GPIOR1 = (uint8_t)(exit_code))

#else

#define OUTPUT stdout
#define COMPLAINTS stderr
#define TEXT_FORMAT "%s"
#define vprint vfprintf
#define END_RUN(exit_code) ((void)fflush(stdout))

#endif

static struct {
    unsigned planned; /* 0: not announced */
    unsigned run;
    unsigned failed;
    bool last_failed;
} tally;

static void print(FILE *stream, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vprint(stream, format, values);
    va_end(values);
}

static void print_result(bool pass, const char *file, int line, const char *name, va_list values)
{
    tally.run++;
    tally.last_failed = !pass;
    print(OUTPUT, pass ? TAP_TEXT("ok %u - ") : TAP_TEXT("not ok %u - "), tally.run);
    vprint(OUTPUT, name, values);
    print(OUTPUT, TAP_TEXT("\n"));
    if (pass)
        return;
    tally.failed++;
#ifndef __AVR__
    fflush(stdout); /* so that the complaint follows its test where both go to one place */
#endif
    print(COMPLAINTS, TAP_TEXT("# " TEXT_FORMAT ":%d: test %u failed\n"), file, line, tally.run);
}

void plan(unsigned count)
{
    tally.planned = count;
    print(OUTPUT, TAP_TEXT("1..%u\n"), count);
}

bool tap_ok(bool pass, const char *file, int line, const char *name, ...)
{
    va_list values;
    va_start(values, name);
    print_result(pass, file, line, name, values);
    va_end(values);
    return pass;
}

bool tap_is_int(long got, long want, const char *file, int line, const char *name, ...)
{
    bool pass = got == want;
    va_list values;
    va_start(values, name);
    print_result(pass, file, line, name, values);
    va_end(values);
    if (!pass)
        print(COMPLAINTS, TAP_TEXT("#    got %ld\n#   want %ld\n"), got, want);
    return pass;
}

bool tap_is_str(const char *got, const char *want, const char *file, int line, const char *name,
                ...)
{
    bool pass = got && want ? strcmp(got, want) == 0 : got == want;
    va_list values;
    va_start(values, name);
    print_result(pass, file, line, name, values);
    va_end(values);
    if (!pass)
        print(COMPLAINTS, TAP_TEXT("#    got \"%s\"\n#   want \"%s\"\n"), got ? got : "(null)",
              want ? want : "(null)");
    return pass;
}

bool tap_is_bytes(const void *got, const void *want, size_t size, const char *file, int line,
                  const char *name, ...)
{
    const uint8_t *got_bytes = got;
    const uint8_t *want_bytes = want;
    size_t equal = 0;
    while (equal < size && got_bytes[equal] == want_bytes[equal])
        equal++;

    bool pass = equal == size;
    va_list values;
    va_start(values, name);
    print_result(pass, file, line, name, values);
    va_end(values);
    if (!pass)
        print(COMPLAINTS, TAP_TEXT("# byte %u of %u: got 0x%02x, want 0x%02x\n"), (unsigned)equal,
              (unsigned)size, got_bytes[equal], want_bytes[equal]);
    return pass;
}

void tap_skip(const char *reason, ...)
{
    tally.run++;
    tally.last_failed = false;
    print(OUTPUT, TAP_TEXT("ok %u # SKIP "), tally.run);
    va_list values;
    va_start(values, reason);
    vprint(OUTPUT, reason, values);
    va_end(values);
    print(OUTPUT, TAP_TEXT("\n"));
}

void tap_diag(const char *remark, ...)
{
    FILE *stream = tally.last_failed ? COMPLAINTS : OUTPUT;
    print(stream, TAP_TEXT("# "));
    va_list values;
    va_start(values, remark);
    vprint(stream, remark, values);
    va_end(values);
    print(stream, TAP_TEXT("\n"));
}

int done(void)
{
    if (!tally.planned)
        print(OUTPUT, TAP_TEXT("1..%u\n"), tally.run);
    bool complete = tally.run > 0 && (!tally.planned || tally.planned == tally.run);
    if (!complete)
        print(COMPLAINTS, TAP_TEXT("# planned %u tests, ran %u\n"), tally.planned, tally.run);

    int exit_code = complete && !tally.failed ? 0 : 1;
    END_RUN(exit_code);
    return exit_code;
}

uint32_t tap_random(uint32_t *state)
{
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}
