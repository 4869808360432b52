#include "avr/core/store.h"

#include "protocol/flash.h"
#include "protocol/crc16.h"

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

static bool is_valid(const uint8_t *bytes, uint8_t length)
{
    return crc16_block(CRC16_START, bytes, length) == 0;
}

enum store_found store_choose(const uint8_t *a, const uint8_t *b, uint8_t length)
{
    bool a_valid = is_valid(a, length);
    bool b_valid = is_valid(b, length);
    if (a_valid && b_valid) /* generations count up and wrap: the difference tells */
        return (int8_t)(b[0] - a[0]) > 0 ? STORE_B : STORE_A;
    if (a_valid)
        return STORE_A;
    if (b_valid)
        return STORE_B;
    return is_blank(a, length) && is_blank(b, length) ? STORE_EMPTY : STORE_CORRUPT;
}

static uint8_t *put_16(uint8_t *at, uint16_t value)
{
    *at++ = (uint8_t)value;
    *at++ = (uint8_t)(value >> 8);
    return at;
}

static uint16_t get_16(const uint8_t *at)
{
    return (uint16_t)(at[0] | (uint16_t)(at[1] << 8));
}

uint8_t store_seal(uint8_t *out, const uint8_t *at)
{
    uint8_t length = (uint8_t)(at - out);
    put_16(out + length, crc16_block(CRC16_START, out, length));
    return (uint8_t)(length + 2);
}

uint8_t *store_begin_safety(uint8_t *out, uint8_t generation, uint16_t boot_id, uint32_t faults)
{
    *out++ = generation;
    out = put_16(out, boot_id);
    out = put_16(out, (uint16_t)faults);
    return put_16(out, (uint16_t)(faults >> 16));
}

uint8_t *store_add_leg(uint8_t *at, const struct usage_leg *leg)
{
    *at++ = leg->completed;
    at = put_16(at, leg->motor_s);
    at = put_16(at, leg->hot_s);
    return put_16(at, leg->dose_mCEM43);
}

const uint8_t *store_get_safety(const uint8_t *in, uint16_t *boot_id, uint32_t *faults)
{
    *boot_id = get_16(in + 1);
    *faults = get_16(in + 3) | (uint32_t)get_16(in + 5) << 16;
    return in + 7;
}

const uint8_t *store_get_leg(const uint8_t *at, struct usage_leg *leg)
{
    leg->completed = at[0];
    leg->motor_s = get_16(at + 1);
    leg->hot_s = get_16(at + 3);
    leg->dose_mCEM43 = get_16(at + 5);
    return at + 7;
}

uint8_t store_put_settings(uint8_t *out, uint8_t generation, const struct store_settings *record)
{
    uint8_t *at = out;
    *at++ = generation;
    for (uint8_t setting = 0; setting < SETTING_COUNT; setting++)
        at = put_16(at, (uint16_t)record->values[setting]);
    return store_seal(out, at);
}

void store_get_settings(const uint8_t *in, struct store_settings *record)
{
    store_default_settings(record);
    for (uint8_t setting = 0; setting < SETTING_COUNT; setting++) {
        int16_t value = (int16_t)get_16(in + 1 + 2 * setting);
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
