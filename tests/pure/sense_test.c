/* Sensing: every number shown comes from its own pin, in its own unit, and only when it can be
 * trusted. */
#include <string.h>

#include "avr/board.h"
#include "avr/core/sense.h"
#include "avr/core/thermistor.h"
#include "tests/tap.h"

enum { CHANNELS = 16 };

/* Volts at the pins of a kit at 5.00 V, in counts: 25.0 C, 40 C, 1.5 A of heater, 0.3 A of
 * motors. */
enum {
    SKIN_25C_counts = 512,
    PAD_40C_counts = 377,
    SUPPLY_5V_counts = 512,
    BANDGAP_5V_counts = 225,
    HEATER_1500mA_counts = 307,
    MOTORS_300mA_counts = 123,
    LADDER_OPEN_counts = 1023,
};

/* The kit's analog side, and the converter as avr/hw and avr/main.c drive it. */
static struct {
    struct sense sense;
    struct sense_trim trim;
    uint16_t counts[CHANNELS];    /* with the dividers powered */
    uint16_t unpowered[CHANNELS]; /* left on a thermistor's input without power */
    bool powered, heater_is_on;
    uint8_t channel;
    uint32_t now_ms;
} kit;

static void begin(void)
{
    memset(&kit, 0, sizeof kit);
    sense_init(&kit.sense);
    kit.trim.bandgap_mV = BOARD_BANDGAP_mV;
    kit.counts[0] = SKIN_25C_counts;
    kit.counts[1] = PAD_40C_counts;
    kit.counts[2] = SUPPLY_5V_counts;
    kit.counts[3] = HEATER_1500mA_counts;
    kit.counts[6] = MOTORS_300mA_counts;
    kit.counts[7] = LADDER_OPEN_counts;
    kit.counts[14] = BANDGAP_5V_counts;
    kit.powered = sense_ntc_power(&kit.sense);
    kit.channel = sense_channel(&kit.sense);
}

static uint16_t convert(void)
{
    bool is_thermistor = kit.channel <= 1;
    return is_thermistor && !kit.powered ? kit.unpowered[kit.channel] : kit.counts[kit.channel];
}

/* A frame of 10 ms, and the next one's beginning. late: main came too late for the conversions. */
static void frame(bool late)
{
    kit.now_ms += 10;
    if (!late) {
        sense_take(&kit.sense, (uint16_t)(convert() * THERMISTOR_SUM), kit.counts[7]);
        sense_convert(&kit.sense, kit.heater_is_on, kit.now_ms, &kit.trim);
    }
    kit.powered = sense_ntc_power(&kit.sense);
    kit.channel = sense_channel(&kit.sense);
}

static void cycle(void)
{
    for (uint8_t i = 0; i < SENSE_FRAMES; i++)
        frame(false);
}

/* --- the cycle -------------------------------------------------------------------------------- */

/* Frame by frame: which pin, and are the dividers powered? Numbers from the board's list. */
static void test_order(void)
{
    static const struct {
        uint8_t channel;
        bool powered;
    } want[SENSE_FRAMES] = {
        {2, true},  {0, true},   {1, true},  {14, false}, {3, false},
        {6, false}, {15, false}, {0, false}, {1, false},  {2, false},
    };
    begin();
    long wrong_pin = 0, wrong_power = 0;
    for (uint8_t at = 0; at < SENSE_FRAMES; at++) {
        wrong_pin += kit.channel != want[at].channel;
        wrong_power += kit.powered != want[at].powered;
        kit.counts[7] = at;
        frame(false);
        wrong_pin += kit.sense.ladder_counts != at;
    }
    is_int(wrong_pin, 0,
           "each frame reads its own pin: skin and pad are not mixed up, nor the buttons");
    is_int(wrong_power, 0,
           "the dividers are powered only while read: self-heating would read warm");
    is_int(kit.channel, want[0].channel, "then the cycle begins anew");
}

static void test_completeness(void)
{
    begin();
    memset(&kit.sense, 0xFF, sizeof kit.sense);
    sense_init(&kit.sense);
    ok(!kit.sense.complete && kit.sense.cycles == 0, "whatever was there before, it begins anew");
    ok(kit.sense.skin.cC == SENSE_NO_READING_cC && kit.sense.pad.cC == SENSE_NO_READING_cC,
       "before the first reading there is no reading");
    is_int(kit.sense.ladder_counts, LADDER_OPEN_counts, "and no button is pressed");
    for (uint8_t i = 0; i < SENSE_FRAMES - 1; i++)
        frame(false);
    ok(!kit.sense.complete, "90 ms are no cycle: heat waits for all of it");
    frame(false);
    ok(kit.sense.complete && kit.sense.cycles == 1, "100 ms are");
    is_int(kit.sense.taken_ms, 100, "and it is stamped, so that its age can be told");
    cycle();
    is_int(kit.sense.cycles, 2, "the next one is counted");
    is_int(kit.sense.taken_ms, 200, "and stamped anew");
}

