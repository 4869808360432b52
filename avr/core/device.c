#include "avr/core/device.h"

#include <string.h>

#include "protocol/accepts.h"
#include "protocol/faults.h"
#include "protocol/limits.h"

enum {
    CHECKPOINT_s = 60,
    /* What a host can change as often as it likes is written at once a few times, then once in so long: at worst (a
     * fault that is acknowledged and comes again) a cell is written eight times a minute, and lasts 200 hours of it. */
    KEEP_EVERY_s = 10,
    KEEP_AHEAD_s = 4 * KEEP_EVERY_s,
};

/* --- the frame -------------------------------------------------------------------------------- */

static int16_t setting(const struct device *device, enum setting number)
{
    return device->settings.values[number];
}

struct sense_trim device_trim(const struct device *device)
{
    return (struct sense_trim){
        .skin_offset_mC = (uint16_t)setting(device, SETTING_skin_offset_mC),
        .pad_offset_mC = (uint16_t)setting(device, SETTING_pad_offset_mC),
        .bandgap_mV = (uint16_t)setting(device, SETTING_bandgap_mV),
    };
}

bool device_must_rest(const struct device *device)
{
    switch (device->session.state) {
    case STATE_PAUSED:
    case STATE_STOPPED:
    case STATE_FAULT:
        return true;
    default:
        return device->safety.latched & ~FAULT_BIT(FAULT_MOTOR);
    }
}

static bool is_in_use(const struct device *device)
{
    switch (device->session.state) {
    case STATE_RUNNING:
    case STATE_PAUSED:
    case STATE_SETTLING:
    case STATE_COOLING: /* dose and hot time go on */
    case STATE_BY_HAND:
        return true;
    case STATE_TESTING:
        return true; /* on a leg, if there is one */
    default:
        return device->sense.skin.cC > LIMIT_cC(HOT_SKIN);
    }
}

static void end_session(struct device *device)
{
    struct usage *leg = safety_leg(&device->safety);
    if (!leg) /* a fault of the guard has taken it */
        return;
    safety_legs_change(&device->safety);
    if (device->session.end_reason == END_COMPLETED)
        usage_complete(leg);
    if (leg->kept.marks & USAGE_COUNTED)
        device->keep_soon = true;
}

void device_plan(struct device *device, uint32_t applies_ms)
{
    struct session_inputs inputs = {
        .applies_ms = applies_ms,
        .skin_cC = device->sense.skin.cC,
        .pad_cC = device->sense.pad.cC,
        .setpoint_max_cC = (int16_t)(setting(device, SETTING_setpoint_max_dC) * 10),
        .limit = safety_limit_reached(&device->safety),
        .faulty = device->safety.latched & ~FAULT_BIT(FAULT_MOTOR),
        .is_checked = device->sense.complete,
        .heat_rests = safety_heat_rests(&device->safety),
    };
    session_frame(&device->session, &inputs);
    if (session_is_astray(&device->session))
        safety_raise(&device->safety, FAULT_SELF_TEST);
    if (device->session.news & NEWS_END)
        end_session(device);
}

/* Where nothing changes it is done ten times a second. */
static void drive(struct device *device)
{
    uint8_t due = device->drive.due_zones | device->session.moved_zones;
    if (device->tenth_frames == 0)
        due = ZONES_ALL;
    if (!due)
        return;
    device->drive.due_zones = due;
    device->session.moved_zones = 0;
    struct drive_windows windows = {
        .start_permille = &device->settings.values[SETTING_upper_medial_start],
        .max_permille = &device->settings.values[SETTING_upper_medial_max],
        .kick_ms = (uint16_t)setting(device, SETTING_kick_ms),
        .slew_permille = (uint16_t)setting(device, SETTING_slew_permille_per_10ms),
    };
    drive_frame(&device->drive, device->session.strength_permille, &windows);
}

void device_ask(struct device *device, struct safety_request *request)
{
    drive(device);
    request->motor_permille = device->session.moves ? device->drive.duty_permille : NULL;
    request->heater_permille = device->session.setpoint_cC > 0 ? device->heat_permille : 0;
    request->test = TEST_NONE;
    if (device->session.state == STATE_TESTING && device->session.test < TEST_LED_STATUS)
        request->test = device->session.test;
    request->was_cut = device->restore;
}

