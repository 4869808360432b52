#include "tests/campaign/evasions.h"

#include <stdlib.h>
#include <string.h>

#include "avr/core/store.h"
#include "host/kit/kit_internal.h"
#include "host/kit/machine_internal.h"
#include "host/kit/registers.h"
#include "tests/tap.h"

enum {
    FRAME_ms = 10,
    HEAT_41_C = 110,
    WRAP_AFTER_ms = 6000,
};

/* --- What a host says --------------------------------------------------------------------------- */

static void pass(struct attack *attack, double seconds)
{
    leg_log_run_s(&attack->log, seconds);
}

static double draw(struct attack *attack, double from, double to)
{
    return from + (to - from) * tap_random(&attack->random) / UINT32_MAX;
}

/* A massage with heat whose header says that its motors move for a second. */
static void load_liar(struct peer *peer)
{
    struct peer_routine liar;
    peer_make_massage(&liar, 600, HEAT_41_C);
    liar.header.motor_s = 1;
    routine_put_header(liar.bytes, &liar.header);
    peer_load(peer, &liar);
}

static void start(struct peer *peer)
{
    struct msg_status_reply status = peer_status(peer);
    uint8_t message[LENGTH_START];
    peer_leg(peer, LEG_LEFT);
    peer_ask(peer, message,
             message_put_start(message, peer_next_sequence(peer),
                               &(struct msg_start){.level = ROUTINE_MAX_LEVEL,
                                                   .level_inverted = 0xFF - ROUTINE_MAX_LEVEL,
                                                   .routine_crc = status.routine_crc}));
}

static void begin_session(struct attack *attack)
{
    load_liar(attack->peer);
    start(attack->peer);
}

/* Sessions without a pause between them. */
static void go_on_at_once(struct attack *attack)
{
    peer_order(attack->peer, MESSAGE_STOP);
    start(attack->peer);
    pass(attack, draw(attack, 0.2, 4));
}

static void go_on_by_hand(struct attack *attack)
{
    if (attack->round % 3 == 0)
        peer_leg(attack->peer, LEG_LEFT);
    peer_set(attack->peer, PEER_ALL_ZONES, 1000, LIMIT_BY_HAND_ms);
    peer_heat(attack->peer, LIMIT_SETPOINT_MAX_mC, LIMIT_BY_HAND_ms);
    pass(attack, 2);
}

/* A target that is sent again and again, and changed, must neither trip anything nor win heat. */
static void go_on_with_targets(struct attack *attack)
{
    for (unsigned i = 0; i < 20; i++) {
        peer_leg(attack->peer, i == 10 ? LEG_LEFT : LEG_NONE);
        peer_heat(attack->peer, i % 2 ? LIMIT_SETPOINT_MIN_mC : LIMIT_SETPOINT_MAX_mC, 1000);
        peer_set(attack->peer, (uint8_t)(i % ZONE_COUNT), 1000, 1000);
        pass(attack, 0.1);
    }
}

static void test_output(struct peer *peer, uint8_t test)
{
    uint8_t message[LENGTH_TEST];
    peer_ask(peer, message,
             message_put_test(message, peer_next_sequence(peer),
                              &(struct msg_test){.test = test,
                                                 .test_inverted = (uint8_t)~test,
                                                 .duration_ms = LIMIT_TEST_ms}));
}

static void go_on_testing(struct attack *attack)
{
    if (attack->round == 0)
        peer_leg(attack->peer, LEG_LEFT); /* it stays declared */
    if (attack->round == 0)
        peer_order(attack->peer, MESSAGE_STOP);
    test_output(attack->peer,
                (uint8_t)(TEST_MOTOR_UM + attack->round % (TEST_LED_STATUS - TEST_MOTOR_UM)));
    pass(attack, LIMIT_TEST_ms / 1e3);
}

static void go_on_pausing(struct attack *attack)
{
    if (peer_status(attack->peer).state == STATE_STOPPED || attack->round % 10 == 0)
        start(attack->peer);
    peer_order(attack->peer, MESSAGE_PAUSE);
    pass(attack, draw(attack, 0.01, 0.2));
    peer_order(attack->peer, MESSAGE_RESUME);
    pass(attack, draw(attack, 0.2, 1));
}

