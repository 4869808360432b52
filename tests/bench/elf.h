/* elf.h: what the firmware's ELF file says about itself.
 *
 * Errors: a file that cannot be read, or a name that is not in it, ends the program.
 */
#ifndef TESTS_BENCH_ELF_H
#define TESTS_BENCH_ELF_H

#include <stdbool.h>
#include <stdint.h>

/* Where a function begins in flash. Link-time optimization adds a suffix to names: it is not looked at. */
uint16_t elf_function(const char *path, const char *name);

enum { ELF_SYMBOLS_max = 1024, ELF_NAME_BYTES = 40 };

struct elf_symbols {
    unsigned count;
    struct elf_symbol {
        char name[ELF_NAME_BYTES]; /* without such a suffix */
        uint16_t address, bytes;
        bool is_function;
    } list[ELF_SYMBOLS_max];
};

/* What has a name in flash. */
void elf_symbols(const char *path, struct elf_symbols *symbols);
/* And where the one behind it does. */
uint16_t elf_function_end(const char *path, const char *name);

/* Where a variable lies in RAM. */
uint16_t elf_variable(const char *path, const char *name);

struct elf_size {
    unsigned flash_bytes, ram_bytes;
};

/* .text, .data and .image_crc; .data, .bss and .noinit. */
struct elf_size elf_size(const char *path);

#endif
