#include "avr/core/store.h"

#include <string.h>

#include "protocol/crc16.h"
#include "protocol/flash.h"

enum { BLANK = 0xFF };

#define AS_MINIMUM(number, name, unit, minimum, maximum, fallback, help) (minimum),
#define AS_MAXIMUM(number, name, unit, minimum, maximum, fallback, help) (maximum),
#define AS_DEFAULT(number, name, unit, minimum, maximum, fallback, help) (fallback),
static const int16_t setting_minimum[] FLASH_TABLE = {SETTINGS(AS_MINIMUM)};
static const int16_t setting_maximum[] FLASH_TABLE = {SETTINGS(AS_MAXIMUM)};
static const int16_t setting_default[] FLASH_TABLE = {SETTINGS(AS_DEFAULT)};

static bool is_blank(const uint8_t *bytes, uint8_t length)
{
    while (length-- > 0)
        if (*bytes++ != BLANK)
            return false;
    return true;
}

/* The newer one first: it is the one, unless it was torn. Generations count up and wrap. */
enum store_found store_load(uint8_t (*read)(uint16_t address), uint8_t first_slot, uint8_t *bytes,
                            uint8_t length)
{
    uint8_t blanks = 0;
    uint16_t at = (uint16_t)(first_slot * STORE_SLOT_BYTES);
    uint8_t copy = (int8_t)(read((uint16_t)(at + STORE_SLOT_BYTES)) - read(at)) > 0;
    for (uint8_t tried = 0; tried < 2; tried++, copy ^= 1) {
        at = (uint16_t)((first_slot + copy) * STORE_SLOT_BYTES);
        uint8_t *into = bytes;
        for (uint8_t left = length; left > 0; left--)
            *into++ = read(at++);
        if (crc16_block(CRC16_START, bytes, length) == 0)
            return (enum store_found)(STORE_A + copy);
        blanks = (uint8_t)(blanks + is_blank(bytes, length));
    }
    return (enum store_found)blanks;
}

/* How a safety record begins; then come the legs. Both ends are little-endian. */
struct __attribute__((packed)) head {
    uint8_t generation;
    uint16_t boot_id;
    uint32_t faults;
    uint32_t now_min;
    uint8_t unit_min;
};
_Static_assert(sizeof(struct head) + USAGE_LEGS * USAGE_LEG_BYTES + 2 == STORE_SAFETY_BYTES,
               "a safety record");

uint8_t store_seal(uint8_t *out, const uint8_t *at)
{
    uint8_t length = (uint8_t)(at - out);
    uint16_t crc = crc16_block(CRC16_START, out, length);
    memcpy(out + length, &crc, sizeof crc);
    return (uint8_t)(length + 2);
}

uint8_t *store_begin_safety(uint8_t *out, uint8_t generation, uint16_t boot_id, uint32_t faults,
                            const struct calendar *calendar)
{
    *(struct head *)out = (struct head){.generation = generation,
                                        .boot_id = boot_id,
                                        .faults = faults,
                                        .now_min = calendar->now_min,
                                        .unit_min = calendar->unit_min};
    return out + sizeof(struct head);
}

uint8_t *store_add_leg(uint8_t *at, const struct usage_leg *leg)
{
    memcpy(at, leg, USAGE_LEG_BYTES);
    return at + USAGE_LEG_BYTES;
}

const uint8_t *store_get_safety(const uint8_t *in, uint16_t *boot_id, uint32_t *faults,
                                struct calendar *calendar)
{
    const struct head *head = (const struct head *)in;
    *boot_id = head->boot_id;
    *faults = head->faults;
    calendar->now_min = head->now_min;
    calendar->unit_min = head->unit_min;
    return in + sizeof *head;
}

const uint8_t *store_get_leg(const uint8_t *at, struct usage_leg *leg)
{
    memcpy(leg, at, USAGE_LEG_BYTES);
    return at + USAGE_LEG_BYTES;
}

uint8_t store_put_settings(uint8_t *out, uint8_t generation, const struct store_settings *record)
{
    *out = generation;
    memcpy(out + 1, record->values, sizeof record->values);
    return store_seal(out, out + 1 + sizeof record->values);
}

void store_get_settings(const uint8_t *in, struct store_settings *record)
{
    store_default_settings(record);
    for (uint8_t setting = 0; setting < SETTING_COUNT; setting++) {
        int16_t value;
        memcpy(&value, in + 1 + sizeof value * setting, sizeof value);
        if (store_setting_ok(setting, value))
            record->values[setting] = value;
    }
}

void store_default_settings(struct store_settings *record)
{
    for (uint8_t setting = 0; setting < SETTING_COUNT; setting++)
        record->values[setting] = flash_i16(&setting_default[setting]);
}

bool store_setting_ok(uint8_t setting, int32_t value)
{
    int16_t narrow = (int16_t)value;
    return setting < SETTING_COUNT && narrow == value &&
           narrow >= flash_i16(&setting_minimum[setting]) &&
           narrow <= flash_i16(&setting_maximum[setting]);
}

bool store_writer_is_idle(const struct store_writer *writer)
{
    return writer->at == writer->length;
}

uint8_t store_writer_next(struct store_writer *writer, uint16_t *address)
{
    *address = (uint16_t)(writer->address + writer->at);
    return writer->bytes[writer->at++];
}
