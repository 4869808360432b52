/* The parts around the chip: sensors, supply, heater, motors, panel, and the leg in the cuff. */
#include "host/kit/kit_internal.h"

#include <math.h>

#include "avr/board.h"
#include "host/kit/pins.h"

/* J: judgement. */
static const double SUPPLY_BOUNCE_us = 20e3; /* J; half a period of supply-bounce */
static const double LOGIC_A = 0.03;          /* J; Nano, LEDs */
static const double IDEAL_DIODE_V = 0.03;
static const double USB_FEED_V = 4.7;        /* 5 V less the Nano's Schottky diode */
static const double PORT_PIN_Ohm = 25;       /* datasheet, I/O pin source voltage at 5 V */
static const double REFERENCE_LEAST_V = 0.5; /* keeps the ratio finite while all is off */

static bool troubled(const struct kit *kit, enum mishap mishap)
{
    return kit->trouble[mishap].on;
}

/* --- Supply ----------------------------------------------------------------------------------- */

static double open_supply_V(const struct kit *kit, double now_us)
{
    if (kit->power_back_us > now_us)
        return 0;
    const struct kit_trouble *trouble = kit->trouble;
    double volts = kit->options.supply_V;
    if (trouble[MISHAP_SUPPLY].on)
        volts = trouble[MISHAP_SUPPLY].value;
    if (trouble[MISHAP_SUPPLY_DROP].on)
        volts -= trouble[MISHAP_SUPPLY_DROP].value *
                 (now_us - trouble[MISHAP_SUPPLY_DROP].since_us) * 1e-6;
    if (trouble[MISHAP_SUPPLY_BOUNCE].on) {
        double since_us = now_us - trouble[MISHAP_SUPPLY_BOUNCE].since_us;
        if (fmod(floor(since_us / SUPPLY_BOUNCE_us), 2) == 0)
            volts = trouble[MISHAP_SUPPLY_BOUNCE].value;
    }
    return fmax(0, volts);
}

static double supply_Ohm(const struct kit *kit)
{
    return troubled(kit, MISHAP_SUPPLY_WEAK) ? kit->trouble[MISHAP_SUPPLY_WEAK].value
                                             : KIT_SUPPLY_SOURCE_Ohm;
}

static double pad_Ohm(const struct kit *kit)
{
    return troubled(kit, MISHAP_PAD_OHMS) ? kit->trouble[MISHAP_PAD_OHMS].value
                                          : kit->options.pad_Ohm;
}

static struct motor_faults motor_faults(const struct kit *kit, unsigned zone)
{
    const struct kit_trouble *t = kit->trouble;
    unsigned bit = 1u << zone;
    return (struct motor_faults){
        .open = t[MISHAP_MOTOR_OPEN].on && ((unsigned)t[MISHAP_MOTOR_OPEN].value & bit),
        .shorted = t[MISHAP_MOTOR_SHORT].on && ((unsigned)t[MISHAP_MOTOR_SHORT].value & bit),
        .stalled = t[MISHAP_MOTOR_STALLED].on && ((unsigned)t[MISHAP_MOTOR_STALLED].value & bit),
        .fet_short =
            t[MISHAP_MOTOR_FET_SHORT].on && ((unsigned)t[MISHAP_MOTOR_FET_SHORT].value & bit),
    };
}

/* The duty that a motor gets: exchanged plugs stand side by side, medial and lateral. */
static double motor_duty(const struct kit *kit, unsigned zone)
{
    const struct kit_trouble *swapped = &kit->trouble[MISHAP_MOTOR_SWAPPED];
    unsigned mask = (unsigned)swapped->value;
    bool exchanged = swapped->on && (mask & (1u << zone | 1u << (zone ^ 1)));
    return kit->outputs.motor_permille[exchanged ? zone ^ 1 : zone] / 1000.0;
}

static double motors_A(const struct kit *kit, double supply_V)
{
    double amperes = 0;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        amperes += kit->options.motor_current *
                   motor_current_A(&kit->board.motors[zone], motor_duty(kit, zone), supply_V);
    return amperes;
}

