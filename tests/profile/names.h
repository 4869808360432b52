/* names.h: which function of the source an instruction belongs to, whatever was inlined into what.
 *
 * Link-time optimization merges the firmware into a few large functions; its debugging information
 * still says which source line each instruction came from, through every function that was inlined
 * there. binutils' addr2line reads it. What has none (libgcc, avr-libc) goes by the ELF's symbols.
 * Owns: struct names, freed by names_free(). Errors: one sentence on stderr, and false.
 */
#ifndef TESTS_PROFILE_NAMES_H
#define TESTS_PROFILE_NAMES_H

#include <stdbool.h>
#include <stdint.h>

enum { NAMES_CHAIN_max = 16, NAMES_WORDS = 32768 / 2 };

/* The functions an instruction is in, innermost first; strings are shared and never freed singly. */
struct chain {
    const char *functions[NAMES_CHAIN_max];
    int length;
};

struct names {
    struct chain chains[NAMES_WORDS]; /* by word address */
    uint32_t code_end;
    char **strings;
    unsigned string_count;
};

/* Reads the names of all instructions of a program. */
bool names_read(struct names *names, const char *elf_path, uint32_t code_end);
void names_free(struct names *names);

const struct chain *names_at(const struct names *names, uint16_t address);

#endif
