#include "host/kit/firmware.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <simavr/sim_hex.h>

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
    firmware->reset_address = 0;
    if (strcmp(path, "none") == 0)
        return true;

    FILE *file = fopen(path, "rb");
    if (!file)
        return fail(error, error_size, path, strerror(errno));
    bool loaded = load(firmware, file, path, error, error_size);
    fclose(file);
    return loaded;
}

/* --- The bootloader --------------------------------------------------------------------------- */

/* Sections of 2 KB at most, at the flash's end (ATmega328P datasheet, table 27-7). */
enum { BOOT_SECTION_bytes = 2048 };

static bool add_chunk(struct firmware *firmware, const ihex_chunk_t *chunk)
{
    if (chunk->baseaddr < FIRMWARE_FLASH_bytes - BOOT_SECTION_bytes ||
        chunk->baseaddr > FIRMWARE_FLASH_bytes ||
        chunk->size > FIRMWARE_FLASH_bytes - chunk->baseaddr)
        return false;
    memcpy(firmware->flash + chunk->baseaddr, chunk->data, chunk->size);
    if (firmware->reset_address == 0 || chunk->baseaddr < firmware->reset_address)
        firmware->reset_address = (uint16_t)chunk->baseaddr;
    return true;
}

bool firmware_add_bootloader(struct firmware *firmware, const char *path, char *error,
                             size_t error_size)
{
    ihex_chunk_p chunks = NULL;
    if (access(path, R_OK) != 0)
        return fail(error, error_size, path, strerror(errno));
    int count = read_ihex_chunks(path, &chunks);
    bool fits = count > 0;
    for (int i = 0; fits && i < count; i++)
        fits = chunks[i].size == 0 || add_chunk(firmware, &chunks[i]);
    if (count > 0)
        free_ihex_chunks(chunks);
    firmware->used_bytes = FIRMWARE_FLASH_bytes; /* it may be flashed up to there */
    return fits || fail(error, error_size, path,
                        "not the Intel HEX file of a bootloader in the last 2 KB of flash");
}
