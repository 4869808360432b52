/* takeover.h: how stop and panic get at a device that another program is using: a calf that watches a
 * session is told to end it, as its user would with Ctrl-C.
 *
 * Owns: nothing. Errors: said, with what stops the kit all the same; an exit code is returned.
 */
#ifndef HOST_CALF_TAKEOVER_H
#define HOST_CALF_TAKEOVER_H

#include "host/calf/options.h"

/* Has another calf let go of the device that the options name; `signals` is how often it is told: the
 * first time it stops its session, the second time it panics. EXIT_OK also when nobody has it. */
int takeover_device(const struct options *options, const char *what, int signals);

/* Says what stops the kit when `what` did not; returns the code. */
int takeover_say_failed(const struct options *options, const char *what, int code);

#endif
