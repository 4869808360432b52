/* One motor at a time: the zone that was asked for, as strong as it was asked for, for as long. */
#include "host/kit/registers.h"
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    KICK_ms = 60,    /* the default of the setting */
    STEADY_ms = 120, /* kick and slew are over */
    FRAME_ms = 10,
    FULL_8 = 255, /* compare values of full duty */
    FULL_16 = 2000,
};

/* The default window is 250 to 900 permille; the ankle row gets three quarters of the strength. */
static const struct {
    const char *name;
    uint16_t ocr;           /* its compare register */
    uint16_t full;          /* of its timer */
    uint16_t at_30, at_100; /* duty in permille: 250 + 650 * strength */
} zones[ZONE_COUNT] = {
    [ZONE_UPPER_MEDIAL] = {"upper-medial", REG_OCR0A, FULL_8, 445, 900},
    [ZONE_UPPER_LATERAL] = {"upper-lateral", REG_OCR0B, FULL_8, 445, 900},
    [ZONE_MID_MEDIAL] = {"mid-medial", REG_OCR1AL, FULL_16, 445, 900},
    [ZONE_MID_LATERAL] = {"mid-lateral", REG_OCR1BL, FULL_16, 445, 900},
    [ZONE_ANKLE_MEDIAL] = {"ankle-medial", REG_OCR2A, FULL_8, 396, 737},
    [ZONE_ANKLE_LATERAL] = {"ankle-lateral", REG_OCR2B, FULL_8, 396, 737},
};

static struct peer *new_peer(const struct kit_options *options)
{
    struct peer *peer = peer_new(options);
    peer_run_ms(peer, 400);
    return peer;
}

static struct peer *new_armed_peer(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = new_peer(&options);
    is_int(peer_leg(peer, LEG_LEFT), 0, "the leg is declared");
    return peer;
}

static unsigned compare_value(const struct peer *peer, unsigned zone)
{
    const uint8_t *data = kit_data(peer->kit);
    unsigned low = data[zones[zone].ocr];
    return zones[zone].full == FULL_16 ? low | (unsigned)data[zones[zone].ocr + 1] << 8 : low;
}

/* Whether this zone is driven and, unless PEER_ALL_ZONES, no other. */
static bool drives_only(const struct peer *peer, unsigned zone)
{
    struct outputs outputs = kit_outputs(peer->kit);
    for (unsigned each = 0; each < ZONE_COUNT; each++)
        if ((outputs.motor_permille[each] > 0) != (zone == each || zone == PEER_ALL_ZONES))
            return false;
    return !outputs.heater_power;
}

/* Whether the compare register holds this duty. Eight bits of PWM may round it down by a count. */
static bool holds_duty(const struct peer *peer, unsigned zone, unsigned permille)
{
    unsigned value = compare_value(peer, zone);
    unsigned exact = permille * zones[zone].full / 1000;
    unsigned least = zones[zone].full == FULL_8 ? exact - 1 : exact;
    if (value >= least && value <= exact)
        return true;
    diag("%s: compare value %u, want %u", zones[zone].name, value, exact);
    return false;
}

/* The user would lose: trust that nothing moves on the leg before they say which leg it is. */
static void test_nothing_before_the_leg(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = new_peer(&options);
    is_int(peer_set(peer, ZONE_MID_MEDIAL, 300, 500), REFUSAL_WRONG_STATE,
           "no motor before a leg is declared");
    is_int(peer_heat(peer, 37000, 500), REFUSAL_WRONG_STATE, "no heat either");
    peer_run_ms(peer, 200);
    is_int(peer->outputs.times, 0, "and nothing is driven");
    is_int(peer_leg(peer, LEG_NONE), REFUSAL_BAD_VALUE, "'no leg' is no leg");
    is_int(peer_leg(peer, LEG_COUNT), REFUSAL_BAD_VALUE, "nor is a third one");
    is_int(peer_set(peer, ZONE_MID_MEDIAL, 300, 500), REFUSAL_WRONG_STATE, "still no motor");
    peer_run_ms(peer, 200);
    is_int(peer->outputs.times, 0, "and nothing is driven");
    peer_free(peer);
}

/* The user would lose: the right motor at the right strength; a calibration that means something.
 */
static void test_each_zone(void)
{
    struct peer *peer = new_armed_peer();
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        is_int(peer_set(peer, zone, 300, 1000), 0, "%s at 30 %%", zones[zone].name);
        peer_run_ms(peer, STEADY_ms);
        ok(drives_only(peer, zone), "drives it and nothing else");
        ok(holds_duty(peer, zone, zones[zone].at_30), "with 30 %% of its window");
        peer_set(peer, zone, 1000, 1000);
        peer_run_ms(peer, STEADY_ms);
        ok(drives_only(peer, zone) && holds_duty(peer, zone, zones[zone].at_100),
           "%s at 100 %%: the window's top", zones[zone].name);
        peer_set(peer, zone, 0, 1000);
        peer_run_ms(peer, 2 * FRAME_ms);
        ok(!peer->outputs.driven, "%s at 0: off", zones[zone].name);
    }
    is_int(peer_set(peer, PEER_ALL_ZONES, 1000, 500), 0, "all zones");
    peer_run_ms(peer, STEADY_ms);
    ok(drives_only(peer, PEER_ALL_ZONES), "drives all six");
    peer_free(peer);
}

