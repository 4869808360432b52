/* firmware.h: what is in the chip's flash: the AVR program, from its ELF file, and a bootloader.
 *
 * Takes the loadable segments at their flash addresses, so sections of any name are included.
 * Owns: nothing; fills the caller's struct.
 * Errors: false and one sentence, naming the file, when it is no program for the ATmega328P.
 */
#ifndef HOST_KIT_FIRMWARE_H
#define HOST_KIT_FIRMWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FIRMWARE_FLASH_bytes = 32768 };

struct firmware {
    uint8_t flash[FIRMWARE_FLASH_bytes]; /* erased bytes are 0xFF */
    uint32_t used_bytes;                 /* up to the last byte that was loaded */
    uint16_t reset_address;              /* where the chip starts: 0, or the bootloader */
};

/* Reads `path` into `firmware`; the name "none" leaves the flash erased. On failure writes a sentence to `error` and returns false. */
bool firmware_load(struct firmware *firmware, const char *path, char *error, size_t error_size);

/* Adds a bootloader from its Intel HEX file, over what is there; the chip then starts in it, as with the fuse
 * BOOTRST. */
bool firmware_add_bootloader(struct firmware *firmware, const char *path, char *error,
                             size_t error_size);

#endif
