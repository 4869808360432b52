/* STOP in every form, at instants nobody chose: everything is off at once and stays off.
 *
 * A stop by button or panic byte is made in an interrupt; a request waits for its turn. Each
 * instant is drawn from a seed, within the first 120 ms of a session: changed settings are then
 * still being written to the EEPROM, motors get their kick, and the heater comes on. */
#include "tests/kit/peer.h"
#include "tests/tap.h"

enum {
    WRITES_LEAST = 2, /* a few changes are written at once, then one in ten seconds */
    INSTANTS = 50,
    EARLIEST_ms = 25,
    LATEST_ms = 120,
    BYTE_cycles = MACHINE_BYTE_cycles,
    INTERRUPT_limit_cycles =
        240, /* 15 us, of the 25 that are allowed: main alone would sometimes be as fast as that */
    REQUEST_limit_cycles = 2 * PEER_CYCLES_ms,
    ARM_limit_cycles = 2 * PEER_CYCLES_ms,
    WRITE_ms = 4, /* a byte of the EEPROM takes 3.4 ms */
    LEFT_ALONE_ms = 60,
    LEVEL_ms = 25, /* the pin is looked at in each frame */
    QUARTERS = 40, /* of a millisecond, in a frame */
};

static const uint8_t panic_bytes[] = {0, FRAME_PANIC, 0};

/* --- The ways to stop ------------------------------------------------------------------------- */

/* Each returns the cycle at which the device can first know of it. */

static uint64_t send_panic(struct peer *peer)
{
    kit_write(peer->kit, panic_bytes, sizeof panic_bytes);
    return kit_cycles(peer->kit) + 2 * BYTE_cycles;
}

static uint64_t press_stop(struct peer *peer)
{
    peer_inject(peer, "stop-press=20");
    return kit_cycles(peer->kit);
}

static uint64_t send_order(struct peer *peer, uint8_t type)
{
    const uint8_t message[MESSAGE_HEADER] = {type, peer_next_sequence(peer)};
    peer_send(peer, message, sizeof message);
    return kit_cycles(peer->kit) + (MESSAGE_HEADER + FRAME_OVERHEAD) * BYTE_cycles;
}

static uint64_t send_stop(struct peer *peer)
{
    return send_order(peer, MESSAGE_STOP);
}

static uint64_t send_pain(struct peer *peer)
{
    return send_order(peer, MESSAGE_PAIN);
}

/* PAIN, RESUME, and PAIN again: the second one is measured. */
static uint64_t send_pain_again(struct peer *peer)
{
    peer_order(peer, MESSAGE_PAIN);
    peer_run_ms(peer, 10);
    if (peer_order(peer, MESSAGE_RESUME) != 0)
        diag("RESUME was refused");
    peer_run_ms(peer, 25);
    return send_order(peer, MESSAGE_PAIN);
}

static const struct way {
    const char *name;
    uint64_t (*stop)(struct peer *peer);
    uint8_t state, end_reason;
    uint32_t limit_cycles;
} ways[] = {
    {"the panic byte", send_panic, STATE_STOPPED, END_PANIC, INTERRUPT_limit_cycles},
    {"the STOP button", press_stop, STATE_STOPPED, END_STOP_BUTTON, INTERRUPT_limit_cycles},
    {"a STOP request", send_stop, STATE_STOPPED, END_STOP_REQUEST, REQUEST_limit_cycles},
    {"PAIN", send_pain, STATE_PAUSED, END_NONE, REQUEST_limit_cycles},
    {"a second PAIN", send_pain_again, STATE_STOPPED, END_PAIN, REQUEST_limit_cycles},
};

/* --- At random instants ----------------------------------------------------------------------- */

struct tally {
    long worst_cycles;
    unsigned late, armed, driven_again, wrong_state, restarted, while_writing, while_heating;
};

static uint32_t eeprom_writes(struct peer *peer)
{
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    return truth.eeprom_writes;
}

