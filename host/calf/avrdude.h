/* avrdude.h: avrdude as a child, in the three ways that flashing needs it.
 *
 * Errors: 0 is good; else an exit code of avrdude, or AVRDUDE_MISSING when there is no such program.
 */
#ifndef HOST_CALF_AVRDUDE_H
#define HOST_CALF_AVRDUDE_H

#include <stdbool.h>

enum { AVRDUDE_MISSING = 127 };

/* How the chip is reached: a bootloader on a port at a speed, or an ISP programmer. */
struct avrdude {
    const char *programmer; /* as avrdude names it; "arduino" for the bootloader */
    const char *port;       /* or NULL: the programmer needs none */
    unsigned baud;          /* 0: the programmer's own */
    bool quiet;             /* no progress, errors only */
};

/* Does a chip answer? What avrdude says about it is not shown. */
int avrdude_try(const struct avrdude *how);

/* Writes the Intel HEX file and reads it back. Over the bootloader nothing else is erased. */
int avrdude_flash(const struct avrdude *how, const char *hex);

/* Sets the fuse bytes. */
int avrdude_fuses(const struct avrdude *how, unsigned low, unsigned high, unsigned extended);

#endif
