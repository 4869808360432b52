/* main.c: the one room with a door to both sides: registers (avr/hw) and decisions (avr/core).
 *
 * The loop serves what waits, in this order: stops, the next tick, a received byte, a piece of the frame's
 * work; else it sleeps. A frame has ten ticks of 1 ms; its pieces follow each other from its first tick on, with
 * whatever else waits in between, and are done long before it ends. A piece does not begin while a request is
 * coming in, for half a frame at most: so a request hardly ever waits for one. The outputs of a frame are worked
 * out in the frame before and pass the gate at one place, in permit_outputs().
 */
#include <avr/boot.h>
#include <avr/interrupt.h>
#include <avr/pgmspace.h>
#include <string.h>

#include "avr/core/device.h"
#include "avr/core/link.h"
#include "avr/hw/adc.h"
#include "avr/hw/arm.h"
#include "avr/hw/clock.h"
#include "avr/hw/early.h"
#include "avr/hw/eeprom.h"
#include "avr/hw/hw.h"
#include "avr/hw/image.h"
#include "avr/hw/panel.h"
#include "avr/hw/piece.h"
#include "avr/hw/registers.h"
#include "avr/hw/stack.h"
#include "avr/hw/uart.h"
#include "avr/hw/watchdog.h"
#include "build/avr/build_id.h"
#include "protocol/faults.h"

static struct device device;
static struct link link;
static uint8_t event_frame[OUTBOX_MESSAGE_MAX + FRAME_OVERHEAD];
static uint8_t event_length; /* of a message in event_frame that is not sent yet */
static bool armed;           /* the gate lets the arm line be pumped */
static bool frame_is_converted;
static uint32_t frame_ms;         /* when the frame began whose pieces are done now */
static bool heater_in_frame;      /* while this frame's conversions run */
static uint8_t conversions_frame; /* its conversions were begun in time */
static uint8_t frames_done;       /* all their pieces */
static uint8_t piece;             /* the next one of this frame */

enum {
    IMAGE_BYTES_PER_FRAME = 2, /* 22 KB in under two minutes */
    PATIENCE_ticks = 5, /* of a frame: so long the pieces wait for a request that is coming in */
};

static enum reset_cause reset_cause(uint8_t flags)
{
    if (flags & _BV(PORF))
        return RESET_POWER_ON;
    if (flags & _BV(WDRF))
        return RESET_WATCHDOG;
    if (flags & _BV(BORF))
        return RESET_BROWN_OUT;
    return flags & _BV(EXTRF) ? RESET_EXTERNAL : RESET_UNKNOWN;
}

static void count_statistics(struct view_statistics_reply *statistics)
{
    const struct frame_drops *drops = &link.receiver.drops;
    memcpy(&statistics->drops_crc, drops, sizeof *drops);
    statistics->drops_framing = uart_framing_errors();
    statistics->drops_overrun = uart_overruns();
    statistics->drops_event = device.outbox.drops;
    statistics->repeats = link.repeats;
    statistics->late_frames = outputs_late_frames();
    statistics->panics = device.panics;
    statistics->stack_free_byte = stack_free_bytes();
    statistics->store_writes = device.store_writes;
}

/* What must be off at once is off at once, without waiting for the next frame. */
static void follow_state(void)
{
    if (device_must_rest(&device)) {
        outputs_cut();
        armed = false;
        device.restore = false;
    }
}

/* --- the pieces of a frame ------------------------------------------------------------------- */

/* The gate: the only way to the outputs. Asked and permitted in one piece, so that no stop and LEG can
 * come between. */
static void permit_outputs(void)
{
    struct safety_request request;
    struct safety_permit permit;
    device_ask(&device, &request);
    request.now_ms = frame_ms;
    request.late_frames = (uint8_t)outputs_late_frames();
    safety_permit(&device.safety, &request, &device.sense, &permit);
    early_keep_word(device_kept(&device));
    outputs_publish(device.safety.moving ? permit.motor_permille : NULL, permit.heater_permille);
    armed = permit.arm;
    if (device.restore) /* only now: an older frame must not come through */
        outputs_restore();
    device.restore = false;
}