/* The user would lose: motors that start at low strength, and their own comfortable maximum. */
static void test_calibrated_window(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = new_peer(&options);
    is_int(peer_change_setting(peer, SETTING_mid_lateral_start, 100), 0, "a lower start point");
    is_int(peer_change_setting(peer, SETTING_mid_lateral_max, 600), 0, "and a lower maximum");
    peer_run_ms(peer, 500);
    kit_power_cycle(peer->kit, 300);
    peer_run_ms(peer, 400);
    peer_leg(peer, LEG_LEFT);
    peer_set(peer, ZONE_MID_LATERAL, 500, 1000);
    peer_run_ms(peer, KICK_ms - FRAME_ms);
    ok(holds_duty(peer, ZONE_MID_LATERAL, 600), "a resting motor gets a kick at the maximum");
    peer_run_ms(peer, STEADY_ms);
    ok(holds_duty(peer, ZONE_MID_LATERAL, 350),
       "and then half of its window, kept over a power cut");
    peer_free(peer);
}

/* The user would lose: the half strength of a leg's first two sessions. */
static void test_new_leg(void)
{
    struct kit_options options = peer_options();
    options.eeprom = NULL;
    struct peer *peer = new_peer(&options);
    peer_leg(peer, LEG_RIGHT);
    peer_set(peer, ZONE_MID_MEDIAL, 1000, 1000);
    peer_run_ms(peer, STEADY_ms);
    ok(holds_duty(peer, ZONE_MID_MEDIAL, 575), "full strength by hand is half on a new leg");
    peer_free(peer);
}

/* The user would lose: a motor that stops when the tool has crashed. */
static void test_duration(void)
{
    struct peer *peer = new_armed_peer();
    uint64_t asked = kit_cycles(peer->kit);
    peer_set(peer, ZONE_UPPER_MEDIAL, 300, 300);
    peer_run_ms(peer, 500);
    long lasted_ms = (long)((peer->outputs.off_cycle - asked) / PEER_CYCLES_ms);
    ok(!peer->outputs.driven && lasted_ms >= 300 && lasted_ms <= 300 + 3 * FRAME_ms,
       "300 ms not renewed are over after %ld ms", lasted_ms);
    is_int(peer_status(peer).state, STATE_ARMED, "the kit is armed again");

    for (int i = 0; i < 5; i++) {
        peer_set(peer, ZONE_UPPER_MEDIAL, 300, 300);
        peer_run_ms(peer, 200);
    }
    is_int(peer->outputs.times, 2, "renewed in time it runs without a gap");
    is_int(peer_set(peer, ZONE_UPPER_MEDIAL, 300, LIMIT_BY_HAND_ms + 1), REFUSAL_BAD_VALUE,
           "it cannot be asked for longer than 5 s");
    is_int(peer_set(peer, ZONE_UPPER_MEDIAL, 1001, 300), REFUSAL_BAD_VALUE,
           "nor stronger than 100 %%");
    is_int(peer_set(peer, PEER_ALL_ZONES + 1, 300, 300), REFUSAL_BAD_VALUE, "nor elsewhere");
    peer_free(peer);
}

/* The user would lose: protection against one wrong byte that happens to pass every check. */
static void test_doubled_values(void)
{
    struct peer *peer = new_armed_peer();
    uint8_t message[LENGTH_SET];
    uint8_t length = message_put_set(
        message, peer_next_sequence(peer),
        &(struct msg_set){.strength_permille = 900, .strength_inverted = 900, .duration_ms = 500});
    is_int(peer_ask(peer, message, length), REFUSAL_COPIES_DIFFER,
           "a strength whose inverted copy differs is refused");
    peer_run_ms(peer, 100);
    is_int(peer->outputs.times, 0, "and drives nothing");
    peer_free(peer);
}

/* The user would lose: warmth by hand that ends by itself. */
static void test_heat(void)
{
    struct peer *peer = new_armed_peer();
    is_int(peer_heat(peer, LIMIT_SETPOINT_MAX_mC + 1, 2000), REFUSAL_BAD_VALUE,
           "heat above 41.0 C is refused");
    is_int(peer_heat(peer, 37000, 3000), 0, "37.0 C for 3 s are not");
    peer_run_ms(peer, 2500);
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    ok(truth.heater_on, "the pad is on");
    peer_run_ms(peer, 700);
    kit_truth(peer->kit, &truth);
    ok(!truth.heater_on && !peer->outputs.driven, "and off when the time is over");
    uint64_t now = kit_cycles(peer->kit);
    peer_run_ms(peer, 500);
    ok(peer->outputs.arm_cycle < now, "its arm line rests");
    peer_free(peer);
}

int main(void)
{
    test_nothing_before_the_leg();
    test_each_zone();
    test_calibrated_window();
    test_new_leg();
    test_duration();
    test_doubled_values();
    test_heat();
    return done();
}