static void go_on_with_anything(struct attack *attack)
{
    static void (*const ways[])(struct attack *) = {go_on_at_once, go_on_by_hand, go_on_testing,
                                                    go_on_pausing, go_on_with_targets};
    ways[tap_random(&attack->random) % (sizeof ways / sizeof *ways)](attack);
}

/* --- What a hand does --------------------------------------------------------------------------- */

static void pull_plug(struct attack *attack)
{
    begin_session(attack);
    pass(attack, draw(attack, 0.1, 5));
    kit_power_cycle(attack->peer->kit, (unsigned)draw(attack, 50, 500));
    pass(attack, EVASION_AWAKE_ms / 1e3);
}

static void drop_dtr(struct attack *attack)
{
    begin_session(attack);
    pass(attack, draw(attack, 0.1, 5));
    kit_drop_dtr(attack->peer->kit);
    pass(attack, EVASION_AWAKE_ms / 1e3);
}

static void test_and_pull_plug(struct attack *attack)
{
    for (unsigned i = 0; i < 8; i++) {
        test_output(attack->peer, i % 2 ? TEST_MOTOR_UM : TEST_HEATER);
        pass(attack, LIMIT_TEST_ms / 1e3);
    }
    kit_power_cycle(attack->peer->kit, 100);
    pass(attack, EVASION_AWAKE_ms / 1e3);
}

/* --- What time it is ---------------------------------------------------------------------------- */

enum { HOUR_min = 60, WEEK_min = 7 * 24 * HOUR_min, MINUTE_s = 60 };

/* Minutes since 1970: the true time, and by how much a host is wrong. */
static int tell_time(struct attack *attack, int32_t wrong_min)
{
    uint32_t passed_min = (uint32_t)(kit_now_us(attack->peer->kit) / (MINUTE_s * 1000000LL));
    return peer_clock(attack->peer, EVASION_BEGIN_min + passed_min + (uint32_t)wrong_min);
}

static void reset_somehow(struct attack *attack)
{
    if (tap_random(&attack->random) % 2)
        kit_power_cycle(attack->peer->kit, (unsigned)draw(attack, 50, 500));
    else
        kit_drop_dtr(attack->peer->kit);
    pass(attack, EVASION_AWAKE_ms / 1e3);
}

/* Lies that nobody need believe, another one first each time; then the truth, and behind it what would be a rest. */
static void set_clock_to_and_fro(struct attack *attack)
{
    static const int32_t back_min[] = {-HOUR_min, -WEEK_min, -(int32_t)EVASION_BEGIN_min, -1};
    static const int32_t ahead_min[] = {LIMIT_REST_s / MINUTE_s + 2 * LIMIT_CLOCK_SLACK_min + 1,
                                        HOUR_min, WEEK_min};
    enum { BACK = sizeof back_min / sizeof *back_min };
    for (unsigned i = 0; i < BACK + 2; i++) {
        unsigned lie = (attack->round + i) % (BACK + 2);
        if (lie < BACK)
            tell_time(attack, back_min[lie]);
        else
            peer_clock(attack->peer, lie == BACK ? EVASION_BEGIN_min * MINUTE_s : UINT32_MAX);
    }
    if (attack->round % 3 < 2) {
        tell_time(attack, 0);
        for (unsigned i = 0; i < sizeof ahead_min / sizeof *ahead_min; i++)
            tell_time(attack, ahead_min[i]);
    }
    begin_session(attack);
    pass(attack, draw(attack, 0.2, 4));
    reset_somehow(attack);
}

/* What the kit knows of the time is written down with a moment of the other leg's motors. */
static void write_down(struct attack *attack)
{
    peer_leg(attack->peer, LEG_RIGHT);
    peer_set(attack->peer, ZONE_MID_MEDIAL, 500, FRAME_ms);
    pass(attack, 0.4);
    peer_order(attack->peer, MESSAGE_STOP);
}

static void have_session(struct attack *attack)
{
    tell_time(attack, 0);
    begin_session(attack);
    pass(attack, 5);
    reset_somehow(attack);
}

