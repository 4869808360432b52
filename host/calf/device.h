/* device.h: the other end of the link: asked, answered, and listened to.
 *
 * A request is repeated byte for byte until its answer comes; the device does it once all the same.
 * Events are handed to a callback as they arrive, also while an answer is awaited; the callback
 * must not ask anything itself. Every wait is bounded, on the link's clock.
 * Owns: the link. Errors: an enum answer; device_explain() puts it into words.
 */
#ifndef HOST_CALF_DEVICE_H
#define HOST_CALF_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "host/calf/device_clock.h"
#include "host/calf/link.h"
#include "protocol/frame.h"
#include "protocol/message.h"

/* Something the device told unasked. Decode `message` with message_get_...(). */
struct event {
    int64_t device_us; /* its stamp, unwrapped: since the device's reset */
    int64_t host_us;   /* when it arrived, on the link's clock */
    uint8_t type;      /* enum message_type */
    uint8_t length;
    uint8_t message[FRAME_MAX_MESSAGE];
};

enum answer {
    ANSWER_DONE,    /* the reply stands in device->reply */
    ANSWER_REFUSED, /* reason and detail stand in device->refused */
    ANSWER_SILENT,  /* no answer, however often asked */
    ANSWER_LOST,    /* the link is lost: link->lost says why */
};

struct device {
    struct link *link;
    struct frame_receiver receiver;
    uint8_t buffer[FRAME_MAX_MESSAGE + 2];
    uint8_t sequence;
    uint8_t reply[FRAME_MAX_MESSAGE];
    uint8_t reply_length; /* 0: none yet */
    struct msg_refused refused;
    struct msg_hello_reply hello;
    struct device_clock clock;
    bool booted;           /* a BOOT event has come since the hello */
    int64_t heard_us;      /* when the last whole message came, on the link's clock */
    int64_t round_trip_us; /* of the last request that needed no repeat */
    int64_t asked_us;      /* when the last request was sent */
    uint32_t repeats;      /* requests sent again */
    uint32_t bytes;        /* received */
    bool now_is_told;      /* by --now: now_min is the time, 0: none; else this computer's is */
    uint32_t now_min;      /* since 1970, UTC */
    bool knows_time;       /* it has taken it */
    void (*on_event)(void *context, const struct event *event); /* or NULL */
    void *context;
};

/* Opens the link the options ask for and says hello. An exit code, said why. */
int device_open(struct device *device, const struct options *options);

/* Says hello on a link that is open. An exit code, said why. The link stays the caller's on
 * failure. */
int device_hello(struct device *device, struct link *link);

void device_close(struct device *device);

/* Reads once, until deadline_us at most, and hands out what came. False: the link is lost. */
bool device_listen(struct device *device, int64_t deadline_us);

/* The sequence number for the next request. */
uint8_t device_sequence(struct device *device);

/* Sends a request made by message_put_...() and awaits its answer. A BUSY answer is asked again. */
enum answer device_ask(struct device *device, uint8_t *message, uint8_t length);

/* The same, but sent once only, and awaited for limit_ms. */
enum answer device_ask_once(struct device *device, const uint8_t *message, uint8_t length,
                            int64_t limit_ms);

/* As device_ask(), for a request without fields. */
enum answer device_ask_plain(struct device *device, enum message_type type);

/* Sends 00 A5 00 three times: everything stops, whatever state the device is in. */
bool device_panic(struct device *device);

/* What it does; what it measures and drives; what the leg has had. */
enum answer device_ask_status(struct device *device, struct msg_status_reply *status);
enum answer device_ask_readings(struct device *device, struct msg_readings_reply *readings);
enum answer device_ask_usage(struct device *device, struct msg_usage_reply *usage);

/* Says on stderr why `what` did not happen, with a remedy; returns the exit code. */
int device_explain(struct device *device, const char *what, enum answer answer);

#endif