/* The motors' current hardly depends on the sag; the heater's does, as a resistor. */
double board_supply_V(const struct kit *kit, double now_us)
{
    double volts = open_supply_V(kit, now_us);
    if (volts <= 0)
        return 0;
    volts -= supply_Ohm(kit) * (LOGIC_A + motors_A(kit, volts));
    if (heater_is_on(&kit->board.heater))
        volts /= 1 + supply_Ohm(kit) / kit->board.heater.pad_Ohm;
    return fmax(0, volts);
}

/* The chip's supply, from that rail or from USB, whichever is higher. */
static double avcc_from_V(const struct kit *kit, double supply_V, double now_us)
{
    bool usb = !troubled(kit, MISHAP_NO_USB) && kit->power_back_us <= now_us;
    return fmax(supply_V - IDEAL_DIODE_V, usb ? USB_FEED_V : 0);
}

double board_avcc_V(const struct kit *kit, double now_us)
{
    return avcc_from_V(kit, board_supply_V(kit, now_us), now_us);
}

/* --- Thermistors ------------------------------------------------------------------------------ */

/* The mishaps of a sensor, in the order of the list, which is the same for both. */
enum {
    TROUBLE_OPEN,
    TROUBLE_SHORT,
    TROUBLE_FROZEN,
    TROUBLE_DRIFT,
    TROUBLE_NOISE,
    TROUBLE_DETACHED
};

static const struct kit_trouble *sensor_trouble(const struct kit *kit, enum kit_sensor sensor,
                                                unsigned which)
{
    unsigned first = sensor == SENSOR_SKIN ? MISHAP_NTC_SKIN_OPEN : MISHAP_NTC_PAD_OPEN;
    return &kit->trouble[first + which];
}

static double working_sensor_Ohm(struct kit *kit, enum kit_sensor sensor, double now_us)
{
    const struct kit_trouble *drift = sensor_trouble(kit, sensor, TROUBLE_DRIFT);
    double drift_K = drift->on ? drift->value * (now_us - drift->since_us) / 60e6 : 0;
    return ntc_drifted_Ohm(&kit->board.ntc[sensor], drift_K);
}

static double sensor_Ohm(struct kit *kit, enum kit_sensor sensor, double now_us)
{
    if (sensor_trouble(kit, sensor, TROUBLE_OPEN)->on)
        return NTC_OPEN_Ohm;
    if (sensor_trouble(kit, sensor, TROUBLE_SHORT)->on)
        return NTC_SHORT_Ohm;
    if (sensor_trouble(kit, sensor, TROUBLE_FROZEN)->on)
        return kit->board.frozen_Ohm[sensor];
    return working_sensor_Ohm(kit, sensor, now_us);
}

/* What a bead lies in. With the cuff open both hang at the pad, the skin's half in the air. */
static double surroundings_C(const struct kit *kit, enum kit_sensor sensor, bool on_leg)
{
    const struct thermal *thermal = &kit->board.thermal;
    if (sensor_trouble(kit, sensor, TROUBLE_DETACHED)->on)
        return kit->options.ambient_C;
    if (sensor == SENSOR_PAD)
        return thermal->pad_C +
               (troubled(kit, MISHAP_PAD_OFFSET) ? kit->trouble[MISHAP_PAD_OFFSET].value : 0);
    if (!on_leg)
        return (thermal->pad_C + kit->options.ambient_C) / 2;
    return thermal_between_C(thermal);
}

/* The thermistor on a divider's plug, and the resistor that feeds it. */
static enum kit_sensor plugged_in(const struct kit *kit, enum kit_sensor divider)
{
    if (!troubled(kit, MISHAP_NTC_SWAPPED))
        return divider;
    return divider == SENSOR_SKIN ? SENSOR_PAD : SENSOR_SKIN;
}