/* The self-test lights one LED by itself. */
static bool is_lit(bool usually, uint8_t test)
{
    return device.session.test == TEST_NONE ? usually : device.session.test == test;
}

static void show_panel(void)
{
    device.stop_is_down = panel_stop_is_down();
    if (device.stop_is_down) /* also by its level */
        device_stop(&device, END_STOP_BUTTON);
    device_panel(&device, frame_ms);
    panel_status_led(is_lit(device.lamp.status, TEST_LED_STATUS));
    panel_attention_led(is_lit(device.lamp.attention, TEST_LED_ATTENTION));
    panel_heat_led(armed || is_lit(false, TEST_LED_HEAT));
}

static void fetch_event(void)
{
    if (event_length == 0 && uart_event_free())
        event_length = outbox_take(&device.outbox, event_frame + 1);
}

static void send_event(void)
{
    if (event_length == 0)
        return;
    uart_send_event(event_frame, frame_encode(event_frame, event_length));
    frame_check(event_frame, (uint8_t)(event_length + FRAME_OVERHEAD));
    event_length = 0;
}

static void tell(void)
{
    panel_sync(device.session.news & NEWS_STEP);
    if (device_has_news(&device))
        device_tell(&device, outputs_applied_us(), clock_ms());
}

static void plan(void)
{
    device_plan(&device, frame_ms + CLOCK_TICKS_PER_FRAME);
    follow_state();
}

PIECE static void permit(void)
{
    permit_outputs();
    follow_state();
    arm_sign(ARM_GATE);
}

/* What was converted in the last frame becomes a reading. */
static void read_sensors(void)
{
    if (!frame_is_converted)
        return;
    struct sense_trim trim = device_trim(&device);
    sense_convert(&device.sense, heater_in_frame, frame_ms, &trim);
    frame_is_converted = false;
}

static void panel(void)
{
    heater_in_frame = armed && outputs_heater_is_on(); /* one switch alone must draw nothing */
    show_panel();
    follow_state();
}

static void sample(void)
{
    if (device_sample_is_due(&device))
        device_sample(&device, clock_us());
}

PIECE static void begin_frame(void)
{
    frame_ms = clock_frame_ms();
    tell();
    plan();
    arm_sign(ARM_STATE);
}

PIECE static void look_around(void)
{
    read_sensors();
    panel();
    device_control(&device);
    arm_sign(ARM_SENSORS);
}

PIECE static void talk(void)
{
    sample();
    fetch_event();
    send_event();
}

/* What is wrong is off with the next frame, two ticks from here. */
static void test_itself(void)
{
    bool good = early_tests_passed();
    good &= registers_check();
    good &= stack_watch();
    good &= image_check(IMAGE_BYTES_PER_FRAME);
    safety_report(&device.safety, FAULT_SELF_TEST, !good);
}

PIECE static void keep(void)
{
    device_keep(&device);
    test_itself();
    arm_sign(ARM_SELF_TEST);
}

/* --- in every tick ---------------------------------------------------------------------------- */

/* The last frame's are taken and this frame's begun, in tick 0: if that comes too late, they are lost, and
 * their inputs are converted once more. */
__attribute__((noinline)) static void turn_conversions(void)
{
    struct adc_frame counts = adc_take();
    if ((uint8_t)(clock_frames() - conversions_frame) == 1 && clock_frame_tick() == 0) {
        sense_take(&device.sense, counts.counts8, counts.ladder_counts);
        frame_is_converted = true;
    }
    panel_ntc_power(sense_ntc_power(&device.sense));
    adc_begin(sense_channel(&device.sense));
    if (clock_frame_tick() == 0)
        conversions_frame = clock_frames();
}

__attribute__((noinline)) static void write_store(void)
{
    uint16_t address;
    if (eeprom_ready()) {
        uint8_t byte = store_writer_next(&device.writer, &address);
        eeprom_write(address, byte);
    }
    if (store_writer_is_idle(&device.writer) || eeprom_is_stuck())
        safety_report(&device.safety, FAULT_CLOCK, !eeprom_pace_is_plausible());
}

/* Is it a frame's first? */
__attribute__((always_inline)) static inline bool take_tick(void)
{
    bool begins_frame = clock_take_tick();
    if (armed)
        arm_pump();
    return begins_frame;
}

