/* Any conversions become readings: each in its range, or none. One step, from any state that steps can lead to. */
#include "tests/eva/eva.h"

#include "avr/core/sense.h"
#include "avr/core/thermistor.h"
#include "tests/eva/readings.h"

enum {
    COUNTS_max = 1023, /* ten bits */
    COUNTS8_max = THERMISTOR_SUM * COUNTS_max,
    STRAY_counts8 = 320, /* as in sense.c; elsewhere it would only make an alarm */
};

/* All that a thermistor may convert to, in parts: within each it reads, or it does not. */
static const struct {
    uint16_t least, most, unpowered_least, unpowered_most;
} parts[] = {
    {0, THERMISTOR_MIN_counts8 - 1, 0, COUNTS8_max},
    {THERMISTOR_MIN_counts8, THERMISTOR_MAX_counts8, 0, STRAY_counts8},
    {THERMISTOR_MIN_counts8, THERMISTOR_MAX_counts8, STRAY_counts8 + 1, COUNTS8_max},
    {THERMISTOR_MAX_counts8 + 1, COUNTS8_max, 0, COUNTS8_max},
};

static struct sense sense;

static void must_be_in_range(const struct sense_thermistor *thermistor)
{
    if (thermistor->state == SENSE_OK)
        eva_must(thermistor->cC >= READING_MIN_cC && thermistor->cC <= READING_MAX_cC);
    else
        eva_must(thermistor->cC == SENSE_NO_READING_cC);
}

static void convert(uint8_t frame, uint8_t part)
{
    /* the ranges of the settings, which store_setting_ok() and store_get_settings() hold */
    struct sense_trim trim = {eva_u16(0, 300), eva_u16(0, 300), eva_u16(1000, 1200)};
    eva_bytes(&sense, sizeof sense);
    sense.frame = frame;
    sense.skin_counts8 = eva_u16(parts[part].least, parts[part].most);
    sense.pad_counts8 = eva_u16(parts[part].least, parts[part].most);
    sense.bandgap_counts8 = eva_u16(0, COUNTS8_max);
    sense.heater_mA = eva_u16(0, CURRENT_MAX_mA);
    sense.motor_mA = eva_u16(0, CURRENT_MAX_mA);
    sense.complete = eva_u8(0, 1);
    sense.skin = sense.pad = (struct sense_thermistor){SENSE_NO_READING_cC, SENSE_OPEN};
    sense_channel(&sense);
    sense_take(&sense, eva_u16(parts[part].unpowered_least, parts[part].unpowered_most),
               eva_u16(0, COUNTS_max));
    sense_convert(&sense, eva_u8(0, 1), eva_u32(), &trim);
    must_be_in_range(&sense.skin);
    must_be_in_range(&sense.pad);
    eva_must(sense.frame < SENSE_FRAMES && sense.heater_mA <= CURRENT_MAX_mA &&
             sense.motor_mA <= CURRENT_MAX_mA);
}

int main(void)
{
    sense_init(&sense);
    for (uint8_t frame = 0; frame < SENSE_FRAMES; frame++)
        for (uint8_t part = 0; part < sizeof parts / sizeof *parts; part++)
            convert(frame, part);
    return 0;
}
