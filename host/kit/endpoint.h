/* endpoint.h: the ways into calf-sim: a pseudo terminal, or a Unix socket that takes one client.
 *
 * Owns: nothing; returns descriptors that the caller closes.
 * Errors: -1 and one sentence.
 */
#ifndef HOST_KIT_ENDPOINT_H
#define HOST_KIT_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

/* A pseudo terminal in raw mode. `name` gets what a program opens as its serial port. `*keep_fd` is
 * its other end, to be kept open so that clients may come and go. */
int endpoint_pty(char *name, size_t name_size, int *keep_fd, char *error, size_t error_size);

/* Tells when a program opens the pseudo terminal of that name: a descriptor to poll, or -1; and whether one has,
 * since the last call. */
int endpoint_watch_opens(const char *name);
bool endpoint_was_opened(int fd);

/* The speed that the program at its other end has set: that of a bootloader (57600 or 115200), or else the link's. */
unsigned endpoint_baud(int fd);

/* Listens on a socket of the file system, for this user only. A socket left behind by a kit that
 * was killed is replaced, one that answers is not. */
int endpoint_listen(const char *path, char *error, size_t error_size);

/* Whether an inherited descriptor is a socket that keeps packets apart. */
bool endpoint_is_usable(int fd, char *error, size_t error_size);

#endif
