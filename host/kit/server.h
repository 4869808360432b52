/* server.h: calf-sim's loop: clients, the pty, wall time and simulated time.
 *
 * Owns: the listening socket and its path, the client, the pty.
 * Context: the only part of the kit that looks at wall time.
 * Errors: false and one sentence.
 */
#ifndef HOST_KIT_SERVER_H
#define HOST_KIT_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "host/kit/kit.h"
#include "host/kit/options.h"

/* Serves a kit as the options say, until a signal (INT, TERM, HUP), the end of --for, or the end
 * of the client on --fd. False if it could not, or if the firmware died with nobody to tell. */
bool server_run(struct kit *kit, const struct options *options, char *error, size_t error_size);

#endif
