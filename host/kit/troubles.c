/* Troubles: which mishaps are to come, are going on, and are over. */
#include "host/kit/kit_internal.h"

#include <math.h>
#include <string.h>

/* Those that act once and are done. Values are in milliseconds where they are durations. */
static bool strike(struct kit *kit, const struct mishap_wish *wish, double now_us)
{
    struct panel *panel = &kit->board.panel;
    unsigned place = (unsigned)wish->value;
    switch (wish->mishap) {
    case MISHAP_STOP_PRESS:
        panel_press(panel, BUTTON_STOP, now_us, wish->value * 1e3);
        break;
    case MISHAP_MODE_PRESS:
        panel_press(panel, BUTTON_MODE, now_us, wish->value * 1e3);
        break;
    case MISHAP_LEVEL_PRESS:
        panel_press(panel, BUTTON_LEVEL, now_us, wish->value * 1e3);
        break;
    case MISHAP_EEPROM_TORN:
        kit->tear_us = wish->value * 1e3;
        break;
    case MISHAP_POWER_CUT:
        power_cut(kit, now_us, wish->value * 1e3);
        break;
    case MISHAP_HANG:
        kit->hang_wanted = true;
        break;
    case MISHAP_RAM_FLIP:
        if (kit->machine)
            machine_flip_bit(kit->machine, (uint16_t)(place / 8), place % 8);
        break;
    case MISHAP_FLASH_FLIP:
        if (kit->machine)
            machine_flip_flash_bit(kit->machine, (uint16_t)(place / 8), place % 8);
        break;
    default:
        return false;
    }
    return true;
}

static void stick(struct kit *kit, enum mishap mishap, bool level)
{
    const struct kit_trouble *trouble = &kit->trouble[mishap];
    unsigned place = (unsigned)trouble->value;
    machine_stick_bit(kit->machine, level, (uint16_t)(place / 8),
                      trouble->on ? 1u << place % 8 : 0);
}

void troubles_reach_chip(struct kit *kit)
{
    if (!kit->machine)
        return;
    machine_set_oscillators(kit->machine, kit->trouble[MISHAP_CLOCK_PPM].value,
                            kit->trouble[MISHAP_RC_PPM].value);
    stick(kit, MISHAP_RAM_LOW, false);
    stick(kit, MISHAP_RAM_HIGH, true);
}

/* Works out afresh which mishaps are going on. Wishes for several zones add up. */
static void refresh_troubles(struct kit *kit, double now_us)
{
    double old_ppm = kit->trouble[MISHAP_CLOCK_PPM].value;
    memset(kit->trouble, 0, sizeof kit->trouble);
    for (unsigned i = 0; i < kit->wish_count; i++) {
        const struct mishap_wish *wish = &kit->wishes[i];
        struct kit_trouble *trouble = &kit->trouble[wish->mishap];
        if (!kit->wish_begun[i])
            continue;
        bool zones = wish->mishap >= MISHAP_MOTOR_OPEN && wish->mishap <= MISHAP_MOTOR_FET_SHORT;
        unsigned mask = (unsigned)trouble->value | (unsigned)wish->value;
        trouble->value = zones ? mask : wish->value;
        trouble->since_us = wish->from_us;
        trouble->on = true;
    }
    if (fabs(kit->trouble[MISHAP_CLOCK_PPM].value - old_ppm) > 0)
        kit_set_clock(kit, kit->trouble[MISHAP_CLOCK_PPM].value);
    troubles_reach_chip(kit);
    board_troubles_changed(kit, now_us);
    power_follow_supply(kit, now_us);
}

static void forget_wish(struct kit *kit, unsigned i)
{
    unsigned last = --kit->wish_count;
    memmove(&kit->wishes[i], &kit->wishes[i + 1], (last - i) * sizeof kit->wishes[0]);
    memmove(&kit->wish_begun[i], &kit->wish_begun[i + 1], (last - i) * sizeof kit->wish_begun[0]);
}

double troubles_next_us(const struct kit *kit)
{
    double next_us = INFINITY;
    for (unsigned i = 0; i < kit->wish_count; i++)
        next_us =
            fmin(next_us, kit->wish_begun[i] ? kit->wishes[i].until_us : kit->wishes[i].from_us);
    return next_us;
}

void troubles_follow(struct kit *kit, double now_us)
{
    if (troubles_next_us(kit) > now_us)
        return;
    for (unsigned i = kit->wish_count; i-- > 0;)
        if (kit->wish_begun[i] && kit->wishes[i].until_us <= now_us)
            forget_wish(kit, i);
    for (unsigned i = kit->wish_count; i-- > 0;) {
        if (kit->wish_begun[i] || kit->wishes[i].from_us > now_us)
            continue;
        kit->wish_begun[i] = true;
        if (strike(kit, &kit->wishes[i], now_us))
            forget_wish(kit, i);
    }
    refresh_troubles(kit, now_us);
}

bool kit_inject(struct kit *kit, const char *fault, char *error, size_t error_size)
{
    struct mishap_wish wish;
    if (!mishap_parse(&wish, fault, kit_us(kit), error, error_size))
        return false;
    if (kit->wish_count == KIT_WISHES_max) {
        snprintf(error, error_size, "no more than %d faults at a time", KIT_WISHES_max);
        return false;
    }
    kit->wishes[kit->wish_count] = wish;
    kit->wish_begun[kit->wish_count++] = false;
    troubles_follow(kit, kit_us(kit));
    return true;
}

bool kit_clear(struct kit *kit, const char *name)
{
    enum mishap mishap = mishap_by_name(name);
    if (mishap == MISHAP_count)
        return false;
    for (unsigned i = kit->wish_count; i-- > 0;)
        if (kit->wishes[i].mishap == mishap)
            forget_wish(kit, i);
    refresh_troubles(kit, kit_us(kit));
    return true;
}