/* Gives the kit much to write, which takes into the next session. */
static void change_settings(struct peer *peer)
{
    static int16_t max_permille = 800;
    max_permille = max_permille == 900 ? 800 : (int16_t)(max_permille + 1);
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        if (peer_change_setting(peer, (uint8_t)(SETTING_upper_medial_max + zone), max_permille))
            diag("SETTING_SET was refused");
}

static void stop_once(struct peer *peer, const struct peer_routine *routine, const struct way *way,
                      double at_ms, struct tally *tally)
{
    change_settings(peer);
    peer_leg(peer, LEG_LEFT);
    peer_start(peer, routine, ROUTINE_MAX_LEVEL);
    peer_run_ms(peer, at_ms);
    if (!peer->outputs.driven)
        diag("nothing was driven at %.3f ms", at_ms);

    tally->while_heating += peer->outputs.heater;
    uint32_t writes = eeprom_writes(peer);
    uint64_t told = way->stop(peer);
    peer_run_ms(peer, WRITE_ms);
    tally->while_writing += eeprom_writes(peer) != writes;
    peer_run_ms(peer, LEFT_ALONE_ms);
    long cycles = (long)(int64_t)(peer->outputs.off_cycle - told);
    if (peer->outputs.driven || cycles < 0 || cycles > (long)way->limit_cycles)
        tally->late++;
    tally->armed += peer->outputs.arm_cycle > told + ARM_limit_cycles;
    if (cycles > tally->worst_cycles)
        tally->worst_cycles = cycles;

    unsigned times = peer->outputs.times;
    struct msg_status_reply status = peer_status(peer);
    tally->wrong_state += status.state != way->state || status.end_reason != way->end_reason;
    tally->restarted += peer_start(peer, routine, 1) != REFUSAL_WRONG_STATE;
    tally->restarted += peer_set(peer, ZONE_MID_MEDIAL, 500, 100) != REFUSAL_WRONG_STATE;
    if (way->state == STATE_STOPPED)
        tally->restarted += peer_order(peer, MESSAGE_RESUME) != REFUSAL_WRONG_STATE;
    peer_run_ms(peer, LEFT_ALONE_ms);
    tally->driven_again += peer->outputs.times != times;
    if (way->state == STATE_PAUSED)
        peer_order(peer, MESSAGE_STOP);
}

/* The user would lose: the one thing that must always work. */
static void test_way(const struct way *way)
{
    struct kit_options options = peer_options();
    struct peer_routine routine;
    struct tally tally = {0};
    uint32_t seed = 2024;
    options.skin_C = 35;
    peer_make_massage(&routine, 300, 100);
    struct peer *peer = peer_new(&options);
    peer_play(peer, &routine);
    peer_run_s(peer, 1); /* the controller has asked for heat */
    peer_order(peer, MESSAGE_STOP);
    for (unsigned i = 0; i < INSTANTS; i++) {
        double spread = (double)tap_random(&seed) / UINT32_MAX;
        stop_once(peer, &routine, way, EARLIEST_ms + spread * (LATEST_ms - EARLIEST_ms), &tally);
    }
    diag("%s: off after at most %ld cycles, %.1f us; %u writing, %u heating", way->name,
         tally.worst_cycles, (double)tally.worst_cycles / PEER_CYCLES_us, tally.while_writing,
         tally.while_heating);
    is_int(tally.late, 0, "%s: at all of %d instants everything is off within %d us", way->name,
           INSTANTS, (int)(way->limit_cycles / PEER_CYCLES_us));
    is_int(tally.armed, 0, "and the heater's arm line rests");
    is_int(tally.wrong_state, 0, "the device says what happened");
    is_int(tally.restarted, 0, "what would start again is refused without a leg");
    is_int(tally.driven_again, 0, "and nothing is driven");
    ok(tally.while_writing >= WRITES_LEAST && tally.while_heating > INSTANTS / 5,
       "some of them were while the EEPROM was written, many while the heater was on");
    peer_free(peer);
}

/* --- At chosen instants ----------------------------------------------------------------------- */

