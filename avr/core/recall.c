/* The start of the device: what the EEPROM has kept is taken over. */
#include "avr/core/device.h"
#include "protocol/faults.h"

/* The believed copy of a record is left in the writer's bytes: nothing is written yet. */
static enum store_found load(struct device *device, enum store_record record, uint8_t first_slot,
                             uint8_t (*read)(uint16_t address), uint8_t length)
{
    uint8_t *bytes = device->writer.bytes;
    enum store_found found = store_load(read, first_slot, bytes, length);
    device->newest_slot[record] = (uint8_t)(first_slot + (found == STORE_B));
    device->generation[record] = bytes[0];
    return found;
}

static bool is_found(enum store_found found)
{
    return found >= STORE_A;
}

static void load_safety(struct device *device, uint8_t (*read)(uint16_t address))
{
    enum store_found found = load(device, STORE_SAFETY, STORE_SAFETY_A, read, STORE_SAFETY_BYTES);
    const uint8_t *at = device->writer.bytes;
    if (is_found(found))
        at = store_get_safety(at, &device->boot_id, &device->safety.latched, &device->calendar);
    else if (found == STORE_CORRUPT)
        safety_raise(&device->safety, FAULT_STORE_CORRUPT);
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++) {
        struct usage *usage = &device->safety.legs[leg];
        if (is_found(found))
            at = store_get_leg(at, &usage->kept);
        usage_begin(usage,
                    found == STORE_CORRUPT); /* not TORN: a leg's first use writes the second */
    }
    device->boot_id++;
    device->safety_dirty = true; /* the boot id has changed */
}

static void load_settings(struct device *device, uint8_t (*read)(uint16_t address))
{
    enum store_found found =
        load(device, STORE_SETTINGS, STORE_SETTINGS_A, read, STORE_SETTINGS_BYTES);
    if (is_found(found))
        store_get_settings(device->writer.bytes, &device->settings);
    else
        store_default_settings(&device->settings);
    if (found < STORE_EMPTY) { /* the first ones may be all there ever were */
        safety_raise(&device->safety, FAULT_STORE_CORRUPT);
        device->settings_dirty = true; /* or the fault would come back with every start */
    }
}

/* BODLEVEL (ATmega328P, table 28-4): 4.3, 2.7 or 1.8 V; else it is off or reserved. */
static bool is_brown_out_off(uint8_t fuse_extended)
{
    uint8_t level = fuse_extended & 7;
    return level < 4 || level == 7;
}

void device_recall(struct device *device, const struct device_boot *boot,
                   uint8_t (*read)(uint16_t address))
{
    device->boot = *boot;
    safety_init(&device->safety);
    device->safety.brown_out_is_off = is_brown_out_off(boot->fuse_extended);
    trial_take_over(&device->safety.trial, boot->kept & DEVICE_KEPT_NOTHING);
    load_safety(device, read);
    /* Faults of a reset live in RAM until the first record is written, a quarter of a second; a reset meanwhile finds what
     * this one has found (device_kept). Is the power cut before, they are not heard of; nothing is on after that
     * either, and what a leg has had was charged ahead. */
    bool was_on = boot->kept > DEVICE_KEPT_NOTHING;
    uint8_t cause = boot->reset_cause;
    if (cause == RESET_WATCHDOG ||
        (cause == RESET_UNKNOWN && was_on)) /* a bootloader may have hidden it */
        safety_raise(&device->safety, FAULT_ILLEGAL_RESET);
    if (cause == RESET_BROWN_OUT && was_on)
        safety_raise(&device->safety, FAULT_BROWN_OUT);
}

void device_init(struct device *device, uint8_t (*read)(uint16_t address))
{
    sense_init(&device->sense);
    session_init(&device->session);
    buttons_init(&device->buttons);
    load_settings(device, read);
    device->faults_stored = device->safety.latched;
}