uint16_t device_kept(const struct device *device)
{
    const struct safety *safety = &device->safety;
    bool is_on = safety->moving || safety->heater_permille > 0;
    uint16_t was_on = device->boot.kept & (DEVICE_KEPT_NOTHING + 1U);
    return (uint16_t)(safety->trial.credit_frames | (is_on ? DEVICE_KEPT_NOTHING + 1U : was_on));
}

/* Whether somebody is there is asked where there is heat that could go on. */
static void ask_for_person(struct device *device)
{
    const struct usage *leg = safety_leg(&device->safety);
    bool asks = device->session.setpoint_cC > 0 && !safety_heat_rests(&device->safety) &&
                leg->unanswered_s >= LIMIT_ASK_s;
    if (asks && !device->asks)
        device->session.news |= NEWS_STILL_THERE;
    device->asks = asks;
}

void device_control(struct device *device)
{
    const struct sense *sense = &device->sense;
    if (++device->tenth_frames == DEVICE_FRAMES_s / 10)
        device->tenth_frames = 0;
    if (++device->second_frames < DEVICE_FRAMES_s)
        return;
    device->second_frames = 0;
    if (device->checkpoint_s > 0)
        device->checkpoint_s--;
    if (device->keep_ahead_s > 0)
        device->keep_ahead_s--;
    if (calendar_second(&device->calendar, device->safety.legs))
        safety_legs_aged(&device->safety);
    ask_for_person(device);
    if (!sense_both_ok(sense) || !sense->complete) {
        control_reset(&device->control);
        device->heat_permille = 0;
        return;
    }
    if (sense->skin.cC < LIMIT_cC(COOL) && sense->pad.cC < LIMIT_cC(COOL))
        for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
            usage_cool(&device->safety.legs[leg]);
    device->heat_permille = control_second(&device->control, device->session.setpoint_cC,
                                           sense->skin.cC, sense->pad.cC);
}

/* --- panel ------------------------------------------------------------------------------------ */

/* MODE starts, pauses, goes on, and answers a prompt. */
static void press_mode(struct device *device, uint32_t now_ms)
{
    struct session *session = &device->session;
    if (session_waits_for_person(session))
        device_resume(device, now_ms);
    else if (session->state == STATE_ARMED && session->length > 0)
        device_start(device, routine_header(session->program).level_default, session->crc, now_ms);
    else if (accepts_request(session->state, MESSAGE_PAUSE))
        session_pause(session);
}

/* LEVEL goes up by one, and from the highest to 1. */
static void press_level(struct session *session)
{
    if (accepts_request(session->state, MESSAGE_LEVEL) &&
        session_level(session, (uint8_t)(session->level + 1)) != 0)
        session_level(session, 1);
}

void device_panel(struct device *device, uint32_t now_ms)
{
    uint8_t button = buttons_frame(&device->buttons, device->sense.ladder_counts);
    if (button != BUTTON_NONE && device_answer(device))
        button = BUTTON_NONE; /* it has done its work */
    if (button == BUTTON_MODE)
        press_mode(device, now_ms);
    else if (button == BUTTON_LEVEL)
        press_level(&device->session);
    if (buttons_stop_held(&device->buttons, device->stop_is_down) &&
        accepts_request(device->session.state, MESSAGE_FAULT_ACK))
        device_acknowledge(device, device->faults_told);
    bool asks = device->asks ||
                (device->session.state == STATE_RUNNING && device->session.player.prompting);
    if (device->tenth_frames == 0)
        lamp_tenth(&device->lamp, session_is_open(&device->session), asks, device->safety.latched);
}

/* --- things that happen ------------------------------------------------------------------------ */

uint8_t device_preflight(const struct device *device, uint32_t now_ms)
{
    if (device->stop_is_down)
        return REFUSAL_STOP_PRESSED;
    return safety_preflight(&device->safety, &device->sense, now_ms);
}

uint16_t device_wait_min(const struct device *device)
{
    const struct safety *safety = &device->safety;
    return usage_wait_min(&safety->legs[safety->leg - 1], device->calendar.unit_min);
}

uint8_t device_start(struct device *device, uint8_t level, uint16_t routine_crc, uint32_t now_ms)
{
    const struct usage *leg = safety_leg(&device->safety); /* a leg is declared when armed */
    uint8_t refusal = device_preflight(device, now_ms);
    if (!refusal && device_wait_min(device) > 0)
        refusal = REFUSAL_LEG_RESTS;
    if (!refusal)
        refusal = session_start(&device->session, level, routine_crc, usage_motor_left_s(leg),
                                usage_is_new(leg));
    if (refusal)
        return refusal;
    if (usage_is_new(leg))
        device->session.news |= NEWS_NEW_LEG;
    if (usage_is_frequent(leg))
        device->session.news |= NEWS_FREQUENT;
    return 0;
}

