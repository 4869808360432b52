/* eeprom_image.h: the EEPROM as bytes to start a kit with, and as a file kept between runs.
 *
 * Owns: nothing.
 * Errors: false and one sentence, naming the file.
 */
#ifndef HOST_KIT_EEPROM_IMAGE_H
#define HOST_KIT_EEPROM_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    EEPROM_IMAGE_bytes = 1024,
    EEPROM_PRACTISED_min = 29453760, /* when that was, since 1970: 2026-01-01 */
};

/* As it comes from the factory: erased. */
void eeprom_blank(uint8_t image[EEPROM_IMAGE_bytes]);

/* A kit whose both legs count as practised: no caps of the first sessions. They were used long ago, as a host
 * can tell that gives the time; without it they wait. */
void eeprom_practised(uint8_t image[EEPROM_IMAGE_bytes]);

/* Reads a file of exactly EEPROM_IMAGE_bytes; one that does not exist gives an erased image. */
bool eeprom_load(uint8_t image[EEPROM_IMAGE_bytes], const char *path, char *error,
                 size_t error_size);

/* Writes the file anew; after a crash either the old or the new one is there, whole. */
bool eeprom_save(const uint8_t image[EEPROM_IMAGE_bytes], const char *path, char *error,
                 size_t error_size);

#endif
