/* link.h: bytes to and from a device, and the clock its time-outs are counted in.
 *
 * Three kinds: a serial port (libserialport), a plain file descriptor (a pseudo terminal, or a tty
 * that libserialport refuses), and the virtual kit's socket, where simulated time is the clock and
 * passes only inside read().
 * Owns: the descriptor, and the kit's process where calf started it. Errors: read() and write()
 * note in `lost` why there is nothing more to expect.
 */
#ifndef HOST_CALF_LINK_H
#define HOST_CALF_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "host/calf/options.h"

struct link {
    /* Waits until deadline_us of this link's clock for bytes. Returns how many came; 0 at the
     * deadline or when a signal cut the wait short; -1 when the link is lost. */
    ssize_t (*read)(struct link *link, uint8_t *bytes, size_t size, int64_t deadline_us);
    /* Sends all the bytes, or returns false: the link is lost. */
    bool (*write)(struct link *link, const uint8_t *bytes, size_t size);
    /* This link's clock: monotonic, from any start. */
    int64_t (*now_us)(const struct link *link);
    /* Gives everything back, the struct included. */
    void (*close)(struct link *link);
    /* Lets DTR fall once, which resets a board whose jumper stands on FLASH. False, or no such function: this
     * kind of link has no such line. */
    bool (*drop_dtr)(struct link *link);

    bool simulated;     /* a virtual kit; its clock is the link's */
    char describe[160]; /* "serial port /dev/ttyUSB0" */
    char lost[160];     /* why, once it is lost; else "" */
};

/* Opens the link that the options ask for. Returns an exit code, having said what failed. */
int link_open(const struct options *options, struct link **link);

/* For the kinds: notes why the link is lost, once; returns false. */
bool link_lose(struct link *link, const char *why);

/* The kinds; each takes a path that exists. An exit code as above. */
int link_serial_open(const char *path, struct link **link);
int link_fd_open(const char *path, struct link **link);
int link_sim_spawn(const char *kit_options, struct link **link);
int link_sim_connect(const char *path, struct link **link);

/* The process that is the client of the virtual kit that listens there; 0 when none is seen. */
pid_t link_sim_rival(const char *path);

#endif