static double divider_Ohm(const struct kit *kit, enum kit_sensor divider)
{
    const struct kit_trouble *wrong = &kit->trouble[MISHAP_NTC_SKIN_DIVIDER + divider];
    return wrong->on ? wrong->value : BOARD_NTC_DIVIDER_Ohm;
}

/* Follows the dividers' capacitors up to now; before anything that feeds them changes. */
static void settle_dividers(struct kit *kit, double avcc_V, double now_us)
{
    struct board *board = &kit->board;
    double elapsed_s = (now_us - board->settled_us) * 1e-6;
    double ohm[SENSOR_count], volts = 0;
    for (enum kit_sensor i = 0; i < SENSOR_count; i++)
        ohm[i] = sensor_Ohm(kit, plugged_in(kit, i), now_us);
    if (kit->outputs.ntc_power || troubled(kit, MISHAP_NTC_POWERED)) {
        double load_S = 0;
        for (enum kit_sensor i = 0; i < SENSOR_count; i++)
            load_S += 1 / (divider_Ohm(kit, i) + ohm[i]);
        volts = avcc_V / (1 + PORT_PIN_Ohm * load_S);
    }
    for (enum kit_sensor i = 0; i < SENSOR_count; i++)
        ntc_settle(&board->ntc[i], divider_Ohm(kit, i), ohm[i], volts, elapsed_s);
    board->settled_us = now_us;
}

/* --- The converter ---------------------------------------------------------------------------- */

static double input_V(struct kit *kit, unsigned channel, double supply_V, double avcc_V,
                      double now_us)
{
    enum {
#define AS_CHANNEL(net, channel) CHANNEL_##net = channel,
        ANALOG_INPUTS(AS_CHANNEL)
#undef AS_CHANNEL
    };
    const struct board *board = &kit->board;
    switch (channel) {
    case CHANNEL_NTC_SKIN:
        return board->ntc[SENSOR_SKIN].divider_V;
    case CHANNEL_NTC_PAD:
        return board->ntc[SENSOR_PAD].divider_V;
    case CHANNEL_SUPPLY:
        return supply_V / BOARD_SUPPLY_DIVIDER;
    case CHANNEL_HEATER_CURRENT:
        return heater_current_A(&board->heater, supply_V) * BOARD_HEATER_CURRENT_mV_per_A / 1000;
    case CHANNEL_MOTOR_CURRENT:
        return motors_A(kit, supply_V) * BOARD_MOTOR_CURRENT_mV_per_A / 1000;
    case CHANNEL_PANEL_LADDER:
        return avcc_V * panel_ladder_share(&board->panel, now_us);
    case CHANNEL_BANDGAP:
        return kit->options.bandgap_V;
    default:
        return 0; /* GROUND, and pins used as outputs */
    }
}

static double extra_noise_counts(const struct kit *kit, unsigned channel)
{
    if (channel >= SENSOR_count) /* the sensors are inputs 0 and 1 */
        return 0;
    const struct kit_trouble *noise = sensor_trouble(kit, (enum kit_sensor)channel, TROUBLE_NOISE);
    return noise->on ? noise->value : 0;
}

/* Ideal transitions lie at half counts (datasheet, ADC accuracy definitions). */
uint16_t board_sample(struct kit *kit, unsigned channel, double now_us)
{
    heater_advance(&kit->board.heater, now_us);
    double supply_V = board_supply_V(kit, now_us);
    double avcc_V = avcc_from_V(kit, supply_V, now_us);
    settle_dividers(kit, avcc_V, now_us);
    double reference_V = fmax(REFERENCE_LEAST_V, avcc_V);
    double rms = hypot(kit->options.adc_noise_counts, extra_noise_counts(kit, channel));
    double counts = input_V(kit, channel, supply_V, reference_V, now_us) / reference_V * 1024 +
                    kit->options.adc_offset_counts + rms * noise_gauss(&kit->board.adc_noise);
    return (uint16_t)fmin(1023, fmax(0, floor(counts + 0.5)));
}

/* --- Time and changes ------------------------------------------------------------------------- */

