#include "tests/bench/elf.h"

#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FLASH_BYTES = 32768 };

static void give_up(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(1);
}

/* Calls `visit` for each section. */
static void each_section(const char *path,
                         void (*visit)(void *, Elf *, Elf_Scn *, const GElf_Shdr *, const char *),
                         void *context)
{
    elf_version(EV_CURRENT);
    int file = open(path, O_RDONLY);
    Elf *elf = file < 0 ? NULL : elf_begin(file, ELF_C_READ, NULL);
    size_t names;
    if (!elf || elf_getshdrstrndx(elf, &names) != 0)
        give_up(path, "not an ELF file that can be read");
    GElf_Shdr header;
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));)
        if (gelf_getshdr(section, &header))
            visit(context, elf, section, &header, elf_strptr(elf, names, header.sh_name));
    elf_end(elf);
    close(file);
}

struct search {
    const char *name;
    unsigned char type;
    uint64_t address, end;
};

static void look_for(void *context, Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                     const char *section_name)
{
    struct search *search = context;
    (void)section_name;
    if (header->sh_type != SHT_SYMTAB)
        return;
    size_t length = strlen(search->name);
    Elf_Data *data = elf_getdata(section, NULL);
    GElf_Sym symbol;
    for (int i = 0; gelf_getsym(data, i, &symbol); i++) {
        if (GELF_ST_TYPE(symbol.st_info) != search->type)
            continue;
        const char *name = elf_strptr(elf, header->sh_link, symbol.st_name);
        if (strncmp(name, search->name, length) == 0 &&
            (name[length] == 0 || name[length] == '.')) {
            search->address = symbol.st_value;
            search->end = symbol.st_value + symbol.st_size;
        }
    }
}

static struct search find(const char *path, const char *name, unsigned char type)
{
    struct search search = {.name = name, .type = type};
    each_section(path, look_for, &search);
    if (search.address == 0) {
        fprintf(stderr, "%s: no symbol %s\n", path, name);
        exit(1);
    }
    return search;
}

uint16_t elf_function(const char *path, const char *name)
{
    return (uint16_t)find(path, name, STT_FUNC).address;
}

uint16_t elf_function_end(const char *path, const char *name)
{
    return (uint16_t)find(path, name, STT_FUNC).end;
}

uint16_t elf_variable(const char *path, const char *name)
{
    return (uint16_t)find(path, name, STT_OBJECT).address;
}

static void add_size(void *context, Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                     const char *name)
{
    struct elf_size *size = context;
    (void)elf, (void)section;
    bool is_data = strcmp(name, ".data") == 0;
    if (is_data || strcmp(name, ".text") == 0 || strcmp(name, ".image_crc") == 0)
        size->flash_bytes += (unsigned)header->sh_size;
    if (is_data || strcmp(name, ".bss") == 0 || strcmp(name, ".noinit") == 0)
        size->ram_bytes += (unsigned)header->sh_size;
}

struct elf_size elf_size(const char *path)
{
    struct elf_size size = {0, 0};
    each_section(path, add_size, &size);
    return size;
}

/* --- symbols --------------------------------------------------------------------------------- */

static void add_symbol(struct elf_symbols *symbols, const char *name, const GElf_Sym *symbol)
{
    if (symbols->count == ELF_SYMBOLS_max)
        give_up(name, "one symbol too many");
    struct elf_symbol *added = &symbols->list[symbols->count++];
    snprintf(added->name, sizeof added->name, "%.*s", (int)strcspn(name, "."), name);
    added->address = (uint16_t)symbol->st_value;
    added->bytes = (uint16_t)symbol->st_size;
    added->is_function = GELF_ST_TYPE(symbol->st_info) == STT_FUNC;
}

static void add_symbols(void *context, Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                        const char *section_name)
{
    (void)section_name;
    GElf_Sym symbol;
    if (header->sh_type != SHT_SYMTAB)
        return;
    Elf_Data *data = elf_getdata(section, NULL);
    for (int i = 1; gelf_getsym(data, i, &symbol); i++) {
        const char *name = elf_strptr(elf, header->sh_link, symbol.st_name);
        bool is_code = symbol.st_shndx != SHN_ABS && symbol.st_value < FLASH_BYTES;
        if (is_code && name && name[0] && GELF_ST_TYPE(symbol.st_info) != STT_SECTION)
            add_symbol(context, name, &symbol);
    }
}

void elf_symbols(const char *path, struct elf_symbols *symbols)
{
    symbols->count = 0;
    each_section(path, add_symbols, symbols);
}