static void do_tick(void)
{
    if (take_tick())
        turn_conversions();
    if (!store_writer_is_idle(&device.writer))
        write_store();
}

/* --- the loop ----------------------------------------------------------------------------------- */

static void serve_stops(void)
{
    if (uart_take_panic())
        device_stop(&device, END_PANIC);
    if (panel_take_stop())
        device_stop(&device, END_STOP_BUTTON);
    if (outputs_take_lease_expiry())
        safety_raise(&device.safety, FAULT_SELF_TEST);
    follow_state();
}

static const struct request_context context = {
    .now_ms = clock_ms, .now_us = clock_us, .statistics = count_statistics};

static void serve_byte(void)
{
    uint8_t length = link_feed(&link, uart_take());
    if (length == 0)
        return;
    uart_send_reply(link.out, link_answer(&link, &device, length, &context));
    link_finish(&link);
    follow_state();
}

/* Bytes that come while a reply is being sent wait in their ring. */
static void serve_link(void)
{
    while (uart_pending() && uart_reply_free())
        serve_byte();
}

/* Begun, and their pieces not all done. */
static uint8_t frames_due(void)
{
    return (uint8_t)(clock_frames() - frames_done);
}

static bool piece_can_be_done(void)
{
    uint8_t due = frames_due();
    return due > 0 &&
           (due > 1 || !frame_is_coming(&link.receiver) || clock_frame_tick() >= PATIENCE_ticks);
}

__attribute__((always_inline)) static inline bool is_interrupted(uint8_t next)
{
    piece = next;
    return hw_anything_is_noted();
}

static void end_frame(void)
{
    if (arm_take_round())
        watchdog_kick();
    piece = 0;
    frames_done++;
}

#define DO_AT(place, function)         \
    case (place):                      \
        DO(function);                  \
        if (is_interrupted(place + 1)) \
            return;

/* In their order, each after the one before, until the frame is done or something comes up. */
PIECE static void do_pieces(void)
{
    switch (piece) {
        DO_AT(0, begin_frame)
        DO_AT(1, permit)
        DO_AT(2, look_around)
        DO_AT(3, talk)
    default:
        DO(keep);
        end_frame();
    }
}

__attribute__((noinline)) static void start(void)
{
    struct device_boot boot = {
        .build_id = BUILD_ID,
        .reset_cause = reset_cause(early_take_reset_flags()),
        .fuse_extended = boot_lock_fuse_bits_get(GET_EXTENDED_FUSE_BITS),
        .kept = early_kept_word(DEVICE_KEPT_NOTHING),
    };
    registers_set_first();
    device_recall(&device, &boot, eeprom_read);
    device_say_boot(&device, clock_ms());
    fetch_event();
    send_event();
    sei(); /* on its way; a host need not wait for the rest */
    image_check(IMAGE_ALL);
    registers_set_rest();
    stack_paint();
    device_init(&device, eeprom_read);
    link_init(&link);
    frames_done = (uint8_t)(clock_frames() - 1);    /* this one is still due */
    conversions_frame = (uint8_t)(frames_done - 1); /* and has no conversions */
    watchdog_start();
}

/* Until an interrupt has something for main: in every tick only if there is something to do in each. If that is but
 * the pump, or the next frame's conversions, it is done here. */
static void rest(void)
{
    bool is_quiet = frames_due() == 0 && store_writer_is_idle(&device.writer);
    clock_wake_in_every_tick(armed || !is_quiet);
    for (;;) {
        uint8_t noted = clock_sleep();
        if (!is_quiet || noted != _BV(FLAG_TICK))
            return;
        if (take_tick()) {
            turn_conversions();
            return;
        }
    }
}

int main(void)
{
    start();
    for (;;) {
        if (hw_stop_is_noted())
            serve_stops();
        if (GPIOR0 & _BV(FLAG_TICK))
            do_tick();
        if (GPIOR0 & _BV(FLAG_LINK))
            serve_link();
        if (piece_can_be_done())
            DO_FROM_MAIN(do_pieces);
        else
            rest();
    }
}
