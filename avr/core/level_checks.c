#include "avr/core/level_checks.h"

#include "avr/core/by_pointer.h"
#include "protocol/faults.h"
#include "protocol/flash.h"
#include "protocol/limits.h"

enum {
    SENSORS_PAD_ABOVE_cC =
        1500, /* steady heat 6 K, warming up 12 K, cuff open in a room at 15 C 14.6 K (C) */
    SENSORS_SKIN_ABOVE_cC = 2400, /* a warm leg in a cuff from a room at 10 C (J) */
    HEATER_OPEN_mA = 400,         /* a quarter of the pad's 1.5 A */
    HEATER_OVER_mA = 2200,
    HEATER_OFF_mA = 150,           /* amplifier offset is below 40 mA */
    GROUND_MAX_counts8 = 8 * 8,    /* the converter's own ground, eight conversions */
    SUPPLY_CALM_cycles = 50,       /* a supply that recovers when its load is taken away has not */
    BANDGAP_MIN_counts8 = 170 * 8, /* 1.0 V on a rail of 6.0 V (datasheet, table 28-3) */
    BANDGAP_MAX_counts8 = 315 * 8, /* 1.2 V on a rail of 3.9 V */
};

/* Which fault, and after how many bad cycles in a row. Their order is that of the conditions in find_bad. */
enum check {
    CHECK_OPEN,
    CHECK_SHORT,
    CHECK_STRAY,
    CHECK_HOT,
    CHECK_DISAGREE,
    CHECK_SUPPLY_LOW,
    CHECK_SUPPLY_HIGH,
    CHECK_HEATER_OPEN,
    CHECK_HEATER_OVER,
    CHECK_HEATER_OFF,
    CHECK_CONVERTER,
};

static const struct {
    uint8_t fault, cycles;
} check_table[LEVEL_CHECKS] FLASH_TABLE = {
    [CHECK_OPEN] = {FAULT_NTC_OPEN, 3},
    [CHECK_SHORT] = {FAULT_NTC_SHORT, 3},
    [CHECK_STRAY] = {FAULT_SENSORS_DISAGREE, 3},
    [CHECK_HOT] = {FAULT_OVER_TEMPERATURE, 2},
    [CHECK_DISAGREE] = {FAULT_SENSORS_DISAGREE, 100},
    [CHECK_SUPPLY_LOW] = {FAULT_SUPPLY_LOW, 3},
    [CHECK_SUPPLY_HIGH] = {FAULT_SUPPLY_HIGH, 3},
    [CHECK_HEATER_OPEN] = {FAULT_HEATER_OPEN, 20},
    [CHECK_HEATER_OVER] = {FAULT_HEATER_CURRENT, 2},
    [CHECK_HEATER_OFF] = {FAULT_HEATER_CURRENT, 5},
    [CHECK_CONVERTER] = {FAULT_SELF_TEST, 3},
};

#define BAD(check) (1U << (check))

/* Readings that forbid heat at once, before they are a fault. */
enum {
    FORBIDS_HEAT = BAD(CHECK_OPEN) | BAD(CHECK_SHORT) | BAD(CHECK_STRAY) | BAD(CHECK_HOT) |
                   BAD(CHECK_SUPPLY_LOW) | BAD(CHECK_SUPPLY_HIGH) | BAD(CHECK_HEATER_OVER) |
                   BAD(CHECK_CONVERTER)
};

static bool either(const struct sense *sense, enum sense_state state)
{
    return sense->skin.state == state || sense->pad.state == state;
}

static uint16_t find_bad(const struct level_checks *checks, const struct sense *sense, bool driving)
{
    BY_POINTER(sense);
    uint16_t bad = 0;
    /* what has sagged under load stays suspect when the load is taken away */
    bool loaded = driving || checks->cycles[CHECK_SUPPLY_LOW] > 0;
    int16_t skin_cC = sense->skin.cC, pad_cC = sense->pad.cC;
    if (either(sense, SENSE_OPEN))
        bad |= BAD(CHECK_OPEN);
    if (either(sense, SENSE_SHORT))
        bad |= BAD(CHECK_SHORT);
    if (either(sense, SENSE_STRAY))
        bad |= BAD(CHECK_STRAY);
    if (skin_cC >= LIMIT_cC(SKIN_TRIP) || pad_cC >= LIMIT_cC(PAD_TRIP))
        bad |= BAD(CHECK_HOT);
    if (sense_both_ok(sense) &&
        (pad_cC > skin_cC + SENSORS_PAD_ABOVE_cC || skin_cC > pad_cC + SENSORS_SKIN_ABOVE_cC))
        bad |= BAD(CHECK_DISAGREE);
    if (loaded && sense->supply_mV < LIMIT_SUPPLY_LOW_mV)
        bad |= BAD(CHECK_SUPPLY_LOW);
    if (sense->supply_mV > LIMIT_SUPPLY_HIGH_mV)
        bad |= BAD(CHECK_SUPPLY_HIGH);
    if (sense->heater_was_on && sense->heater_mA < HEATER_OPEN_mA)
        bad |= BAD(CHECK_HEATER_OPEN);
    if (sense->heater_mA > HEATER_OVER_mA)
        bad |= BAD(CHECK_HEATER_OVER);
    if (!sense->heater_was_on && sense->heater_mA > HEATER_OFF_mA)
        bad |= BAD(CHECK_HEATER_OFF);
    if (sense->ground_counts8 > GROUND_MAX_counts8 ||
        sense->bandgap_counts8 < BANDGAP_MIN_counts8 ||
        sense->bandgap_counts8 > BANDGAP_MAX_counts8)
        bad |= BAD(CHECK_CONVERTER);
    return bad;
}

/* Some checks say nothing in a cycle: a heater that was off shows neither an open nor a shorted pad, and a supply
 * that was too low has lost its load by that. They keep their count, or two seconds of low duty would never add
 * up, and a weak supply would blink. */
static uint16_t find_silent(struct level_checks *checks, const struct sense *sense, uint16_t bad)
{
    uint16_t silent = sense->heater_was_on ? BAD(CHECK_HEATER_OFF)
                                           : BAD(CHECK_HEATER_OPEN) | BAD(CHECK_HEATER_OVER);
    if (bad & BAD(CHECK_SUPPLY_LOW))
        checks->calm_cycles = 0;
    else if (checks->calm_cycles < SUPPLY_CALM_cycles) {
        checks->calm_cycles++;
        silent |= BAD(CHECK_SUPPLY_LOW);
    }
    return silent;
}

uint32_t level_checks_cycle(struct level_checks *checks, const struct sense *sense, bool driving)
{
    uint32_t present = 0;
    uint16_t bad = find_bad(checks, sense, driving);
    uint16_t good = (uint16_t) ~(bad | find_silent(checks, sense, bad));
    checks->reading_is_good = !(bad & FORBIDS_HEAT);
    for (uint8_t check = 0; check < LEVEL_CHECKS; check++, bad >>= 1, good >>= 1) {
        uint8_t cycles = flash_u8(&check_table[check].cycles);
        uint8_t *count = &checks->cycles[check];
        if (good & 1)
            *count = 0;
        if (!(bad & 1))
            continue;
        if (*count == cycles || ++*count == cycles)
            present |= FAULT_BIT(flash_u8(&check_table[check].fault));
    }
    return present;
}