/* One is an hour ahead, which both together may gain once: the next session of the leg is six away. */
static void take_turns_of_two_hosts(struct attack *attack)
{
    tell_time(attack, attack->round % 2 ? 0 : HOUR_min);
    write_down(attack);
    begin_session(attack);
    pass(attack, draw(attack, 0.2, 4));
    reset_somehow(attack);
}

/* A TEST that moves nothing and a reset: does a session go on by it? */
static void reset_while_waiting(struct attack *attack)
{
    tell_time(attack, 0);
    begin_session(attack);
    pass(attack, 1);
    test_output(attack->peer, TEST_LED_STATUS); /* of a leg that is declared */
    pass(attack, 0.5);
    reset_somehow(attack);
}

/* --- Settings, clocks, memory ------------------------------------------------------------------- */

#define AS_RANGE(number, name, unit, minimum, maximum, fallback, help) {minimum, maximum},
static const int32_t ranges[SETTING_COUNT][2] = {SETTINGS(AS_RANGE)};
#undef AS_RANGE

static void go_on_with_settings(struct attack *attack)
{
    for (uint8_t setting = 0; setting < SETTING_COUNT; setting++) {
        unsigned end = attack->round < 2 ? attack->round : tap_random(&attack->random) % 2;
        peer_change_setting(attack->peer, setting, ranges[setting][end]);
        peer_change_setting(attack->peer, setting, ranges[setting][1] + 1);
        peer_change_setting(attack->peer, setting, ranges[setting][0] - 1);
    }
    begin_session(attack);
    pass(attack, 4);
    peer_order(attack->peer, MESSAGE_STOP);
}

enum { LOOKS = 4 };

/* The first word of RAM from `at` on that grows by a frame in each frame between these looks; 0: there is none. */
static uint16_t find_clock(uint8_t data[LOOKS][RAM_END + 1], uint16_t at)
{
    for (; at < RAM_END - 3; at++) {
        uint32_t words[LOOKS];
        unsigned right = 0;
        for (unsigned look = 0; look < LOOKS; look++) {
            memcpy(&words[look], &data[look][at], sizeof *words);
            right += words[look] == words[0] + look * FRAME_ms;
        }
        if (right == LOOKS && words[0] >= FRAME_ms && words[0] < EVASION_AWAKE_ms)
            return at;
    }
    return 0;
}

/* Others grow with the clock: it is the one that HELLO tells. */
static bool is_clock(struct peer *peer, uint16_t at, uint32_t ms)
{
    uint8_t *word = &peer->kit->machine->avr->data[at];
    uint32_t before;
    memcpy(&before, word, sizeof before);
    memcpy(word, &ms, sizeof ms);
    struct msg_hello_reply hello = {0};
    peer_hello(peer, &hello);
    if (hello.uptime_ms - ms <= FRAME_ms)
        return true;
    memcpy(word, &before, sizeof before);
    return false;
}

/* Sets the firmware's clock in the first moments after power has come: nothing has been stamped yet. */
static void set_clock(struct peer *peer, uint32_t ms)
{
    static uint8_t data[LOOKS][RAM_END + 1];
    for (unsigned frame = 0; frame < EVASION_AWAKE_ms / FRAME_ms; frame++) {
        memmove(data[0], data[1], sizeof data - sizeof data[0]);
        peer_run_ms(peer, FRAME_ms);
        memcpy(data[LOOKS - 1], kit_data(peer->kit), sizeof data[0]);
        uint16_t at = RAM_START;
        while ((at = find_clock(data, at)) > 0) {
            if (is_clock(peer, at, ms))
                return;
            at++;
        }
    }
    diag("the firmware's clock is not found");
    exit(1);
}

static void wrap_clock(struct attack *attack, uint32_t at_ms)
{
    kit_power_cycle(attack->peer->kit, 100);
    set_clock(attack->peer, at_ms - WRAP_AFTER_ms);
    pass(attack, EVASION_AWAKE_ms / 1e3);
    begin_session(attack);
}

static void wrap_ms(struct attack *attack)
{
    wrap_clock(attack, 0);
}

