#include "host/kit/eeprom_image.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "avr/core/store.h"
#include "protocol/limits.h"

void eeprom_blank(uint8_t image[EEPROM_IMAGE_bytes])
{
    memset(image, 0xFF, EEPROM_IMAGE_bytes);
}

void eeprom_practised(uint8_t image[EEPROM_IMAGE_bytes])
{
    const struct usage_leg practised = {.completed = LIMIT_NEW_LEG_SESSIONS, .marks = USAGE_USED};
    const struct calendar long_ago = {.now_min = EEPROM_PRACTISED_min};
    uint8_t *out = image + STORE_SAFETY_A * STORE_SLOT_BYTES;
    eeprom_blank(image);
    uint8_t *at = store_begin_safety(out, 0, LIMIT_NEW_LEG_SESSIONS, 0, &long_ago);
    for (int leg = 0; leg < USAGE_LEGS; leg++)
        at = store_add_leg(at, &practised);
    store_seal(out, at);
}

static bool fail(char *error, size_t size, const char *path, const char *why)
{
    snprintf(error, size, "%s: %s", path, why);
    return false;
}

bool eeprom_load(uint8_t image[EEPROM_IMAGE_bytes], const char *path, char *error,
                 size_t error_size)
{
    eeprom_blank(image);
    FILE *file = fopen(path, "rb");
    if (!file)
        return errno == ENOENT || fail(error, error_size, path, strerror(errno));
    bool whole = fread(image, 1, EEPROM_IMAGE_bytes, file) == EEPROM_IMAGE_bytes &&
                 fgetc(file) == EOF && !ferror(file);
    fclose(file);
    return whole || fail(error, error_size, path, "not an EEPROM image of 1024 bytes");
}

bool eeprom_save(const uint8_t image[EEPROM_IMAGE_bytes], const char *path, char *error,
                 size_t error_size)
{
    char fresh[4096];
    if ((size_t)snprintf(fresh, sizeof fresh, "%s.new", path) >= sizeof fresh)
        return fail(error, error_size, path, "the name is too long");
    FILE *file = fopen(fresh, "wb");
    if (!file)
        return fail(error, error_size, path, strerror(errno));
    bool written = fwrite(image, 1, EEPROM_IMAGE_bytes, file) == EEPROM_IMAGE_bytes;
    written = fclose(file) == 0 && written;
    if (!written || rename(fresh, path) != 0) {
        int reason = errno;
        remove(fresh);
        return fail(error, error_size, path, strerror(reason));
    }
    return true;
}
