/* accepts.h: which request is accepted in which state, one list.
 *
 * A(NAME, states, "what else it takes, and where it leads"). A request that is not accepted changes
 * nothing and is answered REFUSED with WRONG_STATE and the state as detail (LEG in the state FAULT:
 * FAULT_LATCHED). "Accepted" is the first question, not the last: other reasons are in words.h.
 * Context: any. Errors: a type that is no request is accepted nowhere.
 */
#ifndef PROTOCOL_ACCEPTS_H
#define PROTOCOL_ACCEPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/words.h"

#define ACCEPTS_IN(name) (1U << STATE_##name)
#define ACCEPTS_ALWAYS ((1U << STATE_COUNT) - 1U)
#define ACCEPTS_AT_REST \
    (ACCEPTS_IN(IDLE) | ACCEPTS_IN(ARMED) | ACCEPTS_IN(STOPPED) | ACCEPTS_IN(COOLING))
#define ACCEPTS_UPLOAD (ACCEPTS_AT_REST | ACCEPTS_IN(BOOT))
#define ACCEPTS_PLAYING (ACCEPTS_IN(RUNNING) | ACCEPTS_IN(PAUSED) | ACCEPTS_IN(SETTLING))

#define ACCEPTS(A)                                                                                \
    A(HELLO, ACCEPTS_ALWAYS, "")                                                                  \
    A(STATUS, ACCEPTS_ALWAYS, "")                                                                 \
    A(STATISTICS, ACCEPTS_ALWAYS, "")                                                             \
    A(CLOCK, ACCEPTS_ALWAYS, "before the first LEG, if the leg is not to wait")                   \
    A(PROBE, ACCEPTS_ALWAYS, "")                                                                  \
    A(READINGS, ACCEPTS_ALWAYS, "")                                                               \
    A(USAGE, ACCEPTS_ALWAYS, "")                                                                  \
    A(UPLOAD_BEGIN, ACCEPTS_UPLOAD, "the state stays, the loaded routine is gone")                \
    A(UPLOAD_CHUNK, ACCEPTS_UPLOAD, "after UPLOAD_BEGIN, in order")                               \
    A(UPLOAD_COMMIT, ACCEPTS_UPLOAD, "after the last chunk; then the routine is loaded")          \
    A(LEG, ACCEPTS_AT_REST, "leads to armed if supply, sensors and STOP button are in order")     \
    A(START, ACCEPTS_IN(ARMED), "needs a loaded routine; leads to running, or settling")          \
    A(PAUSE, ACCEPTS_IN(RUNNING) | ACCEPTS_IN(SETTLING), "leads to paused")                       \
    A(RESUME, ACCEPTS_IN(PAUSED) | ACCEPTS_IN(RUNNING),                                           \
      "leads back to running or settling; in running only while a prompt waits, which it ends")   \
    A(STOP, ACCEPTS_ALWAYS, "leads to stopped; the state fault stays")                            \
    A(PAIN, ACCEPTS_PLAYING | ACCEPTS_IN(BY_HAND),                                                \
      "leads to paused; the second time in a session, or by hand, to stopped")                    \
    A(MARK, ACCEPTS_PLAYING, "")                                                                  \
    A(LEVEL, ACCEPTS_PLAYING, "")                                                                 \
    A(SET, ACCEPTS_IN(ARMED) | ACCEPTS_IN(BY_HAND), "leads to by hand; unrenewed, back to armed") \
    A(HEAT, ACCEPTS_IN(ARMED) | ACCEPTS_IN(BY_HAND), "likewise")                                  \
    A(PRESENT, ACCEPTS_PLAYING | ACCEPTS_IN(BY_HAND), "")                                         \
    A(TEST,                                                                                       \
      ACCEPTS_IN(IDLE) | ACCEPTS_IN(ARMED) | ACCEPTS_IN(STOPPED) | ACCEPTS_IN(TESTING) |          \
          ACCEPTS_IN(FAULT),                                                                      \
      "leads to testing; unrenewed, to idle; the state fault stays, and there only LEDs are "     \
      "tested")                                                                                   \
    A(SETTING_GET, ACCEPTS_ALWAYS, "")                                                            \
    A(SETTING_SET, ACCEPTS_AT_REST | ACCEPTS_IN(FAULT), "")                                       \
    A(FAULT_ACK, ACCEPTS_AT_REST | ACCEPTS_IN(FAULT), "leads from fault to idle once none is left")

/* The states in which this request is accepted, bit = state; 0: it is no request at all. */
uint16_t accepts_states(uint8_t type);

/* Is this request accepted in this state, other conditions aside? */
bool accepts_request(enum state state, uint8_t type);

#endif