uint8_t device_resume(struct device *device, uint32_t now_ms)
{
    if (device->stop_is_down)
        return REFUSAL_STOP_PRESSED;
    uint8_t refusal = safety_may_go_on(&device->safety, &device->sense, now_ms);
    if (refusal)
        return refusal;
    refusal = session_resume(&device->session);
    if (refusal)
        return refusal;
    device->restore = true;
    device_answer(device);
    return 0;
}

bool device_answer(struct device *device)
{
    if (!device->asks)
        return false;
    device->asks = false;
    device->session.news |= NEWS_ANSWERED;
    struct usage *leg = safety_leg(&device->safety);
    if (leg != NULL) /* or the gate has taken it away in this very second */
        leg->unanswered_s = 0;
    return true;
}

void device_stop(struct device *device, uint8_t end_reason)
{
    if (end_reason == END_PANIC)
        device->panics++;
    session_stop(&device->session, end_reason);
}

uint8_t device_acknowledge(struct device *device, uint32_t mask)
{
    if (!safety_acknowledge(&device->safety, mask))
        return REFUSAL_CAUSE_REMAINS;
    if (!device->safety.latched)
        session_fault_is_gone(&device->session);
    return 0;
}

/* --- keeping ----------------------------------------------------------------------------------- */

static __attribute__((noinline)) void begin_write(struct device *device, enum store_record record,
                                                  uint8_t first_slot, uint8_t length)
{
    uint8_t *slot = &device->newest_slot[record];
    *slot = *slot == first_slot ? (uint8_t)(first_slot + 1) : first_slot;
    device->writer.length = length;
    device->writer.at = 0;
    device->writer.address = (uint16_t)(*slot * STORE_SLOT_BYTES);
    device->store_writes++;
}

static __attribute__((noinline)) void write_safety(struct device *device)
{
    const struct safety *safety = &device->safety;
    uint8_t *out = device->writer.bytes;
    uint8_t *at = store_begin_safety(out, ++device->generation[0], device->boot_id, safety->latched,
                                     &device->calendar);
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++) {
        struct usage_leg record = usage_checkpoint(
            &safety->legs[leg], device->charged_legs & (leg + 1), device->sense.skin.cC);
        at = store_add_leg(at, &record);
    }
    begin_write(device, STORE_SAFETY, STORE_SAFETY_A, store_seal(out, at));
    device->faults_stored = safety->latched;
    device->safety_dirty = false;
    device->keep_soon = false;
    device->checkpoint_s = CHECKPOINT_s;
}

static __attribute__((noinline)) void write_settings(struct device *device)
{
    uint8_t length =
        store_put_settings(device->writer.bytes, ++device->generation[1], &device->settings);
    begin_write(device, STORE_SETTINGS, STORE_SETTINGS_A, length);
    device->settings_dirty = false;
}

/* A minute is charged as the use of a leg begins and as each minute ends; what was not used is given back then. A
 * new fault cannot wait. */
static bool is_due(struct device *device)
{
    uint8_t used = is_in_use(device) ? device->safety.leg : LEG_NONE;
    bool is_over = device->checkpoint_s == 0 && (used | device->charged_legs);
    bool is_new = used & ~device->charged_legs;
    if (is_over)
        device->charged_legs = used;
    device->charged_legs |= used;
    return is_over || is_new || device->safety_dirty ||
           (device->safety.latched & ~device->faults_stored);
}

/* Whether a leg comes into use is looked at ten times a second. */
void device_keep(struct device *device)
{
    bool is_wanted = device->keep_soon || device->settings_dirty ||
                     device->safety.latched != device->faults_stored;
    bool waits = !is_wanted && !device->safety_dirty && device->tenth_frames > 0;
    if (waits || !store_writer_is_idle(&device->writer))
        return;
    if (is_due(device)) {
        write_safety(device);
    } else if (is_wanted && device->keep_ahead_s < KEEP_AHEAD_s) {
        device->keep_ahead_s = (uint8_t)(device->keep_ahead_s + KEEP_EVERY_s);
        if (device->settings_dirty)
            write_settings(device);
        else
            write_safety(device);
    } else {
        device->boot.kept = 0; /* what it has led to is written down */
    }
}
