#include "avr/core/sense.h"

#include <string.h>

#include "avr/core/by_pointer.h"
#include "avr/board.h"
#include "avr/core/divide.h"
#include "protocol/flash.h"
#include "avr/core/thermistor.h"

enum {
    STRAY_MAX_counts8 = 40 * THERMISTOR_SUM, /* 0.2 V left on an unpowered divider (J) */
    RAIL_mV = 5000,
    FULL_SCALE_counts8 = 1024 * THERMISTOR_SUM,
};

/* The frames of a cycle. */
enum { SETTLING, SKIN, PAD, BANDGAP, HEATER, MOTORS, GROUND, SKIN_OFF, PAD_OFF, SUPPLY };

#define AS_CHANNEL(net, channel) CHANNEL_##net = (channel),
enum channel { ANALOG_INPUTS(AS_CHANNEL) };
#undef AS_CHANNEL

static const uint8_t frame_channel[SENSE_FRAMES] FLASH_TABLE = {
    [SETTLING] = CHANNEL_SUPPLY,       [SKIN] = CHANNEL_NTC_SKIN,
    [PAD] = CHANNEL_NTC_PAD,           [BANDGAP] = CHANNEL_BANDGAP,
    [HEATER] = CHANNEL_HEATER_CURRENT, [MOTORS] = CHANNEL_MOTOR_CURRENT,
    [GROUND] = CHANNEL_GROUND,         [SKIN_OFF] = CHANNEL_NTC_SKIN,
    [PAD_OFF] = CHANNEL_NTC_PAD,       [SUPPLY] = CHANNEL_SUPPLY,
};

void sense_init(struct sense *sense)
{
    memset(sense, 0, sizeof *sense);
    sense->skin.cC = SENSE_NO_READING_cC;
    sense->pad.cC = SENSE_NO_READING_cC;
    sense->ladder_counts = 1023;
}

uint8_t sense_channel(const struct sense *sense)
{
    return flash_u8(&frame_channel[sense->frame]);
}

bool sense_ntc_power(const struct sense *sense)
{
    return sense->frame <= PAD;
}

/* Supply and reference are the same rail, so only the chip's own bandgap tells volts. */
static __attribute__((noinline)) uint16_t
to_supply_mV(uint16_t supply_counts8, uint16_t bandgap_counts8, uint16_t bandgap_mV)
{
    if (bandgap_counts8 == 0)
        return 0;
    uint32_t mV = (uint32_t)supply_counts8 * BOARD_SUPPLY_DIVIDER * bandgap_mV / bandgap_counts8;
    return mV > UINT16_MAX ? UINT16_MAX : (uint16_t)mV;
}

/* The rail counts as 5 V here: it is within 6 %, and every current window is far wider. */
static inline uint16_t to_mA(uint16_t counts8, uint16_t mV_per_A)
{
    uint16_t mA_per_count_q16 =
        (uint16_t)(RAIL_mV * 1000UL / mV_per_A * 65536 / FULL_SCALE_counts8);
    return (uint16_t)((uint32_t)counts8 * mA_per_count_q16 >> 16);
}

static void convert_thermistor(struct sense_thermistor *thermistor, uint16_t counts8,
                               uint16_t unpowered_counts8, uint16_t offset_mC)
{
    if (counts8 > THERMISTOR_MAX_counts8)
        thermistor->state = SENSE_OPEN;
    else if (counts8 < THERMISTOR_MIN_counts8)
        thermistor->state = SENSE_SHORT;
    else if (unpowered_counts8 > STRAY_MAX_counts8)
        thermistor->state = SENSE_STRAY;
    else
        thermistor->state = SENSE_OK;
    thermistor->cC = SENSE_NO_READING_cC;
    if (thermistor->state == SENSE_OK)
        thermistor->cC = (int16_t)(thermistor_counts8_to_cC(counts8) + divide_by_10_up(offset_mC));
}

void sense_convert(struct sense *sense, bool heater_is_on, uint32_t now_ms,
                   const struct sense_trim *trim)
{
    BY_POINTER(sense);
    switch (sense->sum_frame) {
    case SETTLING:
        break;
    case SKIN:
        sense->skin_counts8 = sense->sum;
        break;
    case PAD:
        sense->pad_counts8 = sense->sum;
        break;
    case BANDGAP:
        sense->bandgap_counts8 = sense->sum;
        break;
    case HEATER:
        sense->heater_mA = to_mA(sense->sum, BOARD_HEATER_CURRENT_mV_per_A);
        sense->heater_was_on = heater_is_on;
        break;
    case MOTORS:
        sense->motor_mA = to_mA(sense->sum, BOARD_MOTOR_CURRENT_mV_per_A);
        break;
    case GROUND:
        sense->ground_counts8 = sense->sum;
        break;
    case SKIN_OFF:
        convert_thermistor(&sense->skin, sense->skin_counts8, sense->sum, trim->skin_offset_mC);
        break;
    case PAD_OFF:
        convert_thermistor(&sense->pad, sense->pad_counts8, sense->sum, trim->pad_offset_mC);
        break;
    default:
        sense->supply_mV = to_supply_mV(sense->sum, sense->bandgap_counts8, trim->bandgap_mV);
        sense->complete = true;
        sense->cycles++;
        sense->taken_ms = now_ms;
        break;
    }
}

void sense_take(struct sense *sense, uint16_t counts8, uint16_t ladder_counts)
{
    sense->ladder_counts = ladder_counts;
    sense->sum = counts8;
    sense->sum_frame = sense->frame;
    sense->frame = sense->frame == SENSE_FRAMES - 1 ? 0 : (uint8_t)(sense->frame + 1);
}

bool sense_both_ok(const struct sense *sense)
{
    return sense->skin.state == SENSE_OK && sense->pad.state == SENSE_OK;
}