void board_init(struct kit *kit)
{
    const struct kit_options *options = &kit->options;
    struct board *board = &kit->board;
    thermal_init(&board->thermal, options->ambient_C, options->skin_C, options->perfusion);
    board->heater.pad_Ohm = options->pad_Ohm;
    board->adc_noise = noise_seeded(options->seed, 'A');
    panel_init(&board->panel, !options->person_absent);
    for (enum kit_sensor i = 0; i < SENSOR_count; i++) {
        board->ntc[i].bead_C = surroundings_C(kit, i, !options->off_leg);
        board->frozen_Ohm[i] = working_sensor_Ohm(kit, i, 0);
    }
}

void board_outputs_changed(struct kit *kit, const struct outputs *now, double now_us)
{
    struct board *board = &kit->board;
    heater_advance(&board->heater, now_us);
    if (now->ntc_power != kit->outputs.ntc_power)
        settle_dividers(kit, board_avcc_V(kit, now_us), now_us);
    heater_set_arm_pin(&board->heater, now->heater_arm);
    board->heater.power_pin = now->heater_power;
    panel_set_attention(&board->panel, now->led_attention, now_us);
    kit->outputs = *now;
}

void board_follow_stop(struct kit *kit, double now_us)
{
    bool closed = panel_is_closed(&kit->board.panel, BUTTON_STOP, now_us);
    heater_advance(&kit->board.heater, now_us);
    const struct pin_place *pin = &pin_places[PIN_STOP_BUTTON];
    kit->board.heater.stop_pressed = closed;
    if (kit->machine)
        machine_set_pin(kit->machine, pin->port, pin->bit, !closed);
}

void board_troubles_changed(struct kit *kit, double now_us)
{
    struct board *board = &kit->board;
    heater_advance(&board->heater, now_us);
    board->heater.faults = (struct heater_faults){
        .fet_short = troubled(kit, MISHAP_HEATER_FET_SHORT),
        .fet_open = troubled(kit, MISHAP_HEATER_FET_OPEN),
        .arm_switch_open = troubled(kit, MISHAP_ARM_OPEN),
        .open = troubled(kit, MISHAP_HEATER_OPEN),
        .arm_switch_short = troubled(kit, MISHAP_ARM_SHORT),
        .bimetal_open = troubled(kit, MISHAP_BIMETAL_OPEN),
    };
    board->heater.pad_Ohm = pad_Ohm(kit);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        board->motors[zone].faults = motor_faults(kit, zone);
    board->panel.swapped = troubled(kit, MISHAP_LADDER_SWAPPED);
    board->panel.buttons[BUTTON_STOP].open = troubled(kit, MISHAP_STOP_OPEN);
    board->panel.buttons[BUTTON_MODE].open = troubled(kit, MISHAP_MODE_OPEN);
    board->panel.buttons[BUTTON_LEVEL].open = troubled(kit, MISHAP_LEVEL_OPEN);
    board->panel.buttons[BUTTON_STOP].stuck = troubled(kit, MISHAP_STOP_STUCK);
    board->panel.buttons[BUTTON_MODE].stuck = troubled(kit, MISHAP_MODE_STUCK);
    board->panel.buttons[BUTTON_LEVEL].stuck = troubled(kit, MISHAP_LEVEL_STUCK);
    board->panel.bounce_us =
        troubled(kit, MISHAP_BUTTON_BOUNCE) ? kit->trouble[MISHAP_BUTTON_BOUNCE].value * 1e3 : 0;
    board_follow_stop(kit, now_us);
}

static void step_sensors(struct kit *kit, bool on_leg, double now_us, double step_s)
{
    struct board *board = &kit->board;
    for (enum kit_sensor i = 0; i < SENSOR_count; i++) {
        ntc_follow(&board->ntc[i], surroundings_C(kit, i, on_leg), step_s);
        if (!sensor_trouble(kit, i, TROUBLE_FROZEN)->on)
            board->frozen_Ohm[i] = working_sensor_Ohm(kit, i, now_us);
    }
}