static void wrap_us(struct attack *attack)
{
    wrap_clock(attack, UINT32_MAX / 1000);
}

/* A byte of the safety record's copies changes while the power is off; a person acknowledges what the kit then says. */
static void spoil_store(struct attack *attack, bool both)
{
    uint8_t *eeprom = attack->peer->kit->eeprom;
    unsigned spoilt = tap_random(&attack->random) % 2;
    begin_session(attack);
    pass(attack, draw(attack, 1, 4));
    peer_inject(attack->peer, "power-cut=300");
    pass(attack, 0.1);
    for (unsigned copy = 0; copy < 2; copy++)
        if (both || copy == spoilt)
            eeprom[(STORE_SAFETY_A + copy) * STORE_SLOT_BYTES +
                   tap_random(&attack->random) % STORE_SAFETY_BYTES] ^= 0x10;
    pass(attack, EVASION_AWAKE_ms / 1e3);
    peer_acknowledge(attack->peer, UINT32_MAX);
}

static void spoil_one_copy(struct attack *attack)
{
    spoil_store(attack, false);
}

static void spoil_both_copies(struct attack *attack)
{
    spoil_store(attack, true);
}

static void fill_store_with_noise(struct attack *attack)
{
    uint8_t *eeprom = attack->peer->kit->eeprom;
    peer_inject(attack->peer, "power-cut=300");
    pass(attack, 0.1);
    for (unsigned i = 0; i < MACHINE_EEPROM_bytes; i++)
        eeprom[i] = (uint8_t)(tap_random(&attack->random) >> 8);
    pass(attack, EVASION_AWAKE_ms / 1e3);
    peer_acknowledge(attack->peer, UINT32_MAX);
    begin_session(attack);
    pass(attack, 4);
}

/* --- All of them -------------------------------------------------------------------------------- */

static const struct evasion evasions[EVASION_count] = {
    {"back to back", begin_session, go_on_at_once, false, true,
     "STOP, LEG, START without a pause, a routine whose header lies"},
    {"power cut in sessions", NULL, pull_plug, false, true, "each session is ended by the plug"},
    {"reset by DTR in sessions", NULL, drop_dtr, false, false, "with the jumper on FLASH"},
    {"by hand", NULL, go_on_by_hand, false, true, "SET and HEAT renewed for ever, LEG in between"},
    {"targets sent again", NULL, go_on_with_targets, false, true,
     "HEAT from one end of the setpoints to the other ten times a second"},
    {"pauses", begin_session, go_on_pausing, false, false,
     "PAUSE and RESUME after parts of a second"},
    {"tests on a leg", NULL, go_on_testing, false, false,
     "TEST of every motor in turn, beyond what the leg may have"},
    {"all mixed", begin_session, go_on_with_anything, false, false, "the above, at random"},
    {"settings at their ends", NULL, go_on_with_settings, false, false,
     "each at its least, its most, and beyond"},
    {"2^32 ms of uptime", wrap_ms, go_on_at_once, false, false, "the clock wraps in a session"},
    {"2^32 us of uptime", wrap_us, go_on_at_once, false, true, "the stamps wrap in a session"},
    {"clock set back and forward", NULL, set_clock_to_and_fro, false, true,
     "hours, weeks, seconds for minutes; before and behind the truth, across resets"},
    {"two hosts, two clocks", have_session, take_turns_of_two_hosts, false, false,
     "after a session, in turns, one of them an hour ahead, across resets and power cuts"},
    {"one copy of the store spoilt", NULL, spoil_one_copy, false, false,
     "a byte of the record changes while the power is off"},
    {"both copies spoilt", NULL, spoil_both_copies, false, false,
     "F13; what the leg has had is not known any more"},
    {"store full of noise", NULL, fill_store_with_noise, false, false, "the same"},
    {"tests and power cuts", NULL, test_and_pull_plug, true, false,
     "TEST needs no leg: one motor, for as long as a hand pulls the plug; no heat above 38 C"},
    {"resets while the leg waits", NULL, reset_while_waiting, false, false,
     "for its next session, with a TEST of an LED before each"},
};

const struct evasion *evasion_at(unsigned place)
{
    return &evasions[place];
}
