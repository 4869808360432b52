/* stack.h: the most stack that a program can take, from its code alone.
 *
 * The finished image is followed instruction by instruction, as it is after link-time optimization and with
 * shared prologues, which the compiler's own -fstack-usage knows nothing of. Along every path the stack pointer is
 * known; what a call takes is the callee's worst. That of the program is main's worst with the deepest interrupt
 * on top of it. Both the switches' tables and the indirect calls that `tables` names are followed.
 * Owns: nothing. Context: tests. Errors: report.error says what cannot be bounded: recursion, a jump or call to
 * nobody knows where, an interrupt that lets in others, a stack pointer that nobody can tell.
 */
#ifndef TESTS_BENCH_STACK_H
#define TESTS_BENCH_STACK_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/bench/elf.h"

enum { STACK_TEXT_BYTES = 400 };

struct stack_report {
    unsigned main_bytes, interrupt_bytes; /* the deepest of each */
    char main_path[STACK_TEXT_BYTES],
        interrupt_path[STACK_TEXT_BYTES]; /* "main 12 > talk 20 > ..." */
    char error[STACK_TEXT_BYTES];         /* empty: there is none */
};

/* Follows the program. `tables`: names of the tables of pointers to functions in flash through which it may call,
 * ended by NULL. False: see report->error. */
bool stack_follow(const uint8_t *flash, const struct elf_symbols *symbols,
                  const char *const *tables, struct stack_report *report);

/* The same of the firmware in an ELF file, with the tables that it has. */
bool stack_of_firmware(const char *path, struct stack_report *report);

#endif
