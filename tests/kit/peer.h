/* peer.h: the other end of the link, for tests of the whole firmware in the virtual kit.
 *
 * Asks, waits for events and watches the outputs, all in simulated time.
 * Owns: struct peer with its kit, freed by peer_free(). Context: tests.
 * Errors: a kit that cannot be built, or firmware that dies, ends the test program as failed.
 */
#ifndef TESTS_KIT_PEER_H
#define TESTS_KIT_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/calendar.h"
#include "host/kit/kit.h"
#include "protocol/faults.h"
#include "protocol/frame.h"
#include "protocol/limits.h"
#include "protocol/message.h"
#include "protocol/settings.h"
#include "tests/kit/peer_routine.h"

enum {
    PEER_SILENT = -1, /* in place of a refusal: no answer came */
    PEER_ANSWER_ms = 100,
    PEER_CYCLES_us = MACHINE_CLOCK_Hz / 1000000,
    PEER_CYCLES_ms = MACHINE_CLOCK_Hz / 1000,
    PEER_ALL_ZONES = 6, /* as a zone of SET */
    PEER_EVENTS_max = 1 << 15,
};

struct peer_message {
    uint64_t cycle; /* when the firmware handed the first byte to its transmitter */
    uint8_t length;
    uint8_t bytes[FRAME_MAX_MESSAGE + 2];
};

/* What the outputs have done. "Driven" is a motor's duty above zero or the heater's switch on. */
struct peer_outputs {
    bool driven, moving;
    unsigned times;               /* how often that has begun since the kit was made */
    uint64_t on_cycle, off_cycle; /* when it last began and ended */
    uint64_t driven_cycles;       /* how long in all, up to the last end */
    uint64_t move_cycle,
        moved_cycles; /* when motors alone last began, and how long in all, likewise */
    bool heater;
    uint64_t heater_off_cycle;
    bool arm;
    uint64_t arm_cycle; /* the last edge of the arm line */
};

struct peer {
    struct kit *kit;
    struct peer_outputs outputs;
    struct peer_message reply; /* the last one */
    unsigned replies;          /* how many came */
    struct peer_message *events;
    unsigned event_count;
    unsigned next_event[256]; /* by type: where to look for one that nobody has taken */
    struct frame_receiver receiver;
    struct peer_message incoming;
    uint8_t sequence;
    bool has_reply;
    bool in_frame;
};

/* --- Life ------------------------------------------------------------------------------------- */

/* A kit like kit_default_options() with this build's firmware, or that of the environment's KIT_FIRMWARE, and two
 * practised legs. */
struct kit_options peer_options(void);

/* An EEPROM image of a kit that stores this about both legs, and these latched faults. The image
 * stands until the next call. _at: and that it was this time. */
const uint8_t *peer_stored(const struct usage_leg *leg, uint32_t faults);
const uint8_t *peer_stored_at(const struct usage_leg *leg, uint32_t faults, uint32_t utc_min);

/* What the kit's EEPROM holds at this moment: the safety record that a start would believe. False:
 * no copy is valid. */
struct peer_record {
    uint16_t boot_id;
    uint32_t faults;
    struct calendar calendar;
    struct usage_leg legs[USAGE_LEGS];
};
bool peer_read_record(const struct peer *peer, struct peer_record *record);

/* Switches on such a kit, and its other end. */
struct peer *peer_new(const struct kit_options *options);
void peer_free(struct peer *peer);

/* How long some motor has been driven since the kit was made, up to now. */
uint64_t peer_moved_cycles(const struct peer *peer);

/* --- Time and events -------------------------------------------------------------------------- */

/* Lets time pass; what comes meanwhile is kept. */
void peer_run_ms(struct peer *peer, double milliseconds);
void peer_run_s(struct peer *peer, double seconds);

/* Takes in what has come up to now, for a test that runs the kit itself. */
void peer_listen(struct peer *peer);

/* Makes something go wrong from now on, or at a time (host/kit/mishap.h). */
void peer_inject(struct peer *peer, const char *mishap);

/* The next event of a type that has not been taken, waiting for it if need be; NULL: none came. */
const struct peer_message *peer_await(struct peer *peer, uint8_t type, double within_ms);

/* peer_await_state(peer, &state, within_ms) ...: the same, decoded; false: none came. */
#define PEER_AWAIT_REQUEST(NAME, name)
#define PEER_AWAIT_REPLY(NAME, name)
#define PEER_AWAIT_EVENT(NAME, name)                                                    \
    static inline bool peer_await_##name(struct peer *peer, struct msg_##name *fields,  \
                                         double within_ms)                              \
    {                                                                                   \
        const struct peer_message *event = peer_await(peer, MESSAGE_##NAME, within_ms); \
        return event && message_get_##name(fields, event->bytes, event->length);        \
    }
#define AS_AWAIT(NAME, name, type, kind, help) PEER_AWAIT_##kind(NAME, name)
MESSAGES(AS_AWAIT)
#undef AS_AWAIT

/* Forgets the events that have come. */
void peer_forget_events(struct peer *peer);

/* Waits until the device has this state; false: it has not within the time. */
bool peer_reach_state(struct peer *peer, uint8_t state, double within_ms);

/* --- Requests: 0, or the enum refusal, or PEER_SILENT ----------------------------------------- */

/* Sends a message and waits for its answer, which stands in peer->reply. */
int peer_ask(struct peer *peer, const uint8_t *message, uint8_t length);

/* Sends a message and does not wait. */
void peer_send(struct peer *peer, const uint8_t *message, uint8_t length);

/* Lets the device answer what waits, then sends a zero: whatever it had received is over. */
void peer_resynchronize(struct peer *peer);

/* The sequence number for a request that the test encodes itself. */
uint8_t peer_next_sequence(struct peer *peer);

/* A request without fields: PAUSE, RESUME, STOP, PAIN, UPLOAD_COMMIT. */
int peer_order(struct peer *peer, uint8_t type);

/* Critical values are sent twice, as the protocol wants it. */
int peer_hello(struct peer *peer, struct msg_hello_reply *reply);
int peer_leg(struct peer *peer, uint8_t leg);
int peer_clock(struct peer *peer, uint32_t utc_min);
int peer_set(struct peer *peer, uint8_t zone, uint16_t strength_permille, uint16_t duration_ms);
int peer_heat(struct peer *peer, int32_t setpoint_mC, uint16_t duration_ms);
int peer_change_setting(struct peer *peer, uint8_t setting, int32_t value);
int peer_acknowledge(struct peer *peer, uint32_t faults);

/* These always answer; if not, the test fails and all fields are zero. */
struct msg_status_reply peer_status(struct peer *peer);
struct msg_readings_reply peer_readings(struct peer *peer);
struct msg_usage_reply peer_usage(struct peer *peer);
struct msg_statistics_reply peer_statistics(struct peer *peer);

/* --- Sessions --------------------------------------------------------------------------------- */

/* Uploads a routine: 0, or the first answer that is not. */
int peer_load(struct peer *peer, const struct peer_routine *routine);

/* Starts the loaded routine, which must be this one. */
int peer_start(struct peer *peer, const struct peer_routine *routine, uint8_t level);

/* The usual beginning: the kit is up, the left leg declared, the routine loaded and running at
 * level 5. Ends the test program if the kit refuses. */
void peer_play(struct peer *peer, const struct peer_routine *routine);

#endif