/* The user would lose: a stop that is pressed while a routine comes in, before anything moves. */
static void test_stop_during_upload(void)
{
    struct peer_routine routine;
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_make_massage(&routine, 300, 100);
    peer_run_s(peer, 1);
    is_int(peer_leg(peer, LEG_LEFT), 0, "armed");
    uint8_t begin[LENGTH_UPLOAD_BEGIN];
    uint8_t length = message_put_upload_begin(
        begin, peer_next_sequence(peer),
        &(struct msg_upload_begin){.length = routine.length, .crc = peer_routine_crc(&routine)});
    peer_send(peer, begin, length);
    peer_inject(peer, "stop-press=50");
    peer_run_ms(peer, 100);
    is_int(peer_status(peer).state, STATE_STOPPED, "STOP while an upload begins: stopped");
    is_int(peer_load(peer, &routine), 0, "the upload may be repeated");
    is_int(peer_start(peer, &routine, 1), REFUSAL_WRONG_STATE, "but does not start");
    peer_free(peer);
}

static struct peer *new_playing_peer(struct peer_routine *routine)
{
    struct kit_options options = peer_options();
    peer_make_massage(routine, 300, 100);
    struct peer *peer = peer_new(&options);
    peer_play(peer, routine);
    return peer;
}

/* The user would lose: a leg that is at rest when they have just declared it. */
static void test_leg_right_after_stop(void)
{
    struct peer_routine routine;
    struct peer *peer = new_playing_peer(&routine);
    unsigned driven = 0;
    for (unsigned i = 0; i < 2 * QUARTERS; i++) {
        const unsigned quarter_ms = i / 2; /* both ways at each of them */
        peer_run_ms(peer, 30 + quarter_ms * 0.25);
        uint64_t told = i % 2 ? send_panic(peer) : send_stop(peer);
        const uint8_t leg[] = {MESSAGE_LEG, peer_next_sequence(peer), LEG_LEFT, 0xFF - LEG_LEFT};
        peer_send(peer, leg, sizeof leg);
        kit_run_until(peer->kit, told + 2 * BYTE_cycles, KIT_UNTIL_TIME);
        unsigned times = peer->outputs.times;
        peer_run_ms(peer, 50);
        driven += peer->outputs.driven || peer->outputs.times != times;
        peer_start(peer, &routine, ROUTINE_MAX_LEVEL);
    }
    is_int(driven, 0, "LEG directly behind a stop drives nothing of what was under way");
    peer_free(peer);
}

/* The user would lose: a kit that does not start under a STOP button that is pressed. */
static void test_held_button(void)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_run_s(peer, 1);
    peer_inject(peer, "stop-press=500");
    peer_run_ms(peer, 100);
    is_int(peer_leg(peer, LEG_LEFT), REFUSAL_STOP_PRESSED, "no leg while STOP is held");
    peer_run_ms(peer, 500);
    is_int(peer_leg(peer, LEG_LEFT), 0, "released, it may be declared");
    peer_free(peer);
}

/* The user would lose: a STOP that works though its interrupt does not. The registers' check finds that, too, within
 * half a second. */
static void test_level_of_button(void)
{
    struct peer_routine routine;
    struct peer *peer = new_playing_peer(&routine);
    peer_run_ms(peer, 300);
    peer_inject(peer, "ram-low=0x3d.0"); /* EIMSK, INT0 */
    peer_inject(peer, "stop-press=50");
    peer_run_ms(peer, LEVEL_ms);
    ok(!peer->outputs.driven, "STOP works within %d ms though its interrupt is off", LEVEL_ms);
    struct msg_status_reply status = peer_status(peer);
    is_int(status.end_reason, END_STOP_BUTTON, "and is told as what it is");
    peer_free(peer);
}

int main(void)
{
    for (unsigned i = 0; i < sizeof ways / sizeof *ways; i++)
        test_way(&ways[i]);
    test_stop_during_upload();
    test_leg_right_after_stop();
    test_held_button();
    test_level_of_button();
    return done();
}
