/* The gate: any requests and readings in any order, as its callers may bring them. */
#include "tests/eva/eva.h"

#include "avr/core/calendar.h"
#include "avr/core/safety.h"
#include "protocol/faults.h"
#include "tests/eva/readings.h"

enum { PERMILLE = 1000 };

static struct safety safety; /* zeros, as after a reset */
static struct calendar calendar;
static struct sense sense;
static uint8_t refusal; /* and other answers, which are not looked at */

/* What the store may have kept: any bytes. */
static void recall(void)
{
    eva_bytes(&safety.latched, sizeof safety.latched);
    safety_init(&safety);
    safety.brown_out_is_off = eva_u8(0, 1);
    trial_take_over(&safety.trial, eva_u16(0, UINT16_MAX));
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++) {
        eva_bytes(&safety.legs[leg].kept, sizeof safety.legs[leg].kept);
        usage_begin(&safety.legs[leg], eva_u8(0, 1));
    }
}

static struct sense_thermistor reading(bool reads)
{
    return reads ? (struct sense_thermistor){eva_i16(READING_MIN_cC, READING_MAX_cC), SENSE_OK}
                 : (struct sense_thermistor){SENSE_NO_READING_cC,
                                             (enum sense_state)eva_u8(SENSE_OPEN, SENSE_STRAY)};
}

static void look(bool skin_reads, bool pad_reads)
{
    sense.skin = reading(skin_reads);
    sense.pad = reading(pad_reads);
    sense.supply_mV = eva_u16(0, UINT16_MAX);
    sense.heater_mA = eva_u16(0, CURRENT_MAX_mA);
    sense.motor_mA = eva_u16(0, CURRENT_MAX_mA);
    sense.bandgap_counts8 = eva_u16(0, UINT16_MAX);
    sense.ground_counts8 = eva_u16(0, UINT16_MAX);
    sense.taken_ms = eva_u32();
    sense.cycles = eva_u8(0, UINT8_MAX);
    sense.complete = true;
    sense.heater_was_on = eva_u8(0, 1);
}

static void permit(void)
{
    uint16_t wanted_permille[ZONE_COUNT];
    struct safety_request request = {
        .motor_permille = eva_u8(0, 1) ? wanted_permille : NULL,
        .now_ms = eva_u32(),
        .heater_permille = eva_u16(0, PERMILLE),        /* control_second() */
        .test = eva_u8(TEST_NONE, TEST_LED_STATUS - 1), /* device_ask() */
        .was_cut = eva_u8(0, 1),
        .late_frames = eva_u8(0, UINT8_MAX),
    };
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        wanted_permille[zone] = eva_u16(0, PERMILLE); /* drive_frame() */
    struct safety_permit permit;
    safety_permit(&safety, &request, &sense, &permit);
    eva_must(permit.heater_permille <= PERMILLE);
}

/* What others ask and tell in between. */
static void in_between(void)
{
    switch (eva_u8(0, 9)) {
    case 0:
        safety_declare_leg(&safety, eva_u8(LEG_LEFT, LEG_RIGHT));
        refusal = (uint8_t)safety_strength_q10(&safety);
        break;
    case 1:
        refusal = safety_acknowledge(&safety, eva_u32());
        break;
    case 2:
        safety_raise(&safety, eva_u8(0, 31));
        break;
    case 3:
        safety_report(&safety, eva_u8(0, 31), eva_u8(0, 1));
        break;
    case 4:
        refusal = safety_preflight(&safety, &sense, eva_u32());
        refusal = safety_may_go_on(&safety, &sense, eva_u32());
        break;
    case 5:
        refusal = safety_limit_reached(&safety);
        refusal = safety_heat_rests(&safety);
        break;
    case 6:
        calendar_second(&calendar, safety.legs);
        break;
    case 7:
        refusal = calendar_set(&calendar, safety.legs, eva_u32(), eva_u8(0, 1));
        break;
    case 8:
        for (uint8_t leg = 0; leg < USAGE_LEGS; leg++) {
            usage_complete(&safety.legs[leg]);
            usage_cool(&safety.legs[leg]);
            refusal = (uint8_t)usage_wait_min(&safety.legs[leg], calendar.unit_min);
            usage_checkpoint(&safety.legs[leg], eva_u8(0, 1), sense.skin.cC);
        }
        break;
    default:
        refusal = trial_has_credit(&safety.trial, eva_u8(TEST_NONE, TEST_LED_STATUS - 1),
                                   eva_u16(0, LIMIT_TEST_ms));
        break;
    }
}

int main(void)
{
    recall();
    while (eva_u8(0, 1)) {
        switch (eva_u8(0, 3)) {
        case 0:
            look(true, true);
            permit();
            break;
        case 1:
            look(true, false);
            permit();
            break;
        case 2:
            look(false, true);
            permit();
            break;
        default:
            look(false, false);
            permit();
            break;
        }
        in_between();
    }
    return 0;
}