void board_step(struct kit *kit, double step_s)
{
    struct board *board = &kit->board;
    double now_us = kit_us(kit);
    heater_advance(&board->heater, now_us);
    double supply_V = board_supply_V(kit, now_us);
    double duty = heater_take_on_s(&board->heater) / step_s;
    board->heater_W = duty * supply_V * supply_V / board->heater.pad_Ohm;
    board->pad_J += board->heater_W * step_s;
    board->motors_J += supply_V * motors_A(kit, supply_V) * step_s;

    bool on_leg = !kit->options.off_leg && !troubled(kit, MISHAP_CUFF_OFF);
    struct thermal_input input = {
        .heater_W = board->heater_W,
        .ambient_C = kit->options.ambient_C,
        .perfusion = kit->options.perfusion,
        .on_leg = on_leg,
        .blanket = kit->options.blanket || troubled(kit, MISHAP_BLANKET),
    };
    thermal_step(&board->thermal, &input, step_s, NULL);
    heater_set_pad_temperature(&board->heater, board->thermal.pad_C);
    step_sensors(kit, on_leg, now_us, step_s);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        motor_step(&board->motors[zone], motor_duty(kit, zone), supply_V, step_s);
    panel_let_person_look(&board->panel, now_us);
}

static bool is_felt(const struct kit *kit, unsigned zone)
{
    const struct kit_trouble *loose = &kit->trouble[MISHAP_MOTOR_LOOSE];
    return !loose->on || !((unsigned)loose->value & 1u << zone);
}

/* What a person sees of the LEDs. */
static void see_leds(const struct kit *kit, struct wire_truth *truth)
{
    const struct outputs *outputs = &kit->outputs;
    bool swapped = troubled(kit, MISHAP_LEDS_SWAPPED);
    truth->led_status = swapped ? outputs->led_attention : outputs->led_status;
    truth->led_attention = swapped ? outputs->led_status : outputs->led_attention;
    truth->led_heat = outputs->led_heat && !troubled(kit, MISHAP_LED_HEAT_OPEN);
    truth->led_status = truth->led_status && !troubled(kit, MISHAP_LED_STATUS_OPEN);
    truth->led_attention = truth->led_attention && !troubled(kit, MISHAP_LED_ATTENTION_OPEN);
    truth->led_heater = truth->heater_on && !troubled(kit, MISHAP_HEATER_LED_OPEN);
}

void board_truth(struct kit *kit, struct wire_truth *truth)
{
    const struct board *board = &kit->board;
    double now_us = kit_us(kit);
    heater_advance(&kit->board.heater, now_us);
    *truth = (struct wire_truth){
        .skin_C = (float)board->thermal.tissue_C[0],
        .pad_C = (float)board->thermal.pad_C,
        .deepest_C = (float)board->thermal.tissue_C[THERMAL_NODES - 1],
        .skin_sensor_C = (float)board->ntc[SENSOR_SKIN].bead_C,
        .pad_sensor_C = (float)board->ntc[SENSOR_PAD].bead_C,
        .skin_sensor_Ohm = (float)sensor_Ohm(kit, SENSOR_SKIN, now_us),
        .pad_sensor_Ohm = (float)sensor_Ohm(kit, SENSOR_PAD, now_us),
        .heater_W = (float)board->heater_W,
        .pad_J = (float)board->pad_J,
        .motors_J = (float)board->motors_J,
        .arm_V = (float)board->heater.pump_V,
        .supply_V = (float)board_supply_V(kit, now_us),
        .avcc_V = (float)board_avcc_V(kit, now_us),
        .heater_power = kit->outputs.heater_power,
        .heater_armed = heater_is_armed(&board->heater),
        .heater_on = heater_is_on(&board->heater),
        .sync = kit->outputs.sync,
        .stop_pressed = board->heater.stop_pressed,
    };
    see_leds(kit, truth);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        truth->motor_speed[zone] = is_felt(kit, zone) ? (float)board->motors[zone].speed : 0;
        truth->motor_permille[zone] = kit->outputs.motor_permille[zone];
    }
}