static bool same_readings(const struct sense *one, const struct sense *other)
{
    return one->skin.cC == other->skin.cC && one->skin.state == other->skin.state &&
           one->pad.cC == other->pad.cC && one->pad.state == other->pad.state &&
           one->skin_counts8 == other->skin_counts8 && one->pad_counts8 == other->pad_counts8 &&
           one->supply_mV == other->supply_mV && one->heater_mA == other->heater_mA &&
           one->motor_mA == other->motor_mA && one->bandgap_counts8 == other->bandgap_counts8 &&
           one->ground_counts8 == other->ground_counts8;
}

/* The user would lose: what is told between two frames. */
static void test_each_frame_is_its_own(uint16_t stray_counts)
{
    long mixed = 0;
    begin();
    kit.counts[15] = 50;
    kit.unpowered[0] = stray_counts;
    cycle();
    is_int(kit.sense.ground_counts8, 50 * THERMISTOR_SUM, "the converter's own ground is read");
    is_int(kit.sense.bandgap_counts8, BANDGAP_5V_counts * THERMISTOR_SUM, "and its bandgap");
    struct sense before = kit.sense;
    for (uint8_t at = 0; at < 2 * SENSE_FRAMES; at++) {
        frame(false);
        mixed += !same_readings(&kit.sense, &before);
    }
    is_int(mixed, 0, "no frame's input is taken for another's, not for a moment");
}

/* --- in units --------------------------------------------------------------------------------- */

static void is_near(long got, long want, long tolerance, const char *what)
{
    if (!ok(got >= want - tolerance && got <= want + tolerance, "%s is shown right", what))
        diag("got %ld, want %ld +- %ld", got, want, tolerance);
}

static void test_units(void)
{
    begin();
    kit.heater_is_on = true;
    cycle();
    is_near(kit.sense.skin.cC, 2500, 2, "the skin at 25 C");
    is_near(kit.sense.pad.cC, 4000, 10, "the pad at 40 C");
    is_near(kit.sense.supply_mV, 5000, 15, "a supply of 5 V, after the first cycle already");
    is_near(kit.sense.heater_mA, 1500, 10, "a heater current of 1.5 A");
    is_near(kit.sense.motor_mA, 300, 5, "a motor current of 0.3 A");
    is_int(kit.sense.ladder_counts, LADDER_OPEN_counts, "no button is pressed");
    kit.counts[7] = 20;
    frame(false);
    is_int(kit.sense.ladder_counts, 20, "now one is");
    ok(kit.sense.heater_was_on, "that the heater was on is kept with its current");
    kit.heater_is_on = false;
    cycle();
    ok(!kit.sense.heater_was_on, "and so is that it was off");
    kit.counts[3] = kit.counts[6] = 1023;
    cycle();
    is_int(kit.sense.heater_mA, 4995, "the largest heater current, to the milliampere");
    is_int(kit.sense.motor_mA, 2497, "and the motors', half of it");
}

/* A supply that is too low reads the same share of itself: only the bandgap can tell. */
static void test_supply(void)
{
    static const struct {
        uint16_t bandgap_counts, bandgap_mV, want_mV;
        const char *what;
    } rows[] = {
        {256, 1100, 4400, "a supply that sags to 4.4 V"},
        {201, 1100, 5603, "a supply of 5.6 V"},
        {225, 1000, 4551, "5 V on a chip whose reference is 1.0 V"},
        {225, 1200, 5461, "and on one with 1.2 V"},
    };
    for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        begin();
        kit.counts[14] = rows[row].bandgap_counts;
        kit.trim.bandgap_mV = rows[row].bandgap_mV;
        cycle();
        cycle();
        is_int(kit.sense.supply_mV, rows[row].want_mV, "%s, to the millivolt", rows[row].what);
    }
    kit.counts[2] = SUPPLY_5V_counts / 2;
    cycle();
    is_near(kit.sense.supply_mV, 2730, 2, "a supply that drops later");
    begin();
    kit.counts[2] = 0;
    cycle();
    is_int(kit.sense.supply_mV, 0, "a supply that is switched off is none");
    begin();
    kit.counts[14] = 0;
    cycle();
    is_int(kit.sense.supply_mV, 0, "a dead reference is no supply, not a division by zero");
    begin();
    kit.counts[14] = 1;
    cycle();
    is_int(kit.sense.supply_mV, UINT16_MAX, "an absurd one is too high, not wrapped into range");
}

