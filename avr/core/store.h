/* store.h: what survives a power cut, as bytes.
 *
 * A record is [generation, contents, CRC-16] and stands twice; writes alternate, so one whole copy always
 * remains when a write is torn. The newer valid copy counts. Two records: safety (faults, usage, time,
 * boot count) and settings.
 * Owns: nothing but the structs passed in, pure. Context: main. Errors: STORE_EMPTY, STORE_TORN, STORE_CORRUPT.
 */
#ifndef AVR_CORE_STORE_H
#define AVR_CORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/calendar.h"
#include "protocol/settings.h"

enum {
    STORE_SLOT_BYTES = 64, /* of the EEPROM, for each copy */
    STORE_SAFETY_BYTES = 1 + 2 + 4 + 5 + USAGE_LEGS * USAGE_LEG_BYTES + 2,
    STORE_SETTINGS_BYTES = 1 + SETTING_COUNT * 2 + 2,
    STORE_MAX_BYTES =
        STORE_SETTINGS_BYTES > STORE_SAFETY_BYTES ? STORE_SETTINGS_BYTES : STORE_SAFETY_BYTES,
};

enum store_record { STORE_SAFETY, STORE_SETTINGS };

/* The EEPROM's slots. */
enum store_slot { STORE_SAFETY_A, STORE_SAFETY_B, STORE_SETTINGS_A, STORE_SETTINGS_B };

struct store_settings {
    int16_t values[SETTING_COUNT];
};

/* Which of two copies to believe. */
enum store_found { STORE_CORRUPT, STORE_TORN, STORE_EMPTY, STORE_A, STORE_B };

/* Reads the copy to believe, of the two from this slot on. EMPTY: a new chip; both are blank (0xFF). TORN: one is, and the
 * other, the first of all, cannot be read. CORRUPT: nor can both. A torn one beside a valid one is no error. */
enum store_found store_load(uint8_t (*read)(uint16_t address), uint8_t first_slot, uint8_t *bytes,
                            uint8_t length);

/* Bytes <-> records. put writes generation and CRC too and returns the length. The safety record is boot
 * id, latched faults, the time and the legs' usage: */
uint8_t *store_begin_safety(uint8_t *out, uint8_t generation, uint16_t boot_id, uint32_t faults,
                            const struct calendar *calendar);
uint8_t *store_add_leg(uint8_t *at, const struct usage_leg *leg);
uint8_t store_seal(uint8_t *out, const uint8_t *at);
const uint8_t *store_get_safety(const uint8_t *in, uint16_t *boot_id, uint32_t *faults,
                                struct calendar *calendar);
const uint8_t *store_get_leg(const uint8_t *at, struct usage_leg *leg);
uint8_t store_put_settings(uint8_t *out, uint8_t generation, const struct store_settings *record);

/* Values outside their range (another version's) become defaults. */
void store_get_settings(const uint8_t *in, struct store_settings *record);
void store_default_settings(struct store_settings *record);

/* Is this value allowed for this setting? */
bool store_setting_ok(uint8_t setting, int32_t value);

/* One record on its way into the EEPROM, a byte at a time. */
struct store_writer {
    uint8_t bytes[STORE_MAX_BYTES];
    uint8_t length, at; /* at == length: idle */
    uint16_t address;
};

bool store_writer_is_idle(const struct store_writer *writer);

/* The next byte and its place; only when not idle. */
uint8_t store_writer_next(struct store_writer *writer, uint16_t *address);

#endif
