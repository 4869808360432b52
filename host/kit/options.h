/* options.h: the command line of calf-sim.
 *
 * Owns: nothing; strings point into argv or the environment.
 * Errors: reported on stderr in one line; the caller exits with OPTIONS_USAGE_ERROR.
 */
#ifndef HOST_KIT_OPTIONS_H
#define HOST_KIT_OPTIONS_H

#include <stdbool.h>

#include "host/kit/kit.h"

enum { OPTIONS_USAGE_ERROR = 2, OPTIONS_FAULTS_max = 32 };

struct options {
    struct kit_options kit;
    const char *eeprom_path; /* NULL: not kept */
    bool practised;
    const char *faults[OPTIONS_FAULTS_max];
    unsigned fault_count;
    const char *socket_path; /* NULL: none */
    int fd;                  /* -1: none */
    bool pty;
    double speed; /* times wall time; INFINITY: max; 0: the client's waiting is the clock */
    double for_s; /* INFINITY: until ended */
};

/* Reads the command line. Returns -1 to go on, or the exit code: after --help and --version, or
 * when it is wrong. */
int options_parse(struct options *options, int argc, char **argv);

#endif
