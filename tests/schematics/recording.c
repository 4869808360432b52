#include "tests/schematics/recording.h"

#include <stdio.h>
#include <stdlib.h>

#include "host/kit/registers.h"
#include "schematics/netlist/circuit_internal.h"

/* Output of the ATmega328P at 5 V: 4.2 V at least at 20 mA (datasheet, table 28-1: VOH); the typical
 * slope of figure 29-22 is 25 ohm. */
#define PIN_V 5.0
#define PIN_Ohm 25.0
#define EDGE_s 100e-9
enum { COUNT_cycles = 8, WIDE_counts = 2000, NARROW_counts = 256, CYCLES_ms = 16000 };

/* The pins from one change to the next: a level, or the share of its period a pin is high. */
struct moment {
    uint64_t cycle;
    uint16_t high_counts[PIN_count]; /* ALWAYS: a steady high; 0: low */
};

enum { ALWAYS = UINT16_MAX };

struct recording {
    struct kit *kit;
    uint64_t start;
    struct moment *moments;
    size_t count;
};

/* The motors' timers: which compare register, which mode bits. */
static const struct {
    enum pin pin;
    uint16_t tccra, ocr;
    uint8_t com_shift;
    bool wide;
} channels[] = {
    {PIN_MOTOR_UM, REG_TCCR0A, REG_OCR0A, 6, false},
    {PIN_MOTOR_UL, REG_TCCR0A, REG_OCR0B, 4, false},
    {PIN_MOTOR_MM, REG_TCCR1A, REG_OCR1AL, 6, true},
    {PIN_MOTOR_ML, REG_TCCR1A, REG_OCR1BL, 4, true},
    {PIN_MOTOR_AM, REG_TCCR2A, REG_OCR2A, 6, false},
    {PIN_MOTOR_AL, REG_TCCR2A, REG_OCR2B, 4, false},
};

static bool is_wide(enum pin pin)
{
    return pin == PIN_MOTOR_MM || pin == PIN_MOTOR_ML;
}

static void note(struct recording *recording, uint64_t cycle)
{
    const uint8_t *data = kit_data(recording->kit);
    recording->moments = circuit_must(
        realloc(recording->moments, (recording->count + 1) * sizeof *recording->moments));
    struct moment *moment = &recording->moments[recording->count++];
    *moment = (struct moment){.cycle = cycle - recording->start};
    for (enum pin pin = 0; data && pin < PIN_count; pin++)
        moment->high_counts[pin] = pin_driven_high(data, pin) ? ALWAYS : 0;
    for (unsigned i = 0; data && i < sizeof channels / sizeof *channels; i++) {
        if ((data[channels[i].tccra] >> channels[i].com_shift & 3u) == 0)
            continue;
        unsigned ocr = data[channels[i].ocr];
        if (channels[i].wide)
            ocr |= (unsigned)data[channels[i].ocr + 1] << 8;
        moment->high_counts[channels[i].pin] = (uint16_t)(ocr + 1);
    }
}

static void on_change(void *context, uint64_t cycle, const struct outputs *outputs)
{
    (void)outputs;
    note(context, cycle);
}

struct recording *recording_start(struct kit *kit)
{
    struct recording *recording = circuit_must(calloc(1, sizeof *recording));
    recording->kit = kit;
    recording->start = kit_cycles(kit);
    note(recording, recording->start);
    kit_watch(kit, on_change, recording);
    return recording;
}

void recording_free(struct recording *recording)
{
    kit_watch(recording->kit, NULL, NULL);
    free(recording->moments);
    free(recording);
}

uint64_t recording_now(const struct recording *recording)
{
    return kit_cycles(recording->kit) - recording->start;
}

uint64_t recording_first_high(const struct recording *recording, enum pin pin, uint64_t after)
{
    for (size_t i = 0; i < recording->count; i++)
        if (recording->moments[i].cycle >= after && recording->moments[i].high_counts[pin] > 0)
            return recording->moments[i].cycle;
    return UINT64_MAX;
}

/* --- writing ----------------------------------------------------------------------------------- */

/* A piecewise linear source in the making. */
struct wave {
    FILE *out;
    uint64_t from, until; /* in cycles */
    bool high;
    unsigned points;
};

static void put_level(struct wave *wave, uint64_t cycle, bool high)
{
    if (cycle <= wave->from || cycle >= wave->until || high == wave->high)
        return;
    double at_s = (double)(cycle - wave->from) / (1e3 * CYCLES_ms);
    fprintf(wave->out, "%s%.8g %g %.8g %g", wave->points++ % 4 ? " " : "\n+ ", at_s,
            wave->high * PIN_V, at_s + EDGE_s, high * PIN_V);
    wave->high = high;
}

/* The edges of a timer's channel from `from` to `until`; it counts from 0 at `phase`. What changes
 * within a period holds from the next one on, as the chip latches it. */
static void put_periods(struct wave *wave, enum pin pin, uint16_t high_counts, uint64_t phase,
                        uint64_t from, uint64_t until)
{
    uint64_t period = (is_wide(pin) ? WIDE_counts : NARROW_counts) * (uint64_t)COUNT_cycles;
    uint64_t high = (uint64_t)high_counts * COUNT_cycles;
    uint64_t begin = from <= phase ? phase : phase + (from - phase + period - 1) / period * period;
    for (; begin < until; begin += period) {
        put_level(wave, begin, true);
        if (high < period)
            put_level(wave, begin + high, false);
    }
}

static uint16_t counts_at(const struct recording *recording, enum pin pin, uint64_t cycle)
{
    uint16_t counts = 0;
    for (size_t i = 0; i < recording->count && recording->moments[i].cycle <= cycle; i++)
        counts = recording->moments[i].high_counts[pin];
    return counts;
}

static void put_pin(struct wave *wave, const struct recording *recording, enum pin pin)
{
    uint64_t phase = 0;
    for (size_t i = 0, next; i < recording->count; i = next) {
        uint64_t from = recording->moments[i].cycle;
        uint16_t counts = recording->moments[i].high_counts[pin];
        next = i + 1;
        while (next < recording->count && recording->moments[next].high_counts[pin] == counts)
            next++;
        uint64_t until = next < recording->count ? recording->moments[next].cycle : wave->until;
        if (counts == 0 || counts == ALWAYS) {
            put_level(wave, from, counts == ALWAYS);
            continue;
        }
        if (phase == 0 && is_wide(pin)) /* timer 1's own interrupt changes its channels */
            phase = from;
        put_periods(wave, pin, counts, phase, from, until < wave->until ? until : wave->until);
    }
}

void recording_drive(const struct recording *recording, struct circuit *circuit, enum pin pin,
                     uint64_t from, double span_ms)
{
    char *text = NULL;
    size_t length = 0;
    const char *net = pin_places[pin].net;
    struct wave wave = {
        .out = circuit_must(open_memstream(&text, &length)),
        .from = from,
        .until = from + (uint64_t)(span_ms * CYCLES_ms),
        .high = counts_at(recording, pin, from) == ALWAYS,
    };
    fprintf(wave.out, "Vpin_%s pin_%s 0 PWL(0 %g", net, net, wave.high * PIN_V);
    put_pin(&wave, recording, pin);
    fprintf(wave.out, ")\nRpin_%s pin_%s %s %g", net, net, net, PIN_Ohm);
    fclose(wave.out);
    circuit_add(circuit, "%s", text);
    free(text);
}
