/* tap.h: what a test program needs to print TAP, the same on the host and on the AVR.
 *
 * A program calls ok() and its relatives and ends with `return done();`.
 * Owns: the count of tests; on the AVR also GPIOR0 (stdout), GPIOR2 (stderr), GPIOR1 (exit code).
 * Context: main only.
 * Errors: a failed test says on stderr what it saw, where prove shows it; done() then returns 1.
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The last arguments of every macro below are a printf format and its values: the test's name. The
 * format must be a literal, because on the AVR it stays in flash: 2 KB of RAM would not hold the
 * names of one test program. Keep to what both printfs know: int, long, %s, %c, %x, PRIu32. */

/* Announces that exactly `count` tests follow; optional, done() says it otherwise. */
void plan(unsigned count);

/* One test: passes if `condition` holds. Returns whether it does. */
#define ok(condition, ...) \
    (TAP_CHECKED(__VA_ARGS__), tap_ok((condition) ? true : false, TAP_HERE, TAP_NAME(__VA_ARGS__)))

/* One test: passes if two integers are equal. They are compared and printed as long, so a value
 * wider than long (64 bits on the AVR), or one that is no integer, does not compile. */
#define is_int(got, want, ...) \
    (TAP_CHECKED(__VA_ARGS__), \
     tap_is_int(TAP_LONG(got), TAP_LONG(want), TAP_HERE, TAP_NAME(__VA_ARGS__)))

/* One test: passes if two strings are equal; NULL equals only NULL. */
#define is_str(got, want, ...) \
    (TAP_CHECKED(__VA_ARGS__), tap_is_str((got), (want), TAP_HERE, TAP_NAME(__VA_ARGS__)))

/* One test: passes if `size` bytes are equal. A failure names the first that differs. */
#define is_bytes(got, want, size, ...) \
    (TAP_CHECKED(__VA_ARGS__), tap_is_bytes((got), (want), (size), TAP_HERE, TAP_NAME(__VA_ARGS__)))

/* One test that cannot run here, with the reason. */
#define skip(...) (TAP_CHECKED(__VA_ARGS__), tap_skip(TAP_NAME(__VA_ARGS__)))

/* A remark. After a failed test it goes to stderr beside the failure, otherwise to `prove -v`. */
#define diag(...) (TAP_CHECKED(__VA_ARGS__), tap_diag(TAP_NAME(__VA_ARGS__)))

/* Prints the plan if none was announced, and returns main's exit code: 0 if at least one test ran,
 * all of them passed, and as many ran as were announced. On the AVR it also ends the run. */
int done(void);

/* The next of 2^32-1 numbers of xorshift32 (Marsaglia, Xorshift RNGs, J. Stat. Softw. 8(14), 2003,
 * triple 13, 17, 5). `state` is the seed and is never 0; a property test prints it on failure. */
uint32_t tap_random(uint32_t *state);

/* From here on: how the macros above reach the functions behind them. */

#ifdef __AVR__
#include <avr/pgmspace.h>
#define TAP_FLASH PROGMEM
#define TAP_TEXT(literal) PSTR(literal)
#else
#define TAP_FLASH
#define TAP_TEXT(literal) (literal)
#endif

/* The name of the program's source, once per program instead of once per test. */
static const char tap_file[] TAP_FLASH __attribute__((unused)) = __BASE_FILE__;
#define TAP_HERE tap_file, __LINE__

/* Puts the format into flash. The 0 is an argument no format uses: it spares ISO C's complaint
 * about `...` without arguments. */
#define TAP_NAME(...) TAP_NAME_AND_VALUES(__VA_ARGS__, 0)
#define TAP_NAME_AND_VALUES(format, ...) TAP_TEXT(format), __VA_ARGS__

/* Lets the compiler check the format against its values; nothing is evaluated. */
#define TAP_CHECKED(...) ((void)sizeof(printf(__VA_ARGS__)))

/* An integer no wider than long, or no code at all. */
#define TAP_LONG(value)                                                             \
    ((void)sizeof(char[sizeof((value) | 0) <= sizeof(long) ? 1 : -1]), /* NOLINT */ \
     (long)(value))

bool tap_ok(bool pass, const char *file, int line, const char *name, ...);
bool tap_is_int(long got, long want, const char *file, int line, const char *name, ...);
bool tap_is_str(const char *got, const char *want, const char *file, int line, const char *name,
                ...);
bool tap_is_bytes(const void *got, const void *want, size_t size, const char *file, int line,
                  const char *name, ...);
void tap_skip(const char *reason, ...);
void tap_diag(const char *remark, ...);

#endif
