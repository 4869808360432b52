#include "host/kit/firmware.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* avr-ld gives RAM, EEPROM, fuses and lock bits addresses of their own above this one. */
enum { FLASH_ADDRESS_LIMIT = 0x800000 };

static bool fail(char *error, size_t size, const char *path, const char *why)
{
    snprintf(error, size, "%s: %s", path, why);
    return false;
}

static bool read_at(FILE *file, long offset, void *into, size_t size)
{
    return fseek(file, offset, SEEK_SET) == 0 && fread(into, 1, size, file) == size;
}

static bool header_is_avr(const Elf32_Ehdr *header)
{
    return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
           header->e_ident[EI_CLASS] == ELFCLASS32 && header->e_ident[EI_DATA] == ELFDATA2LSB &&
           header->e_machine == EM_AVR && header->e_phentsize == sizeof(Elf32_Phdr);
}

/* Copies one segment, if it belongs into flash. */
static bool load_segment(struct firmware *firmware, FILE *file, const Elf32_Phdr *segment)
{
    if (segment->p_type != PT_LOAD || segment->p_filesz == 0 ||
        segment->p_paddr >= FLASH_ADDRESS_LIMIT)
        return true;
    if (segment->p_paddr > FIRMWARE_FLASH_bytes ||
        segment->p_filesz > FIRMWARE_FLASH_bytes - segment->p_paddr)
        return false;
    if (!read_at(file, (long)segment->p_offset, firmware->flash + segment->p_paddr,
                 segment->p_filesz))
        return false;
    uint32_t end = segment->p_paddr + segment->p_filesz;
    if (end > firmware->used_bytes)
        firmware->used_bytes = end;
    return true;
}

static bool load(struct firmware *firmware, FILE *file, const char *path, char *error, size_t size)
{
    Elf32_Ehdr header;
    if (!read_at(file, 0, &header, sizeof header) || !header_is_avr(&header))
        return fail(error, size, path, "not an ELF program for the AVR");

    for (unsigned i = 0; i < header.e_phnum; i++) {
        Elf32_Phdr segment;
        if (!read_at(file, (long)(header.e_phoff + i * sizeof segment), &segment, sizeof segment))
            return fail(error, size, path, "truncated");
        if (!load_segment(firmware, file, &segment))
            return fail(error, size, path, "truncated, or larger than the ATmega328P's 32 KB");
    }
    return firmware->used_bytes > 0 || fail(error, size, path, "holds no program");
}

bool firmware_load(struct firmware *firmware, const char *path, char *error, size_t error_size)
{
    memset(firmware->flash, 0xFF, sizeof firmware->flash);
    firmware->used_bytes = 0;

    FILE *file = fopen(path, "rb");
    if (!file)
        return fail(error, error_size, path, strerror(errno));
    bool loaded = load(firmware, file, path, error, error_size);
    fclose(file);
    return loaded;
}
