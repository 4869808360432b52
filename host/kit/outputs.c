#include "host/kit/outputs.h"

#include <string.h>

#include "host/kit/pins.h"
#include "host/kit/registers.h"

bool outputs_depend_on(uint16_t address)
{
    static const uint16_t registers[] = {
        REG_PORTB,  REG_PORTC,  REG_PORTD,  REG_DDRB,   REG_DDRC,   REG_DDRD,   REG_PINB,
        REG_PINC,   REG_PIND, /* writing a one there toggles the PORT bit */
        REG_TCCR0A, REG_TCCR0B, REG_OCR0A,  REG_OCR0B,  REG_TCCR1A, REG_TCCR1B, REG_ICR1L,
        REG_OCR1AL, REG_OCR1BL, REG_TCCR2A, REG_TCCR2B, REG_OCR2A,  REG_OCR2B,
    };
    for (unsigned i = 0; i < sizeof registers / sizeof *registers; i++)
        if (registers[i] == address)
            return true;
    return false;
}

/* One PWM channel: its pin, its two mode registers and its compare value. */
struct channel {
    enum pin pin;
    uint16_t tccra, tccrb, ocr;
    uint8_t com_shift; /* of the COMnx1:0 bits in TCCRnA */
    bool wide;         /* timer 1: 16 bits, TOP in ICR1 */
};

static const struct channel channels[ZONE_COUNT] = {
    [ZONE_UPPER_MEDIAL] = {PIN_MOTOR_UM, REG_TCCR0A, REG_TCCR0B, REG_OCR0A, 6, false},
    [ZONE_UPPER_LATERAL] = {PIN_MOTOR_UL, REG_TCCR0A, REG_TCCR0B, REG_OCR0B, 4, false},
    [ZONE_MID_MEDIAL] = {PIN_MOTOR_MM, REG_TCCR1A, REG_TCCR1B, REG_OCR1AL, 6, true},
    [ZONE_MID_LATERAL] = {PIN_MOTOR_ML, REG_TCCR1A, REG_TCCR1B, REG_OCR1BL, 4, true},
    [ZONE_ANKLE_MEDIAL] = {PIN_MOTOR_AM, REG_TCCR2A, REG_TCCR2B, REG_OCR2A, 6, false},
    [ZONE_ANKLE_LATERAL] = {PIN_MOTOR_AL, REG_TCCR2A, REG_TCCR2B, REG_OCR2B, 4, false},
};

static unsigned word_at(const uint8_t *data, unsigned address)
{
    return data[address] | (unsigned)data[address + 1] << 8;
}

/* The waveform mode as the datasheet numbers it: WGMn1:0 in TCCRnA, the rest in TCCRnB. */
static unsigned waveform_mode(const uint8_t *data, const struct channel *c)
{
    unsigned high = data[c->tccrb] >> 3 & (c->wide ? 3u : 1u);
    return (data[c->tccra] & 3u) | high << 2;
}

/* Fast PWM counts 0..TOP and is high for OCR + 1 of these; inverted (COM = 3) for the others. Any
 * mode the board does not use reads as full on, so that a mistake is seen instead of missed. */
static uint16_t pwm_permille(const uint8_t *data, const struct channel *c, unsigned com)
{
    if ((data[c->tccrb] & TCCR_CS) == 0)
        return 0; /* the timer stands still: OCnx keeps its reset level, low */
    if (waveform_mode(data, c) != (c->wide ? 14u : 3u) || com == 1)
        return 1000;

    unsigned period = (c->wide ? word_at(data, REG_ICR1L) : 255u) + 1;
    unsigned high = (c->wide ? word_at(data, c->ocr) : data[c->ocr]) + 1u;
    if (high > period)
        high = period;
    if (com == 3)
        high = period - high;
    return (uint16_t)((high * 1000u + period / 2) / period);
}

static uint16_t motor_permille(const uint8_t *data, const struct channel *c)
{
    unsigned com = data[c->tccra] >> c->com_shift & 3u;
    if (!pin_is_output(data, c->pin))
        return 0; /* the gate's pull-down holds the FET off */
    if (com == 0)
        return pin_driven_high(data, c->pin) ? 1000 : 0;
    return pwm_permille(data, c, com);
}

struct outputs outputs_read(const uint8_t *data)
{
    struct outputs out = {
        .heater_power = pin_driven_high(data, PIN_HEATER_POWER),
        .heater_arm = pin_driven_high(data, PIN_HEATER_ARM),
        .ntc_power = pin_driven_high(data, PIN_NTC_POWER),
        .sync = pin_driven_high(data, PIN_SYNC),
        .led_status = pin_driven_high(data, PIN_LED_STATUS),
        .led_heat = pin_driven_high(data, PIN_LED_HEAT),
        .led_attention = pin_driven_high(data, PIN_LED_ATTENTION),
    };
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        out.motor_permille[zone] = motor_permille(data, &channels[zone]);
    return out;
}

bool outputs_equal(const struct outputs *a, const struct outputs *b)
{
    return memcmp(a->motor_permille, b->motor_permille, sizeof a->motor_permille) == 0 &&
           a->heater_power == b->heater_power && a->heater_arm == b->heater_arm &&
           a->ntc_power == b->ntc_power && a->sync == b->sync && a->led_status == b->led_status &&
           a->led_heat == b->led_heat && a->led_attention == b->led_attention;
}