static void test_offsets(void)
{
    begin();
    cycle();
    int16_t skin_cC = kit.sense.skin.cC, pad_cC = kit.sense.pad.cC;
    kit.trim.skin_offset_mC = 300;
    kit.trim.pad_offset_mC = 241;
    cycle();
    is_int(kit.sense.skin.cC - skin_cC, 30, "the skin's correction goes to the skin");
    is_int(kit.sense.pad.cC - pad_cC, 25,
           "the pad's to the pad, and what is less than a hundredth counts as one");
}

/* --- what cannot be trusted ------------------------------------------------------------------- */

static void test_judgement(void)
{
    static const struct {
        uint16_t counts, unpowered;
        enum sense_state want;
        const char *what;
    } rows[] = {
        {860, 0, SENSE_OK, "the coldest believable reading is a reading"},
        {861, 0, SENSE_OPEN, "a colder one is a broken wire, not a cold leg"},
        {1023, 0, SENSE_OPEN, "so is an unplugged sensor"},
        {170, 0, SENSE_OK, "the hottest believable reading is a reading"},
        {169, 0, SENSE_SHORT, "a hotter one is a short"},
        {0, 0, SENSE_SHORT, "so is bare wire"},
        {512, 40, SENSE_OK, "0.2 V left without power is the capacitor"},
        {512, 41, SENSE_STRAY, "more is another voltage on the sensor's wire"},
        {512, 512, SENSE_STRAY, "a divider that stays powered is found"},
        {1023, 1023, SENSE_OPEN, "an open sensor is called open, whatever else is wrong"},
    };
    for (uint8_t channel = 0; channel < 2; channel++) {
        for (uint8_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
            begin();
            uint16_t good_counts = kit.counts[channel];
            cycle();
            kit.counts[channel] = rows[row].counts;
            kit.unpowered[channel] = rows[row].unpowered;
            cycle();
            const struct sense_thermistor *bad = channel == 0 ? &kit.sense.skin : &kit.sense.pad;
            const struct sense_thermistor *other = channel == 0 ? &kit.sense.pad : &kit.sense.skin;
            is_int(bad->state, rows[row].want, "%s: %s", channel == 0 ? "skin" : "pad",
                   rows[row].what);
            ok((bad->cC == SENSE_NO_READING_cC) == (rows[row].want != SENSE_OK),
               "and is a temperature only if it can be trusted");
            is_int(other->state, SENSE_OK, "the other sensor is not blamed");
            kit.counts[channel] = good_counts;
            kit.unpowered[channel] = 0;
            cycle();
            ok(bad->state == SENSE_OK && bad->cC > 0, "and when it is good again it is read again");
        }
    }
}

/* --- lost frames ------------------------------------------------------------------------------ */

/* A frame whose conversions were lost must never put one pin's into another pin's reading. */
static void test_lost_frames(void)
{
    begin();
    cycle();
    struct sense undisturbed = kit.sense;
    long mixed = 0, lost = 0;
    for (uint8_t at = 0; at < SENSE_FRAMES; at++) {
        begin();
        for (uint8_t i = 0; i < SENSE_FRAMES + 2; i++)
            frame(i == at);
        const struct sense *sense = &kit.sense;
        mixed += sense->skin.cC != undisturbed.skin.cC || sense->pad.cC != undisturbed.pad.cC ||
                 sense->supply_mV != undisturbed.supply_mV ||
                 sense->heater_mA != undisturbed.heater_mA;
        lost += !sense->complete || sense->taken_ms > 120;
    }
    is_int(mixed, 0, "a lost frame, whichever it is, changes no reading");
    is_int(lost, 0, "and costs one frame, not the cycle");

    begin();
    for (uint8_t i = 0; i < 5; i++)
        frame(true);
    cycle();
    cycle();
    is_int(kit.sense.pad.cC, undisturbed.pad.cC, "five in a row do not shift the frames for good");
}

int main(void)
{
    test_order();
    test_completeness();
    test_each_frame_is_its_own(0);
    test_each_frame_is_its_own(60);
    test_units();
    test_supply();
    test_offsets();
    test_judgement();
    test_lost_frames();
    return done();
}
