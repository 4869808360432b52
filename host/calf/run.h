/* run.h: one session, from the start request to its end: what is kept while it lasts.
 *
 * Owns: device, journal and live view, for as long as run_session() runs.
 */
#ifndef HOST_CALF_RUN_H
#define HOST_CALF_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "host/calf/device.h"
#include "host/calf/journal.h"
#include "host/calf/language/program.h"
#include "host/calf/live.h"
#include "host/calf/session.h"

enum { RUN_NEWS_BYTES = 160 };

struct run {
    struct device device;
    struct journal journal;
    struct session session;
    struct live live;
    struct routine_program program;
    uint8_t leg, level;
    bool lines;    /* a printed line for each thing that happens */
    bool attended; /* whoever started this says that a person is there */
    char news[RUN_NEWS_BYTES];
    bool wait_is_news; /* one began, and what it is for is not told yet */

    int64_t next_status_us; /* on the link's clock, as all times here */
    int64_t give_up_us;     /* when to wait for END no longer; 0: not asked to stop */
    int64_t prompt_us;      /* when a virtual kit's prompt is answered; 0: none is open */
    int signals_seen;
    uint8_t next_mark;
    enum answer trouble; /* ANSWER_DONE as long as there is none */
    bool restarted;      /* the device has been reset meanwhile */
    uint8_t reset_cause; /* and this is why */
};

/* Follows a session that has been started, to its end, a stop, or the loss of the device. */
void run_session(struct run *run);

/* Hands an event to journal, session and onlookers; run->device.on_event, with a struct run. */
void run_take_event(void *run, const struct event *event);

#endif
