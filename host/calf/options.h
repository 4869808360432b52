/* options.h: what can be said to every command: which device, how to print, where to keep records.
 *
 * O(option, argument or "", "help"): the one list, also of the help texts.
 * Owns: nothing; strings are the command line's.
 */
#ifndef HOST_CALF_OPTIONS_H
#define HOST_CALF_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "host/calf/arguments.h"

#define OPTIONS(O)                                                                         \
    O("--port", "PATH", "the device is on this serial port")                               \
    O("--sim", "[=OPTIONS]", "start a virtual kit, with these options of calf-sim")        \
    O("--socket", "PATH", "use the virtual kit that listens there")                        \
    O("--now", "WHEN", "tell a virtual kit this time, as 2026-12-01T18:00 (UTC), or none") \
    O("--record", "DIR", "keep session records there")                                     \
    O("--json", "", "print results as JSON")                                               \
    O("--quiet", "", "print results only")

struct options {
    const char *port;   /* or NULL: find it */
    const char *sim;    /* calf-sim's options, or NULL: no kit of our own */
    const char *socket; /* or NULL */
    const char *record; /* or NULL: the usual folder */
    const char *now;    /* or NULL: this computer's */
    uint32_t now_min;   /* that, since 1970; 0: none */
    bool json, quiet;
};

/* Takes the common options out of the arguments. False if they contradict each other. */
bool options_take(struct options *options, struct arguments *arguments);

#endif
