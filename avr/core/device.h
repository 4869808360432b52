/* device.h: the pure core as a whole: everything the kit knows and decides, without a register.
 *
 * main.c owns one struct device and drives it through the slots of a frame; the tests do the same
 * without hardware. Each slot's function is short enough that a request never waits long behind it.
 * Owns: struct device. Context: main.
 */
#ifndef AVR_CORE_DEVICE_H
#define AVR_CORE_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/buttons.h"
#include "avr/core/calendar.h"
#include "avr/core/control.h"
#include "avr/core/drive.h"
#include "avr/core/lamp.h"
#include "avr/core/outbox.h"
#include "avr/core/safety.h"
#include "avr/core/sense.h"
#include "avr/core/session.h"
#include "avr/core/store.h"
#include "avr/core/view.h"

enum {
    FIRMWARE_MAJOR = 0,
    FIRMWARE_MINOR = 1,
    FIRMWARE_PATCH = 0,
    DEVICE_FRAMES_s = 100,
    DEVICE_KEPT_NOTHING = 0x7FFF, /* nothing was on, and TEST has all its credit */
};

/* What is known once at the reset. */
struct device_boot {
    uint32_t build_id;
    uint8_t reset_cause; /* enum reset_cause */
    uint8_t fuse_extended;
    uint16_t kept; /* device_kept() before it, or DEVICE_KEPT_NOTHING */
};

/* Small and busy things first, as in struct session. */
struct device {
    uint16_t heat_permille; /* the controller's wish */
    uint16_t sample_left_ms;
    uint8_t second_frames; /* of the running second */
    uint8_t tenth_frames;  /* of the running tenth of it */
    uint8_t checkpoint_s;  /* seconds until the next one */
    uint8_t
        charged_legs; /* bits of the legs that the stored record charges ahead: 1 left, 2 right */
    uint8_t keep_ahead_s; /* by which writing is ahead of what the EEPROM should bear */
    bool restore;         /* a person has allowed outputs again: main lifts the cut */
    bool stop_is_down;
    bool asks;                      /* "still there?" */
    bool safety_dirty;              /* to be written at once */
    bool keep_soon, settings_dirty; /* as soon as the EEPROM should bear it */
    uint8_t generation[2];          /* of the newest copy: safety, settings */
    uint8_t newest_slot[2];
    uint16_t boot_id, store_writes, panics;
    uint32_t faults_told, faults_stored;
    struct device_boot boot;
    struct calendar calendar;
    struct control control;
    struct buttons buttons;
    struct lamp lamp;
    struct drive drive;
    struct sense sense;
    struct safety safety;
    struct store_settings settings;
    struct store_writer writer;
    struct outbox outbox;
    struct session session;
};

/* The start has two steps, so that the kit can say early who it is. Both read the EEPROM, which holds four
 * slots, STORE_SLOT_BYTES apart. The first wants a struct of zeros, as static storage is after a reset,
 * and takes over the safety record; the second the settings and all the rest. */
void device_recall(struct device *device, const struct device_boot *boot,
                   uint8_t (*read)(uint16_t address));
void device_init(struct device *device, uint8_t (*read)(uint16_t address));

/* --- the slots of a frame ------------------------------------------------------------------- */

/* Has anything happened that device_tell() would tell? */
static inline bool device_has_news(const struct device *device)
{
    return device->session.news || device->safety.latched != device->faults_told;
}

/* The frame prepared before now stands in the timers: tells what began with it. */
void device_tell(struct device *device, uint32_t applied_us, uint32_t now_ms);

/* Prepares the next frame's strengths and setpoint. */
void device_plan(struct device *device, uint32_t applies_ms);

/* Turns strengths into duties and fills the request to the gate. */
void device_ask(struct device *device, struct safety_request *request);

/* What must outlive a reset though the EEPROM is too slow for it: are outputs on, or were they at a reset whose faults
 * are not written down yet, and what is left for tests? To be noted after each permit. */
uint16_t device_kept(const struct device *device);

/* Once per second: the controller, the time, and whether somebody is still there. */
void device_control(struct device *device);

/* Buttons and LEDs. */
void device_panel(struct device *device, uint32_t now_ms);

/* Once per frame: is a sample due now? Then puts it into the outbox. */
bool device_sample_is_due(struct device *device);
void device_sample(struct device *device, uint32_t t_us);

/* Decides whether something must be written down, and begins it. */
void device_keep(struct device *device);

/* --- things that happen --------------------------------------------------------------------- */

/* STOP pressed, panic byte received: enum end_reason says which. */
void device_stop(struct device *device, uint8_t end_reason);

/* May outputs be armed now? 0 or the enum refusal that says why not. */
uint8_t device_preflight(const struct device *device, uint32_t now_ms);

/* Starts the loaded routine, or goes on after a pause or prompt; 0 or an enum refusal. */
uint8_t device_start(struct device *device, uint8_t level, uint16_t routine_crc, uint32_t now_ms);
uint8_t device_resume(struct device *device, uint32_t now_ms);

/* usage_wait_min() of the declared leg. */
uint16_t device_wait_min(const struct device *device);

/* Somebody is there: an answer, if that was asked. Returns whether it was. */
bool device_answer(struct device *device);

/* Acknowledges faults; 0 or an enum refusal. */
uint8_t device_acknowledge(struct device *device, uint32_t mask);

/* The corrections that the settings hold. */
struct sense_trim device_trim(const struct device *device);

/* Is the state one in which nothing may be driven and what is driven must stop at once? */
bool device_must_rest(const struct device *device);

/* What is measured and driven now: the fields of READINGS_REPLY, which SAMPLE has, too. */
void device_read(const struct device *device, void *to);

/* The BOOT event. */
void device_say_boot(struct device *device, uint32_t now_ms);

/* The MARKED event, of the routine's mark or a person's. */
void device_say_mark(struct device *device, uint32_t t_us, uint8_t mark);

/* What HELLO's answer and the BOOT event say. */
void device_describe(const struct device *device, uint32_t now_ms, struct view_hello_reply *hello);

/* --- the link -------------------------------------------------------------------------------- */

/* The instant of a request, and what only main can tell. */
struct request_context {
    uint32_t (*now_ms)(void);
    uint32_t (*now_us)(void);
    void (*statistics)(struct view_statistics_reply *statistics);
};

/* Answers one whole message: writes the reply message and returns its length (never 0). */
uint8_t requests_answer(struct device *device, const uint8_t *message, uint8_t length,
                        const struct request_context *context, uint8_t *reply);

#endif
